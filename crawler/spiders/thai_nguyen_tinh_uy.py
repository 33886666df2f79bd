"""thainguyen.dcs.vn: the portal of Tỉnh ủy Thái Nguyên."""

from crawler.platforms.nukeviet import NukeVietSpider


class ThaiNguyenTinhUySpider(NukeVietSpider):
    """Tỉnh ủy Thái Nguyên. Unverified: only addresses of pages of tags have been seen."""

    name = "thai_nguyen_tinh_uy"
    host = "thainguyen.dcs.vn"
    province = "thai-nguyen"
