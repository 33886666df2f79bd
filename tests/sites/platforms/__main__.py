"""Serve a small site until Ctrl-C: ``python -m tests.sites.platforms nukeviet [--port 8080]``."""

from __future__ import annotations

import argparse
import signal
import sys

from . import SITES, serve

SIGNALS = {signal.SIGINT, signal.SIGTERM}


def main() -> None:
    """Serve a site, and say where."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.sites.platforms",
        description="Serve a small site of one content system on loopback, until Ctrl-C.",
    )
    parser.add_argument("cms", choices=sorted(SITES), help="the content system")
    parser.add_argument("--variant", default="", help="a version or make-up of it")
    parser.add_argument("--port", type=int, default=0, help="a free one, if left out")
    parser.add_argument("--seed", type=int, default=0, help="made-up class names and structures")
    args = parser.parse_args()
    site_class = SITES[args.cms]
    if not 0 <= args.port < 65536:
        parser.error(f"there is no port {args.port}: choose one below 65536")
    if args.variant not in ("", *site_class.variants):
        parser.error(f"{args.cms} has no variant {args.variant}: {', '.join(site_class.variants)}")
    site = site_class(args.variant, seed=args.seed)
    # Blocked before the server's thread starts, so that only `sigwait` sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        with serve(site, port=args.port) as served:
            print(f"{served.base_url} is {site.name} ({site.cms} {site.variant}, {site.real})")
            print("Stop it with Ctrl-C.", flush=True)
            signal.sigwait(SIGNALS)
    except OSError as error:
        sys.exit(f"port {args.port} cannot be used, choose another with --port: {error.strerror}")


if __name__ == "__main__":
    main()
