"""NukeViet 3.4 to 5, stock and eGovernment edition.

Address forms as measured on 4.5.05 and eGovernment 1.2.02: articles ``/<category>/<slug>-<id>.html``,
with ``/vi/`` and the module name where the site keeps them; listings ``/<category>/`` and
``/<category>/page-2/``; feeds named in the head. Beyond the last page 4.5 redirects to the first one and
4.4 shows an empty list: both end the walk, since they bring no new article.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider

# Modules of the stock edition that hold no news.
_OTHER_MODULES = r"about|page|siteterms|laws|download|faq|photos|videoclips|weblinks|organs|feeds"
# Pages of the module of news that only repeat what its categories list.
_REPEATING = r"(?:[\w-]+/)?(?:rss|content|topic|groups)"


class NukeVietSpider(SiteSpider):
    """Walks the categories of a NukeViet site."""

    page: ClassVar[Pages] = NukeVietPage
    # The form that ends in a slash is that of NukeViet 3.4; other modules end theirs so too.
    article_pattern = (
        r"^/(?:index\.php/)?(?:vi/)?(?:[\w-]+/){1,2}[^/?]+-\d+\.html$"
        r"|^/(?:index\.php)?\?(?:.*&)?op=[^&]+-\d+\.html$"
        r"|^/vi/(?!laws|download|faq|photos|videoclips)[\w-]+/[\w-]+/[^/?]+-\d+/$"
    )
    section_pattern = (
        rf"^(?!/(?:index\.php/)?(?:vi/)?(?:{_OTHER_MODULES}|{_REPEATING})/)"
        r"/(?:index\.php/)?(?:vi/)?(?!index\.php)(?:[A-Za-z][\w-]*/){1,2}$"
        rf"|^/(?:index\.php)?\?(?:language=vi&)?nv=(?!(?:{_OTHER_MODULES})(?:&|$))"
        r"[a-z][\w-]*(?:&op=[A-Za-z][\w-]*)?$"
    )
