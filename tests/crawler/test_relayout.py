"""`scrapy newsite --relayout`: a site changes, and what was fetched before is read as before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from archive.errors import ArchiveError
from archive.sites import Site, Status, read_register
from archive.timezone import now
from crawler.fixtures import Fixture, FixtureError, compare, fixture_folder, load, record
from crawler.fixtures.pages import pack, read_pages
from crawler.pages.periods import page_for
from crawler.platforms.nukeviet import NukeVietSpider
from crawler.platforms.site import SiteSpider
from crawler.scouting import relayout as relayouts
from crawler.scouting import writing
from crawler.scouting.newsite import new_spider
from crawler.scouting.proposal import Proposal, Recorded
from crawler.scouting.relayout import Changes, find_changes, new_source, write_changes
from crawler.scouting.source import spider_source
from crawler.scouting.writing import load_source, write_spider
from tests.crawler.scouting.looking import Lookup, look
from tests.crawler.scouting.projects import Project, make_project
from tests.crawling import PROGRAMS, ROOT
from tests.sites.platforms import SITES, PlatformSite
from tests.sites.server import Server
from tests.sites.site import Page

HOST = "tuyengiao-mau.example"
BODY = "Ban Tuyên giáo Tỉnh ủy"
LAST_YEAR = "2025-11-02"


def on_host(cms: str) -> PlatformSite:
    """Return the small site of a system under the host of these tests."""
    moved: type[PlatformSite] = type(f"{cms}Mau", (SITES[cms],), {"host": HOST, "scheme": "https"})
    return moved()


def renamed(site: PlatformSite, target: str) -> Page:
    """Answer as a site whose new theme calls everything otherwise."""
    page = site.lookup(target)
    body = page.body
    for old in (b"news-bodyhtml", b"news_column", b"hometext", b"bodytext", b"newsdetail", b"h5"):
        body = body.replace(old, old[::-1] + b"-x")
    body = (
        body.replace(b'itemprop="headline"', b"").replace(b"<h1", b"<h2").replace(b"</h1", b"</h2")
    )
    return Page(body, page.status, page.content_type, page.headers)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with the spider of a NukeViet site that was recorded and reviewed."""
    project = make_project(tmp_path)
    for module in (writing, relayouts):
        monkeypatch.setattr(module, "SITES_FILE", project.register)
    monkeypatch.setattr(writing, "spider_file", lambda _, name: project.spiders / f"{name}.py")
    monkeypatch.chdir(project.folder)
    proposal, recorded = seen(on_host("nukeviet").lookup)
    entry = Site(
        host=HOST,
        spider="mau",
        province="lai-chau",
        body=BODY,
        cms="nukeviet",
        status=Status.FIXTURE_TESTED,
        checked=now().date(),
    )
    source = spider_source(new_spider("mau", proposal, "lai-chau", BODY))
    write_spider(get_project_settings(), source, entry, recorded, origin="replica")
    return project


def seen(lookup: Lookup) -> tuple[Proposal, Recorded]:
    proposal, recorded, _ = look(HOST, lookup)
    return proposal, recorded


