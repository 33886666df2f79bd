"""A concordance: every place where the words of a query stand, with the text around them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import nsmallest
from itertools import accumulate, islice, takewhile
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len
from sqlalchemy import Connection, Engine, RowMapping, select

from archive.models import Article, IndexedArticle, Site
from archive.search.asking import scored
from archive.search.engine import matching, searching
from archive.search.occurrences import Forms, Span, Term, spans
from archive.search.terms import GAP, passage_terms
from archive.search.tree import Query
from archive.search.words import body_passages, folded_words, words
from archive.selection import BadRequest

#: What stands in a context for the end of a paragraph.
PARAGRAPH: Final = "¶"
#: Usual width of a context in cells.
WIDTH: Final = 40

_Key: TypeAlias = tuple[list[str], list[str]]

# So many words beside a hit decide the order.
_SORTED_BY: Final = 5
_BATCH: Final = 200
# So many letters and signs are looked at for each cell: some take none, and white space becomes one.
_LONGEST: Final = 4
_BREAK: Final = re.compile(r"\s*\n\n\s*")
_SPACES: Final = re.compile(r"\s+")
_TEXTS: Final = select(
    Article.id,
    Article.url,
    Article.title,
    Article.lead,
    Article.body,
    Article.published_at,
    Article.published_precision,
    Site.host.label("site"),
).join(Site, Site.id == Article.site_id)


class Sort(StrEnum):
    """In which order the lines of a concordance come."""

    DATE = "date"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place where words of a query stand; left, keyword and right put together are the text there.

    Attributes:
        article: Number of the article.
        url: Its canonical address.
        title: Its headline.
        site: Host of its site.
        provinces: Identifiers of the provinces that it is about.
        published_at: Its publication date, or None.
        published_precision: How exactly that is known.
        part: Where the keyword begins: ``title``, ``lead`` or ``body``.
        start: Its first character in that part, from 0.
        left: What stands before it, whole words; spaces are single, `PARAGRAPH` stands between two.
        keyword: The words that were asked for; of a `NEAR` both sides and what is between.
        right: What stands behind it.
    """

    article: int
    url: str
    title: str
    site: str
    provinces: tuple[str, ...]
    published_at: datetime | None
    published_precision: str | None
    part: str
    start: int
    left: str
    keyword: str
    right: str


class Passages(NamedTuple):
    """A part of an article within which phrases and `NEAR` are looked for, and what stands in it.

    Attributes:
        name: ``title`` or ``body``.
        text: The title, or lead and body with an empty line between.
        forms: Its words.
        found: The hits.
    """

    name: str
    text: str
    forms: Forms
    found: Sequence[Span]


class Found(NamedTuple):
    """An article that a query finds, with the places where its words stand.

    Attributes:
        indexed: Its row of `article_index`.
        article: Its number, address, texts, date and site.
        parts: The parts of its text that have a hit.
    """

    indexed: RowMapping
    article: RowMapping
    parts: tuple[Passages, ...]

    @property
    def hits(self) -> int:
        """How many hits there are."""
        return sum(len(part.found) for part in self.parts)


