"""bantuyengiao.cantho.gov.vn: Ban Tuyên giáo Thành ủy Cần Thơ."""

from crawler.platforms.generic import GenericSpider


class CanThoSpider(GenericSpider):
    """Ban Tuyên giáo Thành ủy Cần Thơ. Unverified: only the address of an article has been seen."""

    name = "can_tho"
    host = "bantuyengiao.cantho.gov.vn"
    scheme = "http"
    province = "can-tho"
    article_pattern = r"^/article/[a-z0-9-]+/\d+\.htm(?:\?|$)"
