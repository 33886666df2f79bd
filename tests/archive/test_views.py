"""The views for researchers mean the same on both databases, and what their description says."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Row, Table, insert, inspect, select, text, update

from archive import database, gaps
from archive.models import Base
from archive.models.views import VIEWS, View
from archive.reprints import listing
from archive.store import Store
from archive.timezone import VIETNAM, now
from tests import tutorial
from tests.archive import samples
from tests.archive.helpers import capture
from tests.archive.samples import ELECTION, FIRST_RUN, moment
from tests.postgresql import Server

TABLES = Base.metadata.tables
SITES = select(TABLES["sites"].c.id).order_by(TABLES["sites"].c.id)
PRECISIONS = ("minute", "day", "month", "year", None)
EACH_VIEW = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)


def rows(connection: Connection, view: View) -> list[tuple[Any, ...]]:
    """A view's rows as plain values, in an order that both databases give."""
    names = ", ".join(f'"{column.name}"' for column in view.columns)
    found = connection.execute(text(f"SELECT {names} FROM {view.name}"))
    return sorted((tuple(map(plain, row)) for row in found), key=repr)


def plain(value: object) -> object:
    """A value as it is on both databases: SQLite has moments and JSON as text, and no booleans."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def dated(precision: str | None, at: datetime) -> dict[str, Any]:
    """The columns of a printed date that is known so exactly."""
    if precision is None:
        return dict.fromkeys(
            ("published_at", "published_precision", "published_raw", "published_rule")
        )
    least = {"year": at.replace(month=1, day=1), "month": at.replace(day=1)}.get(precision, at)
    value = least if precision == "minute" else least.replace(hour=0, minute=0)
    return {
        "published_at": value,
        "published_precision": precision,
        "published_raw": "x",
        "published_rule": "x",
    }


def add_articles(engine: Engine, changes: Sequence[dict[str, Any]]) -> list[int]:
    """Copy the first article, with changes; its texts do not matter here."""
    table = TABLES["articles"]
    with engine.begin() as connection:
        first = connection.execute(select(table).order_by(table.c.id).limit(1)).one()._asdict()
        del first["id"]
        start = connection.execute(text("SELECT max(id) FROM articles")).scalar_one() + 1
        numbers = list(range(start, start + len(changes)))
        copies = [
            {
                **first,
                "id": number,
                "key": f"copy:{number}",
                "url": f"https://x.vn/{number}",
                **change,
            }
            for number, change in zip(numbers, changes, strict=True)
        ]
        connection.execute(insert(table), copies)
    return numbers


def add_clusters(engine: Engine) -> None:
    """Add pages that carry texts with others, with dates as exact as may be, in an order of their own."""
    dice = random.Random(6)
    first = moment("2020-12-28 10:20")
    moments = [first + timedelta(hours=dice.randrange(24 * 40)) for _ in range(40)]
    changes: list[dict[str, Any]] = [
        {**dated(dice.choice(PRECISIONS), at), "first_seen_at": FIRST_RUN + timedelta(days=n % 3)}
        for n, at in enumerate(moments)
    ]
    numbers = add_articles(engine, changes)
    with engine.begin() as connection:
        site = connection.scalar(SITES.limit(1))
        for start in range(0, 30, 5):
            base, *others = numbers[start : start + 5]
            connection.execute(insert(TABLES["reprints"]), _cluster(base, others))
        connection.execute(
            insert(TABLES["reprints"]), {"article_id": numbers[30], "relation": "digest"}
        )
        copies = [
            {
                "article_id": dice.choice(numbers),
                "site_id": site,
                "title": "x",
                "url": f"https://y.vn/{n}",
                "key": f"y:{n}",
                "first_seen_at": FIRST_RUN,
                "last_seen_at": FIRST_RUN,
                **dated(dice.choice(PRECISIONS), dice.choice(moments)),
            }
            for n in range(20)
        ]
        connection.execute(insert(TABLES["duplicates"]), copies)


def _cluster(base: int, others: Sequence[int]) -> list[dict[str, Any]]:
    none: dict[str, Any] = {"match_id": None, "share": None, "match_share": None}
    match = {"match_id": base, "share": 0.5, "match_share": 0.75}
    return [
        {"article_id": base, "cluster_id": base, "relation": "base", **none},
        *({"article_id": n, "cluster_id": base, "relation": "partial", **match} for n in others),
    ]


def add_months(engine: Engine) -> None:
    """Add articles of six years, with gaps, up to the present month."""
    dice = random.Random(7)
    with engine.connect() as connection:
        sites = connection.scalars(SITES.limit(3)).all()
    present = now().year * 12 + now().month - 1
    changes = []
    for site in sites:
        usual = dice.choice((6, 12, 25))
        for place in range(present - 60, present + 1):
            number = usual + dice.randrange(-3, 4) if dice.random() < 0.85 else dice.randrange(4)
            at = datetime(place // 12, place % 12 + 1, 15, tzinfo=VIETNAM)
            page = {**dated("day", at), "site_id": site, "section": None}
            changes += [page] * number
    add_articles(engine, changes)


def add_tombstones(connection: Connection) -> None:
    """Let two articles be gone, and one be back."""
    gone = {"reason": "http-404", "missing_since": FIRST_RUN, "confirmed_at": FIRST_RUN}
    for number, returned in ((1, None), (2, None), (3, FIRST_RUN)):
        connection.execute(
            insert(TABLES["tombstones"]), {**gone, "article_id": number, "returned_at": returned}
        )


def fill(url: str) -> None:
    """Fill an archive with something in every column of every view."""
    engine = database.open_database(url)
    try:
        store = Store(engine)
        samples.fill(store)
        store.save(ELECTION, capture(ELECTION))
        tutorial.fill(url)
        add_clusters(engine)
        with engine.begin() as connection:
            add_tombstones(connection)
            citations: Table = TABLES["citations"]
            connection.execute(
                update(citations).values(term="XII", same_as=0, issued_on=FIRST_RUN.date())
            )
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory, upgraded_sqlite: Path) -> str:
    path = tmp_path_factory.mktemp("views") / "archive.db"
    shutil.copyfile(upgraded_sqlite, path)
    fill(f"sqlite:///{path}")
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def filled_postgresql(postgresql_server: Server, upgraded_postgresql: str) -> Iterator[str]:
    url = postgresql_server.create("views", template=upgraded_postgresql)
    fill(url)
    yield url
    postgresql_server.drop("views")


@pytest.fixture
def reader(backend: str, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection to the filled archive that cannot write."""
    engine = database.open_database(request.getfixturevalue(f"filled_{backend}"), read_only=True)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_description_names_every_view_and_column(reader: Connection) -> None:
    inspector = inspect(reader)
    assert set(inspector.get_view_names()) == {view.name for view in VIEWS}
    for view in VIEWS:
        assert [c["name"] for c in inspector.get_columns(view.name)] == [
            column.name for column in view.columns
        ]


