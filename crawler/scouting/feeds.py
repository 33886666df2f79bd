"""Looking at the feed and the sitemap of a site, as far as they help to find its articles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from crawler.platforms.listings import read_feed
from crawler.platforms.responses import feed_parser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from crawler.platforms.site import SiteSpider
    from crawler.scouting.visits import Get, Visit

_COMMENTS = "comment"
_RSS = ("application/rss+xml", "application/atom+xml")


async def look_at_feed(get: Get, probe: SiteSpider, root: HtmlElement, home: Visit) -> str:
    """Say what the first feed that the start page names gives."""
    urls = [
        own
        for link in root.iter("link")
        if (link.get("type") or "").lower() in _RSS
        and (own := probe.own_url(urljoin(home.url, link.get("href") or ""))) is not None
        and _COMMENTS not in own.lower()
    ]
    if not urls:
        return "none named"
    if not get.left:
        return f"{urls[0]} (not looked at)"
    visit = await get(urls[0])
    if visit.trouble:
        return f"{urls[0]} ({visit.trouble})"
    feed = _parsed(visit.body)
    entries = [] if feed is None else list(read_feed(feed, None))
    dated = sum(hints.published is not None for _, hints in entries)
    if not entries:
        return f"{urls[0]} (names no article)"
    return f"{urls[0]} ({len(entries)} articles, {dated} with a day)"


async def look_at_sitemap(get: Get, probe: SiteSpider, dates: Mapping[str, str | None]) -> str:
    """Say what the sitemap that robots.txt names gives, and whether its dates can be used.

    Args:
        get: Asks for pages.
        probe: A spider of the site.
        dates: The day of publication of the articles that were read, in ISO form, by their address.
    """
    named = [
        own
        for line in get.robots.splitlines()
        if line.lower().startswith("sitemap:")
        and (own := _own(probe, line.partition(":")[2].strip())) is not None
    ]
    if not named:
        return "none named in robots.txt"
    url = named[0]
    for _ in range(2):  # an index names others
        if not get.left:
            return f"{url} (not looked at)"
        visit = await get(url)
        if visit.trouble:
            return f"{url} ({visit.trouble})"
        root = _parsed(visit.body)
        children = [] if root is None else _texts(root, "sitemap")
        if not children:
            return f"{url} ({_entries(root, probe, dates)})"
        owned = [own for child, _ in children if (own := _own(probe, child)) is not None]
        if not owned:
            return f"{url} (names sitemaps of other hosts only)"
        url = next((x for x in owned if "news" in x or "post" in x), owned[0])
    return f"{url} (names further sitemaps only)"


def _own(probe: SiteSpider, url: str) -> str | None:
    try:
        return probe.own_url(url)
    except ValueError:
        return None


def _entries(root: _Element | None, probe: SiteSpider, dates: Mapping[str, str | None]) -> str:
    entries = [] if root is None else _texts(root, "url")
    changed = {_key(probe, url): day for url, day in entries if day}
    if not changed:
        return f"{len(entries)} addresses, without lastmod"
    pairs = [
        (changed[key][:10], printed[:10])
        for url, printed in dates.items()
        if printed and (key := _key(probe, url)) in changed
    ]
    if pairs:
        same = sum(a == b for a, b in pairs)
        usable = "usable" if same == len(pairs) else "not usable as that"
        return (
            f"{len(entries)} addresses; lastmod is the day of publication for {same} of {len(pairs)} "
            f"articles: {usable}"
        )
    if len(set(changed.values())) == 1 and len(changed) > 1:
        return f"{len(entries)} addresses; all have one lastmod, which says nothing"
    newest = max(changed.values())[:10]
    return f"{len(entries)} addresses; lastmod to {_day(newest)}, not compared with an article"


def _key(probe: SiteSpider, url: str) -> str:
    try:
        return probe.identity(probe.site_url(url))
    except ValueError:
        return url


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return "no day"


def _parsed(body: bytes) -> _Element | None:
    try:
        return etree.fromstring(body, feed_parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _texts(root: _Element, name: str) -> list[tuple[str, str]]:
    """Return ``loc`` and ``lastmod`` of the entries of a sitemap."""
    return [
        (
            (entry.findtext("{*}loc") or "").strip(),
            (entry.findtext("{*}lastmod") or "").strip(),
        )
        for entry in root.iter(f"{{*}}{name}")
        if (entry.findtext("{*}loc") or "").strip()
    ]
