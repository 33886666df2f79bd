"""tuyengiaotiengiang.vn: Ban Tuyên giáo Tỉnh ủy Tiền Giang."""

from crawler.platforms.nukeviet import NukeVietSpider


class TienGiangSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Tiền Giang. Unverified: only addresses of articles have been seen."""

    name = "tien_giang"
    host = "tuyengiaotiengiang.vn"
    province = "tien-giang"
