from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from archive.commands.common import print_rows
from archive.exports.records import FIELDS
from tests.archive.samples import Run

# --- search -------------------------------------------------------------------------------------


def test_search_prints_a_plain_table_in_a_pipe(filled: Run) -> None:
    code, out, err = filled("search", "bau cu")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "id  date              province  site           title",
        "1   2021-05-04 17:29  Bắc Kạn   tuyengiao.vn   "
        "Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ",
        "5   —                 Nghệ An   nghean.dcs.vn  - Biểu tổng hợp kết quả bầu cử chi bộ",
    ]


@pytest.mark.parametrize(
    ("query", "date"),
    [("dâng hương", "2023-07-18"), ("chuyên đề", "2022-03"), ("tài liệu sinh hoạt", "2019")],
)
def test_dates_are_printed_as_exactly_as_known(filled: Run, query: str, date: str) -> None:
    _, out, _ = filled("search", query)
    assert out.splitlines()[1].split("  ")[1].strip() == date


def ids(out: str) -> list[int]:
    return [json.loads(line)["id"] for line in out.splitlines()]


OPTIONS = [
    ([], [4, 2, 3, 1, 6]),
    (["--province", "bắc cạn"], [1]),
    (["--province", "Quang Tri"], [4, 3]),
    (["--since", "2022-03", "--until", "2023-07-18"], [2, 3]),
    (["--topic", "bau-cu"], [1]),
    (["--site", "quang_tri"], [4, 3]),
]


@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_search_and_export_take_the_same_options(
    filled: Run, options: list[str], expected: list[int]
) -> None:
    code, out, err = filled("search", "c", *options, "--format", "jsonl")
    assert (code, out, err) == (0, "", "No article found.\n")
    found: set[int] = set()
    for word in ("cong", "chi", "tinh", "bac"):
        _, out, _ = filled("search", word, *options, "--format", "jsonl")
        found.update(ids(out))
    code, out, err = filled("export", "--format", "jsonl", *options)
    assert (code, err) == (0, "")
    if options:
        assert found == set(expected) == set(ids(out))
    else:
        assert ids(out) == [1, 2, 3, 4, 5, 6]


def test_search_writes_whole_articles(filled: Run) -> None:
    _, exported, _ = filled("export", "--format", "jsonl")
    _, found, _ = filled("search", "phấn khởi", "--format", "jsonl")
    assert found == exported.splitlines(keepends=True)[0]
    _, table, _ = filled("search", "phấn khởi", "--format", "csv")
    assert table.startswith("\ufeff")
    assert len(list(csv.reader(io.StringIO(table, newline="")))) == 2


@pytest.mark.parametrize(
    ("output", "expected"), [("table", ""), ("jsonl", ""), ("csv", "\ufeff" + ",".join(FIELDS))]
)
def test_nothing_found_is_said_on_standard_error(filled: Run, output: str, expected: str) -> None:
    code, out, err = filled("search", "vũ trụ", "--format", output)
    assert (code, out.rstrip("\r\n"), err) == (0, expected, "No article found.\n")


@pytest.mark.parametrize("output", ["table", "jsonl"])
def test_limit(filled: Run, output: str) -> None:
    rows = 1 if output == "table" else 0
    _, out, err = filled("search", "bo", "--limit", "2", "--format", output)
    assert len(out.splitlines()) == rows + 2
    assert err == "There are more than 2; --limit 0 gives all.\n"
    for limit in ("0", "5"):
        _, out, err = filled("search", "bo", "--limit", limit, "--format", output)
        assert len(out.splitlines()) == rows + 5
        assert err == ""


def test_a_table_on_a_terminal_wraps_titles_and_nothing_else() -> None:
    rows = [("12", "2021-05-04", "[red]Bắc Kạn", "Đẩy mạnh tuyên truyền bầu cử " * 3)]
    console = Console(force_terminal=True, no_color=True, width=60, file=io.StringIO())
    print_rows(("id", "date", "province", "title"), rows, console)
    assert isinstance(console.file, io.StringIO)
    plain = console.file.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "2021-05-04" in plain
    assert "[red]Bắc Kạn" in plain
    assert all(cell_len(line) <= 60 for line in plain.splitlines())


