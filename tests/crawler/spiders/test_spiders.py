"""Each spider takes the addresses that were seen of its site for what they are.

The addresses are those of the register (``archive/data/sites.toml``): seen elsewhere, never asked for.
What a page of these sites looks like, no test here says.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

import pytest
from lxml import html
from scrapy.settings import Settings

from archive.sites import Site, register, site_of
from archive.timezone import now
from crawler import site_table
from crawler.loading import SiteSpiderLoader
from crawler.pages.periods import page_for
from crawler.platforms.links import Link, find_articles, is_refused, is_section, page_number
from crawler.platforms.site import SiteSpider

LOADER = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
CRAWLED = [site for site in register() if site.spider is not None]
HEADLINE = "Đồng chí Bí thư Tỉnh ủy dự hội nghị giao ban báo chí"


def spider_of(site: Site) -> SiteSpider:
    assert site.spider is not None
    return cast("type[SiteSpider]", LOADER.load(site.spider))()


def named(spider: SiteSpider, url: str, text: str = HEADLINE) -> bool:
    """Tell whether the spider takes a link in the text of a page for an article's."""
    own = spider.own_url(url)
    assert own is not None
    link = Link(own, text)
    return not is_refused(link) and bool(find_articles([link], spider._article_form))


def test_the_register_and_the_spiders_are_the_same() -> None:
    assert LOADER.faults == {}
    assert set(LOADER.list()) == {site.spider for site in CRAWLED}


@pytest.mark.parametrize("site", CRAWLED, ids=lambda site: site.spider)
def test_a_spider_is_what_the_register_says(site: Site) -> None:
    spider = spider_of(site)
    said = (spider.host, spider.aliases, spider.province, page_for(spider, now()).cms)
    assert said == (site.host, site.aliases, site.province, site.cms)
    assert type(spider).__module__ == f"crawler.spiders.{site.spider}"


SEEN = [(site, url) for site in CRAWLED for url in site.examples]
LISTINGS = [(site, url) for site in CRAWLED for url in site.listings]


@pytest.mark.parametrize(("site", "url"), SEEN)
def test_an_address_of_an_article_is_taken_for_one(site: Site, url: str) -> None:
    assert named(spider_of(site), url)


@pytest.mark.parametrize(("site", "url"), SEEN)
def test_an_article_has_one_key_whatever_its_host_and_scheme(site: Site, url: str) -> None:
    spider = spider_of(site)
    parts = urlsplit(url)
    hosts = (spider.host, f"www.{spider.host}", *spider.aliases)
    forms = [
        spider.own_url(parts._replace(scheme=scheme, netloc=host).geturl())
        for host in hosts
        for scheme in ("http", "https")
    ]
    assert len({spider.identity(form) for form in forms if form is not None}) == 1
    assert None not in forms


@pytest.mark.parametrize(("site", "url"), LISTINGS)
def test_a_listing_is_not_taken_for_an_article(site: Site, url: str) -> None:
    assert not named(spider_of(site), url, "Chính trị")


# Their tags are refused, like those of all sites.
TAGS = [url for _, url in LISTINGS if "/tag/" in url]


@pytest.mark.parametrize(("site", "url"), [pair for pair in LISTINGS if pair[1] not in TAGS])
def test_a_listing_is_walked(site: Site, url: str) -> None:
    """It is a section, or a further page of one."""
    spider = spider_of(site)
    own = spider.own_url(url)
    assert own is not None
    link = Link(own, "Chính trị")
    assert not is_refused(link)
    assert page_number(own) is not None or is_section(link, spider._section_form)


@pytest.mark.parametrize("url", TAGS)
def test_tags_are_not_walked(url: str) -> None:
    assert is_refused(Link(url, "lịch sử"))


