"""tuyengiaoqna.vn: Ban Tuyên giáo Tỉnh ủy Quảng Nam."""

from crawler.platforms.dnn import DnnSpider


class QuangNamSpider(DnnSpider):
    """Ban Tuyên giáo Tỉnh ủy Quảng Nam. Unverified: only the address of a listing has been seen."""

    name = "quang_nam"
    host = "tuyengiaoqna.vn"
    scheme = "http"
    province = "quang-nam"
