"""Names are resolved to public addresses only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet.defer import Deferred, succeed

from crawler.middlewares import resolver
from crawler.middlewares.resolver import PrivateName, PublicResolver, is_public


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
        *("192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::"),
        *("::ffff:127.0.0.1", "ff02::1"),
    ],
)
def test_addresses_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "103.18.4.10", "172.32.0.1", "2001:4860::8888"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the name servers answer, one after the other."""
    given: list[str] = []
    monkeypatch.setattr(
        "twisted.internet.base.ThreadedResolver.getHostByName",
        lambda self, name, timeout: succeed(given.pop(0)),
    )
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield given
    dnscache.clear()


def ask(resolver: PublicResolver, name: str) -> Any:
    found: list[Any] = []
    answer: Deferred[str] = resolver.getHostByName(name)
    answer.addBoth(found.append)
    return found[0] if isinstance(found[0], str) else found[0].type


def make() -> PublicResolver:
    return PublicResolver(None, 100, 1.0)  # type: ignore[arg-type]


def test_a_name_that_changes_its_address_keeps_the_one_that_was_checked(
    answers: list[str],
) -> None:
    names = make()
    answers += ["103.18.4.10", "127.0.0.1"]
    assert ask(names, "x.vn") == "103.18.4.10"
    assert ask(names, "x.vn") == "103.18.4.10"
    assert answers == ["127.0.0.1"]


def test_a_private_answer_stays_refused(answers: list[str]) -> None:
    names = make()
    answers += ["127.0.0.1"]
    assert ask(names, "x.vn") is PrivateName
    assert ask(names, "x.vn") is PrivateName


def test_addresses_are_checked_like_names(answers: list[str]) -> None:
    assert ask(make(), "127.0.0.1") is PrivateName
    assert ask(make(), "::1") is PrivateName
    assert ask(make(), "1.1.1.1") == "1.1.1.1"


def test_what_the_operator_names_may_lie_anywhere(
    answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.inside:3128")
    names = make()
    names.permit("127.0.0.1")
    answers += ["10.0.0.5", "10.0.0.6"]
    assert ask(names, "127.0.0.1") == "127.0.0.1"
    assert ask(names, "proxy.inside") == "10.0.0.5"
    assert ask(names, "other.inside") is PrivateName


def test_host_names_are_no_literals() -> None:
    assert not resolver.is_literal("1.2.3.4.vn")
