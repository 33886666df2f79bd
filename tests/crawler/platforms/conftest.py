"""The crawls of the small sites of a content system, for the module that looks at them.

A module says what is crawled: ``SITE``, the class of the sites, each variant once, and ``SPIDER``.
"""

from __future__ import annotations

import pytest

from tests.crawler.platforms.crawls import Crawled, crawl


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test that looks at ``crawled`` look at every variant of the module's site."""
    site = getattr(metafunc.module, "SITE", None)
    if site is not None and "crawled" in metafunc.fixturenames:
        metafunc.parametrize("crawled", site.variants, indirect=True)


@pytest.fixture(scope="module")
def crawls(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Crawled]:
    """What the crawls left behind, by variant; each site has a seed of its own."""
    site, spider = request.module.SITE, request.module.SPIDER
    sites = [site(variant, seed=seed) for seed, variant in enumerate(site.variants)]
    return crawl(tmp_path_factory.mktemp("crawls"), sites, spider)


@pytest.fixture
def crawled(request: pytest.FixtureRequest, crawls: dict[str, Crawled]) -> Crawled:
    """What one of them left behind."""
    return crawls[request.param]
