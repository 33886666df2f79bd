"""What one reading of one article page gave, before it is stored.

A `Reading` is the only thing that enters the archive: a spider yields it, a later re-extraction of a
stored page yields it, and `archive.store` takes it. Every field holds what the page prints, cleaned by
`archive.text.clean` and otherwise unchanged; a field that the page does not print stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archive.metadata.findings import Metadata


class Precision(StrEnum):
    """How exactly a date is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as a page prints it.

    Attributes:
        value: The moment, in Vietnam time (+07:00); parts below ``precision`` are zero or one.
        precision: The smallest part that is printed.
        raw: The printed string, such as ``Thứ Ba, 4/5/2021 17:29'(GMT+7)``.
        rule: The rule that read it, such as ``nukeviet:visible`` or ``listing:near-link``.
    """

    value: datetime
    precision: Precision
    raw: str
    rule: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to an article.

    Attributes:
        url: Absolute address, on the real host.
        caption: The printed caption, once, without the file name that many sites put into ``alt``.
    """

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article offers for download.

    Attributes:
        url: Absolute address, on the real host.
        name: The link text, or the file name where the link has none.
    """

    url: str
    name: str


@dataclass(slots=True, kw_only=True)
class Reading:
    """One reading of one article page.

    Attributes:
        url: Canonical address on the real host (`archive.urls.canonical_url`).
        key: What identifies the article whatever form its address takes (`archive.urls.article_key`).
        site: Host of the site, ``tuyengiao.vn``.
        spider: Name of the spider, ``bac_kan``.
        site_province: Province of the site's body, or None for a central site.
        fetched_at: When the page was fetched, Vietnam time.
        parser: Name and version of the page object, ``NukeVietPage/1``.
        title: The headline.
        lead: The lead (sapo), where the page sets it apart from the body.
        body: Paragraphs, sub-headings and list items in order, one string each.
        headings: Which of ``body`` are sub-headings, as positions from 0.
        tables: Tables of the body, each a list of rows, each a list of cells; not part of ``body``.
        author: The person named as author, as printed.
        organisation: The body named under the author, ``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``.
        source: Where the site says the text comes from (``Nguồn tin``).
        source_mark: Agency mark in front of the lead, ``(TUAG)``.
        section: The site's own section, the innermost one.
        tags: The site's own tags.
        published: Publication date, or None where none is printed.
        updated: Date of the last change, where the page prints one apart from ``published``.
        images: Pictures with their captions, in order.
        attachments: Files offered for download.
        rules: Which rule read a field: field name to rule, ``{"title": "h1[itemprop=headline]"}``.
        metadata: What the text says of provinces, topics, documents, people: filled by the pipelines.
    """

    url: str
    key: str
    site: str
    spider: str
    fetched_at: datetime
    parser: str
    title: str
    site_province: str | None = None
    lead: str | None = None
    body: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    author: str | None = None
    organisation: str | None = None
    source: str | None = None
    source_mark: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    published: PrintedDate | None = None
    updated: PrintedDate | None = None
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    metadata: Metadata | None = None

    @property
    def body_text(self) -> str:
        """The body as one string: paragraphs joined by one empty line."""
        return "\n\n".join(self.body)
