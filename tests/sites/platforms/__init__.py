"""Small sites, one a content system: pages in its DOM, with its traps, and the truth of what they say.

    from tests.sites.platforms import SITES, serve

    site = SITES["liferay"]()            # or SITES["liferay"]("bkav"), one of its `variants`
    with serve(site) as served:
        served.base_url                  # "http://127.0.0.1:40123"
        served.requests                  # request targets in the order in which they were asked for

A site is a module of this package, named like its ``cms`` word, with one class that derives from
`PlatformSite`; it needs no entry anywhere else.
"""

from __future__ import annotations

from .site import SITES, PlatformSite, Served, serve

__all__ = ["SITES", "PlatformSite", "Served", "serve"]
