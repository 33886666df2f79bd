"""A site that hangs or dies takes no other with it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crawling import Place
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
            *replica.names,
            *("-s", "NIGHTLY_SILENCE=6", "-s", "RETRY_BACKOFF=0.1", "-s", "RETRY_TIMES=1"),
        )
        stored = {article.title for article in place.articles()}
        assert stored == {truth.title for truth in replica.truth("nghe_an")}
    assert ran.code == 1
    rows = {
        line.split("│")[1].strip(): line for line in ran.out.splitlines() if line.count("│") > 5
    }
    assert "no progress for 6 s" in rows["quang_tri"]
    assert "connection-refused" in rows["binh_thuan"]
    assert " ok " in rows["nghe_an"]
    assert "Traceback" not in ran.out + ran.err
