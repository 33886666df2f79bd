"""Fixtures: how they are recorded, loaded, read and compared."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.timezone import VIETNAM
from crawler.fixtures import (
    ARTICLES,
    FIELDS,
    Expected,
    Fixture,
    FixtureError,
    RecordedPage,
    Unreviewed,
    Value,
    compare,
    confirm,
    fixtures_of,
    load,
    read_fields,
    read_listing,
    record,
    unreviewed,
)
from crawler.fixtures.expected import FILE, check
from crawler.fixtures.fixture import PAGES, confirm_all
from crawler.fixtures.pages import pack, read_pages
from crawler.spiders.lai_chau import LaiChauSpider
from tests.sites import record as recording

RECORDED = Path(__file__).parents[1] / "fixtures"
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def fixture(tmp_path: Path) -> Fixture:
    """A copy of a reviewed fixture, for one test."""
    folder = tmp_path / "lai_chau" / "2026-11-22"
    shutil.copytree(RECORDED / "lai_chau" / "2026-11-22", folder)
    return load(folder)


def page(url: str = "https://a.vn/tin", body: bytes = b"<p>x</p>", **given: Any) -> RecordedPage:
    return RecordedPage.of(url, body, MOMENT, **given)


# --- Pages ---------------------------------------------------------------------------------------


def test_pages_come_back_as_they_were(tmp_path: Path) -> None:
    pages = [
        page(
            "https://a.vn/tin?b=1", "Tin tức".encode(), headers=[("X-Note", "1"), ("Server", "s")]
        ),
        page("https://a.vn/b", b"", status=404),
    ]
    (tmp_path / "x.warc.gz").write_bytes(pack(pages))
    assert read_pages(tmp_path / "x.warc.gz") == pages


def test_the_same_pages_give_the_same_bytes() -> None:
    assert pack([page()]) == pack([page()])
    assert pack([page()]) != pack([page(body=b"<p>y</p>")])


def test_any_reader_of_warc_reads_them(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(pack([page("https://a.vn/tin?b=1")]))
    with (tmp_path / "x.warc.gz").open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(stream, check_digests=True)
            if record.content_stream().read() is not None and record.digest_checker.passed
        ]
    assert records == [
        ("response", "https://a.vn/tin?b=1"),
        ("request", "https://a.vn/tin?b=1"),
    ]


def test_headers_of_the_transfer_are_left_out_and_the_moment_is_of_vietnam() -> None:
    made = RecordedPage.of(
        "https://a.vn/",
        b"unpacked",
        datetime(2026, 11, 22, 2, 0, 0, 5, tzinfo=UTC),
        headers=[("Content-Encoding", "gzip"), ("content-length", "9"), ("Content-Type", "a")],
    )
    assert made.headers == (("Content-Type", "a"),)
    assert (made.fetched_at, made.fetched_at.tzinfo) == (MOMENT, VIETNAM)


@pytest.mark.parametrize("damage", [b"", b"nothing of the kind", None])
def test_a_damaged_file_is_one_clear_error(fixture: Fixture, damage: bytes | None) -> None:
    file = fixture.folder / PAGES
    file.write_bytes(file.read_bytes()[:-9] if damage is None else damage)
    with pytest.raises(FixtureError, match=r"pages.warc.gz"):
        load(fixture.folder)


# --- Recording and reading -------------------------------------------------------------------------


def test_the_recorded_fixtures_are_those_of_the_replica(tmp_path: Path) -> None:
    """Nobody has changed a value or a page by hand: `python -m tests.sites.record` writes them."""
    for spider in recording.spiders().values():
        made = recording.record_site(tmp_path, spider)
        kept = RECORDED / spider.name / made.folder.name
        advice = f"{kept}: run `python -m tests.sites.record`, and look at what it changes"
        assert (made.folder / FILE).read_bytes() == (kept / FILE).read_bytes(), advice
        # Other versions of zlib pack otherwise.
        pages = [gzip.decompress((folder / PAGES).read_bytes()) for folder in (made.folder, kept)]
        assert pages[0] == pages[1], advice


def recorded_anew(folder: Path, count: int = 3, **given: Any) -> Fixture:
    """Record a fixture as `scrapy newsite` does: nothing is reviewed."""
    site = recording.site_of("lai_chau")
    section, articles = recording.choose_section(site)
    paths = [site.listing_path(section), *(site.path(article) for article in articles[:count])]
    listing, *pages = (recording.page(site, path, n) for n, path in enumerate(paths))
    return record(folder, LaiChauSpider, listing, pages, section=section.name, **given)


def test_what_is_recorded_is_unreviewed(tmp_path: Path) -> None:
    made = recorded_anew(tmp_path)
    assert made.folder == tmp_path / "lai_chau" / "2026-11-22"
    assert load(made.folder) == made
    assert (made.sheet.origin, made.recorded) == ("site", MOMENT)
    wanted = [Unreviewed(None, ARTICLES)]
    wanted += [Unreviewed(number, name) for number in range(3) for name in FIELDS]
    assert unreviewed(made) == wanted
    assert fixtures_of("lai_chau", tmp_path) == [made]
    assert fixtures_of("nghe_an", tmp_path) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    recorded_anew(tmp_path)
    with pytest.raises(FixtureError, match="is there already"):
        recorded_anew(tmp_path)


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "lai_chau").touch()
    with pytest.raises(FixtureError, match="cannot be written"):
        recorded_anew(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["lai_chau"]


def test_a_reviewed_fixture_has_nothing_left(fixture: Fixture) -> None:
    assert unreviewed(fixture) == []


def test_an_article_is_read_with_what_its_listing_says() -> None:
    listing = page(
        "https://lai-chau.invalid/vi/news/khoa-giao/",
        '<ul class="list"><li><a href="/vi/news/khoa-giao/mot-bai-viet-ve-khoa-giao-tinh-12.html">'
        "Một bài viết về khoa giáo của tỉnh</a> <span>04/05/2021</span></li></ul>".encode(),
        headers=[("Content-Type", "text/html; charset=utf-8")],
    )
    url = "https://lai-chau.invalid/vi/news/khoa-giao/mot-bai-viet-ve-khoa-giao-tinh-12.html"
    given = read_listing(LaiChauSpider, listing, "Khoa giáo")
    assert given.articles == (url,)
    article = page(url, "<h1>Một bài viết về khoa giáo của tỉnh</h1><p>Nội dung.</p>".encode())
    alone = read_fields(LaiChauSpider, article)
    hinted = read_fields(LaiChauSpider, article, given.hints_for(url))
    assert alone["published_at"] == Value(None)
    assert hinted["published_at"] == Value("2021-05-04T00:00:00+07:00", "listing:near-link")
    assert hinted["published_rule"].value == "listing:near-link"
    assert hinted["section"].value == "Khoa giáo"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"<html></html>", b'{"a": 1}'])
def test_a_listing_that_is_none_names_nothing(body: bytes) -> None:
    assert read_listing(LaiChauSpider, page(body=body)).articles == ()


def test_a_difference_has_both_values_and_both_rules() -> None:
    expected = {"author": Expected("Lan Anh", "p.author"), "lead": Expected(None)}
    read = {"author": Value("Thu Hà", "byline:line"), "lead": Value(None)}
    (found,) = compare(expected, read)
    assert (found.expected, found.expected_rule) == ("Lan Anh", "p.author")
    assert (found.read, found.rule) == ("Thu Hà", "byline:line")
    assert all(word in str(found) for word in ("Lan Anh", "p.author", "Thu Hà", "byline:line"))


def test_a_rule_alone_is_no_difference() -> None:
    assert compare({"title": Expected("A", "h1")}, {"title": Value("A", "h2")}) == []


def test_a_date_that_a_person_has_entered_may_be_read_by_any_rule() -> None:
    read = {"published_at": Value("2021-05-04"), "published_rule": Value("visible:near-title")}
    expected = {"published_at": Expected("2021-05-04"), "published_rule": Expected(None)}
    assert compare(expected, read) == []
    (found,) = compare(expected | {"published_at": Expected(None)}, read)[1:]
    assert found.field == "published_rule"


def test_a_later_recording_is_read_by_the_page_object_of_its_day(tmp_path: Path) -> None:
    first = recorded_anew(tmp_path)
    day = MOMENT + timedelta(days=30)
    listing, *pages = (replace(x, fetched_at=day) for x in (first.listing, *first.articles))
    second = record(tmp_path, LaiChauSpider, listing, pages, origin="replica")
    assert [x.folder.name for x in fixtures_of("lai_chau", tmp_path)] == [
        "2026-11-22",
        "2026-12-22",
    ]
    assert second.recorded == day


# --- The sheet -----------------------------------------------------------------------------------


def test_a_body_has_a_paragraph_a_line(fixture: Fixture) -> None:
    text = fixture.path.read_text(encoding="utf-8")
    assert '[article.body]\nvalue = """\nKẾT QUẢ NĂM 2023\nThứ nhất, ' in text
    assert "\\u" not in text


