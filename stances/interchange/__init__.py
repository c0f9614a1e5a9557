"""Other people's event data in, and ours out, each format in a module of its own.

Readers give a ``Reading``: go through it for events, or give it to ``stances.import_rows``, which
knows what a log has of the data set already. What they take, handle and lose is told in
``docs/interchange.md``.
"""

from __future__ import annotations

from stances.interchange.acled import read_acled
from stances.interchange.bulk import gdelt_to_parquet
from stances.interchange.gdelt import read_gdelt
from stances.interchange.icews import read_icews
from stances.interchange.parquet import read_parquet, write_parquet
from stances.interchange.phoenix import read_phoenix
from stances.interchange.plover import read_plover
from stances.interchange.plover_written import write_plover
from stances.interchange.polecat import read_polecat
from stances.interchange.told import Left, Reading, Reason, Tally, Told

__all__ = [
    "Left",
    "Reading",
    "Reason",
    "Tally",
    "Told",
    "gdelt_to_parquet",
    "read_acled",
    "read_gdelt",
    "read_icews",
    "read_parquet",
    "read_phoenix",
    "read_plover",
    "read_polecat",
    "write_parquet",
    "write_plover",
]
