"""The limited child that reads a table of levels: `python -m` with the arguments of `access.sent_table_child`."""

import sys

from backend.access.sent_table_child import answer
from backend.domain.risk_level_table import recognise_levels

if __name__ == "__main__":
    sys.exit(answer(recognise_levels, sys.argv[1:]))
