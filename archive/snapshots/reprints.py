"""Which of a snapshot's articles carry the same text, as it follows from those articles alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from archive.models import Base
from archive.reprints import clusters
from archive.reprints.clusters import Member
from archive.reprints.grouping import MEMBER_COLUMNS
from archive.reprints.matching import Link, possible_days

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_LINKS: Final = _TABLES["reprint_links"]
_ALL_LINKS: Final = select(_LINKS).order_by(_LINKS.c.shorter_id, _LINKS.c.longer_id)
_MEMBERS: Final = (
    select(*MEMBER_COLUMNS)
    .select_from(_SKETCHES)
    .join(_ARTICLES, _ARTICLES.c.id == _SKETCHES.c.article_id)
    .where(_ARTICLES.c.first_seen_at < bindparam("end"))
    .order_by(_SKETCHES.c.article_id)
)


def rows(
    connection: Connection, end: datetime, restored: Collection[int]
) -> Iterator[dict[str, Any]]:
    """Yield the places of articles in clusters, in the order of their numbers.

    What is linked is held in memory: some hundred bytes for each pair of like texts.

    Args:
        connection: The archive.
        end: Articles that were first seen later are left out of account.
        restored: Articles whose text has changed since; what they shared then is not known any more.
    """
    links = [Link(*row) for row in connection.execute(_ALL_LINKS)]
    linked = {article for link in links for article in link.ends}.difference(restored)
    members = {
        row[0]: Member(*row[:3], *possible_days(*row[3:]))
        for row in connection.execute(_MEMBERS, {"end": end})
        if row[0] in linked
    }
    links = [link for link in links if all(article in members for article in link.ends)]
    places = clusters.places(members, links, _digests(members, links))
    for article_id in sorted(places):
        yield {"article_id": article_id, **places[article_id]._asdict()}


def _digests(members: dict[int, Member], links: list[Link]) -> set[int]:
    """Return which articles have several others one after another."""
    pairs = {link.ends for link in links}
    longer: dict[int, list[Link]] = {}
    for link in links:
        longer.setdefault(link.longer_id, []).append(link)

    def alike(one: int, other: int) -> bool:
        return (one, other) in pairs or (other, one) in pairs

    return {
        article
        for article, parts in longer.items()
        if len(parts) > 1 and clusters.is_digest(members[article], parts, members, alike)
    }
