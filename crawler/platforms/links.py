"""Telling links apart by their shape and content: articles, sections, pagers, and what is refused.

The rules know no site. What they know of addresses and link texts lies in ``crawler/data/links.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from archive.text import fold_words

# A headline has more words than the name of a section: the shortest headline of the sample pages has
# nine, the longest section name ("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh") 13,
# so words alone decide only where the address says nothing.
_HEADLINE_WORDS = 6
_SECTION_WORDS = 14
_SLUG_WORDS = 5

_ARTICLE_ADDRESS = re.compile(
    r"""(?ix)
    [/-] \d{2,9} (?:\.(?:html?|aspx|vnp|htm))? /? $       # slug-149483, slug-16.html, /post/1234
    | / \d{2,9} / [^/]* -[^/]*-[^/]* $                    # /25002/slug.aspx: number before the slug
    | / \d+-\d+-\d+ /? $                                  # /slug/735827-58053-560411
    | /content/ [^/]+ /? (?:\d+)? $                       # Liferay asset_publisher
    | / (?:itemid|articleid|newsid) / \d+ (?:/|$)          # /tabid/93/ItemID/1234/Default.aspx
    | [?&] (?:id|itemid|articleid|newsid|nid|idbaiviet|post) = [^&]+   # Default.aspx?ItemID=12
    """
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_ENDING = re.compile(r"\.(?:aspx|html?|php)$", re.IGNORECASE)
# Numbers that may be a section's as well as an article's.
_ANY_NUMBER = re.compile(r"(?i)[?&](?:id|post)=|/\d{2,9}/[^/]*-[^/]*-[^/]*$")
_SLUG_FORM = re.compile(r"[^.]*?[^\W\d][^.]*?-[^.]*?(-\d+)?(\.\w+)?")
_NO_WORDS = re.compile(r"[\W\d_]*")
_SLUG = re.compile(r"([^/]+?)(?:-\d+)?(?:\.\w{3,5})?/?$")


# The same links stand on many pages of a site, and each is asked about more than once.
_kept = lru_cache(maxsize=4096)


@dataclass(frozen=True, slots=True)
class Link:
    """All links of one page to one address, as one.

    Attributes:
        url: Absolute address on the real host.
        text: The text of the one in a heading, or the longest that any of them carries, or the ``title``
            attribute of an image link.
        in_menu: Whether it stands in a menu, header or footer.
        is_entry: Whether the page's markup calls it the link of an entry: ``rel=bookmark``, or the
            microformat ``entry-title``, as WordPress and systems after its model do.
    """

    url: str
    text: str
    in_menu: bool = False
    is_entry: bool = False

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


@cache
def _rules() -> tuple[
    re.Pattern[str], frozenset[str], re.Pattern[str], re.Pattern[str], frozenset[str]
]:
    data = tomllib.loads((files("crawler") / "data" / "links.toml").read_text(encoding="utf-8"))

    def one_of(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(patterns), re.IGNORECASE)

    return (
        one_of(data["refuse"]["address"]),
        frozenset(data["refuse"]["text"]),
        one_of(data["pager"]["number"]),
        one_of(data["pager"]["offset"]),
        frozenset(data["pager"]["next_text"]),
    )


@cache
def _texts(group: str, name: str) -> frozenset[str]:
    data = tomllib.loads((files("crawler") / "data" / "links.toml").read_text(encoding="utf-8"))
    return frozenset(data[group][name])


@_kept
def _tail(url: str) -> str:
    """Return path and query, the parts that say what a page is."""
    parts = urlsplit(url)
    path = _SLASHES.sub("/", _SESSION.sub("", parts.path))
    return f"{path}?{parts.query}" if parts.query else path


@_kept
def is_refused(link: Link) -> bool:
    """Say whether a link leads to a copy, a tool or an endless page.

    >>> is_refused(Link("https://x.vn/news/savefile/tin-tuc/a-12.html", "Lưu bài viết này"))
    True
    >>> is_refused(Link("https://x.vn/tin-hoat-dong/giao-ban-bao-chi-75.html", "Giao ban báo chí"))
    False
    """
    address, texts, *_ = _rules()
    return bool(address.search(_tail(link.url))) or fold_words(link.text) in texts


@_kept
def page_number(url: str) -> int | None:
    """Return the number that a listing address carries, or None where it is a first page.

    Offsets (``?start=8``) count as they are: they grow from page to page too.

    >>> page_number("https://x.vn/tin-hoat-dong/page-3/")
    3
    >>> page_number("https://x.vn/tin-hoat-dong/") is None
    True
    """
    _, _, number, offset, _ = _rules()
    match = number.search(_tail(url)) or offset.search(_tail(url))
    if match is None:
        return None
    return int(next(group for group in match.groups() if group))


def listing_of(url: str) -> str:
    """Return a listing address without its page number, to compare the pages of one listing.

    >>> listing_of("https://x.vn/tin-hoat-dong/page-3/")
    '/tin-hoat-dong'
    """
    _, _, number, offset, _ = _rules()
    tail = offset.sub("&", number.sub("&", _tail(url))).replace("?", "&")
    tail = re.sub(r"/?&+(?=/)", "", tail)
    return _ENDING.sub("", re.sub(r"/?&+", "&", tail).rstrip("/&").lower())


def next_page(links: list[Link], current: str) -> Link | None:
    """Return the link to the page after ``current``, if the page has one.

    Args:
        links: The links of the listing page.
        current: The address of the listing page.

    Returns:
        The link of the same listing with the next higher number. On a first page without a number,
        the link numbered 1 is the page itself, unless its text says ``2`` (systems that count from 0).
    """
    here = page_number(current)
    listing = listing_of(current)
    following = [
        (number, link)
        for link in links
        if (number := page_number(link.url)) is not None
        and number > (here or 0)
        and listing_of(link.url) == listing
        and not (here is None and number == 1 and not _says_further(link.text))
    ]
    return min(following, key=lambda pair: pair[0])[1] if following else None


def _is_pager(text: str) -> bool:
    """Say whether a link's text belongs to a pager: a number, an arrow, ``Trang sau``, ``Cuối``."""
    return (
        _NO_WORDS.fullmatch(text) is not None
        or says_next(text)
        or fold_words(text) in _texts("pager", "other_text")
    )