def test_a_change_leaves_the_rest_of_the_file_as_it_stands(fixture: Fixture) -> None:
    text = fixture.path.read_text(encoding="utf-8")
    text = text.replace(
        "[article.author]", "# Bút danh, xem trang giới thiệu.\n[article.author]", 1
    )
    fixture.path.write_text(text, encoding="utf-8")
    lines = ['Một "hai" \\ ba', 'Bốn """ năm']
    signed = Expected(lines, None, True, "Lan Anh", date(2026, 12, 1))
    confirm(fixture.path, 0, {"body": signed})
    changed = fixture.path.read_text(encoding="utf-8")
    assert load(fixture.folder).expected(0)["body"] == signed
    before, _, after = changed.partition("[article.body]")
    assert text.startswith(before)
    assert text.endswith(after.partition("[article.author]")[2])
    assert "# Bút danh, xem trang giới thiệu.\n[article.author]" in changed


def test_what_is_confirmed_as_it_is_changes_only_the_signature(fixture: Fixture) -> None:
    text = fixture.path.read_text(encoding="utf-8")
    confirm_all(fixture, "Lan Anh", recording.DAY)
    assert fixture.path.read_text(encoding="utf-8") == text.replace(recording.BY, "Lan Anh")


VALUES: dict[str, Any] = {
    "title": "Tin",
    "body": ["Một", "Hai"],
    "images": [{"url": "https://a.vn/1.jpg", "caption": None}],
    "attachments": [{"url": "https://a.vn/1.pdf", "name": "Công văn | 12"}],
    "published_at": "2021-05-04T17:29:00+07:00",
    "problems": ["no-body"],
    "lead": None,
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_was_written(fixture: Fixture, name: str) -> None:
    confirm(fixture.path, 1, {name: Expected(VALUES[name], None, True, "A", date(2026, 12, 1))})
    assert load(fixture.folder).expected(1)[name].value == VALUES[name]


BROKEN = {
    'origin = "replica"': ('origin = "somewhere"', "origin: must be one of replica, site"),
    "recorded = 2026-11-22T09:00:00+07:00": ("recorded = 2026-11-22T09:00:00", "time zone"),
    "[article.title]\nvalue": ("[article.title]\nvalu", "article 1: title: value: is missing"),
    "[article.lead]": ("[article.leed]", "article 1: leed: there is no such field"),
    'value = "minute"': ('value = "hour"', "published_precision: value: 'hour' is none of minute"),
    'value = "2024-01-19T15:45:00+07:00"': ('value = "19/1/2024"', "published_at: value: "),
    "reviewed = true\nby": (
        "reviewed = 1\nby",
        "listing: articles: reviewed: must be true or false",
    ),
    'by = "replica\'s truth"': ("", "listing: articles: by, on: say who"),
    'spider = "lai_chau"': ('spider = "nghe_an"', "in the folder of lai_chau"),
    'page = "https://lai': ('page = "http://lai', "has no page http://lai-chau"),
    "[listing]": ("[[listing]]", "listing: must be a table"),
    "spider =": ("spider ==", "is no TOML"),
}


@pytest.mark.parametrize("old", BROKEN)
def test_a_broken_sheet_says_what_and_where(fixture: Fixture, old: str) -> None:
    new, message = BROKEN[old]
    text = fixture.path.read_text(encoding="utf-8")
    assert old in text
    fixture.path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FixtureError) as raised:
        load(fixture.folder)
    assert message in str(raised.value)
    assert "lai_chau" in str(raised.value)


@pytest.mark.parametrize("text", ["19/1/2024", "2021-05-04", "2021-05-04T17:29:00", "2021-13-01"])
def test_a_date_needs_its_whole_form(text: str) -> None:
    with pytest.raises(ValueError, match="is no date such as"):
        check("published_at", text)
