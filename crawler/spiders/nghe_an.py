"""nghean.dcs.vn: the portal of Tỉnh ủy Nghệ An, with a sub-site for each board."""

from typing import ClassVar

from crawler.pages.nghean import NgheAnPage
from crawler.pages.periods import Pages
from crawler.platforms.generic import GenericSpider


class NgheAnSpider(GenericSpider):
    """Tỉnh ủy Nghệ An. Its listing addresses have not been seen; articles end in three numbers."""

    name = "nghe_an"
    host = "nghean.dcs.vn"
    province = "nghe-an"
    page: ClassVar[Pages] = NgheAnPage
    article_pattern = r"^/vi-vn/tin/[^/]+/\d+-\d+-\d+/?$"
