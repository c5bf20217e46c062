"""A published edition, changed at random: verification catches the change from the pages and the data alone.

The manifest, which would catch any change at all, is left out. So are Markdown and PDF, which repeat the page.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reporter.cli.root import reporter
from reporter.verification.reading import load
from reporter.verification.repeated import Checker

TAGS = ("zh_CN", "en")
FIGURE = re.compile(r'<data class="figure"[^>]*>([^<]*)</data>')
TIME = re.compile(r'<time datetime="([^"]*)">([^<]*)</time>')
NAME = re.compile(r'<span class="name" data-subject="([^"]*)">([^<]*)</span>')
UNITS = {
    "zh_CN": (
        ("个百分点", "%"), ("个百分点", "个基点"), ("%", "个百分点"), ("点", "美元"), ("个交易日", "个月"), ("个基点", "个百分点"),
    ),
    "en": (
        (" percentage points", "%"), (" percentage points", " basis points"), ("%", " percentage points"),
        (" basis points", " percentage points"), (" sessions", " months"), (" points", " dollars"),
    ),
}
DIRECTIONS = {
    "zh_CN": (
        ("上涨", "下跌"), ("领先", "落后"), ("高于", "低于"), ("跑赢", "跑输"), ("上升", "下降"), ("涨", "跌"), ("超过", "不到"),
    ),
    "en": (
        ("rose", "fell"), ("ahead", "behind"), ("above", "below"), ("gained", "lost"), ("higher", "lower"),
        ("beat", "trailed"), ("up", "down"), ("leads", "trails"), ("lead", "deficit"), ("more than", "less than"),
    ),
}
RANKS = {
    "zh_CN": (
        ("领涨", "领跌"), ("垫底", "居首"), ("最好", "最差"), ("最大", "最小"), ("最高", "最低"), ("最强", "最弱"),
        ("最长", "最短"), ("居首", "垫底"), ("新高", "新低"),
    ),
    "en": (
        ("led by", "trailed by"), ("best", "worst"), ("largest", "smallest"), ("highest", "lowest"), ("last", "first"),
        ("strongest", "weakest"), ("longest", "shortest"), ("weakest", "strongest"), ("widest", "narrowest"),
    ),
}  # fmt: skip

BOUNDS = {
    "zh_CN": (("近", "约", "逾", "超过", "超", "不到"), "近", "逾"),
    "en": (("nearly", "more than", "less than", "almost", "about", "just under"), "nearly", "more than"),
}
"""Words of size, the one that says a little less is meant, and the one that says more."""
NUMERALS = {
    "zh_CN": ("一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"),
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fourteen"),
}  # fmt: skip


@dataclass(frozen=True)
class Edition:
    folder: Path
    pages: dict[str, str]


@dataclass(frozen=True)
class Change:
    """What was changed: its kind, the page, the text around it before and after, and the page as it is then."""

    kind: str
    tag: str
    was: str
    now: str
    page: str


def published(folder: Path, *options: str) -> Edition:
    """The edition of a build, as texts; without charts and the table of figures, which take long to read again."""
    formats = ["--format", "html", "--format", "json"]
    run = CliRunner().invoke(reporter, ["build", *formats, "--output", str(folder), *options])
    assert run.exit_code == 0, run.output
    place = next(folder.glob("editions/*/*"))
    bulky = re.compile(r'<svg\b.*?</svg>|<table class="figures">.*?</table>', re.DOTALL)
    return Edition(place, {tag: bulky.sub("", (place / f"{tag}.html").read_text(encoding="utf-8")) for tag in TAGS})


def visible(page: str) -> list[tuple[int, int]]:
    """Spans of text that a reader sees on a page, outside charts, formulas, titles of sources and fixed terms."""
    body = page.index("<body")
    hidden = re.compile(
        r"<(svg|style|script|title|code|details)\b.*?</\1>|"
        r'<(span|a) class="(?:quote|term|cite|skip|back)[^"]*"[^>]*>.*?</\2>|<footer.*?</footer>|<[^>]+>',
        re.DOTALL,
    )
    spans, at = [], body
    for match in hidden.finditer(page, body):
        if match.start() > at and page[at : match.start()].strip():
            spans.append((at, match.start()))
        at = match.end()
    return spans


def digits(page: str) -> list[int]:
    """Places of the digits that a reader sees."""
    return [i for start, end in visible(page) for i in range(start, end) if page[i] in "0123456789"]


def figures(page: str) -> list[re.Match[str]]:
    return list(FIGURE.finditer(page))


def rows(page: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Names that begin the rows of tables and lists outside prose, each with that of the next row."""
    named = re.compile(r'(?<=<tr>)\s*<th[^>]*>(?:<[^>]*>)*<span class="name">[^<]*</span>|<span class="full">.*?</span></span>|'
                       r'(?<=<dt>)(?:<span class="name">[^<]*</span>[^<]*)+')  # fmt: skip
    return [(a, b) for a, b in itertools.pairwise(named.finditer(page)) if a.group() != b.group()]


