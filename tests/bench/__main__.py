"""The bench. Rows by their names measure just those; without any, everything is measured and the report written."""

from __future__ import annotations

import argparse
import sys

from . import generator
from .environments import SetUpError
from .measure import serving
from .report import generator_lines, growth_lines, write
from .rows import ROWS, contestants, measured
from .terminal import aligned, table


def main() -> int:
    """Run what the command line asks for."""
    names = [*(row.name for row in ROWS), generator.ROW]
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(names))
    parser.add_argument("--rounds", type=int, default=9, help="samples of each figure (9)")
    parser.add_argument("--note", default="", help="a sentence for the report, such as what else the machine did")
    arguments = parser.parse_args()
    if unknown := set(arguments.rows) - set(names):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    wanted = set(arguments.rows or names)
    results, compared, grown = [], [], []
    if rows := [row for row in ROWS if row.name in wanted]:
        with serving() as url:
            results = measured(rows, arguments.rounds, url, contestants())
        print(table(results), flush=True)
    if generator.ROW in wanted:
        compared, grown = generator.compared(arguments.rounds), generator.grown()
        print(aligned(generator_lines(compared)), aligned(growth_lines(grown)), sep="\n\n")
    if not arguments.rows:
        write(results, compared, grown, arguments.rounds, arguments.note)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetUpError as error:
        sys.exit(f"bench: {error}")
