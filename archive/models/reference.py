"""What articles refer to: provinces, topics, sites."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base


class Province(Base):
    """A province-level unit in one period: 63 units to 30 June 2025, 34 since 1 July 2025."""

    __tablename__ = "provinces"

    id: Mapped[str] = mapped_column(
        String(40),
        primary_key=True,
        doc="Identifier, `bac-kan`; a unit founded by the 2025 merger ends in its year, "
        "`thai-nguyen-2025`.",
    )
    name: Mapped[str] = mapped_column(
        String(60), index=True, doc="Name with diacritics, `Bắc Kạn`."
    )
    kind: Mapped[str] = mapped_column(String(20), doc="`province` or `municipality`.")
    committee: Mapped[str] = mapped_column(String(20), doc="`Tỉnh ủy` or `Thành ủy`.")
    gso_code: Mapped[str] = mapped_column(
        String(2),
        doc="Two-digit code of the statistics office; seven codes changed their meaning in 2025, "
        "so use it with a date.",
    )
    iso_code: Mapped[str | None] = mapped_column(
        String(6),
        doc="ISO 3166-2 code; empty for units of 2025, which have none that is known to us.",
    )
    valid_from: Mapped[date | None] = mapped_column(
        Date, doc="First day; empty: before the archive begins."
    )
    valid_to: Mapped[date | None] = mapped_column(
        Date, doc="Last day; empty: the unit exists today."
    )
    successor_id: Mapped[str] = mapped_column(
        ForeignKey("provinces.id"),
        doc="The unit of today that it became part of; itself where it exists today.",
    )


class ProvinceName(Base):
    """A name or spelling under which a province is found."""

    __tablename__ = "province_names"

    province_id: Mapped[str] = mapped_column(
        ForeignKey("provinces.id", ondelete="CASCADE"), primary_key=True, doc="The unit."
    )
    name: Mapped[str] = mapped_column(String(60), primary_key=True, doc="A spelling, `Bắc Cạn`.")
    folded: Mapped[str] = mapped_column(
        String(60),
        index=True,
        doc="The same in lower case without diacritics and punctuation, `bac can`.",
    )


class Body(Base):
    """What a body of the party was called in a period (`archive/data/bodies.toml`)."""

    __tablename__ = "bodies"

    id: Mapped[str] = mapped_column(String(80), primary_key=True, doc="Identifier of the row.")
    province_id: Mapped[str | None] = mapped_column(
        ForeignKey("provinces.id"), index=True, doc="Its province; empty for the centre."
    )
    function: Mapped[str] = mapped_column(
        String(20), doc="`committee`, `propaganda` or `mass-mobilisation`."
    )
    name: Mapped[str] = mapped_column(String(120), doc="Name, `Ban Tuyên giáo và Dân vận Tỉnh ủy`.")
    valid_from: Mapped[date | None] = mapped_column(
        Date,
        doc="First day under this name; empty where it is not known or before the archive begins.",
    )
    valid_to: Mapped[date | None] = mapped_column(
        Date, doc="Last day under this name; empty where it is not known or has not come."
    )
    from_earliest: Mapped[date | None] = mapped_column(
        Date, doc="Where the first day is not known: it is not before this one."
    )
    from_latest: Mapped[date | None] = mapped_column(
        Date, doc="Where the first day is not known: it is not after this one."
    )
    to_earliest: Mapped[date | None] = mapped_column(
        Date, doc="Where the last day is not known: it is not before this one."
    )
    to_latest: Mapped[date | None] = mapped_column(
        Date, doc="Where the last day is not known: it is not after this one."
    )
    source: Mapped[str] = mapped_column(
        Text, doc="Where the dates are from, and how certain they are."
    )


class Topic(Base):
    """A topic of the taxonomy (`archive/data/topics.toml`)."""

    __tablename__ = "topics"

    id: Mapped[str] = mapped_column(String(60), primary_key=True, doc="Identifier, `khoa-giao`.")
    name_vi: Mapped[str] = mapped_column(String(120), doc="Vietnamese name.")
    name_en: Mapped[str] = mapped_column(String(120), doc="English name.")
    definition: Mapped[str] = mapped_column(Text, doc="What belongs to it.")


class Kind(Base):
    """A kind of piece, an axis beside the topics (`archive/data/kinds.toml`)."""

    __tablename__ = "kinds"

    id: Mapped[str] = mapped_column(String(60), primary_key=True, doc="Identifier, `tin`.")
    name_vi: Mapped[str] = mapped_column(String(120), doc="Vietnamese name.")
    name_en: Mapped[str] = mapped_column(String(120), doc="English name.")
    definition: Mapped[str] = mapped_column(Text, doc="What belongs to it.")


class Site(Base):
    """One host of one body, as one spider crawls it."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the site in this archive.")
    host: Mapped[str] = mapped_column(String(120), doc="Host name without `www.`.")
    spider: Mapped[str] = mapped_column(String(60), doc="Name of the spider.")
    province_id: Mapped[str | None] = mapped_column(
        ForeignKey("provinces.id"), doc="Province of the site's body; empty for a central site."
    )
    planned_at: Mapped[datetime | None] = mapped_column(
        doc="When the crawler last set out to walk its listings."
    )

    __table_args__ = (UniqueConstraint("host", "spider"),)
