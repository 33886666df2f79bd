"""tapchicongsan.org.vn: Tạp chí Cộng sản."""

from crawler.platforms.liferay import LiferaySpider


class TapChiCongSanSpider(LiferaySpider):
    """Tạp chí Cộng sản, a central site on Liferay.

    Unverified: only the address of an article has been seen. The 2018 in it is the same in all
    articles.
    """

    name = "tap_chi_cong_san"
    host = "tapchicongsan.org.vn"
    province = None
