"""phuyen.dcs.vn: the portal of Tỉnh ủy Phú Yên."""

from crawler.platforms.generic import GenericSpider


class PhuYenSpider(GenericSpider):
    """Tỉnh ủy Phú Yên. Unverified: only the address of a listing has been seen."""

    name = "phu_yen"
    host = "phuyen.dcs.vn"
    province = "phu-yen"
    start_paths = ("//www.phuyen.dcs.vn/",)
