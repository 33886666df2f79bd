"""What every spider of a site has to say of it, checked when the spider is loaded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from archive import provinces
from archive.errors import ArchiveError
from archive.sites import SPIDER_NAME, is_host
from archive.timezone import now
from crawler.pages.base import ArticlePage
from crawler.pages.periods import page_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.platforms.base import BaseSpider

_MISSING: Final = object()


def complaints(spider: type[BaseSpider]) -> Iterator[str]:
    """Say what a spider lacks, or has in a form that cannot be used; nothing where it is complete.

    Needed are ``name``, ``host``, ``page`` and ``province``, the last also where it is None; the rest
    has to be right where it is given.

    Yields:
        Complaints that name the attribute and what to write.
    """
    yield from _text(spider, "name", SPIDER_NAME.fullmatch, "small letters, digits and _: ha_nam")
    yield from _text(spider, "host", is_host, "the host alone, without www.: tuyengiao.vn")
    yield from _page(spider)
    yield from _province(spider)
    if spider.scheme not in ("http", "https"):
        yield f"scheme = {spider.scheme!r}: write https or http"
    for name in ("article_pattern", "section_pattern"):
        yield from _pattern(name, getattr(spider, name))
    yield from _texts(spider, "start_paths", lambda path: path.startswith("/"), "paths: ('/tin',)")
    yield from _texts(spider, "aliases", is_host, "hosts without www.: ('tuyengiao.vn',)")


def _text(spider: type[BaseSpider], name: str, is_right: Any, form: str) -> Iterator[str]:
    value = getattr(spider, name, None)
    if value is None:
        yield f"{name} is missing: write {form}"
    elif not isinstance(value, str) or not is_right(value):
        yield f"{name} = {value!r}: write {form}"


def _texts(spider: type[BaseSpider], name: str, is_right: Any, form: str) -> Iterator[str]:
    values = getattr(spider, name)
    if not isinstance(values, tuple) or not all(isinstance(x, str) and is_right(x) for x in values):
        yield f"{name} = {values!r}: write {form}"


def _page(spider: type[BaseSpider]) -> Iterator[str]:
    if not hasattr(spider, "page"):
        yield "page is missing: name a page object of crawler.pages, or take a base that has one"
        return
    try:
        page = page_for(spider, now())
    except (ValueError, TypeError, AttributeError) as error:
        yield f"page cannot be used: {error}"
        return
    if not (isinstance(page, type) and issubclass(page, ArticlePage)):
        yield f"page = {page!r}: write the class of a page object"


def _province(spider: type[BaseSpider]) -> Iterator[str]:
    province = getattr(spider, "province", _MISSING)
    if province is _MISSING:
        yield (
            "province is missing: write an identifier of archive/data/provinces.csv, or None for a "
            "central site"
        )
    elif province is not None:
        try:
            provinces.get(str(province))
        except ArchiveError as error:
            yield f"province = {province!r}: {error}"


def _pattern(name: str, pattern: object) -> Iterator[str]:
    if pattern is None:
        return
    try:
        re.compile(str(pattern))
    except re.error as error:
        yield f"{name} is not a regular expression: {error}"
