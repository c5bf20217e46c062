"""`--data sample`: the embedded, reconstructed sample. Offline and the same every time."""

from __future__ import annotations

from importlib.resources import as_file, files

from reporter.data.files import read_prices
from reporter.data.provider import Prices, Request, provider
from reporter.errors import DataError


@provider("sample")
class SampleProvider:
    """Prices of a seeded model; whatever is made from them says that they are no market data."""

    needs_location = False

    def fetch(self, request: Request) -> Prices:
        yields = frozenset(symbol for symbol, kind in request.kinds.items() if kind == "yield")
        embedded = files("reporter.data").joinpath("sample", "prices.csv.gz")
        if not embedded.is_file():
            raise DataError("The embedded sample is missing; install the package again.")
        with as_file(embedded) as path:
            table, sha256 = read_prices([path], yields)
        return Prices(
            frames=table.frames(request.symbols), publisher="reporter", title="prices.csv.gz", sha256=sha256,
            retrieved_at=None, available=tuple(sorted(table.symbols)), sample=True, place="The embedded sample",
        )
