"""angiang.dcs.vn: the portal of Tỉnh ủy An Giang."""

from crawler.platforms.sharepoint import SharePointSpider


class AnGiangSpider(SharePointSpider):
    """Tỉnh ủy An Giang. Unverified: only addresses of a listing have been seen."""

    name = "an_giang"
    host = "angiang.dcs.vn"
    province = "an-giang"
    start_paths = ("//www.angiang.dcs.vn/",)
