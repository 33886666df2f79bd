from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import database
from archive.search.engine import article_ids, search
from archive.search.parser import parse
from archive.search.resolving import from_selection
from archive.search.tree import all_of
from archive.selection import BadRequest, Selection, first_day, last_day
from tests.archive.samples import Run


@pytest.fixture(scope="module")
def archive(archive_url: str) -> Iterator[Engine]:
    engine = database.open_database(archive_url, read_only=True)
    yield engine
    engine.dispose()


def numbers(engine: Engine, query: str, **selection: Any) -> list[int]:
    chosen = from_selection(Selection(**selection))
    return list(article_ids(engine, all_of([parse(query), chosen])))


# Numbers: 1 Bắc Kạn 2021, 2 Lai Châu 2023, 3 Quảng Trị 2022, 4 Quảng Trị 2025, 5 undated, 6 year 2019.
QUERIES = [
    ("dang bo tinh", [4, 3, 1, 5]),
    ("DANG BO TINH", [4, 3, 1, 5]),
    ("Đảng bộ tỉnh", [4, 1, 5]),
    ("đảng bo tinh", [4, 3, 1, 5]),
    ("Đảng", [4, 3, 1, 5]),
    ("đang", [1]),
    ("dâng", [2]),
    ("dang", [4, 2, 3, 1, 5]),
    ("uỷ", [4, 1]),
    ("ủy", [4, 1]),
    ("tỉnh uỷ", [4, 1]),
    ('"tỉnh uỷ"', [4, 1]),
    ('"tinh uy"', [4, 1]),
    ("“Tỉnh ủy họp”", [4]),
    ("bầu cử chi bộ", [1, 5]),
    ('"bầu cử chi bộ"', [5]),
    ('"dang ta"', [4]),
    ('"Đảng ta"', [4]),
    ('"Đang ta"', []),
    ('"Đảng tá"', []),
    ('"chi bo" bau', [1, 5]),
    ("H’Lim", [1]),
    ("h'lim niê", [1]),
    ("115-HD/BTGTU", [1]),
    ("1.890", [1]),
    ("2025-2030", [4]),
    ("an", []),  # whole words only: hang, Ban, dan have it inside
    ("hoc tap Bac", [3]),
    ("Bác", [3]),
    ("bac", [3, 1]),
    ("trao quà", [2]),  # only in the newest state of a changed article
    ("kinh tế tập thể", []),
    ("'; DROP TABLE articles;", []),
    ("đang OR dâng", [2, 1]),
    ("dang -đang", [4, 2, 3, 5]),
    ("tuy*", [1]),
    ("title:bau", [1, 5]),
    ("author:ngoc", [1]),
    ('author:"Ban Tuyên giáo"', [1]),
    ("ban NEAR/2 tỉnh", [1]),
    ("cites:115-HD/BTGTU", [1]),
    ("province:'Quảng Trị'".replace("'", '"'), [4, 3]),
    ("date:2019..2021", [1, 6]),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_query(archive: Engine, query: str, expected: list[int]) -> None:
    assert numbers(archive, query) == expected


def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(archive: Engine) -> None:
    assert numbers(archive, '"cua tinh du le"') == []
    assert numbers(archive, "cua tinh du le") == [2]


def test_an_unknown_name_is_an_error(archive: Engine) -> None:
    with pytest.raises(BadRequest, match="column 12: unknown topic 'bau-cuu'; did you mean bau-cu"):
        numbers(archive, "Đảng topic:bau-cuu")


SELECTIONS: list[tuple[dict[str, Any], Sequence[int]]] = [
    ({}, [4, 2, 3, 1, 6, 5]),
    ({"province": "Bắc Cạn"}, [1]),
    ({"province": "tỉnh bac kan"}, [1]),
    ({"province": "Quảng Trị"}, [4, 3]),
    ({"province": "quang-tri-2025"}, [4]),
    ({"province": "Thái Nguyên"}, []),
    ({"since": "2022"}, [4, 2, 3]),
    ({"since": "2023-07-18"}, [4, 2]),
    ({"since": "2023-07-19"}, [4]),
    ({"until": "2021-05-04"}, [1, 6]),
    ({"until": "2021-05-03"}, [6]),
    ({"since": "2021-05", "until": "2021-05"}, [1]),
    ({"since": "2025-08-15", "until": "2025-08-15"}, [4]),
    # A month or a year is in the period only when the whole of it is.
    ({"since": "2022-03-01", "until": "2022-03-30"}, []),
    ({"since": "2022-03-01", "until": "2022-03-31"}, [3]),
    ({"since": "2022-03-02", "until": "2022-04"}, []),
    ({"until": "2019-12-30"}, []),
    ({"until": "2019"}, [6]),
    ({"topic": "bau-cu"}, [1]),
    ({"topic": "Bầu cử"}, [1]),
    ({"site": "tinhuyquangtri.vn"}, [4, 3]),
    ({"site": "www.tinhuyquangtri.vn"}, [4, 3]),
    ({"site": "quang_tri"}, [4, 3]),
    ({"site": "quang_tri", "until": "2024", "province": "quang tri"}, [3]),
]


@pytest.mark.parametrize(("selection", "expected"), SELECTIONS)
def test_selection(archive: Engine, selection: dict[str, Any], expected: list[int]) -> None:
    days = {"since": first_day, "until": last_day}
    read = {name: days.get(name, str)(value) for name, value in selection.items()}
    # Every sample has one of these words, so that the query restricts nothing.
    found = {
        number
        for query in ("cong", "chi", "tinh", "tu")
        for number in numbers(archive, query, **read)
    }
    assert found == set(expected)


def test_order_is_newest_first_and_undated_last(archive: Engine) -> None:
    hits = search(archive, parse("bo")).hits
    assert [hit.id for hit in hits] == [4, 3, 1, 6, 5]
    assert hits[-1].published_at is None


def test_a_hit_tells_what_a_list_needs(archive: Engine) -> None:
    (hit,) = search(archive, parse("phấn khởi"))
    assert (hit.url, hit.site, hit.province, hit.published_precision) == (
        "http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "tuyengiao.vn",
        "Bắc Kạn",
        "minute",
    )
    assert hit.published_at is not None
    assert hit.published_at.isoformat() == "2021-05-04T17:29:00+07:00"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-05-04", "2021-05-04", "2021-05-04"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        (" 2021-05 ", "2021-05-01", "2021-05-31"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    assert (str(first_day(text)), str(last_day(text))) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "4/5/2021",
        "2021-13",
        "2021-02-29",
        "21-05-04",
        "2021-5-4",
        "0001",
        "２０２１",
    ],
)
def test_wrong_dates(text: str) -> None:
    with pytest.raises(BadRequest, match="YYYY-MM-DD"):
        first_day(text)


