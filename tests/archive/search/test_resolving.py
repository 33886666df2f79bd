from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from archive import database
from archive.search.parser import parse
from archive.search.resolving import from_selection, resolve
from archive.search.tree import EVERYTHING, Field, Filter, Query, Word
from archive.selection import BadRequest, Selection, first_day, last_day


@pytest.fixture(scope="module")
def connection(archive_url: str) -> Iterator[Connection]:
    engine = database.open_database(archive_url, read_only=True)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ('province:"tỉnh Quang Tri"', ("quang-tri", "quang-tri-2025")),
        ("province:quang-tri-2025", ("quang-tri-2025",)),
        ("province:15@2024-06-30", ("yen-bai",)),
        ('province-today:"Thái Nguyên"', ("bac-kan", "thai-nguyen", "thai-nguyen-2025")),
        ('topic:"Bầu cử"', ("bau-cu",)),
        ("kind:tin", ("tin",)),
        ("site:www.tuyengiao.vn", ("1",)),
        ("cites:115hdbtgtu", ("1",)),
    ],
)
def test_names_become_identifiers(
    connection: Connection, query: str, values: tuple[str, ...]
) -> None:
    asked = parse(query)
    found = resolve(asked, connection)
    assert isinstance(found, Filter)
    assert found.values == values
    assert str(found) == str(asked)


def test_all_filters_of_a_query_are_resolved(connection: Connection) -> None:
    found = resolve(parse("a -topic:bau-cu (b OR kind:tin) date:2021 title:c"), connection)
    assert parse(str(found)) != found

    def unresolved(node: object) -> bool:
        if isinstance(node, Filter):
            return node.values is None
        inner = getattr(node, "nodes", ()) or (getattr(node, "node", None),)
        return any(unresolved(one) for one in inner if one is not None)

    assert not unresolved(found)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('a province:"Bắc Kạm"', "column 12: unknown province 'Bắc Kạm'; did you mean 'Bắc Kạn'"),
        ("a -province:15", "column 13: 15 meant Yên Bái"),
        ("province-today:bac-kan", "column 16: Bắc Kạn became part of Thái Nguyên"),
        ("topic:bau-cư-x", "column 7: unknown topic"),
        ("kind:xyz", "column 6: unknown kind 'xyz'; known are"),
        ("(a OR site:tuyengiao.v)", "column 12: unknown site .* did you mean tuyengiao.vn"),
        ("cites:abc", "column 7: 'abc' names no document"),
        ("-cites:114-HD/BTGTU", "column 8: no article cites .* did you mean 115-HD/BTGTU"),
        ('cites:"115-HD/BTGTU khóa XI"', "column 7: no article cites .* of the edition XI"),
    ],
)
def test_an_unknown_name_says_where_and_what_is_near(
    connection: Connection, query: str, message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        resolve(parse(query), connection)


def test_an_option_has_no_column(connection: Connection) -> None:
    with pytest.raises(BadRequest, match=r"^unknown province"):
        resolve(from_selection(Selection(province="Bắc Kạm")), connection)


@pytest.mark.parametrize(
    ("selection", "query"),
    [
        (Selection(province="Bắc Kạn"), parse('province:"Bắc Kạn"')),
        (Selection(until=last_day("2021-05")), parse("date:..2021-05")),
        (
            Selection(
                province_today="Thái Nguyên",
                topic="bau-cu",
                kind="tin",
                site="tuyengiao.vn",
                since=first_day("2020"),
                until=last_day("2021-06"),
            ),
            parse(
                'province-today:"Thái Nguyên" topic:bau-cu kind:tin site:tuyengiao.vn '
                "date:2020..2021-06"
            ),
        ),
        (Selection(), EVERYTHING),
    ],
)
def test_options_mean_the_same_as_fields(selection: Selection, query: Query) -> None:
    assert from_selection(selection) == query


def test_what_needs_no_identifier_stays(connection: Connection) -> None:
    assert resolve(Word(None, "a"), connection) == Word(None, "a")
    assert Field("province-today") is Field.PROVINCE_TODAY
