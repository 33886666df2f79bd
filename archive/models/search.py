"""What search is answered from; all of it follows from the articles (`archive reindex`).

Beside these tables stands `article_words`, which the two databases build differently, and which is for
`archive.search` only: on SQLite a table of FTS5, on PostgreSQL one with a GIN index. On SQLite there is
`article_phrases` as well. Their rows have the same `position`.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base

#: The table that each database builds its own way, and what the names of its parts begin with.
WORDS_TABLE: Final = "article_words"
#: The same for the table of phrases, which SQLite has.
PHRASES_TABLE: Final = "article_phrases"


def is_described(name: str | None, kind: str, _parent: object) -> bool:
    """Tell whether something in the database is described by the models: for Alembic's comparisons."""
    return kind != "table" or name is None or not name.startswith((WORDS_TABLE, PHRASES_TABLE))


class IndexedArticle(Base):
    """An article's place in the order of dates, and what it is counted by; every article has one."""

    __tablename__ = "article_index"

    position: Mapped[int] = mapped_column(
        # So called, it is the row's number itself on SQLite, as in `article_words`.
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        doc="Place among all articles, newest first, undated ones last (`archive.search.positions`).",
    )
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), unique=True, doc="The article."
    )
    month: Mapped[int | None] = mapped_column(
        doc="Month of publication, `202105`; `202100` where only the year is known; empty: undated."
    )
    site_id: Mapped[int] = mapped_column(doc="Its site.")
    kind_id: Mapped[str | None] = mapped_column(Text, doc="Its kind.")
    provinces: Mapped[str] = mapped_column(
        Text, doc="Its provinces, `bac-kan thai-nguyen`, in the order of their identifiers."
    )
    topics: Mapped[str] = mapped_column(Text, doc="Its topics, likewise.")


class SearchState(Base):
    """Whether the index is whole; one row."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="Always 1.")
    version: Mapped[int] = mapped_column(
        doc="Version of the rules by which texts became what is in the index "
        "(`archive.search.entries.VERSION`)."
    )
    complete: Mapped[bool] = mapped_column(
        doc="Whether every article is in it; where not, `archive reindex` puts them there."
    )
