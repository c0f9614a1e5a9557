"""``python -m stances``, and the ``stances`` script."""

from __future__ import annotations

import sys

from stances.errors import MissingExtra


def main() -> None:
    """Run the command line with the arguments of the process, and leave with its exit code."""
    try:
        from stances.cli.app import run
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        sys.exit(str(MissingExtra("the command line", "cli")))
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
