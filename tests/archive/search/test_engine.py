"""Both databases find what the plain program of `archive.search.matching` finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from archive import database
from archive.models import Site
from archive.readings import Reading
from archive.search import engine as searching
from archive.search import postgresql, sqlite
from archive.search.backends import backend_of
from archive.search.counting import Count, Facet, Period, facets, timeline
from archive.search.engine import Order
from archive.search.matching import matches
from archive.search.parser import parse
from archive.search.resolving import resolve
from archive.search.tree import And, Filter, InAuthor, InTitle, Not, Or, Query
from archive.store import Outcome, Store
from tests.archive.search import corpus, trees
from tests.postgresql import Server

_ARTICLES = 60
# Phrases are ranked from texts, and by FTS5.
_SHARES = st.sampled_from([1, _ARTICLES + 1])
_UNIVERSAL = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Corpus:
    """An archive, and its articles by their numbers."""

    engine: Engine
    readings: dict[int, Reading] = field(repr=False)

    def expected(self, query: Query) -> set[int]:
        """What the reference finds."""
        with self.engine.connect() as connection:
            resolved = resolve(query, connection)
            hosts = dict(connection.execute(select(Site.id, Site.host)).all())
        known = _with_hosts(resolved, {str(number): host for number, host in hosts.items()})
        documents = {number: corpus.document(one) for number, one in self.readings.items()}
        return {number for number, one in documents.items() if matches(known, one)}


def _with_hosts(query: Query, hosts: dict[str, str]) -> Query:
    """The reference knows sites by their hosts."""
    match query:
        case Filter():
            assert query.values is not None
            return replace(query, values=tuple(hosts.get(value, value) for value in query.values))
        case And(nodes):
            return And(tuple(_with_hosts(node, hosts) for node in nodes))
        case Or(nodes):
            return Or(tuple(_with_hosts(node, hosts) for node in nodes))
        case Not(node):
            return Not(_with_hosts(node, hosts))
        case _:
            return query


def _named(query: Query) -> Query:
    """Name something in every filter that is there."""
    match query:
        case Filter(field):
            return Filter(field, corpus.NAMES[field])
        case And(nodes):
            return And(tuple(map(_named, nodes)))
        case Or(nodes):
            return Or(tuple(map(_named, nodes)))
        case Not(node):
            return Not(_named(node))
        case InTitle() | InAuthor():
            return query
        case _:
            return query


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("corpus") / "archive.db"
        path.write_bytes(request.getfixturevalue("upgraded_sqlite").read_bytes())
        url = f"sqlite:///{path}"
    else:
        server: Server = request.getfixturevalue("postgresql_server")
        url = server.create("corpus", template=request.getfixturevalue("upgraded_postgresql"))
    engine = database.open_database(url)
    store = Store(engine)
    readings = {}
    for reading in corpus.readings(5, _ARTICLES):
        saved = store.save(reading)
        assert saved.outcome is Outcome.STORED
        readings[saved.article_id] = reading
    with engine.begin() as connection:
        # PostgreSQL looks at the articles by itself, sooner or later, and scores change with it.
        backend_of(connection).settle(connection)
    yield Corpus(engine, readings)
    engine.dispose()
    if request.param != "sqlite":
        server.drop("corpus")


def agree(archive: Corpus, query: Query) -> None:
    """See that a query finds what it should, in every way of asking."""
    expected = archive.expected(query)
    by_date = list(searching.article_ids(archive.engine, query))
    assert (set(by_date), len(by_date)) == (expected, len(expected))
    dates = [archive.readings[number].published for number in by_date]
    moments = [printed.value for printed in dates if printed]
    assert moments == sorted(moments, reverse=True)
    assert all(printed is None for printed in dates[len(moments) :])
    found = searching.search(archive.engine, query, limit=_ARTICLES)
    assert [hit.id for hit in found] == by_date
    ranked = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    assert {hit.id for hit in ranked} == expected
    scores = [hit.score for hit in ranked if hit.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert searching.count(archive.engine, query) == len(expected)


@settings(_UNIVERSAL, max_examples=60)
@given(query=trees.queries(), share=_SHARES)
def test_random_queries(archive: Corpus, query: Query, share: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_SHARE", share)
        agree(archive, _named(query))


@pytest.mark.slow
@settings(_UNIVERSAL, max_examples=3000)
@given(query=trees.queries(), share=_SHARES)
def test_many_random_queries(archive: Corpus, query: Query, share: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_SHARE", share)
        agree(archive, _named(query))


@pytest.mark.parametrize(
    "text",
    [
        "tu*",
        '"dang bo tinh"',
        '"Đảng bộ"',
        '"bo tu*"',
        "title:đảng",
        'title:"bo tinh"',
        'author:"uy dang"',
        "author:(dang -tinh)",
        "h'lim",
        "(tỉnh OR bo) -title:uy",
        "dang NEAR/0 bo",
        '"bo dang" NEAR/2 tinh',
        '"dang bo" NEAR/0 "bo tinh"',
        "-đảng",
        "-(đảng bộ)",
        "date:2020",
        "date:2020-02-10..2021-03-10",
        "date:..2020-06",
        "-dang date:2021",
        "province:'Quảng Trị' dang".replace("'", '"'),
        "kind:tin -topic:bau-cu",
        "cites:05-CT/TW OR site:bac_kan",
    ],
)
def test_queries(archive: Corpus, text: str) -> None:
    query = parse(text)
    assert archive.expected(query), "the corpus should have some"
    agree(archive, query)


@pytest.mark.parametrize("text", ["dang", "-tỉnh", '"dang bo"', "dang date:2020", "h'lim tinh"])
def test_the_newest_of_many(archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """PostgreSQL looks for them in a stretch of the newest articles, and then in longer ones."""
    query = parse(text)
    expected = list(searching.article_ids(archive.engine, query))
    monkeypatch.setattr(postgresql, "_FEW", 0)
    monkeypatch.setattr(postgresql, "_SPARE", 1)
    monkeypatch.setattr(postgresql, "_LONGER", 2)
    for limit in (1, 2, 5, 20):
        found = searching.search(archive.engine, query, limit=limit)
        assert [hit.id for hit in found] == expected[:limit]


@pytest.mark.parametrize("text", ["dang", "dang bo", "dang OR tỉnh", '"dang bo"'])
def test_of_many_those_are_ranked_in_which_words_stand_out(
    archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    query = parse(text)
    whole = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    assert not whole.approximate
    monkeypatch.setattr(searching, "_ENOUGH", 3)
    for backend in (sqlite, postgresql):
        monkeypatch.setattr(backend, "MOST_RANKED", 6)
    some = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=3)
    assert some.approximate
    scores = {hit.id: hit.score for hit in whole}
    assert [scores[hit.id] for hit in some] == [pytest.approx(hit.score) for hit in some]


@pytest.mark.parametrize(
    "text",
    [
        '"dang bo"',
        '"Đảng bộ"',
        '"bo tu*"',
        '"bộ tu*" uy',
        '"uy uy"',
        'title:"bo tinh"',
        'title:dang "bo tinh"',
        '"h\'lim tinh"',
        '"05 ct" "dang bo"',
        '"dang bo" -uỷ kind:tin',
        '"bo dang" date:2020-02-10..2021-03-10',
        '"tinh bo" author:dang',
        '"bo xyz"',
    ],
)
@pytest.mark.parametrize("archive", ["sqlite"], indirect=True)
def test_texts_give_the_scores_of_fts5(
    archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    found = []
    for share in (_ARTICLES + 1, 1):
        monkeypatch.setattr(sqlite, "_SHARE", share)
        found.append(
            searching.search(archive.engine, parse(text), order=Order.RELEVANCE, limit=10, offset=1)
        )
    whole, few = found
    assert [hit.id for hit in few] == [hit.id for hit in whole]
    assert [hit.score for hit in few] == [pytest.approx(hit.score, rel=1e-9) for hit in whole]


@pytest.mark.parametrize("text", ["dang bo", "đảng -đảng", "xyz"])
def test_what_is_reckoned_may_be_wrong(
    archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """PostgreSQL's planner may take few articles for many."""
    query = parse(text)
    whole = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    monkeypatch.setattr(postgresql, "_SURELY", 0)
    found = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    assert found == whole


