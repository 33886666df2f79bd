"""The memory of the crawler: captures, addresses, listing pages, runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models.base import Base


class Capture(Base):
    """One fetch of one address, whose raw response lies in a WARC file."""

    __tablename__ = "captures"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the capture.")
    url: Mapped[str] = mapped_column(Text, index=True, doc="Address asked for, on the real host.")
    kind: Mapped[str] = mapped_column(String(10), doc="`article` or `listing`.")
    fetched_at: Mapped[datetime] = mapped_column(index=True, doc="When it was fetched.")
    status: Mapped[int] = mapped_column(doc="HTTP status, such as 200 or 404.")
    digest: Mapped[str] = mapped_column(
        String(40), doc="`WARC-Payload-Digest` of the response: `sha1:` and 32 characters."
    )
    file: Mapped[str] = mapped_column(
        Text, doc="WARC file, relative to the folder of the captures (`ARCHIVE_CAPTURES`)."
    )
    offset: Mapped[int] = mapped_column(
        BigInteger, doc="Where the response record begins in the file, in bytes."
    )
    length: Mapped[int] = mapped_column(
        BigInteger, doc="Length of the compressed record, in bytes."
    )
    original_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"),
        index=True,
        doc="The earlier capture that has the body, where this one is a `revisit` record.",
    )

    original: Mapped[Capture | None] = relationship(remote_side="Capture.id")


class Address(Base):
    """An article's address that a listing named: what the crawler has seen, and what it has to see."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number, in the order of discovery.")
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), doc="The site.")
    key: Mapped[str] = mapped_column(
        Text, unique=True, doc="What identifies it, as `articles.key` or `duplicates.key`."
    )
    url: Mapped[str] = mapped_column(Text, doc="Address as the listing printed it.")
    hints: Mapped[dict[str, Any]] = mapped_column(
        doc="What the listing says of the article: title, date, section."
    )
    state: Mapped[str] = mapped_column(
        String(10),
        doc="`pending`: not read yet; `known`: in the archive; `refused`: not an article; "
        "`gone`: in the archive, and gone from the site.",
    )
    reason: Mapped[str | None] = mapped_column(
        String(60), doc="Why it was refused, or why the last attempt failed."
    )
    found_at: Mapped[datetime] = mapped_column(doc="When a listing first named it.")
    visited_at: Mapped[datetime | None] = mapped_column(doc="When its page was last asked for.")
    next_visit_at: Mapped[datetime] = mapped_column(doc="When its page is asked for next.")
    failures: Mapped[int] = mapped_column(doc="How many attempts in a row failed.")
    missing_since: Mapped[datetime | None] = mapped_column(
        doc="When the page was first found missing; empty: it was there when last asked for."
    )
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), index=True, doc="The last capture of its page."
    )

    __table_args__ = (Index(None, "site_id", "next_visit_at"),)


class Backfill(Base):
    """A walk through a site's history that an operator ordered; it can be stopped and resumed."""

    __tablename__ = "backfills"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the backfill.")
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), doc="The site.")
    since: Mapped[date | None] = mapped_column(Date, doc="First day of publication; empty: all.")
    until: Mapped[date | None] = mapped_column(Date, doc="Last day of publication; empty: all.")
    started_at: Mapped[datetime] = mapped_column(doc="When it was first begun.")
    ended_at: Mapped[datetime | None] = mapped_column(
        doc="When it came to its end; empty: it goes on with the next `scrapy backfill`."
    )


