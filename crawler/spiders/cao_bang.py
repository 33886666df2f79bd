"""tuyengiaocaobang.vn: Ban Tuyên giáo Tỉnh ủy Cao Bằng."""

from crawler.platforms.nukeviet import NukeVietSpider


class CaoBangSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Cao Bằng. Unverified: only the address of an article has been seen."""

    name = "cao_bang"
    host = "tuyengiaocaobang.vn"
    province = "cao-bang"
