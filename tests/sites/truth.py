"""The articles of the replica: read from TOML, they are what a correct crawl must find."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from archive.readings import Precision
from archive.timezone import VIETNAM

FOLDER = Path(__file__).parent / "articles"


class Kind(StrEnum):
    """What a block of a body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    PICTURE = "picture"
    TABLE = "table"


_OLDEST = datetime.min.replace(tzinfo=VIETNAM)

TEXT_KINDS = (Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body; `text` of a picture is its caption."""

    kind: Kind
    text: str = ""
    path: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a site: its slug and its printed name."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its author wrote it; what a site prints of it is a `Truth`."""

    id: int
    slug: str
    title: str
    blocks: tuple[Block, ...]
    section: Section | None = None
    key: str = ""
    lead: str | None = None
    published: datetime | None = None
    precision: Precision | None = None
    in_listing_only: bool = False
    updated: datetime | None = None
    author: str | None = None
    glued_author: bool = False
    organisation: str | None = None
    source: str | None = None
    source_mark: str | None = None
    tags: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    reprint_of: str | None = None
    views: int = 0

    @property
    def pictures(self) -> tuple[Block, ...]:
        """The pictures in order."""
        return tuple(block for block in self.blocks if block.kind is Kind.PICTURE)

    @property
    def starts_with_picture(self) -> bool:
        """Whether the body opens with a picture, which most sites show apart from it."""
        return bool(self.blocks) and self.blocks[0].kind is Kind.PICTURE

    @property
    def summary(self) -> str:
        """What a listing prints under the title."""
        first = next((b.text for b in self.blocks if b.kind is Kind.PARAGRAPH), "")
        return self.lead or first


@dataclass(frozen=True, slots=True)
class SiteArticles:
    """The sections of a site and its articles, newest first."""

    sections: tuple[Section, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an archive must hold of one article of one site.

    `url` is the address that listings print, on the real host. `headings` are positions in `body`;
    `images` are pairs of address and caption, `attachments` pairs of address and name. `section` is the
    name that the page or its listing prints.
    """

    spider: str
    id: int
    path: str
    url: str
    title: str
    lead: str | None
    body: tuple[str, ...]
    headings: tuple[int, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    images: tuple[tuple[str, str | None], ...]
    attachments: tuple[tuple[str, str], ...]
    section: str | None
    author: str | None
    organisation: str | None
    source: str | None
    source_mark: str | None
    tags: tuple[str, ...]
    published: datetime | None
    precision: Precision | None
    in_listing_only: bool
    updated: datetime | None
    provinces: tuple[str, ...]
    topics: tuple[str, ...]
    reprint_of: str | None


def read_body(text: str) -> Iterator[Block]:
    """Read the small markup of a body: headings, pictures, list items, tables, paragraphs."""
    for chunk in text.strip().split("\n\n"):
        lines = [line.strip() for line in chunk.strip().splitlines() if line.strip()]
        if not lines:
            continue
        if all(line.startswith("|") for line in lines):
            yield Block(Kind.TABLE, rows=tuple(_cells(line) for line in lines))
        elif all(line.startswith("- ") for line in lines):
            yield from (Block(Kind.ITEM, line[2:].strip()) for line in lines)
        elif lines[0].startswith("## "):
            yield Block(Kind.HEADING, " ".join(lines)[3:].strip())
        elif lines[0].startswith("![") and lines[0].endswith(")"):
            caption, _, path = lines[0][2:-1].rpartition("](")
            yield Block(Kind.PICTURE, caption.strip(), path.strip())
        else:
            yield Block(Kind.PARAGRAPH, " ".join(lines))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _moment(value: str | date | datetime | None) -> tuple[datetime | None, Precision | None]:
    if value is None:
        return None, None
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=VIETNAM), Precision.MINUTE
    return datetime.combine(value, time.min, VIETNAM), Precision.DAY


def _article(row: Mapping[str, Any], sections: Mapping[str, Section]) -> Article:
    published, precision = _moment(row.get("published"))
    in_listing_only = published is not None and row.get("published_on") == "listing"
    if published and in_listing_only:
        published, precision = published.replace(hour=0, minute=0), Precision.DAY
    return Article(
        id=row["id"],
        slug=row["slug"],
        title=row["title"],
        blocks=tuple(read_body(row["body"])),
        section=sections[row["section"]],
        key=row.get("key", ""),
        lead=row.get("lead") or None,
        published=published,
        precision=precision,
        in_listing_only=in_listing_only,
        updated=_moment(row.get("updated"))[0],
        author=row.get("author") or None,
        glued_author=row.get("author_place") == "glued",
        organisation=row.get("organisation") or None,
        source=row.get("source") or None,
        source_mark=row.get("source_mark") or None,
        tags=tuple(row.get("tags", ())),
        provinces=tuple(row.get("provinces", ())) or tuple(filter(None, [row.get("province")])),
        topics=tuple(row.get("topics", ())),
        attachments=tuple((file["name"], file["url"]) for file in row.get("attachments", ())),
        reprint_of=row.get("reprint_of"),
        views=300 + row["id"] * 37 % 9000,
    )


def load(path: Path) -> SiteArticles:
    """Read the articles of one site."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = {row["slug"]: Section(row["slug"], row["name"]) for row in data["section"]}
    articles = [_article(row, sections) for row in data["article"]]
    numbers = [article.id for article in articles]
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"{path.name}: an id occurs twice")
    articles.sort(key=lambda article: (article.published or _OLDEST, article.id), reverse=True)
    return SiteArticles(tuple(sections.values()), tuple(articles))


def load_all(folder: Path = FOLDER) -> dict[str, SiteArticles]:
    """Read the articles of every site that has a file, by name of its spider."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.toml"))}
