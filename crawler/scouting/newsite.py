"""From the address of a site to its spider: look, settle what is unclear, write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.sites import Site, Status
from archive.timezone import now
from crawler.pages.periods import page_for
from crawler.scouting.guesses import guess_body, guess_province
from crawler.scouting.proposal import counted
from crawler.scouting.scout import LIMIT, Scout
from crawler.scouting.source import NewSpider, spider_source
from crawler.scouting.visits import run_visits
from crawler.scouting.writing import see_new_host, write_spider

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.scouting.guesses import SelfDescription
    from crawler.scouting.proposal import Proposal, Recorded
    from crawler.scouting.target import Target
    from crawler.scouting.visits import Asked, Get


class Unclear(ArchiveError):
    """The site does not say something that the operator has to say then."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """What an operator says of a new site.

    Attributes:
        name: Name of its spider.
        target: Where it lies.
        province: Identifier of its province, if it was given.
        central: Whether it was said to be a central body's.
        body: The body, if it was given.
    """

    name: str
    target: Target
    province: str | None
    central: bool
    body: str | None

    def see_clear(self, site: SelfDescription) -> None:
        """See that all that has to be written is known.

        Raises:
            Unclear: The operator has to say something.
            ArchiveError: The host has an entry in the register.
        """
        see_new_host(site.host)
        missing = []
        if self.province is None and not self.central:
            guess = guess_province(site)
            if guess.province is None:
                missing.append(f"{guess.why}: give --province ID, or --province central")
        if self.body is None and guess_body(site) is None:
            missing.append(
                'the title of the site names no body: give --body "Ban Tuyên giáo Tỉnh ủy"'
            )
        if missing:
            raise Unclear("; ".join(missing))


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed in the end: pairs of what it is about and what was found."""

    lines: list[tuple[str, str]]


def look_and_write(settings: BaseSettings, new: NewSite, log: list[Asked]) -> Report:
    """Look at a site, and write its spider, its fixture and its entry in the register.

    Args:
        settings: Settings of the project.
        new: The site.
        log: Every request is added to it, also where something goes wrong.

    Raises:
        ArchiveError: Nothing has been written; the message says why and what to do.
    """
    target = new.target
    if target.known:
        see_new_host(target.host)

    async def plan(get: Get) -> tuple[Proposal, Recorded]:
        scout = Scout(
            get,
            target.url,
            base_url=target.base_url,
            host=target.host if target.known else None,
            see=new.see_clear,
        )
        return await scout.look()

    proposal, recorded = run_visits(
        settings,
        host=target.host,
        scheme=target.scheme,
        base_url=target.base_url,
        limit=LIMIT,
        plan=plan,
        log=log,
    )
    province = new.province or (None if new.central else proposal.province.province)
    body = new.body or proposal.body or ""
    spider = new_spider(new.name, proposal, province, body)
    today = now().date()
    site = Site(
        host=proposal.host,
        spider=new.name,
        province=province,
        body=body,
        cms=page_for(proposal.base, now()).cms,
        status=Status.UNVERIFIED,
        evidence=recorded.listing.url,
        checked=today,
        note="Recorded from a copy of the site." if target.base_url else None,
    )
    origin = "site" if target.base_url is None else "replica"
    written, fixture = write_spider(settings, spider_source(spider), site, recorded, origin=origin)
    guess = "as given" if new.province or new.central else proposal.province.why
    return Report(
        [
            *proposal.lines(),
            ("province", f"{province or 'none, a central body'} ({guess})"),
            ("body", f"{body} ({'as given' if new.body else 'from the title'})"),
            ("written", str(written.spider)),
            ("written", f"{written.register} (status unverified)"),
            (
                "written",
                f"{written.fixture} (1 listing, {counted(len(fixture.articles), 'article')})",
            ),
            ("next", f"scrapy review {new.name}"),
        ]
    )


def new_spider(name: str, proposal: Proposal, province: str | None, body: str) -> NewSpider:
    """Return what is written into the spider of a proposal."""
    return NewSpider(
        name=name,
        base=proposal.base,
        host=proposal.host,
        scheme=proposal.scheme,
        province=province,
        body=body,
        start_path=proposal.home,
        article_pattern=proposal.article_pattern,
        shape_only=not proposal.fits and proposal.base.article_pattern is not None,
        note="Written by scrapy newsite.",
    )
