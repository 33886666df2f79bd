"""What stands in the way of a site is said in a line that names a way on."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from archive.timezone import now
from crawler.scouting.troubles import Unusable, explain, see_usable
from crawler.scouting.visits import Visit

URL = "https://x.example/"

WORDS = [
    ("host-unreachable", "x.example is not known to the name servers"),
    ("robots-host-unreachable", "x.example is not known to the name servers"),
    ("robots-connection-refused", "x.example refuses connections"),
    ("robots-certificate-invalid", "the certificate of x.example is not valid"),
    ("robots-http-503", "robots.txt of x.example could not be read (http-503)"),
    ("timeout", "x.example does not answer"),
    ("forbidden-by-robots", f"robots.txt of x.example forbids {URL}"),
    ("block-page", "x.example answers with a page that keeps robots out"),
    ("maintenance-page", "x.example is being worked on"),
    ("parked-page", "a domain that is parked or for sale"),
    ("http-401", "x.example wants a name and a password"),
    ("http-403", "x.example refuses the crawler (403)"),
    ("http-404", f"there is no page {URL} (404)"),
    ("http-500", f"{URL} could not be read (http-500)"),
    ("error-ValueError", f"{URL} could not be read (error-ValueError)"),
]


@pytest.mark.parametrize(("word", "line"), WORDS)
def test_a_trouble_is_one_line_that_says_what_to_do(word: str, line: str) -> None:
    text = explain(Visit(URL, now(), None, word, "lost"), "x.example")
    assert text.startswith(line) or line in text
    assert ": " in text
    assert "\n" not in text


def test_a_copy_is_named_where_it_cannot_be_reached() -> None:
    visit = Visit(URL, now(), None, "robots-connection-refused", "")
    assert explain(visit, "x.example", "http://127.0.0.1:1").startswith(
        "http://127.0.0.1:1 refuses"
    )


def test_a_site_that_has_moved_names_where() -> None:
    visit = Visit(
        URL, now(), None, "leads-to-another-host", "not on x.example: https://y.example/a"
    )
    assert "sends to https://y.example/a: if that is the site" in explain(visit, "x.example")


REACT = """<html><head><title>Ban Tuyên giáo</title><script src="/static/js/main.js"></script>{}</head>
<body><noscript>You need to enable JavaScript to run this app, which is put together by your browser and
shows nothing at all without it, so please switch it on and load this page again to see news.</noscript>
<div id="root"></div></body></html>"""
FEED = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
LOGIN = (
    """<html><body><form><input name="u"><input type="password" name="p"></form></body></html>"""
)

SHELLS = [
    (REACT.format(""), "names no API and no feed"),
    (REACT.format(FEED), "its page names https://x.example/rss.xml: a spider"),
    (
        REACT.format('<script>c={api:"https://api.x.example/v1",g:"/api/blogs?page=1"}</script>'),
        "its page names https://api.x.example/v1, https://x.example/api/blogs?page=1",
    ),
    (LOGIN, "wants a name and a password"),
]


@pytest.mark.parametrize(("source", "line"), SHELLS)
def test_a_page_that_is_no_page_is_explained(source: str, line: str) -> None:
    visit = visited(source)
    assert visit.root is not None
    with pytest.raises(Unusable) as raised:
        see_usable(visit, visit.root, 0, "x.example")
    assert line in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_page_with_a_form_for_members_beside_its_news_is_well() -> None:
    visit = visited(LOGIN.replace("<form>", "<p>" + "tin hoạt động " * 60 + "</p><form>"))
    assert visit.root is not None
    see_usable(visit, visit.root, 30, "x.example")


def visited(source: str) -> Visit:
    return Visit(URL, now(), HtmlResponse(URL, body=source.encode(), encoding="utf-8"))
