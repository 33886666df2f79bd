"""What a request says of the page that led to it."""

from __future__ import annotations

from functools import lru_cache

from scrapy.spidermiddlewares.referer import DefaultReferrerPolicy


class KeptReferrerPolicy(DefaultReferrerPolicy):
    """Scrapy's default policy, which takes the address of a listing apart for each article anew."""

    def stripped_referrer(self, url: str) -> str | None:
        """Return the address of a page as its links tell it."""
        return _stripped(url)


@lru_cache(maxsize=64)
def _stripped(url: str) -> str | None:
    return DefaultReferrerPolicy().stripped_referrer(url)
