"""What belligerents make of war and peace, and how they answer."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agents.answers import answer_boundaries, answer_offer, nested_logit, pick
from agents.appraisal import (
    AppraisalParameters,
    appraise,
    average_drift_variance,
    fighting_on,
    held_in_war,
)
from agents.records import dtype_of, view_of
from agents.requests import choose_conditions, condition_value
from agents.stakes import (
    AnswerParameters,
    blame,
    conditional_credit,
    credit,
    relapse_cost,
    renew_credit,
    spend_credit,
    truce_terms,
)
from agents.states import Prospect, Reply, State, acceptance, package_gain
from agents.valuation import commitment_gap, outcome_utilities, utility, war_value
from agents.vocabulary import CONDITIONS, ISSUES, STATES, Actor, Answer, Condition, Scope, Term
from model.positions import PositionParameters, initialise_states
from tests.engines import both

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
APPRAISAL = AppraisalParameters()
ANSWERS_GROUP = AnswerParameters()
LINE = (82.0, 28_000.0, 70_000.0)
"""Long-run spread of a week's advance, and what is left to Russia's and to Ukraine's objective."""

ACCEPTED = {
    R: {Scope.HUMAN: 0.9, Scope.SHORT: 0.6, Scope.SECTOR: 0.8, Scope.GENERAL: 0.85, Scope.FINAL: 0.05},
    U: {Scope.HUMAN: 0.8, Scope.SHORT: 0.5, Scope.SECTOR: 0.4, Scope.GENERAL: 0.2, Scope.FINAL: 0.15},
}
FROZEN = [0.0, 0.83, 0.15, 0.35, 0.0, 0.57, 0.0, 0.0, 0.5, 0.1, 0.95, 0.3, 0.3, 0.5, 0.8, 0.3]
CHANCES = [0.05, 0.6, 0.4, 0.12, 0.2, 0.03, 0.03, 0.2, 0.15]


def table() -> list:
    """States with the positions of March 2025."""
    rows = np.zeros(STATES, dtype_of(State))
    initialise_states(rows, PositionParameters())
    return list(view_of(State, rows))


def side(actor: int, advance: float = 83.0, stick: float = 0.03, p: AppraisalParameters = APPRAISAL):
    """One belligerent at the baseline: its state and prospect, appraised."""
    states = table()
    ends = outcome_utilities(states[R], states[U])
    state = State.new()
    for name in ("ideal", "salience"):
        for issue in range(ISSUES):
            getattr(state, name)[issue] = getattr(states[actor], name)[issue]
    state.office_value = 1.0 if actor == R else 0.3
    state.ambiguity = 0.003
    state.belief_mean = advance + (30.0 if actor == R else -30.0)
    state.belief_variance = 900.0
    for scope, chance in ACCEPTED[actor].items():
        state.accepts[scope], state.refuses[scope] = 5.0 * chance, 5.0 * (1.0 - chance)
    prospect = Prospect.new(
        at_victory=ends[0] if actor == R else ends[2],
        at_defeat=ends[1] if actor == R else ends[3],
        at_freeze=utility(state, FROZEN),
        curvature=1.0,
        frozen=FROZEN,
        burden=1.0,
        drift_shift=-5.0,
        aid_drift=60.0,
        mobilisation_drift=90.0,
        strike_gain=-0.0004 if actor == R else 0.0012,
        kursk_km2=100.0,
        permanence=[0.0, 0.0, 0.002, stick, 0.8],
        hawk_reaction=0.0003 if actor == R else 0.0,
        opening=0.009 if actor == R else 0.027,
        blame=0.4,
        sincerity=0.4,
        chance=CHANCES,
    )
    appraise(state, prospect, actor, *LINE, p)
    return state, prospect


BACKING = {"mediator": 1.0, "europe": 0.4, "rival": 0.15}


def probabilities(state, prospect, scope, by="mediator", days=30.0, p=ANSWERS_GROUP) -> dict[Answer, float]:
    """Probability of each answer to a proposal."""
    reply = Reply.new()
    pivot = 1.0 if by == "rival" else acceptance(state, scope)
    stake = prospect.opening * BACKING[by]
    answer_offer(state, reply, prospect, scope, 0, days, pivot, stake, 0.5, p)
    return {answer: reply.probability[answer] for answer in Answer}


