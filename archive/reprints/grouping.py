"""Clusters as they lie in the archive: brought up to date where articles were linked anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, union, update

from archive.models import Base
from archive.reprints import clusters
from archive.reprints.clusters import Member, Place
from archive.reprints.listed import Listed, moment
from archive.reprints.matching import Link, possible_days
from archive.statements import Statements

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_LINKS: Final = _TABLES["reprint_links"]
_REPRINTS: Final = _TABLES["reprints"]

_PLACES_OF: Final = Listed(
    lambda ids: select(_REPRINTS).join(ids, ids.c.value == _REPRINTS.c.article_id)
)
_PLACES_IN: Final = Listed(
    lambda ids: select(_REPRINTS).join(ids, ids.c.value == _REPRINTS.c.cluster_id)
)
#: What a `archive.reprints.clusters.Member` is made of; its days follow from the last two.
MEMBER_COLUMNS: Final = (
    *(_SKETCHES.c.article_id, _SKETCHES.c.syllables),
    *(_ARTICLES.c.title, _ARTICLES.c.published_at, _ARTICLES.c.published_precision),
)
_LINKS_OF: Final = Listed(
    # As two ways through two indexes: a database may take `or` for a way through the whole table.
    lambda ids: select(
        union(
            select(_LINKS).join(ids, ids.c.value == _LINKS.c.shorter_id),
            select(_LINKS).join(ids, ids.c.value == _LINKS.c.longer_id),
        ).subquery()
    )
)
_MEMBERS: Final = Listed(
    lambda ids: (
        select(*MEMBER_COLUMNS)
        .join_from(ids, _SKETCHES, _SKETCHES.c.article_id == ids.c.value)
        .join(_ARTICLES, _ARTICLES.c.id == _SKETCHES.c.article_id)
    )
)
_DELETE_LINKS: Final = tuple(
    delete(_LINKS).where(end == bindparam("id"))
    for end in (_LINKS.c.shorter_id, _LINKS.c.longer_id)
)
_INSERT_LINKS: Final = insert(_LINKS)
_DELETE: Final = Listed(
    lambda ids: delete(_REPRINTS).where(_REPRINTS.c.article_id.in_(select(ids.c.value)))
)
_INSERT: Final = insert(_REPRINTS)
_UPDATE: Final = (
    update(_REPRINTS)
    .where(_REPRINTS.c.article_id == bindparam("row_id"))
    .returning(_REPRINTS.c.article_id)
)


def links_of(connection: Connection, statements: Statements, ids: Collection[int]) -> list[Link]:
    """Return the links that lead to or from some articles."""
    return [Link(*row) for row in _LINKS_OF.rows(connection, statements, ids)]


def replace_links(
    connection: Connection, statements: Statements, article_id: int, links: Sequence[Link]
) -> None:
    """Put links of an article in the place of those that it has."""
    for statement in _DELETE_LINKS:
        statements.rows(connection, statement, {"id": article_id})
    if links:
        statements.insert(connection, _INSERT_LINKS, [asdict(link) for link in links])


def regroup(connection: Connection, statements: Statements, touched: Collection[int]) -> None:
    """Form the clusters anew that some articles are in, or are linked to.

    What is read is these articles, the members of their clusters, and what those are linked to: not all
    that can be reached from there, for digests would lead from one cluster to another.

    Args:
        connection: In a transaction that writes.
        statements: Runs what runs for every article.
        touched: An article whose links have changed, and all that it was or is linked to.
    """
    before = _places(connection, statements, _PLACES_OF, touched)
    affected = {place.cluster_id for place in before.values() if place.cluster_id is not None}
    before |= _places(connection, statements, _PLACES_IN, affected)
    inside = {*touched, *before}
    links = links_of(connection, statements, inside)
    outside = {end for link in links for end in link.ends} - inside
    members = _members(connection, statements, inside | outside)
    # What of two articles outside is alike is in one cluster.
    far = _places(connection, statements, _PLACES_OF, outside)
    digests = _digests(inside, far, links, members)
    after = clusters.places({article: members[article] for article in inside}, links, digests)
    _write(connection, statements, before, after)


def _places(
    connection: Connection, statements: Statements, which: Listed, numbers: Collection[int]
) -> dict[int, Place]:
    if not numbers:
        return {}
    return {row[0]: Place(*row[1:]) for row in which.rows(connection, statements, numbers)}


def _members(
    connection: Connection, statements: Statements, ids: Collection[int]
) -> dict[int, Member]:
    return {
        number: Member(number, syllables, title, *possible_days(moment(at), precision))
        for number, syllables, title, at, precision in _MEMBERS.rows(connection, statements, ids)
    }


def _digests(
    inside: Collection[int],
    far: Mapping[int, Place],
    links: Iterable[Link],
    members: Mapping[int, Member],
) -> set[int]:
    """Return which of some articles are digests.

    Args:
        inside: The articles.
        far: The places of what else they are linked to.
        links: All their links.
        members: Both.
    """
    linked = {link.ends for link in links}
    longer: dict[int, list[Link]] = {}
    for link in links:
        longer.setdefault(link.longer_id, []).append(link)

    def alike(one: int, other: int) -> bool:
        if (one, other) in linked or (other, one) in linked:
            return True
        if one not in far or other not in far:
            return False
        return far[one].cluster_id is not None and far[one].cluster_id == far[other].cluster_id

    return {
        article
        for article in inside
        if len(longer.get(article, ())) > 1
        and clusters.is_digest(members[article], longer[article], members, alike)
    }


def _write(
    connection: Connection,
    statements: Statements,
    before: Mapping[int, Place],
    after: Mapping[int, Place],
) -> None:
    """Write the places that have changed."""
    gone = [article for article in before if article not in after]
    if gone:
        _DELETE.rows(connection, statements, gone)
    new = [{"article_id": a, **p._asdict()} for a, p in after.items() if a not in before]
    if new:
        statements.insert(connection, _INSERT, new)
    for article, place in after.items():
        if article in before and before[article] != place:
            statements.rows(connection, _UPDATE, {"row_id": article, **place._asdict()})
