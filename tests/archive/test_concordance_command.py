"""``archive concordance``, as a person types it, on both databases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tests.archive.samples import Run
from tests.archive.search import articles

QUERY = '"chuyển đổi số"'


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with articles.archive_url(request) as url:
        yield url


def test_keywords_stand_below_each_other(filled: Run) -> None:
    code, out, err = filled("concordance", QUERY, "--width", "20")
    assert (code, err) == (0, "")
    header, *lines = out.splitlines()
    assert header.split() == ["id", "date", "province"]
    places = {cell_len(line[: line.lower().rindex("chuyển")]) for line in (lines[0], *lines[3:])}
    assert places == {7 + 2 + 10 + 2 + 17 + 2 + 20}
    assert lines[1].startswith("3        2021-03-05  Bắc Kạn, Thái Ngu   ")
    assert lines[1].endswith("   Đẩy mạnh chuyển đổi số")
    assert lines[4].startswith("4        2021        Quảng Trị  ")


def test_a_limit_is_said(filled: Run) -> None:
    code, out, err = filled("concordance", QUERY, "--limit", "2")
    assert (code, len(out.splitlines())) == (0, 3)
    assert err == "There are more than 2 lines; --limit 0 gives all.\n"
    for limit in ("6", "0"):
        code, out, err = filled("concordance", QUERY, "--limit", limit)
        assert (code, err, len(out.splitlines())) == (0, "", 7)


def test_csv(filled: Run) -> None:
    code, out, err = filled("concordance", "tỉnh", "--sort", "right", "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["article"] for row in rows] == ["3", "2", "7"]
    assert rows[0] == {
        "article": "3",
        "url": "https://tuyengiao.vn/3",
        "title": "Đẩy mạnh chuyển đổi số",
        "site": "tuyengiao.vn",
        "provinces": "bac-kan; thai-nguyen",
        "published_at": "2021-03-05",
        "published_precision": "day",
        "part": "body",
        "start": "4",
        "left": "Hai ",
        "keyword": "tỉnh",
        "right": " cùng làm. ¶ Bài thứ 3 của kho.",
    }


def test_json_lines(filled: Run) -> None:
    _, out, _ = filled("concordance", "biểu OR tổng", "--format", "jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert [(line["article"], line["published_at"], line["provinces"]) for line in found] == [
        (4, "2021", ["quang-tri"]),
        (5, None, []),
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--province", "Quảng Trị"), ["7", "4", "4"]),
        (("--province-today", "Thái Nguyên"), ["3", "1", "1"]),
        (("--topic", "khoa-giao"), ["3"]),
        (("--kind", "tin", "--site", "bac_kan", "--since", "2021-02", "--until", "2021-04"), ["3"]),
    ],
)
def test_restrictions(filled: Run, options: tuple[str, ...], found: list[str]) -> None:
    _, out, _ = filled("concordance", QUERY, *options)
    assert [line.split()[0] for line in out.splitlines()[1:]] == found


def test_abbreviations(filled: Run) -> None:
    assert filled("concordance", "CĐS")[2] == "No article found.\n"
    _, out, _ = filled("concordance", "CĐS", "--expand")
    assert len(out.splitlines()) == 7


def test_nothing_found_is_said(filled: Run) -> None:
    for output in ("table", "csv", "jsonl"):
        assert filled("concordance", "zzz", "--format", output) == (0, "", "No article found.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("kind:tin",),
            'archive: the query has no words to show in a text: write a word or a "phrase"',
        ),
        (('a "b',), "archive: column 3: the closing quotation mark is missing"),
        (("a", "--sort", "left", "--limit", "0"), "archive: --sort left and right keep the lines"),
        (("a", "--province", "Lorem"), "archive: unknown province 'Lorem'"),
    ],
)
def test_refusals(filled: Run, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = filled("concordance", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1
