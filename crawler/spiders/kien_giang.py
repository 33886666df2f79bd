"""kiengiang.dcs.vn: the portal of Tỉnh ủy Kiên Giang."""

from crawler.platforms.nukeviet import NukeVietSpider


class KienGiangSpider(NukeVietSpider):
    """Tỉnh ủy Kiên Giang. Unverified: only paths of pictures, on its sub-hosts, have been seen."""

    name = "kien_giang"
    host = "kiengiang.dcs.vn"
    province = "kien-giang"
