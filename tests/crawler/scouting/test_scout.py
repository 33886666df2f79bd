"""Every site that there is a copy of: what is seen of it, what is proposed, and that it crawls."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from crawler.scouting.newsite import new_spider
from crawler.scouting.proposal import Proposal, Recorded
from crawler.scouting.scout import LIMIT
from crawler.scouting.source import spider_source
from crawler.scouting.troubles import Unusable
from tests.crawler.scouting.looking import FakeGet, look
from tests.crawling import ROOT
from tests.sites.platforms import SITES
from tests.sites.platforms.site import TakesForms
from tests.sites.server import Replica, Server
from tests.sites.site import Page, Site

HOSTS = {
    "bac_kan": "tuyengiao.vn",
    "binh_thuan": "btgtu.binhthuan.dcs.vn",
    "lai_chau": "lai-chau.invalid",
    "nghe_an": "nghean.dcs.vn",
    "quang_tri": "tinhuyquangtri.vn",
}
#: What the sites of the replica run on; unknown is right for what somebody made at home.
REPLICA = {
    "bac_kan": None,
    "binh_thuan": "webforms",
    "lai_chau": "nukeviet",
    "nghe_an": None,
    "quang_tri": "dnn",
}
VARIANTS = [(cms, variant) for cms in SITES for variant in SITES[cms].variants]


@cache
def seen(cms: str, variant: str) -> tuple[Proposal, Recorded, FakeGet, Site]:
    site = SITES[cms](variant)
    proposal, recorded, get = look(site.host.partition(":")[0], site.lookup)
    return proposal, recorded, get, site


@pytest.fixture(scope="module")
def replica() -> Replica:
    with Replica() as served:
        return served


def expected(cms: str) -> str | None:
    return None if cms == "generic" else cms


@pytest.mark.parametrize(("cms", "variant"), VARIANTS)
def test_a_system_is_recognised_with_its_evidence(cms: str, variant: str) -> None:
    proposal, *_ = seen(cms, variant)
    system = proposal.verdict.system
    assert (system and system.cms) == expected(cms)
    if system is not None:
        assert proposal.verdict.doubt <= 0.35
        assert next(proposal.verdict.lines()).startswith(f"{system.name}: ")


@pytest.mark.parametrize(("cms", "variant"), VARIANTS)
def test_sections_listing_and_three_articles_are_found(cms: str, variant: str) -> None:
    proposal, recorded, get, site = seen(cms, variant)
    assert len(get.asked) <= LIMIT
    assert [section for section in proposal.sections if section.articles]
    addresses = {article.url for article in recorded.articles}
    assert len(addresses) == 3
    titles = {truth.title for truth in site.truths}  # type: ignore[attr-defined]
    for article in recorded.articles:
        assert any(title[:30] in article.body.decode() for title in titles)
    if recorded.section is not None:
        assert recorded.section in {section.title for section in proposal.sections}


@pytest.mark.parametrize("spider", sorted(REPLICA))
def test_the_five_sites_are_recognised_or_said_to_be_unknown(replica: Replica, spider: str) -> None:
    lookup = replica.sites[spider].lookup
    proposal, recorded, get = look(HOSTS[spider], lookup, base_url=replica.base_url(spider))
    system = proposal.verdict.system
    assert (system and system.cms) == REPLICA[spider]
    assert len(recorded.articles) == 3
    assert len(get.asked) <= LIMIT


def test_an_article_pattern_fits_articles_and_no_section() -> None:
    proposal, _, _, site = seen("generic", SITES["generic"].variants[0])
    assert proposal.article_pattern is not None
    for truth in site.truths:  # type: ignore[attr-defined]
        assert re.search(proposal.article_pattern, truth.url.removeprefix(site.origin))
    for section in proposal.sections:
        assert not re.search(proposal.article_pattern, section.url.removeprefix(site.origin))


def test_feed_and_sitemap_are_judged_by_what_they_give() -> None:
    proposal, *_ = seen("nukeviet", SITES["nukeviet"].variants[0])
    assert "articles, " in proposal.feed
    assert "lastmod is the day of publication for 3 of 3 articles: usable" in proposal.sitemap


def test_a_small_budget_is_kept_and_still_gives_articles() -> None:
    site = SITES["nukeviet"]()
    _, recorded, get = look(site.host, site.lookup, limit=5)
    assert len(get.asked) == 5
    assert recorded.articles


def test_a_copy_says_whose_copy_it_is() -> None:
    site = SITES["wordpress"]()
    proposal, recorded, _ = look("mau.invalid", site.lookup, known=False)
    assert proposal.host == site.host
    assert all(article.url.startswith(site.origin) for article in recorded.articles)


def test_a_site_without_news_is_said_to_be_one() -> None:
    page = Page(body=b"<html><title>Gach men</title><body>" + b"<p>gach men</p>" * 40 + b"</body>")
    with pytest.raises(Unusable, match="it is no news site"):
        look("gach.example", lambda _: page)


def test_pages_that_are_no_articles_are_not_recorded() -> None:
    site = SITES["nukeviet"]()
    empty = Page(body=b"<html><body><h1>Trang</h1></body></html>")

    def lookup(target: str) -> Page:
        found = site.lookup(target)
        return replace(empty) if target.endswith(".html") else found

    with pytest.raises(Unusable, match="could be read as an article"):
        look(site.host, lookup)


# --- The written spiders crawl ---------------------------------------------------------------------

CRAWLS = """
import json, sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
settings.setdict({
    "SPIDER_MODULES": ["written"], "ARCHIVE_DATABASE_URL": "", "DOWNLOAD_DELAY": 0,
    "FEEDS": {"%(name)s.jsonl": {"format": "jsonl"}}, "LOG_ENABLED": False,
}, priority="cmdline")
process = AsyncCrawlerProcess(settings)
for name, base_url in json.loads(sys.argv[1]).items():
    process.crawl(name, base_url=base_url)
