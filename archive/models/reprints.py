"""Reprints: what is kept of a text to recognise it again, and which articles carry the same one."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base


class ArticleSketch(Base):
    """What an article's text is recognised by; every article has one."""

    __tablename__ = "article_sketches"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    version: Mapped[int] = mapped_column(
        doc="Version of the rules that read the text and compared it (`archive.reprints.VERSION`)."
    )
    syllables: Mapped[int] = mapped_column(doc="Length of its lead, body and tables in syllables.")
    hashes: Mapped[bytes] = mapped_column(
        LargeBinary,
        doc="Its hashes in `article_shingles`, ascending, eight bytes each, lowest byte first; none "
        "where the text is too short to be recognised.",
    )


class ArticleShingle(Base):
    """One of the five-syllable sequences by which a text is found again.

    About 32 an article, those with the lowest hashes, so that a text and a third of it keep the same
    ones.
    """

    __tablename__ = "article_shingles"

    hash: Mapped[int] = mapped_column(
        BigInteger,
        primary_key=True,
        autoincrement=False,
        doc="47-bit hash of five syllables in a row (`archive.reprints.shingles`).",
    )
    # No foreign key: it would be checked 32 times an article, and articles are never deleted.
    article_id: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, doc="An article that has them."
    )

    # The key is all there is to a row, so on SQLite the table is its own index.
    __table_args__ = ({"sqlite_with_rowid": False},)


class ReprintLink(Base):
    """Two articles that were compared, and carry the same text."""

    __tablename__ = "reprint_links"

    shorter_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        doc="The article with the shorter text; of equally long ones the one with the higher number.",
    )
    longer_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        doc="The article with the longer text.",
    )
    shorter_share: Mapped[float] = mapped_column(
        Float, doc="How much of the shorter text the longer one has, from 0 to 1."
    )
    longer_share: Mapped[float] = mapped_column(
        Float, doc="How much of the longer text the shorter one has, from 0 to 1."
    )
    first_syllable: Mapped[int] = mapped_column(
        doc="Syllable of the longer text, from 0, where what is shared begins."
    )
    last_syllable: Mapped[int] = mapped_column(
        doc="Syllable of the longer text where what is shared ends."
    )


class Reprint(Base):
    """An article's place in a cluster: the articles that carry the same text.

    An article without a row shares its text with no other. Exact copies are in `duplicates`, and belong
    to the cluster of their article.
    """

    __tablename__ = "reprints"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, doc="The article."
    )
    cluster_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        index=True,
        doc="The cluster, named by the lowest number among its articles; empty for a digest.",
    )
    match_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        doc="The article that it was compared with: the cluster's base, or the likeliest one where it "
        "was not compared with that. Empty for the base itself and for a digest.",
    )
    relation: Mapped[str] = mapped_column(
        String(8),
        doc="`base`: the article that the cluster's others have most in common with. What the others "
        "are of their match: `whole` (the same text but for a few words), `abridged` (part of it), "
        "`extended` (it and more), `partial` (cut and added to). `digest`: several other texts one "
        "after another, in no cluster.",
    )
    share: Mapped[float | None] = mapped_column(
        Float, doc="How much of its text the match has, from 0 to 1; the rest was added."
    )
    match_share: Mapped[float | None] = mapped_column(
        Float, doc="How much of the match's text it has, from 0 to 1; the rest was cut."
    )

    __table_args__ = (
        CheckConstraint(
            "(relation = 'digest') = (cluster_id IS NULL)"
            " AND (relation IN ('base', 'digest')) = (match_id IS NULL)"
            " AND (match_id IS NULL) = (share IS NULL) AND (match_id IS NULL) = (match_share IS NULL)",
            name="relation",
        ),
    )
