"""tuyengiaokontum.org.vn: Ban Tuyên giáo Tỉnh ủy Kon Tum."""

from crawler.platforms.nukeviet import NukeVietSpider


class KonTumSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Kon Tum. Unverified: only addresses of articles have been seen."""

    name = "kon_tum"
    host = "tuyengiaokontum.org.vn"
    province = "kon-tum"
    start_paths = ("//www.tuyengiaokontum.org.vn/",)
