"""The contest for the succession, row by row: focal candidates, votes, clashes, resolutions and the end of a regime."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.events import Log
from agents.leader import Leader
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Organ, Succession
from experiments.validation_succession import SHARES, STANCES, Circumstances
from model.bandwagon import attraction, perceive
from model.camps import tally
from model.clash import clash, resister
from model.constitution import find_focal, vote
from model.contest import ContestParameters
from model.polity import Contest, SuccessionParameters
from model.resolution import classify, ends_regime

RULES, CONTEST = SuccessionParameters(), ContestParameters()


@pytest.mark.parametrize(
    ("cause", "heir", "acting", "focal", "focus"),
    [
        (Cause.DEATH, -1, Faction.TECHNOCRATS, Faction.TECHNOCRATS, 0.6 * 0.75),
        (Cause.DEATH, Faction.GUARDS, Faction.TECHNOCRATS, Faction.GUARDS, 0.7),
        (Cause.REMOVAL, Faction.GUARDS, Faction.TECHNOCRATS, Faction.BUSINESS, 0.6),
        (Cause.HANDOVER, Faction.GUARDS, Faction.GUARDS, Faction.GUARDS, 0.9),
        (Cause.HANDOVER, -1, Faction.TECHNOCRATS, Faction.TECHNOCRATS, 0.6 * 0.75),
        (Cause.COUP, Faction.GUARDS, Faction.TECHNOCRATS, Faction.MILITARY, 0.6),
        (Cause.UPRISING, Faction.GUARDS, Faction.TECHNOCRATS, -1, 0.0),
    ],
)
def test_who_acts_and_who_is_focal(cause, heir, acting, focal, focus):
    contest = Contest.new(cause=cause)
    row = 90 if heir >= 0 else -1
    leader = Leader.new(heir=row, heir_faction=heir, personalisation=0.5)
    blocs = [Bloc.new(power=s, support=0.9) for s in SHARES]
    blocs[Faction.BUSINESS].support = -0.5
    find_focal(contest, leader, blocs, int(Faction.MILITARY), 44, RULES)
    assert (contest.acting, contest.focal) == (acting, focal)
    assert contest.focus == pytest.approx(focus)
    if cause == Cause.COUP:
        assert contest.bearer[Faction.MILITARY] == 44
    elif focal == heir and heir >= 0:
        assert contest.bearer[heir] == 90


def camps(power, force=None, ruling=(), **values):
    """A contest with camps of these powers, by faction."""
    contest = Contest.new(focal=-1, incumbent=0, **values)
    for j, share in power.items():
        contest.candidate[j] = 1
        contest.power[j] = contest.perceived[j] = share
        contest.bloc_power[j] = share
        contest.backing[j * FACTIONS + j] = 1.0
        contest.force[j] = (force or {}).get(j, 0.0)
    for j in ruling:
        contest.ruling |= 1 << j
    return contest


CORE, GUARDS, ARMY, TECHNOCRATS, BUSINESS = 0, 1, 2, 4, 5


@pytest.mark.parametrize(
    ("values", "power", "kind"),
    [
        ({"focal": TECHNOCRATS, "winner": TECHNOCRATS}, {TECHNOCRATS: 0.9}, Succession.ORDERLY_HANDOVER),
        (
            {"focal": TECHNOCRATS, "winner": TECHNOCRATS, "cause": Cause.REMOVAL},
            {TECHNOCRATS: 0.9},
            Succession.MANAGED_CONSOLIDATION,
        ),
        ({"focal": CORE, "winner": CORE, "threat": True}, {CORE: 0.9}, Succession.ORDERLY_HANDOVER),
        ({"focal": CORE, "winner": TECHNOCRATS}, {TECHNOCRATS: 0.9}, Succession.MANAGED_CONSOLIDATION),
        (
            {"focal": TECHNOCRATS, "winner": TECHNOCRATS, "weeks": 14.0},
            {TECHNOCRATS: 0.9},
            Succession.MANAGED_CONSOLIDATION,
        ),
        (
            {"focal": TECHNOCRATS, "winner": GUARDS, "threat": True},
            {GUARDS: 0.9},
            Succession.SECURITY_TAKEOVER,
        ),
        ({"focal": GUARDS, "winner": GUARDS, "violence": 0.05}, {GUARDS: 0.9}, Succession.SECURITY_TAKEOVER),
        ({"focal": ARMY, "winner": ARMY, "cause": Cause.COUP}, {ARMY: 0.9}, Succession.SECURITY_TAKEOVER),
        (
            {"focal": BUSINESS, "winner": BUSINESS, "cause": Cause.COUP},
            {BUSINESS: 0.9},
            Succession.MANAGED_CONSOLIDATION,
        ),
        ({"focal": CORE, "winner": CORE}, {CORE: 0.4, GUARDS: 0.35}, Succession.COLLECTIVE_LEADERSHIP),
        ({"focal": CORE, "winner": CORE}, {CORE: 0.5, GUARDS: 0.2}, Succession.ORDERLY_HANDOVER),
        ({"focal": CORE, "winner": CORE, "violence": 0.2}, {CORE: 0.9}, Succession.ARMED_CONFLICT),
        ({"focal": CORE, "winner": CORE, "weeks": 27.0}, {CORE: 0.9}, Succession.PROLONGED_VACUUM),
        ({"winner": TECHNOCRATS, "competitive": True}, {TECHNOCRATS: 0.4}, Succession.OPENING),
        ({"winner": GUARDS, "competitive": True}, {GUARDS: 0.4}, Succession.MANAGED_CONSOLIDATION),
        ({"winner": TECHNOCRATS, "cause": Cause.UPRISING}, {TECHNOCRATS: 0.6}, Succession.OPENING),
        ({"winner": GUARDS, "cause": Cause.UPRISING}, {GUARDS: 0.6}, Succession.SECURITY_TAKEOVER),
    ],
)
def test_resolutions_by_what_an_observer_could_record(values, power, kind):
    contest = camps(power, ruling=power)
    for name, value in {"cause": Cause.DEATH, "weeks": 6.0, **values}.items():
        setattr(contest, name, value)
    blocs = [Bloc.new(war_stance=s) for s in STANCES]
    assert classify(contest, blocs, 0.8, RULES, CONTEST) == kind


@pytest.mark.parametrize(
    ("cause", "resolution", "winner", "coalition", "ends"),
    [
        (Cause.DEATH, Succession.MANAGED_CONSOLIDATION, GUARDS, [], False),
        (Cause.DEATH, Succession.SECURITY_TAKEOVER, GUARDS, [], False),
        (Cause.DEATH, Succession.OPENING, TECHNOCRATS, [CORE], True),
        (Cause.COUP, Succession.SECURITY_TAKEOVER, CORE, [CORE], False),
        (Cause.COUP, Succession.SECURITY_TAKEOVER, ARMY, [CORE, ARMY], True),
        (Cause.UPRISING, Succession.MANAGED_CONSOLIDATION, BUSINESS, [CORE], True),
        (Cause.DEATH, Succession.ARMED_CONFLICT, GUARDS, [CORE], False),
        (Cause.DEATH, Succession.ARMED_CONFLICT, GUARDS, [GUARDS], True),
        (Cause.HANDOVER, Succession.ORDERLY_HANDOVER, Faction.ULTRANATIONALISTS, [CORE], True),
    ],
)
def test_a_regime_ends_when_another_group_or_other_rules_take_over(
    cause, resolution, winner, coalition, ends
):
    contest = Contest.new(cause=cause, resolution=resolution, winner=winner, incumbent=CORE)
    for i in coalition:
        contest.coalition[i] = 1
    assert ends_regime(contest) is ends


def test_a_vacuum_is_marked_and_in_the_end_there_is_no_regime():
    one = Circumstances(0, weeks=80, heir=-1)
    stuck = replace(CONTEST, holding=1e6, street_weight=0.0)
    contest, weeks = one.play(Cause.UPRISING, RULES, stuck)
    assert weeks == -1
    assert contest["active"]
    assert contest["resolution"] == Succession.PROLONGED_VACUUM
    assert not one.regime[0]["persists"]
    events = one.log[0]["events"][: one.log[0]["count"]]
    ended = events[events["kind"] == Happening.REGIME_ENDS]
    assert ended["week"].tolist() == [52]


@pytest.mark.parametrize(
    ("power", "violence", "chance", "held", "winner", "focus"),
    [
        ({GUARDS: 0.6, TECHNOCRATS: 0.4}, 0.0, 0.1, False, -1, 0.0),
        ({GUARDS: 0.2, TECHNOCRATS: 0.6}, 0.0, 0.9, True, TECHNOCRATS, 0.4),
        ({GUARDS: 0.2, TECHNOCRATS: 0.4, BUSINESS: 0.3}, 0.0, 0.1, True, GUARDS, 0.4),
        ({GUARDS: 0.2, TECHNOCRATS: 0.4, BUSINESS: 0.3}, 0.0, 0.5, True, TECHNOCRATS, 0.4),
        ({GUARDS: 0.2, TECHNOCRATS: 0.4, BUSINESS: 0.3}, 0.0, 0.9, True, BUSINESS, 0.4),
        ({GUARDS: 0.2, TECHNOCRATS: 0.6}, 0.02, 0.9, False, -1, 0.0),
    ],
)
def test_the_constitutional_election(power, violence, chance, held, winner, focus):
    contest = camps(power, violence=violence, acting=TECHNOCRATS, focus=0.4, winner=-1)
    contest.focal = contest.front = TECHNOCRATS
    contest.uniforms[1] = chance
    contest.consensus = max(power.values())
    for j, share in power.items():
        contest.expected[j] = share / sum(power.values())
    assert vote(contest, Log.new()) is held
    assert (contest.winner, contest.focus) == (winner, focus)
    assert contest.competitive is (held and max(power.values()) <= 0.5)


@pytest.mark.parametrize(
    ("force", "stability", "focal", "normal", "fights"),
    [
        ({CORE: 0.5, GUARDS: 0.5}, 0.2, -1, 0.0, True),
        ({CORE: 0.5, GUARDS: 0.5}, 0.9, -1, 0.0, False),
        ({CORE: 0.5, GUARDS: 0.5}, 0.9, -1, 2.0, True),
        ({CORE: 0.62, GUARDS: 0.38}, 0.2, -1, 0.0, True),
        ({CORE: 0.62, GUARDS: 0.38}, 0.2, CORE, 0.0, False),
        ({CORE: 0.9, GUARDS: 0.1}, 0.2, -1, 0.0, False),
        ({CORE: 1.0, GUARDS: 0.0}, 0.0, -1, 3.0, False),
    ],
)
def test_a_camp_left_out_fights_if_it_expects_to_gain(force, stability, focal, normal, fights):
    contest = camps({CORE: 0.6, GUARDS: 0.4}, force, ruling=[CORE], focus=0.9)
    contest.focal = focal
    contest.perceived[GUARDS] = 0.4 * np.exp(0.5 * normal)
    blocs = [Bloc.new(stability=stability) for _ in range(FACTIONS)]
    assert resister(contest, blocs, CONTEST) == (GUARDS if fights else -1)


@pytest.mark.parametrize(("uniform", "won"), [(0.1, True), (0.9, False)])
def test_a_clash_leaves_the_losers_without_candidates(uniform, won):
    contest = camps({CORE: 0.4, ARMY: 0.2, GUARDS: 0.4}, {CORE: 0.2, ARMY: 0.2, GUARDS: 0.4}, [CORE, ARMY])
    contest.uniforms[0] = uniform
    assert clash(contest, GUARDS, CONTEST) is won
    assert contest.violence == pytest.approx(0.8)
    lost = [CORE, ARMY] if won else [GUARDS]
    assert [j for j in range(FACTIONS) if contest.purged[j]] == lost
    assert not any(contest.candidate[j] for j in lost)


def test_a_preference_for_stability_adds_to_the_pull_of_the_front_runner():
    contest = Contest.new()
    contest.expected[GUARDS], contest.expected[BUSINESS] = 0.7, 0.3

    def lead(stability):
        blocs = [Bloc.new(stability=stability) for _ in range(FACTIONS)]
        pull = [attraction(contest, blocs, TECHNOCRATS, j, CONTEST) for j in (GUARDS, BUSINESS)]
        return pull[0] - pull[1]

    assert lead(0.0) == pytest.approx(0.4)
    assert lead(1.0) == pytest.approx(0.4 * (1.0 + CONTEST.elite_fighting))


def test_distrust_and_distance_over_the_war_repel():
    contest = Contest.new()
    contest.expected[GUARDS] = 1.0
    blocs = [Bloc.new(war_stance=s) for s in STANCES]
    near = attraction(contest, blocs, ARMY, GUARDS, CONTEST)
    assert attraction(contest, blocs, TECHNOCRATS, GUARDS, CONTEST) < near
    contest.distrust[ARMY * FACTIONS + GUARDS] = 0.8
    assert attraction(contest, blocs, ARMY, GUARDS, CONTEST) == pytest.approx(near - 0.8 * CONTEST.distrust)


def test_full_focus_makes_everyone_expect_the_focal_candidate_to_be_joined():
    seen = []
    for focus in (0.0, 0.5, 1.0):
        contest = camps({CORE: 0.6, TECHNOCRATS: 0.4}, focus=focus)
        contest.focal = TECHNOCRATS
        perceive(contest, 0.0, CONTEST)
        seen.append(contest.expected[TECHNOCRATS])
    assert seen[0] == pytest.approx(0.4**1.25 / (0.4**1.25 + 0.6**1.25))
    assert seen[0] < seen[1] < seen[2]


@pytest.mark.parametrize(("chance", "bought"), [(0.45, -1), (0.55, GUARDS)])
def test_regional_formations_are_for_sale_to_the_favourite(chance, bought):
    contest = camps({CORE: 0.4, GUARDS: 0.4}, regional_force=0.1, scale=1.5)
    contest.expected[GUARDS] = chance
    tally(contest, CONTEST)
    assert contest.regional == bought
    assert contest.force[GUARDS] == pytest.approx(0.1 if bought == GUARDS else 0.0)


def test_the_log_tells_the_story():
    one = Circumstances(4, heir=-1)
    contest, weeks = one.play(Cause.DEATH, RULES, CONTEST)
    events = one.log[0]["events"][: one.log[0]["count"]]
    assert events["kind"][:2].tolist() == [Happening.ACTING_PRESIDENT, Happening.CONTEST]
    assert (events["actor"][0], events["target"][0]) == (TECHNOCRATS, 10 + TECHNOCRATS)
    closing = events[events["kind"] == Happening.SUCCESSION]
    assert len(closing) == 1
    assert (closing["actor"][0], closing["detail"][0]) == (contest["winner"], contest["resolution"])
    assert (closing["target"][0], closing["week"][0]) == (contest["successor"], weeks)
    assert closing["value"][0] == contest["legitimacy"]
    purges = events[events["kind"] == Happening.PURGE]
    assert set(purges["actor"]) == set(np.flatnonzero(contest["purged"]))
    assert (contest["count"], contest["first_resolution"]) == (1, contest["resolution"])


def test_organs_of_no_rank_leave_power_with_the_elites():
    one = Circumstances(1)
    one.services["force"] = 0.0
    one.regime["unrest"] = 0.0
    contest, _ = one.play(Cause.DEATH, RULES, replace(CONTEST, force_weight=0.0))
    assert contest["bloc_force"].tolist() == [0.0] * FACTIONS
    assert contest["bloc_power"] == pytest.approx(one.blocs["power"])
    assert one.services["organ"][Organ.CHECHEN_FORMATIONS] == Organ.CHECHEN_FORMATIONS
