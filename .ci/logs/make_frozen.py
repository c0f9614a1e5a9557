"""Write the log of a release, to be read by all later ones.

    python .ci/logs/make_frozen.py [OUT]

Gives OUT/VERSION.db, the same exported as OUT/VERSION.jsonl, and its head in OUT/VERSION.json; OUT
is fixtures/logs if not given. Run it once for a release, from that release, and never again: what
is frozen is what users of that version have.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs

import stances as st
from stances.evidence import Row
from stances.store import Entry
from stances.store.chain import GENESIS, link
from stances.store.verifying import microseconds
from stances.testing import event

ROOT = Path(__file__).parents[2]
OUT = ROOT / "fixtures" / "logs"
BEGUN = dt.datetime(2020, 2, 18, 9, 30, 0, 123_456, tzinfo=dt.UTC)


def records() -> list[st.Record]:
    """Every kind of record, every kind of evidence, and a value in every field."""
    demand = event(
        '2020-02-16 USA REQUEST RUS about SYR speaker "Donald Trump" claimed_by USA'
        ' "called for Russia to end its support"',
        article="first",
        coder="rules-1 called",
        confidence=0.75,
        publisher="The Gazette",
        url="https://example.org/first",
    )
    threat = event(
        '2020-02-18~unknown TUR THREATEN SYR future if "unless they withdraw" by 2020-02-29'
        ' "wärnte 警告 “would use force”"',
        article="first",
    )
    strike = event('2020-02-03 TUR ASSAULT SYR "struck posts"', article="second")
    again = event('2020-02-03~week TUR ASSAULT SYR "strikes on posts"', article="third")
    row = attrs.evolve(
        event('2020-02-01~month IRN MOBILIZE - "sent troops"'),
        evidence=Row(dataset="POLECAT", version="2020", row="17", url="https://example.org/17"),
        source_score=-5.5,
    )
    denied = event('2020-01-01~year SYR ASSAULT TUR denied claimed_by SYR "said it had not"')
    corrected = st.Correction(
        of=strike.id, event=attrs.evolve(strike, recipient=None), reason="nobody is named"
    )
    retracted = st.Retraction(of=denied.id, reason="no such sentence")
    return [
        demand,
        threat,
        strike,
        again,
        row,
        denied,
        st.Merge(ids=(strike.id, again.id), reason="one act"),
        corrected,
        retracted,
        st.Retraction(of=retracted.id, reason="there is"),
        st.Retraction(of=denied.id, reason="but it says otherwise", number=1),
        st.Erasure(of=(again.id,), reason="a person's request"),
        st.Ruling(
            of=demand.id,
            status=st.Status.MET,
            settled_by=strike.id,
            since=dt.date(2020, 2, 17),
            reason="it did end",
            author="A. Reader",
        ),
        st.Ruling(of=demand.id, status=st.Status.REFUSED, reason="it went on"),
    ]


def entries() -> Iterator[Entry]:
    """The records as they would have been recorded, one an hour."""
    before = GENESIS
    for position, record in enumerate(records(), start=1):
        recorded_at = BEGUN + dt.timedelta(hours=position)
        before = link(before, microseconds(recorded_at), record)
        yield Entry(position, recorded_at, before.hex(), record)


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    place = out / f"{st.__version__}.db"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "log.db"
        with st.open(made) as log:
            log.adopt(entries())
            st.export_log(log, place.with_suffix(".jsonl"))
            head = log.head
        place.write_bytes(made.read_bytes())
    said = {"position": head.position, "hash": head.hash}
    place.with_suffix(".json").write_text(f"{json.dumps(said)}\n", "utf-8")


if __name__ == "__main__":
    main()
