"""What an operator points at: a site, or a copy of it on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.urls import host_of, is_web_url
from crawler.middlewares.resolver import is_literal, is_public
from crawler.platforms.arguments import BadArgument, read_origin


@dataclass(frozen=True, slots=True)
class Target:
    """A site to be looked at.

    Attributes:
        url: Address of the page to begin with, on the real host.
        host: Its host, without ``www.``; one under ``.invalid`` where nobody has named it.
        known: Whether the host was given; else the pages of the copy may name it.
        base_url: Origin of the copy that is asked in place of the site; None: the site itself.
    """

    url: str
    host: str
    known: bool
    base_url: str | None

    @property
    def scheme(self) -> str:
        """Scheme of the site."""
        return urlsplit(self.url).scheme


def read_target(name: str, url: str, *, host: str | None, base_url: str | None) -> Target:
    """Read what an operator typed.

    Args:
        name: Name of the spider.
        url: The address; one on this machine or in a private network is that of a copy.
        host: Host of the site, if it was given.
        base_url: Origin of a copy, if it was given.

    Raises:
        BadArgument: One of them cannot be used.
    """
    if not is_web_url(url):
        raise BadArgument(f"{url} is not a web address: write https://example.vn/")
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    if _is_copy(parts.hostname or ""):
        if base_url is not None:
            raise BadArgument(
                f"{url} is a copy already: leave out base_url, or give the site's URL"
            )
        known = host or f"{name.replace('_', '-')}.invalid"
        origin = read_origin(f"{parts.scheme}://{parts.netloc}")
        return Target(f"https://{known}{path}", known, host is not None, origin)
    if is_literal(parts.hostname or ""):
        raise BadArgument(f"{url} names a machine by its number: give the name of the site's host")
    real = host_of(url)
    if host is not None and host != real:
        raise BadArgument(f"--host {host} is not the host of {url}: it is for copies only")
    copy = read_origin(base_url)
    return Target(f"{parts.scheme}://{parts.netloc.lower()}{path}", real, True, copy)


def _is_copy(host: str) -> bool:
    """Tell whether an address lies on this machine or in a private network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_literal(host) and not is_public(host)
