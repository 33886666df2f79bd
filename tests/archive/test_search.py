from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive import database
from archive.search import SearchRequest, search
from archive.search.query import parse, text_words
from archive.selection import BadRequest, Selection, first_day, last_day
from archive.text import fold_words


@pytest.fixture(scope="module")
def archive(archive_url: str) -> Iterator[Engine]:
    engine = database.open_database(archive_url, read_only=True)
    yield engine
    engine.dispose()


def numbers(engine: Engine, query: str, **selection: Any) -> list[int]:
    return [hit.id for hit in search(engine, SearchRequest(query, Selection(**selection)))]


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
    ("'; DROP TABLE articles; --", []),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_query(archive: Engine, query: str, expected: list[int]) -> None:
    assert numbers(archive, query) == expected


def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(archive: Engine) -> None:
    assert numbers(archive, '"cua tinh du le"') == []
    assert numbers(archive, "cua tinh du le") == [2]


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "*", '""', "…", "\u200b"])
def test_a_query_without_a_word_is_an_error(archive: Engine, query: str) -> None:
    with pytest.raises(BadRequest, match="no word"):
        numbers(archive, query)


def test_an_open_quotation_mark_is_an_error(archive: Engine) -> None:
    with pytest.raises(BadRequest, match="not closed"):
        numbers(archive, 'Đảng "bộ tỉnh')


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
    hits = list(search(archive, SearchRequest("bo")))
    assert [hit.id for hit in hits] == [4, 3, 1, 6, 5]
    assert hits[-1].published_at is None


def test_a_hit_tells_what_a_list_needs(archive: Engine) -> None:
    (hit,) = search(archive, SearchRequest("phấn khởi"))
    assert (hit.url, hit.site, hit.province, hit.published_precision) == (
        "http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "tuyengiao.vn",
        "Bắc Kạn",
        "minute",
    )
    assert hit.published_at is not None
    assert hit.published_at.isoformat() == "2021-05-04T17:29:00+07:00"


@given(
    st.text(alphabet=st.sampled_from("Đđăâê ưở uỷhoàqủa’'-–“\"…./0159_%ÐéÜ\u0301\u200b\u00a0\n"))
)
def test_words_are_cut_in_the_same_places_with_and_without_marks(text: str) -> None:
    assert fold_words(" ".join(text_words(text))) == fold_words(text)


def test_only_marked_words_are_exact() -> None:
    (term,) = parse('"Tỉnh uy Bac Kạn"')
    assert [word.exact for word in term.words] == ["tỉnh", None, None, "kạn"]
    assert term.folded == "tinh uy bac kan"


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
