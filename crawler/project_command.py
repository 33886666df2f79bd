"""What the operators' commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

if TYPE_CHECKING:
    import argparse


class ProjectCommand(ScrapyCommand):
    """A command of this project that starts its crawls, where it has any, by itself."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}


class ArgumentsCommand(ProjectCommand):
    """A command that takes arguments of spiders; ``opts.spargs`` holds them by name.

    Attributes:
        arguments: What ``--help`` says of ``-a``.
    """

    arguments: ClassVar[str]

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``-a NAME=VALUE``."""
        super().add_options(parser)
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help=self.arguments,
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the arguments."""
        super().process_options(args, opts)
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None
