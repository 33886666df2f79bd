"""Reads the stored pages of articles again, on all cores, and compares the results with what is stored.

Worker processes read pages; the parent asks the archive, compares and writes, one article a transaction,
so that the work can be stopped at any moment and begun again.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, or_, select

from archive import states, stored_pages
from archive.database import clear_errors
from archive.models import Base
from archive.parallel import work_through
from archive.readings import Precision
from archive.timezone import VIETNAM, now
from crawler.items import Article
from crawler.rereading import NotReadable, Rereader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from archive.store import Store
    from archive.stored_pages import StoredPage
    from crawler.platforms.base import BaseSpider
    from crawler.platforms.period import Period

_ARTICLES: Final = Base.metadata.tables["articles"]
_CAPTURES: Final = Base.metadata.tables["captures"]
_SITES: Final = Base.metadata.tables["sites"]
# Pages that a worker is given at once.
_PARCEL: Final = 40
#: How many examples of each change and of each reason are kept.
EXAMPLES: Final = 3

# What a worker makes of a page: its article, or the reason why there is none and the details.
_Result = Article | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One change: the article, and its field before and after, shortened around the first difference."""

    article_id: int
    old: str
    new: str


@dataclass(slots=True)
class Comparison:
    """What came out.

    Attributes:
        read: Pages that were read again.
        changed: Articles of which a field changed, or would change.
        fields: Field to count of articles in which it changed.
        examples: The first few changes of each field.
        parsers: Articles that an older version of a page object had read.
        unreadable: Reason to count, for pages that did not give their article again.
        details: The first few of each reason, in words.
        moved: Articles that a crawl changed meanwhile; they are left alone.
    """

    read: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    parsers: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    details: dict[str, list[str]] = field(default_factory=dict)
    moved: int = 0

    def add_change(
        self, before: Mapping[str, Any], after: Mapping[str, Any], fields: Sequence[str]
    ) -> None:
        """Count the fields in which an article changes, and keep an example of each."""
        self.changed += bool(fields)
        for name in fields:
            self.fields[name] += 1
            examples = self.examples.setdefault(name, [])
            if len(examples) < EXAMPLES:
                old, new = states.as_json(before, [name]), states.as_json(after, [name])
                examples.append(Example(before["id"], *shortened(old[name], new[name])))

    def add_failure(self, reason: str, detail: str) -> None:
        """Count a page that did not give its article again."""
        self.unreadable[reason] += 1
        details = self.details.setdefault(reason, [])
        if len(details) < EXAMPLES:
            details.append(detail)


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done.

    Attributes:
        engine: The archive.
        folder: Folder of the captures.
        spiders: Classes of the spiders whose articles are read again, by name.
        period: Publication dates; undated articles belong to every period.
        jobs: How many processes read pages; 1: this one does.
        store: Where the result goes; None: it is only compared.
    """

    engine: Engine
    folder: Path
    spiders: Mapping[str, type[BaseSpider]]
    period: Period
    jobs: int
    store: Store | None

    def find(self) -> list[int]:
        """Return the numbers of the articles that have a stored page, in the order of the files.

        Raises:
            ArchiveError: The database cannot be read.
        """
        query = (
            select(_ARTICLES.c.id)
            .join(_CAPTURES, _CAPTURES.c.id == _ARTICLES.c.capture_id)
            .join(_SITES, _SITES.c.id == _ARTICLES.c.site_id)
            .where(_SITES.c.spider.in_(self.spiders), *_published_in(self.period))
            .order_by(_CAPTURES.c.file, _CAPTURES.c.offset)
        )
        with clear_errors(self.engine), self.engine.connect() as connection:
            return list(connection.scalars(query))

    def run(self, ids: Sequence[int], advance: Callable[[int], None]) -> Comparison:
        """Read articles again, compare, and store the result where there is a store.

        Args:
            ids: From `find`.
            advance: Called with the number of articles that are done, now and then.

        Raises:
            ArchiveError: The database cannot be used, or a worker process died. What was stored stays.
        """
        comparison = Comparison()
        parcels = (self._pages(ids[at : at + _PARCEL]) for at in range(0, len(ids), _PARCEL))
        work = work_through(parcels, _page_reader, self.folder, dict(self.spiders), jobs=self.jobs)
        for pages, results in work:
            self._compare(pages, results, comparison)
            advance(len(pages))
        return comparison

    def _pages(self, ids: Sequence[int]) -> list[StoredPage]:
        with clear_errors(self.engine), self.engine.connect() as connection:
            return stored_pages.articles(connection, ids)

    def _compare(
        self,
        pages: Sequence[StoredPage],
        results: Sequence[_Result],
        comparison: Comparison,
    ) -> None:
        with clear_errors(self.engine), self.engine.connect() as connection:
            stored = states.stored(connection, [page.id for page in pages])
        for page, result in zip(pages, results, strict=True):
            if isinstance(result, tuple):
                comparison.add_failure(*result)
                continue
            comparison.read += 1
            before = stored.get(page.id)
            if before is None or before["capture_id"] != page.capture_id:
                comparison.moved += 1
                continue
            after = states.read(result, states.dates_of_same(result, before))
            fields = states.differences(before, after)
            comparison.add_change(before, after, fields)
            comparison.parsers += before["parser"] != after["parser"]
            if self.store is not None and (fields or before["parser"] != after["parser"]):
                self.store.reread(page.id, result, now(), capture_id=page.capture_id)


def _page_reader(
    folder: Path, spiders: Mapping[str, type[BaseSpider]]
) -> Callable[[Sequence[StoredPage]], list[_Result]]:
    rereader = Rereader(folder, spiders)
    return lambda pages: [_read_page(rereader, page) for page in pages]


def _read_page(rereader: Rereader, page: StoredPage) -> _Result:
    try:
        return rereader.read(page)
    except NotReadable as error:
        return error.reason, error.detail


def _published_in(period: Period) -> Iterator[ColumnElement[bool]]:
    """Yield conditions for the dates of a period, as `Period.covers` reads it."""
    at, precision = _ARTICLES.c.published_at, _ARTICLES.c.published_precision
    if period.since is not None:
        first = period.since
        yield or_(
            at.is_(None),
            at >= _moment(first, time.min),
            and_(precision == Precision.MONTH, at >= _moment(first.replace(day=1), time.min)),
            and_(precision == Precision.YEAR, at >= _moment(date(first.year, 1, 1), time.min)),
        )
    if period.until is not None:
        yield or_(at.is_(None), at <= _moment(period.until, time.max))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)


_BEFORE, _LENGTH = 20, 60


def shortened(old: Any, new: Any) -> tuple[str, str]:
    """Return two values as text, cut to where they begin to differ.

    >>> shortened("Tin", None)
    ('“Tin”', '—')
    """
    texts = [_text(old), _text(new)]
    start = next(
        (place for place, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]),
        min(map(len, texts)),
    )
    start = 0 if max(map(len, texts)) <= _LENGTH else max(0, start - _BEFORE)
    return _shown(texts[0], start, old), _shown(texts[1], start, new)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def _shown(text: str, start: int, value: Any) -> str:
    if value is None:
        return "—"
    cut = text[start : start + _LENGTH]
    return f"“{'…' * (start > 0)}{cut}{'…' * (start + _LENGTH < len(text))}”"
