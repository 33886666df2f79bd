"""Which province and body a site belongs to, from what it says of itself; never more than it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from archive import provinces
from archive.text import clean, fold_words
from archive.urls import host_of, is_web_url
from crawler.middlewares.resolver import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from archive.provinces import Province

_FOOTER: Final = 1200  # characters at the end of a page in which its body names itself
_BY_HOST, _BY_TITLE, _BY_FOOTER = 3, 3, 1
_SHORTEST_IN_HOST: Final = 5  # letters: "hue" is part of many words
_NEEDED: Final = 3
_LABEL: Final = re.compile(r"[^a-z0-9]+")

# Folded beginning of what a body calls itself, and its name; the first that fits.
_BODIES: Final = (
    ("ban tuyen giao va dan van", "Ban Tuyên giáo và Dân vận"),
    ("ban tuyen giao", "Ban Tuyên giáo"),
    ("ban dan van", "Ban Dân vận"),
    ("ban to chuc", "Ban Tổ chức"),
    ("ban noi chinh", "Ban Nội chính"),
    ("uy ban kiem tra", "Ủy ban Kiểm tra"),
    ("van phong", "Văn phòng"),
    ("truong chinh tri", "Trường Chính trị"),
)
_COMMITTEES: Final = (
    ("tinh uy", "Tỉnh ủy"),
    ("thanh uy", "Thành ủy"),
    ("dang bo tinh", "Đảng bộ tỉnh"),
    ("dang bo thanh pho", "Đảng bộ thành phố"),
    ("trung uong", "Trung ương"),
)


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What a site says of itself.

    Attributes:
        host: Its host.
        names: Its title and the name of the site.
        footer: The end of its start page.
    """

    host: str
    names: tuple[str, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class ProvinceGuess:
    """The province that a site seems to belong to.

    Attributes:
        province: Identifier; None where the site does not say it clearly.
        why: What it was read from, or what is unclear.
    """

    province: str | None
    why: str


def describe(root: HtmlElement, host: str) -> SelfDescription:
    """Collect what the start page of a site says of it."""
    names = [clean(title.text_content()) for title in root.iter("title")][:1]
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in (
            "og:site_name",
            "og:title",
            "description",
        ):
            names.append(clean(meta.get("content") or ""))
    body = root.find("body")
    text = clean(" ".join(_visible(root if body is None else body)))
    return SelfDescription(host, tuple(filter(None, names)), text[-_FOOTER:])


def _visible(body: HtmlElement) -> list[str]:
    return [
        str(text)
        for text in body.xpath(
            "descendant::text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
        )
    ]


def guess_province(site: SelfDescription) -> ProvinceGuess:
    """Say which province a site belongs to, where its host, its title or its footer do."""
    scores: dict[str, list[tuple[int, str]]] = {}
    host = _LABEL.sub("", site.host.lower())
    title = f" {fold_words(' | '.join(site.names))} "
    footer = f" {fold_words(site.footer)} "
    for name, spellings in _names().items():
        found = scores.setdefault(name, [])
        if any(_in_host(spelling, site.host, host) for spelling in spellings):
            found.append((_BY_HOST, f"host {site.host}"))
        if any(f" {spelling} " in title for spelling in spellings):
            found.append((_BY_TITLE, f'title "{site.names[0][:60]}"'))
        if any(f" {spelling} " in footer for spelling in spellings):
            found.append((_BY_FOOTER, "end of the page"))
    ranked = sorted(scores.items(), key=lambda item: -sum(weight for weight, _ in item[1]))
    (best, evidence), (second, rival) = ranked[:2]
    weight, other = (sum(w for w, _ in found) for found in (evidence, rival))
    if weight < _NEEDED:
        return ProvinceGuess(None, "the site does not say which province it belongs to")
    if other >= weight:
        return ProvinceGuess(None, f"the site names both {best} and {second}")
    units = provinces.units(best)
    if len(units) > 1:
        ids = " or ".join(_with_period(unit) for unit in units)
        return ProvinceGuess(None, f"{best} is {ids}")
    return ProvinceGuess(units[0].id, ", ".join(why for _, why in evidence))


def _in_host(spelling: str, host: str, squeezed: str) -> bool:
    if host.endswith(".invalid"):  # it was made of the spider's name
        return False
    key = spelling.replace(" ", "")
    return key in squeezed if len(key) >= _SHORTEST_IN_HOST else key in re.split(r"[.-]", host)


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the names of all units over time, each with its spellings, folded."""
    found: dict[str, set[str]] = {}
    for unit in provinces.all_provinces():
        found.setdefault(unit.name, set()).update(fold_words(name) for name in unit.names)
    # Two units may have a short spelling in common, which then says nothing.
    return {name: frozenset(spellings) for name, spellings in found.items()}


def _with_period(unit: Province) -> str:
    if unit.valid_to is not None:
        return f"{unit.id} (until {unit.valid_to:%Y-%m-%d})"
    return f"{unit.id} (since {unit.valid_from:%Y-%m-%d})" if unit.valid_from else unit.id


def guess_body(site: SelfDescription) -> str | None:
    """Say what body a site is of, from its title: ``Ban Tuyên giáo Tỉnh ủy``; None where it says none."""
    for name in site.names:
        text = f" {fold_words(name)} "
        body = next((b for key, b in _BODIES if f" {key} " in text), "")
        committee = next((c for key, c in _COMMITTEES if f" {key} " in text), "")
        if body or committee:
            return f"{body} {committee}".strip()
    return None


def named_addresses(root: HtmlElement) -> Iterator[str]:
    """Return the addresses by which a page calls itself, unless they are those of a copy."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield from _public(link.get("href") or "")
    for base in root.iter("base"):
        yield from _public(base.get("href") or "")
    for meta in root.iter("meta"):
        if meta.get("property") == "og:url":
            yield from _public(meta.get("content") or "")
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() in ("alternate", "shortlink"):
            yield from _public(link.get("href") or "")


def _public(url: str) -> Iterator[str]:
    url = urljoin("relative:", url.strip())
    if is_web_url(url) and "." in host_of(url) and not is_literal(urlsplit(url).hostname or ""):
        yield url
