"""A few requests to one site, with all the politeness of a crawl and nothing stored.

    async def plan(get: Get) -> int:
        home = await get("https://example.vn/")
        return 0 if home.trouble else len(home.body)

    run_visits(settings, host="example.vn", limit=5, plan=plan)

It is a Scrapy crawl of its own: robots.txt, the delay between requests, the guards against other hosts
and private addresses, and the bound on sizes are those of every crawl. Failed requests are not repeated,
so that what is sent never exceeds the limit; robots.txt and redirects count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from archive.timezone import now
from archive.urls import same_site
from crawler.failures import Refusal, reason_of
from crawler.middlewares.download import change_origin
from crawler.middlewares.robots import rules_in
from crawler.pages.generic import GenericPage
from crawler.platforms.base import BaseSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Self

    from lxml.html import HtmlElement
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.pages.periods import Pages

T = TypeVar("T")

_FIRST_ERROR = 400
# What only a crawl into the archive needs.
_CRAWL_ONLY: dict[str, Any] = {
    "ARCHIVE_DATABASE_URL": "",
    "ARCHIVE_CAPTURES": "",
    "EXTENSIONS": {},
    "EXTENSIONS_BASE": {},
    "ITEM_PIPELINES": {},
    "SPIDERMON_ENABLED": False,
    "LOG_ENABLED": False,
    "FEEDS": {},
    # A repeated request would count, and a site in trouble is best looked at another day.
    "RETRY_ENABLED": False,
    "DOWNLOADER": "scrapy.core.downloader.Downloader",
    # A few requests need no variety, and never come faster than the delay.
    "DOWNLOAD_DELAY_JITTER": 0.0,
}
_LAST = 995  # beside the network, so that redirects and robots.txt are counted too


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one page that was asked for.

    Attributes:
        url: Where the page lies in the end, on the real host.
        moment: When it was asked for, Vietnam time.
        response: The answer, unpacked; None where there was none that may be read.
        trouble: The word for what went wrong (`crawler.failures`), ``host-unreachable``, ``http-404``,
            ``forbidden-by-robots``, ``block-page``; None where all was well.
        detail: What an operator needs to look into it.
    """

    url: str
    moment: datetime
    response: Response | None = None
    trouble: str | None = None
    detail: str = ""

    @property
    def status(self) -> int | None:
        """The HTTP status, where there was an answer."""
        return None if self.response is None else self.response.status

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The lines of the answer's head, without those of its packing."""
        if self.response is None:
            return []
        return [(name, v) for name, values in self.response.headers.items() for v in values]

    @property
    def body(self) -> bytes:
        """The bytes of the answer, unpacked."""
        return b"" if self.response is None else self.response.body

    @property
    def root(self) -> HtmlElement | None:
        """The parsed page; None where the answer is no HTML."""
        if not isinstance(self.response, HtmlResponse) or not self.body.strip():
            return None
        try:
            return cast("HtmlElement", self.response.selector.root)
        except (LxmlError, ValueError):  # an encoding or a tree that libxml2 does not take
            return None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was sent, robots.txt and redirects included.

    Attributes:
        url: Address on the real host.
        moment: When it was sent, Vietnam time.
        outcome: The status, ``200``, or the word for what happened, ``connection-refused``.
        size: Bytes of the answer as they came.
    """

    url: str
    moment: datetime
    outcome: str
    size: int = 0


class Get(Protocol):
    """What a plan is handed.

    Attributes:
        host: Host of the site, as far as it is known.
        robots: The site's robots.txt, once something was asked for; empty where there is none.
        left: How many requests may still be sent.
        delay: Seconds between two requests to the site.
    """

    host: str

    @property
    def robots(self) -> str: ...  # noqa: D102 - an attribute

    @property
    def left(self) -> int: ...  # noqa: D102 - an attribute

    @property
    def delay(self) -> float: ...  # noqa: D102 - an attribute

    async def __call__(self, url: str) -> Visit:
        """Ask for a page; never raises for what a site or its page does."""
        ...


class BudgetSpent(Refusal):
    """A request beyond the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__("limit-reached", f"not more than {limit} requests are sent")


@dataclass(slots=True)
class _Budget:
    """How many requests may be sent, and those that were."""

    limit: int
    log: list[Asked] = field(default_factory=list)
    sent: int = 0


