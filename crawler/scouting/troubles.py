"""Why a site cannot be used, in a line or two: what stands in the way, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from archive.errors import ArchiveError
from archive.text import clean, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.scouting.visits import Visit


class Unusable(ArchiveError):
    """A site that no spider can be written for as it is; the message says why and what to do."""


_WORDS: Final = {
    "host-unreachable": "{host} is not known to the name servers: look for a slip in the address",
    "connection-refused": "{host} refuses connections: try again later, or another address of the site",
    "connection-failed": "{host} breaks off the connection ({detail}): try again later; a site without "
    "TLS is given as http://",
    "timeout": "{host} does not answer: try again later, or from a network that it lets in",
    "certificate-invalid": "the certificate of {host} is not valid: no page can be trusted to be the "
    "site's own; ask its administrator, or give the address as http://",
    "private-address": "{detail}: only a copy on this machine may lie there, and its address is given "
    "as a number",
    "forbidden-by-robots": "robots.txt of {host} forbids {url}: the site does not want to be crawled; "
    "ask its administrator",
    "block-page": "{host} answers with a page that keeps robots out: ask its administrator to let the "
    "crawler in",
    "maintenance-page": "{host} is being worked on: try again another day",
    "parked-page": "{host} shows the page of a domain that is parked or for sale: the site has moved or "
    "is gone",
    "http-401": "{host} wants a name and a password: what lies behind a login cannot be archived",
    "http-403": "{host} refuses the crawler (403): ask its administrator to let it in",
    "http-404": "there is no page {url} (404): give the address of the start page",
    "http-429": "{host} has had too many requests (429): try again tomorrow",
    "too-many-redirects": "{url} sends the crawler in circles: give another address of the site",
    "too-large": "{url} is larger than DOWNLOAD_MAXSIZE",
}
# Nothing of the site was reached, whatever was asked for first.
_CONNECTION: Final = frozenset(
    {
        *("host-unreachable", "connection-refused", "connection-failed", "timeout"),
        *("certificate-invalid", "private-address"),
    }
)
_ROBOTS: Final = "robots-"
_SENT_TO: Final = re.compile(r"https?://\S+")

# --- Pages that are not what they seem --------------------------------------------------------------

_FEWEST_WORDS: Final = 40  # a start page that a browser need not put together has hundreds
_FEWEST_LINKS: Final = 3
_API: Final = re.compile(
    r"""["'`(=\s](?P<url>(?:https?:)?(?://[\w.:-]+)?/(?:[\w./-]*?/)?"""
    r"""(?:api|graphql|wp-json|odata|rest)(?:/[^"'`<>()\s]*)?|https?://api\.[^"'`<>()\s]+)["'`)\s]""",
    re.IGNORECASE,
)
_LOGIN: Final = re.compile(
    r"/(?:login|dang-nhap|signin|account/log|ctl/login|_layouts/(?:15/)?authenticate|c/portal/login)",
    re.IGNORECASE,
)
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head"})


def explain(visit: Visit, host: str, copy: str | None = None) -> str:
    """Say in one line why a page could not be had.

    Args:
        visit: A visit with a trouble.
        host: Host of the site.
        copy: Origin of the copy that was asked in its place.
    """
    word = visit.trouble or ""
    if word == "leads-to-another-host":
        sent = _SENT_TO.search(visit.detail)
        where = sent[0] if sent else "another host"
        return f"{host} sends to {where}: if that is the site, give that address"
    cause = word.removeprefix(_ROBOTS)
    if cause in _CONNECTION:
        return _WORDS[cause].format(host=copy or host, detail=_first_line(visit.detail))
    if word != cause:
        return (
            f"robots.txt of {host} could not be read ({cause}): nothing may be fetched until it can"
        )
    line = _WORDS.get(word)
    if line is None:
        return f"{visit.url} could not be read ({word}): try again later"
    return line.format(host=host, url=visit.url)


def _first_line(text: str) -> str:
    return clean(text.strip().partition("\n")[0])[:120] or "no answer"


def see_usable(home: Visit, root: HtmlElement, own_links: int, host: str) -> None:
    """See that a start page is one of a site that can be read without a browser and without a name.

    Args:
        home: The visit.
        root: Its page.
        own_links: How many pages of the site itself it names.
        host: Host of the site.

    Raises:
        Unusable: It needs JavaScript, or is a form for a name and password.
    """
    words = visible_words(root)
    asks_password = any(i.get("type", "").lower() == "password" for i in root.iter("input"))
    at_login = bool(_LOGIN.search(urlsplit(home.url).path))
    if asks_password and (
        at_login or (words < 3 * _FEWEST_WORDS and own_links <= _FEWEST_LINKS * 2)
    ):
        raise Unusable(
            f"{host} wants a name and a password: what lies behind a login cannot be archived"
        )
    if words < _FEWEST_WORDS and own_links < _FEWEST_LINKS and _has_scripts(root):
        sources = sorted(set(named_sources(home, root)))
        hint = (
            f"its page names {', '.join(sources[:4])}: a spider of your own could read that"
            if sources
            else "its page names no API and no feed: look for one in the network tab of a browser"
        )
        raise Unusable(
            f"{host} is put together by JavaScript, and without it shows nothing\n{hint}"
        )


def visible_words(root: HtmlElement) -> int:
    """Return how many words a page shows without a browser."""
    count = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if not any(box.tag in _UNSEEN for box in (element, *element.iterancestors())):
            count += len((element.text or "").split())
        parent = element.getparent()
        if parent is not None and not any(
            box.tag in _UNSEEN for box in (parent, *parent.iterancestors())
        ):
            count += len((element.tail or "").split())
    return count


def named_sources(visit: Visit, root: HtmlElement) -> Iterator[str]:
    """Return the addresses of feeds and APIs that the source of a page names."""
    for link in root.iter("link"):
        kind = (link.get("type") or "").lower()
        if link.get("href") and kind in (
            "application/rss+xml",
            "application/atom+xml",
            "application/json",
        ):
            yield urljoin(visit.url, link.get("href", ""))
    for found in _API.finditer(visit.body.decode("utf-8", "replace")):
        yield urljoin(visit.url, found["url"])


def _has_scripts(root: HtmlElement) -> bool:
    return next(root.iter("script"), None) is not None


def no_news(host: str, looked_at: int, title: str) -> Unusable:
    """Return the trouble of a site on which no list of articles was found."""
    named = f' ("{title[:60]}")' if fold_words(title) else ""
    return Unusable(
        f"no list of articles was found on {looked_at} pages of {host}{named}: it is no news site, or "
        "its articles lie elsewhere; then give the address of a page that lists them"
    )
