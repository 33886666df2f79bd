"""A start page is known by its system, not by its news."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse, Response

from archive.health import likeness
from crawler.extensions.fingerprints import fingerprint
from tests.sites.server import SITES, Replica

URL = "https://www.example.vn/"
HEAD = """<html><head><meta name="Generator" content="NukeViet v4.5.05">
<link rel="stylesheet" href="/themes/default/css/style.css?t=1763">
<link rel="stylesheet" href="https://cdn.example.com/bootstrap/5.3.1/bootstrap.min.css">
<link rel="icon" href="/favicon.ico">
<script src="/assets/js/jquery-3.7.1.min.js"></script><script>var nv_base_siteurl="/";</script>
<script src="data:text/javascript,1"></script><script src="app.9f8e7d6c5b.js"></script>
</head>"""


def of(text: str, status: int = 200) -> str | None:
    return fingerprint(HtmlResponse(URL, status=status, body=text.encode(), encoding="utf-8"))


def test_a_fingerprint_has_generator_marks_and_files_without_versions() -> None:
    assert of(f"{HEAD}<body>Tin mới</body></html>") == (
        "generator: NukeViet v*.*.*\n"
        "mark: NukeViet\n"
        "script: /app.*.js\n"
        "script: /assets/js/jquery-*.*.*.min.js\n"
        "style: /themes/default/css/style.css\n"
        "style: cdn.example.com/bootstrap/*.*.*/bootstrap.min.css"
    )


def test_another_version_and_other_news_are_the_same_fingerprint() -> None:
    later = HEAD.replace("4.5.05", "4.6.00").replace("3.7.1", "3.7.2").replace("1763", "1764")
    assert of(later + "<body>Tin khác</body>") == of(HEAD + "<body>Tin mới</body>")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ('<input type="hidden" name="__VIEWSTATE" value="x">', "ASP.NET"),
        ('<div id="dnn_ctr123_View">', "DNN"),
        ("<script>var nv_lang_data='vi'</script>", "NukeViet"),
        ('<img src="/wp-content/a.png">', "WordPress"),
    ],
)
def test_systems_are_known_by_their_marks(text: str, mark: str) -> None:
    assert of(f"<html><body>{text}</body></html>") == f"mark: {mark}"


@pytest.mark.parametrize(
    "response",
    [
        Response(URL, body=b"%PDF"),
        HtmlResponse(URL, status=503, body=b"<html>", encoding="utf-8"),
        HtmlResponse(URL, body=b"", encoding="utf-8"),
        HtmlResponse(URL, body=b"<html><body>Tin</body></html>", encoding="utf-8"),
        HtmlResponse(URL, body=b'<script src="http://[bad/x.js"></script>', encoding="utf-8"),
    ],
)
def test_what_shows_nothing_has_no_fingerprint(response: Response) -> None:
    assert fingerprint(response) is None


def test_the_sites_of_the_replica_are_told_apart() -> None:
    with Replica() as replica:
        prints = {}
        for name in SITES:
            page = replica.sites[name].lookup("/")
            found = fingerprint(HtmlResponse(URL, body=page.body, encoding="utf-8"))
            prints[name] = set((found or "").splitlines())
    assert len({frozenset(lines) for lines in prints.values()}) > 1
    assert all(likeness(lines, lines) == 1 for lines in prints.values())
