"""Successions: same in both engines, orderly in the limit, within their ranges, and against two expert views."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from agents.events import Log
from agents.leader import Leader
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from experiments.validation_succession import Circumstances, play
from model.contest import ContestParameters, Move
from model.polity import Contest, Regime, SuccessionParameters
from tests.engines import both
from tests.ranges import anywhere

RULES, CONTEST = SuccessionParameters(), ContestParameters()
CONTESTED = [Succession.SECURITY_TAKEOVER, Succession.PROLONGED_VACUUM, Succession.ARMED_CONFLICT]


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


# The same bits, the limit, the ranges


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
    for seed in range(150):
        one = Circumstances(seed, stability=rng.choice([0.0, 0.6, 1.0]), unrest=rng.uniform(), weeks=60)
        cause = rng.choice([Cause.DEATH, Cause.COUP, Cause.HANDOVER, Cause.UPRISING])
        contest, weeks = one.play(
            cause,
            anywhere(SuccessionParameters, rng),
            anywhere(ContestParameters, rng),
            rng.uniform(-1.0, 1.0),
        )
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


# The two expert views, and what should come out of the model unasked


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
    deaf = replace(CONTEST, street_weight=0.0)
    quiet = shares(successions(200, Cause.UPRISING, contest_rules=deaf))[Succession.OPENING]
    loud = shares(successions(200, Cause.UPRISING))[Succession.OPENING]
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
