"""`verify`: everything that was published, read again by code that shares nothing with what wrote it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from reporter.errors import ConfigError, DataError, UsageError
from reporter.model import Briefing
from reporter.verification import excerpts, loose, portable, visible
from reporter.verification.ledger import (
    Data,
    carried_hashes_hold,
    check_data,
    hashes_hold,
    listed_hash_holds,
    read_text,
)
from reporter.verification.on_paper import shown
from reporter.verification.page import Page
from reporter.verification.reader import read_page
from reporter.verification.reading import Locales, known_tags, load
from reporter.verification.recompute.prices import Prices
from reporter.verification.report import Finding, Report
from reporter.verification.rules import (
    compared,
    editors,
    extremes,
    grounds,
    labels,
    naming,
    numbers,
    periods,
    places,
    sides,
    words,
    workings,
)
from reporter.verification.rules.context import Context
from reporter.verification.rules.parity import parity

_LOCALE = re.compile(r"^[a-z]{2,3}(_[A-Z]{2,4})?$")
_NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
_MARKDOWN = re.compile(r"\[(\[?[^\]]*\]?)\]\([^)]*\)|[*_`>#]+|^\s*[-+]\s+|\|", re.MULTILINE)


def verify(path: Path | str, locales: Locales = None) -> Report:
    """Verify an edition folder, a page (.html), a .pdf with its attachments, or a .md beside its page.

    Raises UsageError for anything else, DataError for what cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        return _edition(place, locales)
    if not place.exists():
        raise UsageError(f"{place}: there is no such file or folder")
    kinds = {".html": _html, ".pdf": _pdf, ".md": _markdown}
    if place.suffix.lower() not in kinds:
        raise UsageError(f"{place}: can be verified neither as page, PDF, Markdown nor edition folder")
    report = kinds[place.suffix.lower()](place, locales)
    report.add(listed_hash_holds(place))
    return report


