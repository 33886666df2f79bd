"""The parts of an exported article that are objects of their own."""

from __future__ import annotations

from typing import TypedDict


class ExportedEvidence(TypedDict):
    """Words that a finding rests on, and where they stand: characters from 0 in a part of the article."""

    words: str
    part: str
    start: int
    end: int


class ExportedProvince(TypedDict):
    """A province that an article is about; ``today`` is the name of its successor."""

    id: str
    name: str
    today: str
    score: float
    rule: str
    evidence: list[ExportedEvidence]


class ExportedTopic(TypedDict):
    """A topic of an article; ``name`` is Vietnamese."""

    id: str
    name: str
    score: float
    rule: str
    evidence: list[ExportedEvidence]


class ExportedKind(TypedDict):
    """The kind of piece that an article is; ``name`` is Vietnamese."""

    id: str
    name: str
    score: float
    rule: str
    evidence: list[ExportedEvidence]


class ExportedCitation(TypedDict):
    """A reference to a document: the document, then the reference as printed and its place."""

    document: str
    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    province: str | None
    edition: str | None
    term: str | None
    issued_on: str | None
    printed: str
    part: str
    start: int
    end: int
    rule: str
    misprint: bool
    same_as: int | None


class ExportedPerson(TypedDict):
    """A person as an article names them once, with the offices printed there."""

    name: str
    full_name: str
    title: str | None
    part: str
    start: int
    end: int
    rule: str


class ExportedImage(TypedDict):
    """A picture of an article, with its printed caption."""

    url: str
    caption: str | None


class ExportedAttachment(TypedDict):
    """A file that an article offers, with its link text or file name."""

    url: str
    name: str


class ExportedDuplicate(TypedDict):
    """The text of an article found again at another address."""

    url: str
    site: str
    title: str
    author: str | None
    organisation: str | None
    section: str | None
    published_at: str | None
    published_precision: str | None
    published_raw: str | None
    published_rule: str | None
    first_seen_at: str
    last_seen_at: str
