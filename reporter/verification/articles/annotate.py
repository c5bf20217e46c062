"""The articles as one page: every statement marked where it stands, its verdict and computation behind it."""

from __future__ import annotations

from html import escape

from reporter.verification.articles.statement import Statement
from reporter.verification.articles.text import Article, Paragraph
from reporter.verification.reading import Locales, load

# ruff: noqa: E501
_STYLE = """body{font:16px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
h1{font-size:1.3rem}h2{font-size:1rem;color:#5a6675;overflow-wrap:anywhere}mark{background:none;border-bottom:2px solid #9aa7b5;color:inherit}
mark.right{border-color:#2c8a57}mark.contradicts-itself,mark.contradicts-data{background:#fde3e0;border-color:#c0392b}
mark.mislabelled{background:#fff1cf;border-color:#c98a00}mark.not-checkable{border-bottom-style:dotted}
.why{display:block;font-size:.85rem;margin:.2rem 0 .6rem 1rem;padding-left:.6rem;border-left:3px solid #c0392b}
.why.mislabelled{border-color:#c98a00}.why b{font-weight:600}"""


def annotate(articles: list[Article], statements: list[Statement], locale: str, locales: Locales = None) -> str:
    """One self-contained HTML page, without script."""
    reading = load(locale, locales)
    title = escape(reading.words.get("report.title", ("",))[0])
    parts = [
        f'<!DOCTYPE html><html lang="{escape(locale.replace("_", "-"))}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>{title}</h1>'
    ]
    for article in articles:
        own = [s for s in statements if s.file == article.path]
        parts.append(f"<h2>{escape(article.path)}</h2>")
        for place, paragraph in enumerate(article.paragraphs):
            parts.append(_paragraph(paragraph, [s for s in own if s.paragraph == place], reading.words))
    return "\n".join([*parts, "</body></html>\n"])


def _paragraph(paragraph: Paragraph, statements: list[Statement], words: object) -> str:
    marks = sorted((s for s in statements if s.number is not None), key=lambda s: s.at)
    out, at = [], 0
    for one in marks:
        assert one.number is not None
        start = one.at
        end = start + (one.number.unit_end - one.number.start)
        if start < at:
            continue
        hint = escape(f"{one.verdict}: {one.explanation}" if one.explanation else one.verdict, quote=True)
        out.append(escape(paragraph.text[at:start]))
        out.append(f'<mark class="{one.verdict}" title="{hint}">{escape(paragraph.text[start:end])}</mark>')
        at = end
    out.append(escape(paragraph.text[at:]))
    notes = "".join(
        f'<span class="why {s.verdict}"><b>{escape(s.verdict)}</b> {escape(s.explanation)}</span>'
        for s in statements
        if s.found
    )
    tag = "h3" if paragraph.heading else "p"
    return f"<{tag}>{''.join(out)}</{tag}>{notes}"
