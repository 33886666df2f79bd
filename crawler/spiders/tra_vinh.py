"""tuyengiao.travinh.gov.vn: Ban Tuyên giáo Tỉnh ủy Trà Vinh."""

from crawler.platforms.vnpt import VnptSpider


class TraVinhSpider(VnptSpider):
    """Ban Tuyên giáo Tỉnh ủy Trà Vinh. Unverified: only the address of an article has been seen."""

    name = "tra_vinh"
    host = "tuyengiao.travinh.gov.vn"
    province = "tra-vinh"
