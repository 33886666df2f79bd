"""A database that is away for a while, or all night: the nightly run survives it and says so."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from archive import database, runs
from tests.crawler.alert_servers import MailServer, Webhook, serving
from tests.crawler.processes import FAST, Program, Proxy, copies, night_report, slow_replica, until
from tests.crawling import Place
from tests.postgresql import Server
from tests.sites.server import Replica


@pytest.fixture
def proxy(postgresql_server: Server) -> Iterator[Proxy]:
    folder = make_url(postgresql_server.url).query["host"]
    found = Proxy(Path(str(folder)) / ".s.PGSQL.5432")
    yield found
    found.cut()


@pytest.fixture
def url(postgresql_server: Server) -> Iterator[str]:
    address = postgresql_server.create("away")
    database.upgrade(address)
    yield address
    postgresql_server.drop("away")


def nightly(place: Place, replica: Replica, proxy: Proxy, *extra: str, **more: str) -> Program:
    address = f"postgresql://postgres@127.0.0.1:{proxy.port}/away"
    return Program(
        place,
        *("scrapy", "nightly", *replica.names, *copies(place, replica), *FAST, *extra),
        ARCHIVE_DATABASE_URL=address,
        **more,
    )


def states(url: str) -> list[str]:
    engine = database.open_database(url, read_only=True)
    found = [summary.run.state for summary in runs.recent(engine, 5)]
    engine.dispose()
    return found


def test_a_database_that_comes_back_is_waited_for(tmp_path: Path, proxy: Proxy, url: str) -> None:
    with Replica(["nghe_an"]) as replica:
        program = nightly(Place(tmp_path), replica, proxy, "-s", "NIGHTLY_PATIENCE=60")
        threading.Timer(5, proxy.mend).start()
        ran = program.wait()
    assert (ran.code, ran.err) == (0, "")
    assert states(url) == ["finished"]


def test_a_database_that_stays_away_is_told_and_ends_the_night(
    tmp_path: Path, proxy: Proxy
) -> None:
    hook, mail = Webhook(), MailServer()
    with Replica(["nghe_an"]) as replica, serving(hook, mail):
        patience = ("-s", "NIGHTLY_PATIENCE=1")
        given = hook.settings | mail.settings
        ran = nightly(Place(tmp_path), replica, proxy, *patience, **given).wait()
        assert replica.requests("nghe_an") == []
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    report = night_report(Place(tmp_path))
    assert (report["run"], report["exit_code"], report["sites"]) == (None, 1, [])
    (finding,) = report["findings"]
    assert finding["message"] == f"the archive could not be used: {line}"
    assert re.fullmatch(
        r"archive: nightly run of \d{4}-\d\d-\d\d: 1 finding, 1 new", hook.posts[0]["subject"]
    )
    assert [message["Subject"] for message in mail.messages] == [hook.posts[0]["subject"]]
    assert [alert["problem"] for alert in report["alerts"]] == [None, None]


@pytest.mark.slow
def test_a_database_that_goes_in_the_night_is_told_at_its_end(
    tmp_path: Path, proxy: Proxy, url: str
) -> None:
    proxy.mend()
    hook = Webhook()
    with slow_replica("nghe_an", delay=0.2) as replica, serving(hook):
        patience = ("-s", "NIGHTLY_PATIENCE=1")
        program = nightly(Place(tmp_path), replica, proxy, *patience, **hook.settings)
        until(lambda: len(replica.requests("nghe_an")) > 15)
        proxy.cut()
        ran = program.wait()
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert len(ran.err.splitlines()) == 1
    report = night_report(Place(tmp_path))
    assert report["run"] is not None
    findings = {(finding["site"], finding["monitor"]) for finding in report["findings"]}
    assert findings == {(None, "night"), ("nghe_an", "trouble")}
    (site,) = report["sites"]
    assert sum(site["outcomes"].values()) == site["found"] > 0
    assert len(hook.posts) == 1
    assert states(url) == ["running"]


def test_a_night_that_waits_for_its_database_can_be_stopped(tmp_path: Path, proxy: Proxy) -> None:
    with Replica(["nghe_an"]) as replica:
        program = nightly(Place(tmp_path), replica, proxy, "-s", "NIGHTLY_PATIENCE=600")
        until((tmp_path / "captures" / "locks" / "nightly.lock").exists)
        threading.Timer(4, program.send, (signal.SIGTERM,)).start()
        ran = program.wait()
    assert ran.code == 143
    assert len(ran.err.splitlines()) == 1
