"""Serves the replica: one origin a site, on loopback only, fast enough to measure a crawler against.

with Replica() as replica:
    replica.base_url("bac_kan")   # "http://127.0.0.1:40123"
    replica.truth("bac_kan")      # what a crawl must find
    replica.requests("bac_kan")   # what was asked for, in order
"""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Self

from archive.timezone import now

from . import faults
from .bac_kan import BacKan
from .binh_thuan import BinhThuan
from .copies import multiply
from .gold import gold_site
from .lai_chau import LaiChau
from .misbehaviour import Fault, Misbehaviour, Rule, Wire
from .nghe_an import NgheAn
from .quang_tri import QuangTri
from .site import Page, Setup, Site
from .truth import FOLDER, SiteArticles, Truth, load_all

HOST = "127.0.0.1"
# Bytes from which a page is sent compressed.
_WORTH = 1024
SITES: dict[str, type[Site]] = {s.spider: s for s in (BacKan, BinhThuan, LaiChau, NgheAn, QuangTri)}

Answer = Callable[[str], Page]
Post = Callable[[str, bytes], Page]
# SO_LINGER on, for no time: closing sends RST in place of FIN.
_RESET = struct.pack("ii", 1, 0)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class _Connection(asyncio.Protocol):
    """One kept-alive connection; answers one request after the other."""

    def __init__(
        self,
        answer: Callable[[str], Page | Wire],
        log: list[str],
        open_ones: set[asyncio.Transport],
        *,
        etags: bool,
        post: Post | None,
    ) -> None:
        self.answer = answer
        self.post = post
        self.log = log
        self.etags = etags
        self.open_ones = open_ones
        self.buffer = b""
        self._drained = asyncio.Event()
        self._drained.set()
        self._tasks: set[asyncio.Future[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.open_ones.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open_ones.discard(self.transport)
        for task in self._tasks:
            task.cancel()

    def pause_writing(self) -> None:
        self._drained.clear()

    def resume_writing(self) -> None:
        self._drained.set()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            found = _LENGTH.search(head) if self.post else None
            length = int(found[1]) if found else 0
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            self._handle(head, rest[:length])

    def _handle(self, head: bytes, body: bytes) -> None:
        line, _, fields = head.partition(b"\r\n")
        try:
            method, target, version = line.decode("ascii").split(" ")
        except ValueError:
            self._send("GET", Page(status=400), close=True)
            return
        close = version == "HTTP/1.0" or b"connection: close" in fields.lower()
        self.log.append(target)
        if method == "POST" and self.post is not None:
            self._send(method, self.post(target, body), close=close)
            return
        if method not in ("GET", "HEAD"):
            self._send(method, Page(status=405), close=True)
            return
        page = self.answer(target)
        if isinstance(page, Wire):
            self._tasks.add(asyncio.ensure_future(self._send_wire(page)))
            return
        if self.etags:
            page = _validated(page, fields)
        if b"gzip" in fields.lower().partition(b"accept-encoding:")[2].partition(b"\r\n")[0]:
            page = _compressed(page)
        if page.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(page.delay, lambda: self._send(method, page, close=close))
        else:
            self._send(method, page, close=close)

    def _send(self, method: str, page: Page, *, close: bool) -> None:
        if self.transport.is_closing():
            return
        close = close or page.missing > 0
        lines = [
            f"HTTP/1.1 {page.status} {HTTPStatus(page.status).phrase}",
            f"Content-Length: {len(page.body) + page.missing}",
            f"Connection: {'close' if close else 'keep-alive'}",
            *(f"{name}: {value}" for name, value in page.headers),
        ]
        if page.content_type:
            lines.append(f"Content-Type: {page.content_type}")
        head = "\r\n".join(lines).encode() + b"\r\n\r\n"
        self.transport.write(head if method == "HEAD" else head + page.body)
        if close:
            self.transport.close()

    async def _send_wire(self, wire: Wire) -> None:
        for pause, piece in wire.pieces:
            await asyncio.sleep(pause)
            await self._drained.wait()
            self.transport.write(piece)
        if wire.end == "reset":
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.transport.abort()
        elif wire.end == "close":
            self.transport.close()


@lru_cache(maxsize=8192)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _validated(page: Page, fields: bytes) -> Page:
    """Name the state of a page, and send nothing to who has it, as servers of static pages do."""
    if page.status != HTTPStatus.OK or page.missing:
        return page
    tag = f'"{zlib.crc32(page.body):08x}"'
    if f"if-none-match: {tag}".encode() in fields.lower():
        return Page(status=HTTPStatus.NOT_MODIFIED, headers=(("ETag", tag),), content_type="")
    return replace(page, headers=(*page.headers, ("ETag", tag)))


def _compressed(page: Page) -> Page:
    """Compress a page as web servers do; what breaks off is sent as it is."""
    if page.missing or len(page.body) < _WORTH or not page.content_type.startswith("text/"):
        return page
    headers = (*page.headers, ("Content-Encoding", "gzip"))
    return replace(page, body=_gzip(page.body), headers=headers)


class Server:
    """Serves any number of origins, each on its own port of the loopback address, in one thread.

    Args:
        answers: By name of the origin, what answers a request target.
        etags: Pages have an ``ETag``, and a client that names it gets 304.
        tls: Origins that are served with TLS.
        posts: What answers a form that is posted; the others refuse it.
        ports: Where an origin is to be found; the others take free ports.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer],
        *,
        etags: bool = False,
        tls: Mapping[str, ssl.SSLContext] | None = None,
        posts: Mapping[str, Post] | None = None,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self.answers = dict(answers)
        self.misbehaviour = {name: Misbehaviour() for name in answers}
        self.connections = dict.fromkeys(answers, 0)
        self._etags = etags
        self._tls, self._posts, self._ports = dict(tls or {}), dict(posts or {}), dict(ports or {})
        self._listening: dict[str, asyncio.Server] = {}
        self.base_urls: dict[str, str] = {}
        self.logs: dict[str, list[str]] = {name: [] for name in answers}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="replica", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        open_ones: set[asyncio.Transport] = set()
        try:
            for name in self.answers:
                await self._listen(name, open_ones)
        except OSError as failure:
            self._failure = failure
            self._stop.set()
        self.prepare()
        self._ready.set()
        await self._stop.wait()
        for server in self._listening.values():
            server.close()
        for transport in list(open_ones):
            transport.abort()
        for server in self._listening.values():
            await server.wait_closed()
        await asyncio.sleep(0)

    async def _listen(self, name: str, open_ones: set[asyncio.Transport]) -> None:
        def connection() -> _Connection:
            self.connections[name] += 1
            return _Connection(
                *(answer, self.logs[name], open_ones),
                etags=self._etags,
                post=self._posts.get(name),
            )

        def answer(target: str) -> Page | Wire:
            return self.misbehaviour[name].answer(target, self.answers[name])

        tls, port = self._tls.get(name), self._ports.get(name, 0)
        server = await asyncio.get_running_loop().create_server(connection, HOST, port, ssl=tls)
        self._listening[name] = server
        scheme = "http" if tls is None else "https"
        self.base_urls[name] = f"{scheme}://{HOST}:{server.sockets[0].getsockname()[1]}"

    def refuse(self, name: str) -> None:
        """Refuse connections from now on."""
        self._loop.call_soon_threadsafe(self._listening[name].close)

    def misbehave(
        self,
        name: str,
        fault: Fault,
        paths: str = "*",
        *,
        share: float = 1.0,
        first: int = 1,
        times: int | None = None,
    ) -> None:
        """Let a fault happen to requests; `misbehaviour.Rule` explains to which."""
        self.misbehaviour[name].add(Rule(fault, paths, share, first, times))

    def behave(self, name: str) -> None:
        """Let an origin be well again."""
        self.misbehaviour[name].clear()

    def prepare(self) -> None:
        """Do what needs the addresses, before the first request can be answered."""


class Replica(Server):
    """The five sites.

    Args:
        sites: Which ones, by name of the spider; all that have articles, if left out.
        class_seed: Which made-up class names and structures the pages have.
        articles: Other articles than those of the folder, by name of the spider.
        folder: Where the articles are read from.
        today: The day of the clocks; one for all sites, or one a site.
        faults: Kinds of bad pages (see `faults`) to put in front of each site's listings.
        copies: How many times each article is there, with a text of its own, for a benchmark.
        unknown_classes: Replace even the class names that public crawlers saw on tuyengiao.vn.
        hosts: Real origins (``{"lai_chau": "https://..."}``) where not the known ones.
        etags: Pages have an ``ETag``, and a client that names it gets 304.
    """

    def __init__(
        self,
        sites: Iterable[str] | None = None,
        class_seed: int = 0,
        *,
        articles: Mapping[str, SiteArticles] | None = None,
        folder: Path = FOLDER,
        today: date | Mapping[str, date] | None = None,
        faults: Mapping[str, Iterable[str]] | None = None,
        copies: int = 1,
        unknown_classes: bool = False,
        hosts: Mapping[str, str] | None = None,
        etags: bool = False,
    ) -> None:
        data = dict(articles) if articles is not None else load_all(folder)
        names = list(sites) if sites is not None else list(data)
        self._data = {name: multiply(data[name], copies) for name in names}
        self._faults = {name: tuple((faults or {}).get(name, ())) for name in names}
        self._today = today or now().date()
        self._setup = Setup(
            seed=class_seed, unknown_classes=unknown_classes, hosts=dict(hosts or {})
        )
        self._related: dict[str, tuple[str, ...]] = {}
        self._fault_paths: dict[str, dict[str, str]] = {}
        self.sites: dict[str, Site] = {}
        super().__init__(dict.fromkeys(names, lambda target: Page(status=503)), etags=etags)

    @classmethod
    def of_gold(cls, gold_path: Path, class_seed: int = 0) -> Replica:
        """Make the replica whose sites have the five sample pages for their only articles."""
        gold = gold_site(gold_path)
        replica = cls(
            class_seed=class_seed,
            articles={name: site.data for name, site in gold.items()},
            today={name: site.today for name, site in gold.items()},
        )
        replica._related = {name: site.related for name, site in gold.items()}
        return replica

    def prepare(self) -> None:
        """Build all pages, now that the ports are known."""
        for name in self._data:
            self._build(name)

    def _build(self, name: str) -> None:
        kinds = self._faults[name]
        day = self._today if isinstance(self._today, date) else self._today[name]
        setup = replace(self._setup, served=self.base_urls[name], today=day)
        site = SITES[name](faults.with_faults(self._data[name], kinds), setup)
        if isinstance(site, NgheAn):
            site.fixed_related = self._related.get(name, ())
        site.build()
        self._fault_paths[name] = faults.install(site, kinds)
        self.sites[name] = site
        self.answers[name] = site.lookup

    def edit(self, spider: str, change: Callable[[SiteArticles], SiteArticles]) -> None:
        """Publish, change or take down articles of a site: all its pages are built anew."""
        self._data[spider] = change(self._data[spider])
        self._build(spider)

    @property
    def names(self) -> list[str]:
        """Give the names of the spiders whose sites are served."""
        return list(self.answers)

    def base_url(self, spider: str) -> str:
        """Give the address of a site, without a slash at its end."""
        return self.base_urls[spider]

    def truth(self, spider: str) -> list[Truth]:
        """Say what a crawl of a site must find; the stand-ins of faults are not part of it."""
        site = self.sites[spider]
        return [site.truth(a) for a in site.data.articles if a.id < faults.FIRST_ID]

    def fault_paths(self, spider: str) -> dict[str, str]:
        """Give the address of each fault, by its kind."""
        return self._fault_paths[spider]

    def requests(self, spider: str) -> list[str]:
        """Give the request targets that a site was asked for, in order."""
        return self.logs[spider]

    def set_page(self, spider: str, path: str, page: Page) -> None:
        """Answer a path differently from now on: a revision, an outage."""
        self.sites[spider].pages[path] = page
