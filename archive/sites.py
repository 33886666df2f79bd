"""The register: which party bodies have a site, which spider crawls it, and how far that one is verified.

Data: ``archive/data/sites.toml``, which people write and programs add to; what stands around an entry,
comments and order, stays as it is. What was found at a site lies in the database (`archive.coverage`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from archive import provinces
from archive.errors import ArchiveError
from archive.urls import is_web_url

#: The register of this installation.
SITES_FILE: Final = Path(__file__).parent / "data" / "sites.toml"

SPIDER_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_HOST: Final = re.compile(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_CMS: Final = re.compile(r"[a-z][a-z0-9]*")


class Status(StrEnum):
    """How far a spider is verified."""

    REPLICA_TESTED = "replica-tested"
    """It reads a replica of the site, field by field, that was built from pages of the site."""
    FIXTURE_TESTED = "fixture-tested"
    """It reads recorded pages of the site, and a person has looked at each value."""
    UNVERIFIED = "unverified"
    """It was written from addresses alone, or its recorded pages have not been looked at."""


class BadRegister(ArchiveError):
    """The register cannot be read or written; the message names entry and key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A host of a party body; the attributes are the keys of its entry, in the order of the file.

    Attributes:
        host: Host without ``www.``; one under ``.invalid`` is not known to this project.
        aliases: Further hosts of the same site.
        spider: Name of the spider; None where there is none, and `why` says the reason.
        why: One sentence: why there is no spider.
        province: Identifier of `archive.provinces`; None for a central body.
        body: The body, ``Ban Tuyên giáo Tỉnh ủy``.
        cms: The content system, by the word of its page object; None where it is not known.
        status: How far the spider is verified; None without a spider.
        evidence: Address at which something of the site was seen: a page of its own or one that names it.
        checked: Day on which the entry was last settled.
        examples: Addresses of articles that were seen; the spider takes them for articles.
        listings: Addresses of listing pages that were seen; the spider takes none for an article.
        note: What else is known.
    """

    host: str
    aliases: tuple[str, ...] = ()
    spider: str | None = None
    why: str | None = None
    province: str | None = None
    body: str
    cms: str | None = None
    status: Status | None = None
    evidence: str | None = None
    checked: date
    examples: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    note: str | None = None


_KEYS: Final = tuple(field.name for field in fields(Site))
_LISTS: Final = ("aliases", "examples", "listings")
_NEEDED: Final = ("host", "body", "checked")


def is_host(text: str) -> bool:
    """Tell whether a text is a host as the register names it: in lower case, without ``www.``."""
    return _HOST.fullmatch(text) is not None


@cache
def register() -> tuple[Site, ...]:
    """Return all entries of this installation's register, in the order of the file.

    Raises:
        BadRegister: It cannot be read; the message names entry and key.
    """
    return read_register(SITES_FILE)


def site_of(spider: str) -> Site | None:
    """Return the entry of a spider; None where the register has none.

    Raises:
        BadRegister: The register cannot be read.
    """
    return next((site for site in register() if site.spider == spider), None)


def read_register(path: Path) -> tuple[Site, ...]:
    """Read a register.

    Raises:
        BadRegister: There is no such file, or an entry cannot be used; the message names entry and key.
    """
    return _entries(_text(path), path)


def add_site(path: Path, site: Site) -> None:
    """Write a new entry at the end of a register.

    Raises:
        BadRegister: The entry cannot be used, or the register has the spider or the host already.
    """
    text = _text(path)
    _entries(text, path)
    table = tomlkit.table()
    for key in _KEYS:
        value = getattr(site, key)
        if value not in (None, ()):
            table.add(key, _item(value))
    entry = tomlkit.document()
    entry.append("site", tomlkit.aot())
    entry["site"].append(table)
    _write(path, f"{text.rstrip()}\n\n{tomlkit.dumps(entry).strip()}\n".lstrip())


def set_status(
    path: Path, spider: str, status: Status, day: date, *, cms: str | None = None
) -> None:
    """Enter how far a spider is verified, and when that was settled; the rest of the file stays.

    Args:
        path: The register.
        spider: Name of the spider.
        status: How far it is verified.
        day: When that was settled.
        cms: The content system, where the site has changed it.

    Raises:
        BadRegister: The register has no such spider, or cannot be read or written.
    """
    text = _text(path)
    _entries(text, path)
    document = tomlkit.parse(text)
    for table in _tables(document):
        if table.get("spider") == spider:
            table["status"] = str(status)
            table["checked"] = day
            if cms is not None:
                table["cms"] = cms
            _write(path, tomlkit.dumps(document))
            return
    raise BadRegister(f"{path} has no entry with spider = {spider!r}: add one")


def _tables(document: tomlkit.TOMLDocument) -> list[Table]:
    entries = document.get("site")
    return list(entries.body) if isinstance(entries, AoT) else []


def _item(value: Any) -> Any:
    if isinstance(value, tuple):
        return tomlkit.array(tomlkit.item(list(value)).as_string()).multiline(len(value) > 1)
    return str(value) if isinstance(value, Status) else value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadRegister(f"the register {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadRegister(f"the register {path} cannot be read: make it UTF-8 text") from None


def _write(path: Path, text: str) -> None:
    """Put a register in place of the old one, which stays whole if this fails."""
    _entries(text, path)
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise BadRegister(f"the register {path} cannot be written: {error.strerror}") from None
    register.cache_clear()


# --- What an entry has to be ---------------------------------------------------------------------


def _entries(text: str, path: Path) -> tuple[Site, ...]:
    try:
        data = tomllib.loads(text)
        tomlkit.parse(text)  # what cannot be rewritten is not taken either
    except (tomllib.TOMLDecodeError, TOMLKitError) as error:
        raise BadRegister(f"the register {path} is not TOML: {error}") from None
    tables = data.pop("site", [])
    if data or not isinstance(tables, list):
        raise BadRegister(f"{path}: write entries that begin with [[site]], and nothing else")
    sites = tuple(_site(table, f"{path}, entry {n}") for n, table in enumerate(tables, start=1))
    _see_no_two(sites, path)
    return sites


def _site(table: Any, where: str) -> Site:
    if not isinstance(table, Mapping):
        raise BadRegister(f"{where}: write it as [[site]]")
    where += f" ({table.get('host') or table.get('spider') or 'without host'})"
    for key, value in table.items():
        if key not in _KEYS:
            raise BadRegister(
                f"{where}: {key}: there is no such key; there are: {', '.join(_KEYS)}"
            )
        _see_form(key, value, where)
    for key in _NEEDED:
        if key not in table:
            raise BadRegister(f"{where}: {key} is missing")
    _see_together(table, where)
    values: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in table.items()
    }
    if "status" in values:
        values["status"] = Status(values["status"])
    return Site(**values)


def _see_form(key: str, value: object, where: str) -> None:
    """See that the value of one key can be used."""
    if key == "checked":
        if type(value) is not date:
            raise BadRegister(f"{where}: {key}: write a day without quotes, such as 2026-11-22")
        return
    if key in _LISTS and not isinstance(value, list):
        raise BadRegister(f'{where}: {key}: write a list, such as ["..."]')
    for text in value if isinstance(value, list) and key in _LISTS else [value]:
        if not isinstance(text, str) or not text.strip():
            raise BadRegister(f"{where}: {key}: write text between quotes")
        if complaint := _complaint(key, text):
            raise BadRegister(f"{where}: {key} = {text!r}: {complaint}")


def _complaint(key: str, text: str) -> str | None:
    """Return what is wrong with a text; None where nothing is."""
    if key in ("host", "aliases") and not is_host(text):
        return "write the host alone, in lower case, without www."
    if key == "spider" and not SPIDER_NAME.fullmatch(text):
        return "a spider's name has small letters, digits and _"
    if key == "cms" and not _CMS.fullmatch(text):
        return "write the word of its page object, such as nukeviet"
    if key == "status" and text not in list(Status):
        return f"write {', '.join(Status)}"
    if key in ("evidence", "examples", "listings") and not is_web_url(text):
        return "write an address that begins with http:// or https://"
    if key == "province":
        try:
            provinces.get(text)
        except ArchiveError as error:
            return str(error)
    return None


def _see_together(table: Mapping[str, object], where: str) -> None:
    """See that the keys go together."""
    if ("spider" in table) == ("why" in table):
        raise BadRegister(f"{where}: give it spider, or why there is none")
    if ("spider" in table) != ("status" in table):
        raise BadRegister(f"{where}: status says how far the spider is verified: give both or none")


def _see_no_two(sites: tuple[Site, ...], path: Path) -> None:
    """See that no spider has two entries, and no host two for one body."""
    seen: set[tuple[str, ...]] = set()
    for site in sites:
        names = [("spider", site.spider)] if site.spider else []
        hosts = [("host", host, site.body) for host in (site.host, *site.aliases)]
        for name in (*names, *hosts):
            if name in seen:
                raise BadRegister(f"{path} ({site.host}): {name[0]} {name[1]} has an entry already")
            seen.add(name)
