"""Limits of the weekly rules of war, economies, beliefs, answers, patron and mortality, the other mechanisms off.

Each plays the rules that a run plays, on the records of March 2025.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from types import SimpleNamespace
from typing import Any

import numba
import numpy as np

from agents.answers import answer_boundaries, answer_offer
from agents.arithmetic import WEEKS_A_YEAR
from agents.beliefs import BeliefParameters, initialise_belief, update_belief
from agents.crossing import crossing_exit
from agents.dependence import deepen_dependence
from agents.leader import Leader, LeaderParameters, age_leader, initialise_leader, take_body
from agents.patron import PatronParameters, open_patron
from agents.patronage import Patron
from agents.stakes import AnswerParameters, credit
from agents.states import Prospect, Reply, State
from agents.valuation import drift_exit, exit_probability, exit_time
from agents.vocabulary import DEPENDENCES, Actor, Answer, Cause, Dependence, Scope, Support, WarEnd
from experiments.rows import anywhere, row_of
from experiments.validation import Grid, limit, share_error
from model.attrition import lanchester_square
from model.front import FrontParameters, initialise_war, move_front
from model.growth import GrowthParameters
from model.macro import MacroParameters, update_macro
from model.scenario import Scenario
from model.war import WarParameters, decide_end
from model.world import World

FRONT, WAR = FrontParameters(), WarParameters()
WALKS = 20_000


def world() -> Any:
    """Return the ledger of March 2025, as plain Python reads it, and what keeps its memory."""
    made = World(Scenario.load("march-2025"), 0)
    return SimpleNamespace(owner=made, view=made.view)


def walk_between(start: float, top: float, drift: float) -> tuple[FrontParameters, WarParameters]:
    """Front of unit steps without memory, `start` above Ukraine's objective, `top` between the two."""
    front = dataclasses.replace(
        FRONT, memory=0.0, advance_sd=1.0, drift=drift, gain=1.0, season_amplitude=0.0, disturbance_sd=0.0
    )
    front = dataclasses.replace(
        front, depth=0.0, river=0.0, objective_share=1.0, objective_left=float(top - start), advance=0.0
    )
    return front, dataclasses.replace(WAR, ukrainian_objective=FRONT.occupied - start)


@limit("front, +-1 steps", "with zero memory the front is a random walk: gambler's ruin (Feller 1968)")
def front_of_steps() -> Grid:
    """Transitions of the weekly rule under +-1 shocks, solved for absorption: exit and mean time at every place."""
    rows, made = [], world()
    w, side = made.view, made.view.belligerents
    for top, up in itertools.product((4, 7, 12), (0.35, 0.45, 0.5, 0.6, 0.75)):
        chain, reward = np.eye(top + 1), np.zeros(top + 1)
        for place in range(1, top):
            front, war = walk_between(place, top, 0.0)
            for shock, chance in ((1.0, up), (-1.0, 1.0 - up)):
                initialise_war(w.front, side[0], side[1], front, war)
                w.front.normals[0] = shock
                move_front(w.front, side[0], side[1], 0.0, front, war)
                chain[place, round(w.front.occupied_km2 - war.ukrainian_objective)] -= chance
            reward[place] = 1.0
        win, time = np.linalg.solve(chain, np.eye(top + 1)[top]), np.linalg.solve(chain, reward)
        rows += [(win[i], exit_probability(i, top, up)) for i in range(1, top)]
        rows += [(time[i], exit_time(i, top, up)) for i in range(1, top)]
    return Grid.of(rows)


@numba.njit
def walks(
    front: Any, russia: Any, ukraine: Any, log: Any, p: Any, war: Any, shocks: Any, wins: Any, steps: Any
) -> None:
    """Play the front from one start to either objective, once for each element of `wins`."""
    first = front.copy()
    for run in range(len(wins)):
        front[0] = first[0]
        while front[0].end == WarEnd.GOES_ON:
            front[0].normals[0] = shocks.standard_normal()
            move_front(front[0], russia[0], ukraine[0], 0.0, p[0], war[0])
            decide_end(front[0], russia[0], ukraine[0], log[0], war[0])
            log[0].count = 0
            steps[run] += 1.0
        wins[run] = front[0].end == WarEnd.RUSSIAN_OBJECTIVE


@limit("front, Gaussian steps", "Brownian exit with both barriers moved out by 0.5826 sigma (Siegmund 1985)")
def front_of_gaussian_steps() -> Grid:
    """Exit and mean time; the formula itself is an approximation, good to 0.004 and to 0.1 of a step and more."""
    found, expected, error = [], [], []
    for start, top, drift in itertools.product((3.0, 6.0), (10.0, 16.0), (0.0, 0.1, 0.2)):
        front, war = walk_between(start, top, drift)
        view = world().view
        initialise_war(view.front, view.belligerents[0], view.belligerents[1], front, war)
        records: Any = [row_of(r) for r in (view.front, *view.belligerents, view.log)]
        wins, steps = np.zeros(WALKS), np.zeros(WALKS)
        rng = np.random.Generator(np.random.PCG64(11))
        given: Any = (*records, row_of(front), row_of(war), rng, wins, steps)
        walks(*given)
        probability, weeks = drift_exit(start, top, drift, 1.0)
        found += [float(wins.mean()), float(steps.mean()) / weeks]
        expected += [probability, 1.0]
        error += [float(share_error(probability, WALKS)), float(steps.std()) / math.sqrt(WALKS) / weeks]
    return Grid(found, expected, error, tolerance=0.004)


