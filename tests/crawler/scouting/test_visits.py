"""Visits keep to their limit and to the site, and learn whose copy they are shown."""

from __future__ import annotations

import json
import subprocess
import sys

from archive.timezone import now
from crawler.scouting.visits import Visit
from tests.crawling import ROOT
from tests.sites.server import Server
from tests.sites.site import Page

PLAN = """
import json, sys
from scrapy.utils.project import get_project_settings
from crawler.scouting.visits import run_visits

async def plan(get):
    first = await get("https://mau.invalid/")
    get.host = "mau.example"
    rest = [await get(f"https://{place}") for place in (
        "mau.example/moved", "mau.example/gone", "other.example/", "mau.example/admin/",
        "mau.example/parked", "mau.example/a", "mau.example/b",
    )]
    return [(v.url, v.status, v.trouble) for v in (first, *rest)], get.left, get.robots

settings = get_project_settings()
settings.set("DOWNLOAD_DELAY", 0)
log = []
visits, left, robots = run_visits(
    settings, host="mau.invalid", limit=7, plan=plan, base_url=sys.argv[1], log=log
)
print(json.dumps([visits, left, robots, [(a.url, a.outcome) for a in log]]))
"""
ROBOTS = "User-agent: *\nDisallow: /admin/\n"
PAGES = {
    "/robots.txt": Page(ROBOTS.encode(), content_type="text/plain"),
    "/moved": Page(status=302, headers=(("Location", "https://mau.example/a"),)),
    "/gone": Page(status=404),
    "/parked": Page(b"<html><body>This domain is for sale</body></html>"),
}
PAGE = Page(b"<html><body>Tin</body></html>")


def test_visits_are_counted_guarded_and_logged() -> None:
    with Server({"mau": lambda target: PAGES.get(target, PAGE)}) as server:
        ran = subprocess.run(
            [sys.executable, "-c", PLAN, server.base_urls["mau"]],
            env={"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        asked = list(server.logs["mau"])
    visits, left, robots, log = json.loads(ran.stdout)
    assert visits == [
        ["https://mau.invalid/", 200, None],
        ["https://mau.example/a", 200, None],  # the copy sent to the real host
        ["https://mau.example/gone", 404, "http-404"],
        ["https://other.example/", None, "leads-to-another-host"],
        ["https://mau.example/admin/", None, "forbidden-by-robots"],
        ["https://mau.example/parked", None, "parked-page"],
        ["https://mau.example/a", 200, None],
        ["https://mau.example/b", None, "limit-reached"],
    ]
    assert (left, robots) == (0, ROBOTS)
    # robots.txt and redirects count, what was refused has not been sent.
    assert asked == ["/robots.txt", "/", "/moved", "/a", "/gone", "/parked", "/a"]
    assert [outcome for _, outcome in log] == ["200", "200", "302", "200", "404", "200", "200"]
    assert log[2][0] == "https://mau.example/moved"


def test_a_visit_without_an_answer_has_nothing_to_read() -> None:
    visit = Visit("https://x.example/", now(), None, "timeout")
    assert (visit.status, visit.headers, visit.body, visit.root) == (None, [], b"", None)
