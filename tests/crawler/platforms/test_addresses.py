"""Addresses of a copy become those of the site, and no others do."""

from __future__ import annotations

import pytest

from crawler.spiders.nghe_an import NgheAnSpider


@pytest.mark.parametrize(
    ("url", "real"),
    [
        ("http://127.0.0.1:80", "https://nghean.dcs.vn"),
        ("http://127.0.0.1:80/vi-vn/tin/a?b=1", "https://nghean.dcs.vn/vi-vn/tin/a?b=1"),
        ("http://127.0.0.1:80?b=1", "https://nghean.dcs.vn?b=1"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("https://other.vn/http://127.0.0.1:80/a", "https://other.vn/http://127.0.0.1:80/a"),
    ],
)
def test_site_url(url: str, real: str) -> None:
    assert NgheAnSpider(base_url="http://127.0.0.1:80", host="nghean.dcs.vn").site_url(url) == real
