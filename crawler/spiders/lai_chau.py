"""Ban Tuyên giáo Tỉnh ủy Lai Châu, on NukeViet eGovernment; its host is not known to this project."""

from crawler.platforms.nukeviet import NukeVietSpider


class LaiChauSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Lai Châu. Set the host with ``SITE_HOSTS`` or ``-a host=``."""

    name = "lai_chau"
    host = "lai-chau.invalid"
    province = "lai-chau"
