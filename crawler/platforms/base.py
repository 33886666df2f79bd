"""What a crawl knows of its site: host and addresses, what an operator said, and its account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Spider

from archive.errors import ArchiveError
from archive.frontier import Frontier
from archive.timezone import now
from archive.urls import article_key, same_site
from crawler.ending import end_crawl
from crawler.outcomes import OutcomeLedger
from crawler.pages.periods import Pages, page_for
from crawler.platforms.arguments import (
    BadArgument,
    read_day,
    read_flag,
    read_origin,
    read_paths,
    read_pattern,
)
from crawler.platforms.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler

ARGUMENTS = {"base_url", "host", "since", "until", "full", "start_urls", "article_pattern"}
_AFTER_ORIGIN = ("/", "?", "#")


class BaseSpider(Spider):
    """What a crawl of one site knows of it; `crawler.platforms.site.SiteSpider` crawls it.

    A spider has to set ``name``, ``host`` and ``province``, and ``page`` where its base does not
    (`crawler.platforms.required`).

    Attributes:
        host: Host of the site, without ``www.``. A host under ``.invalid`` is not known to this project
            and has to be set (setting ``SITE_HOSTS`` or ``-a host=``).
        aliases: Further hosts of the same site: a link to one of them is a link to `host`.
        scheme: ``https`` or ``http``.
        province: Identifier of the province of the site's body; None for a central site.
        page: Page object that reads its articles; several, with their periods, where the site was
            redesigned (`crawler.pages.periods`).
        start_paths: Where the walk begins.
        follow_sections: Whether links to sections on the start pages are followed.
        article_pattern: Regular expression of article addresses (path and query), where it is known.
        section_pattern: The same of sections.
    """

    host: str
    aliases: tuple[str, ...] = ()
    scheme: str = "https"
    province: str | None
    page: ClassVar[Pages]
    start_paths: tuple[str, ...] = ("/",)
    follow_sections: bool = True
    article_pattern: str | None = None
    section_pattern: str | None = None

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        unknown = sorted(set(arguments) - ARGUMENTS)
        if unknown:
            known = ", ".join(sorted(ARGUMENTS))
            raise BadArgument(f"-a {unknown[0]}: there is no such argument; there are: {known}")
        self.host = arguments.get("host", self.host).lower().removeprefix("www.")
        self.base_url = read_origin(arguments.get("base_url"))
        self.period = Period(
            read_day("since", arguments["since"]) if "since" in arguments else None,
            read_day("until", arguments["until"]) if "until" in arguments else None,
        )
        self.full = read_flag("full", arguments.get("full", "0"))
        self._start_paths = read_paths(arguments.get("start_urls")) or self.start_paths
        self._article_form = read_pattern(arguments.get("article_pattern", self.article_pattern))
        self._section_form = read_pattern(self.section_pattern)
        self._cms = page_for(self, now()).cms
        self.ledger = OutcomeLedger(self.name)
        self.frontier: Frontier

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider for one crawl, with the host that the settings give."""
        hosts = crawler.settings.getdict("SITE_HOSTS")
        if cls.name in hosts:
            kwargs.setdefault("host", hosts[cls.name])
        return super().from_crawler(crawler, *args, **kwargs)

    # --- Addresses -----------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        """Scheme and host of the real site."""
        return f"{self.scheme}://{self.host}"

    def site_url(self, url: str) -> str:
        """Return an absolute address as the real site has it, where a copy or an alias names itself."""
        if any(same_site(url, alias) for alias in self.aliases):
            return urlsplit(url)._replace(scheme=self.scheme, netloc=self.host).geturl()
        if self.base_url is None or not url.startswith(self.base_url):
            return url
        rest = url.removeprefix(self.base_url)
        return self.origin + rest if rest.startswith(_AFTER_ORIGIN) or not rest else url

    def own_url(self, url: str) -> str | None:
        """Return an absolute address as the real site has it; None where it leaves the site."""
        url = self.site_url(url)
        return url if same_site(url, self.host) else None

    def identity(self, url: str) -> str:
        """Return what is the same for all addresses of one page."""
        return article_key(url, self._cms)

    # --- The account ---------------------------------------------------------------------------

    def note(self, entry: Callable[..., object], *values: Any, **named: Any) -> None:
        """Enter something in the frontier; a database that does not take it ends the crawl."""
        try:
            entry(*values, **named)
        except ArchiveError as error:
            self.database_failed(error)

    def database_failed(self, error: ArchiveError) -> None:
        """End the crawl, since what it fetches cannot be kept."""
        self.logger.error("%s", error)
        end_crawl(self.crawler, error, "database")
