"""The tables of a snapshot: their columns with types, and what stands in them.

Columns that the archive has under the same name mean the same (`archive.models`); only the others are
explained here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypedDict, get_type_hints

from archive.exports.fields import ExportedAttachment, ExportedEvidence, ExportedImage
from archive.models import Base


class ArticleRow(TypedDict):
    """An article that had been seen by the day, in the state that it had then."""

    id: int
    site_id: int
    url: str
    title: str
    lead: str | None
    body: str
    headings: list[int]
    tables: list[list[list[str]]]
    author: str | None
    organisation: str | None
    source: str | None
    source_mark: str | None
    section: str | None
    tags: list[str]
    published_at: datetime | None
    published_precision: str | None
    published_raw: str | None
    published_rule: str | None
    updated_at: datetime | None
    province_id: str | None
    kind_id: str | None
    kind_score: float | None
    kind_rule: str | None
    kind_evidence: list[ExportedEvidence] | None
    metadata_version: str | None
    images: list[ExportedImage]
    attachments: list[ExportedAttachment]
    rules: dict[str, str]
    parser: str
    first_seen_at: datetime
    revision: int
    revised_at: datetime
    capture: str | None


class ArticleProvinceRow(TypedDict):
    """A province that an article is about, with its evidence."""

    article_id: int
    province_id: str
    position: int
    score: float
    rule: str
    evidence: list[ExportedEvidence]


class ArticleTopicRow(TypedDict):
    """A topic of an article, with its evidence."""

    article_id: int
    topic_id: str
    score: float
    rule: str
    evidence: list[ExportedEvidence]


class CitationRow(TypedDict):
    """A reference to a document in an article."""

    article_id: int
    position: int
    document_key: str
    part: str
    start: int
    end: int
    printed: str
    term: str | None
    issued_on: date | None
    rule: str
    misprint: bool
    same_as: int | None


class DocumentRow(TypedDict):
    """A document that the articles cite, as far as the citations tell it from others."""

    key: str
    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    name: str
    province_id: str | None
    edition: str | None


class PersonRow(TypedDict):
    """A person as an article names them once. Namesakes are not merged."""

    article_id: int
    position: int
    name: str
    full_name: str
    title: str | None
    part: str
    start: int
    end: int
    title_start: int | None
    title_end: int | None
    rule: str


class ReprintRow(TypedDict):
    """An article's place among those of the snapshot that carry the same text."""

    article_id: int
    cluster_id: int | None
    match_id: int | None
    relation: str
    share: float | None
    match_share: float | None


class DuplicateRow(TypedDict):
    """The text of an article found again at another address by the day."""

    id: int
    article_id: int
    site_id: int
    url: str
    title: str
    author: str | None
    organisation: str | None
    section: str | None
    published_at: datetime | None
    published_precision: str | None
    published_raw: str | None
    published_rule: str | None
    first_seen_at: datetime


class RevisionRow(TypedDict):
    """A state that an article had had by the day, before the one in `articles`."""

    article_id: int
    number: int
    title: str
    lead: str | None
    body: str
    headings: list[int]
    tables: list[list[list[str]]]
    author: str | None
    organisation: str | None
    published_at: datetime | None
    published_precision: str | None
    published_raw: str | None
    published_rule: str | None
    parser: str
    first_seen_at: datetime
    last_seen_at: datetime
    capture: str | None


class TombstoneRow(TypedDict):
    """A period in which an article was gone from its site, as far as it was known on the day."""

    id: int
    article_id: int
    reason: str
    missing_since: datetime
    confirmed_at: datetime
    returned_at: datetime | None


class SiteRow(TypedDict):
    """A site that has articles or duplicates in the snapshot."""

    id: int
    host: str
    spider: str
    province_id: str | None


class CoverageRow(TypedDict):
    """What there is of a site from a month, and where that is far less than around it."""

    site_id: int
    year: int | None
    month: int | None
    articles: int
    duplicates: int
    expected: float | None


