"""Conditions: how likely those asked are met, whether those met were meant, and what their record teaches.

Conditions are claims that the other side can test (Fearon 1997 on tying hands; Beta learning of sincerity).
Reduces to the mediator's first belief where no condition was ever asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, exp
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import CONDITIONS, Actor, Answer, Condition
from model.word import WordParameters

if TYPE_CHECKING:
    from agents.states import Prospect, Reply
    from model.table import Diplomacy

_GRANT = "judgement; none was granted by August 2025"


@dataclass(frozen=True)
class ConditionParameters(WordParameters):
    """Chances that conditions are met, and how their record is judged."""

    chance_aid_stop: float = parameter(
        0.02,
        "chance that foreign aid to Ukraine is stopped on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.5,
        kind="prior",
        source=_GRANT,
    )
    chance_monitoring: float = parameter(
        0.6,
        "chance that monitoring is agreed on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.95,
        kind="prior",
        source="judgement: offered by Europeans in March 2025",
    )
    chance_kursk: float = parameter(
        0.4,
        "chance that the pocket in Kursk region is handed back on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.95,
        kind="prior",
        source="judgement: nearly lost in March 2025",
    )
    chance_recognition: float = parameter(
        0.12,
        "chance that gains are recognised on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: Crimea alone was offered, April 2025",
    )
    chance_us_guarantee: float = parameter(
        0.2,
        "chance that the United States vouches for terms on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.8,
        kind="prior",
        source=_GRANT,
    )
    chance_root_causes: float = parameter(
        0.03,
        "chance that the 'root causes' are conceded on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.3,
        kind="prior",
        source=_GRANT,
    )
    chance_no_mobilisation: float = parameter(
        0.03,
        "chance that Ukraine stops mobilising and rearming on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.5,
        kind="prior",
        source=_GRANT,
    )
    chance_sanctions_relief: float = parameter(
        0.1,
        "chance that relief from sanctions is granted on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement: considered in March 2025, refused by Europe, not granted by August 2025",
    )
    chance_security_guarantee: float = parameter(
        0.15,
        "chance that Ukraine is given guarantees on demand, for a general ceasefire",
        unit="share",
        low=0.0,
        high=0.8,
        kind="prior",
        source=_GRANT,
    )
    lean: float = parameter(
        1.0,
        "log odds of a condition per unit of the mediator's bias towards who asks",
        unit="log odds",
        low=0.0,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    sincere: float = parameter(
        2.0,
        "Beta count at the start: conditions of Russia that proved sincere",
        unit="count",
        low=0.1,
        high=20.0,
        kind="prior",
        source="judgement: claims to be tested",
    )
    insincere: float = parameter(
        3.0,
        "Beta count at the start: conditions that did not",
        unit="count",
        low=0.1,
        high=20.0,
        kind="prior",
        source="judgement: claims to be tested",
    )
    reconsider: float = parameter(
        0.01,
        "chance that those asked for conditions reconsider their stance in a week",
        unit="a week",
        low=0.005,
        high=1.0,
        kind="prior",
        source="judgement: red lines on aid, gains and 'root causes' stood from 2024 to August 2025",
    )
    pretext: float = parameter(
        0.3,
        "weight as insincere of conditions that could not be met and so were not tested",
        unit="count",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    sincerity_ukraine: float = parameter(
        0.5,
        "mediator's belief that conditions of Ukraine are sincere",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )


@rule
def chance_of(condition: int, p: ConditionParameters) -> float:
    """Chance that a condition is met for a general ceasefire, by an even-handed mediator."""
    if condition == Condition.AID_STOP:
        return p.chance_aid_stop
    if condition == Condition.MONITORING:
        return p.chance_monitoring
    if condition == Condition.KURSK:
        return p.chance_kursk
    if condition == Condition.RECOGNITION_OF_GAINS:
        return p.chance_recognition
    if condition == Condition.US_GUARANTEE:
        return p.chance_us_guarantee
    if condition == Condition.ROOT_CAUSES:
        return p.chance_root_causes
    if condition == Condition.NO_MOBILISATION:
        return p.chance_no_mobilisation
    if condition == Condition.SANCTIONS_RELIEF:
        return p.chance_sanctions_relief
    return p.chance_security_guarantee


@rule
def weigh_conditions(prospect: Prospect, diplomacy: Diplomacy, side: int, p: ConditionParameters) -> None:
    """Write what a belligerent believes of each condition being met, and its own record with the mediator.

    The mediator's bias moves the odds, so that no chance leaves the range from 0 to 1.
    """
    towards = diplomacy.bias if side == Actor.RUSSIA else -diplomacy.bias
    lean = exp(p.lean * towards)
    for condition in range(CONDITIONS):
        chance = chance_of(condition, p)
        prospect.chance[condition] = chance * lean / (1.0 - chance + chance * lean)
    prospect.sincerity = p.sincerity_ukraine
    if side == Actor.RUSSIA:
        prospect.sincerity = divide(diplomacy.sincere, diplomacy.sincere + diplomacy.insincere, 0.5)


@rule
def hold_stance(stance: float, uniform: float, p: ConditionParameters) -> float:
    """How hard those asked are on conditions: uniform, drawn once and then kept until they reconsider.

    To be asked again is no new lottery: a demand refused in one week is refused in the next, so that many
    conditional answers do not add up to a concession. With `reconsider` at 1 every week is drawn anew.
    """
    if stance <= 0.0:
        return uniform
    if uniform < p.reconsider:
        return divide(uniform, p.reconsider, uniform)
    return stance


@rule
def come_true(diplomacy: Diplomacy, reply: Reply, side: int, uniform: float, p: ConditionParameters) -> bool:
    """Whether a conditional answer comes true: its conditions are met, and meant.

    A side goes through with it if the offer with its conditions met is then worth more to it than refusing.
    Conditions of Russia that are met count for or against its sincerity; others count in part as pretexts.
    """
    if reply.answer != Answer.CONDITIONAL:
        return False
    met = uniform < reply.met
    kept = met and reply.worth > 0.0
    if side == Actor.RUSSIA:
        if kept:
            diplomacy.sincere = diplomacy.sincere + 1.0
        elif met:
            diplomacy.insincere = diplomacy.insincere + 1.0
        else:
            diplomacy.insincere = diplomacy.insincere + p.pretext * clip(1.0 - reply.met, 0.0, 1.0)
    return kept
