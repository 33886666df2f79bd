"""dienbien.dcs.vn: the portal of Tỉnh ủy Điện Biên."""

from crawler.platforms.generic import GenericSpider


class DienBienSpider(GenericSpider):
    """Tỉnh ủy Điện Biên. Unverified: only the address of its introduction has been seen."""

    name = "dien_bien"
    host = "dienbien.dcs.vn"
    scheme = "http"
    province = "dien-bien"
    article_pattern = r"^/[A-Z]\w*/\w+(?:-\w+){2,}(?:\?|$)"