class ProvinceRow(TypedDict):
    """A province-level unit in one period: the map in force when the snapshot was made."""

    id: str
    name: str
    kind: str
    committee: str
    gso_code: str
    iso_code: str | None
    valid_from: date | None
    valid_to: date | None
    successor_id: str
    names: list[str]


class BodyRow(TypedDict):
    """What a body of the party was called in a period."""

    id: str
    province_id: str | None
    function: str
    name: str
    valid_from: date | None
    valid_to: date | None
    from_earliest: date | None
    from_latest: date | None
    to_earliest: date | None
    to_latest: date | None
    source: str


class TopicRow(TypedDict):
    """A topic of the taxonomy in force."""

    id: str
    name_vi: str
    name_en: str
    definition: str


class KindRow(TypedDict):
    """A kind of piece of the taxonomy in force."""

    id: str
    name_vi: str
    name_en: str
    definition: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a snapshot.

    Attributes:
        name: Its name: the file is ``tables/NAME.parquet``.
        row: What a row has.
        model: The table of the archive that has columns of the same names and meanings.
    """

    name: str
    row: Any
    model: str

    @property
    def file(self) -> str:
        """The file, relative to the folder of the snapshot."""
        return f"tables/{self.name}.parquet"

    @property
    def what(self) -> str:
        """What a row is, in a sentence."""
        return str(self.row.__doc__)

    def columns(self) -> dict[str, str]:
        """Return what stands in which column."""
        own = _OWN.get(self.name, {})
        model = Base.metadata.tables.get(self.model)
        return {
            name: own.get(name) or _COMMON.get(name) or _documented(model, name)
            for name in get_type_hints(self.row)
        }


def _documented(model: Any, name: str) -> str:
    words: str = model.c[name].doc
    return words


_CAPTURE: Final = (
    "The fetch that it was read from: WARC file, `@`, place in it, and when it was fetched."
)
_COMMON: Final = {"capture": _CAPTURE}
_OWN: Final[dict[str, dict[str, str]]] = {
    "articles": {
        "images": "Addresses of its pictures, with printed captions.",
        "attachments": "Addresses of the files that it offers, with their names.",
        "province_id": "The province that it is about, as it was on its date; empty: several or none.",
        "revision": "Number of this state: 1 is the first that was seen.",
        "revised_at": "When this state was first seen.",
    },
    "citations": {"document_key": "The document: `key` in `documents`."},
    "reprints": {"cluster_id": "The cluster, named by the lowest number among its articles."},
    "coverage": {
        "site_id": "The site.",
        "year": "Year of publication; empty: no date is printed.",
        "month": "Month; empty: the date is printed to the year only, or not at all.",
        "articles": "How many articles.",
        "duplicates": "How many duplicates that were found on the site.",
        "expected": "Of a month with far fewer than those around it: their median; else empty.",
    },
    "provinces": {"names": "Every spelling that it is found under, its name first."},
}

#: All tables, in the order in which they are listed.
TABLES: Final = (
    Table("articles", ArticleRow, "articles"),
    Table("article_provinces", ArticleProvinceRow, "article_provinces"),
    Table("article_topics", ArticleTopicRow, "article_topics"),
    Table("citations", CitationRow, "citations"),
    Table("documents", DocumentRow, "documents"),
    Table("people", PersonRow, "person_mentions"),
    Table("reprints", ReprintRow, "reprints"),
    Table("duplicates", DuplicateRow, "duplicates"),
    Table("revisions", RevisionRow, "revisions"),
    Table("tombstones", TombstoneRow, "tombstones"),
    Table("coverage", CoverageRow, ""),
    Table("sites", SiteRow, "sites"),
    Table("provinces", ProvinceRow, "provinces"),
    Table("bodies", BodyRow, "bodies"),
    Table("topics", TopicRow, "topics"),
    Table("kinds", KindRow, "kinds"),
)