def sinces(page: str) -> list[re.Match[str]]:
    """Dates that a since is said of."""
    return [m for m in TIME.finditer(page) if len(m[1]) == 10 and (
        page[m.end() :].startswith("以来") or re.search(r"\bsince $", page[: m.start()]))]  # fmt: skip


def swap(page: str, start: int, end: int, new: str) -> tuple[str, str, str]:
    was, now = page[max(0, start - 60) : end + 40], page[max(0, start - 60) : start] + new + page[end : end + 40]
    return page[:start] + new + page[end:], was, now


class Mutations:
    """Seeded changes of an edition's pages, one kind after another."""

    def __init__(self, edition: Edition, seed: int) -> None:
        self.edition, self.random = edition, random.Random(seed)
        self.prose = {tag: self._prose(page) for tag, page in edition.pages.items()}
        self._known: dict[object, Any] = {}

    def kept(self, places: Callable[..., Any], *given: Any) -> Any:
        """The places of a kind of change, looked for once."""
        key = (places.__name__, *given)
        if key not in self._known:
            self._known[key] = places(*given)
        return self._known[key]

    @staticmethod
    def _prose(page: str) -> list[tuple[int, int]]:
        told = r'<(p|h[134])\b[^>]*(?:data-passage|class="standfirst").*?</\1>'
        return [m.span() for m in re.finditer(told, page, re.DOTALL)]

    def made(self, count: int) -> Iterator[Change]:
        kinds: list[Callable[[str, str], tuple[str, str, str] | None]] = [
            self.digit, self.sign, self.unit, self.rank, self.direction, self.date, self.subjects, self.dropped,
            self.rows, self.since, self.bound, self.numeral,
        ]  # fmt: skip
        done = 0
        for kind in itertools.cycle(kinds):
            tag = self.random.choice(TAGS)
            page = self.edition.pages[tag]
            found = kind(tag, page)
            if found is not None and found[0] != page:
                done += 1
                yield Change(kind.__name__, tag, found[1], found[2], found[0])
            if done == count:
                return

    def digit(self, tag: str, page: str) -> tuple[str, str, str] | None:
        at = self.random.choice(self.kept(digits, page))
        return swap(page, at, at + 1, self.random.choice([d for d in "0123456789" if d != page[at]]))

    def sign(self, tag: str, page: str) -> tuple[str, str, str] | None:
        match = self.random.choice(self.kept(figures, page))
        text = match[1]
        minus = "−" if tag == "en" else "-"
        if text[:1] in "+-−":
            new = (minus if text[0] == "+" else "+") + text[1:]
        elif re.match(r"[\d$]", text):
            new = minus + text
        else:
            return None
        return swap(page, match.start(1), match.end(1), new)

    def units(self, tag: str) -> list[tuple[int, int, str]]:
        """Places of units and what they can be turned into."""
        page, places = self.edition.pages[tag], []
        for match in FIGURE.finditer(page):
            for old, new in UNITS[tag]:
                if match[1].endswith(old):
                    places.append((match.end(1) - len(old), match.end(1), new))
                else:
                    behind = re.match(r"(?:</data>|</a>|</span>)+" + re.escape(old), page[match.end(1) :])
                    if behind and not (old == "点" and "%" in match[1]):
                        places.append((match.end(1) + behind.end() - len(old), match.end(1) + behind.end(), new))
        return places

    def unit(self, tag: str, page: str) -> tuple[str, str, str] | None:
        return swap(page, *self.random.choice(self.kept(self.units, tag)))

    def places(self, tag: str, pairs: tuple[tuple[str, str], ...]) -> list[tuple[int, int, str]]:
        """Places of words of prose, beside a figure, and their opposites."""
        page, places = self.edition.pages[tag], []
        edge = r"\b" if tag == "en" else ""
        for start, end in self.prose[tag]:
            for one, other in (*pairs, *((b, a) for a, b in pairs)):
                for match in re.finditer(rf"{edge}{one}{edge}", page[start:end]):
                    at = start + match.start()
                    inside = page.rfind("<", 0, at) > page.rfind(">", 0, at)
                    if inside or page[:at].endswith("make "):
                        continue  # "make up" has no opposite
                    if _bound(page[start:end], match.start(), match.end()):
                        places.append((at, start + match.end(), other))
        return places

    def _word(self, tag: str, page: str, pairs: dict[str, tuple[tuple[str, str], ...]]) -> tuple[str, str, str] | None:
        """A word of prose turned into its opposite, in a clause that holds a figure."""
        places = self.kept(self.places, tag, pairs[tag])
        return swap(page, *self.random.choice(places)) if places else None

    def rank(self, tag: str, page: str) -> tuple[str, str, str] | None:
        return self._word(tag, page, RANKS)

    def direction(self, tag: str, page: str) -> tuple[str, str, str] | None:
        return self._word(tag, page, DIRECTIONS)

    def date(self, tag: str, page: str) -> tuple[str, str, str] | None:
        matches = [m for m in TIME.finditer(page) if re.search(r"\d", m[2]) and len(m[1]) >= 7]
        match = self.random.choice(matches)
        number = self.random.choice(list(re.finditer(r"\d+", match[2])))
        new = str(int(number.group()) + self.random.choice([-1, 1, 2])).zfill(len(number.group()))
        return swap(page, match.start(2) + number.start(), match.start(2) + number.end(), new)

    def pairs(self, tag: str) -> list[tuple[re.Match[str], re.Match[str]]]:
        """Names of two subjects in one sentence, with a figure between them."""
        page, found = self.edition.pages[tag], []
        for start, end in self.prose[tag]:
            for a, b in itertools.pairwise(NAME.finditer(page, start, end)):
                between = page[a.end() : b.start()]
                symmetric = between.startswith(" within ")  # A within two points of B, B within two points of A
                if a[1] != b[1] and FIGURE.search(between) and not _stop(between) and not symmetric:
                    found.append((a, b))
        return found

    def subjects(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """Two names of one sentence change places."""
        pairs = self.kept(self.pairs, tag)
        if not pairs:
            return None
        a, b = self.random.choice(pairs)
        changed = page[: a.start()] + b.group() + page[a.end() : b.start()] + a.group() + page[b.end() :]
        return changed, page[a.start() - 20 : b.end() + 60], changed[a.start() - 20 : b.end() + 60]

    def rows(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """The names of two neighbouring rows of a table, items of a list or pairs at the head change places."""
        a, b = self.random.choice(self.kept(rows, page))
        changed = page[: a.start()] + b.group() + page[a.end() : b.start()] + a.group() + page[b.end() :]
        return changed, page[a.start() : b.end() + 120], changed[a.start() : b.end() + 120]

    def since(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """The date of a since is another one that the page knows too, marked and worded alike."""
        places = self.kept(sinces, page)
        others = [m for m in TIME.finditer(page) if len(m[1]) == 10 and re.search(r"\d{4}", m[2])]
        if not places or not others:
            return None
        match, other = self.random.choice(places), self.random.choice(others)
        return swap(page, *match.span(), other.group()) if other[1] != match[1] else None

    def bound(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """Nearly before a number that is larger than what is printed, more than before one that is smaller."""
        words, nearly, over = BOUNDS[tag]
        behind = re.compile(rf'(?:{"|".join(words)})(?=\s?(?:<a [^>]*>)?<data[^>]* value="(-?[\d.]+)"[^>]*>([\d.]+)(%?)<)')
        places = []
        for start, end in self.prose[tag]:
            for match in behind.finditer(page, start, end):
                value = abs(float(match[1])) * (100 if match[3] else 1)
                if not 0.8 < value / float(match[2]) < 1.25 or abs(value - float(match[2])) < 1e-9:
                    continue  # in a unit of its own, or exactly what is printed
                new = nearly if value > float(match[2]) else over
                if new != match.group():
                    places.append((*match.span(), new))
        return swap(page, *self.random.choice(places)) if places else None

    def numeral(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """A number in words is another one."""
        known = {word: place for place, word in enumerate(NUMERALS[tag])}
        found = [m for m in self.kept(figures, page) if m[1].lower() in known]
        if not found:
            return None
        match = self.random.choice(found)
        new = self.random.choice([word for word in known if word != match[1].lower()])
        return swap(page, match.start(1), match.end(1), new)

    def dropped(self, tag: str, page: str) -> tuple[str, str, str] | None:
        """A figure goes from one language, where its passage names it once."""
        start, end = self.random.choice(self.prose[tag])
        mark = re.search(r'data-passage="[^"]+"|class="standfirst"', page[start:end])
        assert mark is not None
        whole = "".join(page[s:e] for s, e in self.prose[tag] if mark.group() in page[s:e])
        ids = Counter(re.findall(r'data-figure="([^"]+)"', whole))
        once = [m for m in FIGURE.finditer(page, start, end) if ids[_figure(m.group())] == 1]
        if not once:
            return None
        match = self.random.choice(once)
        return swap(page, match.start(), match.end(), "")


def _figure(data: str) -> str:
    found = re.search(r'data-figure="([^"]+)"', data)
    return found[1] if found else ""


def _stop(text: str) -> bool:
    return re.search(r"[。；！？;]|\.\s", re.sub(r"<[^>]+>", "", text)) is not None


def _bound(block: str, start: int, end: int) -> bool:
    """Whether a figure stands within a few characters of a word, in its clause."""
    plain_before = re.sub(r"<[^>]+>", "", re.sub(r"<data[^>]*>", "\x01", block[:start]))[-14:]
    plain_behind = re.sub(r"<[^>]+>", "", re.sub(r"<data[^>]*>", "\x01", block[end:]))[:14]
    before = re.split(r"[，。；：、,;:（）()]", plain_before)[-1]
    behind = re.split(r"[，。；：、,;:（）()]", plain_behind)[0]
    return "\x01" in before or "\x01" in behind


def missed(edition: Edition, count: int, seed: int) -> list[Change]:
    """The changes that verification does not see."""
    check = Checker(edition.folder)
    assert check(edition.pages) == [], "the untouched edition is not clean"
    return [
        change for change in Mutations(edition, seed).made(count)
        if not check({**edition.pages, change.tag: change.page})
    ]  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return published(tmp_path_factory.mktemp("mutated"), "--data", "sample")


def test_thousand_changes_are_caught(edition: Edition) -> None:
    found = missed(edition, 1000, 7)
    assert len(found) <= 10, "\n".join(f"{c.kind} {c.tag}: {c.was!r} -> {c.now!r}" for c in found)


def test_words_that_are_swapped_are_words_that_verification_reads() -> None:
    for tag in TAGS:
        up = load(tag).words["direction.up"]
        assert any(pair[0] in up for pair in DIRECTIONS[tag])
