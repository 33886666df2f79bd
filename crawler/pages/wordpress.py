"""WordPress: classic themes and block themes.

Class names of the core and of its default themes: ``post_class()`` writes ``type-post`` on the article,
the themes from Twenty Ten to Twenty Twenty-One write ``entry-title``, ``entry-content`` and
``entry-date``, and the blocks of block themes bear ``wp-block-post-*`` in every theme. Measured on 6.1.9
with Twenty Twenty-One and Twenty Twenty-Three; bought themes name things otherwise, and are read by
meaning.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER: Final = re.compile(r"(?<![\w-])postid-(\d+)(?![\w-])")
# What `post_class()` and the blocks of lists write on every post of a page.
_BOXES: Final = ("article", "div", "main", "section")
_POST: Final = frozenset({"hentry", "type-post", "wp-block-post"})


class WordPressPage(GenericPage):
    """An article of a WordPress site.

    The date stands where the theme likes, often under the text and beside other articles' dates, and is
    printed without the time: the ``datetime`` attribute of its element has both, with the zone. WordPress
    has no field for a lead, and the author that it prints is the account that entered the article.
    """

    cms: ClassVar[str] = "wordpress"
    credits_are_accounts: ClassVar[bool] = True
    selectors: ClassVar[Selectors] = Selectors(
        scope=Paths("article.type-post", "div.type-post", "main"),
        title=Paths("h1.entry-title", "h1.wp-block-post-title", "h2.entry-title"),
        date=Paths(
            "time.entry-date",
            "div.wp-block-post-date time",
            "time.published",
            "span.posted-on time",
        ),
        updated=Paths(
            "time.updated:not(.entry-date)", "div.wp-block-post-date__modified-date time"
        ),
        body=Paths("div.entry-content", "div.wp-block-post-content"),
        picture=Paths("figure.post-thumbnail", "figure.wp-block-post-featured-image"),
        credits=Paths(
            "a[rel~=author]", "span.author.vcard", "p.wp-block-post-author__name", "span.author"
        ),
        section=Paths(
            "span.cat-links a[rel~=category]", "div.taxonomy-category a", "a[rel~=category]"
        ),
        tags=Paths("span.tags-links a", "div.taxonomy-post_tag a"),
    )

    @cached_property
    def scope(self) -> _Element:
        """The post's own element, ``post-14`` on a page ``postid-14``; other posts look like it."""
        body = self.root.find("body")
        number = None if body is None else _NUMBER.search(body.get("class") or "")
        if body is not None and number is not None:
            name = f"post-{number[1]}"
            for box in body.iter(*_BOXES):
                if name in (box.get("class") or "").split():
                    return box
        return super().scope

    def _marked(self, dates: Paths) -> list[_Element]:
        """Leave out the dates of other posts: themes mark them in the same way, below or above."""
        if self.scope is self.root:
            return []
        return [element for element in super()._marked(dates) if not self._is_of_other(element)]

    def _is_of_other(self, element: _Element) -> bool:
        for box in element.iterancestors():
            if box is self.scope:
                return False
            if not _POST.isdisjoint((box.get("class") or "").split()):
                return True
        return False
