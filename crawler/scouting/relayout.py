"""A site with a spider that has changed: its new pages, and a page object that reads them from today.

The captures from before are read with the page object of their day (`crawler.pages.periods`).
"""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from scrapy.spiderloader import get_spider_loader

from archive.sites import SITES_FILE, Status, read_register, set_status
from archive.timezone import now
from crawler.fixtures import RecordedPage, fixtures_of, read_article
from crawler.pages.generic import GenericPage
from crawler.pages.periods import page_for
from crawler.scouting.editing import SpiderFile
from crawler.scouting.newsite import Report
from crawler.scouting.recognition import systems
from crawler.scouting.scout import LIMIT, Scout
from crawler.scouting.source import pattern_lines
from crawler.scouting.troubles import Unusable
from crawler.scouting.visits import run_visits
from crawler.scouting.writing import load_source, record_fixture, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.settings import BaseSettings

    from crawler.items import Article
    from crawler.pages.base import ArticlePage
    from crawler.platforms.site import SiteSpider
    from crawler.scouting.proposal import Proposal, Recorded
    from crawler.scouting.visits import Asked, Get

# Fields whose rules show whether the selectors of a page object still find what they look for.
_TELLING = ("title", "body", "published")


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site with a spider, which an operator wants looked at.

    Attributes:
        name: Name of the spider.
        base_url: Origin of a copy of the site; None: the site itself.
    """

    name: str
    base_url: str | None

    @property
    def origin(self) -> str:
        """Where its pages come from, as a fixture says it."""
        return "site" if self.base_url is None else "replica"


def relayout(settings: BaseSettings, wanted: KnownSite, log: list[Asked]) -> Report:
    """Look at a site again, and write what has changed, if anything has.

    Args:
        settings: Settings of the project.
        wanted: The spider, and where to look.
        log: Every request is added to it, also where something goes wrong.

    Raises:
        ArchiveError: Nothing has been written; the message says why and what to do.
    """
    spider, proposal, recorded = look_again(settings, wanted, log)
    changes = find_changes(spider, proposal, recorded)
    lines = [*proposal.lines(), *(("changed", line) for line in changes.lines)]
    if not changes.lines:
        reader = page_for(spider, now()).__name__
        return Report([*lines, ("result", f"nothing has changed for {reader}: nothing is written")])
    return Report([*lines, *write_changes(spider, proposal, recorded, changes, wanted.origin)])


def record_first(settings: BaseSettings, wanted: KnownSite, log: list[Asked]) -> Report:
    """Look at a site of whose pages none is recorded, and record some for its spider.

    Args:
        settings: Settings of the project.
        wanted: The spider, and where to look.
        log: Every request is added to it, also where something goes wrong.

    Raises:
        ArchiveError: Nothing has been written; the message says why and what to do.
    """
    if fixtures_of(wanted.name):
        raise Unusable(
            f"there are recorded pages of {wanted.name} already: scrapy checksite {wanted.name}, or "
            f"scrapy newsite --relayout {wanted.name}"
        )
    spider, proposal, recorded = look_again(settings, wanted, log)
    changes = find_changes(spider, proposal, recorded)
    if changes.system:
        base = proposal.base.__name__
        raise Unusable(
            f"{changes.lines[0]}: put {wanted.name} on {base} in its file, and look again; nothing is "
            "written"
        )
    with ExitStack() as undo:
        fixture = record_fixture(spider, recorded, wanted.origin, undo)
        undo.pop_all()
    pages = f"{fixture.folder} (1 listing, {len(recorded.articles)} articles)"
    return Report([*proposal.lines(), ("written", pages), ("next", f"scrapy review {wanted.name}")])


def look_again(
    settings: BaseSettings, wanted: KnownSite, log: list[Asked]
) -> tuple[type[SiteSpider], Proposal, Recorded]:
    """Look at a site that has a spider.

    Returns:
        The spider, what was found, and the pages that were looked at.

    Raises:
        ArchiveError: The site cannot be used.
    """
    spider = cast("type[SiteSpider]", get_spider_loader(settings).load(wanted.name))
    host = settings.getdict("SITE_HOSTS").get(wanted.name, spider.host)
    if host.endswith(".invalid") and wanted.base_url is None:
        raise Unusable(f"the host of {wanted.name} is not known: set it with SITE_HOSTS")
    home = f"{spider.scheme}://{host}"

    async def plan(get: Get) -> tuple[Proposal, Recorded]:
        first, *_ = spider.start_paths
        try:
            return await _scout(get, urljoin(home, first), wanted.base_url, host).look()
        except Unusable:
            if first == "/":
                raise
        # What the old site began with may be gone.
        return await _scout(get, f"{home}/", wanted.base_url, host).look()

    proposal, recorded = run_visits(
        settings,
        host=host,
        scheme=spider.scheme,
        base_url=wanted.base_url,
        limit=LIMIT,
        plan=plan,
        log=log,
    )
    return spider, proposal, recorded


def _scout(get: Get, url: str, base_url: str | None, host: str) -> Scout:
    return Scout(get, url, base_url=base_url, host=host)


@dataclass(frozen=True, slots=True)
class Changes:
    """What of a site is no longer as its spider knows it.

    Attributes:
        system: Whether the site runs on another system.
        lines: What has changed, for people; nothing has where it is empty.
    """

    system: bool
    lines: list[str]


def find_changes(spider: type[SiteSpider], proposal: Proposal, recorded: Recorded) -> Changes:
    """Compare a site with what its spider knows of it.

    Its system counts, and by which rules the telling fields of its newest fixture are read: a rule that
    finds nothing any more is a selector that has stopped to match. Values do not count.

    Args:
        spider: The spider.
        proposal: What was found now.
        recorded: The pages that were looked at.
    """
    old = page_for(spider, now())
    new = page_for(proposal.base, now())
    if proposal.verdict.system is not None and new.cms != old.cms:
        return Changes(system=True, lines=[f"the system: {old.cms} before, {new.cms} now"])
    before = _rules_before(spider)
    articles = [read_article(spider, RecordedPage.of_answer(page)) for page in recorded.articles]
    lines = []
    for name in _TELLING:
        was, now_is = before.get(name, set()), _rules(articles, name)
        if was and not was & now_is:
            found = f"now by {', '.join(sorted(now_is))}" if now_is else "now nothing is found"
            lines.append(f"{name}: read by {', '.join(sorted(was))} before, {found}")
    # What was home-made has no marks that could be missed.
    unknown = proposal.verdict.system is None and old.cms in systems()
    if lines and unknown:
        lines.insert(0, f"the system: {old.cms} before, unknown now")
    return Changes(system=bool(lines) and unknown, lines=lines)


def _rules_before(spider: type[SiteSpider]) -> dict[str, set[str]]:
    """Return by which rules the newest fixture's articles are read, field by field."""
    fixtures = fixtures_of(spider.name)
    if not fixtures:
        return {}
    articles = [read_article(spider, page) for page in fixtures[-1].articles]
    return {name: _rules(articles, name) for name in _TELLING}


