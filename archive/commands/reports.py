"""What the commands about the crawler's work share: their options, and how rows become JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import Engine, select

from archive.models import RunSite, Site
from archive.selection import BadRequest


class ReportFormat(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"


SiteOption = Annotated[
    str | None,
    typer.Option(
        "--site",
        metavar="SITE",
        help="Only this site, by host or spider: 'tuyengiao.vn', 'bac_kan'.",
    ),
]
FormatOption = Annotated[
    ReportFormat, typer.Option("--format", help="A table to read, or one JSON array.")
]


def spiders(engine: Engine, site: str | None) -> list[str] | None:
    """Return the spiders that a person means by a site; None for all.

    Raises:
        BadRequest: There is no such site; the message names those that are alike.
    """
    if site is None:
        return None
    wanted = site.strip().lower().removeprefix("www.")
    with engine.connect() as connection:
        names = {
            (name, spider)
            for host, spider in connection.execute(select(Site.host, Site.spider))
            for name in (host, spider)
        }
        names |= {(name, name) for name in connection.scalars(select(RunSite.spider).distinct())}
    found = sorted({spider for name, spider in names if name == wanted})
    if not found:
        known = sorted({name for name, _ in names})
        near = get_close_matches(wanted, known, n=3) or known
        advice = f"known are {', '.join(near)}" if near else "the archive has no site yet"
        raise BadRequest(f"unknown site {site!r}: {advice}")
    return found


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as a JSON array; days and moments in ISO 8601."""
    text = json.dumps(list(rows), ensure_ascii=False, indent=2, default=_iso)
    sys.stdout.write(text + "\n")


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