def _briefing(raw: str | bytes | Mapping[str, object], where: str) -> Briefing:
    try:
        return Briefing.model_validate(json.loads(raw) if isinstance(raw, str | bytes) else raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataError(f"{where}: is no briefing of this schema ({place}: {first['msg']})") from error
    except ValueError as error:
        raise DataError(f"{where}: is no JSON ({error})") from error


def data_of(folder: Path) -> Data:
    path = folder / "briefing.json"
    if not path.exists():
        raise DataError(f"{folder}: holds no briefing.json; verify the edition's folder or its PDF")
    prices: Prices | None = None
    if (folder / "prices.csv").exists():
        prices = Prices.read(read_text(folder / "prices.csv"))
    elif (folder / "prices.csv.gz").exists():
        prices = Prices.read(gzip.decompress((folder / "prices.csv.gz").read_bytes()).decode("utf-8"))
    return Data(_briefing(read_text(path), str(path)), prices)


def _tag(page: Page, stem: str, locales: Locales) -> str:
    """The locale of a page: by its file's name, else by its language."""
    known = known_tags(locales)
    if stem in known:
        return stem
    chosen = [tag for tag in known if page.language[:2] and tag.startswith(page.language[:2].lower())]
    if not chosen:
        raise ConfigError(f"no locale reads a page in {page.language or stem!r}; there are {', '.join(known)}")
    return chosen[0]


def context_of(path: str, page: Page, data: Data, tag: str, locales: Locales) -> Context:
    briefing = data.briefing
    return Context(
        path,
        page,
        briefing,
        load(tag, locales),
        {f.id: f for f in briefing.figures},
        {s.id: s for s in briefing.subjects},
        prices=data.prices,
    )


def check_page(context: Context, report: Report) -> None:
    """Every rule of one marked page."""
    report.unexplained += numbers.orphans(context)
    numbers.leaks(context)
    report.numbers += numbers.bound_numbers(context) + places.times(context)
    words.directions(context)
    sides.sides(context)
    extremes.extremes(context)
    naming.names(context)
    labels.labels(context)
    compared.compared(context)
    words.subjects(context)
    words.pairs(context)
    grounds.superlatives(context)
    grounds.dates(context)
    grounds.causes(context)
    editors.editors(context)
    places.citations(context)
    places.gaps(context)
    periods.periods(context)
    workings.workings(context)
    workings.sources(context)
    workings.drawn(context)
    workings.plotted(context)
    report.verified += _held(context)
    report.numbers += sum(f.rule == "orphan-number" for f in context.findings)
    report.add(context.findings)


def _held(context: Context) -> int:
    runs = [(id(b), r.start) for b in context.page.blocks for r in b.runs if r.kind in ("figure", "time")]
    return sum(place not in context.bad for place in runs)


def _edition(folder: Path, locales: Locales) -> Report:
    data, report = data_of(folder), Report(str(folder))
    report.add(hashes_hold(folder))
    check_data(data, str(folder / "briefing.json"), report)
    contexts = []
    for path in sorted(folder.glob("*.html")):
        if not _LOCALE.match(path.stem):
            continue
        page = read_page(read_text(path))
        context = context_of(str(path), page, data, _tag(page, path.stem, locales), locales)
        check_page(context, report)
        contexts.append(context)
        markdown, pdf = path.with_suffix(".md"), path.with_suffix(".pdf")
        if markdown.exists():
            report.add(_compare(page, _plain(read_text(markdown)), str(markdown)))
        report.add(excerpts.check(page, path.parent, path.stem))
        if pdf.exists():
            report.add(shown(str(pdf), page, portable.visible_text(pdf)))
    for context in contexts[1:]:
        report.add(parity(contexts[0], context))
    return report


def _plain(markdown: str) -> str:
    """Markdown without its marks; link texts stay, their targets go."""
    return _MARKDOWN.sub(lambda m: m[1] or " ", markdown)


def _numbered(page: Page) -> list[str]:
    """The paragraphs of a page's sections: what every form of the edition repeats word for word."""
    return [block.text for block in page.blocks if block.passage is not None]


def _compare(page: Page, seen: str, path: str) -> list[Finding]:
    compared = visible.compare(_numbered(page), seen)
    return [Finding("visible-text", "the page says otherwise", path, sentence[:200]) for sentence in compared.missing]


def _strange(page: Page, seen: str, path: str) -> list[Finding]:
    """Lines with a number that the page has nowhere, tables and charts included."""
    texts = [*(b.text for b in page.blocks), *chain.from_iterable(page.drawn)]
    known = {number for text in texts for number in _NUMBER.findall(text)}
    strange = [line.strip()[:200] for line in seen.split("\n") if not known.issuperset(_NUMBER.findall(line))]
    return [Finding("visible-text", "the page has no such number", path, line) for line in strange]


def _html(path: Path, locales: Locales) -> Report:
    page = read_page(read_text(path))
    report, data = Report(str(path)), _carried_or_beside(page, path)
    check_data(data, str(path.parent / "briefing.json" if page.briefing is None else path), report)
    check_page(context_of(str(path), page, data, _tag(page, path.stem, locales), locales), report)
    if path.with_suffix(".md").exists():
        report.add(_compare(page, _plain(read_text(path.with_suffix(".md"))), str(path)))
    return report


def _carried_or_beside(page: Page, path: Path) -> Data:
    """The data of a page: what it carries itself, with the prices beside it where they are of the same edition."""
    if page.briefing is None:
        return data_of(path.parent)
    carried = _briefing(page.briefing, str(path))
    if not (path.parent / "briefing.json").exists():
        return Data(carried, None)
    beside = data_of(path.parent)
    return beside if beside.briefing == carried else Data(carried, None)


def _markdown(path: Path, locales: Locales) -> Report:
    """Markdown marks no number, so it is held to its page, which is."""
    beside = path.with_suffix(".html")
    if not beside.exists():
        raise DataError(f"{path}: Markdown carries no data; put {beside.name} beside it, or verify the page or the PDF")
    report = _html(beside, locales)
    report.path = str(path)
    report.add(_strange(read_page(read_text(beside)), _plain(read_text(path)), str(path)))
    return report


def _loose(context: Context, paragraphs: list[str], report: Report) -> None:
    count, unexplained = loose.check(context, paragraphs)
    report.numbers += count
    report.unexplained += unexplained
    report.verified += count - unexplained
    report.add(context.findings)


def _pdf(path: Path, locales: Locales) -> Report:
    carried = portable.attachments(path)
    if "briefing.json" not in carried:
        raise DataError(f"{path}: carries no briefing.json; it is no edition of ours, or its attachments were removed")
    prices = carried.get("prices.csv")
    data = Data(_briefing(carried["briefing.json"], str(path)), Prices.read(prices.decode("utf-8")) if prices else None)
    report = Report(str(path))
    report.add(carried_hashes_hold(carried, str(path)))
    check_data(data, f"{path}:briefing.json", report)
    pages = portable.visible_text(path)
    transcript = next((raw for name, raw in sorted(carried.items()) if name.endswith(".html")), None)
    beside = path.with_suffix(".html")
    if transcript is None and beside.exists():
        transcript = beside.read_bytes()
    if transcript is None:
        page = Page(_language(pages), [], set(), set(), [])
        context = context_of(str(path), page, data, _tag(page, path.stem, locales), locales)
        _loose(context, [line for text in pages for line in text.split("\n")], report)
        return report
    page = read_page(transcript.decode("utf-8"))
    check_page(context_of(str(path), page, data, _tag(page, path.stem, locales), locales), report)
    different = shown(str(path), page, pages)
    report.add(different)
    report.verified = max(0, report.verified - sum(bool(re.search(r"\d", f.sentence)) for f in different))
    return report


def _language(pages: list[str]) -> str:
    text = "".join(pages)
    return "zh" if sum("\u4e00" <= char <= "\u9fff" for char in text) > len(text) / 20 else "en"
