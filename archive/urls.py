"""Addresses of articles: one spelling for each, and a key that all its forms share.

`canonical_url` keeps what identifies an article and drops sessions, tracking and ways back; it keeps
the host as the site writes it and the case of the path. `article_key` goes further: it leaves out
scheme and ``www.`` and, where the content system is known, everything but the numbers or words by
which that system knows the article. The rules are data (``archive/data/url_rules.toml``).

The percent-encoding, the order of the parameters and the dot segments are w3lib's work. courlan,
which knows trackers too, is not used: it takes ``cid``, ``eid``, ``uid``, ``ref`` and ``source`` for
trackers wherever they stand, and drops blanks from paths, so that articles of old portals
(``?cid=5``, ``?cid=6``) become one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from w3lib.url import canonicalize_url

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f.]*:[0-9a-f:.]+", re.IGNORECASE)
# A session in the path: Java's and PHP's, and ASP.NET's where it does without cookies.
_PATH_SESSION: Final = re.compile(
    r";(?:jsessionid|phpsessid)=[^/;]*|/\((?:[A-Z]\([^()/]*\))+\)(?=/|$)", re.IGNORECASE
)
_SLASHES: Final = re.compile(r"(?<!:)/{2,}")


# The menu of a site stands on each of its pages, and a walk asks for an article more than once.
_kept: Final = lru_cache(maxsize=4096)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one content system needs.

    Attributes:
        rewrite: Patterns on the path, and what replaces them.
        article: Patterns on the path that give the key of an article.
        query: The same on the parameters, by name in lower case and in order: ``id=5&view=article``.
        op: Name of the parameter that carries the path of an article.
        bare: Parts of a path behind which no parameter counts.
        dropped: Parameters that are dropped.
        dropped_values: Parameters that are dropped when they hold one of these values.
        ignores_case: Whether addresses that differ in case lead to one page, as on IIS.
    """

    rewrite: tuple[tuple[re.Pattern[str], str], ...] = ()
    article: tuple[re.Pattern[str], ...] = ()
    query: tuple[re.Pattern[str], ...] = ()
    op: str | None = None
    bare: tuple[str, ...] = ()
    dropped: frozenset[str] = frozenset()
    dropped_values: dict[str, frozenset[str]] = field(default_factory=dict)
    ignores_case: bool = False


@dataclass(frozen=True, slots=True)
class _RuleBook:
    """The whole file of rules."""

    dropped: frozenset[str]
    dropped_prefixes: tuple[str, ...]
    dropped_values: dict[str, frozenset[str]]
    listing: frozenset[str]
    cms: dict[str, _Rules]


@_kept
def canonical_url(url: str, cms: str = "generic") -> str:
    """Return the one spelling of an address.

    Args:
        url: An absolute ``http`` or ``https`` address, as a page links it.
        cms: The content system of its site: a table of ``url_rules.toml``.

    Raises:
        ValueError: It is not the address of a web page, or there are no rules for that system.
    """
    rules = _rules(cms)
    _split(url)
    return _settled(url.strip(), rules)


@_kept
def article_key(url: str, cms: str = "generic") -> str:
    """Return what identifies an article, whatever form its address takes.

    ``http://tuyengiao.vn/Home/Nhipcautuyengiao/BantuyengiaoTW/98784/Ky-ket`` gives
    ``tuyengiao.vn#98784``. Where no rule knows the form, it is the canonical address without
    scheme, ``www.`` and the slash at its end.

    Raises:
        ValueError: As `canonical_url`.
    """
    rules = _rules(cms)
    address = canonical_url(url, cms)
    parts = urlsplit(address.lower() if rules.ignores_case else address)
    host = _bare_host(parts)
    # ASP.NET does not heed the case of the names, and nobody tells articles apart by it.
    pairs = [argument.partition("=")[::2] for argument in _arguments(parts.query)]
    query = sorted((name.lower(), value) for name, value in pairs)
    if not any(name in _book().listing for name, _ in query):
        paths = [parts.path, *(f"/{value}" for name, value in query if name == rules.op)]
        for path in paths:
            if key := _known_key(unquote(path), rules.article):
                return f"{host}#{key}"
    tail = "&".join(f"{name}={value}" for name, value in query)
    if key := _known_key(unquote(tail), rules.query):
        return f"{host}#{key}"
    return host + parts.path.rstrip("/") + (f"?{tail}" if tail else "")


