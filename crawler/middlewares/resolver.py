"""No connection to an address that is not of the public internet.

A name is only as good as what it resolves to: a site whose name points at ``127.0.0.1``, at the network
of the operator or at a cloud's own services would make the crawler read those. Both halves are needed:
`PublicResolver` stands below every connection, so that what is checked is what is connected to, and
`check_host` gives the refusal its word before a request is tried and tried again.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.failures import PrivateAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class PrivateName(DNSLookupError):
    """A name that resolves to an address which is not of the public internet."""


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet (IANA's special-purpose registries).

    >>> [is_public(address) for address in ("1.1.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1")]
    [True, False, False, False]
    """
    parsed = ip_address(address)
    return parsed.is_global and not parsed.is_multicast


def is_literal(host: str) -> bool:
    """Tell whether a host is written as an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, which gives out no address that is not of the public internet.

    Scrapy keeps an answer for the whole crawl, so that a name cannot change its address after the check.
    What the operator has named (`permit`, and the proxies of the environment) may lie anywhere.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._permitted = {urlsplit(url).hostname for url in getproxies().values()}

    def permit(self, host: str) -> None:
        """Let a host that the operator has named lie anywhere."""
        self._permitted.add(host)

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve a name; what is an address already also passes here.

        Returns:
            The IPv4 address; fails with `PrivateName`, or with `DNSLookupError` where there is none.
        """
        if is_literal(name):
            found: Deferred[str] = defer.succeed(name)
        else:
            found = super().getHostByName(name, timeout)
        return found if name in self._permitted else found.addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public(address):
        raise PrivateName(f"{name} has the address {address}, which is not public")
    return address


def installed() -> PublicResolver | None:
    """Return the resolver of this process; None before a crawl has installed it."""
    from twisted.internet import reactor

    resolver = cast("ReactorBase", reactor).resolver
    return resolver if isinstance(resolver, PublicResolver) else None


async def check_host(host: str) -> None:
    """See that a host may be connected to.

    A name that cannot be resolved passes: the download fails with an error of its own, and is repeated.

    Raises:
        PrivateAddress: Its address is not of the public internet.
    """
    resolver = installed()
    if resolver is None:
        return
    try:
        await maybe_deferred_to_future(resolver.getHostByName(host))
    except PrivateName as error:
        raise PrivateAddress(str(error)) from None
    except DNSLookupError:
        return
