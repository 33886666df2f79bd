"""What it costs to add a site: ``python -m benchmarks.contributor [--write]``.

Lines are counted in the spiders that are there, blank lines and docstrings included, with the page object
of a site where it has one of its own. Files, commands and minutes come from running the commands of
docs/adding-a-site.md in a copy of the project, with the waiting between requests added: a person's time
to look at the values is not in it.
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler.pages.periods import PagePeriod
from crawler.platforms.base import BaseSpider
from crawler.platforms.generic import GenericSpider
from crawler.platforms.site import SiteSpider
from crawler.settings import DOWNLOAD_DELAY
from tests.guide import PAGE, Step, project, steps

_MARKS = re.compile(r"(<!-- contributor -->\n).*?(<!-- /contributor -->)", re.DOTALL)
_REQUEST = re.compile(r"^ ?\d+  \d\d:\d\d:\d\d ", re.MULTILINE)
_EXAMPLE, _SERVED = "yen_bai", "tests.sites.example"


def spiders() -> list[type[BaseSpider]]:
    """Return the classes of all spiders."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    loader = get_spider_loader(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
    return [spider for name in loader.list() if issubclass(spider := loader.load(name), BaseSpider)]


def is_on_known_system(spider: type[BaseSpider]) -> bool:
    """Tell whether a spider stands on the base of a content system, not on that of home-made sites."""
    return spider.__bases__[0] not in (GenericSpider, SiteSpider)


def lines_of(spider: type[BaseSpider]) -> int:
    """Return how many lines a site has of its own: its spider, and page objects of no other site."""
    pages = spider.page if isinstance(spider.page, tuple) else (PagePeriod(spider.page),)
    files = {Path(inspect.getfile(spider))}
    for period in pages:
        file = Path(inspect.getfile(period.page))
        own = "page" in vars(spider) and file.stem not in _shared_pages()
        files |= {file} if own else set()
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def _shared_pages() -> set[str]:
    """Return the modules of page objects that a base of a system names."""
    folder = Path(inspect.getfile(SiteSpider)).parent
    named = re.compile(r"from crawler\.pages\.(\w+) import")
    return {name for file in folder.glob("*.py") for name in named.findall(file.read_text("utf-8"))}


def lines_table() -> str:
    """Return the table of lines, as Markdown."""
    known = [lines_of(spider) for spider in spiders() if is_on_known_system(spider)]
    unknown = [lines_of(spider) for spider in spiders() if not is_on_known_system(spider)]
    rows = [
        "| spiders | number | lines, median | most |",
        "|---|---|---|---|",
        *(
            f"| {name} | {len(lines)} | {statistics.median(lines):g} | {max(lines)} |"
            for name, lines in (("on a known system", known), ("on none", unknown))
        ),
    ]
    return "\n".join(rows)


def run_through(folder: Path) -> tuple[int, int, float]:
    """Run the guide's commands for the site on a known system.

    Returns:
        Files written or changed, commands typed, and minutes: those that the commands took, and the
        waiting between requests that a copy does without.
    """
    written = [step for step in steps(PAGE.read_text(encoding="utf-8")) if _is_of_example(step)]
    with project(folder) as copy:
        before = copy.files()
        ran = [copy.run(step) for step in written]
        after = copy.files()
    typed = {step.command for step in written if not step.is_server}
    changed = [name for name, content in after.items() if before.get(name) != content]
    waits = sum(len(_REQUEST.findall(one.out)) for one in ran) * DOWNLOAD_DELAY
    return len(changed), len(typed), (sum(one.seconds for one in ran) + waits) / 60


def _is_of_example(step: Step) -> bool:
    """Tell whether a step adds the first site, or serves it."""
    if step.is_server:
        return _SERVED in step.command
    return _EXAMPLE in step.command and not step.command.startswith("cat ")


def page(text: str, tables: Iterable[str]) -> str:
    """Return the guide with other tables."""
    inner = "\n\n".join(tables)
    return _MARKS.sub(lambda found: f"{found[1]}{inner}\n{found[2]}", text)


def _print(parts: Sequence[str], *, write: bool) -> None:
    print("\n\n".join(parts))
    if write:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")


def main() -> None:
    """Measure, print, and write it into the guide where that is asked for."""
    parser = argparse.ArgumentParser(description="Measure what it costs to add a site.")
    parser.add_argument("--write", action="store_true", help="into docs/adding-a-site.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files, commands, minutes = run_through(Path(folder))
    run = (
        f"The run-through of the first example: {commands} commands, {files} files written or changed, "
        f"{minutes:.1f} minutes\nwithout the time to look at the values (two seconds between requests)."
    )
    _print([lines_table(), run], write=args.write)


if __name__ == "__main__":
    main()