def loaded(project: Project, monkeypatch: pytest.MonkeyPatch) -> type[SiteSpider]:
    """Return the spider of a project from its file, as Scrapy loads it."""
    spec = spec_from_file_location("crawler.spiders.mau", project.spiders / "mau.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    spider: type[SiteSpider] = module.MauSpider
    return spider


def make_old(project: Project) -> Fixture:
    """Let the fixture of today be one of last year."""
    (folder,) = (project.fixtures / "mau").iterdir()
    place = folder.with_name(LAST_YEAR)
    shutil.move(folder, place)
    moment = datetime.fromisoformat(f"{LAST_YEAR}T08:00:00+07:00")
    shift(place, now() - moment)
    return load(place)


def shift(folder: Path, by: timedelta) -> None:
    """Record the pages of a fixture so much earlier."""
    file = folder / "pages.warc.gz"
    pages = [replace(page, fetched_at=page.fetched_at - by) for page in read_pages(file)]
    file.write_bytes(pack(pages))


def written(project: Project) -> str:
    return (project.spiders / "mau.py").read_text(encoding="utf-8")


def test_a_site_on_another_system_gets_its_page_object_from_today(project: Project) -> None:
    old = make_old(project)
    before = load_source(written(project), "mau", "mau")
    read_before = [old.read(before, number) for number in range(len(old.articles))]

    with Server({"mau": on_host("wordpress").lookup}) as server:
        url = server.base_urls["mau"]
        ran = project.scrapy("newsite", "--relayout", "mau", "-a", f"base_url={url}")
        assert len(server.logs["mau"]) <= 12
    assert (ran.code, ran.err) == (0, "")
    assert "changed   the system: nukeviet before, wordpress now" in ran.out
    spider = load_source(written(project), "mau", "mau")
    assert page_for(spider, now()).__name__ == "WordPressPage"
    assert page_for(spider, now() - timedelta(days=1)).__name__ == "NukeVietPage"

    # What was fetched before is read as before, field by field.
    for number, values in enumerate(read_before):
        assert old.read(spider, number) == values
        assert compare(old.expected(number), old.read(spider, number)) == []
    new = load(project.fixtures / "mau" / f"{now():%Y-%m-%d}")
    assert all(new.read(spider, number)["title"].value for number in range(len(new.articles)))

    (entry,) = read_register(project.register)
    assert (entry.cms, entry.status) == ("wordpress", Status.UNVERIFIED)
    check_clean(project)


def check_clean(project: Project) -> None:
    config = ("--no-cache", "--config", str(ROOT / "pyproject.toml"))
    for command in (("check", *config), ("format", "--check", *config)):
        file = project.spiders / "mau.py"
        subprocess.run([PROGRAMS / "ruff", *command, file], check=True, capture_output=True)


def test_a_site_with_another_design_is_read_by_meaning_from_today(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old(project)
    spider = loaded(project, monkeypatch)
    proposal, recorded = seen(partial(renamed, on_host("nukeviet")))
    changes = find_changes(spider, proposal, recorded)
    assert not changes.system
    assert any(line.startswith("body: read by #news-bodyhtml before") for line in changes.lines)
    write_changes(spider, proposal, recorded, changes, "replica")
    changed = load_source(written(project), "mau", "mau")
    page = page_for(changed, now())
    assert page.__name__ == f"MauPage{now():%Y%m%d}"
    assert page_for(changed, now() - timedelta(days=1)).__name__ == "NukeVietPage"
    # Addresses are those of the system as before.
    assert page.cms == "nukeviet"
    assert changed.article_pattern == NukeVietSpider.article_pattern
    check_clean(project)


def test_where_something_stands_in_the_way_nothing_is_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: (project.folder / path).read_bytes() for path in project.files()}
    proposal, recorded = seen(on_host("wordpress").lookup)
    spider = loaded(project, monkeypatch)
    changes = Changes(system=True, lines=["the system"])
    with pytest.raises(FixtureError, match="is there already"):  # the fixture of today
        write_changes(spider, proposal, recorded, changes, "replica")
    make_old(project)
    (project.register).write_text("[[strange]]", encoding="utf-8")
    with pytest.raises(ArchiveError):
        write_changes(spider, proposal, recorded, changes, "replica")
    assert written(project).encode() == before[Path("crawler/spiders/mau.py")]
    assert [path.name for path in (project.fixtures / "mau").iterdir()] == [LAST_YEAR]


# --- What is taken for a change ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("nukeviet", "joomla", "the system: nukeviet before, joomla now"),
        ("generic", "liferay", "the system: generic before, liferay now"),
        ("nukeviet", "generic", "the system: nukeviet before, unknown now"),
        ("nukeviet", "nukeviet", None),
    ],
)
def test_a_change_is_told(
    before: str, after: str, change: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    proposal, recorded = seen(on_host(before).lookup)
    source = spider_source(new_spider("mau", proposal, "lai-chau", BODY))
    spider = load_source(source, "mau", "mau")
    record(fixture_folder(), spider, recorded.listing, recorded.articles)
    proposal, recorded = seen(on_host(after).lookup)
    changes = find_changes(spider, proposal, recorded)
    assert changes.lines[:1] == ([change] if change else [])
    if change:
        text = new_source(source, spider, proposal, now().date(), another_system=changes.system)
        changed = load_source(text, "mau", "mau")
        assert issubclass(changed, proposal.base)
        assert page_for(changed, now()) is page_for(proposal.base, now())
