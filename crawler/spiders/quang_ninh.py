"""btgtu.quangninh.gov.vn: Ban Tuyên giáo Tỉnh ủy Quảng Ninh."""

from crawler.platforms.sharepoint import SharePointSpider


class QuangNinhSpider(SharePointSpider):
    """Ban Tuyên giáo Tỉnh ủy Quảng Ninh.

    Unverified: the form of its articles is that of www.quangninh.gov.vn.
    """

    name = "quang_ninh"
    host = "btgtu.quangninh.gov.vn"
    province = "quang-ninh"
