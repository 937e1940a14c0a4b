"""The limited child that reads a list of marked schools: `python -m` with the arguments of `access.sent_table_child`."""

import sys

from backend.access.sent_table_child import answer
from backend.domain.marked_school_table import recognise_marked

if __name__ == "__main__":
    sys.exit(answer(recognise_marked, sys.argv[1:]))
