"""Both databases find what the plain program of `archive.search.matching` finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from archive import database
from archive.models import Document, Site
from archive.readings import Reading
from archive.search import engine as searching
from archive.search import postgresql, sqlite
from archive.search.backends import backend_of
from archive.search.counting import Facet, Period, Step, facets, timeline
from archive.search.engine import Order
from archive.search.matching import matches
from archive.search.parser import parse
from archive.search.resolving import resolve
from archive.search.tree import And, Field, Filter, InAuthor, InTitle, Not, Or, Query
from archive.search.trends import By, trend
from archive.store import Outcome, Store
from tests.archive.samples import ELECTION
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
            hosts = connection.execute(select(Site.id, Site.host)).all()
            keys = connection.execute(select(Document.id, Document.key)).all()
        known = _known(resolved, {Field.SITE: _texts(hosts), Field.CITES: _texts(keys)})
        documents = {number: corpus.document(one) for number, one in self.readings.items()}
        return {number for number, one in documents.items() if matches(known, one)}


def _texts(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    return {str(number): text for number, text in rows}


def _known(query: Query, numbered: dict[Field, dict[str, str]]) -> Query:
    """The reference knows sites by their hosts, and documents by their keys."""
    match query:
        case Filter(field, _, values):
            assert values is not None
            names = numbered.get(field, {})
            return replace(query, values=tuple(names.get(value, value) for value in values))
        case And(nodes):
            return And(tuple(_known(node, numbered) for node in nodes))
        case Or(nodes):
            return Or(tuple(_known(node, numbered) for node in nodes))
        case Not(node):
            return Not(_known(node, numbered))
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
        'cites:"5 ct tw khóa XII"',
        'cites:"Chỉ thị 05" -cites:05-CT/TW',
    ],
)
def test_queries(archive: Corpus, text: str) -> None:
    query = parse(text)
    assert archive.expected(query), "the corpus should have some"
    agree(archive, query)


@pytest.mark.parametrize("longer", [3, 6])
@pytest.mark.parametrize("text", ["dang", "-tỉnh", '"dang bo"', "dang date:2020", "h'lim tinh"])
def test_the_newest_of_many(
    archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str, longer: int
) -> None:
    """PostgreSQL looks for them in a stretch of the newest articles, and then in longer ones."""
    query = parse(text)
    expected = list(searching.article_ids(archive.engine, query))
    monkeypatch.setattr(postgresql, "_LONGER", longer)
    for limit, offset in ((1, 0), (2, 1), (5, 3), (20, 0), (20, 500)):
        found = searching.search(archive.engine, query, limit=limit, offset=offset)
        assert [hit.id for hit in found] == expected[offset : offset + limit]


@pytest.mark.parametrize("text", ["dang", "dang bo", "dang OR tỉnh", '"dang bo"'])
def test_of_many_those_are_ranked_in_which_words_stand_out(
    archive: Corpus, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    query = parse(text)
    whole = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    assert not whole.approximate
    monkeypatch.setattr(searching, "_ENOUGH", 3)
    monkeypatch.setattr(postgresql, "_FEW", 0)
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
    monkeypatch.setattr(postgresql, "_FEW", -1)
    monkeypatch.setattr(postgresql, "_SURELY", 0)
    found = searching.search(archive.engine, query, order=Order.RELEVANCE, limit=_ARTICLES)
    assert found == whole


def test_a_rare_word_counts_more_in_an_archive_that_is_new(store: Store, engine: Engine) -> None:
    """PostgreSQL's planner knows nothing of it yet."""
    rare = store.save(replace(ELECTION, key="1", title="Nuôi trồng", lead=None, body=["dược liệu"]))
    for number in range(2, 12):
        store.save(replace(ELECTION, key=str(number), title="Đại hội", body=[f"đảng bộ {number}"]))
    best, *others = searching.search(engine, parse("đảng OR dược"), order=Order.RELEVANCE)
    assert best.id == rare.article_id
    assert len(others) == 10
    assert all((best.score or 0) > 2 * (other.score or 0) for other in others)


