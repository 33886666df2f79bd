"""``archive ...``: the archive for researchers, on the command line.

`main` turns every error that a person can cause into one line on standard error: exit code 2 when
the command was not understood, 1 when it could not be done.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer
from sqlalchemy import make_url
from typer.exceptions import TyperException

from archive import database, retagging
from archive.commands.backup import backup_command, restore_command
from archive.commands.bodies import bodies_command
from archive.commands.citations import citations_command
from archive.commands.common import QueryCommand, note
from archive.commands.concordance import concordance_command
from archive.commands.export import export_command
from archive.commands.gaps import gaps_command
from archive.commands.health import health_command
from archive.commands.people import people_command
from archive.commands.reindex import reindex_command
from archive.commands.reprints import reprints_command
from archive.commands.retag import retag_command
from archive.commands.runs import runs_command
from archive.commands.search import search_command
from archive.commands.show import show_command
from archive.commands.sites import sites_command
from archive.commands.snapshot import snapshot_command
from archive.commands.stats import stats_command
from archive.commands.trend import trend_command
from archive.commands.verify import verify_command
from archive.errors import ArchiveError
from archive.search import building
from archive.selection import BadRequest

app = typer.Typer(
    name="archive",
    help="The archive of Vietnam's provincial party news sites: search it, show, export, count.",
    epilog="The archive is where ARCHIVE_DATABASE_URL says, in the environment or in a file .env; "
    "by default archive.db in the working directory.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("search", cls=QueryCommand)(search_command)
app.command("concordance", cls=QueryCommand)(concordance_command)
app.command("trend", cls=QueryCommand)(trend_command)
app.command("show")(show_command)
app.command("export")(export_command)
app.command("snapshot")(snapshot_command)
app.command("stats")(stats_command)
app.command("sites")(sites_command)
app.command("citations")(citations_command)
app.command("people")(people_command)
app.command("bodies")(bodies_command)
app.command("retag")(retag_command)
app.command("reindex")(reindex_command)
app.command("reprints")(reprints_command)
app.command("runs")(runs_command)
app.command("health")(health_command)
app.command("gaps")(gaps_command)
app.command("verify")(verify_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)


@app.command("upgrade")
def upgrade_command() -> None:
    """Create the archive, or bring it up to date with this program; harmless when it is."""
    url = database.configured_url()
    database.upgrade(url)
    print(f"The archive is ready: {database.shown(make_url(url))}")
    engine = database.open_database(url, read_only=True)
    try:
        waiting, unindexed = len(retagging.find(engine)), building.pending(engine)
    finally:
        engine.dispose()
    if waiting:
        note(f"{waiting} articles wait for today's readers of metadata: run `archive retag`.")
    if unindexed:
        note(f"{unindexed} articles are not in the search index: run `archive reindex`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``archive`` and return its exit code.

    Args:
        arguments: The command line without the name of the program; default: that of the process.
    """
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        code = app(arguments, prog_name="archive", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        return _give_up_output()
    except TyperException as error:
        return _fail(error.format_message(), error.exit_code)
    except BadRequest as error:
        return _fail(str(error), 2)
    except ArchiveError as error:
        return _fail(str(error), 1)
    except OSError as error:
        _give_up_output()
        return _fail(f"cannot write the output: {error.strerror}", 1)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    if message:  # without a command, Typer has printed the help already
        print(f"archive: {' '.join(message.split())}", file=sys.stderr)
    return code


def _give_up_output() -> int:
    """Make the interpreter's last flush of standard output harmless."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return 1
