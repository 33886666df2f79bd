"""Articles, what belongs to them, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models.base import Base
from archive.models.metadata import ArticleProvince, ArticleTopic, Citation, PersonMention
from archive.models.reference import Kind, Province, Site
from archive.models.reprints import Reprint

if TYPE_CHECKING:
    from archive.models.crawling import Capture

# A date comes with its precision, the printed string and the rule that read it, or is empty.
_DATE_IS_WHOLE = (
    "(published_at IS NULL AND published_precision IS NULL"
    " AND published_raw IS NULL AND published_rule IS NULL)"
    " OR (published_at IS NOT NULL AND published_raw IS NOT NULL AND published_rule IS NOT NULL"
    " AND published_precision IN ('minute', 'day', 'month', 'year'))"
)


class Article(Base):
    """One published piece at one canonical address: its newest state."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the article in this archive.")
    site_id: Mapped[int] = mapped_column(
        ForeignKey("sites.id"), index=True, doc="The site that it was read from."
    )
    url: Mapped[str] = mapped_column(Text, doc="Canonical address on the real host.")
    key: Mapped[str] = mapped_column(
        Text,
        unique=True,
        doc="What identifies the article whatever form its address takes: host and number, "
        "or the canonical address.",
    )
    title: Mapped[str] = mapped_column(Text, doc="Headline.")
    lead: Mapped[str | None] = mapped_column(
        Text, doc="Lead, where the page sets it apart from the body."
    )
    body: Mapped[str] = mapped_column(
        Text, doc="Paragraphs, sub-headings and list items, joined by one empty line."
    )
    headings: Mapped[list[Any]] = mapped_column(
        doc="Positions, from 0, of the sub-headings among the paragraphs of `body`."
    )
    tables: Mapped[list[Any]] = mapped_column(
        doc="Tables of the body: a list of tables, each a list of rows, each a list of cells."
    )
    author: Mapped[str | None] = mapped_column(Text, doc="Person named as author, as printed.")
    organisation: Mapped[str | None] = mapped_column(
        Text, doc="Body named with the author, as printed."
    )
    source: Mapped[str | None] = mapped_column(
        Text, doc="Where the site says the text comes from (`Nguồn tin`)."
    )
    source_mark: Mapped[str | None] = mapped_column(
        Text, doc="Agency mark in front of the text, `(TUAG)`."
    )
    section: Mapped[str | None] = mapped_column(Text, doc="The site's own section.")
    tags: Mapped[list[Any]] = mapped_column(doc="The site's own tags.")
    published_at: Mapped[datetime | None] = mapped_column(
        index=True,
        doc="Publication date as printed; empty where none is printed. Never taken from the text.",
    )
    published_precision: Mapped[str | None] = mapped_column(
        String(6), doc="`minute`, `day`, `month` or `year`."
    )
    published_raw: Mapped[str | None] = mapped_column(Text, doc="The printed string.")
    published_rule: Mapped[str | None] = mapped_column(Text, doc="The rule that read it.")
    updated_at: Mapped[datetime | None] = mapped_column(
        doc="Date of the last change, where printed apart from the publication date."
    )
    updated_raw: Mapped[str | None] = mapped_column(Text, doc="The printed string of it.")
    province_id: Mapped[str | None] = mapped_column(
        ForeignKey("provinces.id"),
        doc="The one province that the article is about, as it was on its date; empty where there are "
        "several (`article_provinces` has them all) or none.",
    )
    kind_id: Mapped[str | None] = mapped_column(
        ForeignKey("kinds.id"), index=True, doc="Which kind of piece it is."
    )
    kind_score: Mapped[float | None] = mapped_column(Float, doc="How sure that is, from 0 to 1.")
    kind_rule: Mapped[str | None] = mapped_column(
        String(20), doc="What decided the kind: `section`, `title`, `form` or `default`."
    )
    kind_evidence: Mapped[list[Any] | None] = mapped_column(
        JSON(none_as_null=True), doc="The words that decided it."
    )
    metadata_version: Mapped[str | None] = mapped_column(
        String(120),
        index=True,
        doc="The readers of metadata and their versions; empty until `archive retag` has run.",
    )
    rules: Mapped[dict[str, Any]] = mapped_column(doc="Which rule read which field.")
    parser: Mapped[str] = mapped_column(
        String(80), doc="Page object and version that read the page."
    )
    text_digest: Mapped[str] = mapped_column(
        String(64),
        index=True,
        doc="SHA-256 of the text without spelling habits and marks "
        "(`archive.fingerprints.text_digest`).",
    )
    first_seen_at: Mapped[datetime] = mapped_column(doc="When it was first read.")
    last_seen_at: Mapped[datetime] = mapped_column(doc="When it was last read.")
    revised_at: Mapped[datetime] = mapped_column(
        doc="When its present state was first read: `first_seen_at`, or the last change seen."
    )
    revision: Mapped[int] = mapped_column(
        doc="Number of its state: 1, and one more for each change seen on the site."
    )
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"),
        index=True,
        doc="The fetch that its present state was read from; empty where nothing was captured.",
    )

    site: Mapped[Site] = relationship()
    province: Mapped[Province | None] = relationship()
    kind: Mapped[Kind | None] = relationship()
    provinces: Mapped[list[ArticleProvince]] = relationship(
        cascade="all, delete-orphan", order_by="ArticleProvince.position"
    )
    topics: Mapped[list[ArticleTopic]] = relationship(
        cascade="all, delete-orphan", order_by="ArticleTopic.score.desc(), ArticleTopic.topic_id"
    )
    citations: Mapped[list[Citation]] = relationship(
        cascade="all, delete-orphan", order_by="Citation.position"
    )
    people: Mapped[list[PersonMention]] = relationship(
        cascade="all, delete-orphan", order_by="PersonMention.position"
    )
    images: Mapped[list[ArticleImage]] = relationship(
        cascade="all, delete-orphan", order_by="ArticleImage.position"
    )
    attachments: Mapped[list[ArticleAttachment]] = relationship(
        cascade="all, delete-orphan", order_by="ArticleAttachment.position"
    )
    duplicates: Mapped[list[Duplicate]] = relationship(order_by="Duplicate.id")
    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.number")
    capture: Mapped[Capture | None] = relationship()
    earlier_readings: Mapped[list[EarlierReading]] = relationship(order_by="EarlierReading.id")
    tombstones: Mapped[list[Tombstone]] = relationship(order_by="Tombstone.id")
    reprint: Mapped[Reprint | None] = relationship(
        primaryjoin="Article.id == foreign(Reprint.article_id)", viewonly=True
    )

    __table_args__ = (
        Index(None, "province_id", "published_at"),
        CheckConstraint(_DATE_IS_WHOLE, name="published"),
    )


