"""tuyengiao.vn as it was until February 2025, and sites of the same make."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.periods import Pages
from crawler.pages.tuyengiao import TuyenGiaoPage
from crawler.platforms.site import SiteSpider


class TuyenGiaoSpider(SiteSpider):
    """Walks the sections of tuyengiao.vn: ``/<section>?page=N``.

    Articles have three generations of addresses with one number: ``/Home/<Section>/<Sub>/<id>/<Slug>``
    (to 2017), ``/<section>/<sub>/<slug>-<id>`` (2018 to 2020) and ``/<slug>-<id>``.
    """

    page: ClassVar[Pages] = TuyenGiaoPage
    article_pattern = (
        r"(?i)^/(?:Home/[^/]+/(?:[^/]+/)?\d{4,9}/[^/?]+|(?:[a-z0-9-]+/){0,2}[^/?]+-\d{4,9})/?$"
    )
