"""``archive search``: find articles by their words."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Engine

from archive.commands.common import (
    ExpandOption,
    KindOption,
    LimitOption,
    ProvinceOption,
    ProvinceTodayOption,
    SinceOption,
    SiteOption,
    TopicOption,
    UntilOption,
    note,
    open_archive,
)
from archive.commands.found import SearchFormat, print_hits
from archive.commands.found_counts import print_facets, print_timeline
from archive.search.counting import Period, facets, timeline
from archive.search.engine import Hits, Order, count, search
from archive.search.resolving import asked, from_selection
from archive.search.similar import similar
from archive.search.tree import EVERYTHING, Query
from archive.selection import MOST, BadRequest, Selection


def search_command(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help='Words that must all occur, "phrases", OR, -word, NEAR, tuyên*, title:... Without it: '
            "all articles that the options choose. One that begins with - comes last, behind --.",
            show_default=False,
        ),
    ] = None,
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    order: Annotated[
        Order,
        typer.Option("--order", help="Newest first, or those first that answer the query best."),
    ] = Order.DATE,
    limit: LimitOption = 20,
    expanded: ExpandOption = False,
    snippets: Annotated[
        bool,
        typer.Option("--snippets", help="Show of each article where the words stand, marked."),
    ] = False,
    only_count: Annotated[
        bool, typer.Option("--count", help="Print only how many articles there are.")
    ] = False,
    counted: Annotated[
        bool,
        typer.Option(
            "--facets", help="Count them by province, site, topic, kind, year and month instead."
        ),
    ] = False,
    periods: Annotated[
        Period | None,
        typer.Option("--timeline", help="Count them month by month, or year by year, instead."),
    ] = None,
    like: Annotated[
        int | None,
        typer.Option("--similar", metavar="ID", help="Find articles like this one instead."),
    ] = None,
    output: Annotated[
        SearchFormat,
        typer.Option(
            "--format", help="A table, or whole articles as `archive export` writes them."
        ),
    ] = SearchFormat.TABLE,
) -> None:
    """Find articles, newest first, undated ones last.

    All words of QUERY must occur, in any case. A word typed with diacritics matches only itself,
    wherever the tone mark sits: 'uỷ' finds 'ủy', 'Đảng' does not find 'đang'. A word typed without
    matches any: 'dang bo tinh' finds 'Đảng bộ tỉnh'. Words in quotation marks must follow each other:
    '"chuyển đổi số"'.
    """
    selection = Selection(
        province=province,
        province_today=province_today,
        since=since,
        until=until,
        topic=topic,
        kind=kind,
        site=site,
    )
    query = _query(text, selection, expanded=expanded, like=like)
    if [only_count, counted, periods is not None, like is not None].count(True) > 1:
        raise BadRequest("--count, --facets, --timeline and --similar go one at a time")
    with open_archive() as engine:
        if only_count:
            print(count(engine, query))
        elif counted:
            print_facets(facets(engine, query), output)
        elif periods is not None:
            steps = timeline(engine, query, periods, among=from_selection(selection))
            print_timeline(periods, steps, output)
        elif like is not None:
            found = similar(engine, like, limit or MOST)
            print_hits(engine, found, query if snippets else None, output)
        else:
            _print_found(engine, query, order, limit, output, snippets=snippets)


def _query(text: str | None, selection: Selection, *, expanded: bool, like: int | None) -> Query:
    """Return what is asked for: the words and the options.

    Raises:
        BadRequest: They cannot be understood, or nothing is asked for.
    """
    if like is not None:
        if text is not None or selection != Selection():
            raise BadRequest("--similar takes neither a QUERY nor options that choose articles")
        return EVERYTHING
    if text is None and selection == Selection():
        raise BadRequest("write a QUERY, or options that choose articles, or both")
    return asked(text, selection, expanded=expanded)


def _print_found(
    engine: Engine,
    query: Query,
    order: Order,
    limit: int,
    output: SearchFormat,
    *,
    snippets: bool,
) -> None:
    found = search(engine, query, order=order, limit=limit + 1 if limit else MOST)
    shown = Hits(found.hits[:limit] if limit else found.hits, found.approximate)
    print_hits(engine, shown, query if snippets else None, output)
    if len(found) > len(shown):
        note(f"There are more than {limit}; --limit 0 gives all.")
    if found.approximate:
        note(
            "So many articles match that only those were ranked in which the words stand out most."
        )
