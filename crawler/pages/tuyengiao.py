"""tuyengiao.vn: the design to 2022 and the one after it."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors


class TuyenGiaoPage(GenericPage):
    """An article of tuyengiao.vn.

    The class names are those of old public crawlers. In both designs today's date stands on top of the
    page in the form of a date of publication, and the old one prints the section above the date.
    """

    cms: ClassVar[str] = "tuyengiao"
    selectors: ClassVar[Selectors] = Selectors(
        title=Paths("span.story_headline", "div.article__title", "h1.article__title"),
        date=Paths("span.story_date", "div.article__meta time"),
        lead=Paths("span.story_teaser", "div.story_teaser", "div.article__sapo"),
        body=Paths("#ArticleContent", "div.story_body", "div.article__body"),
        picture=Paths("div.story_avatar_b", "div.article__avatar"),
        credits=Paths("p.article__author", "div.article__meta span.name"),
        section=Paths("ul.directions-wrapper a"),
        tags=Paths("div.article__tag a"),
    )
