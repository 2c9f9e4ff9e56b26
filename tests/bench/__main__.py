"""The bench. `python -m tests.bench [ROW …] [--rounds N]`; without rows everything, and the report is written."""

from __future__ import annotations

import argparse
import sys

from .environments import SetUpError
from .measure import serving
from .rows import ROWS, contestants, measured
from .terminal import table


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(row.name for row in ROWS))
    parser.add_argument("--rounds", type=int, default=9, help="samples of each figure (9)")
    arguments = parser.parse_args()
    rows = [row for row in ROWS if not arguments.rows or row.name in arguments.rows]
    with serving() as url:
        results = measured(rows, arguments.rounds, url, contestants())
    print(table(results))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetUpError as error:
        sys.exit(f"bench: {error}")
