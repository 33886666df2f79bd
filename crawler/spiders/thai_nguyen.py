"""tuyengiaothainguyen.org.vn: Ban Tuyên giáo Tỉnh ủy Thái Nguyên, on two domains."""

from crawler.platforms.nukeviet import NukeVietSpider


class ThaiNguyenSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Thái Nguyên. Unverified: only addresses of articles have been seen."""

    name = "thai_nguyen"
    host = "tuyengiaothainguyen.org.vn"
    aliases = ("tuyengiaothainguyen.org",)
    province = "thai-nguyen"
