"""tinhuytthue.vn: the portal of Tỉnh ủy Thừa Thiên Huế."""

from crawler.platforms.generic import GenericSpider


class ThuaThienHueSpider(GenericSpider):
    """Tỉnh ủy Thừa Thiên Huế. Unverified: only the form of its listings has been seen."""

    name = "thua_thien_hue"
    host = "tinhuytthue.vn"
    province = "thua-thien-hue"