@pytest.mark.parametrize("text", ["dang", "date:2020", "-tỉnh", "xyz"])
def test_facets(archive: Corpus, text: str) -> None:
    query = parse(text)
    found = [archive.readings[number] for number in archive.expected(query)]
    counted = facets(archive.engine, query)
    metadata = [reading.metadata for reading in found if reading.metadata]
    dates = [reading.published for reading in found]
    expected: dict[Facet, list[list[str]]] = {
        Facet.PROVINCE: [[one.province for one in data.provinces] for data in metadata],
        Facet.SITE: [[reading.site] for reading in found],
        Facet.TOPIC: [[one.topic for one in data.topics] for data in metadata],
        Facet.KIND: [[data.kind.kind] if data.kind else [] for data in metadata],
        Facet.YEAR: [[str(printed.value)[:4]] if printed else [] for printed in dates],
        Facet.MONTH: [
            [str(printed.value)[:7]] if printed and printed.precision != "year" else []
            for printed in dates
        ],
    }
    for facet, values in expected.items():
        numbers = {one.value: one.articles for one in counted[facet]}
        without = sum(not each for each in values)
        assert numbers.pop(None, 0) == without
        assert numbers == Counter(value for each in values for value in each)
    *months, undated = [count.value for count in counted[Facet.MONTH]] or [None]
    assert (months, undated) == (sorted(filter(None, months)), None)
    topics = [count.articles for count in counted[Facet.TOPIC] if count.value]
    assert topics == sorted(topics, reverse=True)
    assert facets(archive.engine, query, [Facet.KIND]) == {Facet.KIND: counted[Facet.KIND]}


def test_facets_have_names(archive: Corpus) -> None:
    counted = facets(archive.engine, parse("dang OR bo"))
    names = {one.value: one.name for counts in counted.values() for one in counts}
    assert names["bac-kan"] == "Bắc Kạn"
    assert names["quang-tri-2025"] == "Quảng Trị (2025)"
    assert names["bau-cu"] == "Bầu cử"
    assert names["tuyengiao.vn"] == "tuyengiao.vn"
    assert names["2020"] == "2020"
    assert names[None] is None


@pytest.mark.parametrize("among", ["-xyz", "province:thai-nguyen kind:tin", "date:2020-02.."])
@pytest.mark.parametrize("by", list(Period))
def test_a_timeline_is_a_trend_from_the_first_to_the_last(
    archive: Corpus, by: Period, among: str
) -> None:
    all_of_them = parse(among)
    query = parse(f"h'lim {among}")
    steps = timeline(archive.engine, query, by, among=all_of_them)
    rows = trend(archive.engine, {"": query}, [By(by.value)], among=all_of_them).rows
    counts = [Step(row.group[0], row.articles) for row in rows]
    found = [place for place, step in enumerate(counts) if step.value and step.articles]
    undated = [step for step in counts[-1:] if not step.value and step.articles]
    assert steps == [*counts[found[0] : found[-1] + 1], *undated]


def test_a_timeline_has_gaps_and_zeros(archive: Corpus) -> None:
    query = parse("province:thai-nguyen kind:tin h'lim")
    steps = timeline(archive.engine, query, among=parse("province:thai-nguyen kind:tin"))
    assert {None, 0} < {step.articles for step in steps}
    gaps = [step.value for step in timeline(archive.engine, query) if step.articles is None]
    assert set(gaps) < {step.value for step in steps if step.articles is None}
    assert timeline(archive.engine, parse("xyz")) == []


@settings(_UNIVERSAL, max_examples=20)
@given(limit=st.integers(0, 10), offset=st.integers(0, 70))
@pytest.mark.parametrize("order", list(Order))
def test_pages(archive: Corpus, order: Order, limit: int, offset: int) -> None:
    query = parse("dang OR bo OR tinh")
    whole = searching.search(archive.engine, query, order=order, limit=_ARTICLES).hits
    page = searching.search(archive.engine, query, order=order, limit=limit, offset=offset)
    assert page.hits == whole[offset : offset + limit]