# Appraisal


def bare(actor: int, **values) -> tuple:
    """A side with one prize, nothing held and nothing else at stake."""
    state = State.new(belief_mean=60.0, belief_variance=400.0)
    prospect = Prospect.new(burden=1.0, curvature=1.0, **values)
    prospect.at_victory, prospect.at_defeat = (1.0, 0.0) if actor == R else (0.0, 1.0)
    return state, prospect


@pytest.mark.parametrize("actor", [R, U])
def test_without_anything_held_it_is_the_war_value_of_theory(actor):
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0)
    state, prospect = bare(actor)
    appraise(state, prospect, actor, *LINE, p)
    wins = state.victory if actor == R else 1.0 - state.victory
    cost = p.cost_russia if actor == R else p.cost_ukraine
    discount = math.exp(-p.impatience_russia / 52.1775)
    assert state.war_value == pytest.approx(max(0.0, war_value(wins, cost, state.end_hazard, discount)))


def test_gap_is_powells_where_power_shifts():
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0, cost_russia=1e-4, cost_ukraine=1e-4)
    state, prospect = bare(R, drift_shift=-90.0)
    appraise(state, prospect, R, 82.0, 4_000.0, 4_000.0, p)
    later = State.new(belief_mean=-30.0, belief_variance=400.0)
    rival_prospect = Prospect.new(burden=1.0, at_victory=0.0, at_defeat=1.0, at_freeze=1.0)
    appraise(later, rival_prospect, U, 82.0, 4_000.0, 4_000.0, p)
    discount = math.exp(-p.impatience_russia / 52.1775)
    expected = commitment_gap(state.war_value, later.war_value, discount, p.lock_in)
    assert state.commitment_gap == pytest.approx(expected)
    assert state.commitment_gap > 0.0
    assert state.power_shift > 0.0


def test_average_of_a_walking_drift_has_the_variance_of_an_integrated_walk():
    """Simulated: mean of a walk of T weeks, T the inverse of the rate at which the war ends."""
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0)
    weeks, walk = 200, 4.0
    found = average_drift_variance(50.0, 9.0, walk, 50.0 * weeks, 1.0, p)
    steps = np.random.default_rng(2).normal(0.0, walk, (4000, weeks)).cumsum(axis=1).mean(axis=1)
    assert found == pytest.approx(9.0 + walk * walk * weeks / 3.0)
    assert np.var(steps) == pytest.approx(found - 9.0, rel=0.1)
    assert both(average_drift_variance, -50.0, 9.0, 0.0, 1.0, 10.0, p) == 9.0


def test_status_quo_is_the_origin_of_fighting():
    """A war whose expected end is what is held anyway costs its cost alone."""
    prospect = Prospect.new(at_victory=1.0, at_defeat=0.0, at_line=0.6)
    hazard, cost, discount = 0.01, 0.001, 0.998
    lost = cost / (1.0 - discount * (1.0 - hazard))
    assert fighting_on(prospect, (0.6, hazard), cost, discount) == pytest.approx(0.6 - lost)


def test_one_who_fights_can_give_in():
    prospect = Prospect.new(at_victory=0.1, at_defeat=0.9, at_line=0.5)
    assert fighting_on(prospect, (1.0, 0.01), 1.0, 0.998) == 0.1


def test_a_week_of_fighting_is_worth_what_its_delay_costs():
    state, prospect = side(R)
    discount = math.exp(-APPRAISAL.impatience_russia / 52.1775)
    delayed = (1.0 - discount) * prospect.at_line + discount * state.war_value
    assert state.momentum == pytest.approx(state.war_value - delayed)


@pytest.mark.parametrize(("actor", "sign"), [(R, 1.0), (U, -1.0)])
def test_the_front_moves_the_value_of_war_each_way(actor, sign):
    values = [side(actor, advance)[0].war_value for advance in (20.0, 50.0, 83.0, 120.0)]
    assert all(sign * (b - a) > 0.0 for a, b in itertools.pairwise(values))
    state, _ = side(actor)
    assert sign * state.drift_value > 0.0
    assert sign * state.line_value > 0.0


