"""baocaovien.vn: Ban Tuyên giáo Trung ương, for its speakers (báo cáo viên)."""

from crawler.platforms.generic import GenericSpider


class BaoCaoVienSpider(GenericSpider):
    """Trang Báo cáo viên, a central site. Unverified: only the address of an article has been seen."""

    name = "bao_cao_vien"
    host = "baocaovien.vn"
    province = None
    article_pattern = r"^/[a-z0-9-]+/\d+\.html(?:\?|$)"
