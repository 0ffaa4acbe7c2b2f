"""The mediator's weeks and terms of office: pressure, opening, aid, relief; how the table is set at first.

Decisions are those of `agents/mediator.py`; this file keeps the table's books (Kydd 2003; Favretto 2009).
Reduces to a table at rest: no switch, no wear, all levels at their own targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.events import emit
from agents.leverage import base_aid, next_aid, next_relief
from agents.mediator import (
    MediatorParameters,
    next_opening,
    next_pressure,
    side_of,
    switch_probability,
    towards,
)
from agents.records import parameter
from agents.rules import rule
from agents.supporters import SupporterParameters, change_disposition
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, Actor, Happening
from model.conditions import ConditionParameters
from model.learning import OBSERVERS, LearningParameters, first_belief
from model.sounding import SoundingParameters, take_place
from model.word import fade_word

if TYPE_CHECKING:
    from agents.events import Log
    from agents.states import State
    from model.table import Diplomacy

_SPREAD = "judgement: most of the variance of answers lies between office-holders, not between weeks"


@dataclass(frozen=True)
class DiplomacyParameters(SoundingParameters):
    """Office-holders, standing of proposals, and how blame moves."""

    disposition_sd: float = parameter(
        0.0025,
        "spread of the taste for accepting between office-holders",
        unit="prize",
        low=0.0,
        high=0.03,
        kind="prior",
        source=_SPREAD,
    )
    disposition_stance: float = parameter(
        0.006,
        "fall of that taste per unit of the office-holder's hawkishness beyond his predecessor's",
        unit="prize",
        low=0.0,
        high=0.05,
        kind="prior",
        source="judgement",
    )
    attachment_russia: float = parameter(
        0.35,
        "attachment of a ruler of Russia who began the war: further loss from each unit of his aims signed away",
        unit="ratio",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement, set with the answers of 2025 in view; Levy (1997); Atran and Axelrod (2008)",
    )
    attachment_ukraine: float = parameter(
        0.05,
        "attachment of Ukraine's leadership: further loss from each unit of its aims signed away",
        unit="ratio",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement: an unconditional freeze was accepted in March 2025, recognition was not",
    )
    attachment_sd: float = parameter(
        0.4,
        "spread of attachment between office-holders, over its level",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="prior",
        source=_SPREAD,
    )
    attachment_stance: float = parameter(
        0.2,
        "rise of attachment per unit of the office-holder's hawkishness beyond that of the ruler of March 2025",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    ambiguity_russia: float = parameter(
        0.0015,
        "noise of the utility of one answer of Russia's",
        unit="prize",
        low=0.0002,
        high=0.03,
        kind="prior",
        source=_SPREAD,
    )
    ambiguity_ukraine: float = parameter(
        0.0015,
        "noise of the utility of one answer of Ukraine's",
        unit="prize",
        low=0.0002,
        high=0.03,
        kind="prior",
        source=_SPREAD,
    )
    backing_europe: float = parameter(
        0.4,
        "share of the mediator's standing that hangs on a European proposal",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: 'first backs, then urges talks', 10-11 May 2025",
    )
    backing_belligerent: float = parameter(
        0.15,
        "share of the mediator's standing that hangs on a proposal of a belligerent",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    blame_russia: float = parameter(
        0.5,
        "share of the blame on Russia in the mediator's eyes on 18 March 2025",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: even, after the rupture of 28 February and Jeddah",
    )
    blame_step: float = parameter(
        0.06,
        "shift of blame by a pivotal refusal of a general ceasefire",
        unit="share",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement",
    )
    aftermath: float = parameter(
        2.0,
        "refusals that a truce counts for that has broken, for whoever would ask for another",
        unit="count",
        low=1.0,
        high=8.0,
        kind="prior",
        source="judgement: the answer that was given and the one that it proved to be; in Donbas 22 truces in 225 weeks",
    )
    blame_half_life: float = parameter(
        13.0,
        "time in which blame goes half way back to even",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement",
    )


@rule
def draw_type(state: State, attachment: float, normal: float, stance: float, p: DiplomacyParameters) -> None:
    """Draw the run-level type of a new office-holder, `stance` his hawkishness beyond that of the one of March 2025.

    One draw for all parts of it: who has more taste for accepting is less attached to the aims, whose usual
    `attachment` is that of his state, and would sign for less than others reckon with. What his predecessor's word
    was worth is no longer held against his state (McGillivray and Smith 2000).
    """
    state.disposition = p.disposition_sd * normal - p.disposition_stance * stance
    state.aims = attachment * (1.0 - p.attachment_sd * normal)
    take_place(state, normal, p.attachment_sd * attachment)
    hold_to_aims(state, attachment, 1.0, stance, p)
    fade_word(state, 0.0)


@rule
def hold_to_aims(
    state: State, attachment: float, answerable: float, stance: float, p: DiplomacyParameters
) -> None:
    """Attachment a = A l + s h: the aims of his type as far as he is answerable for the war, and his own stance.

    `answerable` (A) is 1 for one who began it (Croco 2011; `agents/successors.py`); the rest is what he believes in.
    """
    state.attachment = max(answerable * state.aims + p.attachment_stance * stance, 0.0)
    state.aims_spread = answerable * p.attachment_sd * attachment


def draw_types(states: list[State], p: DiplomacyParameters) -> None:
    """Draw the types of the leaderships of March 2025, from `normals[1]` of Russia and Ukraine."""
    russia, ukraine = states[Actor.RUSSIA], states[Actor.UKRAINE]
    draw_type(russia, p.attachment_russia, russia.normals[1], 0.0, p)
    draw_type(ukraine, p.attachment_ukraine, ukraine.normals[1], 0.0, p)


def initialise_diplomacy(
    diplomacy: Diplomacy,
    states: list[State],
    p: DiplomacyParameters,
    mediator: MediatorParameters,
    learning: LearningParameters,
    conditions: ConditionParameters,
) -> None:
    """Set the table of 18 March 2025; types as in `draw_types`.

    Call after `initialise_states`.
    """
    states[Actor.RUSSIA].ambiguity = p.ambiguity_russia
    states[Actor.UKRAINE].ambiguity = p.ambiguity_ukraine
    draw_types(states, p)
    for observer in OBSERVERS:
        for scope in range(SCOPES):
            first = first_belief(observer, scope, learning)
            states[observer].accepts[scope] = learning.prior_strength * first
            states[observer].refuses[scope] = learning.prior_strength * (1.0 - first)
    diplomacy.opening = mediator.opening
    diplomacy.patience = mediator.patience
    diplomacy.bias = mediator.bias
    diplomacy.us_russia = mediator.relation
    diplomacy.pressure = mediator.pressure
    diplomacy.pressure_weeks = 1.0
    diplomacy.blame_russia = p.blame_russia
    diplomacy.us_aid = base_aid(states[Actor.UNITED_STATES].resolve, mediator)
    diplomacy.aid_told = diplomacy.us_aid
    diplomacy.side = side_of(mediator.pressure)
    diplomacy.sincere = conditions.sincere
    diplomacy.insincere = conditions.insincere
    diplomacy.weeks_since_offer = 1.0


@rule
def fade_requests(diplomacy: Diplomacy, kept: float) -> None:
    """Let refusals of the past tell less: as far as pressure has turned, wholly with a new office-holder (`kept` 0)."""
    for scope in range(SCOPES):
        diplomacy.asked[scope] = kept * diplomacy.asked[scope]


@rule
def mediate(
    diplomacy: Diplomacy,
    states: list[State],
    log: Log,
    p: DiplomacyParameters,
    mediator: MediatorParameters,
    decided: bool = False,
) -> None:
    """The mediator's week: whom it presses, what it offers, what it withholds; old blame fades.

    In a war that is `decided` there is nothing to press for. Shocks: `normals[0]` of the opening, `uniforms[4]` of the
    switch.
    """
    america = states[Actor.UNITED_STATES]
    before = diplomacy.pressure
    switch = switch_probability(diplomacy.side, diplomacy.blame_russia, diplomacy.bias, mediator)
    diplomacy.pressure_weeks = diplomacy.pressure_weeks + 1.0
    if decided:
        diplomacy.pressure = (1.0 - mediator.build_up) * diplomacy.pressure
    else:
        if diplomacy.uniforms[4] < switch:
            diplomacy.side = -diplomacy.side
            diplomacy.pressure_weeks = 0.0
            pressed = Actor.RUSSIA if diplomacy.side > 0.0 else Actor.UKRAINE
            emit(log, Happening.PRESSURE_SWITCH, Actor.UNITED_STATES, pressed, -1, -1, diplomacy.blame_russia)
        diplomacy.pressure = next_pressure(
            diplomacy.pressure, diplomacy.side, diplomacy.blame_russia, diplomacy.bias, mediator
        )
    fade_requests(diplomacy, 1.0 - 0.5 * abs(diplomacy.pressure - before))
    diplomacy.patience = towards(diplomacy.patience, 1.0, mediator.recovery_half_life)
    diplomacy.us_russia = towards(diplomacy.us_russia, america.affinity_russia, mediator.relation_half_life)
    diplomacy.blame_russia = towards(diplomacy.blame_russia, 0.5, p.blame_half_life)
    diplomacy.opening = next_opening(diplomacy.opening, diplomacy.us_russia, diplomacy.normals[0], mediator)
    flow = next_aid(diplomacy.us_aid, america.resolve, diplomacy.pressure, mediator)
    diplomacy.us_aid = min(flow, 1.0 - diplomacy.aid_barred)
    relief = next_relief(diplomacy.sanctions_relief, diplomacy.us_russia, mediator)
    diplomacy.sanctions_relief = max(relief, diplomacy.relief_agreed)


@rule
def tell_levers(diplomacy: Diplomacy, log: Log, mediator: MediatorParameters) -> None:
    """Tell of American aid and of relief from sanctions when either has moved far since it was last told of."""
    if abs(diplomacy.us_aid - diplomacy.aid_told) > mediator.change_told:
        diplomacy.aid_told = diplomacy.us_aid
        emit(log, Happening.AID_CHANGE, Actor.UNITED_STATES, Actor.UKRAINE, -1, -1, diplomacy.us_aid)
    if abs(diplomacy.sanctions_relief - diplomacy.relief_told) > mediator.change_told:
        diplomacy.relief_told = diplomacy.sanctions_relief
        relief = diplomacy.sanctions_relief
        emit(log, Happening.SANCTIONS_CHANGE, Actor.UNITED_STATES, Actor.RUSSIA, -1, -1, relief)


@rule
def change_office(
    actor: int,
    diplomacy: Diplomacy,
    states: list[State],
    log: Log,
    p: DiplomacyParameters,
    mediator: MediatorParameters,
    support: SupporterParameters,
) -> None:
    """A term of office ends in a state other than Russia: types, dispositions and patience are drawn anew.

    Shocks: `normals[1]` of the state; for the United States also `normals[1]` and `[2]` of the table.
    """
    state = states[actor]
    emit(log, Happening.OFFICE_CHANGES, actor, -1, -1, -1, state.normals[1])
    if actor == Actor.UNITED_STATES or actor == Actor.UKRAINE:
        fade_requests(diplomacy, 0.0)
    if actor == Actor.UNITED_STATES:
        state.affinity_ukraine = clip(mediator.bias_sd * state.normals[1], -1.0, 1.0)
        state.affinity_russia = clip(mediator.bias_sd * diplomacy.normals[1], -1.0, 1.0)
        diplomacy.bias = clip(mediator.bias_sd * diplomacy.normals[2], -1.0, 1.0)
        diplomacy.patience = mediator.patience
    elif actor == Actor.UKRAINE:
        draw_type(state, p.attachment_ukraine, state.normals[1], 0.0, p)
    elif actor >= FIRST_EUROPEAN:
        change_disposition(state, state.normals[1], support)