@limit("river", "a walk whose drift changes at a line: exit by scale and speed (Karlin and Taylor 1981)")
def river() -> Grid:
    """Normal steps, simulated; the probability of exit at the far end, on both sides of the river."""
    found, expected, error = [], [], []
    for start, drift, past in itertools.product((25.0, 70.0), (-0.05, 0.1), (-0.06, 0.0, 0.05)):
        rng, place = np.random.default_rng(3), np.full(4000, start)
        inside = np.ones(4000, bool)
        while inside.any():
            mean = np.where(place[inside] < 60.0, drift, past)
            place[inside] += mean + 2.0 * rng.standard_normal(inside.sum())
            inside = (place > 0.0) & (place < 100.0)
        found.append((place >= 100.0).mean())
        expected.append(crossing_exit(start, 100.0, 60.0, drift, past, 2.0)[0])
        error.append(share_error(expected[-1], 4000))
    return Grid(found, expected, error)


@limit("attrition", "a F^2 - b G^2 is conserved until one side is gone (Lanchester 1916)")
def attrition() -> Grid:
    """In parts of what there was of it, over forces, effects and times; whole steps against halves too."""
    rows = []
    effects, times = (0.0, 0.003, 0.05, 0.5), (0.5, 3.0, 20.0)
    for first, second, a, b, time in itertools.product((80.0, 640.0), (60.0, 560.0), effects, effects, times):
        left, right = lanchester_square(first, second, a, b, time)
        whole = a * first * first + b * second * second
        if whole > 0.0 and (left > 0.0 or right > 0.0):
            rows.append(
                ((a * left * left - b * right * right - a * first * first + b * second * second) / whole, 0.0)
            )
        half = lanchester_square(*lanchester_square(first, second, a, b, time / 2.0), a, b, time / 2.0)
        rows.append((half[0] / first, left / first))
    return Grid.of(rows)


@limit("economy", "output gap, inflation and key rate settle at the values solved by hand (Taylor 1993)")
def steady_state() -> Grid:
    """Gap D / (1 + s (f k + g)), inflation target + k x, rate neutral + inflation + (f k + g) x, ranges throughout."""
    rng, rows = np.random.default_rng(2), []
    scenario = Scenario.load("march-2025")
    for draw in range(12):
        macro = scenario.macro if draw == 0 else anywhere(MacroParameters, rng)
        growth = dataclasses.replace(GrowthParameters())
        w = world().view
        for _ in range(4000):
            update_macro(w.russian_economy, w.belligerents[0], macro, growth, scenario.budget)
        demand = macro.war_demand * (scenario.budget.war_burden - macro.burden_peace)
        gap = demand / (1.0 + macro.rate_effect * (macro.rule_inflation * macro.phillips + macro.rule_gap))
        inflation = macro.target + macro.phillips * gap
        rate = macro.neutral_rate + inflation + (macro.rule_inflation * macro.phillips + macro.rule_gap) * gap
        e = w.russian_economy
        rows += [(e.gap, gap), (e.inflation, inflation), (e.key_rate, rate)]
    return Grid.of(rows, tolerance=1e-6)


@limit("beliefs", "without memory and wandering: the normal posterior of normal reports (DeGroot 1970)")
def posterior() -> Grid:
    """Mean and variance after 1, 5 and 30 reports, relative to the prior's spread."""
    rows, rng = [], np.random.default_rng(4)
    for prior, spread, noise, count in itertools.product(
        (-100.0, 0.0, 80.0), (2.0, 20.0, 90.0), (5.0, 40.0, 100.0), (1, 5, 30)
    ):
        beliefs = BeliefParameters(wandering=0.0, spread=spread, private_sd=1e12)
        state, reports = State.new(), rng.normal(60.0, noise, count)
        initialise_belief(state, Actor.CHINA, prior, 20.0, beliefs)
        for reported in reports:
            update_belief(state, Actor.CHINA, reported, 0.0, 1.0, 1.0, 0.0, noise * noise, beliefs)
        precision = 1.0 / spread**2 + count / noise**2
        rows.append((state.belief_variance * precision, 1.0))
        mean = (prior / spread**2 + reports.sum() / noise**2) / precision
        rows.append(((state.belief_mean - mean) / spread, 0.0))
    return Grid.of(rows, tolerance=1e-6)


