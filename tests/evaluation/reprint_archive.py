"""An archive in memory that has only what reprints need: articles on sites, and their clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection, Engine, create_engine, event, insert, select

from archive.models import Article, Base, Reprint, Site
from archive.reprints import join
from archive.statements import Statements
from archive.timezone import VIETNAM

_SEEN = datetime(2026, 11, 20, 1, 30, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Piece:
    """An article.

    Attributes:
        number: Number of the article in its archive.
        round: Number of its archive.
        group: The same for all articles with the same text.
        site: Number of the site.
        title: Headline.
        body: Text.
        published: Printed day.
    """

    number: int
    round: int
    group: str
    site: int
    title: str
    body: str
    published: date | None


def open_memory() -> Engine:
    """Return an archive with all tables, in memory."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def configure(connection: object, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]

    Base.metadata.create_all(engine)
    return engine


def row(piece: Piece) -> dict[str, object]:
    """Return an article as its row."""
    printed = piece.published
    url = f"https://site{piece.site}.example/{piece.number}"
    empty: dict[str, object] = {"headings": [], "tables": [], "tags": [], "rules": {}}
    return empty | {
        "id": piece.number,
        "site_id": piece.site + 1,
        "url": url,
        "key": url,
        "title": piece.title,
        "lead": None,
        "body": piece.body,
        "published_at": printed and datetime.combine(printed, time(), VIETNAM),
        "published_precision": printed and "day",
        "published_raw": printed and printed.isoformat(),
        "published_rule": printed and "made",
        "parser": "made",
        "text_digest": "",
        "folded": "",
        "first_seen_at": _SEEN,
        "last_seen_at": _SEEN,
        "revised_at": _SEEN,
        "revision": 1,
    }


def add_sites(connection: Connection, sites: Iterable[int]) -> None:
    """Insert sites that articles are on."""
    rows = [
        {"id": site + 1, "host": f"site{site}.example", "spider": f"site{site}"}
        for site in sorted(set(sites))
    ]
    connection.execute(insert(Site), rows)


def clusters(pieces: Iterable[Piece]) -> dict[Piece, int]:
    """Store articles one after the other, and return the cluster of those that are in one."""
    engine = open_memory()
    statements = Statements(engine.dialect)
    by_number = {piece.number: piece for piece in pieces}
    with engine.begin() as connection:
        add_sites(connection, (piece.site for piece in by_number.values()))
        for piece in by_number.values():
            connection.execute(insert(Article), row(piece))
            join(connection, statements, piece.number)
        found = connection.execute(
            select(Reprint.article_id, Reprint.cluster_id).where(Reprint.cluster_id.is_not(None))
        )
        return {by_number[number]: cluster for number, cluster in found if cluster is not None}
