"""DNN (DotNetNuke) with a Vietnamese news module, as tinhuyquangtri.vn seems to be."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors


class DnnPage(GenericPage):
    """An article of a DNN site.

    The selectors are those of one news module, from the public source of a site that has it; what other
    modules print is told by meaning. Lists of other articles stand inside that module, before and after
    the article, so the body is only what its label holds; where the parser empties the label, since the
    module puts its paragraphs into a paragraph, the text is found by meaning as well.
    """

    cms: ClassVar[str] = "dnn"
    selectors: ClassVar[Selectors] = Selectors(
        title=Paths("div.news-details div.title h1", "div.news-details h1"),
        date=Paths("div.post-meta a.post-date", "a.post-date"),
        body=Paths("span[id$=_lbContent]", "span[id$=_lblContent]"),
        section=Paths("span[id$=lblBreadCrumb] a"),
        tags=Paths("ul.post-tags a"),
    )