def concordance(
    engine: Engine,
    query: Query,
    *,
    width: int = WIDTH,
    sort: Sort = Sort.DATE,
    limit: int | None = None,
) -> Generator[Line]:
    """Yield every place where words and phrases of a query stand, in title, lead and body.

    Places of words below a ``-`` or in ``author:`` are not among them. A place within another one (a word
    in a phrase that is asked for as well) is not told apart from it.

    Args:
        engine: The archive.
        query: What is asked for.
        width: The most cells of a terminal that the context on each side takes.
        sort: `Sort.DATE`: newest article first, undated ones last, each in the order of its text; this
            holds a few articles in memory. `Sort.LEFT` and `Sort.RIGHT`: by the words before (the
            nearest first) or behind the keyword, without their marks and then with them; this holds
            as many lines as are wanted.
        limit: How many lines; None: all, in order of date.

    Raises:
        BadRequest: The query has no words, a name in it is not known, or all lines are to be sorted.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    require_words(query)
    if sort is not Sort.DATE and limit is None:
        raise BadRequest("sorted lines are held in memory: say how many are wanted")
    with (
        searching(engine) as connection,
        closing(found_articles(connection, query)) as articles,
    ):
        lines = (
            keyed
            for found in articles
            for part in found.parts
            for keyed in _lines(found, part, width, sort)
        )
        if sort is Sort.DATE:
            chosen: Iterable[tuple[_Key, Line]] = islice(lines, limit)
        else:
            chosen = nsmallest(limit or 0, lines, key=lambda keyed: keyed[0])
        for _, line in chosen:
            yield line


def require_words(query: Query) -> None:
    """Refuse a query that asks for no words.

    Raises:
        BadRequest: It does not.
    """
    if not scored(query):
        raise BadRequest('the query has no words to show in a text: write a word or a "phrase"')


def found_articles(connection: Connection, query: Query) -> Generator[Found]:
    """Yield the articles that a query finds with their hits, newest first, undated ones last.

    A caller that stops early closes the generator.

    Args:
        connection: From `archive.search.engine.searching`.
        query: What is asked for.

    Raises:
        BadRequest: A name in the query is not known.
    """
    terms = scored(query)
    in_text = [one.text for one in terms if not one.in_title]
    in_title = [one.text for one in terms]
    result = connection.execute(
        matching(connection, query).order_by(IndexedArticle.position),
        execution_options={"yield_per": _BATCH},
    )
    with closing(result):
        for batch in result.mappings().partitions():
            numbers = [row["article_id"] for row in batch]
            texts = connection.execute(_TEXTS.where(Article.id.in_(numbers))).mappings()
            articles = {article["id"]: article for article in texts}
            for row in batch:
                article = articles[row["article_id"]]
                yield Found(row, article, tuple(_parts(article, in_title, in_text)))


def _parts(
    article: RowMapping, in_title: Sequence[Term], in_text: Sequence[Term]
) -> Iterator[Passages]:
    """Yield the parts of an article that have a hit."""
    title, lead, body = article["title"], article["lead"], article["body"]
    text = "\n\n".join(filter(None, (lead, body)))
    for name, printed, passages, terms in (
        ("title", title, [title], in_title),
        ("body", text, body_passages(lead, body), in_text),
    ):
        forms = Forms(passage_terms(passages))
        if found := spans(terms, forms):
            yield Passages(name, printed, forms, found)


# --- A line ---------------------------------------------------------------------------------------


def _lines(found: Found, part: Passages, width: int, sort: Sort) -> Iterator[tuple[_Key, Line]]:
    """Yield the lines of a part of an article, each with what it is sorted by."""
    indexed, article, _ = found
    following = iter(words(part.text))
    standing = [None if form == GAP else next(following) for form in part.forms.exact]
    behind_lead = len(article["lead"]) + 2 if article["lead"] and part.name == "body" else 0
    for span in part.found:
        first, last = standing[span[0]], standing[span[1] - 1]
        assert first is not None and last is not None  # noqa: S101, PT018 - no hit ends in a gap
        start, end = first.start, last.end
        in_lead = start < behind_lead
        line = Line(
            article=article["id"],
            url=article["url"],
            title=article["title"],
            site=article["site"],
            provinces=tuple(indexed["provinces"].split()),
            published_at=article["published_at"],
            published_precision=article["published_precision"],
            part="lead" if in_lead else part.name,
            start=start if in_lead else start - behind_lead,
            left=_before(part.text, start, width),
            keyword=_plain(part.text[start:end]),
            right=_behind(part.text, end, width),
        )
        yield _key(part.forms, span, sort), line


def _key(forms: Forms, span: Span, sort: Sort) -> _Key:
    """Return what lines are sorted by: the words on one side, the nearest first."""
    start, end = span
    beside: list[str] = []
    if sort is Sort.LEFT:
        beside = forms.exact[max(0, start - _SORTED_BY) : start][::-1]
    elif sort is Sort.RIGHT:
        beside = forms.exact[end : end + _SORTED_BY]
    exact = [word for word in beside if word != GAP]
    return folded_words(exact), exact


def _before(text: str, end: int, width: int) -> str:
    """Return the last whole words of a text before a place that fit into so many cells."""
    shown = _plain(text[max(0, end - _LONGEST * width) : end])
    return _fitting(shown[::-1], width)[::-1]


def _behind(text: str, start: int, width: int) -> str:
    """Return the first whole words of a text behind a place that fit into so many cells."""
    return _fitting(_plain(text[start : start + _LONGEST * width]), width)


def _fitting(text: str, width: int) -> str:
    """Return the words at the beginning of a text, or of a reversed one, that fit into so many cells."""
    taken = accumulate(map(cell_len, text))
    room = sum(1 for cells in takewhile(lambda cells: cells <= width, taken))
    if room == len(text):
        return text.rstrip()
    return text[: room + 1].rpartition(" ")[0].rstrip()


def _plain(text: str) -> str:
    """Return a stretch of a text in one line."""
    return _SPACES.sub(" ", _BREAK.sub(f" {PARAGRAPH} ", text))
