from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing

import pytest
from rich.cells import cell_len
from sqlalchemy import Engine

from archive import database
from archive.search.concordance import Line, Sort, concordance
from archive.search.parser import parse
from archive.search.trends import Unit, trend
from archive.selection import BadRequest
from tests.archive.samples import moment
from tests.archive.search import articles


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with articles.archive_url(request) as url:
        engine = database.open_database(url, read_only=True)
        yield engine
        engine.dispose()


def lines(archive: Engine, query: str, **options: object) -> list[Line]:
    return list(concordance(archive, parse(query), **options))  # type: ignore[arg-type]


def shown(archive: Engine, query: str, **options: object) -> list[tuple[int, str]]:
    found = lines(archive, query, **options)
    return [(line.article, f"{line.left}[{line.keyword}]{line.right}") for line in found]


def test_every_place_newest_first_and_in_the_order_of_the_text(archive: Engine) -> None:
    assert shown(archive, '"chuyển đổi số"', width=24) == [
        (7, "[Chuyển đổi số]"),
        (3, "Đẩy mạnh [chuyển đổi số]"),
        (1, "Công tác [chuyển đổi số]; “Chuyển đổi số” là đột"),
        (1, "tác chuyển đổi số; “[Chuyển đổi số]” là đột phá. ¶ Bài thứ"),
        (4, "Năm của [chuyển đổi số]. ¶ Kết quả. ¶ Từ chuyển"),
        (4, "đổi số. ¶ Kết quả. ¶ Từ [chuyển đổi số] ¶ Bài thứ 4 của kho."),
    ]


def test_where_a_place_is(archive: Engine) -> None:
    found = lines(archive, '"chuyển đổi số"')
    parts = {
        reading.url: {"title": reading.title, "lead": reading.lead, "body": reading.body_text}
        for reading in articles.ARTICLES
    }
    assert [line.part for line in found] == ["title", "title", "body", "body", "lead", "body"]
    for line in found:
        text = parts[line.url][line.part]
        assert text is not None
        assert text[line.start :].startswith(line.keyword)


def test_what_is_said_of_an_article(archive: Engine) -> None:
    line = lines(archive, "title:mạnh")[0]
    assert (line.article, line.site, line.title) == (3, "tuyengiao.vn", "Đẩy mạnh chuyển đổi số")
    assert line.provinces == ("bac-kan", "thai-nguyen")
    assert line.published_at == moment("2021-03-05")
    assert line.published_precision == "day"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:số", [(7, "Chuyển đổi [số]"), (3, "mạnh chuyển đổi [số]")]),
        ("chuyển NEAR/1 đổi -số", []),
        ("chuyển NEAR/1 đổi -đẩy", None),
        ('"số liệu" NEAR/1 đến', [(5, "[Số liệu chuyển đến], đổi mới. ¶ Bài")]),
        # From paragraph to paragraph, and from the lead into the body.
        ('"Kết quả" NEAR/1 từ', [(4, "chuyển đổi số. ¶ [Kết quả. ¶ Từ] chuyển đổi số ¶")]),
        ('"đổi số" NEAR/1 "kết quả"', [(4, "Năm của chuyển [đổi số. ¶ Kết quả]. ¶ Từ chuyển đổi")]),
        ("dot* bac", []),
        (
            "dot pha",
            [
                (1, "đổi số” là [đột] phá. ¶ Bài thứ 1"),
                (1, "đổi số” là đột [phá]. ¶ Bài thứ 1 của"),
            ],
        ),
        ("author:x OR bieu", [(5, "[Biểu] mẫu")]),
    ],
)
def test_queries(archive: Engine, query: str, expected: list[tuple[int, str]] | None) -> None:
    found = shown(archive, query, width=17)
    if expected is None:
        assert [article for article, _ in found] == [7, 1, 1, 1, 4, 4, 5]
    else:
        assert found == expected


@pytest.mark.parametrize("width", [0, 1, 5, 13, 40])
def test_contexts_are_whole_words_that_fit(archive: Engine, width: int) -> None:
    for line in lines(archive, "chuyển", width=width):
        reading = articles.ARTICLES[line.article - 1]
        everything = " ".join([reading.title, reading.lead or "", reading.body_text]).split()
        for context in (line.left, line.right):
            assert cell_len(context) <= width
        assert not line.right or line.right[0] in " ;"
        assert set(line.right.replace("¶", " ").split()) - {";"} <= set(everything)


def test_lines_sorted_by_what_stands_before_the_keyword(archive: Engine) -> None:
    found = shown(archive, '"chuyển đổi số"', sort=Sort.LEFT, limit=10, width=12)
    before = [line.partition("[")[0].strip() for _, line in found]
    # The nearest word first: nothing, của, mạnh, số, tác, Từ.
    assert before == ["", "Năm của", "Đẩy mạnh", "đổi số; “", "Công tác", "quả. ¶ Từ"]
    assert shown(archive, '"chuyển đổi số"', sort=Sort.LEFT, limit=2, width=12) == found[:2]


def test_lines_sorted_by_what_stands_behind_the_keyword(archive: Engine) -> None:
    found = shown(archive, "tỉnh OR hai OR tổng", sort=Sort.RIGHT, limit=10, width=9)
    behind = [line.partition("]")[2].strip() for _, line in found]
    assert behind == ["cùng", "họp. ¶", "kết", "mới. ¶", "tỉnh"]


@pytest.mark.parametrize("limit", [0, 1, 3, None])
def test_limit(archive: Engine, limit: int | None) -> None:
    assert lines(archive, "chuyển", limit=limit) == lines(archive, "chuyển")[:limit]


def test_as_many_lines_as_hits_are_counted(archive: Engine) -> None:
    query = 'chuyển OR "đổi số" OR tỉnh NEAR/3 cùng'
    found = trend(archive, {query: parse(query)}, unit=Unit.HITS)
    assert sum(row.hits or 0 for row in found.rows) == len(lines(archive, query)) > 10


def test_what_cannot_be_shown(archive: Engine) -> None:
    for query in ("kind:tin", "author:a", "-a"):
        with pytest.raises(BadRequest, match="no words to show"):
            lines(archive, query)
    with pytest.raises(BadRequest, match="say how many"):
        lines(archive, "a", sort=Sort.RIGHT)


def test_lines_that_nobody_reads_leave_nothing_open(archive: Engine) -> None:
    with closing(concordance(archive, parse("chuyển"))) as found:
        next(found)
        assert archive.pool.checkedout() == 1  # type: ignore[attr-defined]
    gc.collect()
    assert archive.pool.checkedout() == 0  # type: ignore[attr-defined]
