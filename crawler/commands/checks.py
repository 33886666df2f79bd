"""What both crawling commands check before a page is asked for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from scrapy.spiderloader import get_spider_loader

from archive import database
from archive.captures import require_writable
from archive.errors import ArchiveError, DatabaseMissing
from archive.locks import Lock, LockHeld, lock_folder
from crawler.alerts import AlertSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Spider
    from scrapy.settings import BaseSettings
    from scrapy.spiderloader import SpiderLoaderProtocol

EXIT_TROUBLE = 1
EXIT_USAGE = 2
EXIT_BUSY = 3


def leave(message: str, code: int = EXIT_USAGE) -> NoReturn:
    """End the program with one line on standard error."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(code)


def check_crawls(
    settings: BaseSettings, crawls: Mapping[str, dict[str, str]], *, feed: bool
) -> None:
    """See that crawls can begin; end with one line where one cannot.

    Args:
        settings: Settings of the project; without an archive that a crawl into a feed could use, the
            database is taken out of them.
        crawls: Names of the spiders, each with its arguments.
        feed: Whether the articles also go to a feed export.
    """
    check_arguments(settings, crawls)
    _database(settings, feed=feed)
    _captures(settings)


def check_arguments(settings: BaseSettings, crawls: Mapping[str, dict[str, str]]) -> None:
    """See that there are such spiders, which take the arguments; end with one line where not.

    Args:
        settings: Settings of the project.
        crawls: Names of the spiders, each with its arguments.
    """
    loader = get_spider_loader(settings)
    for name, arguments in crawls.items():
        _arguments(load_spider(loader, name), arguments)
    _hosts(settings)


def read_alerts(settings: BaseSettings) -> AlertSettings:
    """Read where alerts go; end with one line where that cannot be used."""
    try:
        return AlertSettings.read(settings)
    except ArchiveError as error:
        leave(str(error))


def hold_lock(settings: BaseSettings, name: str, what: str) -> Lock:
    """Take a lock of this archive; end with one line where another run holds it.

    Args:
        settings: Settings of the project.
        name: Name of a spider, or `archive.locks.NIGHTLY`.
        what: What this process does, for whoever meets the lock: ``scrapy crawl lai_chau``.
    """
    folder = lock_folder(
        settings["ARCHIVE_CAPTURES"], settings["ARCHIVE_DATABASE_URL"], settings["RUNS_FOLDER"]
    )
    try:
        return Lock(folder, name, what)
    except LockHeld as error:
        leave(str(error), EXIT_BUSY)
    except ArchiveError as error:
        leave(str(error), EXIT_TROUBLE)


def load_spider(loader: SpiderLoaderProtocol, name: str) -> type[Spider]:
    """Return the spider of a name; end with one line where there is none, or it cannot be used."""
    try:
        return loader.load(name)
    except ArchiveError as error:
        leave(str(error))
    except KeyError:
        near = get_close_matches(name, loader.list(), n=1)
        advice = f"did you mean {near[0]}?" if near else "`scrapy list` names them"
        leave(f"there is no spider {name}; {advice}")


def _arguments(spider: type[Spider], arguments: dict[str, str]) -> None:
    """See that a spider takes the arguments; end with one line where it does not."""
    try:
        spider(**arguments)
    except ArchiveError as error:
        leave(f"{spider.name}: {error}")


def _hosts(settings: BaseSettings) -> None:
    """See that ``SITE_HOSTS`` can be read; end with one line where it cannot."""
    try:
        settings.getdict("SITE_HOSTS")
    except (ValueError, TypeError):
        leave('SITE_HOSTS cannot be read: write JSON such as {"lai_chau": "host.example"}')


def _database(settings: BaseSettings, *, feed: bool) -> None:
    """See that the archive can be written; end with one line where it cannot.

    A crawl with a feed export does without an archive that has not been created.
    """
    url = settings["ARCHIVE_DATABASE_URL"]
    if not url:
        if not feed:
            leave("neither a database nor a feed export: set ARCHIVE_DATABASE_URL or give -O FILE")
        return
    try:
        engine = database.open_database(url)
        try:
            database.check(engine, writable=True)
        finally:
            engine.dispose()
    except DatabaseMissing as error:
        if not feed:
            leave(str(error), EXIT_TROUBLE)
        settings.set("ARCHIVE_DATABASE_URL", "", priority="cmdline")
    except ArchiveError as error:
        leave(str(error), EXIT_TROUBLE)


def _captures(settings: BaseSettings) -> None:
    """See that captures can be written, where there will be any; end with one line where not."""
    if settings["ARCHIVE_CAPTURES"] and settings["ARCHIVE_DATABASE_URL"]:
        try:
            require_writable(Path(settings["ARCHIVE_CAPTURES"]))
        except ArchiveError as error:
            leave(str(error), EXIT_TROUBLE)
