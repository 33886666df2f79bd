"""A site that hangs or dies takes no other with it, and the operator is told once a night."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import database, runs
from tests.crawler.alert_servers import MailServer, Webhook, serving
from tests.crawler.processes import FAST, copies, night_report
from tests.crawling import Place, run
from tests.sites.server import Replica


@contextmanager
def silent_server() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def unused() -> str:
    """The address of a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_site_that_hangs_and_one_that_is_gone_leave_the_others_alone(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an", "quang_tri", "binh_thuan"]) as replica, silent_server() as silent:
        replica.base_urls |= {"quang_tri": silent, "binh_thuan": unused()}
        ran = place.nightly(
            replica,
            *("-s", "NIGHTLY_SILENCE=12", "-s", "STOP_PATIENCE=2"),
            *("-s", "RETRY_BACKOFF=0.1", "-s", "RETRY_TIMES=1"),
        )
        stored = {article.title for article in place.articles()}
        assert stored == {truth.title for truth in replica.truth("nghe_an")}
    assert ran.code == 1
    rows = {
        line.split("│")[1].strip(): line for line in ran.out.splitlines() if line.count("│") > 5
    }
    assert "no progress for 12 s" in rows["quang_tri"]
    assert "connection-refused" in rows["binh_thuan"], ran.out
    assert " ok " in rows["nghe_an"]
    assert "Traceback" not in ran.out + ran.err


def told(place: Place, replica: Replica, *extra: str, **environment: str) -> int:
    """Run a night; return its exit code."""
    command = ("scrapy", "nightly", *replica.names, *copies(place, replica), *FAST, *extra)
    ran = run(*command, cwd=place.folder, ARCHIVE_DATABASE_URL=place.url, **environment)
    assert "Traceback" not in ran.out + ran.err
    return ran.code


def test_a_night_is_recorded_and_told_once(tmp_path: Path) -> None:
    """One site is down for two nights: one message each, and none when it is back."""
    place = Place(tmp_path).upgrade()
    mail, hook = MailServer(), Webhook()
    ways = mail.settings | hook.settings
    with Replica(["nghe_an", "bac_kan"]) as replica, serving(mail, hook):
        up = dict(replica.base_urls)
        replica.base_urls["bac_kan"] = unused()
        assert told(place, replica, **ways) == 1
        assert told(place, replica, **ways) == 1
        replica.base_urls.update(up)
        assert told(place, replica, **ways) == 0
        assert len(hook.posts) == len(mail.messages) == 2
        assert told(place, replica, **ways, ALERT_ALWAYS="1") == 0
    first, second, well = hook.posts
    (finding,) = first["findings"]
    assert (finding["site"], finding["monitor"], finding["new"]) == ("bac_kan", "trouble", True)
    down = finding["message"]
    assert down.startswith("no listing page could be read: ")
    assert down.endswith("connection-refused (1)")
    (finding,) = second["findings"]
    assert (finding["monitor"], finding["severity"]) == ("unreachable", "serious")
    assert finding["message"].startswith(f"{down}; so in the last 2 runs, since ")
    assert (well["findings"], well["subject"].endswith(": all is well")) == ([], True)
    report = night_report(place)
    assert (report["run"], report["state"], report["exit_code"]) == (4, "finished", 0)
    assert report["alerts"] == [
        {"way": "e-mail", "problem": None},
        {"way": "webhook", "problem": None},
    ]
    engine = database.open_database(place.url, read_only=True)
    nights = runs.recent(engine, 9)
    engine.dispose()
    assert [(x.run.command, x.run.state, x.sites, x.troubled) for x in nights] == [
        ("nightly", "finished", 2, 0),
        ("nightly", "finished", 2, 0),
        ("nightly", "finished", 2, 1),
        ("nightly", "finished", 2, 1),
    ]
    last, first_night = nights[0], nights[-1]
    assert last.found == 0  # a quiet night, and well
    (site,) = [site for site in first_night.run.sites if site.spider == "nghe_an"]
    assert site.found == sum(site.outcomes.values()) == len(replica.truth("nghe_an"))
    assert site.fields["articles"] == site.found
    assert site.requests > site.found
    assert "script: " in (site.fingerprint or "")


def test_a_folder_of_runs_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    (tmp_path / "runs").write_text("in the way")
    command = ("scrapy", "nightly", "nghe_an")
    ran = run(*command, cwd=place.folder, ARCHIVE_DATABASE_URL=place.url)
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("the folder runs/20")
    assert line.endswith(" of RUNS_FOLDER cannot be made: Not a directory")


def test_an_alert_that_cannot_be_delivered_is_reported(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an"]) as replica:
        given = {"ALERT_WEBHOOK": unused(), "ALERT_ALWAYS": "1"}
        command = ("scrapy", "nightly", "nghe_an", *copies(place, replica), *FAST)
        ran = run(*command, cwd=place.folder, ARCHIVE_DATABASE_URL=place.url, **given)
    assert ran.code == 0
    (line,) = ran.err.splitlines()
    assert line.startswith("the alert was not delivered by webhook: ")
    (delivery,) = night_report(place)["alerts"]
    assert delivery["problem"] in line
