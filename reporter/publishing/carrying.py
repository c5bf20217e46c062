"""A page that carries its data: a file alone can be verified on another machine, without a network."""

from __future__ import annotations

import base64
import gzip

_PLACE = "</body>"


def carrying(page: str, briefing: bytes) -> str:
    """The page with its briefing inside, compressed, in an element that no browser runs or shows."""
    head, end, tail = page.rpartition(_PLACE)
    if not end:
        return page
    packed = base64.b64encode(gzip.compress(briefing, 9, mtime=0)).decode("ascii")
    carried = f'<script type="application/gzip" data-name="briefing.json">{packed}</script>'
    return f"{head}{carried}\n{end}{tail}"
