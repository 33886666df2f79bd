"""The states of an article, and what changed between them, as ``archive show`` prints it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from archive import database
from archive.commands.revisions import print_lines
from archive.models import Article, Tombstone
from archive.readings import Precision
from archive.revisions import Kind, Piece, Skipped, compare_texts, compare_words
from archive.store import Store
from tests.archive.helpers import capture, reading
from tests.archive.samples import ELECTION, INCENSE, Run, moment, printed

FILE = "bac_kan/bac_kan-20261120T013000000-00001.warc.gz"
FIRST, *REST = ELECTION.body
CHANGED = [FIRST.replace("đã ban hành", "vừa ban hành"), *REST]


@pytest.fixture
def archive(
    store: Store, engine: Engine, database_url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs ``archive`` where article 1 has three states, was read again, and was gone for a week."""
    states: tuple[dict[str, Any], ...] = (
        {},
        {"body": CHANGED},
        {
            "body": [*CHANGED, "Tin bổ sung."],
            "author": None,
            "title": "Bắc Kạn: Tuyên truyền bầu cử",
        },
    )
    for day, changes in enumerate(states):
        read = reading(fetched_at=ELECTION.fetched_at + timedelta(days=day), **changes)
        store.save(read, capture(read, offset=1000 * day))
    with Session(engine) as session:
        newest = session.get_one(Article, 1).capture_id
    assert newest is not None
    again = replace(read, parser="TuyenGiaoPage/2", lead=None, tags=["bầu cử"])
    store.reread(1, again, moment("2026-12-24 09:00"), capture_id=newest)
    with engine.begin() as connection:
        connection.execute(
            insert(Tombstone).values(
                article_id=1,
                reason="http-404",
                missing_since=moment("2026-12-01 01:30"),
                confirmed_at=moment("2026-12-02 01:30"),
                returned_at=moment("2026-12-08 01:30"),
            )
        )
    store.save(INCENSE)
    monkeypatch.setenv(database.VARIABLE, database_url)
    return run


def test_the_states_with_dates_captures_readings_and_absences(archive: Run) -> None:
    code, out, err = archive("show", "1", "--revisions")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "title         Bắc Kạn: Tuyên truyền bầu cử",
        "id            1",
        "url           http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "",
        "state 1       seen 2026-11-20 01:30 to 2026-11-20 01:30",
        f"capture       {FILE}@0 2026-11-20T01:30:00+07:00",
        "read by       TuyenGiaoPage/1",
        "",
        "state 2       seen 2026-11-21 01:30 to 2026-11-21 01:30",
        "changed       body",
        f"capture       {FILE}@1000 2026-11-21T01:30:00+07:00",
        "read by       TuyenGiaoPage/1",
        "",
        "state 3       seen 2026-11-22 01:30 to 2026-11-22 01:30, the present one",
        "changed       title, lead, body, author",
        f"capture       {FILE}@2000 2026-11-22T01:30:00+07:00",
        "read by       TuyenGiaoPage/2",
        "              until 2026-12-24 09:00 by TuyenGiaoPage/1, which read otherwise: lead, tags",
        "",
        "gone          since 2026-12-01 01:30 (http-404), confirmed 2026-12-02 01:30",
        "              back since 2026-12-08 01:30",
    ]
    _, out, _ = archive("show", "2", "--revisions")
    assert out.count("state ") == 1
    assert "capture       —" in out


def test_the_last_change_word_by_word_apart_from_re_readings(archive: Run) -> None:
    code, out, err = archive("show", "1", "--diff")
    assert (code, err) == (0, "")
    changed, _, reread = out.partition("\nNo change on the site: ")
    assert changed.splitlines()[2:] == [
        "from          state 2, seen 2026-11-21 01:30 to 2026-11-21 01:30",
        "to            state 3, seen 2026-11-22 01:30 to 2026-11-22 01:30",
        "",
        "title:",
        "Bắc Kạn: [-Đẩy mạnh tuyên-]{+Tuyên+} truyền bầu cử[- ở 100% chi bộ-]",
        "",
        "lead:",
        f"[-{ELECTION.lead}-]",
        "",
        "body:",
        "(3 paragraphs unchanged)",
        "{+Tin bổ sung.+}",
        "",
        "author:",
        "[-Bích Ngọc-]",
    ]
    assert reread.splitlines() == [
        "until 2026-12-24 09:00 state 3 was stored as TuyenGiaoPage/1 had read it.",
        "",
        "lead:",
        f"[-{ELECTION.lead}-]",
        "",
        "tags:",
        "bầu cử[-; Quốc hội khóa XV-]",
    ]


