"""dangcongsan.vn: Báo điện tử Đảng Cộng sản Việt Nam."""

from crawler.platforms.generic import GenericSpider


class DangCongSanSpider(GenericSpider):
    """The party's central online paper. Unverified: only the address of an article has been seen."""

    name = "dang_cong_san"
    host = "dangcongsan.vn"
    province = None
    article_pattern = r"^/(?:[a-z0-9-]+/)+[a-z0-9-]+-\d+\.html(?:\?|$)"