def _known_key(text: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    """Return by what the content system knows an article; None where no form fits."""
    for pattern in patterns:
        if match := pattern.search(text):
            return ":".join(group for group in match.groups() if group)
    return None


@_kept
def host_of(url: str) -> str:
    """Return the host in lower case, without ``www.``, with its port unless that is the default.

    Raises:
        ValueError: It is not the address of a web page.
    """
    return _bare_host(_split(url))


def is_web_url(url: str) -> bool:
    """Tell whether something is the absolute address of a web page: http or https, with a host."""
    try:
        _split(url)
    except ValueError:
        return False
    return True


def same_site(url: str, host: str) -> bool:
    """Tell whether an address lies on a host, with or without ``www.``; other subdomains do not."""
    try:
        return host_of(url) == host.lower().removeprefix("www.")
    except ValueError:
        return False


def _split(url: str) -> SplitResult:
    """Take an address apart, or say why it is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not a web address: {url!r} ({error})") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not a web address: {url!r} (http:// or https:// is missing)")
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        raise ValueError(f"not a web address: {url!r} (it names no host)")
    if "@" in parts.netloc:
        raise ValueError(f"not a web address: {url!r} (it carries a user name)")
    return parts


def _netloc(parts: SplitResult) -> str:
    """Return host and port, in lower case, without a default port and a dot at the end."""
    host = (parts.hostname or "").removesuffix(".")
    host = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme]:
        return host
    return f"{host}:{parts.port}"


def _bare_host(parts: SplitResult) -> str:
    return _netloc(parts).removeprefix("www.")


def _settled(url: str, rules: _Rules) -> str:
    """Apply w3lib's rules and ours until nothing changes any more."""
    spelled = canonicalize_url(url)
    parts = urlsplit(spelled)
    path = _SLASHES.sub("/", _PATH_SESSION.sub("", parts.path))
    for pattern, replacement in rules.rewrite:
        path = pattern.sub(replacement, path)
    path, _, moved = path.partition("?")
    counts = not any(mark in path for mark in rules.bare)
    arguments = _arguments(f"{moved}&{parts.query}") if counts else []
    query = "&".join(a for a in arguments if not _is_dropped(a, rules))
    result = parts._replace(netloc=_netloc(parts), path=path or "/", query=query).geturl()
    return result if result == spelled else _settled(result, rules)


def _arguments(query: str) -> list[str]:
    return [argument for argument in query.split("&") if argument]


def _is_dropped(argument: str, rules: _Rules) -> bool:
    book = _book()
    name, _, value = argument.partition("=")
    name, value = unquote(name).lower(), value.lower()
    return (
        name in book.dropped
        or name in rules.dropped
        or name.startswith(book.dropped_prefixes)
        or value in book.dropped_values.get(name, ())
        or value in rules.dropped_values.get(name, ())
    )


def _rules(cms: str) -> _Rules:
    try:
        return _book().cms[cms]
    except KeyError:
        known = ", ".join(sorted(_book().cms))
        raise ValueError(
            f"no address rules for the content system {cms!r}; known: {known}"
        ) from None


@cache
def _book() -> _RuleBook:
    """Read the rules, once."""
    data = tomllib.loads(files("archive").joinpath("data/url_rules.toml").read_text("utf-8"))
    return _RuleBook(
        dropped=frozenset(data["drop"]["names"]),
        dropped_prefixes=tuple(data["drop"]["prefixes"]),
        dropped_values=_values(data["drop"]["values"]),
        listing=frozenset(data["listing"]["names"]),
        cms={
            name: _Rules(
                rewrite=tuple((re.compile(a), b) for a, b in table.get("rewrite", ())),
                article=tuple(re.compile(pattern) for pattern in table.get("article", ())),
                query=tuple(re.compile(pattern) for pattern in table.get("query", ())),
                op=table.get("op"),
                bare=tuple(table.get("bare", ())),
                dropped=frozenset(table.get("drop", ())),
                dropped_values=_values(table.get("drop_values", {})),
                ignores_case=table.get("ignores_case", False),
            )
            for name, table in data["cms"].items()
        },
    )


def _values(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in table.items()}
