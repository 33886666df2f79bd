"""Every page that a crawl asks for is captured, under the address of the real site."""

from __future__ import annotations

import gzip
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.checker import Checker  # type: ignore[import-untyped]

from archive import database
from archive.captures import read_capture
from archive.captures.members import Member, Record, walk
from archive.models import Article, Capture
from crawler.middlewares.download import change_origin
from tests.crawling import PROGRAMS, ROOT, Place, run
from tests.sites.server import Replica


def records(folder: Path, *kinds: str) -> list[Record]:
    """The records of all WARC files below a folder, in order."""
    found = []
    for path in sorted(folder.glob("captures/*/*.warc.gz")):
        for place in walk(path.read_bytes()):
            assert isinstance(place, Member)
            found.append(place.record)
    return [record for record in found if not kinds or record.kind in kinds]


def target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Replica]]:
    """One night on a site, and one on another system."""
    place = Place(tmp_path_factory.mktemp("crawl")).upgrade()
    with Replica(["nghe_an", "binh_thuan"]) as replica:
        place.crawl("nghe_an", replica.base_url("nghe_an"))
        place.crawl("binh_thuan", replica.base_url("binh_thuan"))
        yield place, replica


def test_a_copy_changes_the_origin_only() -> None:
    url = "https://nghean.dcs.vn/vi-vn/tin/phat-huy%E2%80%9D-/506432-16570-573701?a=1"
    assert change_origin(url, "http://127.0.0.1:8080") == (
        "http://127.0.0.1:8080/vi-vn/tin/phat-huy%E2%80%9D-/506432-16570-573701?a=1"
    )


@pytest.mark.parametrize("name", ["nghe_an", "binh_thuan"])
def test_everything_that_was_asked_for_is_captured(
    crawled: tuple[Place, Replica], name: str
) -> None:
    place, replica = crawled
    asked = [request for request in replica.requests(name) if request != "/robots.txt"]
    requests = [
        record
        for record in records(place.folder, "request")
        if record.headers["warc-target-uri"].partition("//")[2].startswith(HOSTS[name])
    ]
    assert [target(r.headers["warc-target-uri"]) for r in requests] == asked
    assert len(asked) > 20


HOSTS = {"nghe_an": "nghean.dcs.vn", "binh_thuan": "btgtu.binhthuan.dcs.vn"}


def test_captures_have_the_address_of_the_real_site(crawled: tuple[Place, Replica]) -> None:
    place, _ = crawled
    hosts = set()
    for record in records(place.folder, "request", "response", "revisit"):
        assert "127.0.0.1" not in record.headers["warc-target-uri"]
        hosts.add(urlsplit(record.headers["warc-target-uri"]).netloc)
        if record.kind == "request":
            line, headers, _ = record.message()
            assert line.endswith(" HTTP/1.1")
            assert dict(headers)["Host"] == urlsplit(record.headers["warc-target-uri"]).netloc
            assert dict(headers)["Accept-Encoding"] == "gzip"
        else:
            # What was really contacted is said too.
            assert record.headers["warc-ip-address"] == "127.0.0.1"
    assert hosts == set(HOSTS.values())


def test_an_article_points_to_its_page(crawled: tuple[Place, Replica]) -> None:
    place, replica = crawled
    engine = database.open_database(place.url, read_only=True)
    with Session(engine) as session:
        articles = session.query(Article).all()
        assert len(articles) > 40
        for article in articles:
            capture = article.capture
            assert capture is not None
            assert capture.kind == "article"
            page = read_capture(place.folder / "captures", capture)
            name = article.site.spider
            assert page.status == 200
            assert page.body == replica.sites[name].lookup(target(capture.url)).body
            assert article.title.split()[0] in page.body.decode()
        kinds = {capture.kind for capture in session.query(Capture)}
    engine.dispose()
    assert kinds == {"article", "listing"}


def test_warcio_reads_what_was_written(crawled: tuple[Place, Replica]) -> None:
    place, replica = crawled
    paths = sorted(map(str, place.folder.glob("captures/*/*.warc.gz")))

    class Inputs:
        inputs = paths
        verbose = False

    assert Checker(Inputs).process_all() == 0
    replayed = {}
    for path in paths:
        with Path(path).open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    replayed[url] = record.content_stream().read()
    site = replica.sites["nghe_an"]
    articles = [path for path in site.pages if f"https://{HOSTS['nghe_an']}{path}" in replayed]
    assert len(articles) > 20
    for path in articles:
        assert replayed[f"https://{HOSTS['nghe_an']}{path}"] == site.lookup(path).body


