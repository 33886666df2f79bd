"""Writes ``docs/sites.md`` from the register and the spiders: ``python -m crawler.site_table``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from scrapy.settings import Settings

from archive import provinces
from archive.coverage import reach, totals
from archive.sites import Site, Status, register
from archive.timezone import now
from crawler.loading import SiteSpiderLoader
from crawler.pages.periods import page_for
from crawler.platforms.base import BaseSpider

PAGE = Path(__file__).parents[1] / "docs" / "sites.md"

_HEAD = """# Sites

Written by `make docs` from the register (`archive/data/sites.toml`) and the spiders
(`crawler/spiders/`); `archive sites` shows the same with what the archive holds of each site.

**No site here has been visited by this project.** What is known of a site was seen elsewhere, at
the address that is linked as evidence: its addresses in results of search engines and in public
files, or pages that name it. So a spider has one of three states:

* `replica-tested`: it reads, field by field, a replica of the site that was built from pages of the
  site or of the same system (`tests/sites/`).
* `fixture-tested`: it reads recorded pages of the site, and a person has looked at each value
  (`scrapy review`).
* `unverified`: it was written from addresses alone, on the base of its system, or nobody has looked
  at what it reads. The nightly run leaves it out until somebody has; `scrapy crawl NAME` and
  `scrapy nightly NAME` crawl it.

The register has one entry for each host of a party body: central bodies, party committees of
provinces (Tỉnh ủy, Thành ủy) and their boards. Newspapers and broadcasters of the provinces,
portals of the state, and sites of schools, unions and the Fatherland Front are no party bodies:
they are not in it, also where they run on the same system. A province is written as it was when the
site was its body's, so that `tien-giang` stays Tiền Giang; which of today's it belongs to, `archive
sites` says.
"""
_NO_SPIDER = """
## Without a spider

| site | body | province | why | evidence |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the page as it should be."""
    sites = register()
    return "".join((_HEAD, _reach(sites), *_tables(sites), _NO_SPIDER, *_others(sites)))


def _reach(sites: Sequence[Site]) -> str:
    before, today = totals()
    rows = "".join(f"| {count.what} | {count.before} | {count.today} |\n" for count in reach(sites))
    head = f"| provinces | of the {before} to June 2025 | of the {today} since |\n|---|---|---|\n"
    return f"\n{head}{rows}"


def _tables(sites: Sequence[Site]) -> Iterable[str]:
    loader = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
    for status in Status:
        rows = [
            _row(site, cast("type[BaseSpider]", loader.load(site.spider)))
            for site in sites
            if site.spider is not None and site.status == status
        ]
        if rows:
            yield (
                f"\n## {str(status).capitalize()}\n\n"
                "| spider | site | body | province | base, system | evidence | what is known |\n"
                "|---|---|---|---|---|---|---|\n"
            )
            yield from rows


def _row(site: Site, spider: type[BaseSpider]) -> str:
    base = next(parent for parent in spider.__mro__ if parent.__module__ != spider.__module__)
    hosts = ", ".join((spider.host, *spider.aliases))
    cells = (
        f"[`{spider.name}`](../crawler/spiders/{spider.__module__.rpartition('.')[2]}.py)",
        "not known" if spider.host.endswith(".invalid") else hosts,
        site.body,
        _province(spider.province),
        f"`{base.__name__}`, `{page_for(spider, now()).cms}`",
        _evidence(site),
        site.note or "",
    )
    return _line(cells)


def _others(sites: Sequence[Site]) -> Iterable[str]:
    for site in sites:
        if site.spider is None:
            place = _province(site.province)
            yield _line((site.host, site.body, place, site.why or "", _evidence(site)))


def _evidence(site: Site) -> str:
    seen = f"[seen]({site.evidence})" if site.evidence else "no address"
    return f"{seen}, {site.checked}"


def _province(identifier: str | None) -> str:
    return "central" if identifier is None else provinces.get(identifier).name


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