process.start()
"""


def test_the_written_spiders_find_the_articles_of_their_sites(
    tmp_path: Path, replica: Replica
) -> None:
    folder = tmp_path / "written"
    folder.mkdir()
    (folder / "__init__.py").touch()
    truths: dict[str, set[str]] = {}
    lookups, posts = {}, {}
    for cms in SITES:
        proposal, _, _, site = seen(cms, SITES[cms].variants[0])
        truths[f"mau_{cms}"] = {truth.title for truth in site.truths}  # type: ignore[attr-defined]
        lookups[f"mau_{cms}"] = site.lookup
        if isinstance(site, TakesForms):
            posts[f"mau_{cms}"] = site.post
        write(folder, f"mau_{cms}", proposal)
    for spider in REPLICA:
        lookup = replica.sites[spider].lookup
        proposal, *_ = look(HOSTS[spider], lookup, base_url=replica.base_url(spider))
        truths[f"mau_{spider}"] = {truth.title for truth in replica.truth(spider)}
        lookups[f"mau_{spider}"] = lookup
        write(folder, f"mau_{spider}", proposal)
    with Server(lookups, posts=posts) as server:
        subprocess.run(
            [sys.executable, "-c", CRAWLS, json.dumps(server.base_urls)],
            cwd=tmp_path,
            env={"PYTHONPATH": f"{ROOT}:{tmp_path}", "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
            check=True,
            timeout=120,
        )
    for name, titles in truths.items():
        lines = (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert titles <= {json.loads(line)["title"] for line in lines}, name


def write(folder: Path, name: str, proposal: Proposal) -> None:
    spider = new_spider(name, proposal, "lai-chau", "Ban Tuyên giáo Tỉnh ủy")
    source = spider_source(spider)
    assert len(source.splitlines()) <= 20
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
