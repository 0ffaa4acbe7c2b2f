"""The roster at the start: factions of elites, their power, stances, patrons, and who influences whom.

From the factions and priors of the Survey of Russian Elites, Minchenko's Politburo 2.0 and Clingendael
(2023). Pyramids of patrons after Hale (2014); ties within and between factions after McPherson et al.
(2001) on homophily.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from agents.arithmetic import WEEKS_A_YEAR
from agents.organs import commander_faction
from agents.records import dtype_of, parameter, prior
from agents.tier import Elite, ElitesParameters
from agents.vocabulary import FACTIONS, ORGANS, Faction
from model.influence import build_network

EXPERTS = "judgement after the Survey of Russian Elites 1993-2020 and Clingendael (2023)"
LEAST = np.array((-1.0, -1.0, 0.0, 0.0))[:, None]
"""Least values of `TRAITS`; the greatest are 1."""
SMALLEST_RANK = 1e-12
FACTION_NAMES = [faction.name.lower() for faction in Faction]
PANEL = "judgement after Minchenko, Politburo 2.0 (2012-2023)"


def _size(default: float, low: float, high: float, faction: str) -> Any:
    """Members of a faction in the politically relevant top tier."""
    meaning = f"members in the politically relevant top tier, which set its part of the roster: {faction}"
    return parameter(default, meaning, unit="count", low=low, high=high, kind="prior", source=PANEL)


def _stance(default: float, faction: str) -> Any:
    """Mean war stance of a faction."""
    low, high = max(-1.0, round(default - 0.5, 2)), min(1.0, round(default + 0.5, 2))
    meaning = f"mean war stance: {faction}"
    return parameter(default, meaning, unit="-1..1", low=low, high=high, kind="prior", source=EXPERTS)


def _variety(default: float, faction: str) -> Any:
    """Spread of war stances within a faction."""
    meaning = f"standard deviation of war stance: {faction}"
    return parameter(default, meaning, unit="-1..1", low=0.0, high=0.5, kind="prior", source=EXPERTS)


def _power(default: float, faction: str) -> Any:
    """Weight of a faction in the power of the tier."""
    meaning = f"power, scaled so that all factions sum to 1: {faction}"
    low, high = round(0.5 * default, 3), round(2.0 * default, 3)
    return parameter(default, meaning, unit="share", low=low, high=high, kind="prior", source=PANEL)


def _support(default: float, faction: str) -> Any:
    """Mean private support in a faction."""
    meaning = f"mean private support of the leader at the start: {faction}"
    low, high = round(default - 0.3, 2), min(1.0, round(default + 0.3, 2))
    return parameter(default, meaning, unit="-1..1", low=low, high=high, kind="prior", source=EXPERTS)


@dataclass(frozen=True)
class RosterParameters:
    """The top tier on 18 March 2025."""

    size_security_core: float = _size(30.0, 20.0, 40.0, "security core")
    size_guards: float = _size(15.0, 10.0, 20.0, "guards")
    size_military: float = _size(30.0, 20.0, 40.0, "military command")
    size_administration: float = _size(15.0, 10.0, 20.0, "presidential administration")
    size_technocrats: float = _size(30.0, 20.0, 40.0, "technocrats")
    size_business: float = _size(60.0, 40.0, 80.0, "business")
    size_governors: float = _size(85.0, 80.0, 89.0, "governors")
    size_party: float = _size(45.0, 30.0, 60.0, "party and parliament")
    size_ultranationalists: float = _size(75.0, 50.0, 100.0, "ultranationalists")
    stance_security_core: float = _stance(0.6, "security core")
    stance_guards: float = _stance(0.3, "guards")
    stance_military: float = _stance(0.4, "military command")
    stance_administration: float = _stance(0.1, "presidential administration")
    stance_technocrats: float = _stance(-0.2, "technocrats")
    stance_business: float = _stance(-0.1, "business")
    stance_governors: float = _stance(0.0, "governors")
    stance_party: float = _stance(0.4, "party and parliament")
    stance_ultranationalists: float = _stance(0.9, "ultranationalists")
    variety_security_core: float = _variety(0.25, "security core")
    variety_guards: float = _variety(0.25, "guards")
    variety_military: float = _variety(0.35, "military command")
    variety_administration: float = _variety(0.25, "presidential administration")
    variety_technocrats: float = _variety(0.25, "technocrats")
    variety_business: float = _variety(0.35, "business")
    variety_governors: float = _variety(0.25, "governors")
    variety_party: float = _variety(0.3, "party and parliament")
    variety_ultranationalists: float = _variety(0.1, "ultranationalists")
    power_security_core: float = _power(0.24, "security core")
    power_guards: float = _power(0.11, "guards")
    power_military: float = _power(0.11, "military command")
    power_administration: float = _power(0.14, "presidential administration")
    power_technocrats: float = _power(0.13, "technocrats")
    power_business: float = _power(0.14, "business")
    power_governors: float = _power(0.07, "governors")
    power_party: float = _power(0.03, "party and parliament")
    power_ultranationalists: float = _power(0.03, "ultranationalists")
    support_security_core: float = _support(0.6, "security core")
    support_guards: float = _support(0.65, "guards")
    support_military: float = _support(0.45, "military command")
    support_administration: float = _support(0.65, "presidential administration")
    support_technocrats: float = _support(0.4, "technocrats")
    support_business: float = _support(0.35, "business")
    support_governors: float = _support(0.5, "governors")
    support_party: float = _support(0.6, "party and parliament")
    support_ultranationalists: float = _support(0.45, "ultranationalists")
    stance_doubt: float = prior(
        0.1,
        0.0,
        0.25,
        "-1..1",
        "standard deviation of a faction's mean stance between runs: we do not know it",
    )
    support_doubt: float = prior(
        0.1, 0.0, 0.25, "support", "standard deviation of a faction's mean support between runs"
    )
    arms_makers: float = prior(0.2, 0.1, 0.35, "share", "part of business that makes arms")
    exporters: float = prior(0.4, 0.2, 0.6, "share", "part of business that exports")
    stance_arms_makers: float = _stance(0.5, "arms makers")
    stance_exporters: float = _stance(-0.4, "exporters")
    exposure_arms_makers: float = prior(
        0.1, 0.0, 0.3, "share of rents", "rents lost to sanctions at full force, arms makers"
    )
    exposure_exporters: float = prior(
        0.5, 0.2, 0.8, "share of rents", "rents lost to sanctions at full force, exporters"
    )
    exposure_business: float = prior(
        0.3, 0.1, 0.6, "share of rents", "rents lost to sanctions at full force, other business"
    )
    exposure_officials: float = prior(
        0.15, 0.0, 0.4, "share of rents", "rents lost to sanctions at full force, all who are not business"
    )
    power_tail: float = prior(
        2.0,
        1.2,
        4.0,
        "exponent",
        "exponent of the Pareto law of power within a faction; smaller is more unequal",
    )
    attachment_spread: float = prior(
        0.15, 0.0, 0.4, "support", "standard deviation of lasting support within a faction"
    )
    ambition_spread: float = prior(0.2, 0.05, 0.4, "0..1", "standard deviation of ambition")
    stability: float = prior(
        0.65, 0.5, 0.8, "0..1", "mean preference for stability and coordination", "Clingendael (2023)"
    )
    stability_spread: float = prior(
        0.08, 0.0, 0.2, "0..1", "standard deviation of the preference for stability"
    )
    years_in_post: float = prior(6.0, 3.0, 10.0, "years", "mean time in post")
    direct_clients: int = prior(
        2, 1, 6, "count", "strongest members of each faction whose patron is the leader himself"
    )
    clients: int = prior(4, 2, 12, "count", "clients of a patron", "Hale (2014)")
    contacts: float = prior(8.0, 2.0, 20.0, "count", "mean number of those who influence an elite")
    assortativity: float = prior(
        0.7,
        0.0,
        1.0,
        "share",
        "part of an elite's contacts sought in his own faction",
        "McPherson et al. (2001)",
    )
    patron_weight: float = prior(
        3.0,
        1.0,
        10.0,
        "ratio",
        "influence of one's patron relative to another of the same power",
        "Hale (2014)",
    )
    deference: float = prior(0.5, 0.0, 1.0, "elasticity", "elasticity of influence to power")


def seats(count: int, sizes: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Apportion `count` seats by size with largest remainders, none below its `least`."""
    fixed = np.zeros(len(sizes), bool)
    while True:
        free = count - least[fixed].sum()
        quota = np.where(fixed, least, free * sizes / sizes[~fixed].sum())
        short = ~fixed & (quota < least)
        if not short.any():
            break
        fixed |= short
    given = np.floor(quota).astype(np.int64)
    order = np.argsort(given - quota, kind="stable")
    given[order[: count - given.sum()]] += 1
    return given