@EACH_VIEW
def test_a_column_is_empty_only_where_it_may_be(reader: Connection, view: View) -> None:
    found = reader.execute(text(f"SELECT * FROM {view.name}")).all()
    for column, values in zip(view.columns, zip(*found, strict=True), strict=True):
        # The archive of this test has something of everything but gaps, which have their own.
        if column.name != "expected":
            assert any(value is not None for value in values), column.name
        assert (None in values) <= column.nullable, column.name


@EACH_VIEW
def test_both_databases_say_the_same(
    filled_sqlite: str, filled_postgresql: str, view: View
) -> None:
    found = []
    for url in (filled_sqlite, filled_postgresql):
        engine = database.open_database(url, read_only=True)
        with engine.connect() as connection:
            found.append(rows(connection, view))
        engine.dispose()
    assert found[0]
    assert found[0] == found[1]


def test_an_article_has_its_names(reader: Connection) -> None:
    row = reader.execute(text("SELECT * FROM articles_view WHERE id = 1")).one()
    assert row.site == "tuyengiao.vn"
    assert row.site_province is None
    assert (row.province, row.province_today) == ("Bắc Kạn", "Thái Nguyên")
    assert (row.year, row.month) == (2021, "2021-05")
    assert row.topics == "Bầu cử; Hoạt động tuyên giáo"
    assert row.kind == "Tin tức"
    assert row.gone_since is not None
    file = "bac_kan/bac_kan-20261120T013000000-00001.warc.gz"
    assert row.capture == f"{file}@0 2026-11-20T01:30:00+07:00"