# --- archive search -----------------------------------------------------------------------------


def test_the_best_come_first_where_asked(filled: Run) -> None:
    _, out, _ = filled("search", "bau cu", "--order", "relevance", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [5, 1]
    code, out, err = filled("search", "bau cu", "--order", "relevance", "--limit", "1")
    assert (code, err) == (0, "There are more than 1; --limit 0 gives all.\n")
    assert out.splitlines()[1].startswith("5 ")


def test_without_words_options_choose(filled: Run) -> None:
    assert filled("search", "--province", "Quảng Trị", "--count") == (0, "2\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "archive: write a QUERY, or options that choose articles, or both"),
        (["dang", "--similar", "1"], "archive: --similar takes neither a QUERY nor options"),
        (["dang", "--count", "--facets"], "one at a time"),
        (["dang", "--snippets", "--format", "csv"], "--snippets goes with --format table or jsonl"),
        (["dang OR"], "archive: column 6: nothing follows this OR"),
    ],
)
def test_what_cannot_be_asked(filled: Run, arguments: list[str], message: str) -> None:
    code, out, err = filled("search", *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_number_that_no_article_has(filled: Run) -> None:
    code, _, err = filled("search", "--similar", "99")
    assert (code, err) == (
        1,
        "archive: there is no article 99: `archive search` prints the numbers\n",
    )


def test_count(filled: Run) -> None:
    assert filled("search", "dang", "--count") == (0, "5\n", "")
    assert filled("search", "xyz", "--count") == (0, "0\n", "")


def test_facets_are_printed(filled: Run) -> None:
    _, out, _ = filled("search", "bau", "--facets", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    known = {"facet": "province", "value": "bac-kan", "name": "Bắc Kạn", "articles": 1}
    assert known in rows
    assert {"facet": "month", "value": "2021-05", "name": "2021-05", "articles": 1} in rows
    assert {"facet": "month", "value": None, "name": None, "articles": 1} in rows
    _, out, _ = filled("search", "bau", "--facets", "--format", "csv")
    lines = out.splitlines()
    assert lines[0] == "\ufefffacet,value,name,articles"
    assert lines[-1] == "month,,,1"
    _, out, err = filled("search", "bau", "--facets")
    assert ["province", "Bắc", "Kạn", "1"] in [line.split() for line in out.splitlines()]
    assert err == (
        "In no year, because none is known: 1 of 2 articles.\n"
        "In no month, because none is known: 1 of 2 articles.\n"
    )


def test_a_timeline_is_printed(filled: Run) -> None:
    _, out, err = filled("search", "chi", "--timeline", "year")
    assert [line.split() for line in out.splitlines()] == [
        ["year", "articles"],
        ["2019", "1"],
        ["2020"],  # no article of this year, whatever is in it
        ["2021", "1"],
        ["—", "1"],
    ]
    assert err == "In no year, because none is known: 1 of 3 articles.\n"
    _, out, err = filled("search", "chi", "--timeline", "month", "--format", "jsonl")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"month": "2021-05", "articles": 1},
        {"month": None, "articles": 2},
    ]
    assert err == "In no month, because none is known: 2 of 3 articles.\n"
    assert filled("search", "xyz", "--timeline", "month") == (0, "", "No article found.\n")


def test_similar_articles_are_printed(filled: Run) -> None:
    _, out, _ = filled("search", "--similar", "1", "--limit", "1")
    assert out.splitlines()[1].split()[0] == "5"


def test_abbreviations_are_expanded_where_asked(filled: Run) -> None:
    assert filled("search", "UBND OR HĐND", "--count") == (0, "0\n", "")
    assert filled("search", "UBND OR HĐND", "--expand", "--count") == (0, "1\n", "")


def test_snippets_show_where_the_words_stand(filled: Run) -> None:
    _, out, _ = filled("search", '"phấn khởi" dong', "--snippets")
    head, title, text = out.splitlines()
    assert head == "1  2021-05-04 17:29  Bắc Kạn  tuyengiao.vn"
    assert title.strip() == "Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ"
    assert "“**Đồng** bào rất **phấn khởi**”" in text
    _, out, _ = filled("search", "title:ban", "--snippets", "--format", "jsonl")
    assert out == ""
    _, out, _ = filled("search", "title:kạn", "--snippets", "--format", "jsonl")
    record = json.loads(out)
    assert [piece["text"] for piece in record["marked_title"] if piece["hit"]] == ["Kạn"]
    assert "".join(piece["text"] for piece in record["snippet"]).startswith("Đảng bộ tỉnh Bắc Kạn")
