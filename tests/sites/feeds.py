"""The machine-readable pages of NukeViet: feeds and sitemaps, with the mistakes of the CMS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape

from .truth import Article

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
FEED_LENGTH = 30


def feed_date(moment: datetime) -> str:
    """Write a moment as NukeViet feeds do: in GMT, and the month where the minutes belong."""
    m = moment.astimezone(UTC)
    return f"{DAYS[m.weekday()]}, {m.day} {MONTHS[m.month - 1]} {m.year} {m.hour:02}:{m.month:02}:00 GMT"


def malformed_time(moment: datetime) -> str:
    """Write `article:published_time` as NukeViet does: the zone stands where `T` belongs."""
    return f"{moment:%Y-%m-%d}+07{moment:%H:%M:%S}"


def feed(title: str, link: str, articles: Iterable[Article], href: Callable[[Article], str]) -> str:
    """Write an RSS feed: at most thirty items, leads only."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{escape(href(a))}</link>"
        f'<guid isPermaLink="false"><![CDATA[news_{a.id}]]></guid>'
        f"<pubDate>{feed_date(a.published) if a.published else ''}</pubDate>"
        f"<description><![CDATA[{a.lead or ''}]]></description></item>\n"
        for a in list(articles)[:FEED_LENGTH]
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{escape(link)}</link><language>vi</language>"
        f"<generator><![CDATA[NukeViet v4.0]]></generator>\n{items}</channel></rss>"
    )


def sitemap_index(addresses: Iterable[str]) -> str:
    """Write a sitemap of sitemaps."""
    rows = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def sitemap(articles: Iterable[Article], href: Callable[[Article], str]) -> str:
    """Write a sitemap; its `lastmod` is the time of publication, and right."""
    rows = "".join(
        f"<url><loc>{escape(href(a))}</loc><lastmod>{a.published.isoformat()}</lastmod></url>"
        for a in articles
        if a.published
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
