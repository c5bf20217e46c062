"""`--data csv:PATH`: a tidy price file, or a folder of them."""

from __future__ import annotations

from pathlib import Path

from reporter.data.files import price_files, read_prices
from reporter.data.provider import Prices, Request, provider


@provider("csv")
class CsvProvider:
    """The user's own files, read as they are."""

    needs_location = True

    def fetch(self, request: Request) -> Prices:
        location = request.location or ""
        paths = price_files(location)
        yields = frozenset(symbol for symbol, kind in request.kinds.items() if kind == "yield")
        table, sha256 = read_prices(paths, yields)
        name = Path(location).expanduser().resolve().name
        return Prices(
            frames=table.frames(request.symbols), publisher=name, title=", ".join(path.name for path in paths),
            sha256=sha256, retrieved_at=request.now, available=tuple(sorted(table.symbols)),
            place=location,
        )
