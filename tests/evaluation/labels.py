"""The labelled data: articles and citation strings, those for tuning and those held out from it.

Who wrote them, by which rules, and what that means for the figures: ``docs/evaluation.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from archive.metadata.findings import ArticleText
from tests.sites import truth
from tests.sites.truth import TEXT_KINDS

FOLDER = Path(__file__).parent


class Split(StrEnum):
    """What labelled data are for; the value is the name of their folder."""

    TUNING = "tuning"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """An article and what is right of it.

    Attributes:
        id: What messages call it.
        writer: The file that it is from, which stands for its author.
        text: The article.
        topics: Its topics; None where they were not labelled.
        kind: Its kind; None where it was not labelled.
        provinces: The provinces that it is about; None where they were not labelled.
        people: Every mention: name and offices; None where they were not labelled.
    """

    id: str
    writer: str
    text: ArticleText
    topics: frozenset[str] | None
    kind: str | None
    provinces: frozenset[str] | None
    people: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class LabelledString:
    """One to three sentences and the documents that they cite.

    Attributes:
        id: What messages call it.
        writer: The file that it is from.
        text: The sentences, as the body of an article.
        province: The province of the article, or None.
        citations: What is right, in order: the values of `CITATION`.
    """

    id: str
    writer: str
    text: ArticleText
    province: str | None
    citations: tuple[tuple[Any, ...], ...]


#: What of a citation is labelled.
CITATION = (*("type", "number", "issuer", "symbol", "term", "issued_on", "province", "misprint"),)


def articles(split: Split) -> Iterator[LabelledArticle]:
    """Yield the labelled articles of a split; those for tuning begin with the replica's."""
    for path in sorted((FOLDER / split).glob("*.toml")):
        tables = tomllib.loads(path.read_text("utf-8"))
        for table in tables.get("article", ()):
            yield _labelled(table["id"], path.stem, _text(table), table)
        replica = _replica() if "label" in tables else {}
        for table in tables.get("label", ()):
            yield _labelled(table["article"], path.stem, replica[table["article"]], table)


def strings(split: Split) -> Iterator[LabelledString]:
    """Yield the labelled citation strings of a split."""
    for path in sorted((FOLDER / split).glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8")).get("string", ()):
            yield LabelledString(
                table["id"],
                path.stem,
                ArticleText(title="", body=table["text"], published=_day(table["on"])),
                table["province"] or None,
                tuple(tuple(entry[name] for name in CITATION) for entry in table["citations"]),
            )


def _labelled(
    number: str, writer: str, text: ArticleText, table: dict[str, Any]
) -> LabelledArticle:
    people = table.get("people")
    return LabelledArticle(
        number,
        writer,
        text,
        frozenset(table["topics"]) if "topics" in table else None,
        table.get("kind"),
        frozenset(table["provinces"]) if "provinces" in table else None,
        None if people is None else tuple((entry["name"], entry["title"]) for entry in people),
    )


def _text(table: dict[str, Any]) -> ArticleText:
    return ArticleText(
        title=table["title"],
        lead=table["lead"] or None,
        body=table["body"].strip(),
        organisation=table["organisation"] or None,
        section=table["section"] or None,
        site=table["site"],
        site_province=table["site_province"] or None,
        published=_day(table["published"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


_SITES = {
    "bac_kan": ("tuyengiao.vn", None),
    "binh_thuan": ("btgtu.binhthuan.dcs.vn", "binh-thuan"),
    "lai_chau": ("lai-chau.invalid", "lai-chau"),
    "nghe_an": ("nghean.dcs.vn", "nghe-an"),
    "quang_tri": ("tinhuyquangtri.vn", "quang-tri"),
}


def _replica() -> dict[str, ArticleText]:
    """Return the articles of the replica as a correct crawl stores them, by ``spider/number``."""
    return {
        f"{spider}/{article.id}": ArticleText(
            title=article.title,
            lead=article.lead,
            body="\n\n".join(block.text for block in article.blocks if block.kind in TEXT_KINDS),
            organisation=article.organisation,
            section=article.section.name if article.section else None,
            site=_SITES[spider][0],
            site_province=_SITES[spider][1],
            published=article.published.date() if article.published else None,
        )
        for spider, site in truth.load_all().items()
        for article in site.articles
    }
