"""Bad pages on demand: what a crawler must survive, count and give a reason for.

A fault is linked from the first listing page (and the home page) of its site, under an address of the
site's own form, with the title ``Trang thử lỗi <kind>``. The kinds:

=============  =====================================================================================
pdf            a PDF file at the address of an article
image          a picture there
empty          status 200 and no body
huge           50 MB of paragraphs
cut            a page that stops in the middle of its text, with a right Content-Length
short          the same, but the header promises the whole page, and the connection closes
latin1         UTF-8 text, declared as iso-8859-1 in the header: readable, and has to be read
cp1258         windows-1258 bytes, declared as utf-8 in the header and in the page
listing        the first listing page in place of the article
missing        404
error          500
slow           the right page, `SLOW_SECONDS` late
home           302 to the home page
block          NukeViet's page for crawlers that are too fast: status 200, ``Hãy đợi...``
=============  =====================================================================================
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from archive.readings import Precision
from archive.timezone import VIETNAM

from .site import PDF, PIXEL, Page, Site, Source, html, redirect
from .truth import Article, Block, Kind, Section, SiteArticles

SLOW_SECONDS = 5.0
HUGE_BYTES = 50 * 1024 * 1024
# Numbers of stand-ins are multiples of this, so that `markup` leaves their sentences as they are.
STEP = 3 * 4 * 5 * 7
FIRST_ID = 2_000_000 * STEP

SENTENCE = (
    "Hội nghị đã nghe báo cáo kết quả công tác tuyên giáo quý III, triển khai nhiệm vụ trọng tâm quý IV; "
    "các đại biểu thảo luận về công tác nắm bắt dư luận xã hội và định hướng tuyên truyền tháng tới."
)
WAIT = "Hệ thống đang từ chối truy cập của bạn. Hãy đợi 59 giây..."
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Encode Vietnamese as Windows did: a tone is a letter of its own behind the vowel."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in TONES)
        base = "".join(mark for mark in marks if mark not in TONES)
        parts.append(unicodedata.normalize("NFC", base) + tones)
    return "".join(parts).encode("cp1258", errors="replace")


def _cut(site: Site, article: Article) -> bytes:
    whole = site.article_page(article).encode()
    return whole[: whole.rindex(SENTENCE.encode()) + 60]


def _huge(site: Site, article: Article) -> Page:
    before, found, after = site.article_page(article).encode().partition(SENTENCE.encode())
    filler = (found + b"<br/>\n") * (HUGE_BYTES // len(found))
    return Page(before + filler + after)


def _short(site: Site, article: Article) -> Page:
    body = _cut(site, article)
    return Page(body, missing=len(site.article_page(article).encode()) - len(body))


def _latin1(site: Site, article: Article) -> Page:
    page = site.article_page(article).encode()
    return Page(page, content_type="text/html; charset=iso-8859-1")


def _listing(site: Site, article: Article) -> Page:
    section = article.section
    if section is None:
        return html(site.home_page())
    shown = tuple(a for a in site.in_section(section) if a.id < FIRST_ID)[:10]
    return html(site.listing_page(section, shown, 1, 1))


KINDS: dict[str, Callable[[Site, Article], Page]] = {
    "pdf": lambda site, article: Page(PDF, content_type="application/pdf"),
    "image": lambda site, article: Page(PIXEL, content_type="image/gif"),
    "empty": lambda site, article: Page(),
    "huge": _huge,
    "cut": lambda site, article: Page(_cut(site, article)),
    "short": _short,
    "latin1": _latin1,
    "cp1258": lambda site, article: Page(windows_1258(site.article_page(article))),
    "listing": _listing,
    "missing": lambda site, article: site.not_found(),
    "error": lambda site, article: html("<h1>Server Error in '/' Application.</h1>", 500),
    "slow": lambda site, article: replace(html(site.article_page(article)), delay=SLOW_SECONDS),
    "home": lambda site, article: redirect("/", 302),
    "block": lambda site, article: html(
        f"<html><head><title>Hãy đợi...</title></head><body>{WAIT}</body></html>"
    ),
}


def stand_ins(kinds: tuple[str, ...], sections: tuple[Section, ...]) -> tuple[Article, ...]:
    """Make the articles in whose place the faults stand."""
    return tuple(_stand_in(kind, sections[0] if sections else None) for kind in kinds)


def _stand_in(kind: str, section: Section | None) -> Article:
    number = FIRST_ID + STEP * list(KINDS).index(kind)
    texts = (
        f"Trang thử lỗi {kind} mở đầu bằng đoạn này. {SENTENCE}",
        *(f"{n}. {SENTENCE}" for n in range(2, 9)),
    )
    return Article(
        id=number,
        slug=f"trang-thu-loi-{kind}",
        key=f"{number}-58053-1",
        title=f"Trang thử lỗi {kind}",
        blocks=tuple(Block(Kind.PARAGRAPH, text) for text in texts),
        section=section,
        published=datetime(2024, 9, 30, 8, 30, tzinfo=VIETNAM),
        precision=Precision.MINUTE,
    )


def with_faults(data: SiteArticles, kinds: tuple[str, ...]) -> SiteArticles:
    """Put the stand-ins in front of a site's articles."""
    return replace(data, articles=(*stand_ins(kinds, data.sections), *data.articles))


def install(site: Site, kinds: tuple[str, ...]) -> dict[str, str]:
    """Replace the pages of the stand-ins by their faults; gives the address of each kind."""
    paths = {}
    for article in stand_ins(kinds, site.data.sections):
        kind = article.slug.removeprefix("trang-thu-loi-")
        for path in site.forms(article):
            site.pages[path] = _source(site, article, kind)
        paths[kind] = site.path(article)
    return paths


def _source(site: Site, article: Article, kind: str) -> Source:
    return lambda: KINDS[kind](site, article)
