"""tinhuyhaiduong.vn: the portal of Tỉnh ủy Hải Dương."""

from crawler.platforms.sharepoint import SharePointSpider


class HaiDuongSpider(SharePointSpider):
    """Tỉnh ủy Hải Dương. Unverified: only the address of a listing has been seen."""

    name = "hai_duong"
    host = "tinhuyhaiduong.vn"
    scheme = "http"
    province = "hai-duong"
