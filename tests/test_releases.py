"""A data set into a log: once, again, and a newer release over an older one."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stances
from stances.events import Retraction
from stances.interchange import Reading, Reason, read_acled, read_gdelt, read_icews, read_plover
from stances.interchange.plover_written import write_plover
from stances.notation import event
from stances.releases import Imported, import_rows
from stances.store import EventLog
from tests.interchange.made import DATA, ICEWS, acled, csv_text, gdelt, icews, tab_text


@pytest.fixture
def log() -> Iterator[EventLog]:
    with stances.open(":memory:") as opened:
        yield opened


def release(*rows: list[str]) -> Reading:
    return read_acled(io.BytesIO(csv_text(*rows).encode()))


def of(row: str, **said: str) -> list[str]:
    return acled(event_id_cnty=row, **said)


def standing(log: EventLog) -> list[str]:
    return sorted(str(act.event) for act in log.view().acts)


def counts(done: Imported) -> tuple[int, ...]:
    return (done.added, done.corrected, done.retracted, done.restored, done.kept, done.protected)


ONE, TWO = of("SYR1"), of("SYR2", event_date="2020-02-19")
EDITED = of("SYR1", event_date="2020-02-17", timestamp="1600000000")
TOUCHED = of("SYR1", timestamp="1600000000")


def test_again_changes_nothing(log: EventLog) -> None:
    assert counts(import_rows(release(ONE, TWO), log)) == (4, 0, 0, 0, 0, 0)
    head = log.head
    again = import_rows(release(ONE, TWO), log, complete=True)
    assert counts(again) == (0, 0, 0, 0, 4, 0)
    assert log.head == again.head == head


def test_an_edited_row_is_corrected_and_one_touched_only_is_not(log: EventLog) -> None:
    import_rows(release(ONE, TWO), log)
    assert counts(import_rows(release(TOUCHED, TWO), log)) == (0, 0, 0, 0, 4, 0)
    assert counts(import_rows(release(EDITED, TWO), log)) == (0, 2, 0, 0, 2, 0)
    assert [line[:10] for line in standing(log)] == ["2020-02-17"] * 2 + ["2020-02-19"] * 2
    head = log.head
    assert counts(import_rows(release(EDITED, TWO), log)) == (0, 0, 0, 0, 4, 0)
    assert log.head == head


def test_back_and_forth_each_release_says_what_stands(log: EventLog) -> None:
    for row in (ONE, EDITED, ONE, EDITED, ONE):
        import_rows(release(row), log)
        with stances.open(":memory:") as fresh:
            import_rows(release(row), fresh)
            assert standing(log) == standing(fresh)


def test_what_complete_files_lack_is_retracted_and_comes_back(log: EventLog) -> None:
    import_rows(release(ONE, TWO), log)
    assert counts(import_rows(release(ONE), log)) == (0, 0, 0, 0, 2, 0)
    for _ in range(2):
        assert counts(import_rows(release(ONE), log, complete=True)) == (0, 0, 2, 0, 2, 0)
        assert {line[:10] for line in standing(log)} == {"2020-02-18"}
        assert counts(import_rows(release(ONE), log, complete=True)) == (0, 0, 0, 0, 2, 0)
        assert counts(import_rows(release(ONE, TWO), log)) == (0, 0, 0, 2, 2, 0)
        assert len(standing(log)) == 4


def test_complete_between_two_days(log: EventLog) -> None:
    import_rows(release(ONE, TWO), log)
    day = dt.date(2020, 2, 18)
    assert counts(import_rows(release(ONE), log, complete=True, until=day)) == (0, 0, 0, 0, 2, 0)
    done = import_rows(release(ONE), log, complete=True, since=dt.date(2020, 2, 19))
    assert done.retracted == 2
    with pytest.raises(stances.InvalidArgument, match="say complete, too"):
        import_rows(release(ONE), log, since=day)


def test_other_data_sets_and_other_events_are_left_alone(log: EventLog) -> None:
    by_hand = event('2020-02-18 TUR REQUEST RUS "a demand"')
    log.append([by_hand])
    import_rows(read_gdelt(io.BytesIO(gdelt().encode())), log)
    done = import_rows(release(ONE), log, complete=True)
    assert done.retracted == 0
    assert len(standing(log)) == 4


def test_a_row_that_tells_no_event_any_more(log: EventLog) -> None:
    import_rows(release(ONE, TWO), log)
    done = import_rows(release(of("SYR1", actor2="Civilians (Syria)"), TWO), log)
    assert counts(done) == (0, 0, 2, 0, 2, 0)
    assert done.left_out == {Reason.RECIPIENT: 1}
    fewer = of("SYR2", event_date="2020-02-19", event_type="Explosions/Remote violence",
               sub_event_type="Shelling/artillery/missile attack")  # fmt: skip
    assert counts(import_rows(release(fewer), log)) == (0, 0, 1, 0, 1, 0)
    assert len(standing(log)) == 1


def test_what_people_decided_stays(log: EventLog) -> None:
    import_rows(release(ONE, TWO), log)
    first, *_, last = log.view().reports
    log.correct(first.id, {"about": "TUR"}, reason="the text says so")
    retraction = log.retract(last.id, reason="not in the source")
    before = standing(log)
    changed = of("SYR2", event_date="2020-02-20")
    assert counts(import_rows(release(EDITED, changed), log, complete=True)) == (0, 2, 0, 0, 0, 2)
    assert counts(import_rows(release(of("SYR3")), log, complete=True))[2] == 2
    log.retract(retraction.id, reason="it is, after all")
    done = import_rows(release(ONE, TWO), log)
    assert done.protected == 0
    assert [line for line in before if "about TUR" in line] == [
        line for line in standing(log) if "about TUR" in line
    ]


def test_one_id_twice_in_one_import(log: EventLog) -> None:
    done = import_rows(release(ONE, EDITED), log)
    assert (done.added, done.repeated) == (2, 1)
    assert {line[:10] for line in standing(log)} == {"2020-02-18"}


def test_the_release_of_a_data_set_is_kept_and_no_change(log: EventLog) -> None:
    text = tab_text(icews(), header=ICEWS).encode()
    import_rows(read_icews(io.BytesIO(text), release="2018"), log)
    done = import_rows(read_icews(io.BytesIO(text), release="2019"), log)
    assert (done.added, done.kept) == (0, 1)


def test_repeats_are_merged_into_one_act(log: EventLog) -> None:
    done = import_rows(read_gdelt(DATA / "gdelt2.tsv"), log)
    assert (done.rows, done.added, done.merged) == (24, 10, 1)
    assert len(standing(log)) == 9
    assert sum(done.left_out.values()) == 14
    assert import_rows(read_gdelt(DATA / "gdelt2.tsv"), log).head == done.head


def test_with_a_fault_nothing_is_imported(log: EventLog, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{gdelt()}\nbad\n")
    with pytest.raises(stances.FileFaults, match=r"a\.csv:2"):
        import_rows(read_gdelt(path), log)
    assert log.head.position == 0


def test_ours_through_plovers_json(log: EventLog, tmp_path: Path) -> None:
    ours = event('2020-02-18 TUR REQUEST RUS "a demand"')
    write_plover([ours], tmp_path / "a.jsonl")
    assert import_rows(read_plover(tmp_path / "a.jsonl"), log, complete=True).added == 1
    again = import_rows(read_plover(tmp_path / "a.jsonl"), log, complete=True)
    assert (again.added, again.kept) == (0, 1)
    assert list(log.records()) == [ours]


VERSIONS = st.dictionaries(
    st.sampled_from(["SYR1", "SYR2", "SYR3"]),
    st.sampled_from(
        [
            {},
            {"event_date": "2020-02-17"},
            {"event_type": "Explosions/Remote violence", "sub_event_type": "Grenade"},
            {"actor2": "Civilians (Syria)"},
            {"timestamp": "7"},
        ]
    ),
)


@given(st.lists(VERSIONS, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_after_complete_releases_stands_what_the_last_one_says(
    releases: list[dict[str, dict[str, str]]],
) -> None:
    with stances.open(":memory:") as log, stances.open(":memory:") as fresh:
        log.append([Retraction(of="0" * 32, reason="of something else")])
        for said in releases:
            rows = [of(row, **changes) for row, changes in said.items()]
            import_rows(release(*rows), log, complete=bool(rows))
        last = next((said for said in reversed(releases) if said), {})
        if last:
            import_rows(release(*(of(row, **said) for row, said in last.items())), fresh)
        assert standing(log) == standing(fresh)
        head = log.head
        if last:
            again = release(*(of(row, **said) for row, said in last.items()))
            assert import_rows(again, log, complete=True).head == head
