"""Editions sent to their readers: by mail, to web addresses, to messengers; each once, each cut at whole paragraphs.

What is sent is read from the published page, which was verified: nothing is worded again. `sending.send` is the door;
it is not imported here, since every command reads the settings of channels and few need mail and the web.
"""

from reporter.delivery.channels import Channel, MailChannel, MessengerChannel, WebhookChannel

__all__ = ["Channel", "MailChannel", "MessengerChannel", "WebhookChannel"]
