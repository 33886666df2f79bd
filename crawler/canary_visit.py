"""Letting the canary look at a site: with what it is compared, and the visits themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from archive import database
from archive.errors import ArchiveError
from archive.recent import Recent, recent
from crawler.canary import LIMIT, Canary, reference_of
from crawler.canary_judging import Check
from crawler.fixtures import fixtures_of
from crawler.scouting.visits import run_visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from crawler.platforms.site import SiteSpider

# Articles of the archive that are looked at.
_HISTORY: Final = 50


class HostUnknown(ArchiveError):
    """The site's host is not known to this project, and nobody has said it."""


def look(settings: BaseSettings, spider: type[SiteSpider], arguments: Mapping[str, str]) -> Check:
    """Look at a site; once in the life of a process.

    Args:
        settings: Settings of the project.
        spider: The spider of the site.
        arguments: ``base_url`` and ``host``, where they are given.

    Raises:
        ArchiveError: A fixture cannot be read, or the host is not known.
        VisitsStopped: The process was told to stop.
    """
    hosts = settings.getdict("SITE_HOSTS")
    host = spider(host=hosts[spider.name]).host if spider.name in hosts else spider.host
    host = arguments.get("host", host)
    base_url = arguments.get("base_url")
    if host.endswith(".invalid") and base_url is None:
        raise HostUnknown(
            f"the host of {spider.name} is not known: set it with -a host=... or SITE_HOSTS"
        )
    fixtures = fixtures_of(spider.name)
    fixture = fixtures[-1] if fixtures else None
    check = Check(
        spider=spider.name,
        host=host,
        base_url=base_url,
        reference=None if fixture is None else reference_of(fixture, spider),
        history=Recent(),
    )
    check.history = _history(settings["ARCHIVE_DATABASE_URL"], check)
    if fixture is None:
        check.notes.append(
            "there are no recorded pages to compare with: `scrapy newsite` makes them"
        )
    run_visits(
        settings,
        host=host,
        scheme=spider.scheme,
        base_url=base_url,
        limit=LIMIT,
        plan=Canary(spider, check, fixture).look,
        log=check.asked,
    )
    return check


def _history(url: str, check: Check) -> Recent:
    """Return what the archive has of the site; a note where it cannot be read."""
    if not url:
        return Recent()
    engine = None
    try:
        engine = database.open_database(url, read_only=True)
        database.check(engine, writable=False)
        return recent(engine, check.spider, _HISTORY)
    except ArchiveError as error:
        check.notes.append(f"not compared with the archive: {error}")
        return Recent()
    finally:
        if engine is not None:
            engine.dispose()
