"""The rules that are used where no others are given, each with an example."""

from __future__ import annotations

from stances.events import EventType, Status
from stances.outcome_rules import (
    ANSWER,
    BOTH_WAYS,
    FOR_EVER,
    THREATENED,
    Matter,
    Rule,
    Side,
    Timing,
)

_ACTOR, _RECIPIENT, _ABOUT, _NOBODY = Side.ACTOR, Side.RECIPIENT, Side.ABOUT, Side.NOBODY

DEMAND_RULES = (
    Rule(
        name="conceded",
        says="The one asked conceded to the one who asked, or to the third party.",
        status=Status.MET,
        event_types=(EventType.CONCEDE,),
        directions=((_RECIPIENT, _ACTOR), (_RECIPIENT, _ABOUT)),
        about=Matter.NO_OTHER,
        timing=Timing.REPLY,
        window=ANSWER,
        example=("2020-02-16 USA REQUEST RUS about SYR", "2020-02-20 RUS CONCEDE USA about SYR"),
    ),
    Rule(
        name="retreated",
        says="The one asked retreated: before either of them, or before nobody named.",
        status=Status.MET,
        event_types=(EventType.RETREAT,),
        directions=((_RECIPIENT, _ACTOR), (_RECIPIENT, _ABOUT), (_RECIPIENT, _NOBODY)),
        about=Matter.NO_OTHER,
        window=ANSWER,
        example=("2020-02-15 TUR REQUEST SYR", "2020-02-20 SYR RETREAT -"),
    ),
    Rule(
        name="gave aid",
        says="The one asked gave aid to the one who asked.",
        status=Status.MET,
        event_types=(EventType.AID,),
        directions=((_RECIPIENT, _ACTOR),),
        window=ANSWER,
        example=("2020-02-20 TUR REQUEST USA", "2020-03-01 USA AID TUR"),
    ),
    Rule(
        name="rejected",
        says="The one asked rejected the one who asked, not about somebody else.",
        status=Status.REFUSED,
        event_types=(EventType.REJECT,),
        directions=((_RECIPIENT, _ACTOR),),
        about=Matter.NO_OTHER,
        timing=Timing.REPLY,
        window=ANSWER,
        final=False,
        example=("2020-02-16 USA REQUEST RUS about SYR", "2020-02-17 RUS REJECT USA about SYR"),
    ),
    Rule(
        name="dismissed",
        says="The one asked rejected, toward nobody named, something about the same third party.",
        status=Status.REFUSED,
        event_types=(EventType.REJECT,),
        directions=((_RECIPIENT, _NOBODY),),
        about=Matter.SAME,
        timing=Timing.REPLY,
        window=ANSWER,
        final=False,
        example=("2020-02-16 USA REQUEST RUS about SYR", "2020-02-18 RUS REJECT - about SYR"),
    ),
)

THREAT_RULES = (
    Rule(
        name="acted",
        says="The one who threatened attacked, coerced or sanctioned the other.",
        status=Status.CARRIED_OUT,
        event_types=(EventType.SANCTION, EventType.COERCE, EventType.ASSAULT),
        directions=((_ACTOR, _RECIPIENT),),
        window=THREATENED,
        example=("2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-03-01 TUR ASSAULT SYR"),
    ),
    Rule(
        name="complied by conceding",
        says="The other conceded, in time, to a threat with a condition or a deadline.",
        status=Status.MET,
        event_types=(EventType.CONCEDE,),
        directions=((_RECIPIENT, _ACTOR), (_RECIPIENT, _ABOUT)),
        about=Matter.NO_OTHER,
        timing=Timing.REPLY,
        window=ANSWER,
        ultimatum=True,
        example=("2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-02-28 SYR CONCEDE TUR"),
    ),
    Rule(
        name="complied by retreating",
        says="The other retreated, in time, after a threat with a condition or a deadline.",
        status=Status.MET,
        event_types=(EventType.RETREAT,),
        directions=((_RECIPIENT, _ACTOR), (_RECIPIENT, _ABOUT), (_RECIPIENT, _NOBODY)),
        about=Matter.NO_OTHER,
        window=ANSWER,
        ultimatum=True,
        example=("2020-02-18 TUR THREATEN SYR by 2020-02-29", "2020-02-28 SYR RETREAT -"),
    ),
    Rule(
        name="backed down",
        says="The one who threatened conceded to the other or retreated before them.",
        status=Status.WITHDRAWN,
        event_types=(EventType.CONCEDE, EventType.RETREAT),
        directions=((_ACTOR, _RECIPIENT),),
        window=ANSWER,
        example=("2019-10-07 USA THREATEN TUR", "2019-10-23 USA CONCEDE TUR"),
    ),
)

AGREEMENT_RULES = (
    Rule(
        name="attacked",
        says="A party attacked the other.",
        status=Status.BROKEN,
        event_types=(EventType.ASSAULT,),
        directions=BOTH_WAYS,
        window=FOR_EVER,
        example=("2019-10-17 TUR AGREE YPG", "2019-10-30 TUR ASSAULT YPG"),
    ),
    Rule(
        name="agreed anew",
        says="The parties agreed again, on a later day, about the same third party.",
        status=Status.SUPERSEDED,
        event_types=(EventType.AGREE,),
        directions=BOTH_WAYS,
        about=Matter.SAME,
        window=FOR_EVER,
        example=("2018-09-17 TUR AGREE RUS about SYR", "2020-03-05 RUS AGREE TUR about SYR"),
    ),
    Rule(
        name="accused",
        says="A party accused or rejected the other, about the same third party.",
        status=Status.DISPUTED,
        event_types=(EventType.ACCUSE, EventType.REJECT),
        directions=BOTH_WAYS,
        about=Matter.SAME,
        window=FOR_EVER,
        final=False,
        example=("2018-09-17 RUS AGREE TUR about SYR", "2020-02-04 TUR ACCUSE RUS about SYR"),
    ),
)