LIMIT_OF_ANSWERS = dataclasses.replace(
    AnswerParameters(),
    weight_human=0.0,
    weight_short=0.0,
    weight_sector=0.36,
    sector_ground=0.4,
    forgiveness=4.0,
)
"""Sector as the only lower rung, at a credit of 0.6 and at 0.4 of the cost on the ground."""


def answer_at(momentum: float, opening: float, penalty: float, p: AnswerParameters) -> Answer:
    """Answer of the weekly rule with momentum and the American opening alone, at infinite precision."""
    state = State.new(momentum=momentum, ambiguity=0.0)
    state.accepts[Scope.GENERAL] = state.accepts[Scope.SECTOR] = 1.0
    prospect = Prospect.new(opening=opening, blame=penalty, curvature=1.0, lock_in=30.0)
    reply = Reply.new()
    answer_offer(state, reply, prospect, Scope.GENERAL, 0, 30.0, 1.0, opening, 0.5, p)
    return Answer(reply.answer)


@limit(
    "answers",
    "momentum and opening alone: straight boundaries of accept, partial and reject (McKelvey, Palfrey 1995)",
)
def boundaries() -> Grid:
    """A point just below and one just above each boundary: 1 accept, 2 partial, 3 no."""
    rows, weeks = [], 30.0 / 7.0
    openings, penalties = np.geomspace(0.002, 0.2, 9), (0.0, 0.1, 0.5, 1.0)
    for opening, penalty, ground in itertools.product(openings, penalties, (0.2, 0.4, 0.6, 0.9)):
        p = dataclasses.replace(LIMIT_OF_ANSWERS, sector_ground=ground)
        part = credit(Scope.SECTOR, p)
        accept, partial = answer_boundaries(opening, part, 1.0, penalty, ground * weeks, weeks)
        for edge, beside in itertools.product({accept, partial}, (0.3, 0.999, 1.001, 3.0)):
            momentum = edge * beside
            expected = 1 if momentum < accept else 2 if momentum < partial else 3
            answer = answer_at(momentum, opening, penalty, p)
            rows.append(({Answer.ACCEPT: 1, Answer.PARTIAL: 2}.get(answer, 3), expected))
    return Grid.of(rows)


@limit(
    "mortality", "Gompertz's hazard through the life table, weekly rule against the integral (Gompertz 1825)"
)
def life_table() -> Grid:
    """Share dead after 1 to 10 years from five ages by the weekly rule, at 100,000 simulated lives each."""
    found, expected, error, lives = [], [], [], 100_000
    plain = LeaderParameters(care=1.0, care_spread=0.0, illness=0.0)
    for age in (60.0, 66.0, 72.4, 78.0, 84.0):
        leader, exposure, marks = Leader.new(), 0.0, {}
        initialise_leader(leader, plain)
        leader.age = age
        take_body(leader, 0.0, plain)
        for week in range(523):
            age_leader(leader, plain)
            exposure += leader.hazard[Cause.DEATH]
            marks[week + 1] = exposure
        drawn = np.random.default_rng(11).standard_exponential(lives)
        for years in (1, 2, 5, 10):
            weeks = round(years * WEEKS_A_YEAR)
            level = plain.mortality * math.exp(plain.ageing * (age - 72.0))
            whole = level * math.expm1(plain.ageing * weeks / WEEKS_A_YEAR) / plain.ageing
            found.append((drawn <= marks[weeks]).mean())
            expected.append(-math.expm1(-whole))
            error.append(share_error(expected[-1], lives))
    return Grid(found, expected, error, tolerance=5e-4)


def dependent(weeks: int, support: float, start: float, p: PatronParameters) -> Any:
    """Return a patron after some weeks of one level of support in every channel."""
    made = Patron.new()
    open_patron(made, p, Support.HEDGED, 0.6, 12.0)
    for name in ("trade", "dual_use", "finance", "diplomacy"):
        setattr(made, name, support)
    for domain in Dependence:
        made.dependence[domain] = start
    for _ in range(weeks):
        deepen_dependence(made, p)
    return made


@limit(
    "patron",
    "support held at zero: dependence decays to zero at the rate of independence; monotone in support",
)
def patronage() -> Grid:
    """Decay by domain, start and time; then whether more support ever leaves less dependence or more autonomy."""
    p, rows = PatronParameters(), []
    for weeks, start in itertools.product((1, 26, 100, 600), (0.1, 0.5, 0.9)):
        made = dependent(weeks, 0.0, start, p)
        rows += [(x, start * math.exp(-p.independence * weeks / WEEKS_A_YEAR)) for x in made.dependence]
    levels = np.linspace(0.0, 1.3, 14)
    for weeks in (4, 52, 300):
        made = [dependent(weeks, level, 0.3, p) for level in levels]
        held = np.array([list(m.dependence) for m in made]).T
        rows += [(float((np.diff(held[d]) >= 0.0).all()), 1.0) for d in range(DEPENDENCES)]
        rows.append((float((np.diff([m.autonomy for m in made]) <= 0.0).all()), 1.0))
    return Grid.of(rows)