def _says_further(text: str) -> bool:
    return text.strip() == "2" or says_next(text)


def says_more(text: str) -> bool:
    """Say whether a link's text promises the article whose beginning stands beside it, ``Chi tiết``."""
    return fold_words(text) in _texts("more", "text")


def says_next(text: str) -> bool:
    """Say whether a link's text names the next page, ``Trang sau »``."""
    *_, next_texts = _rules()
    return fold_words(text) in next_texts


def _slug_words(url: str) -> int:
    match = _SLUG.search(urlsplit(url).path)
    return len([word for word in re.split(r"[-_]+", match[1]) if word]) if match else 0


@_kept
def is_article(link: Link, pattern: re.Pattern[str] | None) -> bool:
    """Say whether a link leads to an article.

    Args:
        link: The link.
        pattern: The site's article addresses where they are known; it alone decides then.

    >>> is_article(Link("https://x.vn/vi-vn/tin/giao-ban/735827-58053-560411", "Giao ban"), None)
    True
    >>> is_article(Link("https://x.vn/khoa-giao", "Khoa giáo"), None)
    False
    """
    tail = _tail(link.url)
    if pattern is None and link.is_entry:  # /?p=14 too, which looks like a pager's
        return True
    if page_number(link.url) is not None:
        return False
    if pattern is not None:
        return bool(pattern.search(tail))
    if _ARTICLE_ADDRESS.search(tail):
        return (
            says_more(link.text)
            or link.words >= _HEADLINE_WORDS
            or _slug_words(link.url) >= _SLUG_WORDS
            or (not link.in_menu and link.words >= 3)
        )
    return (
        link.words >= _HEADLINE_WORDS and _slug_words(link.url) >= _SLUG_WORDS and not link.in_menu
    )


def find_articles(links: list[Link], pattern: re.Pattern[str] | None) -> list[Link]:
    """Return the links of a page that lead to articles.

    Where no pattern is known, a short text on an address with a number may name a section as well
    (``/ChuyenMuc.aspx?id=4``): it counts where headlines have addresses of the same form.
    """
    articles = [link for link in links if is_article(link, pattern)]
    if pattern is not None:
        return articles
    forms = {_form(link.url) for link in articles if _is_sure(link)}
    return [link for link in articles if _is_sure(link) or _form(link.url) in forms]


def _is_sure(link: Link) -> bool:
    return (
        link.is_entry
        or link.words >= _HEADLINE_WORDS
        or _slug_words(link.url) >= _SLUG_WORDS
        or _ANY_NUMBER.search(_tail(link.url)) is None
        or says_more(link.text)
    )


def _form(url: str) -> str:
    """Return an address without its numbers and without the words of its last segment."""
    path, mark, query = _tail(url).lower().partition("?")
    folder, slash, last = path.rpartition("/")
    slug = _SLUG_FORM.fullmatch(last)
    if slug is not None:
        last = f"a{'-0' if slug[1] else ''}{slug[2] or ''}"
    return re.sub(r"\d+", "0", folder + slash + last + mark + query)


def is_headline(link: Link) -> bool:
    """Say whether a link is surely the headline of an article, where a known pattern fits no link."""
    return not link.in_menu and link.words >= _HEADLINE_WORDS and is_article(link, None)


def parents(sections: list[Link]) -> set[str]:
    """Return the addresses of those sections that hold others: ``/news/`` beside ``/news/khoa-giao/``.

    What such a listing names may belong to any of its parts, so it says nothing of an article's section.
    """
    paths = {link.url: urlsplit(link.url).path.rstrip("/") + "/" for link in sections}
    return {
        url
        for url, path in paths.items()
        if any(other.startswith(path) and other != path for other in paths.values())
    }


def is_section(link: Link, pattern: re.Pattern[str] | None) -> bool:
    """Say whether a link leads to a section, as a menu or a heading names one.

    Args:
        link: A link that is neither refused nor an article.
        pattern: The site's section addresses where they are known; it alone decides then.

    >>> is_section(Link("https://x.vn/khoa-giao", "Khoa giáo"), None)
    True
    """
    tail = _tail(link.url)
    if page_number(link.url) is not None or _is_pager(link.text):
        return False
    if pattern is not None:
        return bool(pattern.search(tail))
    return tail not in ("", "/") and 1 <= link.words <= _SECTION_WORDS
