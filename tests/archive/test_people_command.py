from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from archive import database
from archive.metadata.findings import ArticleText
from archive.metadata.people import find_people
from archive.readings import Precision, Reading
from archive.store import Store
from tests.archive.samples import INCENSE, Run, about, printed

AN = "Nguyễn Văn Ân"
HEAD_OF_BOARD = "Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy"

People = Callable[..., list[list[str]]]


def article(number: int, body: str, province: str, day: str | None) -> Reading:
    """An article with the mentions that are found in it."""
    people = find_people(ArticleText(title="", body=body))
    return replace(
        INCENSE,
        url=f"https://laichau.example.vn/vi/news/tin/{number}.html",
        key=f"laichau.example.vn:{number}",
        title=f"Tin số {number}",
        body=[body],
        published=printed(day, Precision.DAY, day) if day else None,
        metadata=replace(about(province), people=people),
    )


ARTICLES = (
    article(
        1, f"Đồng chí {AN}, {HEAD_OF_BOARD} chủ trì. Đồng chí Ân nói.", "bac-kan", "2020-05-04"
    ),
    article(2, f"Đồng chí {AN}, Bí thư Tỉnh ủy dự.", "thai-nguyen", "2023-01-10"),
    article(3, f"Đồng chí {AN}, Bí thư Tỉnh ủy và bà Lê Thị Hoa.", "thai-nguyen", "2023-01-12"),
    article(4, "Ông Nguyễn Văn An, Trưởng thôn kể.", "lai-chau", None),
)


@pytest.fixture
def people(run: Run, store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch) -> People:
    """Runs ``archive people``; gives the cells of its table, in which two blanks part columns."""
    for reading in ARTICLES:
        store.save(reading)
    monkeypatch.setenv(database.VARIABLE, database_url)

    def people(*arguments: str) -> list[list[str]]:
        code, out, err = run("people", *arguments)
        assert (code, err) == (0, "")
        return [[cell for cell in line.split("  ") if cell] for line in out.splitlines()]

    return people


def test_a_person_is_listed_where_they_are_named_earliest_first(people: People) -> None:
    rows = people(AN)
    assert [cell.strip() for cell in rows[0]] == [
        "id",
        "date",
        "province",
        "site",
        "name",
        "office",
    ]
    assert [[cell.strip() for cell in row] for row in rows[1:]] == [
        ["1", "2020-05-04", "Bắc Kạn", "laichau.example.vn", AN, HEAD_OF_BOARD],
        ["1", "2020-05-04", "Bắc Kạn", "laichau.example.vn", f"Ân ({AN})", "—"],
        ["2", "2023-01-10", "Thái Nguyên", "laichau.example.vn", AN, "Bí thư Tỉnh ủy"],
        ["3", "2023-01-12", "Thái Nguyên", "laichau.example.vn", AN, "Bí thư Tỉnh ủy"],
    ]


@pytest.mark.parametrize(
    ("arguments", "articles"),
    [
        (["nguyen van an"], "1 1 2 3 4"),
        (["Nguyễn Văn An"], "1 1 2 3 4"),
        (["Nguyên Văn An"], ""),
        (["NGUYỄN VĂN ÂN"], "1 1 2 3"),
        (["văn ân"], "1 1 2 3"),
        (["van hoa"], ""),
        (["hoa"], "3"),
        (["van an", "--office", "tinh uy"], "1 2 3"),
        (["van an", "--office", "Trưởng Ban Tuyên giáo"], "1"),
        (["van an", "--office", "uỷ viên"], "1"),
        (["van an", "--office", "trường"], ""),
        (["van an", "--office", "ban tinh"], ""),
        (["van an", "--province", "Bắc Kạn"], "1 1"),
        (["van an", "--province-today", "Thái Nguyên"], "1 1 2 3"),
        (["van an", "--since", "2021", "--until", "2023-01-11"], "2"),
        (["van an", "--site", "lai_chau"], "1 1 2 3 4"),
        (["van an", "--topic", "bau-cu"], ""),
        (["van an", "--kind", "tin"], "1 1 2 3 4"),
        (["van an", "--kind", "chi-dao"], ""),
    ],
)
def test_words_and_options_choose(
    run: Run, people: People, arguments: list[str], articles: str
) -> None:
    code, out, err = run("people", *arguments, "--format", "jsonl")
    assert code == 0
    assert " ".join(str(json.loads(line)["article"]) for line in out.splitlines()) == articles
    assert err == ("" if articles else "No mention found.\n")


def test_without_a_name_the_most_named_are_counted_with_their_offices(people: People) -> None:
    rows = people()
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["articles", "mentions", "first", "last", "name", "office"],
        ["2", "2", "2023-01-10", "2023-01-12", AN, "Bí thư Tỉnh ủy"],
        ["1", "1", "2023-01-12", "2023-01-12", "Lê Thị Hoa", "—"],
        ["1", "1", "—", "—", "Nguyễn Văn An", "Trưởng thôn"],
        ["1", "1", "2020-05-04", "2020-05-04", AN, HEAD_OF_BOARD],
        ["1", "1", "2020-05-04", "2020-05-04", AN, "—"],
    ]
    assert [row[-1] for row in people("--office", "bi thu")[1:]] == ["Bí thư Tỉnh ủy"]


def test_a_limit_says_when_there_are_more(run: Run, people: People) -> None:
    code, out, err = run("people", "--limit", "2")
    assert (code, len(out.splitlines()), err) == (
        *(0, 3),
        "There are more than 2; --limit 0 gives all.\n",
    )
    assert len(people("--limit", "0")) == len(people("--limit", "5")) == 6


def test_jsonl_has_the_place_of_the_name(run: Run, people: People) -> None:
    _, out, _ = run("people", "Ân", "--until", "2020", "--format", "jsonl")
    first: dict[str, Any] = json.loads(out.splitlines()[0])
    assert first == {
        "name": AN,
        "full_name": AN,
        "office": HEAD_OF_BOARD,
        "article": 1,
        "published_at": "2020-05-04",
        "published_precision": "day",
        "provinces": ["bac-kan"],
        "site": "laichau.example.vn",
        "title": "Tin số 1",
        "part": "body",
        "start": 9,
        "end": 22,
    }


def test_csv_is_for_spreadsheets(run: Run, people: People) -> None:
    _, out, _ = run("people", "Hoa", "--format", "csv")
    assert out.startswith("\ufeffname,full_name,office,article,")
    (row,) = csv.DictReader(out.removeprefix("\ufeff").splitlines())
    assert (row["name"], row["office"], row["provinces"]) == ("Lê Thị Hoa", "", "thai-nguyen")
    _, out, _ = run("people", "--limit", "1", "--format", "csv")
    assert out.splitlines() == [
        "\ufeffname,office,articles,mentions,first,last",
        f"{AN},Bí thư Tỉnh ủy,2,2,2023-01-10T00:00:00+07:00,2023-01-12T00:00:00+07:00",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([" "], "archive: NAME has no word in it\n"),
        (["An", "--office", "–"], "archive: --office has no word in it\n"),
        (["An", "--province", "Bắc Can"], None),
        (["An", "--province", "Xyz"], "archive: unknown province 'Xyz'\n"),
    ],
)
def test_a_wrong_request_is_one_line(
    run: Run, people: People, arguments: list[str], message: str | None
) -> None:
    code, out, err = run("people", *arguments)
    if message is None:
        assert code == 0
    else:
        assert (code, out, err) == (2, "", message)
