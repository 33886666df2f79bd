from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from archive import database
from archive.search.parser import parse
from archive.search.trends import By, Trend, Unit, trend, wilson
from archive.selection import BadRequest
from tests.archive.search import articles

QUERY = '"chuyển đổi số"'
_Row = tuple[tuple[str | None, ...], int | None, int]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with articles.archive_url(request) as url:
        engine = database.open_database(url, read_only=True)
        yield engine
        engine.dispose()


def counted(engine: Engine, *by: By, query: str = QUERY, among: str = "-zzz") -> Trend:
    """Frequencies among all articles, or some."""
    return trend(engine, {query: parse(query)}, by, among=parse(among))


def rows(found: Trend) -> list[_Row]:
    return [(row.group, row.articles, row.total) for row in found.rows]


#: By what, among which articles, and how many match of how many in each group.
TABLES: list[tuple[tuple[By, ...], str, list[_Row]]] = [
    (
        (By.YEAR,),
        "-zzz",
        [
            (("2021",), 3, 5),
            (("2022",), None, 0),
            (("2023",), None, 0),
            (("2024",), None, 0),
            (("2025",), 1, 1),
            ((None,), 0, 1),
        ],
    ),
    (
        (By.MONTH,),
        "date:..2021",
        [
            (("2021-01",), 1, 2),
            (("2021-02",), None, 0),
            (("2021-03",), 1, 2),
            *(((f"2021-{month:02}",), None, 0) for month in range(4, 13)),
            ((None,), 1, 1),
        ],
    ),
    (
        (By.PROVINCE,),
        "-zzz",
        [
            (("bac-kan",), 2, 3),
            (("quang-tri",), 1, 2),
            (("quang-tri-2025",), 1, 1),
            (("thai-nguyen",), 1, 1),
            ((None,), 0, 1),
        ],
    ),
    # The third article is about two provinces that are one today, and counts once for that.
    (
        (By.PROVINCE_TODAY,),
        "-zzz",
        [
            (("quang-tri-2025",), 2, 3),
            (("thai-nguyen-2025",), 2, 3),
            ((None,), 0, 1),
        ],
    ),
    ((By.TOPIC,), "-zzz", [(("bau-cu",), 2, 2), (("khoa-giao",), 1, 1), ((None,), 2, 5)]),
    ((By.SITE,), "-zzz", [(("tuyengiao.vn",), 4, 7)]),
    ((By.KIND,), "-zzz", [(("tin",), 4, 7)]),
    (
        (By.MONTH, By.PROVINCE),
        "date:..2021",
        [
            (("2021-01", "bac-kan"), 1, 2),
            (("2021-01", "quang-tri"), None, 0),
            (("2021-01", "thai-nguyen"), None, 0),
            (("2021-02", "bac-kan"), None, 0),
            (("2021-02", "quang-tri"), None, 0),
            (("2021-02", "thai-nguyen"), None, 0),
            (("2021-03", "bac-kan"), 1, 1),
            (("2021-03", "quang-tri"), 0, 1),
            (("2021-03", "thai-nguyen"), 1, 1),
            *(
                ((f"2021-{month:02}", province), None, 0)
                for month in range(4, 13)
                for province in ("bac-kan", "quang-tri", "thai-nguyen")
            ),
            ((None, "quang-tri"), 1, 1),
        ],
    ),
    (
        (By.TOPIC, By.PROVINCE),
        "topic:bau-cu",
        [
            (("bau-cu", "bac-kan"), 2, 2),
            (("bau-cu", "thai-nguyen"), 1, 1),
            (("khoa-giao", "bac-kan"), 1, 1),
            (("khoa-giao", "thai-nguyen"), 1, 1),
        ],
    ),
]


@pytest.mark.parametrize(("by", "among", "expected"), TABLES)
def test_counts(archive: Engine, by: tuple[By, ...], among: str, expected: list[_Row]) -> None:
    assert rows(counted(archive, *by, among=among)) == expected


@pytest.mark.parametrize(("by", "among", "expected"), TABLES)
def test_hits_are_counted_of_the_same_articles(
    archive: Engine, by: tuple[By, ...], among: str, expected: list[_Row]
) -> None:
    found = trend(archive, {QUERY: parse(QUERY)}, by, among=parse(among), unit=Unit.HITS)
    assert rows(found) == expected
    assert all((row.hits is None) is (row.articles is None) for row in found.rows)


