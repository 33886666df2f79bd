"""One night after the other on the replica: what is asked for again, and what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from archive import database
from archive.models import Address, Base, Listing
from crawler.outcomes import SiteReport
from tests.crawling import Place
from tests.sites.server import Replica
from tests.sites.site import Page, html, redirect
from tests.sites.truth import Article, SiteArticles

SITE = "nghe_an"
_MOMENTS = {
    Address: ("found_at", "visited_at", "next_visit_at", "missing_since"),
    Listing: ("read_at", "walked_at"),
}


class Nights:
    """Crawls of one site, a day apart where a test says so."""

    def __init__(self, replica: Replica, place: Place) -> None:
        self.replica = replica
        self.place = place

    def crawl(self, *extra: str) -> SiteReport:
        """Crawl once; what was asked for is in `asked`."""
        self.replica.requests(SITE).clear()
        ran, report = self.place.crawl(SITE, self.replica.base_url(SITE), *extra)
        assert "Traceback" not in ran.err, ran.err
        return report

    @property
    def asked(self) -> list[str]:
        """What the last crawl asked for besides robots.txt."""
        return [path for path in self.replica.requests(SITE) if path != "/robots.txt"]

    @property
    def articles_asked(self) -> set[str]:
        """Which articles the last crawl asked for."""
        return {truth.path for truth in self.replica.truth(SITE)} & set(self.asked)

    def pass_days(self, days: float) -> None:
        """Let time go by: all that the archive remembers moves into the past."""
        engine = database.open_database(self.place.url)
        with database.writers(engine).begin() as connection:
            for model, names in _MOMENTS.items():
                table = Base.metadata.tables[model.__tablename__]
                for row in connection.execute(table.select()).mappings().all():
                    moved = {n: row[n] - timedelta(days=days) for n in names if row[n]}
                    if moved:
                        change = table.update().where(table.c.id == row["id"])
                        connection.execute(change.values(moved))
            connection.execute(text("UPDATE sites SET planned_at = NULL"))
        engine.dispose()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the archive."""
        engine = database.open_database(self.place.url, read_only=True)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    with Replica([SITE], etags=True) as replica:
        yield Nights(replica, Place(tmp_path).upgrade())


def edit(change: Callable[[Article], Article | None]) -> Callable[[SiteArticles], SiteArticles]:
    """Change articles of a site one by one; None takes one down."""

    def edited(site: SiteArticles) -> SiteArticles:
        articles = (change(article) for article in site.articles)
        return replace(site, articles=tuple(a for a in articles if a is not None))

    return edited


def test_a_second_night_asks_for_listing_pages_only_and_conditionally(nights: Nights) -> None:
    first = nights.crawl()
    assert first.outcomes == {"stored": len(nights.replica.truth(SITE))}
    second = nights.crawl()
    assert (second.found, second.listings) == (0, 0)
    assert second.not_modified > 5
    assert second.trouble is None
    assert nights.articles_asked == set()
    assert Counter(nights.asked).most_common(1)[0][1] == 1


def test_without_validators_known_ground_and_one_page_more_are_walked(tmp_path: Path) -> None:
    with Replica([SITE]) as replica:
        nights = Nights(replica, Place(tmp_path).upgrade())
        first, second = nights.crawl(), nights.crawl()
        assert second.found == 0
        assert 0 < second.listings < first.listings
        assert nights.crawl("-s", "LISTING_OVERLAP=0").listings < second.listings
        assert nights.crawl("-a", "full=1").listings == first.listings
        assert nights.articles_asked == set()


def test_a_new_article_is_found_and_nothing_else_is_asked_for(nights: Nights) -> None:
    dated = [truth for truth in nights.replica.truth(SITE) if truth.published is not None]
    newest = max(dated, key=lambda truth: str(truth.published))
    whole: list[SiteArticles] = []

    def take_down(site: SiteArticles) -> SiteArticles:
        whole.append(site)
        return edit(lambda a: None if a.id == newest.id else a)(site)

    nights.replica.edit(SITE, take_down)
    nights.crawl()
    nights.replica.edit(SITE, lambda _: whole[0])
    report = nights.crawl()
    assert report.outcomes == {"stored": 1}
    assert nights.articles_asked == {newest.path}


def test_a_change_in_the_text_makes_a_revision_and_one_around_it_does_not(nights: Nights) -> None:
    nights.crawl()
    changed = nights.replica.truth(SITE)[3]

    def change(article: Article) -> Article:
        views = article.views + 517
        title = article.title + " (sửa)" if article.id == changed.id else article.title
        return replace(article, views=views, title=title)

    nights.replica.edit(SITE, edit(change))
    nights.pass_days(1)
    # What is old is looked at rarely; here everything is.
    _make_all_due(nights)
    report = nights.crawl()
    assert report.outcomes == {"revised": 1, "unchanged": len(nights.replica.truth(SITE)) - 1}
    ((title, number),) = nights.rows("SELECT title, number FROM revisions")
    assert (title, number) == (changed.title, 1)


