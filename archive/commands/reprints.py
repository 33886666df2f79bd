"""``archive reprints``: which pages carry the same text, who had it first, and what was cut or added."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from sqlalchemy import Engine, select

from archive.commands.common import (
    NOTHING,
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
    print_rows,
    shown_date,
)
from archive.commands.revisions import print_lines
from archive.errors import UnknownArticle
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.models import Article
from archive.reprints import listing
from archive.reprints.listing import Cluster, Version
from archive.revisions import Kind, Piece, compare_words
from archive.selection import MOST, BadRequest, Selection

# Of a longer passage that both texts have, its beginning and end are shown.
_SHOWN_WORDS: Final = 12


class ReprintsFormat(StrEnum):
    """How clusters are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def reprints_command(
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="ID",
            help="Number of an article. Without it: the texts that most pages carry.",
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
    limit: LimitOption = 20,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Show word by word what the article has cut from, and added to, the version that was "
            "published first. In a pipe, what was cut stands in [-...-] and what was added in {+...+}.",
        ),
    ] = False,
    output: Annotated[
        ReprintsFormat,
        typer.Option("--format", help="A table to read, JSON Lines, or CSV for spreadsheets."),
    ] = ReprintsFormat.TABLE,
) -> None:
    """List the pages that carry an article's text: who was first, who followed, after how many days.

    First is who was certainly out first. A page without a printed date was out by the day on which it was
    first read, at the latest, and is marked so. Cut and added are shares of the text, against the first.
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
    if number is None:
        if diff:
            raise BadRequest("--diff needs the number of an article: archive reprints ID --diff")
        with open_archive() as engine:
            _print_largest(listing.largest(engine, selection, limit), output)
        return
    if selection != Selection():
        raise BadRequest("an article's reprints are listed whole: give either ID or options")
    with open_archive() as engine:
        _require_article(engine, number)
        found = listing.versions(engine, number)
        if not found:
            note(f"Article {number} shares its text with no other page.")
        elif diff:
            _print_difference(engine, found, number)
        else:
            _print_versions(found, output)


def _require_article(engine: Engine, number: int) -> None:
    with engine.connect() as connection:
        known = 0 < number <= MOST and connection.scalar(
            select(Article.id).where(Article.id == number)
        )
    if not known:
        raise UnknownArticle(f"there is no article {number}: `archive search` prints the numbers")


# --- One text -------------------------------------------------------------------------------------


def _print_versions(found: Sequence[Version], output: ReprintsFormat) -> None:
    if output is not ReprintsFormat.TABLE:
        _print_records([asdict(version) for version in found], output)
        return
    header = ("id", "published", "days", "cut", "added", "relation", "site", "title")
    print_rows(header, [_version(version) for version in found], Console())
    if found[0].relation == "digest":
        note("This is a digest: it has the texts of several articles, and belongs to none of them.")


def _version(version: Version) -> tuple[str, ...]:
    return (
        str(version.article_id),
        _published(version),
        NOTHING if version.lag_days is None else f"{version.lag_days:+}",
        _share(version.cut),
        _share(version.added),
        version.relation,
        version.site,
        version.title,
    )


def _published(version: Version) -> str:
    """Return the printed date, or by when a page without one was out."""
    if version.published_at is None:
        return f"by {version.first_seen_at:%Y-%m-%d} (seen)"
    return shown_date(version.published_at, version.published_precision)


def _share(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.0%}"


def _print_difference(engine: Engine, found: Sequence[Version], number: int) -> None:
    first = found[0]
    if first.relation == "digest" or first.article_id == number:
        raise BadRequest(
            f"article {number} is a digest: --diff compares versions of one text"
            if first.relation == "digest"
            else f"article {number} is the first version itself: give the number of another one"
        )
    with engine.connect() as connection:
        texts = [listing.text_of(connection, one) for one in (first.article_id, number)]
    note(f"Compared with article {first.article_id} on {first.site}, {_published(first)}.")
    print_lines([[_shortened(piece) for piece in compare_words(*texts)]], Console())


def _shortened(piece: Piece) -> Piece:
    words = piece.text.split()
    if piece.kind is not Kind.SAME or len(words) <= 2 * _SHOWN_WORDS:
        return piece
    between = f" [... {len(words) - 2 * _SHOWN_WORDS} words ...] "
    ends = (" ".join(words[:_SHOWN_WORDS]), " ".join(words[-_SHOWN_WORDS:]))
    # The spaces at both ends separate it from what was changed.
    return Piece(piece.kind, f" {ends[0]}{between}{ends[1]} ")


# --- Many texts -----------------------------------------------------------------------------------


def _print_largest(found: Sequence[Cluster], output: ReprintsFormat) -> None:
    if not found:
        note("No text found that several pages carry.")
    elif output is not ReprintsFormat.TABLE:
        _print_records([_flat(cluster) for cluster in found], output)
    else:
        rows = [
            (
                str(cluster.cluster_id),
                str(cluster.pages),
                str(cluster.sites),
                _published(cluster.first),
                shown_date(cluster.last_published_at, "day"),
                cluster.first.site,
                cluster.first.title,
            )
            for cluster in found
        ]
        header = ("id", "pages", "sites", "first", "last", "first site", "title")
        print_rows(header, rows, Console())


def _flat(cluster: Cluster) -> dict[str, Any]:
    """Return a cluster as a record: of its first version what says where and when."""
    first = cluster.first
    return {
        "cluster_id": cluster.cluster_id,
        "pages": cluster.pages,
        "sites": cluster.sites,
        "first_published_at": first.published_at,
        "first_published_precision": first.published_precision,
        "first_seen_at": first.first_seen_at,
        "first_site": first.site,
        "first_url": first.url,
        "title": first.title,
        "last_published_at": cluster.last_published_at,
    }


def _print_records(records: Sequence[dict[str, Any]], output: ReprintsFormat) -> None:
    rows = [{name: _plain(value) for name, value in record.items()} for record in records]
    if output is ReprintsFormat.JSONL:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout)
    writer.writerow(rows[0])
    writer.writerows([cell(value) for value in row.values()] for row in rows)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
