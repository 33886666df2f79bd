"""What the text of an article says: provinces, topics, documents cited, people.

All of it follows from the stored text and can be made anew (`archive retag`):
`articles.metadata_version` names the readers that made it. ``evidence`` is a list of ``{"words", "part",
"start", "end"}``: the printed words, and where they stand, in characters from 0, in the column of
`articles` that ``part`` names; ``site`` is the host.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models.base import Base


class ArticleProvince(Base):
    """A province that an article is about, with its evidence."""

    __tablename__ = "article_provinces"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    province_id: Mapped[str] = mapped_column(
        ForeignKey("provinces.id"),
        primary_key=True,
        doc="The province, as it was on the article's date.",
    )
    position: Mapped[int] = mapped_column(doc="Its place among the article's provinces, from 0.")
    score: Mapped[float] = mapped_column(Float, doc="From 0 to 1.")
    rule: Mapped[str] = mapped_column(
        String(20), doc="What decided: `site`, `title`, `organisation` or `text`."
    )
    evidence: Mapped[list[Any]] = mapped_column(doc="The words that decided it.")

    __table_args__ = (Index(None, "province_id", "article_id"),)


class ArticleTopic(Base):
    """A topic of an article, with its evidence."""

    __tablename__ = "article_topics"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    topic_id: Mapped[str] = mapped_column(
        ForeignKey("topics.id"), primary_key=True, doc="The topic."
    )
    score: Mapped[float] = mapped_column(Float, doc="From 0 to 1.")
    rule: Mapped[str] = mapped_column(String(20), doc="What decided: `section` or `keywords`.")
    evidence: Mapped[list[Any]] = mapped_column(doc="The section, or the phrases found.")

    __table_args__ = (Index(None, "topic_id", "article_id"),)


class Document(Base):
    """A party or state document that articles cite, as far as the citations tell it from others.

    A number is not a key: numbering begins anew with every term of a committee, and every province has
    its own. Where neither term nor date is printed nor known from the same article, the row stands for
    any edition.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the document in this archive.")
    key: Mapped[str] = mapped_column(
        Text, unique=True, doc="What tells it from others (`archive.documents.document_key`)."
    )
    type: Mapped[str] = mapped_column(
        String(8), doc="Type of document, `CT` (`archive/data/document_types.toml`)."
    )
    number: Mapped[str | None] = mapped_column(String(12), doc="Number in the symbol, `05`.")
    issuer: Mapped[str | None] = mapped_column(
        String(20), doc="Issuing body in the symbol, `TW`, `TU`, `TTg`."
    )
    symbol: Mapped[str | None] = mapped_column(
        String(40), index=True, doc="Normal form, `05-CT/TW`; empty where it is not certain."
    )
    name: Mapped[str] = mapped_column(Text, doc="How lists show it, `Chỉ thị 05-CT/TW (khóa XII)`.")
    province_id: Mapped[str | None] = mapped_column(
        ForeignKey("provinces.id"), doc="Province of a provincial body's document."
    )
    edition: Mapped[str | None] = mapped_column(
        String(10),
        doc="What tells it from others of the same symbol: term (`XII`), year or day; empty: not known.",
    )


class Citation(Base):
    """A reference to a document in an article."""

    __tablename__ = "citations"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    position: Mapped[int] = mapped_column(
        primary_key=True, doc="Its place among the article's citations, from 0."
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id"), index=True, doc="The document."
    )
    part: Mapped[str] = mapped_column(
        String(12), doc="Where it stands: the column `title`, `lead` or `body` of the article."
    )
    start: Mapped[int] = mapped_column(doc="Its first character there, from 0.")
    end: Mapped[int] = mapped_column(doc="Behind its last character.")
    printed: Mapped[str] = mapped_column(
        Text, doc="The printed words; for a document in a list, those of the list."
    )
    term: Mapped[str | None] = mapped_column(
        String(8),
        doc="Term of the issuing committee as printed with it, or with the fuller one, `XII`.",
    )
    issued_on: Mapped[date | None] = mapped_column(
        Date, doc="Day of the document as printed with it, or with the fuller one."
    )
    rule: Mapped[str] = mapped_column(
        String(20), doc="Which form it has: `party`, `state`, `list` ..."
    )
    misprint: Mapped[bool] = mapped_column(doc="Whether the printed symbol was put right.")
    same_as: Mapped[int | None] = mapped_column(
        doc="Position of the fuller reference in the same article whose edition this one takes; empty: "
        "it stands for itself."
    )

    document: Mapped[Document] = relationship()


class PersonMention(Base):
    """A person as an article names them once, with the offices printed there.

    Namesakes are not merged.
    """

    __tablename__ = "person_mentions"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    position: Mapped[int] = mapped_column(
        primary_key=True, doc="Its place among the article's mentions, from 0."
    )
    name: Mapped[str] = mapped_column(Text, doc="Name as printed, without honorific.")
    full_name: Mapped[str] = mapped_column(
        Text,
        doc="The same, or the one full name in this article that ends with it where only a given name is "
        "printed.",
    )
    folded_name: Mapped[str] = mapped_column(
        Text, index=True, doc="The full name in lower case without diacritics, for search."
    )
    title: Mapped[str | None] = mapped_column(
        Text, doc="Offices printed with the name; empty where there are none."
    )
    folded_title: Mapped[str | None] = mapped_column(
        Text, doc="The offices in lower case without diacritics, for search."
    )
    part: Mapped[str] = mapped_column(
        String(12), doc="Where it stands: the column `title`, `lead` or `body` of the article."
    )
    start: Mapped[int] = mapped_column(doc="First character of the name there, from 0.")
    end: Mapped[int] = mapped_column(doc="Behind the last character of the name.")
    title_start: Mapped[int | None] = mapped_column(doc="First character of the offices there.")
    title_end: Mapped[int | None] = mapped_column(doc="Behind the last character of the offices.")
    rule: Mapped[str] = mapped_column(String(20), doc="Which form it has: `comrade`, `list` ...")