#: Copies and tools of these sites, as they were seen beside the articles, and what stands on any site.
REFUSED = [
    (
        "tien_giang",
        "https://tuyengiaotiengiang.vn/news/savefile/Tuyen-truyen/Phoi-hop-thong-tin-tuyen-truyen-tren-"
        "Trang-thong-tin-dien-tu-Ban-Tuyen-giao-Tinh-uy-3769/",
    ),
    ("tien_giang", "https://tuyengiaotiengiang.vn/tag/tuyên truyền"),
    ("tien_giang", "https://tuyengiaotiengiang.vn/print/tuyen-truyen/Phoi-hop-3769.html"),
    (
        "kon_tum",
        "https://www.tuyengiaokontum.org.vn/savefile/Tai-lieu-sinh-hoat-chi-bo/ban-tin-thong-bao-noi-bo-"
        "phuc-vu-sinh-hoat-chi-bo-thang-04-2024-6475.html",
    ),
    ("binh_phuoc", "https://tinhuybinhphuoc.vn/news/Chinh-tri/"),
    (
        "dong_thap",
        "https://btg.dongthap.gov.vn/c/portal/update_language?p_l_id=3045&redirect=%2Fweb%2Fbtg%2Fchi-tiet"
        "-bai-viet%2F-%2Fasset_publisher%2F1mOzUrGkrdAE%2Fcontent%2Fid%2F7337177",
    ),
    ("bao_cao_vien", "https://baocaovien.vn/tags/hoc-va-lam-theo-bac/12.html"),
    ("xay_dung_dang", "https://xaydungdang.org.vn/thoi-su-chinh-tri"),
    ("hung_yen", "http://tuyengiaohungyen.vn/dang-nhap.aspx"),
    ("can_tho", "http://bantuyengiao.cantho.gov.vn/article/print/13282.htm"),
    ("khanh_hoa", "https://tuyengiaokhanhhoa.vn/du-luan-xa-hoi"),
    ("khanh_hoa_tinh_uy", "https://tinhuykhanhhoa.vn/tin-bai/lich-su-hinh-thanh"),
    ("hau_giang", "https://sotaydangvien.haugiang.dcs.vn/danh-muc/hau-giang-tren-duong-phat-trien"),
    ("thanh_hoa", "https://btgtu.thanhhoa.dcs.vn/portal/pages/tin-tuc.aspx"),
    ("tra_vinh", "https://tuyengiao.travinh.gov.vn/1458/39703/71968/sinh-hoat-tu-tuong"),
    (
        "lam_dong",
        "http://www.lamdong.gov.vn/vi-VN/a/so-noi-vu/tin-tuc/Pages/hoi-nghi-tong-ket.aspx",
    ),
    ("lam_dong", "http://www.lamdong.gov.vn/vi-VN/a/dukcq/hdnv/tuyentruyen/Pages/default.aspx"),
    ("tap_chi_cong_san", "https://tapchicongsan.org.vn/trang-thong-tin-dia-phuong"),
]


@pytest.mark.parametrize(("name", "url"), REFUSED)
def test_copies_tools_and_sections_are_no_articles(name: str, url: str) -> None:
    site = site_of(name)
    assert site is not None
    assert not named(spider_of(site), url)


@pytest.mark.parametrize("site", CRAWLED, ids=lambda site: site.spider)
def test_a_home_page_is_no_article(site: Site) -> None:
    spider = spider_of(site)
    assert not named(spider, f"{spider.origin}/")


def test_of_a_portal_only_the_part_of_the_body_is_walked() -> None:
    site = site_of("lam_dong")
    assert site is not None
    spider = spider_of(site)
    part, rest = (
        "http://www.lamdong.gov.vn/vi-VN/a/dukcq/tin/",
        "http://www.lamdong.gov.vn/vi-VN/a/snv/",
    )
    assert is_section(Link(part, "Tin tức"), spider._section_form)
    assert not is_section(Link(rest, "Sở Nội vụ"), spider._section_form)
    assert named(spider, f"{part}Pages/hoi-nghi-tong-ket-cong-tac.aspx")


LISTING = """
<html><body><h3><a href="/vi/news/tin/giao-ban-bao-chi-12.html">Giao ban báo chí tháng 5</a></h3>
<h3><a href="https://tuyengiaothainguyen.org/vi/news/tin/giao-ban-bao-chi-12.html">Giao ban</a></h3>
<h3><a href="http://www.tuyengiaothainguyen.org/vi/news/tin/hoi-nghi-13.html">Hội nghị</a></h3>
<h3><a href="https://thainguyen.dcs.vn/vi/news/tin/hoi-nghi-14.html">Nơi khác</a></h3></body></html>
"""


def test_an_article_that_is_linked_on_both_domains_is_one() -> None:
    site = site_of("thai_nguyen")
    assert site is not None
    url = "https://tuyengiaothainguyen.org.vn/vi/news/tin/"
    found = spider_of(site).read_listing(html.document_fromstring(LISTING), url, url, "Tin").named
    assert [entry.url for entry in found] == [
        f"{url}giao-ban-bao-chi-12.html",
        f"{url}hoi-nghi-13.html",
    ]


def test_the_page_of_sites_is_current() -> None:
    assert site_table.PAGE.read_text("utf-8") == site_table.page(), "run `make docs`"
