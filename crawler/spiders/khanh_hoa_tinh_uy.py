"""tinhuykhanhhoa.vn: the portal of Tỉnh ủy Khánh Hòa."""

from crawler.platforms.generic import GenericSpider


class KhanhHoaTinhUySpider(GenericSpider):
    """Tỉnh ủy Khánh Hòa. Unverified: only the address of an article has been seen."""

    name = "khanh_hoa_tinh_uy"
    host = "tinhuykhanhhoa.vn"
    province = "khanh-hoa"
    article_pattern = r"^/tin-bai/[^/?]+/[^/?]+(?:\?|$)"
    section_pattern = r"^/tin-bai/[^/?]+/?$"
