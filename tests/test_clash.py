"""Coalitions in a succession and who outside them fights: which camps rule together, since when, and how a clash ends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from agents.events import Log
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Faction, Happening
from model import clash as rules_of_clash
from model.clash import clash, coalition_force, find_coalition, resister, seen_chance
from model.contest import ContestParameters, Move
from model.polity import Contest
from tests.noting import noted

RULES = ContestParameters()
CORE, GUARDS, ARMY = Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY
TECHNOCRATS, BUSINESS = Faction.TECHNOCRATS, Faction.BUSINESS


def bits(*factions: int) -> int:
    return sum(1 << j for j in factions)


def contested(*ruling: int, **fields) -> Contest:
    """A contest of the factions that have power, `ruling` ruling together; lists by faction."""
    contest = Contest.new(focal=-1, front=-1, scale=1.0, ruling=bits(*ruling))
    for name, value in fields.items():
        if isinstance(value, dict):
            for j, number in value.items():
                getattr(contest, name)[j] = number
        else:
            setattr(contest, name, value)
    for j in fields.get("power", {}):
        contest.candidate[j] = 1
        contest.backing[j * FACTIONS + j] = 1.0
    return contest


def some_blocs(
    stability: dict[int, float] | float = 0.0, power: dict[int, float] | None = None
) -> list[Bloc]:
    held = stability if isinstance(stability, dict) else dict.fromkeys(Faction, stability)
    return [Bloc.new(stability=held.get(j, 0.0), power=(power or {}).get(j, 0.0)) for j in Faction]


@pytest.fixture
def found(monkeypatch):
    """Find a coalition, of camps told beforehand; return what those were found from, and the log."""

    def find(contest: Contest, *camps: int, blocs=None, **rules: float):
        given = noted(monkeypatch, rules_of_clash, "coalition_mask", bits(*camps))
        log = Log.new(week=4)
        find_coalition(contest, blocs or some_blocs(), log, replace(RULES, **rules))
        return given, [
            (e.week, e.kind, e.actor, e.target, e.scope, e.detail, e.value) for e in log.events[: log.count]
        ]

    return find


# Who rules together.


@pytest.mark.parametrize(
    ("power", "cost"),
    [({CORE: 0.5, TECHNOCRATS: 0.3}, 0.14), ({CORE: 2.0, TECHNOCRATS: 1.2}, 0.14), ({}, 0.0)],
)
def test_elite_fighting_costs_as_much_as_factions_by_their_power_want_stability(found, power, cost):
    """(0.5 x 0.2 + 0.3 x 0.6) / 0.8 = 0.35 of the cost to one who wants nothing but stability, 0.4."""
    contest = contested(bloc_power=power, perceived={CORE: 0.7})
    blocs = some_blocs({CORE: 0.2, TECHNOCRATS: 0.6, BUSINESS: 0.9})
    given, _ = found(contest, CORE, blocs=blocs, majority=0.6, friction=0.3, elite_fighting=0.4)
    assert len(given) == 1
    assert list(given[0][0]) == list(contest.perceived)
    assert given[0][1:] == (FACTIONS, 0.6, 0.3, pytest.approx(cost))


@pytest.mark.parametrize(
    ("camps", "front", "held", "told"),
    [
        ([CORE, GUARDS], CORE, 6.0, False),
        ([CORE, TECHNOCRATS], CORE, 1.0, False),
        ([CORE, GUARDS], GUARDS, 1.0, True),
        ([GUARDS, TECHNOCRATS], GUARDS, 1.0, True),
    ],
)
def test_a_coalition_is_held_until_its_camps_or_its_front_runner_change(found, camps, front, held, told):
    power = {CORE: 0.4, GUARDS: 0.3, TECHNOCRATS: 0.2}
    power[front] = 0.5
    contest = contested(CORE, GUARDS, power=power, front=CORE, held=5.0, consensus=0.45)
    _, events = found(contest, *camps)
    assert (contest.ruling, contest.front, contest.held) == (bits(*camps), front, held)
    assert events == ([(4, Happening.CONTEST, front, -1, -1, Move.REALIGNMENT, 0.45)] if told else [])


@pytest.mark.parametrize(
    ("front", "elites", "threat"),
    [
        (GUARDS, {CORE: 0.5, GUARDS: 0.2}, True),
        (GUARDS, {CORE: 0.2, GUARDS: 0.5}, False),
        (TECHNOCRATS, {CORE: 0.5, TECHNOCRATS: 0.2}, False),
        (TECHNOCRATS, {CORE: 0.2, TECHNOCRATS: 0.5}, False),
    ],
)
def test_a_front_runner_is_a_threat_who_got_ahead_by_force_alone(found, front, elites, threat):
    contest = contested(power={CORE: 0.3, front: 0.6}, threat=not threat)
    found(contest, CORE, front, blocs=some_blocs(power=elites))
    assert contest.threat is threat


def test_a_threat_is_judged_when_the_front_runner_changes_and_not_again(found):
    contest = contested(power={CORE: 0.3, GUARDS: 0.6}, front=GUARDS, threat=False)
    found(contest, CORE, GUARDS, blocs=some_blocs(power={CORE: 0.9}))
    assert (contest.threat, contest.ruling) == (False, bits(CORE, GUARDS))


@pytest.mark.parametrize(
    ("ruling", "force"),
    [([], 0.0), ([CORE], 0.2), ([GUARDS, ARMY], 0.4), ([CORE, GUARDS, ARMY, BUSINESS], 0.6)],
)
def test_the_force_of_a_coalition_is_that_of_its_camps(ruling, force):
    contest = contested(*ruling, force={CORE: 0.2, GUARDS: 0.3, ARMY: 0.1, TECHNOCRATS: 0.9})
    assert coalition_force(contest) == pytest.approx(force)


# Who fights.


@pytest.mark.parametrize(
    ("focal", "focus", "against"),
    [
        (-1, 0.5, 0.4**1.5),
        (CORE, 0.5, 0.4**0.75),
        (CORE, 1.0, 1.0),
        (GUARDS, 0.5, 0.4**1.5),
        (BUSINESS, 0.5, 0.4**1.5),
    ],
)
def test_a_rival_sees_its_own_force_with_error_and_a_focal_coalition_by_the_public_signal(
    focal, focus, against
):
    """A force of 0.3, seen half as large again: 0.45, against 0.4."""
    contest = contested(
        CORE,
        ARMY,
        power={GUARDS: 0.2},
        perceived={GUARDS: 0.3},
        force={GUARDS: 0.3},
        focal=focal,
        focus=focus,
    )
    mine = 0.45**1.5
    chance = seen_chance(contest, GUARDS, 0.4, replace(RULES, decisiveness=1.5))
    assert chance == pytest.approx(mine / (mine + against))


def test_force_behind_a_camp_without_power_is_seen_as_it_is_and_no_force_has_no_chance():
    contest = contested(CORE, force={GUARDS: 0.3})
    assert seen_chance(contest, GUARDS, 0.3, RULES) == 0.5
    assert seen_chance(contest, ARMY, 0.0, RULES) == 0.0


@pytest.mark.parametrize(
    ("power", "stability", "fights"),
    [
        ({CORE: 0.6, GUARDS: 0.3, ARMY: 0.2}, {}, GUARDS),
        ({CORE: 0.6, GUARDS: 0.3, ARMY: 0.2}, {GUARDS: 0.6}, ARMY),
        ({CORE: 0.6, GUARDS: 0.9, ARMY: 0.2}, {}, ARMY),
        ({CORE: 0.6, GUARDS: 0.3, ARMY: 0.2}, {GUARDS: 0.9, ARMY: 0.9}, -1),
        ({CORE: 0.6, ARMY: 0.2}, {}, ARMY),
        ({CORE: 0.6, TECHNOCRATS: 0.2}, {}, -1),
        ({CORE: 0.6}, {}, -1),
    ],
)
def test_the_camp_that_gains_most_by_fighting_fights(power, stability, fights):
    """Chances: guards 0.4 / 0.8 = 0.5, the army 0.3 / 0.7 = 0.43; costs 0.1 + 0.5 s + 0.4 of its power."""
    contest = contested(CORE, power=power, perceived=power, force={CORE: 0.4, GUARDS: 0.4, ARMY: 0.3})
    rules = replace(RULES, decisiveness=1.0, violence_cost=0.1, elite_fighting=0.5, spared=0.4)
    assert resister(contest, some_blocs(stability), rules) == fights


def test_a_camp_that_would_gain_nothing_by_fighting_yields():
    power = {CORE: 0.6, GUARDS: 0.3}
    contest = contested(CORE, power=power, perceived=power, force={CORE: 0.4, GUARDS: 0.4})
    rules = replace(RULES, decisiveness=1.0, violence_cost=0.5, elite_fighting=0.0, spared=0.0)
    assert resister(contest, some_blocs({}), rules) == -1
    assert resister(contest, some_blocs({}), replace(rules, violence_cost=0.49)) == GUARDS


# How it ends.


fought = partial(
    contested,
    CORE,
    ARMY,
    power={CORE: 0.4, ARMY: 0.1, GUARDS: 0.3, BUSINESS: 0.2},
    held=3.0,
    front=CORE,
)


@pytest.mark.parametrize("uniform", [0.0, 0.19, 0.21, 1.0])
def test_a_clash_is_won_by_the_lottery_of_force_and_the_losers_are_purged(uniform):
    """0.1^2 against 0.2^2: one in five."""
    contest = fought(force={CORE: 0.15, ARMY: 0.05, GUARDS: 0.1}, uniforms={0: uniform}, violence=0.3)
    won = clash(contest, GUARDS, replace(RULES, decisiveness=2.0))
    lost = {CORE: 1, ARMY: 1} if uniform < 0.2 else {GUARDS: 1}
    assert won is (uniform < 0.2)
    assert list(contest.purged) == [lost.get(j, 0) for j in Faction]
    assert [j for j in Faction if contest.candidate[j]] == [
        j for j in (CORE, GUARDS, ARMY, BUSINESS) if j not in lost
    ]
    assert contest.violence == pytest.approx(0.5)
    assert (contest.ruling, contest.front, contest.held) == (
        (0, -1, 0.0) if won else (bits(CORE, ARMY), CORE, 3.0)
    )


@pytest.mark.parametrize(
    ("own", "others", "before", "violence"),
    [(0.1, 0.6, 0.3, 0.5), (0.6, 0.1, 0.3, 0.5), (0.6, 0.5, 0.3, 1.0), (0.0, 0.6, 0.3, 0.3)],
)
def test_the_force_used_is_what_both_sides_match(own, others, before, violence):
    contest = fought(force={CORE: others, GUARDS: own}, violence=before)
    clash(contest, GUARDS, RULES)
    assert contest.violence == pytest.approx(violence)


def test_a_rival_without_force_loses_even_to_nobody():
    contest = fought()
    assert clash(contest, GUARDS, RULES) is False
    assert contest.purged[GUARDS] == 1