class ArticleImage(Base):
    """A picture of an article."""

    __tablename__ = "article_images"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    position: Mapped[int] = mapped_column(primary_key=True, doc="Place among its pictures, from 0.")
    url: Mapped[str] = mapped_column(Text, doc="Address on the real host.")
    caption: Mapped[str | None] = mapped_column(Text, doc="Printed caption.")


class ArticleAttachment(Base):
    """A file that an article offers for download."""

    __tablename__ = "article_attachments"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    position: Mapped[int] = mapped_column(primary_key=True, doc="Place among its files, from 0.")
    url: Mapped[str] = mapped_column(Text, doc="Address on the real host.")
    name: Mapped[str] = mapped_column(Text, doc="Link text or file name.")


class Duplicate(Base):
    """The text of an article found again at another address."""

    __tablename__ = "duplicates"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the duplicate.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id"), index=True, doc="The article that has the same text."
    )
    site_id: Mapped[int] = mapped_column(
        ForeignKey("sites.id"), doc="The site where it was found again."
    )
    url: Mapped[str] = mapped_column(Text, doc="Canonical address there.")
    key: Mapped[str] = mapped_column(
        Text, unique=True, doc="What identifies it there, as `articles.key`."
    )
    title: Mapped[str] = mapped_column(Text, doc="Headline there.")
    author: Mapped[str | None] = mapped_column(Text, doc="Person named as author there.")
    organisation: Mapped[str | None] = mapped_column(Text, doc="Body named with the author there.")
    section: Mapped[str | None] = mapped_column(Text, doc="Section there.")
    published_at: Mapped[datetime | None] = mapped_column(doc="Publication date printed there.")
    published_precision: Mapped[str | None] = mapped_column(
        String(6), doc="`minute`, `day`, `month` or `year`."
    )
    published_raw: Mapped[str | None] = mapped_column(Text, doc="The printed string.")
    published_rule: Mapped[str | None] = mapped_column(Text, doc="The rule that read it.")
    first_seen_at: Mapped[datetime] = mapped_column(doc="When it was first read there.")
    last_seen_at: Mapped[datetime] = mapped_column(doc="When it was last read there.")
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), index=True, doc="The fetch that it was read from."
    )

    site: Mapped[Site] = relationship()

    __table_args__ = (CheckConstraint(_DATE_IS_WHOLE, name="published"),)


