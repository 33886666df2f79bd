"""``archive citations``, as a person types it, on both databases."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from archive import database
from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText, Metadata, ProvinceFinding
from archive.readings import Reading
from archive.store import Store
from tests.archive.samples import (
    ELECTION,
    INCENSE,
    NEW_QUANG_TRI,
    OLD_QUANG_TRI,
    UNDATED,
    YEAR_ONLY,
    Run,
)

_TEXTS = (
    (
        ELECTION,
        "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị; Chỉ thị 05 được học tập; "
        "Hướng dẫn số 115-HD/BTGTU ngày 24/4/2020.",
    ),
    (INCENSE, "Chỉ thị số 05/CT-TW và Nghị quyết số 04-NQ/TU của Tỉnh ủy (khóa XIV)."),
    (
        OLD_QUANG_TRI,
        "Chỉ thị số 05-CT/TW của Bộ Chính trị (khóa XII), Chỉ thị số 35-CT/TW, ngày 30/5/2019.",
    ),
    (NEW_QUANG_TRI, "Chỉ thị số 35-CT/TW ngày 14/6/2024."),
    (UNDATED, "Chỉ thị 05 tại Đảng bộ Công an tỉnh."),
    (YEAR_ONLY, "Nghị quyết 4b/NQ-TLĐ và Chỉ thị số 05-CT/TW (khóa XII)."),
)


def citing(reading: Reading, body: str) -> Reading:
    """The article with another text, and what that cites."""
    metadata = reading.metadata or Metadata(version="samples/1")
    province = metadata.provinces[0].province if metadata.provinces else None
    citations = find_citations(ArticleText(title=reading.title, body=body), province)
    return replace(
        reading, body=[body], headings=[], metadata=replace(metadata, citations=citations)
    )


@pytest.fixture
def archive(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str, store: Store) -> Run:
    """Runs ``archive`` on the samples with texts that cite documents."""
    monkeypatch.setenv(database.VARIABLE, database_url)
    for reading, body in _TEXTS:
        store.save(citing(reading, body))
    return run


def rows(out: str) -> list[dict[str, str]]:
    assert out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))


def test_who_cited_it_where_and_when_by_edition(archive: Run) -> None:
    code, out, err = archive("citations", "05-CT/TW")
    assert (code, err) == (0, "")
    known, unknown = out.split("\n\nChỉ thị 05-CT/TW (edition not printed): ")
    heading, _, header, *lines = known.splitlines()
    assert heading == "Chỉ thị 05-CT/TW (khóa XII): 4 references in 3 articles"
    assert header.split() == ["id", "date", "province", "site", "printed"]
    assert [line.split()[:2] for line in lines] == [
        ["6", "2019"],
        ["1", "2021-05-04"],
        ["1", "2021-05-04"],
        ["3", "2022-03"],
    ]
    assert " ".join(lines[1].split()[3:]) == "Bắc Kạn tuyengiao.vn Chỉ thị số 05-CT/TW"
    assert lines[2].endswith("Chỉ thị 05")
    heading, *_, line = unknown.splitlines()
    assert heading == "1 reference in 1 article"
    assert line.split()[:2] == ["2", "2023-07-18"]
    assert line.endswith("Chỉ thị số 05/CT-TW (misprint)")


@pytest.mark.parametrize("typed", ["05 CT TW", "ct 05/tw", "Chỉ thị 05-CT/TW", "5-ct/tw"])
def test_sloppy_input(archive: Run, typed: str) -> None:
    assert archive("citations", typed) == archive("citations", "05-CT/TW")


def test_search_finds_the_same_articles(archive: Run) -> None:
    for typed in ("05CT/TW", "5-ct/tư", "05-CT/TW khóa XII", "Chỉ thị 35-CT/TW", "ct 05"):
        _, out, _ = archive("citations", typed, "--format", "csv")
        _, found, _ = archive("search", f'cites:"{typed}"', "--format", "jsonl")
        articles = {json.loads(line)["id"] for line in found.splitlines()}
        assert articles == {int(row["article"]) for row in rows(out)}


def test_two_documents_of_one_symbol(archive: Run) -> None:
    _, out, _ = archive("citations", "35-CT/TW", "--format", "jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert [(row["edition"], row["article"], row["issued_on"]) for row in found] == [
        ("XII", 3, "2019-05-30"),
        ("XIII", 4, "2024-06-14"),
    ]
    assert found[0]["provinces"] == ["quang-tri"]
    assert found[0]["published_at"] == "2022-03"
    code, out, err = archive("citations", "35-CT/TW khóa XIII", "--format", "csv")
    assert (code, err) == (0, "")
    assert [row["article"] for row in rows(out)] == ["4"]
    code, out, err = archive("citations", "35-CT/TW khóa XI")
    assert (code, out) == (2, "")
    assert err.endswith("of the edition XI; known are: XII, XIII\n")


def test_number_without_symbol_finds_every_document_that_it_may_be(archive: Run) -> None:
    _, out, _ = archive("citations", "Chỉ thị 05", "--format", "csv")
    assert [(row["symbol"], row["article"]) for row in rows(out)] == [
        *(("05-CT/TW", article) for article in "6113"),
        ("05-CT/TW", "2"),
        ("", "5"),
    ]


def test_symbol_with_marks_in_another_order(archive: Run) -> None:
    _, out, _ = archive("citations", "nq 4b tld", "--format", "csv")
    assert [row["symbol"] for row in rows(out)] == ["4b/NQ-TLĐ"]


@pytest.mark.parametrize(
    ("options", "articles"),
    [
        (("--province", "Quảng Trị"), ["3"]),
        (("--province-today", "Thái Nguyên"), ["1", "1"]),
        (("--since", "2021", "--until", "2021-12"), ["1", "1"]),
        (("--site", "tinhuyquangtri.vn"), ["3"]),
        (("--topic", "bau-cu", "--kind", "tin"), ["1", "1"]),
    ],
)
def test_restrictions(archive: Run, options: tuple[str, ...], articles: list[str]) -> None:
    _, out, _ = archive("citations", "05-CT/TW", *options, "--format", "csv")
    assert [row["article"] for row in rows(out)] == articles


def test_the_most_cited(archive: Run) -> None:
    code, out, err = archive("citations", "--limit", "2")
    assert (code, err) == (0, "")
    header, first, second = out.splitlines()
    assert header.split() == ["articles", "citations", "first", "last", "document"]
    assert first.split(maxsplit=4) == [
        *("3", "4", "2019", "2022"),
        "Chỉ thị 05-CT/TW (khóa XII)",
    ]
    assert second.split()[:2] == ["1", "1"]
    assert len(archive("citations", "--limit", "0")[1].splitlines()) == 9
    _, out, _ = archive("citations", "--province", "Lai Châu", "--format", "csv")
    assert [(row["symbol"], row["edition"], row["province"]) for row in rows(out)] == [
        ("05-CT/TW", "", ""),
        ("04-NQ/TU", "XIV", "lai-chau"),
    ]


def test_counts_by_month_and_province(archive: Run) -> None:
    _, out, _ = archive("citations", "05-CT/TW", "--by", "month,province", "--format", "csv")
    assert [tuple(row.values())[1:] for row in rows(out)] == [
        ("", "2023-07", "lai-chau", "Lai Châu", "1", "1"),
        ("XII", "2021-05", "bac-kan", "Bắc Kạn", "1", "2"),
        ("XII", "2022-03", "quang-tri", "Quảng Trị", "1", "1"),
        ("XII", "", "", "", "1", "1"),
    ]
    _, out, _ = archive("citations", "--by", "year", "--format", "csv")
    assert [(row["period"], row["articles"], row["citations"]) for row in rows(out)] == [
        *(("2019", "1", "2"), ("2021", "1", "3"), ("2022", "1", "2"), ("2023", "1", "2")),
        *(("2025", "1", "1"), ("", "1", "1")),
    ]
    _, out, _ = archive("citations", "05-CT/TW", "--by", "province")
    assert out.splitlines()[0].split() == ["document", "province", "articles", "citations"]
    _, out, _ = archive("citations", "--by", "month")
    assert out.splitlines()[0].split() == ["period", "articles", "citations"]


def test_an_article_about_two_provinces_counts_for_both(archive: Run, store: Store) -> None:
    both = citing(*_TEXTS[0])
    assert both.metadata is not None
    (first,) = both.metadata.provinces
    provinces = (first, ProvinceFinding("lai-chau", 0.5, "text", first.evidence))
    changed = replace(both, metadata=replace(both.metadata, provinces=provinces))
    store.save(
        replace(changed, body=[f"{changed.body[0]} Xong."], fetched_at=NEW_QUANG_TRI.fetched_at)
    )
    _, out, _ = archive("citations", "115-HD/BTGTU", "--by", "province", "--format", "csv")
    assert [row["province"] for row in rows(out)] == ["bac-kan", "lai-chau"]
    _, out, _ = archive("citations", "115-HD/BTGTU", "--format", "csv")
    assert [row["provinces"] for row in rows(out)] == ["bac-kan; lai-chau"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("35-CT/TU", "archive: no article cites '35-CT/TU'; did you mean 35-CT/TW"),
        ("999-XX/YYYY", "archive: '999-XX/YYYY' names no document: write its symbol"),
        ("lorem", "archive: 'lorem' names no document: write its symbol"),
        ("88/2011/TT-BYT", "archive: no article cites '88/2011/TT-BYT'; `archive citations` lists"),
    ],
)
def test_what_nobody_cites(archive: Run, typed: str, message: str) -> None:
    code, out, err = archive("citations", typed)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_nothing_found_is_said(archive: Run) -> None:
    code, out, err = archive("citations", "05-CT/TW", "--since", "2025")
    assert (code, out, err) == (0, "", "No citation found.\n")
    assert archive("citations", "--by", "decade")[0] == 2


def test_an_empty_archive(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv(database.VARIABLE, database_url)
    assert run("citations") == (0, "", "No citation found.\n")
    code, _, err = run("citations", "05-CT/TW")
    assert (code, err.count("\n")) == (2, 1)


def test_days_are_those_of_the_documents(archive: Run) -> None:
    _, out, _ = archive("citations", "115-HD/BTGTU", "--format", "csv")
    (row,) = rows(out)
    assert date.fromisoformat(row["issued_on"]) == date(2020, 4, 24)
    assert (row["edition"], row["province_of_document"]) == ("2020-04-24", "bac-kan")
