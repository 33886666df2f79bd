"""sotaydangvien.haugiang.dcs.vn: Tỉnh ủy Hậu Giang, the handbook for party members."""

from crawler.platforms.generic import GenericSpider


class HauGiangSpider(GenericSpider):
    """Sổ tay đảng viên of Tỉnh ủy Hậu Giang. Unverified: only the address of an article has been seen."""

    name = "hau_giang"
    host = "sotaydangvien.haugiang.dcs.vn"
    province = "hau-giang"
    article_pattern = r"^/danh-muc/(?:[a-z0-9-]+/)+[a-z0-9-]+\.html(?:\?|$)"
    section_pattern = r"^/danh-muc/[a-z0-9-]+(?:/[a-z0-9-]+)*/?$"
