from __future__ import annotations

import pytest

from stances.errors import InvalidArgument, StancesError
from stances.events import EventType
from stances.scale import PLOVER, QuadClass, Scale, counted, quad_class

COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "RETREAT", "COOPERATE", "AID"}


def test_the_sign_of_a_score_is_that_of_its_quad_class() -> None:
    for event_type in EventType:
        cooperative = quad_class(event_type) in (
            QuadClass.VERBAL_COOPERATION,
            QuadClass.MATERIAL_COOPERATION,
        )
        assert cooperative == (event_type in COOPERATIVE)
        assert PLOVER[event_type] > 0 if cooperative else PLOVER[event_type] <= 0


@pytest.mark.parametrize(
    ("event_type", "score", "quad"),
    [
        (EventType.ACCUSE, -3.0, QuadClass.VERBAL_CONFLICT),
        (EventType.CONCEDE, 4.5, QuadClass.VERBAL_COOPERATION),
        (EventType.REQUEST, 0.0, QuadClass.VERBAL_CONFLICT),
        (EventType.SANCTION, -6.0, QuadClass.MATERIAL_CONFLICT),
    ],
)
def test_entries_where_the_manual_is_in_doubt(
    event_type: EventType, score: float, quad: QuadClass
) -> None:
    assert (PLOVER[event_type], quad_class(event_type)) == (score, quad)


def test_a_scale_is_made_of_names_or_types_and_rebuilt_by_its_repr() -> None:
    names = Scale("ones", {name.value: 1 for name in EventType})
    assert names == Scale("ones", dict.fromkeys(EventType, 1.0))
    assert names[EventType.AID] == 1.0
    assert hash(names) == hash(eval(repr(names)))
    assert names == eval(repr(names))


def test_a_scale_lists_all_that_is_wrong_with_it() -> None:
    scores: dict[str, object] = {name.value: 1.0 for name in EventType}
    del scores["AID"], scores["AGREE"]
    scores |= {"HUG": 1.0, "ASSAULT": float("nan"), "COERCE": "-7"}
    with pytest.raises(InvalidArgument) as caught:
        Scale("mine", scores)
    for told in ("AGREE, AID", "HUG", "ASSAULT is nan", "COERCE is '-7'"):
        assert told in str(caught.value)
    assert isinstance(caught.value, StancesError)
    assert isinstance(caught.value, ValueError)


def test_counts_in_words() -> None:
    assert counted(EventType.THREATEN, 1) == "1 threat"
    assert counted(EventType.REQUEST, 2) == "2 demands"