@pytest.mark.parametrize(
    ("numbers", "states", "line"),
    [
        (["1"], (1, 3), "Ban Tuyên giáo Tỉnh uỷ [-đã-]{+vừa+} ban hành hướng dẫn"),
        (["1", "2"], (1, 2), "Ban Tuyên giáo Tỉnh uỷ [-đã-]{+vừa+} ban hành hướng dẫn"),
        (["2", "1"], (2, 1), "Ban Tuyên giáo Tỉnh uỷ [-vừa-]{+đã+} ban hành hướng dẫn"),
        (["2", "3"], (2, 3), "{+Tin bổ sung.+}"),
        (["3", "3"], (3, 3), "Nothing differs."),
    ],
)
def test_any_two_states_can_be_compared(
    archive: Run, numbers: list[str], states: tuple[int, int], line: str
) -> None:
    _, out, _ = archive("show", "1", "--diff", *numbers)
    assert f"from          state {states[0]}, " in out
    assert f"to            state {states[1]}, " in out
    assert any(found.startswith(line) for found in out.splitlines())
    assert ("No change on the site" in out) is (3 in states)


def test_both_at_once(archive: Run) -> None:
    _, states, _ = archive("show", "1", "--revisions")
    _, diff, _ = archive("show", "1", "--diff", "1")
    assert archive("show", "1", "--revisions", "--diff", "1")[1] == f"{states}\n{diff}"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["1", "--diff", "4"],
            1,
            "article 1 has no state 4: it has 3 states, which `archive show 1 ",
        ),
        (["1", "--diff", "0"], 1, "article 1 has no state 0"),
        (["2", "--diff"], 1, "article 2 has one state only: no change on its site has been seen"),
        (["2", "--diff", "1"], 1, "article 2 has one state only"),
        (["2", "--diff", "2"], 1, "article 2 has no state 2: it has 1 state, which"),
        (
            ["1", "--diff", "1", "2", "3"],
            2,
            "--diff compares two states: give it one number or two",
        ),
        (["1", "2"], 2, "numbers of states go with --diff: archive show ID --diff 1 2"),
        (["1", "--diff", "hai"], 2, "Invalid value for 'STATE': Input should be a valid integer"),
        (["1", "--diff", "--format", "json"], 2, "--revisions and --diff print text"),
        (["9", "--revisions"], 1, "there is no article 9: `archive search` prints the numbers"),
        (["99999999999999999999", "--diff"], 1, "there is no article 99999999999999999999"),
    ],
)
def test_bad_numbers_are_one_line(
    archive: Run, arguments: list[str], code: int, message: str
) -> None:
    ended, out, err = archive("show", *arguments)
    assert (ended, out) == (code, "")
    assert err.startswith(f"archive: {message}")
    assert err.count("\n") == 1


def test_the_article_names_its_capture_and_its_absence(archive: Run) -> None:
    lines = archive("show", "1")[1].splitlines()
    assert f"capture       {FILE}@2000 2026-11-22T01:30:00+07:00" in lines
    gone = next(line for line in lines if line.startswith("gone"))
    assert gone.endswith("(http-404), back since 2026-12-08 01:30:00+07:00")


