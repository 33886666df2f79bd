"""What the start page of a site shows of its system: text that changes when the system does."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml.etree import LxmlError
from scrapy.http import HtmlResponse

from crawler.scouting.recognition import marked_systems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from scrapy.http import Response

# Versions, dates and hashes in names of files: "jquery-3.7.1.min.js", "app.9f8e7d6c.css", "v20250101".
_VERSION = re.compile(r"[0-9a-f]{8,}|\d+", re.IGNORECASE)
# A page that loads more than this many files is not told better by more of them.
_MOST = 60


def fingerprint(response: Response) -> str | None:
    """Return the traits of a start page, one a line and in order; None where it is not such a page.

    ``generator:`` and ``mark:`` name the system (`crawler.scouting.recognition`), ``style:`` and
    ``script:`` the files that it loads, by host (empty: its own) and path, without queries and version
    numbers. Texts of the page are not part.

    Args:
        response: The answer to the request for the start page.
    """
    if response.status != HTTPStatus.OK or not isinstance(response, HtmlResponse):
        return None
    try:
        root = response.selector.root
        marks = (f"mark: {name}" for name in marked_systems(response.body))
        lines = {*_generator(root), *marks, *_files(root, response.url)}
    except (LxmlError, ValueError):
        return None
    return "\n".join(sorted(lines)[:_MOST]) or None


def _generator(root: HtmlElement) -> Iterator[str]:
    for meta in root.iterfind(".//meta[@name][@content]"):
        if meta.get("name", "").lower() == "generator":
            yield f"generator: {_VERSION.sub('*', ' '.join(meta.get('content', '').split()))}"


def _files(root: HtmlElement, base: str) -> Iterator[str]:
    own = urlsplit(base).netloc.removeprefix("www.")
    for kind, path, attribute in (
        ("style", ".//link[@rel='stylesheet'][@href]", "href"),
        ("script", ".//script[@src]", "src"),
    ):
        for element in root.iterfind(path):
            address = urlsplit(urljoin(base, element.get(attribute, "").strip()))
            host = address.netloc.removeprefix("www.")
            if address.scheme in ("http", "https"):
                place = "" if host == own else host
                yield f"{kind}: {place}{_VERSION.sub('*', address.path)}"
