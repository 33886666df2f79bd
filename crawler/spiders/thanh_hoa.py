"""btgtu.thanhhoa.dcs.vn: Ban Tuyên giáo Tỉnh ủy Thanh Hóa."""

from crawler.platforms.vnpt import VnptSpider


class ThanhHoaSpider(VnptSpider):
    """Ban Tuyên giáo Tỉnh ủy Thanh Hóa. Unverified: only the address of an article has been seen."""

    name = "thanh_hoa"
    host = "btgtu.thanhhoa.dcs.vn"
    province = "thanh-hoa"
