"""What a spider is handed: pages, feeds and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree
from scrapy.http import HtmlResponse

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.http import Response
    from twisted.python.failure import Failure


def feed_parser() -> etree.XMLParser:
    """Return a parser that takes feeds as they come, and nothing from elsewhere."""
    return etree.XMLParser(recover=True, resolve_entities=False, no_network=True)


def error_of(failure: Failure) -> BaseException:
    """Return what went wrong."""
    return cast("BaseException", failure.value)


def may_be_html(response: Response) -> bool:
    """Say whether the site calls its answer a page; Scrapy goes by the address too, which may lie."""
    declared = (response.headers.get("Content-Type") or b"text/html").lower()
    return declared.startswith((b"text/", b"application/xhtml", b"application/xml"))


def root_of(response: Response) -> HtmlElement | None:
    """Return the parsed page, or None where it is not HTML."""
    if not isinstance(response, HtmlResponse) or not response.body.strip():
        return None
    return cast("HtmlElement", response.selector.root)
