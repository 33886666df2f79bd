"""Serve the replica until stopped: ``python -m tests.sites``.

The first line on standard output is JSON: the address of each site, by name of its spider.
"""

from __future__ import annotations

import argparse
import json
import signal
from pathlib import Path

from .server import Replica
from .truth import FOLDER

SIGNALS = {signal.SIGINT, signal.SIGTERM}


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.sites", description="Serve the replica.")
    parser.add_argument(
        "--class-seed", type=int, default=0, help="made-up class names and structures"
    )
    parser.add_argument("--copies", type=int, default=1, help="articles times this, for benchmarks")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the articles are")
    args = parser.parse_args()
    # Blocked before the server's thread starts, so that only `sigwait` sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    with Replica(class_seed=args.class_seed, copies=args.copies, folder=args.folder) as replica:
        print(json.dumps(replica.base_urls), flush=True)
        signal.sigwait(SIGNALS)


if __name__ == "__main__":
    main()
