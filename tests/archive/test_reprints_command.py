"""``archive reprints``, as a person types it, on both databases."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from archive import database
from archive.store import Store
from tests.archive.reprints.texts import NEWS, OTHER, article
from tests.archive.samples import Run


@pytest.fixture
def archive(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str, store: Store) -> Run:
    """Runs ``archive`` on a text with an abridged version, an undated one and a copy, and a digest."""
    monkeypatch.setenv(database.VARIABLE, database_url)
    store.save(article(1, NEWS[:2], day=date(2019, 4, 15), title="=Tin vắn"))
    store.save(article(2, NEWS, day=date(2019, 4, 12)))
    store.save(article(3, [*NEWS, "Thêm một câu do tòa soạn viết."], title="Tin khác"))
    store.save(article(5, NEWS, day=date(2019, 4, 12), title="Bản sao"))
    store.save(article(4, OTHER, day=date(2019, 4, 12), title="Cây dược liệu"))
    title = "Tin hoạt động cơ sở trong tuần qua"
    store.save(article(6, [*NEWS, *OTHER], day=date(2019, 4, 12), title=title))
    return run


def test_versions(archive: Run) -> None:
    code, out, err = archive("reprints", "3")
    assert (code, err) == (0, "")
    head, first, copy, cut, undated = (line.split() for line in out.splitlines())
    assert head == ["id", "published", "days", "cut", "added", "relation", "site", "title"]
    assert first[:7] == ["2", "2019-04-12", "+0", "0%", "0%", "base", "site2.example"]
    assert copy[5:] == ["copy", "site5.example", "Bản", "sao"]
    assert (cut[0], cut[2], cut[4:6]) == ("1", "+3", ["0%", "abridged"])
    assert undated[:6] == ["3", "by", "2026-11-20", "(seen)", "—", "0%"]


def test_records(archive: Run) -> None:
    _, out, _ = archive("reprints", "1", "--format", "jsonl")
    records = [json.loads(line) for line in out.splitlines()]
    assert [(r["article_id"], r["relation"], r["lag_days"]) for r in records] == [
        (2, "base", 0),
        (2, "copy", 0),
        (1, "abridged", 3),
        (3, "whole", None),
    ]
    assert records[0]["published_at"] == "2019-04-12T00:00:00+07:00"
    assert records[3]["published_at"] is None
    _, out, _ = archive("reprints", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows][2] == "'=Tin vắn"
    assert [row["lag_days"] for row in rows] == ["0", "0", "3", ""]
    assert list(rows[0]) == list(records[0])


def test_what_was_cut_and_added(archive: Run) -> None:
    code, out, err = archive("reprints", "3", "--diff")
    assert code == 0
    assert "Compared with article 2 on site2.example, 2019-04-12." in err
    assert out.endswith("{+ Thêm một câu do tòa soạn viết.+}\n")
    assert "[... " in out
    _, out, _ = archive("reprints", "1", "--diff")
    assert "[-" in out
    assert "{+" not in out


def test_the_largest(archive: Run) -> None:
    code, out, err = archive("reprints")
    assert (code, err) == (0, "")
    head, row = (line.split() for line in out.splitlines())
    assert head == ["id", "pages", "sites", "first", "last", "first", "site", "title"]
    assert row[:6] == ["1", "4", "4", "2019-04-12", "2019-04-15", "site2.example"]
    for options in (("--province-today", "Thái Nguyên"), ("--kind", "tin")):
        assert archive("reprints", *options)[2] == "No text found that several pages carry.\n"
    _, out, _ = archive("reprints", "--format", "jsonl", "--site", "site3.example")
    (record,) = map(json.loads, out.splitlines())
    assert record["first_url"] == "https://site2.example/bai-2"
    assert (record["pages"], record["sites"], record["cluster_id"]) == (4, 4, 1)


def test_a_digest(archive: Run) -> None:
    _, out, err = archive("reprints", "5")
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["5", "2"]
    assert "digest" in err


def test_nothing_found(archive: Run) -> None:
    assert archive("reprints", "4") == (
        0,
        "",
        "Article 4 shares its text with no other page.\n",
    )
    assert archive("reprints", "--since", "2024") == (
        0,
        "",
        "No text found that several pages carry.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("99",), 1, "there is no article 99: `archive search` prints the numbers"),
        (("99999999999",), 1, "there is no article 99999999999"),
        (("2", "--site", "site2.example"), 2, "give either ID or options"),
        (("--diff",), 2, "--diff needs the number of an article"),
        (("2", "--diff"), 2, "article 2 is the first version itself"),
        (("5", "--diff"), 2, "article 5 is a digest"),
    ],
)
def test_refusals(archive: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    found, out, err = archive("reprints", *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert len(err.splitlines()) == 1
