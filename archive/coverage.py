"""What the archive holds of each site of the register, and how many provinces the register covers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from archive import provinces
from archive import sites as register
from archive.models import Article, Site
from archive.readings import Precision


@dataclass(frozen=True, slots=True)
class Published:
    """A date of publication, as exactly as it is known.

    Attributes:
        moment: The date; of a month or a year its first day.
        precision: What of it is known.
    """

    moment: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the archive holds of one spider's articles.

    Attributes:
        articles: Articles; duplicates of articles of other sites are not counted.
        first_published: The oldest date of publication; None where no article has a date.
        last_published: The newest one.
        last_seen_at: When a page of them was last read.
    """

    articles: int
    first_published: Published | None
    last_published: Published | None
    last_seen_at: datetime | None


def collect(engine: Engine) -> dict[str, Coverage]:
    """Return what the archive holds, by spider; spiders without a row in ``sites`` are not named."""
    statement = (
        select(
            Site.spider,
            Article.published_precision,
            func.count(Article.id),
            func.min(Article.published_at),
            func.max(Article.published_at),
            func.max(Article.last_seen_at),
        )
        .outerjoin(Article, Article.site_id == Site.id)
        .group_by(Site.spider, Article.published_precision)
    )
    found: dict[str, Coverage] = {}
    with engine.connect() as connection:
        for spider, precision, articles, first, last, seen in connection.execute(statement):
            dates = (_published(first, precision), _published(last, precision))
            coverage = Coverage(articles, *dates, seen)
            found[spider] = _together(found[spider], coverage) if spider in found else coverage
    return found


def _published(moment: datetime | None, precision: str | None) -> Published | None:
    return None if moment is None or precision is None else Published(moment, Precision(precision))


def _together(one: Coverage, other: Coverage) -> Coverage:
    firsts = [x.first_published for x in (one, other) if x.first_published]
    lasts = [x.last_published for x in (one, other) if x.last_published]
    return Coverage(
        one.articles + other.articles,
        min(firsts, key=lambda published: published.moment, default=None),
        max(lasts, key=lambda published: published.moment, default=None),
        max((x.last_seen_at for x in (one, other) if x.last_seen_at), default=None),
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how many provinces the register has a site of some kind.

    Attributes:
        what: The kind of site, in words.
        before: How many of the 63 provinces until 30 June 2025.
        today: How many of the 34 provinces since: those that took one of the former in, or are new.
    """

    what: str
    before: int
    today: int


def reach(
    sites: Sequence[register.Site], found: dict[str, Coverage] | None = None
) -> tuple[Reach, ...]:
    """Count provinces with a site, with a spider, and with a verified one.

    Args:
        sites: The register.
        found: What the archive holds; where it is given, provinces of which it holds articles of a
            site of theirs are counted too.
    """
    kinds: list[tuple[str, Callable[[register.Site], bool]]] = [
        ("with a site in the register", lambda _: True),
        ("with a spider", lambda site: site.spider is not None),
        (
            "with a verified spider",
            lambda site: site.status not in (None, register.Status.UNVERIFIED),
        ),
    ]
    if found is not None:
        held = {spider for spider, coverage in found.items() if coverage.articles}
        kinds.append(("with articles in the archive", lambda site: site.spider in held))
    counts = []
    for what, is_of_kind in kinds:
        units = {site.province for site in sites if site.province and is_of_kind(site)}
        before = {unit for unit in units if _is_former(provinces.get(unit))}
        today = {provinces.successor(unit).id for unit in units}
        counts.append(Reach(what, len(before), len(today)))
    return tuple(counts)


def totals() -> tuple[int, int]:
    """Return how many provinces there were until 30 June 2025, and how many there are since."""
    units = provinces.all_provinces()
    before = sum(1 for unit in units if _is_former(unit))
    return before, sum(1 for unit in units if unit.valid_to is None)


def _is_former(unit: provinces.Province) -> bool:
    """Tell whether a unit is one of the 63, Thừa Thiên Huế (to the end of 2024) among them."""
    return unit.valid_from is None
