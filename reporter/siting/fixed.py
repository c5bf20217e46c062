"""Pages that stand whatever is published: about, method, glossary, search, the page for a wrong address; and assets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import count

from reporter.model.site import slug
from reporter.publishing.site.store import Maker, Part
from reporter.publishing.site.structured import web_manifest
from reporter.rendering.site.views import Link, Missing, Search, Term, Text, TextPart
from reporter.siting.book import POLICY, Book, Page
from reporter.siting.tongue import Tongue

TERMS = "site.term."
SEARCH_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") + "; worker-src 'self'"
"""The search engine is WebAssembly from the site itself."""


def fixed_paths(book: Book) -> tuple[str, ...]:
    lists = ("archive/", "tags/", "desks/", "instruments/")
    return (*lists, "about/", "method/", "glossary/", *(("search/",) if book.search else ()))


def fixed_part(book: Book, icon: bytes, script: bytes) -> Part:
    pages = ("about", "method", "glossary", *(("search",) if book.search else ()))
    mounts = (
        "404.html", "assets/icon.svg", *book.assets, *(("assets/search.js",) if book.search else ()),
        *(f"{t.path}/{name}" for t in book.tongues for name in (*pages, "site.webmanifest")),
    )  # fmt: skip
    return Part("fixed", book.key("fixed", icon.hex(), script.hex()), mounts, partial(_files, book, icon, script))


def _files(book: Book, icon: bytes, script: bytes) -> Mapping[str, tuple[str, Maker]]:
    made: dict[str, tuple[str, Maker]] = {path: ("", partial(bytes, css)) for path, css in book.assets.items()}
    made["assets/icon.svg"] = ("", partial(bytes, icon))
    made["404.html"] = ("", partial(_missing, book))
    for tongue in book.tongues:
        for name in ("about", "method"):
            made[f"{tongue.path}/{name}/index.html"] = ("", partial(_text, book, tongue, name))
        made[f"{tongue.path}/glossary/index.html"] = ("", partial(_glossary, book, tongue))
        house = tongue.house
        made[f"{tongue.path}/site.webmanifest"] = ("", partial(
            web_manifest, house, house, tongue.bcp47, tongue.link(), book.place.link("assets/icon.svg"), "#143a5c"
        ))  # fmt: skip
        if book.search:
            made[f"{tongue.path}/search/index.html"] = ("", partial(_search, book, tongue))
    if book.search:
        made["assets/search.js"] = ("", partial(bytes, script))
    return made


def text_parts(tongue: Tongue, name: str) -> tuple[TextPart, ...]:
    """Labels `site.<name>.1.title`, `site.<name>.1.text.1` and on, as far as there are any."""
    has = tongue.language.has_label
    parts = []
    for number in count(1):
        key = f"site.{name}.{number}"
        if not has(f"{key}.text.1"):
            break
        texts = [tongue.t(f"{key}.text.{n}") for n in range(1, 20) if has(f"{key}.text.{n}")]
        parts.append(TextPart(tongue.t(f"{key}.title") if has(f"{key}.title") else "", f"part-{number}", tuple(texts)))
    return tuple(parts)


def _text(book: Book, tongue: Tongue, name: str) -> bytes:
    title, about = tongue.t(f"site.{name}.title"), tongue.t(f"site.{name}.description")
    page = Page(f"{name}/", title, about, book.tongues, here=name)
    return tongue.site.page("text", book.shell(tongue, page), text=Text(text_parts(tongue, name)))


def glossary_terms(tongue: Tongue) -> tuple[Term, ...]:
    """The glossary in the order of its ids, which are English words."""
    keys = sorted(key for key in tongue.language.catalogue if key.startswith(TERMS) and key.endswith(".name"))
    names = [key.removeprefix(TERMS).removesuffix(".name") for key in keys]
    return tuple(
        Term(slug(name), tongue.t(f"{TERMS}{name}.name"), tongue.t(f"{TERMS}{name}.meaning")) for name in names
    )


def _glossary(book: Book, tongue: Tongue) -> bytes:
    about = tongue.t("site.glossary.description")
    page = Page("glossary/", tongue.t("site.glossary.title"), about, book.tongues, here="glossary")
    text = Text((TextPart("", "", (about,)),), glossary_terms(tongue))
    return tongue.site.page("text", book.shell(tongue, page), text=text)


def _search(book: Book, tongue: Tongue) -> bytes:
    about = tongue.t("site.search.description")
    page = Page("search/", tongue.t("site.search.title"), about, book.tongues, here="search", policy=SEARCH_POLICY)
    view = Search(
        script=book.place.link("assets/search.js"), engine=book.place.link("search/engine/"),
        shards=book.place.link("search/shards.json"), base=book.place.link(""),
    )  # fmt: skip
    return tongue.site.page("search", book.shell(tongue, page), search=view)


def _missing(book: Book) -> bytes:
    tongue = book.tongues[0]
    each = tuple(
        Missing(
            one.bcp47, one.t("site.missing.title"), one.t("site.missing.text"),
            (Link(one.t("site.missing.front"), one.link()), Link(one.t("site.archive.nav"), one.link("archive/"))),
        )
        for one in book.tongues
    )  # fmt: skip
    page = Page("", tongue.t("site.missing.title"), tongue.t("site.missing.text"), book.tongues, hidden=True)
    return tongue.site.page("missing", book.shell(tongue, page, root="404.html"), missing=each)
