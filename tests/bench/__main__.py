"""The bench. Rows by their names measure just those, without any all of them; the report is written anew from
what is stored of every row.
"""

from __future__ import annotations

import argparse
import sys

from . import generator
from .environments import SetUpError
from .measure import serving
from .report import generator_lines, growth_lines, write
from .rows import ROWS, contestants, measure, results
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
    if rows := [row for row in ROWS if row.name in wanted]:
        with serving() as url:
            measure(rows, arguments.rounds, url, contestants(rows))
        print(table([result for result in results() if result.row in rows]), flush=True)
    if generator.ROW in wanted:
        generator.measure(arguments.rounds)
        print(aligned(generator_lines(generator.compared())), aligned(growth_lines(generator.grown())), sep="\n\n")
    write(results(), generator.compared(), generator.grown(), arguments.note)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetUpError as error:
        sys.exit(f"bench: {error}")