def _make_all_due(nights: Nights) -> None:
    engine = database.open_database(nights.place.url)
    with database.writers(engine).begin() as connection:
        connection.execute(text("UPDATE addresses SET next_visit_at = found_at"))
    engine.dispose()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(Page(status=404), "http-404", id="404"),
        pytest.param(Page(status=410), "http-410", id="410", marks=pytest.mark.slow),
        pytest.param(redirect("/"), "redirects-home", id="home", marks=pytest.mark.slow),
    ],
)
def test_an_article_missing_on_two_nights_gets_a_tombstone_and_may_return(
    nights: Nights, answer: Page, reason: str
) -> None:
    nights.crawl()
    gone = nights.replica.truth(SITE)[0].path
    page = nights.replica.sites[SITE].lookup(gone)
    nights.replica.set_page(SITE, gone, answer)
    for night in range(2):
        assert nights.rows("SELECT * FROM tombstones") == []
        nights.pass_days(1)
        _make_all_due(nights)
        report = nights.crawl()
        assert report.outcomes["missing"] == 1, night
        assert report.trouble is None
    assert nights.rows("SELECT reason, returned_at FROM tombstones") == [(reason, None)]
    assert len(nights.place.articles()) == len(nights.replica.truth(SITE)), "the text stays"
    nights.replica.set_page(SITE, gone, page)
    nights.pass_days(8)
    _make_all_due(nights)
    nights.crawl()
    ((returned,),) = nights.rows("SELECT returned_at FROM tombstones")
    assert returned is not None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Page(status=503), id="down", marks=pytest.mark.slow),
        pytest.param(Page(status=404), id="every address is 404", marks=pytest.mark.slow),
        pytest.param(
            html("<html><head><title>Website đang bảo trì</title></head><body><h1>Website đang bảo trì"
                 "</h1><p>Mời bạn quay lại sau.</p></body></html>"),
            id="closed",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            html("<html><head><title>nghean.dcs.vn</title></head><body><h1>nghean.dcs.vn</h1>"
                 "<p>Tên miền này đang được bán. Liên hệ để biết giá.</p></body></html>"),
            id="parked",
        ),
        pytest.param(redirect("/"), id="everything leads home", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_a_site_that_fails_as_a_whole_makes_no_tombstones_and_no_revisions(
    nights: Nights, answer: Page
) -> None:
    nights.crawl()
    nights.replica.answers[SITE] = lambda target: (
        Page(status=404) if target == "/robots.txt" else answer
    )
    for _ in range(2):
        nights.pass_days(1)
        _make_all_due(nights)
        nights.crawl("-s", "RETRY_TIMES=0")
    assert nights.rows("SELECT * FROM tombstones") == []
    assert nights.rows("SELECT * FROM revisions") == []
    assert len(nights.place.articles()) == len(nights.replica.truth(SITE))
    nights.replica.answers[SITE] = nights.replica.sites[SITE].lookup
    nights.pass_days(40)
    report = nights.crawl()
    assert report.trouble is None
    assert report.outcomes["unchanged"] == report.found > 0


def test_an_article_on_a_listing_page_that_failed_one_night_is_not_lost(nights: Nights) -> None:
    nights.crawl()
    listings = [url for (url,) in nights.rows("SELECT url FROM listings WHERE page = 2")]
    assert listings, "the replica has further pages"
    # A new archive, in which every further page fails on the first night.
    folder = nights.place.folder / "new"
    folder.mkdir()
    other = Nights(nights.replica, Place(folder).upgrade())
    lookup = nights.replica.sites[SITE].lookup
    broken = {str(url).removeprefix("https://nghean.dcs.vn") for url in listings}
    nights.replica.answers[SITE] = lambda target: (
        Page(status=503) if target in broken else lookup(target)
    )
    first = other.crawl("-s", "RETRY_TIMES=0")
    assert first.listing_failures["http-503"] == len(broken)
    nights.replica.answers[SITE] = lookup
    other.crawl()
    assert set(broken) <= set(other.asked)
    keys = {article.key for article in nights.place.articles()}
    assert {article.key for article in other.place.articles()} == keys


def test_an_article_that_could_not_be_had_is_asked_for_next_night(nights: Nights) -> None:
    path = nights.replica.truth(SITE)[5].path
    page = nights.replica.sites[SITE].lookup(path)
    nights.replica.set_page(SITE, path, Page(status=500))
    assert nights.crawl("-s", "RETRY_TIMES=0").reasons == {"failed: http-500": 1}
    nights.replica.set_page(SITE, path, page)
    assert nights.crawl().outcomes == {"stored": 1}
    assert nights.articles_asked == {path}


def test_a_period_leaves_the_rest_for_a_later_night(nights: Nights) -> None:
    limited = nights.crawl("-a", "since=2022-01-01")
    assert 0 < limited.outcomes["stored"] < len(nights.replica.truth(SITE))
    nights.pass_days(4)
    nights.crawl()
    assert len(nights.place.articles()) == len(nights.replica.truth(SITE))


def test_every_table_refers_to_what_is_there(nights: Nights) -> None:
    nights.crawl()
    query = "SELECT count(*) FROM {} WHERE capture_id IS NULL"
    for table in ("articles", "listings", "addresses"):
        where = " AND pending = 0 AND failures = 0" if table == "listings" else ""
        assert nights.rows(query.format(table) + where) == [(0,)], table