def test_exported_articles_say_the_same(backend: str, request: pytest.FixtureRequest) -> None:
    from archive.api import Archive

    same = ("site", "spider", "province", "province_today", "cluster_id", "revision", "capture")
    with Archive.open(request.getfixturevalue(f"filled_{backend}")) as archive:
        exported = {article["id"]: article for article in archive.iterate()}
        with archive.engine.connect() as connection:
            viewed = connection.execute(text("SELECT * FROM articles_view")).mappings().all()
    checked = [row for row in viewed if row["id"] in exported]
    assert len(checked) == len(exported) > 150
    for row in checked:
        article = exported[row["id"]]
        fields = dict(article)
        assert {name: row[name] for name in same} == {name: fields[name] for name in same}
        names = "; ".join(province["name"] for province in article["provinces"])
        assert (row["provinces"] or "") == names
        topics = sorted(topic["name"] for topic in article["topics"])
        assert sorted(filter(None, (row["topics"] or "").split("; "))) == topics


@pytest.mark.parametrize(
    ("number", "year", "month"),
    [(3, 2022, "2022-03"), (5, None, None), (6, 2019, None)],
    ids=["month", "undated", "year"],
)
def test_a_month_is_named_only_where_it_is_known(
    reader: Connection, number: int, year: int | None, month: str | None
) -> None:
    query = text("SELECT year, month FROM articles_view WHERE id = :id")
    assert reader.execute(query, {"id": number}).one() == (year, month)


def test_reprints_are_those_of_the_command(backend: str, request: pytest.FixtureRequest) -> None:
    engine = database.open_database(request.getfixturevalue(f"filled_{backend}"), read_only=True)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT * FROM reprints_view ORDER BY cluster_id, place")
        ).all()
    clusters: dict[int, list[Row[Any]]] = {}
    for row in found:
        clusters.setdefault(row.cluster_id, []).append(row)
    assert len(clusters) > 8
    assert {row.relation for row in found} >= {"base", "partial", "copy"}
    assert {row.published_precision for row in found} == set(PRECISIONS)
    for pages in clusters.values():
        if any(page.relation == "digest" for page in pages):
            continue  # of which the command lists the pieces, and not who copied it
        versions = listing.versions(engine, pages[0].article_id)
        got = [(p.place, p.url, p.relation, p.lag_days, p.first_url, p.pages) for p in pages]
        assert got == [
            (n, v.url, v.relation, v.lag_days, versions[0].url, len(versions))
            for n, v in enumerate(versions, 1)
        ]
    engine.dispose()


def test_coverage_counts_every_article_and_copy_once(reader: Connection) -> None:
    for name in ("articles", "duplicates"):
        counted = reader.scalar(text(f"SELECT sum({name}) FROM coverage"))
        assert counted == reader.scalar(text(f"SELECT count(*) FROM {name}"))
    assert reader.scalar(text("SELECT sum(gone) FROM coverage")) == 2


def test_coverage_has_every_month_between(reader: Connection) -> None:
    found = reader.execute(
        text("SELECT month FROM coverage WHERE site = 'tinhuyquangtri.vn' AND month IS NOT NULL")
    )
    months = sorted(row.month for row in found)
    assert months[0] == "2022-03"
    assert months[-1] == "2025-08"
    assert len(months) == 3 * 12 + 6


def test_gaps_are_those_of_the_command(store: Store, engine: Engine) -> None:
    samples.fill(store)
    add_months(engine)
    expected = {
        (gap.spider, f"{gap.first:%Y-%m}", gap.expected, gap.seen)
        for gap in gaps.find(engine)
        if gap.section is None
    }
    assert len(expected) > 5
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM coverage WHERE expected IS NOT NULL"))
        assert expected == {
            (row.spider, row.month, row.expected, row.articles + row.duplicates) for row in found
        }


def test_what_is_not_asked_for_is_not_joined(reader: Connection) -> None:
    explain = "EXPLAIN QUERY PLAN" if reader.dialect.name == "sqlite" else "EXPLAIN"
    plan = str(reader.execute(text(f"{explain} SELECT id, title FROM articles_view")).all())
    assert "articles" in plan
    for table in ("captures", "kinds", "tombstones", "article_topics"):
        assert table not in plan
