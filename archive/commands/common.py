"""What several commands share: options that mean the same, opening the archive, printing rows."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import takewhile
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine
from typer.core import TyperCommand
from typer.exceptions import TyperException

from archive import database
from archive.readings import Precision
from archive.selection import MOST, BadRequest, first_day, last_day

NOTHING = "—"
_FORMATS = {
    Precision.MINUTE: "%Y-%m-%d %H:%M",
    Precision.DAY: "%Y-%m-%d",
    Precision.MONTH: "%Y-%m",
    Precision.YEAR: "%Y",
}


def _date_option(read: Callable[[str], date]) -> Callable[[str], date]:
    def parse(text: str) -> date:
        try:
            return read(text)
        except BadRequest as error:
            raise typer.BadParameter(str(error)) from None

    return parse


ProvinceOption = Annotated[
    str | None,
    typer.Option(
        "--province",
        metavar="NAME",
        help="Only articles about this province, in any spelling: 'Bắc Kạn', 'bac can'. A name "
        "that several units bore over time ('Quảng Trị', 'quang-tri') means all of them; "
        "'quang-tri-2025' is the unit founded in that year.",
    ),
]
SinceOption = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=_date_option(first_day),
        metavar="DATE",
        help="Only articles published on this day or later: YYYY-MM-DD, YYYY-MM or YYYY. Articles "
        "without a printed date are left out.",
    ),
]
UntilOption = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=_date_option(last_day),
        metavar="DATE",
        help="Only articles published on this day or earlier (2021-05 includes 31 May).",
    ),
]
ProvinceTodayOption = Annotated[
    str | None,
    typer.Option(
        "--province-today",
        metavar="NAME",
        help="Only articles about what is this province today, by the map of 34: 'Thái Nguyên' includes "
        "the articles about Bắc Kạn.",
    ),
]
TopicOption = Annotated[
    str | None,
    typer.Option(
        "--topic", metavar="TOPIC", help="Only articles with this topic: 'khoa-giao', 'Khoa giáo'."
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only pieces of this kind: 'tin', 'chi-dao', 'Nghiên cứu - trao đổi'.",
    ),
]
ExpandOption = Annotated[
    bool,
    typer.Option(
        "--expand",
        help="Find abbreviations and full forms for each other: UBND, ủy ban nhân dân.",
    ),
]
LimitOption = Annotated[
    int,
    typer.Option("--limit", min=0, max=MOST, metavar="N", help="At most so many; 0 means all."),
]
SiteOption = Annotated[
    str | None,
    typer.Option(
        "--site",
        metavar="SITE",
        help="Only articles of this site, by host or spider: 'tuyengiao.vn', 'bac_kan'.",
    ),
]


class QueryCommand(TyperCommand):
    """A command with a QUERY; says what to do where one begins with a minus, as an option does.

    To take such a word for a query would also take a misspelled option for one, and find something.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line.

        Raises:
            BadRequest: There is no such option, and it looks like a query.
        """
        given = list(takewhile(lambda word: word != "--", args))
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            letter = getattr(error, "option_name", "").removeprefix("-")
            known = {name for parameter in self.params for name in parameter.opts}
            for word in given:
                if letter and letter in word and word[0] == "-" != word[1] and word not in known:
                    raise BadRequest(
                        f"{error.format_message()}; a QUERY that begins with a minus comes last, "
                        f"behind --: {ctx.command_path} [OPTIONS] -- {shlex.quote(word)}"
                    ) from error
            raise


@contextmanager
def open_archive() -> Iterator[Engine]:
    """Open the archive for reading; what its database reports becomes one clear line."""
    engine = database.open_database(read_only=True)
    try:
        database.check(engine, writable=False)
        with database.clear_errors(engine):
            yield engine
    finally:
        engine.dispose()


def note(message: str) -> None:
    """Tell the person something that is not part of the result, behind what was printed of it so far."""
    # In one pipe or file for both, what is buffered would come after it.
    sys.stdout.flush()
    print(message, file=sys.stderr)


def shown_date(moment: datetime | None, precision: str | None) -> str:
    """Return a date as exactly as it is known: ``2021-05-04 17:29``, ``2021-05``, or a dash."""
    if moment is None:
        return NOTHING
    return moment.strftime(_FORMATS[Precision(precision)] if precision else "%Y-%m-%d %H:%M")


def print_rows(header: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print rows as a table: ruled and wrapped on a terminal, plain and unbroken in a pipe."""
    if console.is_terminal:
        table = Table(*header, box=SIMPLE_HEAD)
        for column in table.columns[:-1]:
            column.no_wrap = True
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)
        return
    columns = zip(header, *rows, strict=True)
    widths = [max(map(cell_len, column)) for column in columns]
    for row in (header, *rows):
        cells = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        console.file.write("  ".join(cells).rstrip() + "\n")
