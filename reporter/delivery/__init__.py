"""Editions sent to their readers: by mail, to web addresses, to messengers; each once, each cut at whole paragraphs.

What is sent is read from the published page, which was verified: nothing is worded again. `send` is the door.
"""

from reporter.delivery.channels import Channel, MailChannel, MessengerChannel, WebhookChannel
from reporter.delivery.sending import Delivery, send

__all__ = ["Channel", "Delivery", "MailChannel", "MessengerChannel", "WebhookChannel", "send"]
