"""How an article joins the others that carry its text, within the transaction that stores it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, func, select

from archive.models import Base
from archive.reprints import grouping
from archive.reprints.listed import Listed, moment
from archive.reprints.matching import Candidate, Link, read, same_text
from archive.reprints.shingles import SHORTEST, sketch
from archive.reprints.sketches import Found, Sketches
from archive.statements import Statements

_ARTICLES: Final = Base.metadata.tables["articles"]
_COLUMNS: Final = (
    *("id", "site_id", "title", "lead", "body", "tables"),
    *("published_at", "published_precision"),
)
_TEXTS: Final = Listed(
    lambda ids: select(*(_ARTICLES.c[name] for name in _COLUMNS)).select_from(
        ids.join(_ARTICLES, _ARTICLES.c.id == ids.c.value)
    )
)

# Beside the numbers of `archive.transaction`.
_LOCK_NUMBER: Final = 3
_LOCK: Final = select(
    func.pg_advisory_xact_lock(bindparam("kind", type_=Integer), bindparam("number", type_=Integer))
)

# So many articles are laid beside a text, and so many of one cluster besides its base.
_MOST_COMPARED: Final = 8
_MOST_OF_CLUSTER: Final = 2


def join(connection: Connection, statements: Statements, article_id: int) -> None:
    """Find the articles that carry the text of an article, and put it into its cluster.

    Call it when an article was inserted, and when its title, lead, body, tables or publication date has
    changed: its sketch, its links and the clusters it was in or comes into are brought up to date. On
    PostgreSQL no two transactions join at once, for neither would see the other's text; so it has to be
    the last thing that a transaction does, after every other lock.

    Args:
        connection: In a transaction that writes, in which the article's row is as it is to be.
        statements: Runs what runs for every article.
        article_id: The article.
    """
    article = _read(connection, statements, [article_id])[0]
    kept = kept_of(article)
    if connection.dialect.name == "postgresql":
        statements.scalar(connection, _LOCK, {"kind": _LOCK_NUMBER, "number": 0})
    is_new = Sketches(connection, statements).put(article_id, len(article.text.syllables), kept)
    before = [] if is_new else grouping.links_of(connection, statements, [article_id])
    links = matches(connection, statements, article, kept)
    if not links and not before:
        return
    if set(links) != set(before):
        grouping.replace_links(connection, statements, article_id, links)
    grouping.regroup(
        connection, statements, {end for link in (*before, *links) for end in link.ends}
    )


def kept_of(article: Candidate) -> list[int]:
    """Return the shingles that are kept of an article's text; none of a short one."""
    if len(article.text.syllables) < SHORTEST:
        return []
    return sketch(article.text.hashes)


def matches(
    connection: Connection, statements: Statements, article: Candidate, kept: Sequence[int]
) -> list[Link]:
    """Return the links between an article and those in the archive that carry its text.

    Args:
        connection: The archive.
        statements: Runs what runs for every article.
        article: The article.
        kept: What is kept of its text.
    """
    found = Sketches(connection, statements).candidates(article.id, kept) if kept else []
    if not found:
        return []
    others = _read(connection, statements, _chosen(found))
    return [link for other in others if (link := same_text(article, other))]


def _read(connection: Connection, statements: Statements, ids: Iterable[int]) -> list[Candidate]:
    candidates = []
    for row in _TEXTS.rows(connection, statements, ids):
        values = dict(zip(_COLUMNS, row, strict=True))
        # Past SQLAlchemy's types, with which reading a row takes as long as comparing it.
        values["published_at"] = moment(values["published_at"])
        if isinstance(values["tables"], str):
            values["tables"] = json.loads(values["tables"])
        candidates.append(read(values))
    return sorted(candidates, key=lambda candidate: candidate.id)


def _chosen(found: Sequence[Found]) -> Iterable[int]:
    """Return the articles that a text is laid beside: of a cluster its base and the likeliest few."""
    chosen: dict[int, None] = {}
    taken: Counter[int] = Counter()
    for one in found:
        if len(chosen) >= _MOST_COMPARED:
            break
        if one.cluster_id is not None:
            taken[one.cluster_id] += 1
            if taken[one.cluster_id] > _MOST_OF_CLUSTER:
                continue
            if one.match_id is not None:
                chosen.setdefault(one.match_id)
        chosen.setdefault(one.id)
    return chosen
