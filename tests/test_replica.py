"""The replica itself: what it serves is what its truth says, whatever the seed."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
import pytest

from tests.sites import chrome, faults, feeds
from tests.sites.server import SITES, Replica, Server
from tests.sites.site import Page, Site
from tests.sites.truth import Truth
from tests.sites.warc import read, replay

SEEDS = (0, 1, 2, 7)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed{seed}")
def any_replica(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with Replica(class_seed=request.param) as replica:
        yield replica


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica() as replica:
        yield replica


def ask(base: str, target: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    try:
        connection.request(method, quote(target, safe="/?&=%:;,+[]"))
        response = connection.getresponse()
        return response.status, dict(response.headers.items()), response.read()
    finally:
        connection.close()


def document(base: str, target: str) -> lxml.html.HtmlElement:
    status, _, body = ask(base, target)
    assert status == 200, target
    return lxml.html.document_fromstring(body.decode())


def plain(text: str) -> str:
    """The letters of a text, without what editors leave between them."""
    text = unicodedata.normalize("NFC", text.replace("\u200b", "")).replace("Ð", "Đ")
    return " ".join(text.split())


def listing_targets(site: Site) -> set[str]:
    targets = {site.listing_path(s, n) for s in site.data.sections for n in range(1, 20)}
    return {"/"} | targets | {f"/vi/news/page-{n}/" for n in range(2, 20)} | {"/vi/news/"}


def linked(replica: Replica, spider: str) -> set[str]:
    """All link targets found by walking from the home page over listing pages only."""
    site = replica.sites[spider]
    walk = listing_targets(site)
    queue, found, seen = ["/"], set[str](), set[str]()
    while queue:
        target = queue.pop()
        if target in seen:
            continue
        seen.add(target)
        for href in document(replica.base_url(spider), target).xpath("//a/@href"):
            parts = urlsplit(urljoin(site.real + target, str(href)))
            if parts.netloc.removeprefix("www.") != urlsplit(site.real).netloc:
                continue
            target_of = parts.path + (f"?{parts.query}" if parts.query else "")
            found.add(target_of)
            if target_of in walk:
                queue.append(target_of)
    return found


def truths(replica: Replica) -> Iterator[tuple[str, Truth]]:
    for spider in replica.names:
        for truth in replica.truth(spider):
            yield spider, truth


def test_serves_all_five_sites_on_loopback_only(replica: Replica) -> None:
    assert set(replica.names) == set(SITES)
    assert {urlsplit(url).hostname for url in replica.base_urls.values()} == {"127.0.0.1"}
    assert len(set(replica.base_urls.values())) == 5


@pytest.mark.parametrize("spider", SITES)
def test_has_thirty_articles_and_three_listing_pages(replica: Replica, spider: str) -> None:
    assert len(replica.truth(spider)) >= 30
    site = replica.sites[spider]
    assert any(site.listing_path(section, 3) in site.pages for section in site.data.sections)


@pytest.mark.parametrize("spider", SITES)
def test_every_article_is_reachable_through_listings(any_replica: Replica, spider: str) -> None:
    found = linked(any_replica, spider)
    assert [t.path for t in any_replica.truth(spider) if t.path not in found] == []


def test_the_truth_is_on_the_page(any_replica: Replica) -> None:
    for spider, truth in truths(any_replica):
        page = document(any_replica.base_url(spider), truth.path)
        text = plain(page.text_content())
        cells = [cell for table in truth.tables for row in table for cell in row]
        captions = [caption for _, caption in truth.images if caption]
        texts = [truth.title, truth.lead, *truth.body, *cells, *captions, truth.author]
        texts += [truth.source, truth.source_mark, truth.organisation, *truth.tags]
        missing = [each for each in texts if each and plain(each) not in text]
        assert missing == [], truth.url
        for url, name in truth.attachments:
            assert page.xpath("//a[@href=$url]", url=urlsplit(url).path), name
        for url, _ in truth.images:
            assert page.xpath("//img[@src=$src]", src=urlsplit(url).path), url


PRINTED = {
    "bac_kan": chrome.tuyengiao_date,
    "binh_thuan": chrome.webforms_date,
    "lai_chau": chrome.nukeviet_date,
}


def test_dates_are_printed_where_the_truth_says(any_replica: Replica) -> None:
    for spider, truth in truths(any_replica):
        text = plain(document(any_replica.base_url(spider), truth.path).text_content())
        if truth.published is None:
            continue
        if truth.in_listing_only:
            heading, _, _ = text.partition(plain(truth.body[0]))
            assert chrome.padded_date(truth.published) not in heading
        else:
            assert PRINTED[spider](truth.published) in text


def test_listing_prints_the_day_that_the_article_does_not(replica: Replica) -> None:
    site = replica.sites["nghe_an"]
    dated = [article for article in site.data.articles if article.in_listing_only]
    assert dated
    for article in dated:
        assert article.published
        row = site._row(article)  # type: ignore[attr-defined]
        assert chrome.padded_date(article.published) in row


def classes(replica: Replica, spider: str) -> set[str]:
    path = replica.truth(spider)[0].path
    names = document(replica.base_url(spider), path).xpath("//@class")
    return {word for name in names for word in str(name).split()}


@pytest.mark.parametrize("spider", ["nghe_an", "binh_thuan", "quang_tri", "bac_kan"])
def test_class_names_change_with_the_seed(spider: str) -> None:
    own = ("Dnn", "DNN", "aspNet", "story_", "clearfix", "Head", "Mso", "SkinObject")
    with Replica([spider], 3) as one, Replica([spider], 4) as two:
        shared = classes(one, spider) & classes(two, spider)
        assert one.truth(spider) == two.truth(spider)
    assert [name for name in shared if not name.startswith(own)] == []


def test_class_names_of_public_crawlers_can_be_taken_away() -> None:
    with Replica(["bac_kan"], unknown_classes=True) as replica:
        path = replica.truth("bac_kan")[0].path
        page = ask(replica.base_url("bac_kan"), path)[2]
        listing = ask(replica.base_url("bac_kan"), "/")[2]
    assert not re.search(rb"story_|ArticleContent|zonepage|datapager", page + listing)


def test_all_forms_of_an_address_answer_alike(replica: Replica) -> None:
    for spider in ("bac_kan", "quang_tri", "lai_chau"):
        site = replica.sites[spider]
        for article in site.data.articles[:5]:
            pages = {ask(replica.base_url(spider), form)[2] for form in site.forms(article)}
            assert len(pages) == 1


def test_tuyengiao_has_three_generations_of_addresses(replica: Replica) -> None:
    paths = [truth.path for truth in replica.truth("bac_kan")]
    assert any(path.startswith("/Home/") for path in paths)
    assert {path.count("/") for path in paths if not path.startswith("/Home/")} == {1, 2}


def test_nuke_viet_redirects_and_endings(replica: Replica) -> None:
    base = replica.base_url("lai_chau")
    truth = replica.truth("lai_chau")[0]
    head, _, tail = truth.path.rpartition("/")
    other = f"/vi/news/khac/{tail}"
    assert ask(base, other)[:2][1]["Location"] == truth.path
    assert ask(base, "/vi/news/khac/khong-co-88888888.html")[0] == 404
    assert ask(base, "/vi/news/khong-co/")[1]["Location"] == "/"
    status, _, body = ask(base, f"{head}/page-99/")
    assert status == 200
    assert b"news_column" in body
    assert b"fa-clock-o" not in body
    status, fields, _ = ask(base, "/?nvvithemever=m&nv_redirect=abc")
    assert status == 301
    assert "nv4_theme=m" in fields["Set-Cookie"]


def test_nuke_viet_dates_have_the_mistakes_of_the_cms(replica: Replica) -> None:
    base = replica.base_url("lai_chau")
    truth = next(t for t in replica.truth("lai_chau") if t.published and t.updated)
    assert truth.published
    assert truth.updated
    page = document(base, truth.path)
    day, clock = f"{truth.published:%Y-%m-%d}", f"{truth.published:%H:%M:%S}"
    assert page.xpath("//meta[@property='article:published_time']/@content") == [f"{day}+07{clock}"]
    assert page.xpath("string(//*[@itemprop='datePublished'])") == truth.updated.isoformat()
    feed = ask(base, "/vi/news/rss/")[2].decode()
    assert re.findall(r"<pubDate>\w+, \d+ (\w+) \d+ \d\d:(\d\d)", feed)
    for month, minute in re.findall(r"<pubDate>\w+, \d+ (\w+) \d+ \d\d:(\d\d)", feed):
        assert feeds.MONTHS.index(month) + 1 == int(minute)
    assert truth.published.isoformat() in ask(base, "/sitemap-vi.news.xml")[2].decode()


def test_addresses_answer_in_any_case_on_webforms(replica: Replica) -> None:
    path = replica.truth("binh_thuan")[0].path
    base = replica.base_url("binh_thuan")
    assert ask(base, path.upper() + "?utm_source=zalo")[2] == ask(base, path)[2]


def test_calendar_goes_on_for_ever(replica: Replica) -> None:
    base = replica.base_url("quang_tri")
    target = "/lich-cong-tac?thang=11&nam=2026"
    for _ in range(30):
        target = str(document(base, target).xpath("//a[text()='Tháng sau']/@href")[0])
    assert target == "/lich-cong-tac?thang=5&nam=2029"


@pytest.mark.parametrize(
    ("target", "status", "kind"),
    [
        ("/robots.txt", 200, "text/plain"),
        ("/khong-co-trang-nay", 404, "text/html; charset=utf-8"),
        ("/uploads/x/ke-hoach.pdf", 200, "application/pdf"),
        ("/Uploads/2021/5/4/17/anh.jpg", 200, "image/gif"),
    ],
)
@pytest.mark.parametrize("spider", SITES)
def test_other_addresses(
    replica: Replica, spider: str, target: str, status: int, kind: str
) -> None:
    answer = ask(replica.base_url(spider), target)
    assert (answer[0], answer[1]["Content-Type"]) == (status, kind)


def test_requests_are_logged_and_pages_can_be_replaced() -> None:
    with Replica(["nghe_an"]) as replica:
        base = replica.base_url("nghe_an")
        assert ask(base, "/", "HEAD")[2] == b""
        replica.set_page("nghe_an", "/", Page(b"khac"))
        assert ask(base, "/")[2] == b"khac"
        assert replica.requests("nghe_an") == ["/", "/"]


@pytest.fixture(scope="module")
def bad() -> Iterator[Replica]:
    with Replica(faults=dict.fromkeys(SITES, faults.KINDS)) as replica:
        yield replica


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "size"),
    [
        ("pdf", 200, "application/pdf", range(50, 1000)),
        ("image", 200, "image/gif", range(10, 1000)),
        ("empty", 200, "text/html; charset=utf-8", range(1)),
        ("huge", 200, "text/html; charset=utf-8", range(50 << 20, 60 << 20)),
        ("cut", 200, "text/html; charset=utf-8", range(500, 100_000)),
        ("latin1", 200, "text/html; charset=iso-8859-1", range(500, 100_000)),
        ("cp1258", 200, "text/html; charset=utf-8", range(500, 100_000)),
        ("listing", 200, "text/html; charset=utf-8", range(500, 100_000)),
        ("missing", 404, "text/html; charset=utf-8", range(10, 100_000)),
        ("error", 500, "text/html; charset=utf-8", range(10, 100_000)),
        ("home", 302, "text/html; charset=utf-8", range(1)),
        ("block", 200, "text/html; charset=utf-8", range(10, 1000)),
    ],
)
def test_faults_answer_as_described(
    bad: Replica, kind: str, status: int, content_type: str, size: range
) -> None:
    # 50 MB from one site are enough.
    for spider in ("lai_chau",) if kind == "huge" else SITES:
        found = ask(bad.base_url(spider), bad.fault_paths(spider)[kind])
        assert (found[0], found[1]["Content-Type"]) == (status, content_type)
        assert len(found[2]) in size, spider


def test_short_page_breaks_off(bad: Replica) -> None:
    with pytest.raises(http.client.IncompleteRead):
        ask(bad.base_url("lai_chau"), bad.fault_paths("lai_chau")["short"])


def test_slow_page_is_late_and_right(bad: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "SLOW_SECONDS", 0.2)
    found = ask(bad.base_url("lai_chau"), bad.fault_paths("lai_chau")["slow"])
    assert "Trang thử lỗi slow" in found[2].decode()


@pytest.mark.parametrize("spider", SITES)
def test_faults_are_linked_and_no_part_of_the_truth(bad: Replica, spider: str) -> None:
    found = linked(bad, spider)
    assert set(bad.fault_paths(spider).values()) <= found
    assert not [t for t in bad.truth(spider) if "Trang thử lỗi" in t.title]


def test_windows_1258_is_what_python_reads_back() -> None:
    text = "Tuyên giáo Đảng ủy, Trưởng Ban Nguyễn Phú"
    assert unicodedata.normalize("NFC", faults.windows_1258(text).decode("cp1258")) == text


@pytest.mark.parametrize("seed", SEEDS)
def test_gold_is_rendered_with_everything_that_must_not_be_read(shared: Path, seed: int) -> None:
    path = shared / "seeds" / "gold.json"
    golds = json.loads(path.read_text(encoding="utf-8"))
    with Replica.of_gold(path, class_seed=seed) as replica:
        for spider, gold in zip(replica.names, golds, strict=True):
            (truth,) = replica.truth(spider)
            assert truth.title == gold["title"]
            assert list(truth.body) == gold["body"]
            assert [caption for _, caption in truth.images] == gold["image_captions"]
            assert (truth.lead, truth.author) == (gold["lead"], gold["author"])
            assert truth.organisation == gold["author_organisation"]
            assert truth.section == gold["section"]
            assert (truth.published and truth.published.isoformat()) == gold["published"]
            page = ask(replica.base_url(spider), truth.path)[2].decode()
            assert [chrome for chrome in gold["never_in_body"] if chrome not in page] == []
            assert truth.path in linked(replica, spider)


def test_gold_prints_fifteen_related_titles_twice(shared: Path) -> None:
    with Replica.of_gold(shared / "seeds" / "gold.json") as replica:
        page = document(replica.base_url("nghe_an"), replica.truth("nghe_an")[0].path)
    text = page.xpath("//h3[text()='Tin cùng chuyên mục']/..")[0]
    titles = [str(alt) for alt in text.xpath(".//img/@alt")]
    assert len(titles) == 15
    assert titles == [str(t) for t in text.xpath(".//a/text()")]


def test_warc_is_replayed_as_recorded(shared: Path) -> None:
    path = shared / "pages" / "nukeviet.warc.gz"
    pages = read(path)
    assert len(pages) > 100
    with replay(path) as server:
        base = server.base_urls["warc"]
        for target, page in pages.items():
            status, fields, body = ask(base, target)
            assert (status, body) == (page.status, page.body), target
            assert fields.get("Location") == dict(page.headers).get("Location")
        assert ask(base, "/nowhere")[0] == 404


def test_server_keeps_connections_and_refuses_nonsense() -> None:
    with Server({"one": lambda target: Page(target.encode())}) as server:
        connection = http.client.HTTPConnection(urlsplit(server.base_urls["one"]).netloc)
        for target in ("/a", "/b?c=1"):
            connection.request("GET", target)
            assert connection.getresponse().read() == target.encode()
        connection.request("POST", "/a", body="x")
        assert connection.getresponse().status == 405
        connection.close()


def test_command_prints_addresses_and_stops_quietly() -> None:
    command = [sys.executable, "-m", "tests.sites", "--class-seed", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        addresses = json.loads(process.stdout.readline())
        assert ask(addresses["bac_kan"], "/")[0] == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")
