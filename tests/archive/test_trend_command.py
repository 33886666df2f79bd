"""``archive trend``, as a person types it, on both databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.samples import Run
from tests.archive.search import articles

QUERY = '"chuyển đổi số"'
LEFT_OUT = "In no year, because none is known: 1 of 7 articles; of these match: 0.\n"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with articles.archive_url(request) as url:
        yield url


def rows(out: str) -> list[list[str]]:
    assert out.startswith("\ufeff")
    return list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))


def test_a_table_by_year(filled: Run) -> None:
    assert filled("trend", QUERY) == (
        0,
        "year  articles  of  per 1,000  95 % interval\n"
        "2021  3         5   600.0      230.7 to 882.4\n"
        "2022            0\n"
        "2023            0\n"
        "2024            0\n"
        "2025  1         1   1,000.0    206.5 to 1,000.0\n"
        "—     0         1   0          0 to 793.5\n",
        LEFT_OUT,
    )


def test_a_period_is_shown_whole(filled: Run) -> None:
    def shown(*arguments: str) -> list[str]:
        _, out, _ = filled("trend", QUERY, "--format", "csv", *arguments)
        return [f"{row[1]}: {row[3]}" for row in rows(out)[1:]]

    months = ("--by", "month", "--since", "2020-11-15", "--until", "2021-04")
    found = shown(*months)
    assert [row[:7] for row in found] == [
        *("2020-11", "2020-12", "2021-01", "2021-02", "2021-03", "2021-04"),
    ]
    assert (found[0], found[-1]) == ("2020-11: 0", "2021-04: 0")
    assert shown("--until", "2023")[-3:] == ["2021: 5", "2022: 0", "2023: 0"]
    assert shown("--since", "2023") == ["2023: 0", "2024: 0", "2025: 1"]


def test_csv_with_intervals(filled: Run) -> None:
    code, out, err = filled("trend", QUERY, "--per", "100", "--format", "csv")
    assert (code, err) == (0, LEFT_OUT)
    assert rows(out) == [
        ["query", "year", "articles", "total", "per", "rate", "low", "high"],
        [QUERY, "2021", "3", "5", "100", "60.0", "23.072428", "88.237923"],
        [QUERY, "2022", "", "0", "100", "", "", ""],
        [QUERY, "2023", "", "0", "100", "", "", ""],
        [QUERY, "2024", "", "0", "100", "", "", ""],
        [QUERY, "2025", "1", "1", "100", "100.0", "20.654931", "100.0"],
        [QUERY, "", "0", "1", "100", "0.0", "0.0", "79.345069"],
    ]


def test_csv_of_hits_in_provinces(filled: Run) -> None:
    arguments = ("--by", "province-today", "--count", "hits", "--format", "csv")
    code, out, err = filled("trend", QUERY, *arguments)
    assert (code, err) == (0, "")
    assert rows(out) == [
        *[
            [
                "query",
                "province_today",
                "province_today_name",
                "articles",
                "hits",
                "total",
                "per",
                "rate",
            ]
        ],
        [QUERY, "quang-tri-2025", "Quảng Trị", "2", "3", "3", "1000", "1000.0"],
        [QUERY, "thai-nguyen-2025", "Thái Nguyên", "2", "3", "3", "1000", "1000.0"],
        [QUERY, "", "", "0", "0", "1", "1000", "0.0"],
    ]


def test_queries_side_by_side(filled: Run) -> None:
    code, out, err = filled(
        "trend", QUERY, " tỉnh ", "--by", "month, province", "--until", "2021-01-31"
    )
    assert code == 0
    assert [line.split(maxsplit=3)[0] for line in out.splitlines()] == [
        "month",
        "2021-01",
        "2021-01",
    ]
    assert out.splitlines()[1].endswith(QUERY)
    assert out.splitlines()[2].endswith("tỉnh")
    assert err == ""
    _, out, err = filled("trend", QUERY, "tỉnh", "--count", "hits")
    assert out.splitlines()[0].split() == [
        "year",
        "hits",
        "articles",
        "of",
        "per",
        "1,000",
        "query",
    ]
    assert err.endswith(f"of these match: 0 ({QUERY}), 0 (tỉnh).\n")


def test_bars(filled: Run) -> None:
    code, out, _ = filled("trend", QUERY, "--format", "chart", "--count", "hits")
    assert code == 0
    heading, _, name, *bars = out.splitlines()
    assert (heading, name) == ("hits per 1,000 articles", QUERY)
    assert [bar.split()[0] for bar in bars] == ["2021", "2022", "2023", "2024", "2025"]
    assert bars[0].count("█") == bars[4].count("█") > 20
    assert bars[0].split()[-6:] == ["1,000.0", "5", "in", "3", "of", "5"]
    assert bars[1].split() == ["2022", "no", "articles"]
    _, out, _ = filled("trend", QUERY, "tỉnh", "--by", "topic,province", "--format", "chart")
    assert f"{QUERY}, Bắc Kạn" in out.splitlines()


@pytest.mark.parametrize("name", ["hình.png", "hình.SVG"])
def test_figures(filled: Run, folder: Path, name: str) -> None:
    assert filled("trend", QUERY, "-o", name, "--language", "vi") == (0, "", LEFT_OUT)
    first = (folder / name).read_bytes()
    assert first.startswith(b"\x89PNG" if name.endswith("png") else b"<?xml")
    _, out, _ = filled("trend", QUERY, "-o", name, "--language", "vi", "--format", "csv")
    assert len(rows(out)) == 7
    assert (folder / name).read_bytes() == first


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (("--province", "Quảng Trị", "--site", "bac_kan", "--kind", "tin"), ["2", "3"]),
        (("--topic", "bau-cu"), ["2", "2"]),
        (("--province-today", "Thái Nguyên", "--since", "2021-02"), ["1", "1"]),
    ],
)
def test_restrictions(filled: Run, options: tuple[str, ...], counts: list[str]) -> None:
    _, out, _ = filled("trend", QUERY, *options, "--by", "site", "--format", "csv")
    assert rows(out)[1][2:4] == counts


def test_abbreviations(filled: Run) -> None:
    _, out, _ = filled("trend", "CĐS", "--expand", "--by", "kind", "--format", "csv")
    assert rows(out)[1][:5] == ["CĐS", "tin", "Tin tức", "4", "7"]


def test_nothing_found_is_said(filled: Run) -> None:
    code, out, err = filled("trend", "zzz", "--by", "kind", "--format", "csv")
    assert (code, err) == (0, "No article found.\n")
    assert rows(out)[1][3:5] == ["0", "7"]
    assert filled("trend", "zzz", "--since", "2030") == (0, "", "No article found.\n")


def test_a_query_that_a_spreadsheet_would_run(filled: Run) -> None:
    _, out, _ = filled("trend", "--format", "csv", "--", "-zzz")
    assert rows(out)[1][0] == "'-zzz"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("a", "--by", "decade"),
            "archive: --by knows no 'decade'; known are month, year, province, ",
        ),
        (("a", "--by", "month,year"), "archive: articles are told apart by one thing or by two of"),
        (("a", "-o", "a.pdf"), "archive: -o draws a figure: name the file a.png or a.svg"),
        (("a", "-o", "a.png", "--since", "2030"), "archive: there is nothing to draw"),
        (("kind:tin", "--count", "hits"), "archive: the query has no words"),
        (("a date:2020", "b"), "archive: queries that are compared have one period"),
        (('"a',), "archive: column 1: the closing quotation mark is missing"),
    ],
)
def test_refusals(filled: Run, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = filled("trend", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert not list(folder.iterdir())
