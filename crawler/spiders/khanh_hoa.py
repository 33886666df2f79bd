"""tuyengiaokhanhhoa.vn: Ban Tuyên giáo Tỉnh ủy Khánh Hòa."""

from crawler.platforms.generic import GenericSpider


class KhanhHoaSpider(GenericSpider):
    """Ban Tuyên giáo Tỉnh ủy Khánh Hòa.

    Unverified: seen were the address of an article of its older design
    (``/Default.aspx?ArticleId=``) and that of a listing of the newer one. Links are told by their
    shape.
    """

    name = "khanh_hoa"
    host = "tuyengiaokhanhhoa.vn"
    province = "khanh-hoa"
