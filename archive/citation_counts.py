"""How often documents are cited, by the month or year and the province of the citing articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Engine, RowMapping, distinct, func, select

from archive.citations import find_documents
from archive.documents import Wanted
from archive.models import Article, ArticleProvince, Citation, Document, Province
from archive.readings import Precision
from archive.selection import Selection, conditions

_Name: TypeAlias = str | None
_Key: TypeAlias = tuple[_Name, _Name, _Name, _Name, _Name]


class By(StrEnum):
    """What counts are told apart by."""

    MONTH = "month"
    YEAR = "year"
    PROVINCE = "province"
    MONTH_AND_PROVINCE = "month,province"


_DOCUMENT: Final = (Document.name.label("document"), Document.edition)
_YEAR: Final = (
    func.extract("year", Article.published_at).label("year"),
    Article.published_precision.label("precision"),
)
_MONTH: Final = (*_YEAR, func.extract("month", Article.published_at).label("month"))
_PROVINCE: Final = (
    ArticleProvince.province_id.label("province"),
    Province.name.label("province_name"),
)
_KEYS: Final[dict[By, tuple[ColumnElement[Any], ...]]] = {
    By.MONTH: _MONTH,
    By.YEAR: _YEAR,
    By.PROVINCE: _PROVINCE,
    By.MONTH_AND_PROVINCE: (*_MONTH, *_PROVINCE),
}
_OF_ARTICLE: Final = ArticleProvince.article_id == Citation.article_id


@dataclass(frozen=True, slots=True)
class Count:
    """References in one period and province.

    Attributes:
        document: Name of the document; None where all documents are counted together.
        edition: Its edition.
        period: ``2021-05`` or ``2021``; None where it is not known, or not asked for.
        province: Province that the articles are about; None where none, or not asked for.
        province_name: Its name.
        articles: Articles with such references.
        citations: References.
    """

    document: str | None
    edition: str | None
    period: str | None
    province: str | None
    province_name: str | None
    articles: int
    citations: int


def counts(engine: Engine, wanted: Wanted | None, selection: Selection, by: By) -> list[Count]:
    """Count references by the period and the province of the citing articles, earliest first.

    An article about several provinces counts for each of them. One whose date is known to the year only
    has no month.

    Args:
        engine: The archive.
        wanted: Only references to this document, each edition apart; None: to all, together.
        selection: Which articles count.
        by: What is told apart.

    Raises:
        BadRequest: No article cites such a document, or the selection names what is not there.
    """
    keys = [*(_DOCUMENT if wanted else ()), *_KEYS[by]]
    query = (
        select(
            *keys,
            func.count(distinct(Citation.article_id)).label("articles"),
            func.count().label("citations"),
        )
        .select_from(Citation)
        .join(Article, Article.id == Citation.article_id)
        .join(Document, Document.id == Citation.document_id)
    )
    if by in (By.PROVINCE, By.MONTH_AND_PROVINCE):
        query = query.outerjoin(ArticleProvince, _OF_ARTICLE).outerjoin(
            Province, Province.id == ArticleProvince.province_id
        )
    with engine.connect() as connection:
        where = conditions(connection, selection)
        if wanted:
            where.append(Document.id.in_(find_documents(connection, wanted)))
        return _summed(connection.execute(query.where(*where).group_by(*keys)).mappings())


def _summed(rows: Iterable[RowMapping]) -> list[Count]:
    """Put together what only the precision of the articles' dates told apart."""
    sums: defaultdict[_Key, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        key = (
            row.get("document"),
            row.get("edition"),
            _period(row),
            row.get("province"),
            row.get("province_name"),
        )
        sums[key][0] += row["articles"]
        sums[key][1] += row["citations"]
    found = [Count(*key, *numbers) for key, numbers in sums.items()]
    return sorted(found, key=_order)


def _period(row: RowMapping) -> str | None:
    """Return the month or year of a row, as far as the date is known that exactly."""
    year = row.get("year")
    if year is None:
        return None
    if "month" not in row:
        return f"{int(year)}"
    return None if row["precision"] == Precision.YEAR else f"{int(year)}-{int(row['month']):02}"


def _order(count: Count) -> tuple[tuple[bool, str], ...]:
    """Return what rows are sorted by; what is not known comes last."""
    values = (count.document, count.period, count.province)
    return tuple((value is None, value or "") for value in values)
