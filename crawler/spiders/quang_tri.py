"""tinhuyquangtri.vn: the portal of Tỉnh ủy Quảng Trị."""

from crawler.platforms.dnn import DnnSpider


class QuangTriSpider(DnnSpider):
    """Tỉnh ủy Quảng Trị. The forms of its addresses have not been seen.

    Links are told by their shape; set ``article_pattern`` here, or with ``-a``, once the form is known.
    """

    name = "quang_tri"
    host = "tinhuyquangtri.vn"
    province = "quang-tri"