class Plan(NamedTuple):
    """What the rosters of all runs have in common; arrays are a row an elite, and not to be written."""

    start: np.ndarray
    roster: bytes
    total: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    doubt: np.ndarray
    business: np.ndarray
    kinds: np.ndarray
    sorts: np.ndarray


TRAITS = ("war_stance", "attachment", "ambition", "stability")


def build_elites(
    plan: Plan, elites: ElitesParameters, parameters: RosterParameters, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Build the roster and the network of influence.

    Rows go by faction, and within a faction from the strongest down.

    Returns
    -------
    elites : structured array of `Elite`
    neighbours, offsets : int64 arrays
        `neighbours[offsets[i]:offsets[i + 1]]` are the rows of those who influence i.
    weight : float array
        Their weights, which sum to 1 for each i.
    """
    roster = np.frombuffer(bytearray(plan.roster), dtype_of(Elite))
    roster["power"] = _powers(plan, parameters, rng)
    _characters(roster, plan, elites, parameters, rng)
    return roster, *build_network(roster, plan.start, parameters, rng)


def plan_roster(elites: ElitesParameters, p: RosterParameters) -> Plan:
    """Plan a roster: factions, patrons and commands, and what traits are drawn around.

    Four traits of each elite have a mean, a spread, and (war stance, attachment) a doubt that the faction shares.
    """
    roster, start = _offices(elites.count, p)
    faction = roster["faction"]
    war, sorts = _business(p)
    support = _by_faction(p, "support")[faction]
    shape = np.ones(elites.count)
    mean = np.array(
        (_by_faction(p, "stance")[faction], support, elites.ambition * shape, p.stability * shape)
    )
    spread = np.array((_by_faction(p, "variety")[faction], *(s * shape for s in _spreads(p))))
    doubt = np.array((p.stance_doubt, p.support_doubt))[:, None]
    power = _by_faction(p, "power")
    roster["exposure"] = p.exposure_officials
    business = np.flatnonzero(faction == Faction.BUSINESS)
    return Plan(start, roster.tobytes(), power / power.sum(), mean, spread, doubt, business, war, sorts)


def _spreads(p: RosterParameters) -> tuple[float, float, float]:
    """Standard deviations of attachment, ambition and the preference for stability."""
    return p.attachment_spread, p.ambition_spread, p.stability_spread


def _offices(count: int, parameters: RosterParameters) -> tuple[np.ndarray, np.ndarray]:
    """Roster with factions, patrons and commands, and where each faction starts."""
    organs = np.array([commander_faction(organ) for organ in range(ORGANS)])
    least = np.maximum(np.bincount(organs, minlength=FACTIONS), 1)
    members = seats(count, _by_faction(parameters, "size"), least)
    start = np.zeros(FACTIONS + 1, np.int64)
    np.cumsum(members, out=start[1:])
    faction = np.repeat(np.arange(FACTIONS), members)
    place = np.arange(count) - start[faction]
    roster = np.zeros(count, dtype_of(Elite))
    roster["faction"] = faction
    direct = parameters.direct_clients
    roster["patron"] = np.where(place < direct, -1, start[faction] + (place - direct) // parameters.clients)
    roster["organ"] = -1
    for organ in range(ORGANS):
        roster["organ"][start[organs[organ]] + np.count_nonzero(organs[:organ] == organs[organ])] = organ
    roster["rents"] = roster["expected"] = roster["threshold"] = 1.0
    return roster, start


def _by_faction(parameters: RosterParameters, name: str) -> np.ndarray:
    """Values of a parameter that each faction has, in order of `Faction`."""
    return np.array([getattr(parameters, f"{name}_{word}") for word in FACTION_NAMES])


def _powers(plan: Plan, parameters: RosterParameters, rng: np.random.Generator) -> np.ndarray:
    """Pareto within a faction, strongest first; factions' totals as given; all sum to 1."""
    size = np.diff(plan.start)
    place = np.repeat(np.arange(FACTIONS), size)
    rank = np.sort(place + rng.random(len(place))) - place  # ascending within each faction
    raw = np.maximum(rank, SMALLEST_RANK) ** (-1.0 / parameters.power_tail)
    return raw * np.repeat(plan.total / np.add.reduceat(raw, plan.start[:-1]), size)


def _business(p: RosterParameters) -> tuple[np.ndarray, np.ndarray]:
    """Where each kind of business ends on [0, 1); war stance, its spread and exposure to sanctions of each.

    Business is arms makers, exporters and the rest, whose stance keeps the mean of business as given; what the
    three kinds do not explain of its variance is left to its members.
    """
    share = np.array((p.arms_makers, p.exporters, max(1.0 - p.arms_makers - p.exporters, 0.0)))
    stance = np.array((p.stance_arms_makers, p.stance_exporters, p.stance_business))
    if share[2] > 0.0:
        stance[2] = np.clip((p.stance_business - share[:2] @ stance[:2]) / share[2], -1.0, 1.0)
    between = share @ (stance - p.stance_business) ** 2
    left = np.sqrt(np.maximum(p.variety_business**2 - between, 0.0))
    exposure = (p.exposure_arms_makers, p.exposure_exporters, p.exposure_business)
    return np.cumsum(share[:2]), np.array((stance, np.full(3, left), exposure))


def _characters(
    roster: np.ndarray, plan: Plan, elites: ElitesParameters, p: RosterParameters, rng: np.random.Generator
) -> None:
    """Stances, exposure, ambition, stability, support: draws around the priors of the faction."""
    n = len(roster)
    mean, spread = plan.mean.copy(), plan.spread.copy()
    mean[:2] += plan.doubt * rng.standard_normal((2, FACTIONS))[:, roster["faction"]]
    stance, left, exposure = plan.sorts[
        :, np.searchsorted(plan.kinds, rng.random(len(plan.business)), "right")
    ]
    mean[0, plan.business] += stance - p.stance_business
    spread[0, plan.business] = left
    roster["exposure"][plan.business] = exposure
    traits = mean + spread * rng.standard_normal((4, n))
    np.minimum(np.maximum(traits, LEAST, out=traits), 1.0, out=traits)
    for trait, drawn in zip(TRAITS, traits, strict=True):
        roster[trait] = drawn
    support = traits[1] + elites.spread * rng.standard_normal(n)
    roster["support"] = np.minimum(np.maximum(support, -1.0), 1.0)
    roster["tenure"] = np.floor(WEEKS_A_YEAR * p.years_in_post * rng.standard_exponential(n))
