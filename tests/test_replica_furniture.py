"""The replica's pages are as heavy as real ones, and what makes them so leads nowhere new."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import lxml.html
import pytest

from tests.sites.server import SITES, Replica


@pytest.fixture(scope="module", params=(0, 1, 7), ids=lambda seed: f"seed{seed}")
def replica(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with Replica(class_seed=request.param) as replica:
        yield replica


@pytest.mark.parametrize("spider", SITES)
def test_article_pages_are_as_heavy_as_real_ones(replica: Replica, spider: str) -> None:
    # The recorded NukeViet site has 65 KB, 711 elements and 109 links a page.
    for truth in replica.truth(spider):
        body = replica.sites[spider].lookup(truth.path).body
        page = lxml.html.document_fromstring(body.decode())
        assert 40_000 < len(body) < 75_000
        assert 450 < len(list(page.iter("*"))) < 900
        assert len(list(page.iter("a"))) > 100


@pytest.mark.parametrize("spider", SITES)
def test_furniture_leads_nowhere_new(replica: Replica, spider: str) -> None:
    site = replica.sites[spider]
    more = site.furniture
    written = "".join((more.top, more.menu, *more.side, more.foot, more.scripts))
    own = {
        str(href)
        for href in lxml.html.fromstring(f"<div>{written}</div>").xpath(".//a/@href")
        if not urlsplit(str(href)).netloc
        and not str(href).startswith(("#", "javascript:", "mailto:"))
    }
    assert own == {site.listing_path(section) for section in site.data.sections}
