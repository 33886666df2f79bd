"""btg.dongthap.gov.vn: Ban Tuyên giáo Tỉnh ủy Đồng Tháp."""

from crawler.platforms.liferay import LiferaySpider


class DongThapSpider(LiferaySpider):
    """Ban Tuyên giáo Tỉnh ủy Đồng Tháp. Unverified: only the address of an article has been seen."""

    name = "dong_thap"
    host = "btg.dongthap.gov.vn"
    province = "dong-thap"
    start_paths = ("/web/btg",)