def test_plain_tables_align_decomposed_letters_too() -> None:
    console = Console(file=io.StringIO(), force_terminal=False)
    print_rows(("a", "b"), [("Ba\u0306\u0301c", "x"), ("Bắc", "y")], console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "a    b\nBa\u0306\u0301c  x\nBắc  y\n"


# --- show ---------------------------------------------------------------------------------------


def test_show_says_where_everything_comes_from(filled: Run) -> None:
    code, out, err = filled("show", "1")
    assert (code, err) == (0, "")
    head, _, text = out.partition("\nbody")
    lines = head.splitlines()
    assert lines == [
        "title         Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ  [h1]",
        "id            1",
        "url           http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "site          tuyengiao.vn (spider bac_kan)",
        "published     2021-05-04 17:29 (known to the minute; printed “Thứ Ba, 4/5/2021 "
        "17:29'(GMT+7)”)  [tuyengiao:visible]",
        "updated       2021-05-05 (printed “5/5/2021”)",
        "author        Bích Ngọc  [byline]",
        "organisation  Ban Tuyên giáo Tỉnh ủy Bắc Kạn",
        "source        —",
        "source mark   —",
        "section       Hoạt động tuyên giáo",
        "tags          bầu cử; Quốc hội khóa XV",
        "province      Bắc Kạn (today Thái Nguyên) 1.00 — “Bắc Kạn:”  [title]",
        "kind          Tin tức (tin) 0.70 — “Bà H’Lim Niê cho biết”  [form]",
        "topics        Bầu cử (bau-cu) 0.90 — “bầu cử”  [keywords]",
        "              Hoạt động tuyên giáo (hoat-dong-tuyen-giao) 0.80 — “Hoạt động tuyên giáo”  "
        "[section]",
        "cites         Hướng dẫn 115-HD/BTGTU Bắc Kạn — “hướng dẫn số 115-HD/BTGTU”, body 35-60  [party]",
        "names         H’Lim Niê — body 198-207  [mr]",
        "images        http://tuyengiao.vn/Uploads/1.jpg — “Quang cảnh hội nghị”",
        "              http://tuyengiao.vn/2.jpg",
        "attachments   http://tuyengiao.vn/huong-dan.pdf — “Hướng dẫn 115-HD/BTGTU”",
        "tables        —",
        "duplicates    https://nghean.dcs.vn/vi-vn/tin/tuyen-truyen-bau-cu-n56 — “Tuyên truyền bầu cử "
        "ở Bắc Kạn”, published 2021-05-06 (known to the day; printed “6/5/2021”)  [date-line]",
        "revisions     this is state 1; 0 earlier ones are kept",
        "seen          2026-11-20 01:30:00+07:00 to 2026-11-20 01:30:00+07:00",
        "gone          —",
        "capture       —",
        "read by       TuyenGiaoPage/1",
        "described by  samples/1",
        "",
        "lead          Đảng bộ tỉnh Bắc Kạn đang tập trung tuyên truyền cuộc bầu cử.",
    ]
    paragraphs = text.split("\n\n")
    assert paragraphs[0].endswith(" syllables  [container]")
    assert paragraphs[1].startswith("Ban Tuyên giáo Tỉnh uỷ")
    assert paragraphs[2] == "## Kết quả bước đầu"


def test_show_prints_a_dash_for_what_is_not_printed(filled: Run) -> None:
    _, out, _ = filled("show", "5")
    for line in ("published     —", "updated       —", "author        —", "topics        —"):
        assert line in out.splitlines()
    assert "tables        2 rows of 2 cells" in out
    assert "source mark   (TUAG)" in out
    assert "revisions     this is state 2; 1 earlier ones are kept" in filled("show", "2")[1]


def test_show_as_json_is_the_exported_article(filled: Run) -> None:
    _, shown, _ = filled("show", "1", "--format", "json")
    _, exported, _ = filled("export", "--format", "jsonl")
    assert json.loads(shown) == json.loads(exported.splitlines()[0])


# --- export -------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["jsonl", "csv"])
def test_export_to_a_file_and_to_standard_output_are_the_same(
    filled: Run, tmp_path: Path, output: str
) -> None:
    code, out, err = filled("export", "--format", output, "-o", "bài.xuất")
    assert (code, out, err) == (0, "", "6 articles written to bài.xuất.\n")
    _, out, err = filled("export", "--format", output)
    assert err == ""
    assert (tmp_path / "bài.xuất").read_bytes().decode() == out


def test_export_of_nothing(filled: Run) -> None:
    code, out, err = filled("export", "--format", "jsonl", "--province", "Hà Nội")
    assert (code, out, err) == (0, "", "No article found.\n")


# --- stats --------------------------------------------------------------------------------------


def test_stats_as_json(filled: Run) -> None:
    code, out, _ = filled("stats", "--format", "json")
    assert code == 0
    topics = ("bau-cu", "Bầu cử"), ("dai-hoi-dang", "Đại hội Đảng")
    statistics = json.loads(out)
    assert {name: statistics[name] for name in list(statistics)[:6]} == {
        "articles": 6,
        "dated": 5,
        "duplicates": 1,
        "revisions": 1,
        "first_seen_at": "2026-11-20T01:30:00+07:00",
        "last_seen_at": "2026-11-21T01:30:00+07:00",
    }
    assert [tuple(site.values()) for site in statistics["by_site"]] == [
        ("btgtu.binhthuan.dcs.vn", "binh_thuan", 1, 1, 0),
        ("laichau.example.vn", "lai_chau", 1, 1, 0),
        ("nghean.dcs.vn", "nghe_an", 1, 0, 1),
        ("tinhuyquangtri.vn", "quang_tri", 2, 2, 0),
        ("tuyengiao.vn", "bac_kan", 1, 1, 0),
    ]
    assert {group["id"]: group["articles"] for group in statistics["by_province"]} == {
        "bac-kan": 1,
        "lai-chau": 1,
        "nghe-an": 1,
        "quang-tri": 1,
        "quang-tri-2025": 1,
        None: 1,
    }
    assert {group["year"]: group["articles"] for group in statistics["by_year"]} == {
        2019: 1,
        2021: 1,
        2022: 1,
        2023: 1,
        2025: 1,
        None: 1,
    }
    for number, name in topics:
        assert {"id": number, "name": name, "articles": 1} in statistics["by_topic"]


def test_stats_as_tables(filled: Run) -> None:
    code, out, err = filled("stats")
    assert code == 0
    assert "run `archive retag`" in err
    lines = [line.split() for line in out.splitlines()]
    for row in (
        ["articles", "6"],
        ["duplicates", "1"],
        ["tinhuyquangtri.vn", "quang_tri", "2", "2", "0"],
        ["quang-tri-2025", "Quảng", "Trị", "1"],
        ["—", "—", "1"],
        ["2021", "1"],
        ["bau-cu", "Bầu", "cử", "1"],
        ["tin", "Tin", "tức", "5"],
    ):
        assert row in lines
