"""tinhuybinhphuoc.vn: the portal of Tỉnh ủy Bình Phước."""

from crawler.platforms.nukeviet import NukeVietSpider


class BinhPhuocSpider(NukeVietSpider):
    """Tỉnh ủy Bình Phước. Unverified: only the address of an article has been seen."""

    name = "binh_phuoc"
    host = "tinhuybinhphuoc.vn"
    province = "binh-phuoc"
