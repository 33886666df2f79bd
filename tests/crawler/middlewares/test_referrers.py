"""What a request says of the page that led to it is what Scrapy would say."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings
from scrapy.spidermiddlewares.referer import DefaultReferrerPolicy, RefererMiddleware

from crawler import settings
from crawler.middlewares.referrers import KeptReferrerPolicy


@pytest.mark.parametrize(
    ("page", "link", "said"),
    [
        ("https://a.vn:443/tin?p=2#top", "https://a.vn/x", "https://a.vn/tin?p=2"),
        ("https://ai:bi-mat@a.vn/tin", "https://a.vn/x", "https://a.vn/tin"),
        ("http://a.vn/tin", "https://a.vn/x", "http://a.vn/tin"),
        ("https://a.vn/tin", "http://a.vn/x", None),
        ("file:///tin", "https://a.vn/x", None),
    ],
)
def test_it_is_what_scrapy_says(page: str, link: str, said: str | None) -> None:
    for _ in range(2):
        assert KeptReferrerPolicy().referrer(page, link) == said
    assert DefaultReferrerPolicy().referrer(page, link) == said


def test_scrapy_takes_it_from_the_settings() -> None:
    middleware = RefererMiddleware(Settings({"REFERRER_POLICY": settings.REFERRER_POLICY}))
    assert middleware.default_policy is KeptReferrerPolicy
