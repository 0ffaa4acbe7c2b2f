"""Published limits of the pure theory: war and bargaining, walks between two ends, coordination, cascades, coalitions.

Each is played over a grid against a formula, an exact fraction, a search, or the definition written out a second time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.stats import norm

from agents.coordination import equilibrium_is_unique
from agents.elites import cascade
from agents.services import coup_threshold
from agents.valuation import (
    bargaining_range,
    bargaining_weights,
    commitment_gap,
    exit_probability,
    exit_time,
    take_it_or_leave_it,
    war_value,
)
from experiments.validation import Grid, limit
from model.bargaining import nash_settlement
from model.succession import ruling_coalition

SHARES = np.linspace(0.0, 1.0, 11)
COSTS = np.linspace(0.0, 0.5, 11)


@limit(
    "war value",
    "a war that ends at once is worth p - c, one of the patient p - c / h (Fearon 1995; Powell 2006)",
)
def war_values() -> Grid:
    """Both ends of hazard and discount, and the recursion v = h p - c + d (1 - h) v between them."""
    rows = []
    for p, cost in itertools.product(SHARES, COSTS):
        rows.append((war_value(p, cost, 1.0, 0.9), p - cost))
        for hazard in (0.002, 0.02, 0.3):
            rows.append((war_value(p, hazard * cost, hazard, 1.0), p - cost))
            value = war_value(p, hazard * cost, hazard, 0.97)
            rows.append((value, hazard * p - hazard * cost + 0.97 * (1.0 - hazard) * value))
    return Grid.of(rows)


@limit(
    "bargaining range", "[p - c_R, p + c_U]; empty exactly where optimism outweighs both costs (Fearon 1995)"
)
def ranges() -> Grid:
    """Both ends, and whether they have crossed (points at the edge, which rounding decides, left out)."""
    rows = []
    for p, belief, a, b in itertools.product(SHARES, SHARES, COSTS[::2], COSTS[::2]):
        low, high = bargaining_range(p, a, b, belief_b=belief)
        rows += [(low, p - a), (high, belief + b)]
        if abs(p - belief - a - b) > 1e-9:
            rows.append((float(low > high), float(p - belief > a + b)))
    return Grid.of(rows)


@limit(
    "commitment", "for patient sides no deal holds iff the shift of power outweighs both costs (Powell 2006)"
)
def commitment() -> Grid:
    """The gap as the discount goes to 1: shift less costs."""
    rows = []
    for p, shift, a, b in itertools.product(SHARES[2:], COSTS[:6], COSTS[:5], COSTS[:5]):
        gap = commitment_gap(p - a, 1.0 - (p - shift) - b, 1.0 - 1e-12, 30.0)
        rows.append((gap, shift - a - b))
    return Grid.of(rows)


@limit(
    "take it or leave it",
    "cost drawn from U[0, C]: offer p + (C - c) / 2, war with (C - c) / (2 C) (Fearon 1995)",
)
def offers() -> Grid:
    """Inside; at c >= C the offer p and no war; where the offer is capped at 1, war with (1 - p) / C."""
    rows = []
    for p, cost, top in itertools.product(SHARES, COSTS, (0.05, 0.2, 0.5, 1.0)):
        room = max(top - cost, 0.0) / 2.0
        offer = min(p + room, 1.0)
        found = take_it_or_leave_it(p, cost, top)
        rows += [(found[0], offer), (found[1], (offer - p) / top)]
    return Grid.of(rows)


@limit(
    "alternating offers",
    "shares (1 - d2) / (1 - d1 d2) go to the weights as the period goes to 0 (Rubinstein 1982)",
)
def shares_of_the_impatient() -> Grid:
    """Through `nash_settlement` on one issue; the error is at most the period."""
    period, found, expected = 1e-5, [], []
    for one, other in itertools.product(SHARES[1:-1], SHARES[1:-1]):
        d1, d2 = one**period, other**period
        package = nash_settlement([[1.0], [0.0]], [[1.0], [1.0]], bargaining_weights(d1, d2))
        found.append(package[0])
        expected.append((1.0 - d2) / (1.0 - d1 * d2))
    return Grid(found, expected, tolerance=period)


@limit(
    "Nash settlement", "one issue, quadratic loss, far disagreement: the weighted mean position (Nash 1950)"
)
def weighted_means() -> Grid:
    """With no disagreement given and with one that is far and common; one to sixteen issues."""
    rng, rows = np.random.default_rng(1), []
    for states, issues in itertools.product(range(2, 7), (1, 2, 16)):
        positions, salience = rng.random((states, issues)), rng.dirichlet(np.ones(issues), states)
        weight = rng.uniform(0.1, 1.0, states)
        mass = weight[:, None] * salience
        mean = (mass * positions).sum(axis=0) / mass.sum(axis=0)
        for far in (None, np.full(states, -1e7)):
            rows.append(np.column_stack([nash_settlement(positions, salience, weight, far), mean]))
    return Grid.of(np.concatenate(rows), tolerance=1e-5)


@limit("gambler's ruin", "exit and mean time of a +-1 walk, in exact fractions (Feller 1968)")
def ruin() -> Grid:
    """Near a fair game as far from it; relative deviations, since both run over many orders."""
    rows = []
    ups = (Fraction(1, 2), Fraction(0.5 + 1e-9), Fraction(0.5 - 1e-4), Fraction(1, 3), Fraction(99, 100))
    for top, up in itertools.product((2, 5, 10, 40), ups):
        odds, drift = (1 - up) / up, 2 * up - 1
        for start in range(1, top):
            p = Fraction(start, top) if odds == 1 else (1 - odds**start) / (1 - odds**top)
            steps = Fraction(start * (top - start)) if drift == 0 else (top * p - start) / drift
            rows.append((exit_probability(start, top, float(up)) / float(p), 1.0))
            rows.append((exit_time(start, top, float(up)) / float(steps), 1.0))
    return Grid.of(rows, tolerance=1e-7)


@limit(
    "cascade",
    "thresholds 0..n-1: all join; with the k-th made one higher, the k before him (Granovetter 1978)",
)
def cascades() -> Grid:
    """As counts, and as shares on the complete network."""
    rows = []
    for n in (2, 10, 40, 100):
        neighbours = np.array([[j for j in range(n) if j != i] for i in range(n)]).ravel()
        offsets = np.arange(n + 1) * (n - 1)
        for k in (0, *range(1, n, max(n // 10, 1))):
            thresholds = np.arange(n) + (np.arange(n) == k) * (k > 0)
            joined = n if k == 0 else k
            rows.append((cascade(thresholds).sum(), joined))
            rows.append((cascade(thresholds / (n - 1), None, neighbours, offsets).sum(), joined))
    return Grid.of(rows)


def joined_less_resisting(
    force: np.ndarray, join: np.ndarray, resist: np.ndarray, units: int, rng: np.random.Generator
) -> float:
    """Mass that joins less that which resists a regime as strong as the threshold, whatever the noise of signals.

    There a unit believes in the fall with the normal probability of minus its own error.
    """
    net = 0.0
    for f, c, d in zip(force, join, resist, strict=True):
        fall = norm.cdf(rng.standard_normal(units))
        net += f * float(np.mean(fall >= c) - np.mean(fall <= d))
    return net


@limit("coup threshold", "sum f (1 - c - d); one service that never resists: 1 - c (Morris and Shin 1998)")
def coups() -> Grid:
    """One service by the formula; one to eight by what units do that play the game, 20,000 of each service."""
    rng, units = np.random.default_rng(7), 20_000
    found: list[float] = []
    expected: list[float] = []
    error: list[float] = []
    for cost in np.linspace(0.01, 1.0, 34):
        found.append(coup_threshold([1.0], [cost], [0.0]))
        expected.append(1.0 - cost)
        error.append(0.0)
    for services in range(1, 9):
        for _ in range(5):
            force, join = rng.dirichlet(np.ones(services)), rng.uniform(0.2, 0.9, services)
            resist = join * rng.uniform(0.0, 0.9, services)
            found.append(coup_threshold(force, join, resist))
            expected.append(joined_less_resisting(force, join, resist, units, rng))
            error.append(
                math.sqrt(
                    float((force * force * (join * (1.0 - join) + resist * (1.0 - resist))).sum()) / units
                )
            )
    return Grid(found, expected, error)


def equilibria(cost: float, seen: float, private: float, public: float) -> int:
    """Count thresholds that are consistent with a public signal, on a fine grid (Morris and Shin 2003)."""
    theta = np.linspace(-1.00017, 2.00031, 60_001)
    slope, scale = private / public**2, math.sqrt(1.0 + (private / public) ** 2)
    gap = norm.cdf(slope * (theta - seen) - scale * norm.ppf(cost)) - theta
    return int(np.count_nonzero(np.diff(np.sign(gap))))


@limit(
    "public signals",
    "one equilibrium for every signal iff sigma <= sqrt(2 pi) sigma_public^2 (Morris and Shin 2003)",
)
def uniqueness() -> Grid:
    """Both sides of the condition, at the signals that leave the most room for several."""
    rows = []
    for public, factor in itertools.product((0.1, 0.2, 0.4), (0.5, 0.9, 1.2, 2.0)):
        private = factor * math.sqrt(2.0 * math.pi) * public**2
        scale = math.sqrt(1.0 + (private / public) ** 2)
        seen = [(c, 0.5 - scale * norm.ppf(c) * public**2 / private) for c in (0.3, 0.5, 0.7)]
        several = max(equilibria(c, y, private, public) for c, y in seen)
        rows.append((float(equilibrium_is_unique([1.0], [0.0], private, public)), float(several == 1)))
    return Grid.of(rows)


def settled(
    power: Sequence[float],
    blocs: frozenset[int],
    majority: float,
    friction: float,
    known: dict[frozenset[int], frozenset[int]],
) -> frozenset[int]:
    """The definition of the ruling coalition, by recursion over sets, every term of the inequality written out."""
    if blocs in known:
        return known[blocs]
    total = sum(power[i] for i in blocs)
    forming = []
    for size in range(1, len(blocs)):
        for some in itertools.combinations(sorted(blocs), size):
            inner = frozenset(some)
            held = sum(power[i] for i in inner)
            if held <= majority * total:
                continue
            then = settled(power, inner, majority, friction, known)
            left = sum(power[i] for i in then)
            gains = all(
                friction * power[i] / held + (1 - friction) * (i in then) * power[i] / left
                >= power[i] / total - 1e-12
                for i in inner
            )
            if gains:
                forming.append((held, inner))
    known[blocs] = min(forming, key=lambda f: f[0])[1] if forming else blocs
    return known[blocs]


@limit(
    "ruling coalition",
    "(3,4,5), (3,4,5,10) and (2,4,7) as in Acemoglu, Egorov and Sonin (2008); else by definition",
)
def coalitions() -> Grid:
    """Published cases, friction around 7/12, and 300 random vectors of one to six blocs, friction 0 to 1."""
    rng = np.random.default_rng(8)
    cases = [
        ((3, 4, 5), 0.5, 0.0),
        ((3, 4, 5, 10), 0.5, 0.0),
        ((2, 4, 7), 0.5, 0.0),
        ((3, 4, 5, 12.5), 0.5, 0.0),
    ]
    cases += [((3, 4, 5), 0.5, 7 / 12 - 1e-6), ((3, 4, 5), 0.5, 7 / 12), ((3, 4, 5), 0.5, 1.0)]
    members = [{0, 1, 2}, {0, 1, 2}, {2}, {3}, {0, 1, 2}, {0, 1}, {0, 1}]
    for draw in range(300):
        power = tuple(rng.uniform(0.5, 10.0, rng.integers(1, 7)))
        cases.append((power, rng.uniform(0.5, 0.8), (0.0, 1.0, rng.uniform())[draw % 3]))
        members.append(set(settled(power, frozenset(range(len(power))), *cases[-1][1:], {})))
    found = [
        set(np.flatnonzero(ruling_coalition(*case))) == m for case, m in zip(cases, members, strict=True)
    ]
    return Grid(found, np.ones(len(found)))