def test_a_date_and_a_table_that_change_are_shown(
    store: Store, run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [[["Chi bộ", "Phiếu"], ["Hưng Dũng", "97"]]]
    changed = [[["Chi bộ", "Phiếu"], ["Hưng Dũng", "98"]]]
    store.save(reading(tables=tables))
    date = printed("2021-05-05", Precision.DAY, "5/5/2021")
    store.save(reading(tables=changed, published=date))
    monkeypatch.setenv(database.VARIABLE, database_url)
    _, out, _ = run("show", "1", "--diff")
    assert "(1 row unchanged)\nHưng Dũng | [-97-]{+98+}\n" in out
    assert "2021-05-[-04 17:29-]{+05+}\n" in out


def test_what_a_re_reading_changed_in_a_state_that_is_past(
    store: Store, engine: Engine, run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(ELECTION, capture(ELECTION))
    with Session(engine) as session:
        number = session.get_one(Article, 1).capture_id
    assert number is not None
    again = reading(parser="TuyenGiaoPage/2", title="Bắc Kạn: Đẩy mạnh", section="Tin")
    store.reread(1, again, moment("2026-11-20 09:00"), capture_id=number)
    later = replace(again, fetched_at=moment("2026-11-21 01:30"), title="Bắc Kạn: Tiêu đề mới")
    store.save(later, capture(later, offset=9))
    monkeypatch.setenv(database.VARIABLE, database_url)
    _, out, _ = run("show", "1", "--diff")
    site, _, reread = out.partition("No change on the site: ")
    assert "Bắc Kạn: [-Đẩy mạnh-]{+Tiêu đề mới+}" in site
    assert "title:\nBắc Kạn: Đẩy mạnh[- tuyên truyền" in reread
    # Of a state that is past, the section is not kept: only what had been read before is known.
    assert reread.endswith("section:\nHoạt động tuyên giáo\n")


# --- Words ----------------------------------------------------------------------------------------


def marked(old: str, new: str) -> str:
    console = Console(file=io.StringIO(), force_terminal=False)
    print_lines([compare_words(old, new)], console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().rstrip("\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("họp sáng 5/3.", "họp sáng 5/3.", "họp sáng 5/3."),
        ("họp sáng 5/3", "họp sáng 6/3", "họp sáng [-5-]{+6+}/3"),
        ("Tỉnh uỷ họp", "Tỉnh ủy họp", "Tỉnh [-uỷ-]{+ủy+} họp"),
        ("đồng chí A, Bí thư", "đồng chí A Bí thư", "đồng chí A[-,-] Bí thư"),
        ("một hai ba", "bốn năm ba", "[-một hai-]{+bốn năm+} ba"),
        ("", "Tin", "{+Tin+}"),
        ("Tin mới", "Tin", "Tin[- mới-]"),
        ("A [red]B[/red]", "A [red]C[/red]", "A [red][-B-]{+C+}[/red]"),
    ],
)
def test_words_are_compared_one_by_one(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_old_and_new_can_be_put_together_from_the_pieces() -> None:
    old, new = ELECTION.body_text, "\n\n".join(INCENSE.body)
    for first, second in ((old, new), (new, old), (old, ""), (old, old)):
        pieces = compare_words(first, second)
        for kind, text in ((Kind.REMOVED, first), (Kind.ADDED, second)):
            assert "".join(p.text for p in pieces if p.kind in (Kind.SAME, kind)) == text


def test_paragraphs_that_stay_are_left_out() -> None:
    old = "Một.\n\nHai hai.\n\nBa.\n\nBốn."
    new = "Một.\n\nHai ba.\n\nHai rưỡi.\n\nBa.\n\nBốn."
    assert compare_texts(old, new) == [
        Skipped(1),
        [Piece(Kind.SAME, "Hai "), Piece(Kind.REMOVED, "hai"), Piece(Kind.ADDED, "ba"),
         Piece(Kind.SAME, ".")],
        [Piece(Kind.ADDED, "Hai rưỡi.")],
        Skipped(2),
    ]  # fmt: skip
    assert compare_texts("", "Một.") == [[Piece(Kind.ADDED, "Một.")]]


def test_a_terminal_shows_colours_in_place_of_marks() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=20)
    print_lines(["[bold]x", compare_words("họp sáng 5/3 tại Lai Châu", "họp sáng 6/3")], console)
    assert isinstance(console.file, io.StringIO)
    out = console.file.getvalue()
    assert out.startswith("[bold]x\nhọp sáng \x1b[9;31m5")
    assert "\x1b[4;32m6" in out
    assert "[-" not in out
    assert out.count("\n") == 2
