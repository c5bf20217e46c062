"""Pages of an edition that was published without any: worded from its briefing, and kept.

A build reads an edition's pages several times, for its card, its page and the search, and again whenever the next
edition comes out; to word one takes as long as all the rest of it.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path

from reporter.language import Language
from reporter.publishing.site.reading import seal
from reporter.siting.request import SiteRequest
from reporter.siting.shelf import digest


def worded(request: SiteRequest, kept: Path, stamp: str, folder: Path) -> Mapping[str, str]:
    """The pages by language. `kept` is where they stay, under what they were made with: the stamp, the briefing."""
    path = kept / stamp / f"{digest(folder.relative_to(request.editions), seal(folder))}.json.gz"
    try:
        found: dict[str, str] = json.loads(gzip.decompress(path.read_bytes()))
        return found
    except (OSError, EOFError, ValueError):
        pass
    made = _worded(request, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(gzip.compress(json.dumps(made, ensure_ascii=False).encode(), 1, mtime=0))
    os.replace(new, path)
    return made


def _worded(request: SiteRequest, folder: Path) -> dict[str, str]:
    # What words an edition loads more than the rest of the site together; most editions come with their pages.
    from reporter.briefing_file import read_briefing
    from reporter.dressing import dressed
    from reporter.rendering.page import screen
    from reporter.rendering.phrasebook import Phrasebook

    briefing = read_briefing(folder / "briefing.json")
    roots = request.project.folders("locales")
    templates = request.project.folders("templates")[::-1]
    design = dressed(request, briefing.desk)
    made = {}
    for tag in request.locales:
        phrases = [root / tag / "phrases" for root in roots[::-1] if (root / tag / "phrases").is_dir()]
        book = Phrasebook(briefing, Language.load(tag, roots), phrases)
        made[tag] = screen(briefing, book, templates, design)
    return made
