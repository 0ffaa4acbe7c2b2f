"""Successions: the constitutional path, bandwagon, force, resolution, the end of a regime, and the two expert views."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest

from agents.elites import Bloc
from agents.events import Log
from agents.leader import Leader
from agents.records import dtype_of
from agents.rules import rule
from agents.services import Service
from agents.vocabulary import FACTIONS, ORGANS, Cause, Faction, Happening, Organ, Succession
from model.bandwagon import attraction, perceive
from model.camps import tally
from model.clash import clash, resister
from model.constitution import find_focal, vote
from model.contest import ContestParameters, Move
from model.resolution import classify, ends_regime
from model.succession import (
    Contest,
    Regime,
    SuccessionParameters,
    open_succession,
    step_contest,
)
from tests.engines import _compiled, both

RULES, CONTEST = SuccessionParameters(), ContestParameters()
SHARES = np.array([0.22, 0.13, 0.13, 0.13, 0.12, 0.12, 0.06, 0.06, 0.03])
STANCES = np.array([0.6, 0.3, 0.4, 0.1, -0.2, -0.1, 0.0, 0.4, 0.9])
NEARBY = np.array([12.0, 7.0, 12.0, 20.0, 12.0, 0.5, 3.0, 0.3, 1.0, 0.5])
COMMANDERS = [2, 0, 1, 1, 1, 0, 2, 0, 6, 2]
CONTESTED = [Succession.SECURITY_TAKEOVER, Succession.PROLONGED_VACUUM, Succession.ARMED_CONFLICT]
WEEKS = 156


@rule
def play(
    contest,
    regime,
    leader,
    blocs,
    services,
    log,
    rules,
    contest_rules,
    cause,
    seizer,
    backing,
    normals,
    uniforms,
):
    """Play one succession to its end; return its length in weeks, -1 if nobody emerges."""
    for j in range(9):
        contest.appeal_normals[j] = normals[0, j]
    open_succession(contest, regime, leader, blocs, services, cause, seizer, -1, log, rules, contest_rules)
    for week in range(1, normals.shape[0]):
        for j in range(9):
            contest.normals[j] = normals[week, j]
        for j in range(6):
            contest.uniforms[j] = uniforms[week, j]
        log.week = week
        if step_contest(contest, regime, blocs, services, backing, log, rules, contest_rules):
            return week
    return -1


class Circumstances:
    """Draws of blocs, services and shocks in which successions are played."""

    def __init__(self, seed, stability=None, heir=None, ambition=None, unrest=0.15, weeks=WEEKS):
        rng = np.random.default_rng(seed)
        stable = rng.uniform(0.5, 0.8, FACTIONS)
        eager = rng.uniform(0.3, 1.0, FACTIONS)
        self.blocs = np.zeros(FACTIONS, dtype_of(Bloc))
        self.blocs["power"] = rng.dirichlet(40.0 * SHARES)
        self.blocs["war_stance"] = np.clip(STANCES + rng.normal(0.0, 0.12, FACTIONS), -1.0, 1.0)
        self.blocs["stability"] = stable if stability is None else stability
        self.blocs["ambition"] = eager if ambition is None else ambition
        self.blocs["champion"] = 10 + np.arange(FACTIONS)
        force = NEARBY * np.exp(rng.normal(0.0, 0.3, ORGANS))
        self.services = np.zeros(ORGANS, dtype_of(Service))
        self.services["organ"] = np.arange(ORGANS)
        self.services["faction"] = COMMANDERS
        self.services["force"] = force / force.sum()
        self.services["rivalry"] = 0.7 * (1.0 - np.eye(ORGANS))
        named = rng.choice(FACTIONS, p=SHARES / SHARES.sum()) if rng.random() < 0.3 else -1
        heir = named if heir is None else heir
        self.leader = np.zeros(1, dtype_of(Leader))
        self.leader["heir"] = 90 if heir >= 0 else -1
        self.leader["heir_faction"] = heir
        self.leader["personalisation"] = 0.8
        self.regime = np.zeros(1, dtype_of(Regime))
        self.regime["persists"] = True
        self.regime["unrest"] = unrest
        self.seizer = int(rng.choice([Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY]))
        self.normals = rng.normal(size=(weeks + 1, FACTIONS))
        self.uniforms = rng.random((weeks + 1, 6))
        self.contest = np.zeros(1, dtype_of(Contest))
        self.log = np.zeros(1, dtype_of(Log))

    def play(self, cause, rules, contest_rules, backing=0.0):
        """Play it out compiled; return the contest and how long it took."""
        run = _compiled(play, (True, True, True, False, False, True, True, True) + 5 * (False,))
        length = run(
            self.contest,
            self.regime,
            self.leader,
            self.blocs,
            self.services,
            self.log,
            group(rules),
            group(contest_rules),
            int(cause),
            self.seizer,
            backing,
            self.normals,
            self.uniforms,
        )
        return self.contest[0], length


def group(parameters):
    values = tuple(getattr(parameters, f.name) for f in fields(parameters))
    return np.array([values], dtype_of(type(parameters)))


def successions(runs, cause=Cause.DEATH, rules=RULES, contest_rules=CONTEST, backing=0.0, **circumstances):
    """Play `runs` successions on common draws."""
    played = [Circumstances(seed, **circumstances) for seed in range(runs)]
    for one in played:
        one.play(cause, rules, contest_rules, backing)
    return played


def shares(played):
    found = Counter(Succession(int(one.contest[0]["resolution"])) for one in played)
    return {kind: found[kind] / len(played) for kind in Succession}


def contested(played):
    return sum(shares(played)[kind] for kind in CONTESTED)


def as_records(one):
    """Copy the circumstances into records of plain Python."""
    rows = []
    for cls, array in (
        (Bloc, one.blocs),
        (Service, one.services),
        (Leader, one.leader),
        (Regime, one.regime),
    ):
        made = []
        for row in array:
            record = cls.new()
            for name in array.dtype.names:
                if np.ndim(row[name]):
                    getattr(record, name)[:] = row[name].tolist()
                else:
                    setattr(record, name, row[name].item())
            made.append(record)
        rows.append(made)
    return rows[0], rows[1], rows[2][0], rows[3][0]


# --- the same bits, the limit, the ranges


@pytest.mark.parametrize(
    ("seed", "cause"),
    [(0, Cause.DEATH), (1, Cause.HANDOVER), (2, Cause.COUP), (3, Cause.UPRISING), (9, Cause.REMOVAL)],
)
def test_a_succession_is_the_same_in_both_engines(seed, cause):
    one = Circumstances(seed, unrest=0.5, stability=0.3)
    blocs, services, leader, regime = as_records(one)
    contest, log = Contest.new(), Log.new()
    length = both(
        play,
        contest,
        regime,
        leader,
        blocs,
        services,
        log,
        RULES,
        CONTEST,
        int(cause),
        one.seizer,
        0.5,
        one.normals,
        one.uniforms,
    )
    assert length > 0
    assert not contest.active
    again, weeks = one.play(cause, RULES, CONTEST, 0.5)
    assert (weeks, again["winner"]) == (length, contest.winner)


@pytest.mark.parametrize("cause", [Cause.DEATH, Cause.INCAPACITY, Cause.HANDOVER])
def test_without_rivals_and_with_one_heir_it_is_orderly_with_probability_one(cause):
    noisy = replace(CONTEST, noise=1.0, appeal=0.7)
    for seed in range(100):
        one = Circumstances(seed, heir=seed % FACTIONS, ambition=0.0)
        contest, weeks = one.play(cause, RULES, noisy)
        assert contest["resolution"] == Succession.ORDERLY_HANDOVER
        assert (contest["winner"], contest["successor"]) == (seed % FACTIONS, 90)
        assert weeks <= RULES.election_weeks
        assert contest["violence"] == 0.0
        assert not contest["purged"].any()
        assert one.regime[0]["persists"] == (seed % FACTIONS != Faction.ULTRANATIONALISTS)


def test_shares_stay_shares_over_the_whole_range_of_parameters():
    rng = np.random.default_rng(2)

    def corner(parameters):
        drawn = {}
        for f in fields(parameters):
            low, high = f.metadata["low"], f.metadata["high"]
            drawn[f.name] = float(rng.choice([low, high, rng.uniform(low, high)]))
        return replace(parameters, **drawn)

    for seed in range(150):
        one = Circumstances(seed, stability=rng.choice([0.0, 0.6, 1.0]), unrest=rng.uniform(), weeks=60)
        cause = rng.choice([Cause.DEATH, Cause.COUP, Cause.HANDOVER, Cause.UPRISING])
        contest, weeks = one.play(cause, corner(RULES), corner(CONTEST), rng.uniform(-1.0, 1.0))
        for name in ("power", "force", "expected", "backing", "bloc_power", "bloc_force", "distrust"):
            assert np.isfinite(contest[name]).all()
            assert (contest[name] >= 0.0).all(), name
            assert (contest[name] <= 1.0 + 1e-9).all(), name
        assert contest["power"].sum() <= 1.0 + 1e-9
        assert contest["expected"].sum() <= 1.0 + 1e-9
        assert 0.0 <= contest["legitimacy"] <= 1.0
        assert 0.0 <= contest["violence"] <= 1.0
        assert not one.log[0]["overflow"]
        assert contest["active"] == (weeks < 0)
        if weeks > 0:
            assert contest["resolution"] != Succession.NONE
            assert contest["coalition"][contest["winner"]] == 1
            assert (contest["coalition"] + contest["purged"] == 1).all()


# --- the two expert views, and what should come out of the model unasked


def test_a_preference_for_stability_makes_successions_less_contested():
    wary = [contested(successions(300, stability=s, heir=-1)) for s in (0.1, 0.4, 0.8)]
    error = np.sqrt(0.25 / 300)
    assert wary[0] - wary[1] > 2.0 * error
    assert wary[0] - wary[2] > 3.0 * error
    assert wary[2] <= wary[1] + error


def test_a_focal_candidate_makes_successions_less_contested():
    plain = replace(RULES, institution_loss=0.0)
    found = [
        contested(successions(300, rules=replace(plain, focus_premier=f), heir=-1)) for f in (0.0, 0.5, 0.9)
    ]
    error = np.sqrt(0.25 / 300)
    assert found[0] - found[2] > 3.0 * error
    assert found[0] >= found[1] >= found[2]


def test_an_heir_whom_all_expect_mostly_succeeds_in_order():
    assert shares(successions(300, heir=Faction.ADMINISTRATION))[Succession.ORDERLY_HANDOVER] > 0.75


def test_reference_magnitudes_after_a_natural_death():
    played = successions(600)
    persists = np.mean([one.regime[0]["persists"] for one in played])
    winners = np.array([one.contest[0]["winner"] for one in played])
    assert 0.83 < persists < 0.98  # 0.92 (0.84-0.96) of autocracies, 0.83 (0.65-0.94) of personalist ones
    assert contested(played) < 0.25
    assert shares(played)[Succession.ORDERLY_HANDOVER] > 0.3
    assert np.mean(winners <= Faction.MILITARY) > 0.4  # a security origin is most likely: a claim of experts


def test_the_danger_is_a_spike_after_the_exit():
    used = []
    for one in successions(600, stability=0.25, heir=-1):
        events = one.log[0]["events"][: one.log[0]["count"]]
        fought = (events["kind"] == Happening.CONTEST) & (events["detail"] == Move.FORCE)
        used.extend(events["week"][fought])
    within = [np.mean(np.array(used) <= weeks) for weeks in (13, 26)]
    assert len(used) > 50
    assert within[0] > 0.65
    assert within[1] > 0.85


def test_coups_and_uprisings_end_regimes_more_often_than_deaths():
    lasting = [np.mean([o.regime[0]["persists"] for o in successions(200, c)]) for c in (1, 3, 6)]
    assert lasting[0] > lasting[1] + 0.3
    assert lasting[0] > lasting[2] + 0.3


def test_the_street_opens_regimes():
    quiet = shares(successions(200, Cause.UPRISING, unrest=0.0))[Succession.OPENING]
    loud = shares(successions(200, Cause.UPRISING, unrest=0.9))[Succession.OPENING]
    assert loud > quiet + 0.1


def test_the_patron_does_not_matter_at_no_effect_and_helps_continuity_otherwise():
    without = replace(CONTEST, contest_backing=0.0)
    still = [one.contest.tobytes() for one in successions(40, contest_rules=without)]
    assert still == [one.contest.tobytes() for one in successions(40, contest_rules=without, backing=1.0)]
    strong = replace(CONTEST, contest_backing=0.5)
    weeks = [
        np.mean([one.contest[0]["weeks"] for one in successions(200, contest_rules=strong, backing=b)])
        for b in (0.0, 1.0)
    ]
    assert weeks[1] < weeks[0]


# --- behaviour in rows


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
    stuck = replace(CONTEST, holding=1e6)
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
