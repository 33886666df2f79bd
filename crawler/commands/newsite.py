"""``scrapy newsite NAME URL``: look at a site and write its spider, its fixture and its entry."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import closest_scrapy_cfg

from archive import provinces
from archive.errors import ArchiveError
from archive.sites import SPIDER_NAME, is_host
from crawler.commands.checks import EXIT_TROUBLE, EXIT_USAGE, leave
from crawler.project_command import ArgumentsCommand

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from crawler.scouting.target import Target
    from crawler.scouting.visits import Asked

CENTRAL = "central"
_INTERRUPTED = 130
_QUOTES = re.compile(r"""["\\\n\r]""")


class Command(ArgumentsCommand):
    """Look at a site with a few requests and write what is needed to crawl it."""

    arguments: ClassVar[str] = "base_url=http://127.0.0.1:8080 looks at a copy of the site"

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] NAME URL | NAME | --relayout NAME"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Look at a site with at most 12 requests and write its spider and recorded pages"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Look at a site with at most 12 requests, robots.txt included, as politely as a crawl: print "
            "what gives its system away, its sections, pager, feed, sitemap, article addresses and form "
            "of dates; then write its spider, its entry in the register (unverified) and a fixture of "
            "a listing and three articles, with what was read from them unreviewed. Nothing is "
            "written over. A URL on this machine is a copy of the site: the host is then that of "
            "--host, or what its pages name. With the NAME alone of a spider that is there, pages of its "
            "site are recorded for it. With --relayout NAME a site with a spider is looked at again: "
            "where it has changed, new pages are recorded and the spider gets a page object valid from "
            "today. Exit code 0: written, or nothing has changed; 1: the site cannot be used, and why is "
            "said; 2: the command was wrong, or has to say what the site does not."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--province",
            metavar="ID",
            help="identifier of the province, such as lai-chau; central for a central body",
        )
        parser.add_argument("--body", help='the body, such as "Ban Tuyên giáo Tỉnh ủy"')
        parser.add_argument("--host", help="host of the site, where URL is that of a copy")
        parser.add_argument(
            "--relayout",
            action="store_true",
            help="look again at a site that has a spider, and write what has changed",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at the site, print what was found, and write."""
        if closest_scrapy_cfg() == "":
            leave("run scrapy newsite in the folder of the project, where scrapy.cfg lies")
        # Scrapy imports the modules of all commands whenever any of them is run.
        from crawler.scouting.newsite import Unclear
        from crawler.scouting.visits import VisitsStopped

        unknown = sorted(set(opts.spargs) - {"base_url"})
        if unknown:
            leave(f"-a {unknown[0]}: there is no such argument; there is: base_url")
        log: list[Asked] = []
        try:
            self._run(args, opts, log)
        except Unclear as error:
            _print_log(log)
            leave(str(error), EXIT_USAGE)
        except ArchiveError as error:
            _print_log(log)
            leave(str(error), EXIT_TROUBLE)
        except VisitsStopped:
            leave("stopped before all was looked at: nothing has been written", _INTERRUPTED)

    def _run(self, args: list[str], opts: argparse.Namespace, log: list[Asked]) -> None:
        from crawler.scouting.newsite import NewSite, look_and_write
        from crawler.scouting.relayout import KnownSite, record_first, relayout

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        names = get_spider_loader(self.settings).list()
        if opts.relayout or (len(args) == 1 and args[0] in names):
            name = _known_name(args, names)
            look = relayout if opts.relayout else record_first
            _begin(name)
            found = look(self.settings, KnownSite(name, opts.spargs.get("base_url")), log)
            _report(found.lines, log)
            return
        name, url = _new_name(args, names)
        new = NewSite(
            name=name,
            target=_target(name, url, opts),
            province=_province(opts.province),
            central=opts.province == CENTRAL,
            body=_body(opts.body),
        )
        _begin(new.target.url)
        found = look_and_write(self.settings, new, log)
        _report(found.lines, log)


def _begin(what: str) -> None:
    from crawler.scouting.scout import LIMIT

    sys.stdout.write(f"looking at {what}, with at most {LIMIT} requests\n")
    sys.stdout.flush()


def _new_name(args: Sequence[str], names: Sequence[str]) -> tuple[str, str]:
    if len(args) != 2:
        leave("name the spider and give the address of the site: scrapy newsite NAME URL")
    name, url = args
    if not SPIDER_NAME.fullmatch(name):
        leave(
            f"{name} is no name for a spider: small letters without diacritics, digits and _, ha_nam"
        )
    if name in names:
        leave(
            f"there is a spider {name} already: choose another name, or record pages for it with "
            f"scrapy newsite {name}"
        )
    return name, url


def _known_name(args: Sequence[str], names: Sequence[str]) -> str:
    if len(args) != 1:
        leave("name one spider: scrapy newsite --relayout NAME (`scrapy list` names them)")
    if args[0] not in names:
        near = get_close_matches(args[0], names, n=1)
        leave(
            f"there is no spider {args[0]}; "
            + (f"did you mean {near[0]}?" if near else "`scrapy list` names them")
        )
    return args[0]


def _target(name: str, url: str, opts: argparse.Namespace) -> Target:
    from crawler.scouting.target import read_target

    if opts.host is not None and not is_host(opts.host):
        leave(f"--host {opts.host}: write the host alone, in lower case, without www.")
    try:
        return read_target(name, url, host=opts.host, base_url=opts.spargs.get("base_url"))
    except ArchiveError as error:
        leave(str(error))


def _province(identifier: str | None) -> str | None:
    if identifier in (None, CENTRAL):
        return None
    try:
        return provinces.get(str(identifier)).id
    except ArchiveError as error:
        leave(f"--province {identifier}: {error}; identifiers stand in archive/data/provinces.csv")


def _body(body: str | None) -> str | None:
    if body is not None and (not body.strip() or _QUOTES.search(body)):
        leave("--body: write the name of the body on one line, without quotation marks")
    return body and body.strip()


def _report(lines: Iterable[tuple[str, str]], log: Sequence[Asked]) -> None:
    _print_log(log)
    _print_pairs(lines, sys.stdout.write)


def _print_log(log: Sequence[Asked]) -> None:
    """Print every request that was sent."""
    for number, asked in enumerate(log, 1):
        size = f"  {asked.size} bytes" if asked.size else ""
        sys.stdout.write(
            f"{number:>2}  {asked.moment:%H:%M:%S}  {asked.url}  {asked.outcome}{size}\n"
        )
    if log:
        sys.stdout.write("\n")


def _print_pairs(pairs: Iterable[tuple[str, str]], write: Callable[[str], object]) -> None:
    last = ""
    for label, text in pairs:
        write(f"{label if label != last else '':<9} {text}\n")
        last = label