@pytest.mark.parametrize("text", ["dang", "date:2020", "-tỉnh", "xyz"])
def test_facets(archive: Corpus, text: str) -> None:
    query = parse(text)
    found = [archive.readings[number] for number in archive.expected(query)]
    counted = facets(archive.engine, query)
    metadata = [reading.metadata for reading in found if reading.metadata]
    dates = [reading.published for reading in found if reading.published]
    expected = {
        Facet.PROVINCE: Counter(one.province for data in metadata for one in data.provinces),
        Facet.SITE: Counter(reading.site for reading in found),
        Facet.TOPIC: Counter(one.topic for data in metadata for one in data.topics),
        Facet.KIND: Counter(data.kind.kind for data in metadata if data.kind),
        Facet.YEAR: Counter(str(printed.value)[:4] for printed in dates),
        Facet.MONTH: Counter(
            str(printed.value)[:7] for printed in dates if printed.precision != "year"
        ),
    }
    assert {field: dict(counts) for field, counts in counted.items()} == expected
    assert list(counted[Facet.MONTH]) == sorted(counted[Facet.MONTH])
    numbers = [count.articles for count in counted[Facet.TOPIC]]
    assert numbers == sorted(numbers, reverse=True)
    assert facets(archive.engine, query, [Facet.KIND]) == {Facet.KIND: counted[Facet.KIND]}


def test_a_timeline_has_every_month(archive: Corpus) -> None:
    query = parse("h'lim")
    months = timeline(archive.engine, query)
    assert [month.value for month in months] == sorted({month.value for month in months})
    assert len(months) > len([month for month in months if month.articles])
    assert [month for month in months if month.articles] == facets(archive.engine, query)[
        Facet.MONTH
    ]
    years = timeline(archive.engine, query, Period.YEAR)
    assert years == facets(archive.engine, query)[Facet.YEAR]
    assert timeline(archive.engine, parse("xyz")) == []
    assert all(isinstance(year, Count) for year in years)


@settings(_UNIVERSAL, max_examples=20)
@given(limit=st.integers(0, 10), offset=st.integers(0, 70))
@pytest.mark.parametrize("order", list(Order))
def test_pages(archive: Corpus, order: Order, limit: int, offset: int) -> None:
    query = parse("dang OR bo OR tinh")
    whole = searching.search(archive.engine, query, order=order, limit=_ARTICLES).hits
    page = searching.search(archive.engine, query, order=order, limit=limit, offset=offset)
    assert page.hits == whole[offset : offset + limit]
