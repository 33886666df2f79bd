"""tuyengiaohungyen.vn: Ban Tuyên giáo Tỉnh ủy Hưng Yên."""

from crawler.platforms.webforms import WebFormsSpider


class HungYenSpider(WebFormsSpider):
    """Ban Tuyên giáo Tỉnh ủy Hưng Yên. Unverified: only the address of an article has been seen."""

    name = "hung_yen"
    host = "tuyengiaohungyen.vn"
    scheme = "http"
    province = "hung-yen"