def test_war_denies_ukraine_what_peace_would_open():
    for actor, sign in ((R, 1.0), (U, -1.0)):
        state, prospect = side(actor)
        open_ = held_in_war(state, prospect, dataclasses.replace(APPRAISAL, denial=0.0))
        denied = held_in_war(state, prospect, dataclasses.replace(APPRAISAL, denial=1.0))
        assert open_ == pytest.approx(prospect.at_freeze)
        assert sign * (denied - open_) > 0.0


def test_burden_of_war_lowers_its_value():
    light, heavy = (dataclasses.replace(APPRAISAL, cost_russia=c) for c in (0.0002, 0.0008))
    assert side(R, p=heavy)[0].war_value < side(R, p=light)[0].war_value


def test_mutual_optimism_is_in_the_beliefs():
    assert side(R)[0].victory > side(U)[0].victory


def test_package_gain_is_the_difference_of_utilities():
    state = table()[R]
    before, after = [0.3] * ISSUES, [0.3] * ISSUES
    after[2] = 0.8
    expected = utility(state, after, 0.6) - utility(state, before, 0.6)
    assert package_gain(state, 2, 0.3, 0.8, 0.6) == pytest.approx(expected)


# The limit of theory: straight boundaries


LIMIT = dataclasses.replace(
    ANSWERS_GROUP, weight_human=0.0, weight_short=0.0, weight_sector=0.36, sector_ground=0.4, forgiveness=4.0
)
"""Sector as the only lower rung, at a credit of 0.6 and at 0.4 of the cost on the ground."""


def answer_at(momentum: float, opening: float, penalty: float, p: AnswerParameters) -> Answer:
    """Answer of the weekly rule with momentum and the American opening alone."""
    state = State.new(momentum=momentum, ambiguity=0.0)
    state.accepts[Scope.GENERAL] = state.accepts[Scope.SECTOR] = 1.0
    prospect = Prospect.new(opening=opening, blame=penalty, curvature=1.0, lock_in=30.0)
    reply = Reply.new()
    answer_offer(state, reply, prospect, Scope.GENERAL, 0, 30.0, 1.0, opening, 0.5, p)
    return Answer(reply.answer)