class BudgetMiddleware:
    """Counts what is sent, and lets nothing pass beyond the limit."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware for one crawl."""
        return cls(crawler)

    @property
    def _spider(self) -> VisitSpider:
        return cast("VisitSpider", self._crawler.spider)

    def process_request(self, request: Request) -> None:
        """Count a request.

        Raises:
            BudgetSpent: It would be one too many.
        """
        budget = self._spider.budget
        if budget.sent >= budget.limit:
            raise BudgetSpent(budget.limit)
        budget.sent += 1
        request.meta["visit_sent"] = now()

    def process_response(self, request: Request, response: Response) -> Response:
        """Note an answer."""
        self._note(request, str(response.status), len(response.body))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that there was none."""
        if "visit_sent" in request.meta:  # what was refused before has not been sent
            self._note(request, reason_of(exception))

    def _note(self, request: Request, outcome: str, size: int = 0) -> None:
        url = self._spider.real_url(request.url)
        self._spider.budget.log.append(Asked(url, request.meta.pop("visit_sent"), outcome, size))


class VisitSpider(BaseSpider):
    """Asks for what a plan wants; `run_visits` starts it.

    Attributes:
        known_host: Host that the visited copy turned out to have.
    """

    name = "visits"
    host = "visits.invalid"
    province = None
    page: ClassVar[Pages] = GenericPage
    budget: _Budget
    known_host: str | None = None

    def __init__(
        self,
        name: str | None = None,
        *,
        plan: Callable[[Get], Awaitable[Any]],
        budget: _Budget,
        scheme: str,
        **arguments: str,
    ) -> None:
        super().__init__(name, **arguments)
        self.scheme = scheme
        self.budget = budget
        self._plan = plan
        self.results: list[Any] = []
        self.error: Exception | None = None
        self.robots = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider for one crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.response_received, signal=signals.response_received)
        return spider

    def response_received(self, response: Response) -> None:
        """Keep the robots.txt that the crawl itself asked for."""
        if urlsplit(response.url).path == "/robots.txt":
            self.robots = rules_in(response).decode("utf-8", "replace")

    async def start(self) -> AsyncIterator[Request]:
        """Carry out the plan."""
        try:
            self.results.append(await self._plan(_Getter(self)))
        except Exception as error:  # it belongs to whoever started the visits
            self.error = error
        return
        yield  # a generator, which has nothing to ask for by itself

    def site_url(self, url: str) -> str:
        """Return an address as it is asked for, also where the copy names the real site."""
        url = super().site_url(url)
        if self.known_host is not None and same_site(url, self.known_host):
            return change_origin(url, self.origin)
        return url

    def real_url(self, url: str) -> str:
        """Return an address that was asked for as the real site has it."""
        if self.known_host is not None and same_site(url, self.host):
            return change_origin(url, f"{self.scheme}://{self.known_host}")
        return url


class _Getter:
    """The `Get` of one crawl."""

    def __init__(self, spider: VisitSpider) -> None:
        self._spider = spider

    @property
    def host(self) -> str:
        return self._spider.known_host or self._spider.host

    @host.setter
    def host(self, host: str) -> None:
        """Learn the host of a copy: what is asked for under it comes from the copy from now on."""
        self._spider.known_host = host

    @property
    def robots(self) -> str:
        return self._spider.robots

    @property
    def left(self) -> int:
        return self._spider.budget.limit - self._spider.budget.sent

    @property
    def delay(self) -> float:
        spider = self._spider
        slots = spider.crawler.engine.downloader.slots
        return slots[spider.host].delay if spider.host in slots else 0.0

    async def __call__(self, url: str) -> Visit:
        spider = self._spider
        moment = now()
        try:
            asked = Request(spider.site_url(url), callback=NO_CALLBACK)
            response = await spider.crawler.engine.download_async(asked)
        except Refusal as refusal:
            detail = str(refusal).partition(": ")[2]
            return Visit(url, moment, None, refusal.reason, detail)
        except Exception as error:  # whatever it is, the page is not there
            return Visit(url, moment, None, reason_of(error), str(error))
        url = spider.real_url(response.url)
        response = response.replace(url=url)
        trouble = f"http-{response.status}" if response.status >= _FIRST_ERROR else None
        return Visit(url, moment, response, trouble)


class VisitsStopped(Exception):
    """The visits were ended from outside, by Ctrl-C or SIGTERM."""


def run_visits(
    settings: BaseSettings,
    *,
    host: str,
    limit: int,
    plan: Callable[[Get], Awaitable[T]],
    scheme: str = "https",
    base_url: str | None = None,
    log: list[Asked] | None = None,
) -> T:
    """Carry out a plan of visits in a crawl of its own; once in the life of a process.

    Args:
        settings: Settings of the project.
        host: Host of the site, without ``www.``.
        limit: How many requests may be sent at most.
        plan: What is asked for, and what comes of it.
        scheme: ``https`` or ``http``.
        base_url: Origin of a copy of the site, which is asked in its place.
        log: Every request is added to it, also where the plan fails.

    Returns:
        What the plan returns.

    Raises:
        VisitsStopped: The process was told to stop before the plan was done.
        BadArgument: ``base_url`` is not an origin.
        Exception: Whatever the plan raises.
    """
    own = Settings()
    own.setdict(dict(settings), priority="project")
    own.setdict(_CRAWL_ONLY, priority="cmdline")
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    own.set("DOWNLOADER_MIDDLEWARES", middlewares | {BudgetMiddleware: _LAST}, priority="cmdline")
    budget = _Budget(limit) if log is None else _Budget(limit, log)
    process = AsyncCrawlerProcess(own)
    crawler = process.create_crawler(VisitSpider)
    copy = {} if base_url is None else {"base_url": base_url}
    crawl = process.crawl(crawler, plan=plan, budget=budget, scheme=scheme, host=host, **copy)
    process.start()
    spider = cast("VisitSpider | None", crawler.spider)
    if spider is not None and spider.error is not None:
        raise spider.error
    if spider is None or not spider.results:
        if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error
        raise VisitsStopped
    return cast("T", spider.results[0])
