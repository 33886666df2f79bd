"""What a spider is handed: pages, feeds and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from lxml import etree
from lxml.html import HtmlElement
from parsel.selector import create_root_node
from scrapy.http import HtmlResponse

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure


# The mark of ASP.NET's forms.
_VIEW_STATE: Final = b"__VIEWSTATE"


class _OneClassParser(etree.HTMLParser):
    """lxml's parser for elements that are all of one class.

    That of `lxml.html` asks Python for the class of each element, a third of what reading links takes.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))


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
    """Return the parsed page, or None where it is not HTML.

    Forms know their fields on the pages of ASP.NET only, where those are posted to come to the next page.
    """
    if not isinstance(response, HtmlResponse) or not response.body.strip():
        return None
    if _VIEW_STATE in response.body:
        return cast("HtmlElement", response.selector.root)
    return cast("HtmlElement", create_root_node(response.text, _OneClassParser))
