"""Joomla 1.5 to 3.

Class names as the core's own layouts of ``com_content`` write them: 3.x with the template protostar
(measured with the Vietnamese language pack), 1.6 to 2.5 and 1.5 from the public source. The headline is
an ``h2`` (a ``td`` in 1.5); an ``h1`` on the page is the menu entry's or a module's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from web_poet.fields import field as page_field

from archive.text import clean
from archive.urls import canonical_url, host_of
from crawler.fields.attachments import web_address
from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors

if TYPE_CHECKING:
    from lxml.etree import _Element

    from archive.readings import Image

# The article's own address stands in its headline and behind the tools, even on a page that was asked
# for by another address.
_OWN_LINKS: Final = Paths(
    "div.item-page h2 a",
    "a.contentpagetitle",
    "li.print-icon a",
    "td.buttonheading a[href*='print=1']",
)
_CAPTIONED: Final = Paths("img.caption")
_LISTS: Final = Paths(
    "div.blog", "div.blog-featured", "div.category-list", "table.blog", "table.category"
)


class JoomlaPage(GenericPage):
    """An article of a Joomla site.

    The lead is the first paragraph of the text and has no element of its own. ``dd.published`` is the
    date of publication, ``dd.create`` that of entry, which counts where the site shows no other. The name
    behind *Viết bởi* is that of the account, unless the editor typed another.
    """

    cms: ClassVar[str] = "joomla"
    credits_are_accounts: ClassVar[bool] = True
    selectors: ClassVar[Selectors] = Selectors(
        scope=Paths("div.item-page"),
        title=Paths(
            "h2[itemprop=headline]", "div.page-header h2", "div.item-page h2", "td.contentheading"
        ),
        date=Paths(
            *("dd.published time", "dd.published", "dd.create time", "dd.create", "td.createdate")
        ),
        updated=Paths("dd.modified time", "dd.modified", "td.modifydate"),
        body=Paths(
            "div[itemprop=articleBody]", "table.contentpaneopen tr:has(> td.createdate) + tr > td"
        ),
        picture=Paths("div.item-image", "div.img-fulltext"),
        credits=Paths("dd.createdby [itemprop=name]", "dd.createdby", "td span.small"),
        section=Paths("dd.category-name [itemprop=genre]", "dd.category-name a", "a.pathway"),
        tags=Paths("div.tags a", "ul.tags a"),
    )

    @page_field
    def url(self) -> str:
        """The page's word for its address: Joomla names no canonical one, but links itself."""
        if any(element.get("rel") == "canonical" for element in self.head["link"]):
            return str(super().url)
        return self._own_address or canonical_url(self.address, self.cms)

    @cached_property
    def _own_address(self) -> str | None:
        listed = _LISTS.find(self.root, self.names)[1]
        found: list[_Element] = [] if listed else _OWN_LINKS.find(self.root, self.names)[1]
        for link in found:
            named = web_address(self.address, link.get("href") or "")
            if named is not None and host_of(named) == host_of(self.address):
                return canonical_url(named, self.cms)
        return None

    @page_field
    def images(self) -> list[Image]:
        """The pictures; a script of the core prints the ``title`` of ``img.caption`` below it."""
        printed = {
            web_address(self.base_url, image.get("src") or ""): clean(image.get("title") or "")
            for image in _CAPTIONED.find(self.scope, self.names)[1]
        }
        return [
            replace(image, caption=image.caption or printed.get(image.url) or None)
            for image in super().images
        ]

    def _is_listing(self) -> bool:
        return bool(_LISTS.find(self.root, self.names)[1]) or super()._is_listing()
