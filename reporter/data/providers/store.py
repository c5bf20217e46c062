"""`--data store`: what earlier live builds have kept. Offline, and as of any time since."""

from __future__ import annotations

from reporter.data.checksum import prices_checksum
from reporter.data.folders import default_store
from reporter.data.provider import Prices, Request, provider
from reporter.data.store import Store
from reporter.data.vendors import home
from reporter.errors import DataError


@provider("store")
class StoreProvider:
    """Repeats a build without the network; `--as-of` sees only what was known then."""

    needs_location = False
    knows_the_past = True

    def fetch(self, request: Request) -> Prices:
        path = request.store_path or default_store()
        with Store.open(path, create=False) as store:
            stored = store.read(request.symbols, request.session, request.as_of)
        if not stored.frames:
            when = f" as of {request.as_of.isoformat()}" if request.as_of is not None else ""
            raise DataError(f"The store {path} has no prices of this desk{when} up to {request.session}.")
        publisher = ", ".join(stored.providers)
        title, url = home(publisher)
        return Prices(
            frames=stored.frames, publisher=publisher, title=title, url=url,
            sha256=prices_checksum(stored.frames), retrieved_at=stored.retrieved_at,
            available=tuple(sorted(stored.frames)), fundamentals=stored.fundamentals, snapshots_at=stored.snapshots_at,
            actions=stored.actions, multiples=stored.multiples,
        )