def test_archive_verify_agrees(crawled: tuple[Place, Replica]) -> None:
    place, _ = crawled
    ran = run("archive", "verify", cwd=place.folder, ARCHIVE_DATABASE_URL=place.url)
    assert (ran.code, ran.err) == (0, "")


def test_what_has_not_changed_is_not_kept_twice(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an"]) as replica:
        place.crawl("nghe_an", replica.base_url("nghe_an"))
        first = len(records(tmp_path, "response"))
        place.crawl("nghe_an", replica.base_url("nghe_an"), "-a", "full=1")
    again = records(tmp_path, "response", "revisit")[first:]
    assert [record.kind for record in again].count("revisit") > 5
    ran = run("archive", "verify", cwd=tmp_path, ARCHIVE_DATABASE_URL=place.url)
    assert ran.code == 0, ran.out


@pytest.mark.parametrize(
    "options",
    [("-s", "ARCHIVE_CAPTURES="), ("-s", "ARCHIVE_DATABASE_URL=", "-O", "out.jsonl")],
    ids=["switched-off", "no-database"],
)
def test_captures_can_be_left_out(tmp_path: Path, options: tuple[str, ...]) -> None:
    with Replica(["nghe_an"]) as replica:
        _, report = (
            Place(tmp_path).upgrade().crawl("nghe_an", replica.base_url("nghe_an"), *options)
        )
    assert report.kept > 20
    assert not records(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_before_the_crawl(tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("")
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an"]) as replica:
        ran = run(
            *("scrapy", "crawl", "nghe_an", "-a", f"base_url={replica.base_url('nghe_an')}"),
            cwd=tmp_path,
            ARCHIVE_DATABASE_URL=place.url,
        )
        assert not replica.requests("nghe_an")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert ran.err.count("\n") == 1


def test_a_page_that_cannot_be_written_ends_the_crawl_in_order(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "nghe_an").write_text("in the way")
    with Replica(["nghe_an"]) as replica:
        ran, report = place.crawl("nghe_an", replica.base_url("nghe_an"))
        assert replica.requests("nghe_an") == ["/robots.txt", "/"]
    assert ran.code == 1
    assert report.error is not None
    assert report.error.startswith("captures/nghe_an cannot be written (File exists)")
    assert report.listing_failures == {"captures": 1}
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "pages", [17, *(pytest.param(pages, marks=pytest.mark.slow) for pages in (3, 31))]
)
def test_a_crawl_that_was_killed_leaves_captures_in_order(tmp_path: Path, pages: int) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an"]) as replica:
        command = ["scrapy", "crawl", "nghe_an", "-a", f"base_url={replica.base_url('nghe_an')}"]
        environment = {
            "ARCHIVE_DATABASE_URL": place.url,
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [str(PROGRAMS / command[0]), *command[1:], "-s", "DOWNLOAD_DELAY=0"],
            cwd=tmp_path,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while len(replica.requests("nghe_an")) < pages:
            assert process.poll() is None
            time.sleep(0.001)
        process.kill()
        process.wait()
    verified = run("archive", "verify", "--repair", cwd=tmp_path, ARCHIVE_DATABASE_URL=place.url)
    assert verified.code == 0, verified.out
    verified = run("archive", "verify", cwd=tmp_path, ARCHIVE_DATABASE_URL=place.url)
    assert verified.out.endswith("all is well.\n")
    assert len(records(tmp_path, "response")) >= pages - 2  # robots.txt, and the one under way


PAGE = "<html><body><h1>Tin tức</h1><p>Không có tin.</p></body></html>"


class ChunkedPages(BaseHTTPRequestHandler):
    """Sends pages in chunks, packed and with two headers of one name."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ):
            self.send_header(name, value)
        self.end_headers()
        body = gzip.compress(PAGE.encode(), mtime=0)
        for piece in (body[:30], body[30:], b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_chunks_are_put_together_and_not_announced(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), ChunkedPages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        place = Place(tmp_path).upgrade()
        place.crawl("nghe_an", f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (response,) = records(tmp_path, "response")
    line, headers, body = response.message()
    assert line == "HTTP/1.1 200 OK"
    assert gzip.decompress(body).decode() == PAGE
    assert "transfer-encoding" not in {name.lower() for name, _ in headers}
    assert [value for name, value in headers if name == "Set-Cookie"] == ["a=1", "b=2"]
