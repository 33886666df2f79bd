"""A server that misbehaves on command: what goes wrong on the wire, for which requests, and for how long.

    replica.misbehave("nghe_an", hang(), paths="/vi-vn/*", share=0.3, first=5, times=10)
    replica.behave("nghe_an")     # well again

A fault makes of the right answer another one: a `Page`, or a `Wire` where HTTP itself is broken.
"""

from __future__ import annotations

import gzip
import random
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from http import HTTPStatus
from itertools import repeat
from typing import Literal

from .site import Page, html, redirect

KIB = 1024


@dataclass(frozen=True, slots=True)
class Wire:
    """What is sent instead of an answer: pieces, each after so many seconds, and how the connection ends.

    A connection that is left ``open`` says nothing more until the client goes.
    """

    pieces: Iterable[tuple[float, bytes]] = ()
    end: Literal["close", "reset", "open"] = "close"


Fault = Callable[[str, Page], Page | Wire]


def head(page: Page, *lines: str) -> bytes:
    """Write the status line and headers of an answer, without its length."""
    named = [f"{name}: {value}" for name, value in page.headers]
    kind = [f"Content-Type: {page.content_type}"] if page.content_type else []
    status = f"HTTP/1.1 {page.status} {HTTPStatus(page.status).phrase}"
    return "\r\n".join([status, *named, *kind, *lines]).encode() + b"\r\n\r\n"


def whole(page: Page) -> bytes:
    """Write a whole answer."""
    return head(page, f"Content-Length: {len(page.body)}", "Connection: close") + page.body


# --- Connections that fail ----------------------------------------------------------------------


def reset(after: int = 500) -> Fault:
    """Reset the connection in the middle of the answer."""
    return lambda target, page: Wire([(0.0, whole(page)[:after])], "reset")


def hang() -> Fault:
    """Take the request and say nothing."""
    return lambda target, page: Wire(end="open")


def drip(seconds: float = 1.0, *, header: bool = False) -> Fault:
    """Send a byte at a time, of the body or of the header."""

    def fault(target: str, page: Page) -> Wire:
        start = b"" if header else whole(page)[: -len(page.body) or None]
        rest = whole(page)[len(start) :]
        drops = ((seconds, rest[n : n + 1]) for n in range(len(rest)))
        return Wire(_then((0.0, start), drops))

    return fault


def _then(
    first: tuple[float, bytes], rest: Iterable[tuple[float, bytes]]
) -> Iterable[tuple[float, bytes]]:
    yield first
    yield from rest


def garbage() -> Fault:
    """Answer with something that is no HTTP."""
    return lambda target, page: Wire([(0.0, b"\x16\x03\x01\x02\x00\x01\r\n\r\n\x00\xff")])


def endless_head() -> Fault:
    """Send header fields that never end."""
    fields = b"".join(b"X-Field-%d: %s\r\n" % (n, b"x" * 100) for n in range(300))
    return lambda target, page: Wire(_then((0.0, b"HTTP/1.1 200 OK\r\n"), repeat((0.0, fields))))


# --- Bodies that are not whole ------------------------------------------------------------------


def short(share: float = 0.5) -> Fault:
    """Send a part of the body that Content-Length promises, and close."""

    def fault(target: str, page: Page) -> Page:
        sent = page.body[: int(len(page.body) * share)]
        return replace(page, body=sent, missing=len(page.body) - len(sent))

    return fault


def broken_chunks() -> Fault:
    """Send a chunked body and close before the last chunk."""

    def fault(target: str, page: Page) -> Wire:
        part = page.body[: len(page.body) // 2]
        chunk = b"%x\r\n%s\r\n" % (len(part), part)
        return Wire([(0.0, head(page, "Transfer-Encoding: chunked") + chunk)])

    return fault


def endless(piece: bytes = b"<p>x</p>" * 8 * KIB) -> Fault:
    """Send a body that never ends."""
    return lambda target, page: Wire(
        _then((0.0, head(page, "Connection: close")), repeat((0.0, piece)))
    )


# --- Encodings ----------------------------------------------------------------------------------


def encoded(coding: str, pack: Callable[[bytes], bytes]) -> Fault:
    """Send the body through a function, under the name of an encoding."""

    def fault(target: str, page: Page) -> Wire:
        headers = (*page.headers, ("Content-Encoding", coding))
        return Wire([(0.0, whole(replace(page, body=pack(page.body), headers=headers)))])

    return fault


def damaged(body: bytes) -> bytes:
    """Compress, and change some bytes in the middle."""
    packed = bytearray(gzip.compress(body, mtime=0))
    middle = len(packed) // 2
    packed[middle : middle + 8] = bytes(byte ^ 0x55 for byte in packed[middle : middle + 8])
    return bytes(packed)


def cut_off(body: bytes) -> bytes:
    """Compress, and send the first half."""
    packed = gzip.compress(body, mtime=0)
    return packed[: len(packed) // 2]


def bomb(page: bytes) -> bytes:
    """Return a gzip stream of about a thousandth of the gigabyte that it unpacks into."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(page) + packer.flush(zlib.Z_FULL_FLUSH)
    # Behind a full flush a piece depends on nothing before it, so that it can be repeated as it is.
    piece = packer.compress(b"A" * KIB**2) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + piece * KIB


# --- Answers ------------------------------------------------------------------------------------


def status(code: int, *headers: tuple[str, str]) -> Fault:
    """Answer with a status: 429 with Retry-After, 503."""
    page = replace(html(f"<h1>{HTTPStatus(code).phrase}</h1>", code), headers=headers)
    return lambda target, right: page


def always(text: str, code: int = 200) -> Fault:
    """Answer with the same page, whatever was asked for."""
    page = html(text, code)
    return lambda target, right: page


def away(location: str) -> Fault:
    """Redirect to somewhere else; ``{target}`` stands for what was asked for."""
    return lambda target, page: redirect(location.replace("{target}", target), 302)


def onward() -> Fault:
    """Redirect to the same address with a number that goes up for ever."""

    def fault(target: str, page: Page) -> Page:
        path, _, number = target.partition("?step=")
        return redirect(f"{path}?step={int(number or 0) + 1}", 302)

    return fault


# --- When ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Rule:
    """One fault, and which requests it hits.

    Attributes:
        fault: What happens to them.
        paths: Request targets, as a shell pattern.
        share: How many of them, by chance that is the same in every run.
        first: From which of them on, counting from 1.
        times: How many at most; then the server is well again.
    """

    fault: Fault
    paths: str = "*"
    share: float = 1.0
    first: int = 1
    times: int | None = None
    asked: int = field(default=0, init=False)
    hits: int = field(default=0, init=False)
    chance: random.Random = field(default_factory=lambda: random.Random(0), init=False)

    def takes(self, target: str) -> bool:
        """Tell whether it hits a request, and count that."""
        if not fnmatchcase(target, self.paths):
            return False
        self.asked += 1
        over = self.times is not None and self.hits >= self.times
        if over or self.asked < self.first or self.chance.random() >= self.share:
            return False
        self.hits += 1
        return True


class Misbehaviour:
    """The rules of one origin; the first that takes a request counts. May change while it is served."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def add(self, rule: Rule) -> None:
        """Add a rule behind the others."""
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Be well again."""
        with self._lock:
            self._rules.clear()

    def answer(self, target: str, right: Callable[[str], Page]) -> Page | Wire:
        """Give the answer to a request: the right one, or what a fault makes of it."""
        with self._lock:
            rule = next((rule for rule in self._rules if rule.takes(target)), None)
        page = right(target)
        return page if rule is None else rule.fault(target, page)
