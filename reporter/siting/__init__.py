"""The website, put together: from editions that were published to a release that readers see.

`siting.build` is to the site what `pipeline.build` is to an edition: it knows the rooms, they do not know one another.
"""

from reporter.siting.build import SiteBuilt, back, build
from reporter.siting.request import SiteRequest

__all__ = ["SiteBuilt", "SiteRequest", "back", "build"]
