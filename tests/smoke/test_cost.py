"""What a PDF costs, in counts that no machine changes. A limit that is passed is a decision to take, not to raise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pikepdf
import pytest

LIMITS = {
    "zh_CN": {"bytes": 400_000, "fonts": 245_000, "entries": 1_500, "cells": 400, "pages": 11},
    "en": {"bytes": 200_000, "fonts": 40_000, "entries": 1_500, "cells": 400, "pages": 11},
}


def costs(path: Path) -> dict[str, float]:
    sizes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    with pikepdf.open(path) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                sizes[str(item.get("/Type", "")) + str(item.get("/Subtype", ""))] += len(item.read_raw_bytes())
            elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
                kinds[str(item.S)] += 1
        pages = len(document.pages)
    entries = sum(kinds.values())
    return {
        "bytes": sum(size for kind, size in sizes.items() if "EmbeddedFile" not in kind),
        "fonts": sizes["/OpenType"], "entries": entries, "pages": pages,
        "cells": kinds["/TD"] + kinds["/TH"],
    }  # fmt: skip


@pytest.mark.parametrize("locale", sorted(LIMITS))
def test_a_pdf_stays_small(edition: Path, locale: str) -> None:
    found = costs(edition / f"{locale}.pdf")
    assert {name: value for name, value in found.items() if value > LIMITS[locale][name]} == {}
    # and it was not emptied to get there
    assert found["pages"] > 7 and found["entries"] > 1_000
