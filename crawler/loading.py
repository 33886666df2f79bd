"""Loading the spiders: one that cannot be used is named in one line, and takes no other with it."""

from __future__ import annotations

import traceback
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from scrapy import Spider
from scrapy.spiderloader import SpiderLoader

from archive.errors import ArchiveError
from crawler.platforms.base import BaseSpider
from crawler.platforms.required import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from scrapy.settings import BaseSettings


class BadSpider(ArchiveError):
    """A spider that cannot be used; the message names file, class and what is missing."""


class SiteSpiderLoader(SpiderLoader):
    """Scrapy's loader, for modules and spiders of which some may be broken.

    Attributes:
        faults: What is wrong with those that cannot be used, one line each, by the spider's name, or by
            that of its file where it has none.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.faults: dict[str, str] = {}
        super().__init__(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a name.

        Raises:
            BadSpider: There is one, but it cannot be used.
            KeyError: There is none.
        """
        if spider_name in self.faults:
            raise BadSpider(self.faults[spider_name])
        return super().load(spider_name)

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            for module in self._modules(name):
                self._load_spiders(module)

    def _modules(self, name: str) -> Iterator[ModuleType]:
        """Import a module and those below it; what cannot be imported is left out."""
        try:
            module = import_module(name)
        except Exception as error:  # whatever a file does, the other spiders are loaded
            self._fault(name.rpartition(".")[2], f"{_file(name)}: {_reason(name, error)}")
            return
        yield module
        for below in iter_modules(getattr(module, "__path__", ())):
            yield from self._modules(f"{name}.{below.name}")

    def _load_spiders(self, module: ModuleType) -> None:
        for value in list(vars(module).values()):
            if not (isinstance(value, type) and issubclass(value, Spider)):
                continue
            if value.__module__ == module.__name__ and not value.__name__.startswith("_"):
                self._load_spider(value, module.__name__)

    def _load_spider(self, spider: type[Spider], module: str) -> None:
        given = getattr(spider, "name", None)
        name = given if isinstance(given, str) else module.rpartition(".")[2]
        where = f"{_file(module)}: {spider.__name__}"
        if not issubclass(spider, BaseSpider):
            self._fault(name, f"{where}: derive it from a base of crawler.platforms")
        elif found := list(complaints(spider)):
            self._fault(name, f"{where}: {'; '.join(found)}")
        elif name in self._spiders:
            other = self._spiders.pop(name)
            self._fault(
                name, f"{where} has the name of {other.__name__} in {_file(other.__module__)}"
            )
        elif name not in self.faults:
            self._spiders[name] = spider

    def _fault(self, name: str, message: str) -> None:
        self._spiders.pop(name, None)
        self.faults[name] = str(BadSpider(message))


def _file(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _reason(module: str, error: Exception) -> str:
    """Return in one line why a module cannot be imported, with the last line of its file that ran."""
    own = f"{Path(*module.split('.'))}.py"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename.endswith(own)]
    if isinstance(error, SyntaxError) and (error.filename or "").endswith(own):
        lines = [error.lineno]
    place = f"line {lines[-1]}: " if lines else ""
    return f"{place}{type(error).__name__}: {error}"
