"""Putting a new spider, its fixture and its register entry in their places: all of them or none."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from archive.errors import ArchiveError
from archive.sites import SITES_FILE, Site, add_site, read_register
from crawler.fixtures import fixture_folder, record
from crawler.platforms.required import complaints

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.fixtures import Fixture
    from crawler.platforms.site import SiteSpider
    from crawler.scouting.proposal import Recorded


class NotWritten(ArchiveError):
    """A file could not be written, or is there already; nothing of the attempt is left."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        spider: The file of the spider.
        register: The register, which has a new entry or a changed one.
        fixture: The folder of the fixture.
    """

    spider: Path
    register: Path
    fixture: Path


def spider_file(settings: BaseSettings, name: str) -> Path:
    """Return where the file of a spider lies, or would lie."""
    module = import_module(settings["NEWSPIDER_MODULE"])
    return Path(module.__file__ or "").parent / f"{name}.py"


def load_source(source: str, name: str, spider: str) -> type[SiteSpider]:
    """Return the spider that a source defines, without a file.

    Args:
        source: The source.
        name: Name of its module.
        spider: Name of the spider.

    Raises:
        NotWritten: It defines none, or one that lacks something.
    """
    module = ModuleType(name)
    exec(compile(source, f"<{name}>", "exec"), module.__dict__)  # noqa: S102 - our own source
    for value in vars(module).values():
        if isinstance(value, type) and vars(value).get("name") == spider:
            found = cast("type[SiteSpider]", value)
            for complaint in complaints(found):
                raise NotWritten(f"{spider} would not load: {complaint}")
            return found
    raise NotWritten(f"{spider} would not load: its file defines no such spider")


def see_new_host(host: str) -> None:
    """See that the register has no entry for a host.

    Raises:
        NotWritten: It has one.
    """
    for site in read_register(SITES_FILE):
        if host in (site.host, *site.aliases):
            if site.spider is not None:
                raise NotWritten(
                    f"{host} has the spider {site.spider} already: scrapy checksite {site.spider}"
                )
            raise NotWritten(
                f"{SITES_FILE.name} says why {host} has no spider: {site.why} "
                f"Where that is no longer so, take the entry out of {SITES_FILE} and try again"
            )


def write_spider(
    settings: BaseSettings,
    source: str,
    site: Site,
    recorded: Recorded,
    *,
    origin: str,
) -> tuple[Written, Fixture]:
    """Write a new spider, its fixture and its entry in the register.

    Args:
        settings: Settings of the project.
        source: Source of the spider.
        site: Its entry.
        recorded: The pages of its fixture.
        origin: ``site``, or ``replica`` where a copy answered.

    Raises:
        ArchiveError: Something could not be written; what was written before is taken away again.
    """
    name = site.spider or ""
    file = spider_file(settings, name)
    spider = load_source(source, f"{settings['NEWSPIDER_MODULE']}.{name}", name)
    with ExitStack() as undo:
        fixture = record_fixture(spider, recorded, origin, undo)
        write_new(file, source, undo)
        add_site(SITES_FILE, site)
        undo.pop_all()
    return Written(file, SITES_FILE, fixture.folder), fixture


def record_fixture(
    spider: type[SiteSpider], recorded: Recorded, origin: str, undo: ExitStack
) -> Fixture:
    """Record a fixture, and note how it is taken away again.

    Raises:
        FixtureError: It cannot be written, or there is one of today already.
    """
    home = fixture_folder() / spider.name
    missing = [path for path in (home, *home.parents) if not path.exists()]
    fixture = record(
        fixture_folder(),
        spider,
        recorded.listing,
        recorded.articles,
        section=recorded.section,
        origin=origin,
    )

    def take_away() -> None:
        shutil.rmtree(fixture.folder, ignore_errors=True)
        for path in missing:
            with suppress(OSError):
                path.rmdir()

    undo.callback(take_away)
    return fixture


def write_new(file: Path, text: str, undo: ExitStack) -> None:
    """Write a file that is not there yet.

    Raises:
        NotWritten: It is there, or cannot be written.
    """
    try:
        with file.open("x", encoding="utf-8") as out:
            undo.callback(file.unlink, missing_ok=True)
            out.write(text)
    except FileExistsError:
        raise NotWritten(f"{file} is there already: choose another name") from None
    except OSError as error:
        raise NotWritten(f"{file} cannot be written: {error.strerror}") from error


def replace_file(file: Path, text: str, undo: ExitStack) -> None:
    """Put a text in place of a file's, at once, and note how that is undone.

    Raises:
        NotWritten: It cannot be read or written.
    """
    new = file.with_name(f"{file.name}.new")
    try:
        old = file.read_text(encoding="utf-8")
        new.write_text(text, encoding="utf-8")
        new.replace(file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise NotWritten(f"{file} cannot be written: {error.strerror}") from error
    undo.callback(file.write_text, old, encoding="utf-8")
