"""``scrapy list``: the spiders, and what is wrong with those that cannot be used."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crawler.commands.checks import EXIT_TROUBLE
from crawler.loading import SiteSpiderLoader
from crawler.project_command import ProjectCommand

if TYPE_CHECKING:
    import argparse


class Command(ProjectCommand):
    """Name the spiders."""

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Name the spiders, and say what is wrong with those that cannot be used"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Name the spiders on standard output, a line each. What is wrong with a spider that cannot "
            "be used (an attribute that it needs is missing, its file cannot be imported) is said on "
            "standard error, a line each; the exit code is 1 then. `archive sites` says more of each "
            "site."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Print the names."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        loader = SiteSpiderLoader.from_settings(self.settings)
        sys.stdout.writelines(f"{name}\n" for name in sorted(loader.list()))
        if loader.faults:
            sys.stderr.writelines(f"{fault}\n" for fault in loader.faults.values())
            self.exitcode = EXIT_TROUBLE
