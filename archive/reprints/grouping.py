"""Clusters as they lie in the archive: brought up to date where articles were linked anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, or_, select, update

from archive.models import Base
from archive.reprints import clusters
from archive.reprints.clusters import Member, Place
from archive.reprints.matching import Link, possible_days

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_LINKS: Final = _TABLES["reprint_links"]
_REPRINTS: Final = _TABLES["reprints"]

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_CLUSTERS_OF: Final = select(_REPRINTS.c.article_id, _REPRINTS.c.cluster_id).where(
    _REPRINTS.c.article_id.in_(_IDS)
)
_PLACES_IN: Final = select(_REPRINTS).where(
    or_(
        _REPRINTS.c.article_id.in_(_IDS),
        _REPRINTS.c.cluster_id.in_(bindparam("clusters", expanding=True)),
    )
)
_LINKS_OF: Final = select(_LINKS).where(
    or_(_LINKS.c.shorter_id.in_(_IDS), _LINKS.c.longer_id.in_(_IDS))
)
_MEMBERS: Final = (
    select(
        _SKETCHES.c.article_id,
        _SKETCHES.c.syllables,
        _ARTICLES.c.title,
        _ARTICLES.c.published_at,
        _ARTICLES.c.published_precision,
    )
    .join(_ARTICLES, _ARTICLES.c.id == _SKETCHES.c.article_id)
    .where(_SKETCHES.c.article_id.in_(_IDS))
)
_DELETE_LINKS: Final = delete(_LINKS).where(
    or_(_LINKS.c.shorter_id == bindparam("id"), _LINKS.c.longer_id == bindparam("id"))
)
_DELETE: Final = delete(_REPRINTS).where(_REPRINTS.c.article_id.in_(_IDS))
_UPDATE: Final = update(_REPRINTS).where(_REPRINTS.c.article_id == bindparam("row_id"))


def links_of(connection: Connection, ids: Collection[int]) -> list[Link]:
    """Return the links that lead to or from some articles."""
    rows = connection.execute(_LINKS_OF, {"ids": list(ids)})
    return [Link(*row) for row in rows]


def replace_links(connection: Connection, article_id: int, links: Sequence[Link]) -> None:
    """Put links of an article in the place of those that it has."""
    connection.execute(_DELETE_LINKS, {"id": article_id})
    if links:
        connection.execute(
            insert(_LINKS),
            [asdict(link) for link in links],
        )


def regroup(connection: Connection, touched: Collection[int]) -> None:
    """Form the clusters anew that some articles are in, or are linked to.

    What is read is these articles, the members of their clusters, and what those are linked to: not all
    that can be reached from there, for digests would lead from one cluster to another.

    Args:
        connection: In a transaction that writes.
        touched: An article whose links have changed, and all that it was or is linked to.
    """
    known = _clusters_of(connection, touched)
    affected = {cluster for cluster in known.values() if cluster is not None}
    rows = connection.execute(_PLACES_IN, {"ids": list(touched), "clusters": list(affected)})
    before = {row.article_id: Place(*row[1:]) for row in rows}
    inside = {*touched, *before}
    links = links_of(connection, inside)
    outside = {end for link in links for end in link.ends} - inside
    members = _members(connection, inside | outside)
    digests = _digests(connection, inside, outside, links, members)
    after = clusters.places({article: members[article] for article in inside}, links, digests)
    _write(connection, before, after)


def _clusters_of(connection: Connection, ids: Collection[int]) -> dict[int, int | None]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in connection.execute(_CLUSTERS_OF, {"ids": list(ids)})}


def _members(connection: Connection, ids: Collection[int]) -> dict[int, Member]:
    rows = connection.execute(_MEMBERS, {"ids": list(ids)})
    return {row[0]: Member(*row[:3], *possible_days(*row[3:])) for row in rows}


def _digests(
    connection: Connection,
    inside: Collection[int],
    outside: Collection[int],
    links: Iterable[Link],
    members: dict[int, Member],
) -> set[int]:
    """Return which of some articles are digests."""
    linked = {link.ends for link in links}
    longer: dict[int, list[Link]] = {}
    for link in links:
        longer.setdefault(link.longer_id, []).append(link)
    # What of two articles outside is alike is in one cluster.
    far = _clusters_of(connection, outside)

    def alike(one: int, other: int) -> bool:
        cluster = far.get(one)
        return (
            (one, other) in linked
            or (other, one) in linked
            or (cluster is not None and cluster == far.get(other))
        )

    return {
        article
        for article in inside
        if len(longer.get(article, ())) > 1
        and clusters.is_digest(members[article], longer[article], members, alike)
    }


def _write(connection: Connection, before: dict[int, Place], after: dict[int, Place]) -> None:
    """Write the places that have changed."""
    gone = [article for article in before if article not in after]
    if gone:
        connection.execute(_DELETE, {"ids": gone})
    new = [{"article_id": a, **p._asdict()} for a, p in after.items() if a not in before]
    if new:
        connection.execute(insert(_REPRINTS), new)
    changed: list[dict[str, Any]] = [
        {"row_id": a, **p._asdict()} for a, p in after.items() if a in before and before[a] != p
    ]
    if changed:
        connection.execute(_UPDATE, changed)
