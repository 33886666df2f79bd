"""tayninh.dcs.vn: the portal of Tỉnh ủy Tây Ninh."""

from crawler.platforms.nukeviet import NukeVietSpider


class TayNinhSpider(NukeVietSpider):
    """Tỉnh ủy Tây Ninh. Unverified: only paths of pictures and a date line have been seen."""

    name = "tay_ninh"
    host = "tayninh.dcs.vn"
    province = "tay-ninh"
