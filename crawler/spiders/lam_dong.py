"""lamdong.gov.vn/vi-VN/a/dukcq: Đảng ủy Khối các cơ quan tỉnh Lâm Đồng."""

from crawler.platforms.sharepoint import SharePointSpider


class LamDongSpider(SharePointSpider):
    """Đảng ủy Khối các cơ quan, a part of the province's portal.

    Unverified: only the address of a listing has been seen.
    """

    name = "lam_dong"
    host = "lamdong.gov.vn"
    scheme = "http"
    province = "lam-dong"
    start_paths = ("//www.lamdong.gov.vn/vi-VN/a/dukcq/",)
    article_pattern = r"(?i)^/vi-VN/a/dukcq/(?:[^/?]+/)*Pages/(?!default\.)[^/?]+\.aspx$"
    section_pattern = r"(?i)^/vi-VN/a/dukcq/(?:[^/?]+/)*(?:Pages/default\.aspx)?$"
