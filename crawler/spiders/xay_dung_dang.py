"""xaydungdang.org.vn: Tạp chí Xây dựng Đảng."""

from crawler.platforms.generic import GenericSpider


class XayDungDangSpider(GenericSpider):
    """Tạp chí Xây dựng Đảng, a central site. Unverified: only the address of an article has been seen."""

    name = "xay_dung_dang"
    host = "xaydungdang.org.vn"
    province = None
    article_pattern = r"^/[a-z0-9-]+/[a-z0-9-]+-\d+(?:\?|$)"