def test_hits(archive: Engine) -> None:
    found = trend(archive, {QUERY: parse(QUERY)}, [By.YEAR], unit=Unit.HITS)
    hits = {row.group: row.hits for row in found.rows if row.total}
    assert hits == {("2021",): 5, ("2025",): 1, (None,): 0}
    assert [row.rate(Unit.HITS, 100) for row in found.rows] == [100, None, None, None, 100, 0]


def test_the_whole(archive: Engine) -> None:
    found = counted(archive, By.MONTH)
    assert (found.total, found.found) == (7, {QUERY: 4})
    assert (found.first, found.last) == ("2021", "2025-08-15")
    # One article is undated, and of one that matches only the year is known.
    assert (found.without_period, found.found_without_period) == (2, {QUERY: 1})
    found = counted(archive, By.SITE, among="date:2021-03..")
    assert (found.first, found.last) == ("2021-03", "2025-08-15")
    assert (found.total, found.without_period) == (3, 0)


def test_undated_articles_alone(archive: Engine) -> None:
    found = counted(archive, By.YEAR, query="mẫu", among="title:mẫu")
    assert (found.first, found.last, rows(found)) == (None, None, [((None,), 1, 1)])


def test_nothing_to_compare_with(archive: Engine) -> None:
    found = counted(archive, By.YEAR, among="zzz")
    assert (found.total, found.rows, found.first) == (0, (), None)


def test_queries_side_by_side(archive: Engine) -> None:
    queries = {"a": parse("tỉnh"), "b": parse("topic:bau-cu")}
    found = trend(archive, queries, [By.YEAR], among=parse("date:2021"))
    assert [(row.query, row.articles, row.total) for row in found.rows] == [
        ("a", 2, 5),
        ("b", 2, 5),
    ]


def test_a_period_in_the_query_restricts_both(archive: Engine) -> None:
    found = counted(archive, By.MONTH, query=f"{QUERY} date:2021-03")
    assert rows(found) == [(("2021-03",), 1, 2)]
    # Other fields are a part of what is counted.
    found = counted(archive, By.YEAR, query=f"{QUERY} province:'Bắc Kạn'".replace("'", '"'))
    assert rows(found)[0] == (("2021",), 2, 5)


def test_names(archive: Engine) -> None:
    found = counted(archive, By.PROVINCE, By.TOPIC)
    assert found.name(By.PROVINCE, "quang-tri") == "Quảng Trị"
    assert found.name(By.PROVINCE, "quang-tri-2025") == "Quảng Trị (2025)"
    assert found.name(By.PROVINCE, "hue") == "Huế"
    assert found.name(By.TOPIC, "bau-cu") == "Bầu cử"
    assert (
        counted(archive, By.PROVINCE_TODAY).name(By.PROVINCE_TODAY, "quang-tri-2025") == "Quảng Trị"
    )
    assert found.name(By.MONTH, "2021-01") == "2021-01"


@pytest.mark.parametrize(
    "by",
    [(), (By.MONTH, By.YEAR), (By.PROVINCE, By.PROVINCE_TODAY), (By.YEAR, By.TOPIC, By.SITE)],
)
def test_what_cannot_be_told_apart(archive: Engine, by: tuple[By, ...]) -> None:
    with pytest.raises(BadRequest, match="by one thing or by two"):
        counted(archive, *by)


def test_queries_of_different_periods(archive: Engine) -> None:
    queries = {text: parse(text) for text in ("a date:2020", "a")}
    with pytest.raises(BadRequest, match="one period"):
        trend(archive, queries)


def test_hits_of_no_words(archive: Engine) -> None:
    with pytest.raises(BadRequest, match="no words"):
        trend(archive, {"x": parse("topic:bau-cu")}, unit=Unit.HITS)


def test_frequencies_do_not_depend_on_what_is_told_apart(archive: Engine) -> None:
    years: Counter[str | None] = Counter()
    for row in counted(archive, By.YEAR, By.SITE).rows:
        years[row.group[0]] += row.articles or 0
    assert years == Counter(
        {row.group[0]: row.articles or 0 for row in counted(archive, By.YEAR).rows}
    )


@pytest.mark.parametrize(
    ("found", "total", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_wilson(found: int, total: int, low: float, high: float) -> None:
    assert wilson(found, total) == pytest.approx((low, high), abs=0.00005)


def test_rates_and_intervals(archive: Engine) -> None:
    row, gap, *_ = counted(archive, By.YEAR).rows
    assert row.rate(Unit.ARTICLES, 1000) == 600
    low, high = wilson(3, 5)
    assert row.interval(1000) == (1000 * low, 1000 * high)
    assert (gap.rate(Unit.ARTICLES, 1000), gap.interval(1000)) == (None, None)