class Listing(Base):
    """A listing page or feed: how it was reached, and what the site said of it last."""

    __tablename__ = "listings"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number, in the order of discovery.")
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), doc="The site.")
    key: Mapped[str] = mapped_column(
        Text, doc="What identifies it: its address, and for a posted form its page number."
    )
    url: Mapped[str] = mapped_column(Text, doc="Address as it is asked for.")
    feed: Mapped[bool] = mapped_column(doc="Whether it is an RSS feed.")
    form: Mapped[str | None] = mapped_column(
        Text, doc="Form that is posted to the address, where the pager is a postback."
    )
    section: Mapped[str | None] = mapped_column(
        Text, doc="Name of the section; empty on start pages."
    )
    named: Mapped[bool] = mapped_column(
        doc="Whether that is the section of the articles that the page names."
    )
    depth: Mapped[int] = mapped_column(doc="How many links lead there from a start page.")
    first_id: Mapped[int | None] = mapped_column(
        ForeignKey("listings.id"), index=True, doc="First page of its listing; empty: this one."
    )
    backfill_id: Mapped[int | None] = mapped_column(
        ForeignKey("backfills.id"),
        index=True,
        doc="The backfill that walks it; empty: the nightly runs do.",
    )
    page: Mapped[int] = mapped_column(doc="Which page of its listing, from 1.")
    pending: Mapped[bool] = mapped_column(
        doc="Whether it is still to be walked: found in a crawl that was cut off, or failed."
    )
    whole: Mapped[bool] = mapped_column(
        doc="Whether the walk that it belongs to goes to the listing's end."
    )
    etag: Mapped[str | None] = mapped_column(Text, doc="`ETag` of the last full answer.")
    last_modified: Mapped[str | None] = mapped_column(
        Text, doc="`Last-Modified` of the last full answer."
    )
    read_at: Mapped[datetime | None] = mapped_column(doc="When it was last read in full.")
    failures: Mapped[int] = mapped_column(doc="How many attempts in a row failed.")
    reason: Mapped[str | None] = mapped_column(String(60), doc="Why the last attempt failed.")
    cards: Mapped[list[Any]] = mapped_column(
        doc="Of a start page: the articles that it shows, by which side columns of other pages are told."
    )
    walked_at: Mapped[datetime | None] = mapped_column(
        doc="Of a first page: when its listing was last walked to the end."
    )
    capture_id: Mapped[int | None] = mapped_column(
        ForeignKey("captures.id"), index=True, doc="The last capture of it that has a body."
    )

    __table_args__ = (UniqueConstraint("site_id", "key"),)


class Run(Base):
    """One run: a nightly run over many sites, or one crawl or backfill that an operator began."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the run.")
    command: Mapped[str] = mapped_column(String(20), doc="`nightly`, `crawl` or `backfill`.")
    version: Mapped[str] = mapped_column(String(40), doc="Version of this program.")
    machine: Mapped[str] = mapped_column(String(120), doc="Name of the machine that it ran on.")
    pid: Mapped[int] = mapped_column(doc="Its process number there.")
    started_at: Mapped[datetime] = mapped_column(index=True, doc="When it began.")
    ended_at: Mapped[datetime | None] = mapped_column(doc="When it ended; empty: it goes on.")
    state: Mapped[str] = mapped_column(
        String(10), doc="`running`, `finished`, `stopped` (by a signal) or `died`."
    )

    sites: Mapped[list[RunSite]] = relationship(order_by="RunSite.id")


class RunSite(Base):
    """What one run did on one site; found = the sum of `outcomes`."""

    __tablename__ = "run_sites"

    id: Mapped[int] = mapped_column(primary_key=True, doc="Number of the record.")
    run_id: Mapped[int] = mapped_column(
        ForeignKey("runs.id", ondelete="CASCADE"), index=True, doc="The run."
    )
    spider: Mapped[str] = mapped_column(String(60), doc="Name of the spider.")
    started_at: Mapped[datetime] = mapped_column(doc="When it began.")
    ended_at: Mapped[datetime | None] = mapped_column(doc="When it ended; empty: it goes on.")
    finished: Mapped[bool] = mapped_column(doc="Whether it came to its own end.")
    trouble: Mapped[str | None] = mapped_column(
        Text, doc="Why an operator had to look at the site, in one line."
    )
    requests: Mapped[int] = mapped_column(doc="Requests sent, robots.txt and repetitions included.")
    listings: Mapped[int] = mapped_column(doc="Listing pages and feeds that were read.")
    not_modified: Mapped[int] = mapped_column(
        doc="Listing pages and feeds of which the site said that they had not changed."
    )
    listing_failures: Mapped[dict[str, Any]] = mapped_column(
        doc="Reason to count, for listing pages that could not be read."
    )
    found: Mapped[int] = mapped_column(doc="Articles asked for.")
    outcomes: Mapped[dict[str, Any]] = mapped_column(doc="Outcome to count.")
    reasons: Mapped[dict[str, Any]] = mapped_column(
        doc="Outcome and reason to count, for what was rejected, failed or missing."
    )
    fields: Mapped[dict[str, Any]] = mapped_column(
        doc="Field to count: in how many of the articles read it was not empty; `articles` is how "
        "many were read."
    )
    fingerprint: Mapped[str | None] = mapped_column(
        Text, doc="What the start page shows of its CMS: generator, scripts, form names."
    )

    run: Mapped[Run] = relationship(back_populates="sites")

    __table_args__ = (Index(None, "spider", "started_at"),)
