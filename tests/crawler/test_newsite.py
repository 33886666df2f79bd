"""`scrapy newsite` as an operator types it, against servers on loopback."""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import time
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from archive.sites import Status, read_register
from crawler.commands import newsite
from crawler.commands.newsite import Command
from crawler.fixtures import load, unreviewed
from crawler.platforms.nukeviet import NukeVietSpider
from crawler.scouting.newsite import NewSite, Unclear
from crawler.scouting.scout import Scout
from crawler.scouting.source import NewSpider, spider_source
from crawler.scouting.target import read_target
from tests.crawler.scouting.looking import FakeGet
from tests.crawler.scouting.projects import make_project
from tests.crawler.test_faults_addresses import Authority
from tests.crawling import PROGRAMS, ROOT
from tests.sites.platforms import SITES
from tests.sites.server import Server
from tests.sites.site import Page

DELAY = 0.1  # seconds
KNOWN = ("--province", "thai-nguyen", "--body", "Ban Tuyên giáo Tỉnh ủy")


def test_a_site_becomes_a_spider_that_finds_its_articles(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    site = SITES["nukeviet"]()
    moments: list[float] = []

    def answer(target: str) -> Page:
        moments.append(time.monotonic())
        return site.lookup(target)

    with Server({"mau": answer}) as server:
        url = server.base_urls["mau"]
        ran = project.scrapy("newsite", "mau", f"{url}/", *KNOWN, delay=DELAY)
        assert ran.code == 0, ran.err
        asked = list(server.logs["mau"])
        crawl = project.scrapy("crawl", "mau", "-a", f"base_url={url}", "-O", "mau.jsonl")

    # Politely: robots.txt first, at most 12 requests, never faster than the delay, each printed.
    assert asked[0] == "/robots.txt"
    assert len(asked) <= 12
    # A single pause may look shorter at the server, where a request arrives late.
    assert moments[len(asked) - 1] - moments[0] >= 0.9 * DELAY * (len(asked) - 1)
    printed = [line.split()[2] for line in ran.out.splitlines() if line[:2].strip().isdigit()]
    assert [address.removeprefix(site.origin) for address in printed[2:]] == asked[2:]

    # What was found is printed with its evidence.
    assert 'NukeViet: meta generator "NukeViet v4.5"' in ran.out
    for label in ("system", "section", "pager", "feed", "sitemap", "articles", "date", "province"):
        assert f"\n{label} " in ran.out

    # The spider is short and clean.
    file = project.spiders / "mau.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 12
    for command in (
        ("ruff", "check", "--no-cache", "--config", str(ROOT / "pyproject.toml")),
        ("ruff", "format", "--check", "--no-cache", "--config", str(ROOT / "pyproject.toml")),
    ):
        subprocess.run([PROGRAMS / command[0], *command[1:], file], check=True, capture_output=True)

    # The register and the fixture hold it as unproven.
    (entry,) = read_register(project.register)
    assert (entry.spider, entry.host, entry.cms) == ("mau", site.host, "nukeviet")
    assert entry.status is Status.UNVERIFIED
    (folder,) = (project.fixtures / "mau").iterdir()
    fixture = load(folder)
    assert len(fixture.articles) == 3
    assert fixture.sheet.origin == "replica"
    assert len(unreviewed(fixture)) > 3 * 10

    assert crawl.code == 0, crawl.err
    lines = (project.folder / "mau.jsonl").read_text(encoding="utf-8").splitlines()
    assert {truth.title for truth in site.truths} <= {json.loads(line)["title"] for line in lines}


def test_pages_are_recorded_for_a_spider_that_has_none(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    site = SITES["nukeviet"]()
    written = NewSpider(
        name="mau",
        host=site.host,
        scheme="https",
        province="thai-nguyen",
        body="Ban Tuyên giáo Tỉnh ủy",
        base=NukeVietSpider,
        start_path="/",
        article_pattern=None,
        shape_only=False,
        note="Unverified.",
    )
    source = spider_source(written)
    (project.spiders / "mau.py").write_text(source, encoding="utf-8")
    with Server({"mau": site.lookup}) as server:
        copy = f"base_url={server.base_urls['mau']}"
        first = project.scrapy("newsite", "mau", "-a", copy)
        second = project.scrapy("newsite", "mau", "-a", copy)
    assert first.code == 0, first.err
    (folder,) = (project.fixtures / "mau").iterdir()
    assert len(load(folder).articles) == 3
    assert (project.spiders / "mau.py").read_text(encoding="utf-8") == source
    assert (second.code, len(second.err.splitlines())) == (1, 1)
    assert "there are recorded pages of mau already" in second.err


# --- Sites that cannot be used ----------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def forbidding(target: str) -> Page:
    rules = b"User-agent: *\nDisallow: /\n"
    return Page(body=rules, content_type="text/plain") if target == "/robots.txt" else Page()


def test_a_site_that_cannot_be_used_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    project = make_project(folder)
    before = project.files()
    tls = {"tls": Authority(tmp_path).context()}
    with Server({"robots": forbidding, "tls": forbidding}, tls=tls) as server:
        troubles = [
            (f"http://127.0.0.1:{free_port()}/", " refuses connections: try again later"),
            (f"{server.base_urls['tls']}/", " is not valid: no page can be trusted"),
            (f"{server.base_urls['robots']}/", "robots.txt of mau.invalid forbids "),
        ]
        for url, line in troubles:
            ran = project.scrapy("newsite", "mau", url, *KNOWN)
            assert ran.code == 1
            assert line in ran.err
            assert len(ran.err.splitlines()) == 1
        assert server.logs["robots"] == ["/robots.txt"]
    assert project.files() == before


def test_what_the_site_does_not_say_is_asked_for_before_more_is_fetched() -> None:
    page = Page(body=b"<title>Tin</title><body>" + b"<a href='/a'>Tin</a> tin " * 50)
    get = FakeGet("mau.example", lambda _: page)
    target = read_target("mau", "https://mau.example/", host=None, base_url=None)
    new = NewSite("mau", target, None, central=False, body=None)
    with pytest.raises(Unclear) as asked:
        asyncio.run(Scout(get, target.url, host=target.host, see=new.see_clear).look())
    assert "does not say which province it belongs to: give --province ID" in str(asked.value)
    assert 'names no body: give --body "Ban Tuyên giáo Tỉnh ủy"' in str(asked.value)
    assert get.asked == ["/robots.txt", "/"]


# --- Wrong commands ---------------------------------------------------------------------------------

WRONG = [
    ((), "name the spider and give the address of the site: scrapy newsite NAME URL"),
    (("mau",), "name the spider and give the address of the site: scrapy newsite NAME URL"),
    (("Lai-Chau", "https://x.vn/"), "Lai-Chau is no name for a spider: small letters"),
    (("nghe_an", "https://x.vn/"), "there is a spider nghe_an already: choose another name"),
    (("mau", "x.vn"), "x.vn is not a web address: write https://example.vn/"),
    (("mau", "ftp://x.vn/"), "ftp://x.vn/ is not a web address"),
    (("mau", "https://1.1.1.1/"), "names a machine by its number"),
    (("mau", "https://x.vn/", "--province", "lai"), "--province lai: unknown province 'lai'"),
    (("mau", "https://x.vn/", "--host", "www.x.vn"), "--host www.x.vn: write the host alone"),
    (("mau", "https://x.vn/", "--host", "y.vn"), "--host y.vn is not the host of https://x.vn/"),
    (("mau", "https://x.vn/", "--body", 'a"b'), "--body: write the name of the body on one line"),
    (("mau", "https://x.vn/", "-a", "since=1"), "-a since: there is no such argument"),
    (("mau", "https://x.vn/", "-a", "base_url=x"), "base_url=x is not an origin"),
    (
        ("mau", "http://127.0.0.1:8080/", "-a", "base_url=http://127.0.0.1:8080"),
        "http://127.0.0.1:8080/ is a copy already",
    ),
    (("--relayout",), "name one spider: scrapy newsite --relayout NAME"),
    (("--relayout", "nghean"), "there is no spider nghean; did you mean nghe_an?"),
]


@pytest.mark.parametrize(("words", "line"), WRONG)
def test_a_wrong_command_is_one_clear_line(
    words: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*words) == 2
    assert line in capsys.readouterr().err


def test_a_host_that_has_a_spider_gets_no_second_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("mau", "https://tuyengiao.vn/", *KNOWN) == 1
    assert "tuyengiao.vn has the spider bac_kan already" in capsys.readouterr().err


def test_it_is_run_where_the_project_lies(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(newsite, "closest_scrapy_cfg", lambda: "")
    assert typed("mau", "https://x.vn/") == 2
    assert "in the folder of the project, where scrapy.cfg lies" in capsys.readouterr().err


def typed(*words: str) -> int:
    """Run the command in this process, which is well as long as nothing is fetched."""
    command = Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    options, rest = parser.parse_known_args(words)
    command.process_options(rest, options)
    with pytest.raises(SystemExit) as left:
        command.run(rest, options)
    return int(str(left.value.code))


@pytest.mark.parametrize(
    ("url", "host", "base_url", "origin", "known", "copy"),
    [
        ("https://www.x.vn/tin", None, None, "https://www.x.vn/tin", True, None),
        ("http://x.vn", None, "http://127.0.0.1:1", "http://x.vn/", True, "http://127.0.0.1:1"),
        ("http://127.0.0.1:8/t", None, None, "https://ma-u.invalid/t", False, "http://127.0.0.1:8"),
        ("http://localhost:8/", "y.vn", None, "https://y.vn/", True, "http://localhost:8"),
        ("http://192.168.1.2/", None, None, "https://ma-u.invalid/", False, "http://192.168.1.2"),
    ],
)
def test_an_address_is_that_of_a_site_or_of_a_copy(
    url: str, host: str | None, base_url: str | None, origin: str, known: bool, copy: str | None
) -> None:
    target = read_target("ma_u", url, host=host, base_url=base_url)
    assert (target.url, target.known, target.base_url) == (origin, known, copy)
