"""`scrapy review`: what is asked, what an answer enters, and what becomes of the register."""

from __future__ import annotations

import io
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive import sites
from archive.sites import Status
from crawler import settings as defaults
from crawler.commands.review import Command
from crawler.fixtures import Fixture, Value, fixtures_of, load, unreviewed
from crawler.fixtures.excerpts import Line, excerpt, mark, page_lines
from crawler.fixtures.questions import PUBLISHED, Question, parse, questions, written
from crawler.fixtures.reviewing import editor, reviewer, shortened
from crawler.fixtures.session import settle
from crawler.spiders.lai_chau import LaiChauSpider
from tests.crawler.test_fixtures import page, recorded_anew

# The listing, and eleven questions for an article.
ALL = 12


@dataclass
class Desk:
    """A project with unreviewed pages, and a person who types."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def answer(self, *lines: str, name: str = "lai_chau", end: str = "") -> tuple[int, str, str]:
        """Type lines; return exit code, and what was shown on both outputs."""
        typed = "".join(f"{line}\n" for line in lines) + end
        self.monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        command = Command()
        command.settings = Settings()
        command.settings.setmodule(defaults)
        try:
            command.run([name] if name else [], Namespace())
            code = command.exitcode
        except SystemExit as left:
            code = int(str(left.code))
        shown = self.capsys.readouterr()
        return code, shown.out, shown.err

    @property
    def fixture(self) -> Fixture:
        (found,) = fixtures_of("lai_chau")
        return found

    def status(self) -> Status | None:
        site = sites.site_of("lai_chau")
        assert site is not None
        return site.status

    def set_status(self, status: Status) -> None:
        sites.set_status(sites.SITES_FILE, "lai_chau", status, date(2026, 1, 1))


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    (tmp_path / "scrapy.cfg").touch()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "git").write_text("[user]\nname = Lan Anh\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "git"))
    register = tmp_path / "sites.toml"
    shutil.copy(sites.SITES_FILE, register)
    monkeypatch.setattr(sites, "SITES_FILE", register)
    sites.register.cache_clear()
    recorded_anew(tmp_path / "tests" / "fixtures", 1)
    yield Desk(tmp_path, capsys, monkeypatch)
    sites.register.cache_clear()


def test_all_is_asked_once_and_the_register_changes_at_the_end(desk: Desk) -> None:
    desk.set_status(Status.UNVERIFIED)
    code, out, err = desk.answer(*["y"] * ALL)
    assert (code, err) == (0, "")
    assert out.count("y/e/n/s/q, ? for help: y") == ALL
    assert unreviewed(desk.fixture) == []
    title = desk.fixture.expected(0)["title"]
    assert (title.reviewed, title.by) == (True, "Lan Anh")
    assert title.on is not None
    assert desk.status() is Status.FIXTURE_TESTED
    assert "lai_chau is now fixture-tested, and the nightly run crawls it" in out
    assert "next: scrapy checksite lai_chau" in out
    code, out, _ = desk.answer()
    assert code == 0
    assert "lai_chau stays fixture-tested" in out


@pytest.mark.parametrize(
    ("origin", "before", "after"),
    [
        ("site", Status.REPLICA_TESTED, Status.FIXTURE_TESTED),
        ("replica", Status.REPLICA_TESTED, Status.REPLICA_TESTED),
        ("replica", Status.UNVERIFIED, Status.FIXTURE_TESTED),
        ("site", Status.FIXTURE_TESTED, Status.FIXTURE_TESTED),
    ],
)
def test_a_copy_does_not_raise_a_site_of_the_replica(
    desk: Desk, origin: str, before: Status, after: Status
) -> None:
    desk.set_status(before)
    path = desk.fixture.path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('origin = "site"', f'origin = "{origin}"'), encoding="utf-8")
    settle("lai_chau", [load(path.parent)])
    assert desk.status() is after


@pytest.mark.parametrize("end", ["q\n", ""])
def test_nothing_is_lost_by_quitting(desk: Desk, end: str) -> None:
    status = desk.status()
    code, out, _ = desk.answer("y", "y", "s", "y", end=end)
    assert code == 1
    assert f"{ALL - 3} of {ALL} left: scrapy review lai_chau goes on with them" in out
    reviewed = [name for name, x in desk.fixture.expected(0).items() if x.reviewed]
    assert reviewed == ["title", "body"]
    assert desk.status() is status
    code, out, _ = desk.answer("y", end="q\n")
    assert f"lead (1 of {ALL - 3})" in out
    assert desk.fixture.expected(0)["lead"].reviewed


def test_nothing_is_lost_by_ctrl_c(desk: Desk) -> None:
    answers = iter(["y", "y"])

    def ask(prompt: str) -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    desk.monkeypatch.setattr("crawler.fixtures.session._ask", ask)
    code, out, err = desk.answer()
    assert code == 1
    assert f"{ALL - 2} of {ALL} left" in out
    assert "Traceback" not in out + err


def test_wrong_keys_are_explained(desk: Desk) -> None:
    _, out, _ = desk.answer("x", "?", "Y", "q")
    assert "x: there is no such answer; there are:" in out
    assert out.count("  n  nothing: the page prints none") == 2
    assert desk.fixture.sheet.named.reviewed


def test_the_page_and_the_value_stand_side_by_side(desk: Desk) -> None:
    _, out, _ = desk.answer("y", "q")
    _, _, shown = out.partition(f"title (2 of {ALL})")
    lines = shown.splitlines()
    assert any(line.startswith("▶ Tổng kết công tác tuyên giáo năm 2023") for line in lines)
    assert any("Tổng kết công tác tuyên giáo năm" in line[60:] for line in lines)
    assert "rule: h1[itemprop=headline]" in shown
    assert "lai_chau 2026-11-22, article 1 of 1" in out


def test_what_the_page_does_not_print_is_entered_as_nothing(desk: Desk) -> None:
    desk.answer(*["y"] * 4, "n", end="q\n")
    author = desk.fixture.expected(0)["author"]
    assert (author.value, author.rule, author.reviewed) == (None, None, True)


def test_an_article_needs_a_title(desk: Desk) -> None:
    _, out, _ = desk.answer("y", "n", "q")
    assert "an article needs title: edit it, or skip it" in out
    assert not desk.fixture.expected(0)["title"].reviewed


def test_an_edited_value_is_read_otherwise_until_the_page_object_is_mended(desk: Desk) -> None:
    desk.set_status(Status.UNVERIFIED)
    code, out, _ = desk.answer("y", "e", "Một tiêu đề khác", *["y"] * (ALL - 2))
    assert code == 1
    assert "lai_chau/2026-11-22/article-1: title: " in out
    assert "expected 'Một tiêu đề khác' (by no rule), read 'Tổng kết công tác" in out
    assert "mend the page object until `pytest tests/crawler/test_contract.py -k lai_chau`" in out
    assert desk.status() is Status.UNVERIFIED
    assert desk.answer()[0] == 1


def test_an_edited_date_is_checked(desk: Desk) -> None:
    answers = ["y"] * 7
    _, out, _ = desk.answer(
        *answers, "e", "2021-02-30", "30/2/2021", "e", "4.5.2021", "", "e", "2021-05", "5/2021", "q"
    )
    assert "not taken: '2021-02-30' is no date of the calendar" in out
    assert "not taken: '4.5.2021' is no date: write 2021-05-04T17:29" in out
    expected = desk.fixture.expected(0)
    assert {name: expected[name].value for name in PUBLISHED} == {
        "published_at": "2021-05-01T00:00:00+07:00",
        "published_precision": "month",
        "published_raw": "5/2021",
        "published_rule": None,
    }
    assert all(expected[name].reviewed for name in PUBLISHED)


def test_long_values_are_written_line_by_line(desk: Desk) -> None:
    body = ["Đoạn một.", "Đoạn hai."]
    pictures = ["https://a.vn/1.jpg | Quang cảnh", "https://a.vn/2.jpg"]
    answers = ["y", "y", "y", "e", *body, "."]
    answers += ["y"] * 5 + ["e", "a picture", ".", "e", *pictures, ".", "q"]
    _, out, _ = desk.answer(*answers)
    expected = desk.fixture.expected(0)
    assert expected["body"].value == body
    assert expected["images"].value == [
        {"url": "https://a.vn/1.jpg", "caption": "Quang cảnh"},
        {"url": "https://a.vn/2.jpg", "caption": None},
    ]
    assert "not taken: write an address | caption, one a line" in out


# --- Wrong commands ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("", 2, "name one spider: scrapy review NAME"),
        ("lai_chou", 2, "there is no spider lai_chou; did you mean lai_chau?"),
        ("nghe_an", 1, "nghe_an has no recorded pages: `scrapy newsite` records them"),
    ],
)
def test_a_wrong_command_is_one_clear_line(desk: Desk, name: str, code: int, message: str) -> None:
    ended, _, err = desk.answer(name=name)
    assert ended == code
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_damaged_fixture_is_one_clear_line(desk: Desk) -> None:
    desk.fixture.path.write_text("spider = ", encoding="utf-8")
    code, _, err = desk.answer("y")
    assert code == 1
    assert len(err.splitlines()) == 1
    assert "expected.toml is no TOML" in err


def test_a_spider_without_an_entry_is_one_clear_line(desk: Desk) -> None:
    text = sites.SITES_FILE.read_text(encoding="utf-8")
    sites.SITES_FILE.write_text(text.replace('spider = "lai_chau"', 'spider = "lai_chauu"'))
    sites.register.cache_clear()
    code, _, err = desk.answer(*["y"] * ALL)
    assert code == 1
    assert "has no entry with spider = 'lai_chau': add one" in err


# --- Questions -------------------------------------------------------------------------------------


def question(desk: Desk, name: str) -> Question:
    asked = questions(desk.fixture, LaiChauSpider)
    return next(x for x in asked if x.number is not None and x.name == name)


def test_a_date_is_one_question_and_an_unconfirmed_value_is_read_anew(desk: Desk) -> None:
    text = desk.fixture.path.read_text(encoding="utf-8")
    old = 'value = "Hoàng Thu Trang"'
    desk.fixture.path.write_text(text.replace(old, 'value = "Cũ"'), encoding="utf-8")
    asked = questions(desk.fixture, LaiChauSpider)
    assert len(asked) == ALL
    assert asked[7].fields == PUBLISHED
    assert question(desk, "author").values["author"] == Value(
        "Hoàng Thu Trang", "nukeviet:author-line"
    )


@pytest.mark.parametrize(
    "name", ["title", "body", "published_at", "images", "attachments", "updated_at", "section"]
)
def test_what_is_offered_for_change_comes_back_as_it_was(desk: Desk, name: str) -> None:
    asked = question(desk, name)
    values = {field: value.value for field, value in asked.values.items()}
    assert parse(asked, written(asked)) == values | (
        {"published_rule": None} if name == "published_at" else {}
    )


WRONG: dict[str, tuple[str, list[str], str]] = {
    "no raw": ("published_at", ["2021-05-04"], "on a second line"),
    "attachment": ("attachments", ["https://a.vn/1.pdf"], "write the name behind the address"),
    "address": ("url", ["tin-tuc"], "is no address such as"),
    "no title": ("title", [" "], "an article needs title"),
    "updated": ("updated_at", ["hôm qua"], "is no date"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_not_taken(desk: Desk, case: str) -> None:
    name, lines, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        parse(question(desk, name), lines)


# --- Excerpts --------------------------------------------------------------------------------------


LINES = ["<meta og:title> Một tin", "Trang chủ", "Một tin", "04/05/2021", "Đoạn một dài.", "Hết"]


def marked(texts: list[str], anchors: list[str] | None = None) -> list[str]:
    found = excerpt(mark(LINES, texts), anchors or [])
    return [f"▶{line.text}" if line.marked else line.text for line in found]


def test_the_text_counts_before_the_head() -> None:
    assert "▶Một tin" in marked(["Một tin"])
    assert marked(["Một tin"])[0] == "<meta og:title> Một tin"
    assert mark(LINES[:1], ["Một tin"]) == [Line(LINES[0], 16, 23)]


def test_a_short_value_is_a_whole_line() -> None:
    assert "▶Hết" in marked(["Hết"])
    assert [line for line in marked(["04"]) if line.startswith("▶")] == []


def test_nothing_is_shown_beside_where_it_would_stand() -> None:
    assert marked([], ["Đoạn một dài."])[-2:] == ["Đoạn một dài.", "Hết"]
    assert marked([], []) == []


def test_lines_of_a_page_have_its_head_pictures_and_tables() -> None:
    body = (
        "<html><head><title>Tin</title><meta name='author' content='admin'>"
        "<link rel='canonical' href='/a'></head><body><h1>Một  tin</h1><script>x</script>"
        "<p>Đoạn</p><img src='/1.jpg' alt='Ảnh' width='500'></body></html>"
    )
    assert page_lines(page(body=body.encode())) == [
        *("<title> Tin", "<meta author> admin", "<link canonical> /a"),
        *("Một tin", "Đoạn", "[picture] Ảnh /1.jpg"),
    ]
    assert page_lines(page(body=b"%PDF")) == []


def test_a_long_paragraph_is_shown_by_its_ends() -> None:
    assert shortened("a" * 500).count("a") == 150


# --- Who, and with which editor ------------------------------------------------------------------


def test_who_answers_is_known_to_git_or_to_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("[user]\nname = Thu Hà\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "git"))
    assert reviewer() == "Thu Hà"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.setenv("USER", "thuha")
    assert reviewer() == "thuha"


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def with_editor(command: str) -> Any:
        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setenv("VISUAL", command)
        return editor()

    return with_editor


def test_an_editor_changes_lines(at_terminal: Callable[[str], Any]) -> None:
    edit = at_terminal("sed -i s/Mot/Một/")
    assert edit(["Mot", "Hai"]) == ["Một", "Hai"]


@pytest.mark.parametrize("command", ["false", "/no/such/editor"])
def test_an_editor_that_fails_changes_nothing(
    at_terminal: Callable[[str], Any], command: str
) -> None:
    with pytest.raises(ValueError, match="the editor"):
        at_terminal(command)(["Một"])


def test_without_a_terminal_there_is_no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "vi")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert editor() is None
