"""tuyengiao.soctrang.gov.vn: Ban Tuyên giáo Tỉnh ủy Sóc Trăng."""

from crawler.platforms.vnpt import VnptSpider


class SocTrangSpider(VnptSpider):
    """Ban Tuyên giáo Tỉnh ủy Sóc Trăng. Unverified: only the address of a listing has been seen."""

    name = "soc_trang"
    host = "tuyengiao.soctrang.gov.vn"
    scheme = "http"
    province = "soc-trang"
