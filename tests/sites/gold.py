"""The five sample pages as sites: `../shared/seeds/gold.json` rendered through the same templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.readings import Precision

from .chrome import slug
from .truth import Article, Block, Kind, Section, SiteArticles


@dataclass(frozen=True, slots=True)
class GoldPage:
    """What the sample pages show and gold.json does not: numbers, clock days, pictures' places."""

    spider: str
    number: int
    today: date
    pictures: tuple[tuple[int, str], ...] = ()
    views: int = 0


# The places of pictures are positions in the body in front of which they stand.
PAGES = (
    GoldPage("bac_kan", 133_180, date(2024, 7, 24), ((0, "/Uploads/2021/5/4/17/bac-kan.jpg"),)),
    GoldPage("binh_thuan", 24_318, date(2018, 7, 21)),
    GoldPage(
        "lai_chau",
        2_214,
        date(2024, 7, 24),
        ((0, "/uploads/news/2023_07/quang-canh.jpg"), (4, "/uploads/news/2023_07/48vu-vo.jpg")),
        953,
    ),
    GoldPage(
        "nghe_an", 506_400, date(2020, 12, 1), ((1, "/uploads/btg/2020/03/doan-cong-tac.jpg"),)
    ),
    GoldPage("quang_tri", 4_217, date(2020, 12, 1), (), 320),
)


@dataclass(frozen=True, slots=True)
class GoldSite:
    """A site of one article: its data, the day of its clock, and its fixed list of related titles."""

    data: SiteArticles
    today: date
    related: tuple[str, ...]
    gold: Mapping[str, Any]


def gold_site(gold_path: Path) -> dict[str, GoldSite]:
    """Read the gold and the texts beside it; gives a site of one article for each spider."""
    sites = {}
    for page, gold in zip(PAGES, json.loads(gold_path.read_text(encoding="utf-8")), strict=True):
        name = gold["section"]
        sections = (Section(slug(name), name),) if name else ()
        article = _article(page, gold, sections[0] if sections else None)
        related = _related((gold_path.parent / gold["seed"]).read_text(encoding="utf-8"))
        sites[page.spider] = GoldSite(SiteArticles(sections, (article,)), page.today, related, gold)
    return sites


def _article(page: GoldPage, gold: Mapping[str, Any], section: Section | None) -> Article:
    captions = iter(gold["image_captions"])
    pictures = {place: Block(Kind.PICTURE, next(captions), path) for place, path in page.pictures}
    blocks: list[Block] = []
    for n, text in enumerate(gold["body"]):
        if n in pictures:
            blocks.append(pictures[n])
        blocks.append(Block(Kind.HEADING if text.isupper() else Kind.PARAGRAPH, text))
    published = gold["published"]
    return Article(
        id=page.number,
        slug=slug(gold["title"]),
        key=f"{page.number}-16570-573701" if page.spider == "nghe_an" else "",
        title=gold["title"],
        blocks=tuple(blocks),
        section=section,
        lead=gold["lead"],
        published=datetime.fromisoformat(published) if published else None,
        precision=Precision(gold["published_precision"]) if published else None,
        author=gold["author"],
        glued_author="author_note" in gold,
        organisation=gold["author_organisation"],
        views=page.views,
    )


def _related(text: str) -> tuple[str, ...]:
    """Read the titles below `Tin cùng chuyên mục`, each of which the sample prints twice."""
    _, _, below = text.partition("Tin cùng chuyên mục")
    return tuple(dict.fromkeys(line.strip() for line in below.splitlines() if line.strip()))