def _rules(articles: Iterable[Article], name: str) -> set[str]:
    return {article.rules[name] for article in articles if name in article.rules}


def write_changes(
    spider: type[SiteSpider],
    proposal: Proposal,
    recorded: Recorded,
    changes: Changes,
    origin: str,
) -> list[tuple[str, str]]:
    """Write what has changed: a fixture of today, the spider's file, its entry; all of them or none.

    Args:
        spider: The spider as it is.
        proposal: What was found of the site.
        recorded: The pages of the fixture.
        changes: What has changed.
        origin: ``site``, or ``replica`` where a copy answered.

    Returns:
        What is printed: what it is about, and what was written.

    Raises:
        ArchiveError: Something could not be written; what was written before is taken back.
    """
    file = Path(inspect.getsourcefile(spider) or "")
    today = recorded.listing.moment.date()
    text = file.read_text(encoding="utf-8")
    source = new_source(text, spider, proposal, today, another_system=changes.system)
    changed = load_source(source, spider.__module__, spider.name)
    with ExitStack() as undo:
        fixture = record_fixture(changed, recorded, origin, undo)
        replace_file(file, source, undo)
        written = [("written", str(file)), ("written", str(fixture.folder))]
        if any(site.spider == spider.name for site in read_register(SITES_FILE)):
            cms = page_for(changed, now()).cms
            set_status(SITES_FILE, spider.name, Status.UNVERIFIED, today, cms=cms)
            written.append(("written", f"{SITES_FILE} (status unverified)"))
        undo.pop_all()
    return [
        *written,
        (
            "note",
            f"pages fetched before {today} are read as before; if the site changed on an earlier day, "
            f"write that day in {file.name} and run scrapy reextract {spider.name}",
        ),
        ("next", f"scrapy review {spider.name}"),
    ]


def new_source(
    source: str,
    spider: type[SiteSpider],
    proposal: Proposal,
    today: date,
    *,
    another_system: bool,
) -> str:
    """Return the source of a spider whose site has another design or system from a day on.

    Args:
        source: The source as it is.
        spider: The spider that it defines.
        proposal: What was found of the site.
        today: First day of the new design.
        another_system: Whether the site runs on another system, so that its addresses are others too.

    Raises:
        NotEditable: Only a person can change it.
    """
    file = SpiderFile.of(source, spider.__name__)
    old = page_for(spider, now())
    new = page_for(proposal.base, now())
    since = (today.year, today.month, today.day)
    if another_system:
        base = proposal.base
        file.set_base(base.__module__, base.__name__)
        file.add_page(_place(old), _place(new), since)
        file.set_lines("article_pattern", _pattern(proposal))
        file.set_lines("section_pattern", [])
        starts = () if proposal.home == "/" else (f'start_paths = ("{proposal.home}",)',)
        file.set_lines("start_paths", starts)
        return file.result()
    name = f"{spider.__name__.removesuffix('Spider')}Page{today:%Y%m%d}"
    generic = _place(GenericPage)
    file.add_class(
        [
            f"class {name}({generic[1]}):",
            f'    """The design since {today}, read by meaning: give it `selectors` where that errs."""',
            "",
            f'    cms: ClassVar[str] = "{old.cms}"',
        ],
        [generic, ("typing", "ClassVar")],
    )
    file.add_page(_place(old), ("", name), since)
    if not proposal.fits and proposal.article_pattern is not None:
        file.set_lines("article_pattern", _pattern(proposal))
    return file.result()


def _pattern(proposal: Proposal) -> list[str]:
    if proposal.article_pattern is not None:
        lines = pattern_lines("article_pattern", proposal.article_pattern)
        return [line.removeprefix("    ") for line in lines]
    unfit = not proposal.fits and proposal.base.article_pattern is not None
    return ["article_pattern = None"] if unfit else []


def _place(page: type[ArticlePage]) -> tuple[str, str]:
    return page.__module__, page.__name__
