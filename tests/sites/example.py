"""The site of docs/adding-a-site.md, until Ctrl-C: ``python -m tests.sites.example [--port 8100]``.

A department of Yên Bái on stock NukeViet. Neither the host nor one of its articles exists; the province
has no site in the register, so that an operator can add this one by hand, as the guide does.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import ClassVar

from tests.sites.platforms import serve
from tests.sites.platforms.nukeviet import NukeVietSite
from tests.sites.platforms.site import ARTICLES

PORT = 8100
_SIGNALS = {signal.SIGINT, signal.SIGTERM}


class ExampleSite(NukeVietSite):
    """The site of the guide."""

    cms: ClassVar[str] = "nukeviet"
    host: ClassVar[str] = "tuyengiaoyenbai.example"
    province: ClassVar[str] = "Yên Bái"
    texts: ClassVar[Path] = ARTICLES


def main() -> None:
    """Serve the site, and say where."""
    parser = argparse.ArgumentParser(prog="python -m tests.sites.example", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    args = parser.parse_args()
    # Blocked before the server's thread starts, so that only `sigwait` sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        with serve(ExampleSite(), port=args.port) as served:
            print(f"{served.base_url} is {ExampleSite.name}, an invented site. Ctrl-C stops it.")
            sys.stdout.flush()
            signal.sigwait(_SIGNALS)
    except OSError as error:
        sys.exit(f"port {args.port} cannot be used ({error.strerror}): choose another with --port")


if __name__ == "__main__":
    main()
