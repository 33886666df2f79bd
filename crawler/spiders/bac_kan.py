"""tuyengiao.vn: the central site, which carries articles about every province, Bắc Kạn among them."""

from crawler.platforms.tuyengiao import TuyenGiaoSpider


class BacKanSpider(TuyenGiaoSpider):
    """Ban Tuyên giáo Trung ương; the province of an article comes from its text, never from the host."""

    name = "bac_kan"
    host = "tuyengiao.vn"
    province = None
