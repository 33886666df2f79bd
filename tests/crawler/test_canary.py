"""The canary: what is asked of a site, compared, found and printed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from archive.recent import Recent
from archive.timezone import VIETNAM
from crawler.canary import LIMIT, Canary, reference_of
from crawler.canary_judging import (
    FIELDS,
    Check,
    ReadArticle,
    Reference,
    Word,
    Wrong,
    judge_fields,
)
from crawler.canary_report import COLUMNS, as_json, field_table, finding_lines, markdown_table
from crawler.fixtures import Value, load
from crawler.scouting.visits import Visit
from tests.sites import record as recording
from tests.sites.server import SITES
from tests.sites.site import Page, Site, html

FIXTURES = Path(__file__).parents[1] / "fixtures"


class FakeGet:
    """Gives the pages of a site without a network, and counts as the real one does."""

    delay = 0.0

    def __init__(self, site: Site, change: Callable[[str, Page], Page | str]) -> None:
        self.host = site.real.partition("://")[2]
        self.left = LIMIT - 1  # robots.txt
        self.asked: list[str] = []
        self._site = site
        self._change = change

    async def __call__(self, url: str) -> Visit:
        target = "/" + url.split("/", 3)[3]
        moment = datetime(2026, 11, 23, tzinfo=VIETNAM)
        if not self.left:
            return Visit(url, moment, None, "limit-reached", "not more than 5 requests are sent")
        self.left -= 1
        self.asked.append(target)
        answer = self._change(target, self._site.lookup(target))
        if isinstance(answer, str):
            return Visit(url, moment, None, answer, "")
        headers = {"Content-Type": answer.content_type}
        response = HtmlResponse(url, answer.status, headers, answer.body)
        trouble = f"http-{answer.status}" if answer.status >= 400 else None
        return Visit(url, moment, response, trouble)


def as_it_is(target: str, page: Page) -> Page:
    return page


def in_page(old: str, new: str) -> Callable[[str, Page], Page]:
    """Write something else into every page."""
    return lambda target, page: replace(page, body=page.body.replace(old.encode(), new.encode()))


def looked_at(
    change: Callable[[str, Page], Page | str] = as_it_is,
    *,
    name: str = "lai_chau",
    with_fixture: bool = True,
    history: Recent | None = None,
) -> tuple[Check, FakeGet]:
    """Let the canary look at a site of the replica."""
    spider = recording.spiders()[name]
    fixture = load(FIXTURES / name / "2026-11-22") if with_fixture else None
    reference = reference_of(fixture, spider) if fixture else None
    check = Check(name, spider.host, None, reference, history or Recent())
    get = FakeGet(recording.site_of(name), change)
    asyncio.run(Canary(spider, check, fixture).look(get))
    return check, get


def words(check: Check) -> list[Word]:
    return [wrong.word for wrong in check.wrong]


# --- What is found ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(SITES))
def test_a_site_that_is_as_it_was_has_no_finding(name: str) -> None:
    check, get = looked_at(name=name)
    assert check.wrong == []
    assert len(get.asked) == LIMIT - 1
    assert len(check.articles) == 3
    assert next(finding_lines(check)) == "all is read as it was"


def test_selectors_that_no_longer_match_are_named() -> None:
    check, _ = looked_at(in_page("hometext", "sapo-moi"))
    assert words(check) in ([Word.SELECTOR], [Word.FIELD_MISSING])
    assert '"div.hometext"' in check.wrong[0].message
    assert "lead" in check.wrong[0].message


def test_dates_that_went_missing_are_named() -> None:
    def undated(target: str, page: Page) -> Page:
        text = page.body.decode()
        for year in range(2010, 2027):
            text = text.replace(f"/{year} ", "/xx ").replace(f'e" content="{year}-', 'e" content="')
        return replace(page, body=text.encode())

    check, _ = looked_at(undated)
    (found,) = [wrong for wrong in check.wrong if "published_at" in wrong.message]
    assert found.word is Word.FIELD_MISSING
    assert "0 of 3 articles have published_at; 3 of 3 recorded ones do" in found.message
    assert 'it was read by "nukeviet:visible"' in found.message


def test_another_system_is_named() -> None:
    def wordpress(target: str, page: Page) -> Page:
        other = recording.site_of("binh_thuan")
        return other.lookup("/") if target.endswith("/") else page

    check, _ = looked_at(wordpress)
    assert Word.CMS_CHANGED in words(check)
    (found,) = [wrong for wrong in check.wrong if wrong.word is Word.CMS_CHANGED]
    assert "NukeViet" in found.message


def test_a_listing_without_articles_is_found() -> None:
    check, get = looked_at(lambda target, page: html("<html><body><p>Trống</p></body></html>"))
    assert words(check)[0] is Word.EMPTY_LISTING
    assert "names no article; the recorded one names 12" in check.wrong[0].message
    assert len(get.asked) == 1


def test_a_listing_that_is_gone_gives_way_to_the_start_page() -> None:
    def moved(target: str, page: Page) -> Page:
        gone = target == "/vi/news/tin-tuc-hoat-dong/"
        return html("<h1>404</h1>", 404) if gone else page

    check, get = looked_at(moved)
    assert words(check)[0] is Word.LISTING_GONE
    assert get.asked[:2] == ["/vi/news/tin-tuc-hoat-dong/", "/"]
    assert len(get.asked) == LIMIT - 1
    assert len(check.articles) == 2
    assert check.notes[0].endswith("was not looked at: limit-reached, 5 requests were sent")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (html("<h1>404</h1>", 404), "there is no page https://lai-chau.invalid/ (404)"),
        ("host-unreachable", "lai-chau.invalid is not known to the name servers"),
        ("robots-timeout", "lai-chau.invalid does not answer"),
        ("robots-http-503", "robots.txt of lai-chau.invalid could not be read (http-503)"),
        ("parked-page", "lai-chau.invalid shows the page of a domain that is parked"),
        ("forbidden-by-robots", "robots.txt of lai-chau.invalid forbids"),
    ],
    ids=str,
)
def test_a_site_that_cannot_be_had_is_one_line(answer: Page | str, message: str) -> None:
    check, _ = looked_at(lambda target, page: answer)
    (found,) = finding_lines(check)
    assert found.startswith(f"unreachable: {message}")


def test_a_page_that_a_crawl_refuses_is_found() -> None:
    def emptied(target: str, page: Page) -> Page:
        empty = html("<html><head><title>x</title></head><body></body></html>")
        return empty if target.endswith(".html") else page

    check, _ = looked_at(emptied)
    assert words(check).count(Word.REFUSED) == 3
    assert "a crawl refuses it: no-body" in check.wrong[0].message
    assert any(wrong.message.startswith("0 of 3 articles have body") for wrong in check.wrong)


def test_a_page_object_that_breaks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any) -> Any:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("crawler.canary.read_fields", broken)
    check, _ = looked_at()
    assert words(check) == [Word.READING_FAILED] * 3
    assert "ZeroDivisionError('x'): mend the page object" in check.wrong[0].message


def test_without_a_fixture_the_start_page_is_looked_at() -> None:
    check, get = looked_at(with_fixture=False)
    assert get.asked[0] == "/"
    assert check.wrong == []


# --- Judging ---------------------------------------------------------------------------------------


def articles(count: int, **values: Value) -> list[ReadArticle]:
    read = {name: Value(None) for name in FIELDS}
    read |= {"title": Value("Tin", "h1"), "body": Value(["Đoạn"], "#b")} | values
    return [ReadArticle(f"https://a.vn/{n}", read) for n in range(count)]


def reference(having: int = 3, **rules: str) -> Reference:
    names = {"title": "h1", "body": "#b"} | rules
    counts = dict.fromkeys(names, having) | {"title": 3, "body": 3}
    return Reference("x/2026-11-22", 3, counts, {n: {r: having} for n, r in names.items()}, None)


STORED = Recent(50, {"author": 49, "title": 50, "body": 50}, {"author": {"p.author": 49}})
JUDGED: dict[str, tuple[list[ReadArticle], Reference | None, Recent, list[Word]]] = {
    "nothing to compare with": (articles(3), None, Recent(), []),
    "no article": ([], reference(author="p.author"), Recent(), []),
    "as it was": (
        articles(3, author=Value("A", "p.author")),
        reference(author="p.author"),
        Recent(),
        [],
    ),
    "gone": (articles(3), reference(author="p.author"), Recent(), [Word.FIELD_MISSING]),
    "gone, by the archive": (articles(3), None, STORED, [Word.FIELD_MISSING]),
    "one article proves nothing": (articles(1), reference(author="p.author"), Recent(), []),
    "often absent": (articles(3), reference(2, author="p.author"), Recent(), []),
    "the archive knows better": (
        articles(3),
        reference(author="p.author"),
        Recent(50, {"author": 20}, {}),
        [],
    ),
    "too little archive": (
        articles(3),
        reference(author="p.author"),
        Recent(5, {}, {}),
        [Word.FIELD_MISSING],
    ),
    "another rule": (
        articles(3, author=Value("A", "byline:line")),
        reference(author="p.author"),
        Recent(),
        [Word.SELECTOR],
    ),
    "a rule that the archive knows": (
        articles(3, author=Value("A", "byline:line")),
        reference(author="p.author"),
        Recent(50, {"author": 50}, {"author": {"byline:line": 10}}),
        [],
    ),
    "what the start page does not say": (
        articles(3),
        reference(section="listing:section"),
        Recent(50, {"section": 50}, {"section": {"listing:section": 50}}),
        [],
    ),
    "a field without a rule": (articles(3, images=Value([{}])), reference(), Recent(), []),
    "no title": (articles(3, title=Value(None)), None, Recent(), [Word.FIELD_MISSING]),
    "one date is missing": (
        [
            *articles(2, published_at=Value("2026-11-22", "visible")),
            *articles(1),
        ],
        reference(published_at="visible"),
        Recent(),
        [Word.FIELD_MISSING],
    ),
}


@pytest.mark.parametrize("case", JUDGED)
def test_fields_are_judged_by_what_was_usual(case: str) -> None:
    read, fixture, history, wanted = JUDGED[case]
    in_section = case != "what the start page does not say"
    found = judge_fields(read, fixture, history, in_section=in_section)
    assert [wrong.word for wrong in found] == wanted


def test_what_a_section_says_of_its_articles_may_go_missing() -> None:
    read, fixture, history, _ = JUDGED["what the start page does not say"]
    (found,) = judge_fields(read, fixture, history)
    assert found.message.startswith("0 of 3 articles have section; 100% of the last 50")


# --- What is printed -------------------------------------------------------------------------------


def test_the_table_is_markdown_that_a_review_can_show() -> None:
    check, _ = looked_at()
    check.articles[0] = ReadArticle(
        check.articles[0].url, {**check.articles[0].values, "title": Value("Một | hai [b]", "h1")}
    )
    lines = list(markdown_table(check))
    assert len(lines) == 2 + 3 * len(FIELDS)
    assert len({line.replace(r"\|", "").count("|") for line in lines}) == 1
    assert [cell.strip() for cell in lines[2].split("|")[1:3]] == ["title", "1"]
    assert r"Một \| hai [b]" in lines[2]
    assert "h1[itemprop=headline] (3 of 3)" in lines[2]
    assert field_table(check).row_count == 3 * len(FIELDS)
    assert [column.header for column in field_table(check).columns] == list(COLUMNS)


def test_json_has_all_that_is_printed() -> None:
    check, _ = looked_at(in_page("hometext", "sapo-moi"), history=STORED)
    values = json.loads(json.dumps(as_json(check)))
    assert values["findings"][0]["word"] == check.wrong[0].word
    assert values["articles"][0]["fields"]["title"] == {
        "value": "Tổng kết công tác tuyên giáo năm 2023, triển khai nhiệm vụ năm 2024",
        "rule": "h1[itemprop=headline]",
    }
    assert values["fixture"]["rules"]["lead"] == {"div.hometext": 3}
    assert values["archive"]["having"]["author"] == 49
    assert list(values["articles"][0]["fields"]) == list(FIELDS)


def test_a_finding_is_one_line() -> None:
    assert str(Wrong(Word.SELECTOR, "lead: ...")) == "selector: lead: ..."