@pytest.mark.parametrize("penalty", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("ground", [0.4, 0.9])
def test_weekly_rule_has_the_boundaries_of_the_closed_form(penalty, ground):
    """With credit concave (cost 0.4 of the whole) partial has a region, with costs of 0.9 it may have none."""
    p = dataclasses.replace(LIMIT, sector_ground=ground)
    weeks = 30.0 / 7.0
    for opening in (0.01, 0.03, 0.06):
        accept, partial = answer_boundaries(
            opening, credit(Scope.SECTOR, p), 1.0, penalty, ground * weeks, weeks
        )
        for share in (0.01, 0.3, 0.7, 0.99, 1.01, 1.5, 3.0):
            for edge in (accept, partial):
                momentum = share * edge
                expected = (
                    Answer.ACCEPT
                    if momentum < accept
                    else Answer.PARTIAL
                    if momentum < partial
                    else Answer.REJECT
                )
                found = answer_at(momentum, opening, penalty, p)
                assert found == expected or (expected == Answer.REJECT and found < Answer.PARTIAL)


@given(
    st.floats(0.01, 1.0),
    st.floats(0.05, 0.9),
    st.floats(0.0, 1.0),
    st.floats(0.05, 0.95),
)
def test_partial_has_a_region_iff_credit_is_concave_enough(opening, part, penalty, cost):
    accept, partial = answer_boundaries(opening, part, 1.0, penalty, cost, 1.0)
    slopes = (1.0 - part) / (1.0 - cost), (part + penalty) / cost
    assume(abs(slopes[0] - slopes[1]) > 1e-9)
    concave = slopes[0] < slopes[1]
    assert (accept < partial) == concave
    if not concave:
        assert accept == partial == pytest.approx(opening * (1.0 + penalty))


@pytest.mark.parametrize(
    "bad",
    [
        (-1.0, 0.5, 1.0, 0.5, 0.4, 1.0),
        (0.1, 0.5, 1.0, math.nan, 0.4, 1.0),
        (0.1, 0.5, 1.0, 0.5, 0.0, 1.0),
        (0.1, 0.5, 1.0, 0.5, 1.0, 1.0),
        (0.1, 1.5, 1.0, 0.5, 0.4, 1.0),
    ],
)
def test_boundaries_refuse_bad_input(bad):
    with pytest.raises(ValueError, match=r"found"):
        answer_boundaries(*bad)


# Quantal response


UTILITY = st.floats(-0.1, 0.1)


@given(UTILITY, UTILITY, UTILITY, UTILITY, UTILITY, st.floats(1e-4, 0.05), st.floats(0.1, 1.0))
def test_probabilities_sum_to_one(ignored, reject, conditional, partial, accept, noise, similarity):
    share = [0.0] * 5
    nested_logit(share, (ignored, reject), (conditional, partial), accept, noise, similarity)
    assert sum(share) == pytest.approx(1.0)
    assert min(share) >= 0.0


@given(UTILITY, UTILITY, UTILITY)
def test_duplicates_gain_no_mass_where_they_are_one(refusal, soft, accept):
    """Two soft answers of one worth, with dissimilarity near 0, count as one; as plain logit they count twice."""
    one, two = [0.0] * 5, [0.0] * 5
    nested_logit(one, (refusal, -1e30), (soft, -1e30), accept, 0.02, 0.01)
    nested_logit(two, (refusal, -1e30), (soft, soft), accept, 0.02, 0.01)
    assert two[2] + two[3] == pytest.approx(one[2] + one[3], abs=0.01)
    nested_logit(two, (refusal, -1e30), (soft, soft), accept, 0.02, 1.0)
    odds = (two[2] + two[3]) / two[4]
    assert odds == pytest.approx(2.0 * math.exp((soft - accept) / 0.02), rel=1e-6)


def test_a_higher_uniform_never_hardens_the_answer():
    share = [0.1, 0.2, 0.3, 0.15, 0.25]
    picked = [pick(share, u / 1000.0) for u in range(1000)]
    assert picked == sorted(picked)
    assert [picked.count(a) for a in range(5)] == pytest.approx([100, 200, 300, 150, 250], abs=1)


@pytest.mark.parametrize("actor", [R, U])
@pytest.mark.parametrize("scope", [Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
@pytest.mark.parametrize("by", ["mediator", "rival"])
def test_terms_are_what_decides(actor, scope, by):
    """In plain logit the log odds against reject are the sum of the recorded terms over the noise."""
    p = dataclasses.replace(ANSWERS_GROUP, similarity=1.0)
    state, prospect = side(actor)
    state.disposition = 0.002
    reply = Reply.new()
    seen = set()
    for step in range(400):
        uniform = step / 400.0
        pivot = 1.0 if by == "rival" else acceptance(state, scope)
        stake = prospect.opening * BACKING[by]
        answer_offer(state, reply, prospect, scope, 0, 30.0, pivot, stake, uniform, p)
        odds = math.log(reply.probability[reply.answer] / reply.probability[Answer.REJECT])
        assert sum(reply.terms) == pytest.approx(odds * state.ambiguity, abs=1e-12)
        seen.add(reply.answer)
    assert len(seen) >= 3


# Behaviour at the baseline


@pytest.mark.parametrize("advance", [30.0, 50.0, 83.0, 120.0])
def test_russia_hardly_ever_accepts_a_general_ceasefire(advance):
    """At high and at low momentum; it answers softly rather than with a plain no to the mediator."""
    state, prospect = side(R, advance)
    share = probabilities(state, prospect, Scope.GENERAL)
    assert share[Answer.ACCEPT] < 0.1
    assert share[Answer.CONDITIONAL] + share[Answer.PARTIAL] > 0.5
    assert probabilities(state, prospect, Scope.GENERAL, "europe")[Answer.REJECT] > share[Answer.REJECT]


ROWS = [
    # who, what, by whom, days, answers, at least
    (R, Scope.HUMAN, "mediator", 7.0, {Answer.ACCEPT}, 0.5),
    (R, Scope.SHORT, "mediator", 1.5, {Answer.ACCEPT}, 0.25),
    (R, Scope.SECTOR, "mediator", 30.0, {Answer.ACCEPT}, 0.25),
    (R, Scope.SECTOR, "mediator", 30.0, {Answer.PARTIAL, Answer.CONDITIONAL}, 0.25),
    (R, Scope.GENERAL, "rival", 30.0, {Answer.REJECT, Answer.IGNORED}, 0.3),
    (U, Scope.GENERAL, "mediator", 30.0, {Answer.ACCEPT}, 0.9),
    (U, Scope.GENERAL, "europe", 30.0, {Answer.ACCEPT}, 0.6),
    (U, Scope.SECTOR, "mediator", 30.0, {Answer.ACCEPT}, 0.7),
    (U, Scope.HUMAN, "rival", 7.0, {Answer.ACCEPT}, 0.4),
    (U, Scope.SHORT, "rival", 1.5, {Answer.REJECT, Answer.IGNORED, Answer.CONDITIONAL, Answer.PARTIAL}, 0.5),
]


@pytest.mark.parametrize(("who", "what", "by", "days", "answers", "least"), ROWS)
def test_answers_in_rows(who, what, by, days, answers, least):
    state, prospect = side(who)
    share = probabilities(state, prospect, what, by, days)
    assert sum(share[a] for a in answers) >= least, share


@pytest.mark.parametrize(("who", "author"), [(U, R), (R, U)])
def test_one_sided_settlements_are_refused(who, author):
    state, prospect = side(who)
    demand = table()[author].ideal
    prospect.at_offer = utility(state, demand)
    for issue in range(ISSUES):
        prospect.offered[issue] = demand[issue]
    share = probabilities(state, prospect, Scope.FINAL, "rival", 0.0)
    assert share[Answer.ACCEPT] < 0.01
    assert share[Answer.PARTIAL] < 1e-9
    assert share[Answer.REJECT] + share[Answer.IGNORED] > 0.5


def test_refusal_comes_from_the_terms():
    """Ablation: a Russia with nothing to lose by a truce that sticks accepts; no constant holds it back."""
    state, prospect = side(R)
    before = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    state.war_value = state.frozen_value = prospect.at_line
    state.momentum = state.power_shift = prospect.hawk_reaction = 0.0
    after = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    assert before < 0.1 < 0.6 < after


def test_what_refusal_protects_is_the_chance_that_a_truce_sticks():
    accepted = [probabilities(*side(R, stick=s), Scope.GENERAL)[Answer.ACCEPT] for s in (0.0, 0.03, 0.1, 0.3)]
    assert accepted == sorted(accepted, reverse=True)
    assert accepted[0] > 5.0 * accepted[2]
    state, prospect = side(R, stick=0.1)
    assert truce_terms(state, prospect, Scope.GENERAL, 0, 30.0, ANSWERS_GROUP)[0] < -0.02


def test_refusal_costs_more_the_more_is_at_stake():
    shares = []
    for opening in (0.002, 0.006, 0.012, 0.03):
        state, prospect = side(R)
        prospect.opening = opening
        shares.append(probabilities(state, prospect, Scope.GENERAL)[Answer.REJECT])
    assert shares == sorted(shares, reverse=True)


def test_hawks_at_home_raise_the_price_of_stopping():
    state, prospect = side(R)
    before = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    prospect.hawk_reaction = 0.003
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT] < before
    prospect.hawk_reaction, prospect.dove_reaction = 0.0, 0.003
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT] > before


def test_most_of_the_variance_is_between_office_holders():
    """A dove of two standard deviations accepts far more often than a hawk does."""
    state, prospect = side(R)
    share = {}
    for taste in (-0.006, 0.006):
        state.disposition = taste
        share[taste] = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    assert share[0.006] > 8.0 * share[-0.006]


def test_only_the_pivotal_side_is_blamed():
    _, prospect = side(R)
    full = blame(1.0, 0.0, 1.0, prospect, ANSWERS_GROUP)
    assert full == prospect.blame
    assert blame(1.0, 0.0, 0.0, prospect, ANSWERS_GROUP) == 0.0
    assert blame(1.0, 1.0, 1.0, prospect, ANSWERS_GROUP) == 0.0
    assert 0.0 < blame(1.0, credit(Scope.SECTOR, ANSWERS_GROUP), 1.0, prospect, ANSWERS_GROUP) < full


def test_credit_is_concave_and_scaled_by_sincerity():
    p = ANSWERS_GROUP
    parts = [credit(s, p) for s in Scope]
    assert parts == sorted(parts)
    assert credit(Scope.SECTOR, p) > p.weight_sector * credit(Scope.GENERAL, p)
    _, prospect = side(R)
    prospect.sincerity = 0.8
    trusted = conditional_credit(Scope.GENERAL, 0.2, prospect, p)
    prospect.sincerity = 0.1
    assert conditional_credit(Scope.GENERAL, 0.2, prospect, p) < trusted < 1.0


def test_who_goes_back_to_war_pays_at_most_what_war_is_worth():
    state, prospect = side(R)
    p = ANSWERS_GROUP
    stick = prospect.permanence[Scope.GENERAL]
    lost = 0.01 * p.relapse * (1.0 + prospect.blame)
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == pytest.approx((1.0 - stick) * lost)
    state.frozen_value = state.war_value - 1e-4
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == pytest.approx((1.0 - stick) * 1e-4)
    state.frozen_value = state.war_value + 0.1
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == 0.0
    assert relapse_cost(state, prospect, Scope.SHORT, 0.01, p) == 0.0


# Conditions


def test_conditions_are_those_that_help_who_asks():
    """Aid stop, Kursk, recognition, root causes, relief help Russia alone; guarantees for Ukraine, Ukraine alone."""
    gains = {}
    for actor in (R, U):
        state, prospect = side(actor)
        gains[actor] = [
            condition_value(state, prospect, c, Scope.GENERAL, 30.0, ANSWERS_GROUP) for c in range(CONDITIONS)
        ]
    for condition in (
        Condition.AID_STOP,
        Condition.KURSK,
        Condition.RECOGNITION_OF_GAINS,
        Condition.ROOT_CAUSES,
        Condition.NO_MOBILISATION,
        Condition.SANCTIONS_RELIEF,
    ):
        assert gains[R][condition] > 0.0 >= gains[U][condition], condition
    for condition in (Condition.SECURITY_GUARANTEE, Condition.MONITORING):
        assert gains[U][condition] > 0.0 >= gains[R][condition], condition


def test_kursk_condition_lifts_when_the_pocket_is_gone():
    state, prospect = side(R)
    prospect.kursk_km2 = 0.0
    assert condition_value(state, prospect, Condition.KURSK, Scope.GENERAL, 30.0, ANSWERS_GROUP) == 0.0


def test_an_aid_stop_is_worth_more_the_longer_power_shifts():
    values = []
    for drift in (10.0, 40.0, 80.0):
        state, prospect = side(R)
        prospect.aid_drift = drift
        values.append(
            condition_value(state, prospect, Condition.AID_STOP, Scope.GENERAL, 30.0, ANSWERS_GROUP)
        )
    assert values == sorted(values)


@pytest.mark.parametrize("stake", [0.0, 0.01])
def test_greedy_choice_is_the_best_single_condition_or_better(stake):
    state, prospect = side(R, stick=0.1)
    p = ANSWERS_GROUP
    for c in range(CONDITIONS):
        prospect.gain[c] = condition_value(state, prospect, c, Scope.GENERAL, 30.0, p)
    worth = sum(truce_terms(state, prospect, Scope.GENERAL, 0, 30.0, p))
    bits, met, price = choose_conditions(prospect, Scope.GENERAL, worth, stake, 0.85, p)

    def value(chance, gain):
        earned = conditional_credit(Scope.GENERAL, chance, prospect, p)
        return chance * 0.85 * (worth + gain) + stake * (earned - blame(1.0, earned, 0.85, prospect, p))

    singles = [value(prospect.chance[c], prospect.gain[c]) for c in range(CONDITIONS) if prospect.gain[c] > 0]
    assert bits > 0
    assert met == pytest.approx(np.prod([prospect.chance[c] for c in range(CONDITIONS) if bits >> c & 1]))
    assert price == pytest.approx(sum(prospect.gain[c] for c in range(CONDITIONS) if bits >> c & 1))
    assert value(met, price) >= max(singles) - 1e-15


def test_sure_conditions_of_a_worthless_offer_all_help():
    """Where all are sure to be met, every condition that helps is asked."""
    _, prospect = side(R)
    for c in range(CONDITIONS):
        prospect.chance[c] = 1.0
        prospect.gain[c] = 0.01 if c % 2 else -0.01
    bits, met, price = choose_conditions(prospect, Scope.GENERAL, -0.5, 0.0, 1.0, ANSWERS_GROUP)
    assert bits == 0b010101010
    assert met == 1.0
    assert price == pytest.approx(0.04)


def test_a_sector_deal_carries_a_price():
    """If Russia answers a sector deal with conditions, relief from sanctions is what it asks."""
    state, prospect = side(R)
    reply = Reply.new()
    for step in range(200):
        answer_offer(state, reply, prospect, Scope.SECTOR, 1, 30.0, 0.8, 0.009, step / 200.0, ANSWERS_GROUP)
        if reply.answer == Answer.CONDITIONAL:
            break
    assert reply.conditions == 1 << Condition.SANCTIONS_RELIEF
    assert reply.terms[Term.PRICE] > 0.0


def test_soft_answers_wear_out_and_renew():
    """Each soft answer on a rung uses up a share of what credit is left for it; time gives it back."""
    state, prospect = side(R)
    fresh = probabilities(state, prospect, Scope.GENERAL)
    for scope in (Scope.SECTOR, Scope.GENERAL):
        for _ in range(4):
            spend_credit(prospect, scope, ANSWERS_GROUP)
        assert prospect.spent[scope] == pytest.approx(1.0 - (1.0 - ANSWERS_GROUP.repetition) ** 4)
    worn = probabilities(state, prospect, Scope.GENERAL)
    soft = (Answer.PARTIAL, Answer.CONDITIONAL)
    assert sum(worn[a] for a in soft) < sum(fresh[a] for a in soft)
    assert worn[Answer.REJECT] > fresh[Answer.REJECT]
    for _ in range(20 * int(ANSWERS_GROUP.renewal)):
        renew_credit(prospect, ANSWERS_GROUP)
    assert max(prospect.spent) < 1e-6
    assert probabilities(state, prospect, Scope.GENERAL) == pytest.approx(fresh, abs=1e-6)


def test_without_wear_every_soft_answer_earns_as_the_first():
    state, prospect = side(R)
    constant = dataclasses.replace(ANSWERS_GROUP, repetition=0.0)
    before = probabilities(state, prospect, Scope.GENERAL, p=constant)
    for _ in range(9):
        spend_credit(prospect, Scope.SECTOR, constant)
    assert probabilities(state, prospect, Scope.GENERAL, p=constant) == before


def test_conditions_can_be_put_on_little_too():
    state, prospect = side(R)
    assert 0.0 < probabilities(state, prospect, Scope.HUMAN)[Answer.CONDITIONAL] < 0.5


def test_a_lower_rung_in_force_cannot_be_granted_again():
    state, prospect = side(R)
    for scope in (Scope.HUMAN, Scope.SHORT, Scope.SECTOR):
        prospect.standing[scope] = 1
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.PARTIAL] < 1e-12


# Both engines (answers: with the table, in `test_diplomacy.py`)


def test_both_engines_agree():
    rng = np.random.default_rng(7)
    for actor in (R, U):
        for _ in range(6):
            state, prospect = side(actor, float(rng.normal(60.0, 50.0)))
            prospect.drift_shift = float(rng.normal(0.0, 20.0))
            prospect.burden = float(2.0 * rng.random())
            both(appraise, state, prospect, actor, *LINE, APPRAISAL)