class Revision(Base):
    """An earlier state of an article, kept when the site changed it."""

    __tablename__ = "revisions"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    number: Mapped[int] = mapped_column(
        primary_key=True, doc="Which state: 1 is the first that was seen."
    )
    title: Mapped[str] = mapped_column(Text, doc="Headline then.")
    lead: Mapped[str | None] = mapped_column(Text, doc="Lead then.")
    body: Mapped[str] = mapped_column(Text, doc="Body then.")
    headings: Mapped[list[Any]] = mapped_column(doc="Positions of its sub-headings then.")
    tables: Mapped[list[Any]] = mapped_column(doc="Tables then.")
    author: Mapped[str | None] = mapped_column(Text, doc="Author then.")
    organisation: Mapped[str | None] = mapped_column(Text, doc="Organisation then.")
    published_at: Mapped[datetime | None] = mapped_column(doc="Publication date then.")
    published_precision: Mapped[str | None] = mapped_column(String(6), doc="Its precision.")
    published_raw: Mapped[str | None] = mapped_column(Text, doc="Its printed string.")
    published_rule: Mapped[str | None] = mapped_column(Text, doc="The rule that read it.")
    parser: Mapped[str] = mapped_column(String(80), doc="Page object and version that read it.")
    first_seen_at: Mapped[datetime] = mapped_column(doc="When this state was first seen.")
    last_seen_at: Mapped[datetime] = mapped_column(doc="When this state was last seen.")
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), index=True, doc="The fetch that this state was read from."
    )

    capture: Mapped[Capture | None] = relationship()

    __table_args__ = (CheckConstraint(_DATE_IS_WHOLE, name="published"),)


class EarlierReading(Base):
    """What an earlier page object read of an article's present or earlier state."""

    __tablename__ = "earlier_readings"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the reading.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, doc="The article."
    )
    revision: Mapped[int] = mapped_column(doc="Which state of the article was read.")
    parser: Mapped[str] = mapped_column(String(80), doc="Page object and version that read it.")
    replaced_at: Mapped[datetime] = mapped_column(doc="When a newer reading took its place.")
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), index=True, doc="The fetch that it was read from."
    )
    fields: Mapped[dict[str, Any]] = mapped_column(
        doc="The fields that the newer reading changed, as they were: columns of `articles` by name, "
        "`images`, `attachments`."
    )


class Tombstone(Base):
    """A period in which an article was gone from its site; the text stays in the archive."""

    __tablename__ = "tombstones"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the tombstone.")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, doc="The article."
    )
    reason: Mapped[str] = mapped_column(
        String(20), doc="`http-404`, `http-410` or `redirects-home`."
    )
    missing_since: Mapped[datetime] = mapped_column(doc="When it was first found missing.")
    confirmed_at: Mapped[datetime] = mapped_column(
        doc="When it was found missing again, on another night."
    )
    returned_at: Mapped[datetime | None] = mapped_column(
        doc="When it was read again; empty: it has not come back."
    )
