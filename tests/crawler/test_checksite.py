"""`scrapy checksite` as it is typed, and as the night runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from signal import SIGTERM

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.alerts import Alert
from crawler.canary import LIMIT
from crawler.checking import SiteCheck, check_sites
from crawler.commands.checksite import Command
from crawler.stopping import Signals
from tests.crawler.processes import night_report
from tests.crawling import Place, Ran, run
from tests.sites.misbehaviour import status
from tests.sites.server import Replica


class NoSignal(Signals):
    """Signals that nobody sends; pytest keeps its own handlers."""

    def __init__(self) -> None:
        self.received = None


FIXTURES = Path(__file__).parents[1] / "fixtures"
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "DOWNLOAD_TIMEOUT=5")


def checked(replica: Replica, name: str, *extra: str, cwd: Path) -> Ran:
    """Run the command in a project that has the fixtures."""
    if not (cwd / "scrapy.cfg").exists():
        (cwd / "scrapy.cfg").touch()
        shutil.copytree(FIXTURES, cwd / "tests" / "fixtures")
    base = f"base_url={replica.base_url(name)}"
    return run("scrapy", "checksite", name, "-a", base, *FAST, *extra, cwd=cwd)


def test_a_changed_template_is_found_on_the_wire(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").touch()
    shutil.copytree(FIXTURES / "bac_kan", tmp_path / "tests" / "fixtures" / "bac_kan")
    with Replica(["bac_kan"], class_seed=7, unknown_classes=True) as replica:
        base = f"base_url={replica.base_url('bac_kan')}"
        ran = run("scrapy", "checksite", "bac_kan", "-a", base, *FAST, cwd=tmp_path)
        asked = replica.requests("bac_kan")
    assert (ran.code, ran.err) == (1, "")
    assert len(asked) == LIMIT
    assert asked[0] == "/robots.txt"
    assert "compared with fixture bac_kan/2026-11-22 and no article of the archive" in ran.out
    found = [line for line in ran.out.splitlines() if line.startswith("selector: ")]
    assert {line.split(":")[1].strip() for line in found} >= {"title", "body", "published_at"}
    assert not {"archive.db", "captures", "runs"} & {file.name for file in tmp_path.iterdir()}


WRONG_COMMANDS = {
    "no name": ([], 2, "name one spider: scrapy checksite NAME"),
    "unknown": (["lai_chou"], 2, "there is no spider lai_chou; did you mean lai_chau?"),
    "format": (["lai_chau", "--format", "xml"], 2, "--format xml: write table or json"),
    "argument": (["lai_chau", "-a", "full=1"], 2, "-a full: there is no such argument"),
    "origin": (["lai_chau", "-a", "base_url=x"], 2, "base_url"),
    "host": (["lai_chau"], 1, "the host of lai_chau is not known: set it with -a host="),
}


@pytest.mark.parametrize("case", WRONG_COMMANDS)
def test_a_wrong_command_is_one_clear_line(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    typed, code, message = WRONG_COMMANDS[case]
    command = Command()
    command.settings = Settings()
    command.settings.setmodule(defaults)
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    options, names = parser.parse_known_args(typed)
    options.spargs = dict(word.split("=", 1) for word in options.spargs)
    with pytest.raises(SystemExit) as left:
        command.run(names, options)
    err = capsys.readouterr().err
    assert left.value.code == code
    assert message in err
    assert len(err.splitlines()) == 1


# --- The night ---------------------------------------------------------------------------------------


def test_the_night_looks_at_a_site_with_a_serious_finding(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an"]) as replica:
        replica.misbehave("nghe_an", status(500), "/vi-vn/tin/*", times=2)
        once = ("-s", "RETRY_TIMES=0", "-s", "RETRY_BACKOFF=0.05")
        ran = place.nightly(replica, "nghe_an", *once)
        asked = replica.requests("nghe_an")
    assert ran.code == 1
    assert asked.count("/robots.txt") == 2
    values = night_report(place)["checks"]["nghe_an"]
    assert (values["findings"], len(values["articles"])) == ([], 3)
    assert values["archive"]["articles"] > 10
    assert "nghe_an: 3 articles are read as they were" in ran.out


def test_the_alert_has_what_was_seen() -> None:
    alert = Alert("archive: 1 finding", [], seen=["nghe_an: selector: lead: ..."])
    wanted = "\n\nWhat a look at these sites showed:\nnghe_an: selector: lead: ...\n"
    assert alert.text.endswith(wanted)
    assert "look at these sites" not in Alert("all is well", []).text


def test_the_lines_of_a_check_say_what_it_found() -> None:
    wrong = {"word": "selector", "message": "lead: ..."}
    assert list(SiteCheck("a", {"findings": [wrong], "articles": []}).lines()) == [
        "a: selector: lead: ..."
    ]
    assert list(SiteCheck("a", None, "exit code 2").lines()) == [
        "a: the site could not be checked: exit code 2"
    ]


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("echo 'there is no spider x' >&2; exit 2", "there is no spider x"),
        ("exit 3", "exit code 3"),
    ],
)
def test_a_check_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, problem: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    (check,) = check_sites({"x": {}}, settings_given=(), at_once=2, signals=NoSignal())
    assert (check.values, check.problem) == (None, problem)


def test_after_a_signal_no_site_is_looked_at() -> None:
    signals = NoSignal()
    signals.received = SIGTERM
    (check,) = check_sites({"nghe_an": {}}, settings_given=(), at_once=2, signals=signals)
    assert (check.values, check.problem) == (None, "it was given up")
