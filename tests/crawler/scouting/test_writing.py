"""Spider, fixture and entry are written all together, or none of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archive.errors import ArchiveError
from archive.sites import Site, Status, read_register
from crawler.scouting import writing
from crawler.scouting.newsite import new_spider
from crawler.scouting.source import spider_source
from crawler.scouting.writing import NotWritten, load_source, see_new_host, write_spider
from tests.crawler.scouting.looking import look
from tests.sites.platforms import SITES

BODY = "Ban Tuyên giáo Tỉnh ủy"
SITE = SITES["generic"]()
PROPOSAL, RECORDED, _ = look(SITE.host, SITE.lookup)
SOURCE = spider_source(new_spider("mau", PROPOSAL, "lai-chau", BODY))
ENTRY = Site(
    host=PROPOSAL.host,
    spider="mau",
    province="lai-chau",
    body=BODY,
    cms="generic",
    status=Status.UNVERIFIED,
    checked=date(2026, 11, 22),
)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    register = tmp_path / "sites.toml"
    register.touch()
    monkeypatch.setattr(writing, "SITES_FILE", register)
    monkeypatch.setattr(writing, "fixture_folder", lambda: tmp_path / "tests" / "fixtures")
    monkeypatch.setattr(writing, "spider_file", lambda _, name: tmp_path / f"{name}.py")
    return tmp_path


def settings() -> Settings:
    return get_project_settings()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_all_three_are_written(places: Path) -> None:
    written, fixture = write_spider(settings(), SOURCE, ENTRY, RECORDED, origin="replica")
    assert written.spider.read_text(encoding="utf-8") == SOURCE
    assert read_register(places / "sites.toml") == (ENTRY,)
    assert fixture.folder.parent == places / "tests" / "fixtures" / "mau"


def test_nothing_is_left_where_the_spider_is_there(places: Path) -> None:
    (places / "mau.py").write_text("# mine\n", encoding="utf-8")
    before = files(places)
    with pytest.raises(NotWritten, match="is there already"):
        write_spider(settings(), SOURCE, ENTRY, RECORDED, origin="replica")
    assert files(places) == before
    assert (places / "mau.py").read_text(encoding="utf-8") == "# mine\n"


def test_nothing_is_left_where_the_register_refuses(places: Path) -> None:
    (places / "sites.toml").write_text("[[strange]]\n", encoding="utf-8")
    before = files(places)
    with pytest.raises(ArchiveError):
        write_spider(settings(), SOURCE, ENTRY, RECORDED, origin="replica")
    assert files(places) == before


def test_a_spider_that_would_not_load_is_not_written(places: Path) -> None:
    broken = SOURCE.replace('province = "lai-chau"', 'province = "lai"')
    with pytest.raises(ArchiveError, match="province"):
        load_source(broken, "mau", "mau")
    with pytest.raises(NotWritten, match="defines no such spider"):
        load_source(SOURCE, "mau", "another")


def test_why_a_host_has_no_spider_is_said(places: Path) -> None:
    (places / "sites.toml").write_text(
        '[[site]]\nhost = "x.example"\nwhy = "Its pages are written by JavaScript."\n'
        'body = "Ban Tuyên giáo"\nchecked = 2026-11-22\n',
        encoding="utf-8",
    )
    with pytest.raises(NotWritten, match="are written by JavaScript"):
        see_new_host("x.example")
    see_new_host("y.example")
