"""The archive in Python: open it, search it, count, and take articles out.

    from archive import Archive

    with Archive.open() as archive:
        for article in archive.search('"chuyển đổi số"', province="Bắc Kạn", since=2021):
            print(article["title"], article["url"])

Articles come as `ExportedArticle`, the same fields that every export has; docs/researchers.md says what
they mean. In the examples, ``archive`` is an archive that was opened, at the address ``url``.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias, TypeVar, Unpack

from sqlalchemy import Engine

from archive import database, documents
from archive.citations import Citing, citing
from archive.database import clear_errors
from archive.errors import UnknownArticle
from archive.exports.records import ExportedArticle, read_by_id
from archive.filters import Filters, Options, query_of, selection_of
from archive.found import Found
from archive.frames import to_pandas, to_polars
from archive.reprints import listing
from archive.search import concordance, counting, engine, trends
from archive.search.counting import Count, Step
from archive.search.similar import similar
from archive.search.tree import EVERYTHING, Query
from archive.selection import MOST, BadRequest

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl

FacetName: TypeAlias = Literal["province", "site", "topic", "kind", "year", "month"]
GroupName: TypeAlias = FacetName | Literal["province-today"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_FACETS: Final[tuple[FacetName, ...]] = ("province", "site", "topic", "kind", "year", "month")


class Archive:
    """An archive that was opened for reading; nothing can be changed through it.

    Whatever a person can get wrong raises an `archive.errors.ArchiveError`, whose message is one line
    that says what to do: `BadRequest` for a query, filter or name that cannot be understood. What is
    written ``options`` are keyword arguments, ``province``, ``since``, ``until`` and others
    (`archive.filters.Options`). A ``limit`` is a number from 1; None means all.

    Attributes:
        engine: For SQL: the SQLAlchemy engine, which refuses to write.
    """

    def __init__(self, engine: Engine) -> None:
        """Take an engine; use `open` instead."""
        self.engine = engine

    @classmethod
    def open(cls, location: str | os.PathLike[str] | None = None) -> Self:
        """Open an archive; close it again, or use it in a ``with`` statement.

        >>> with Archive.open(url) as opened:
        ...     opened.count("bầu cử")
        2

        Args:
            location: File of a SQLite archive, or a SQLAlchemy URL; None: as the command line,
                ``ARCHIVE_DATABASE_URL`` or ``archive.db`` in the working directory.

        Raises:
            ArchiveError: There is no archive, or it cannot be used.
        """
        address = None if location is None else os.fspath(location)
        if address is not None and "://" not in address:
            address = f"sqlite:///{Path(address).absolute()}"
        opened = database.open_database(address, read_only=True)
        try:
            database.check(opened, writable=False)
        except BaseException:
            opened.dispose()
            raise
        return cls(opened)

    def close(self) -> None:
        """Close the connections to the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- Articles ---------------------------------------------------------------------------------

    def search(
        self,
        query: str | None = None,
        *,
        order: Literal["date", "relevance"] = "date",
        limit: int | None = 20,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Found:
        """Find articles.

        >>> for article in archive.search("bau cu", province="Bắc Kạn", until=2021):
        ...     print(article["id"], article["title"])
        1 Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ
        >>> [hit.id for hit in archive.search("chi bộ", order="relevance").hits]
        [6, 5, 1]

        Args:
            query: What is asked for, in the query language of docs/researchers.md; None: whatever the
                options mean.
            order: ``date``: newest first, undated ones last; ``relevance``: best first.
            limit: At most so many; None: all.
            offset: How many before them are left out.
            options: Which articles are meant.
        """
        wanted = query_of(query, options)
        how = _one_of(engine.Order, "order", order)
        most, left_out = _limit(limit) or MOST, _from(0, "offset", offset)
        found = engine.search(self.engine, wanted, order=how, limit=most, offset=left_out)
        return Found(found.hits, found.approximate, wanted, self._read)

    def iterate(
        self, query: str | None = None, **options: Unpack[Options]
    ) -> Iterator[ExportedArticle]:
        """Yield all articles that a query finds, newest first, undated ones last, in bounded memory.

        >>> sum(len(article["citations"]) for article in archive.iterate(since=2020))
        1
        """
        return self._iterate(query_of(query, options))

    def get(self, number: int) -> ExportedArticle:
        """Return the article of a number.

        >>> archive.get(4)["published_at"]
        '2025-08-15T08:05:00+07:00'

        Raises:
            UnknownArticle: There is none.
        """
        found = next(self._read([number]), None) if 0 < number <= MOST else None
        if found is None:
            raise UnknownArticle(f"there is no article {number}: a search gives the numbers")
        return found

    def similar(self, number: int, limit: int | None = 10) -> Found:
        """Return the articles most like one, best first; not those that carry the same text.

        >>> [hit.title for hit in archive.similar(1, limit=1).hits]
        ['- Biểu tổng hợp kết quả bầu cử chi bộ']

        Raises:
            UnknownArticle: There is no such article.
        """
        self.get(number)
        found = similar(self.engine, number, _limit(limit) or MOST)
        return Found(found.hits, found.approximate, EVERYTHING, self._read)

    def reprints(self, number: int) -> list[listing.Version]:
        """Return the pages that carry an article's text, first published first; none where it is alone.

        >>> [(version.site, version.lag_days) for version in archive.reprints(1)]
        [('tuyengiao.vn', 0), ('nghean.dcs.vn', 2)]

        Raises:
            UnknownArticle: There is no such article.
        """
        self.get(number)
        with clear_errors(self.engine):
            return listing.versions(self.engine, number)

    def citations(self, symbol: str, **filters: Unpack[Filters]) -> list[Citing]:
        """Return the references to a document, by its editions, the earliest first.

        >>> [(found.article, found.printed) for found in archive.citations("115-HD/BTGTU")]
        [(1, 'hướng dẫn số 115-HD/BTGTU')]

        Args:
            symbol: The document, in any spelling: ``05-CT/TW``, ``ct 05/tw``, ``05-CT/TW khóa XII``.
            filters: Which articles are meant.

        Raises:
            BadRequest: No article cites it; the message names what is like it.
        """
        with clear_errors(self.engine):
            return citing(self.engine, documents.wanted(symbol), selection_of(filters))

    def concordance(
        self,
        query: str,
        *,
        width: int = concordance.WIDTH,
        limit: int | None = None,
        **options: Unpack[Options],
    ) -> Iterator[concordance.Line]:
        """Yield every place where words and phrases of a query stand, with the text around them.

        >>> for line in archive.concordance('"bau cu"', width=16, limit=2):
        ...     print(f"{line.left}[{line.keyword}]{line.right}")
        tuyên truyền [bầu cử] ở 100% chi bộ
        truyền cuộc [bầu cử]. ¶ Ban Tuyên

        Args:
            query: As of `search`.
            width: The most cells of a terminal that the context on each side takes.
            limit: At most so many; None: all.
            options: Which articles are meant.
        """
        cells, most = _from(0, "width", width), _limit(limit)
        return concordance.concordance(
            self.engine, query_of(query, options), width=cells, limit=most
        )

    # --- Numbers ----------------------------------------------------------------------------------

    def count(self, query: str | None = None, **options: Unpack[Options]) -> int:
        """Return how many articles a query finds.

        >>> archive.count(), archive.count('"dang bo tinh"'), archive.count(topic="bau-cu")
        (6, 3, 1)
        """
        return engine.count(self.engine, query_of(query, options))

    def facets(
        self,
        query: str | None = None,
        fields: Iterable[FacetName] = _FACETS,
        **options: Unpack[Options],
    ) -> dict[str, list[Count]]:
        """Count the articles that a query finds, by some properties.

        >>> archive.facets("bầu cử", ["kind"])
        {'kind': [Count(value='tin', articles=2, name='Tin tức')]}

        Args:
            query: As of `search`.
            fields: By what.
            options: Which articles are meant.

        Returns:
            The counts of each field that are not 0: the largest first; years and months in their order;
            that of articles without a value last.
        """
        wanted = [_one_of(counting.Facet, "facet", name) for name in fields]
        found = counting.facets(self.engine, query_of(query, options), wanted)
        return {name.value: counts for name, counts in found.items()}

    def timeline(
        self,
        query: str | None = None,
        by: Literal["month", "year"] = "month",
        **options: Unpack[Options],
    ) -> list[Step]:
        """Count the articles that a query finds, in every month or year from the first to the last.

        >>> [step.articles for step in archive.timeline("đảng", "year", since=2022)]
        [1, 0, None, 1]

        Args:
            query: As of `search`.
            by: The steps.
            options: Which articles are meant.

        Returns:
            The steps in their order, behind them the articles that are in none. Where there is none of
            the articles that are meant, whatever is in them, a step is a gap, and its count None.
        """
        steps = _one_of(counting.Period, "period", by)
        wanted, among = query_of(query, options), query_of(None, options)
        return counting.timeline(self.engine, wanted, steps, among=among)

    def trend(
        self,
        queries: str | Iterable[str],
        by: GroupName | Sequence[GroupName] = "year",
        *,
        unit: Literal["articles", "hits"] = "articles",
        **options: Unpack[Options],
    ) -> trends.Trend:
        """Count how frequent queries are, beside all articles of each group (`archive.search.trends`).

        >>> for row in archive.trend("bầu cử", by="province", since=2021).rows[:2]:
        ...     print(row.group, row.articles, "of", row.total)
        ('bac-kan',) 1 of 1
        ('lai-chau',) 0 of 1

        Args:
            queries: One query, or several to be compared.
            by: One or two things to tell apart.
            unit: What is counted: articles, or the places in them where the words stand.
            options: With which articles they are compared; ``expand`` is for the queries.
        """
        texts = [queries] if isinstance(queries, str) else list(queries)
        names = [by] if isinstance(by, str) else by
        return trends.trend(
            self.engine,
            {text: query_of(text, {"expand": options.get("expand", False)}) for text in texts},
            [_one_of(trends.By, "group", name) for name in names],
            among=query_of(None, options),
            unit=_one_of(trends.Unit, "unit", unit),
        )

    # --- Data frames ------------------------------------------------------------------------------

    def to_pandas(
        self,
        query: str | None = None,
        *,
        columns: Sequence[str] | None = None,
        limit: int | None = None,
        **options: Unpack[Options],
    ) -> pd.DataFrame:
        """Return the articles that a query finds as a pandas data frame, newest first.

        Those that a search ranked, or any others: `archive.frames.to_pandas`.

        >>> frame = archive.to_pandas(since=2021, columns=["id", "province", "published_at"])
        >>> frame.groupby(frame["published_at"].dt.year)["id"].count().to_dict()
        {2021: 1, 2022: 1, 2023: 1, 2025: 1}

        Args:
            query: As of `search`.
            columns: Which fields; without ``body`` and ``tables`` a frame takes little memory.
            limit: At most so many; None: all.
            options: Which articles are meant.

        Raises:
            MissingPackage: pandas is not installed.
        """
        most = _limit(limit)
        with closing(self._iterate(query_of(query, options))) as articles:
            return to_pandas(islice(articles, most), columns)

    def to_polars(
        self,
        query: str | None = None,
        *,
        columns: Sequence[str] | None = None,
        limit: int | None = None,
        **options: Unpack[Options],
    ) -> pl.DataFrame:
        """Return the articles that a query finds as a polars data frame, as `to_pandas`.

        >>> frame = archive.to_polars("bầu cử", columns=["id", "topics"])
        >>> frame["topics"].explode().struct.field("name").drop_nulls().to_list()
        ['Bầu cử', 'Hoạt động tuyên giáo']

        Raises:
            MissingPackage: polars or pyarrow is not installed.
        """
        most = _limit(limit)
        with closing(self._iterate(query_of(query, options))) as articles:
            return to_polars(islice(articles, most), columns)

    # --- Inside -----------------------------------------------------------------------------------

    def _iterate(self, query: Query) -> Generator[ExportedArticle]:
        with closing(engine.article_ids(self.engine, query)) as ids:
            yield from self._read(ids)

    def _read(self, ids: Iterable[int]) -> Iterator[ExportedArticle]:
        with clear_errors(self.engine):
            yield from read_by_id(self.engine, ids)


def _one_of(choices: type[_Choice], what: str, text: str) -> _Choice:
    try:
        return choices(text)
    except ValueError:
        raise BadRequest(f"unknown {what} {text!r}; known are {', '.join(choices)}") from None


def _limit(limit: int | None) -> int | None:
    # Not 0: on the command line it means all, and in Python one would take it for none.
    return limit if limit is None else _from(1, "limit", limit, ", or None for all")


def _from(least: int, what: str, number: int, otherwise: str = "") -> int:
    if not least <= number <= MOST:
        raise BadRequest(f"{what} is {number}: write {least} to {MOST:,}{otherwise}")
    return number
