"""btgtu.binhthuan.dcs.vn: Ban Tuyên giáo Tỉnh ủy Bình Thuận."""

from crawler.platforms.webforms import WebFormsSpider


class BinhThuanSpider(WebFormsSpider):
    """Ban Tuyên giáo Tỉnh ủy Bình Thuận. Its listing addresses have not been seen."""

    name = "binh_thuan"
    host = "btgtu.binhthuan.dcs.vn"
    province = "binh-thuan"
