"""The regime apart from its leader: domestic performance, capacity to repress, unrest, standing among elites.

Grievance and opportunity after Goldstone (2001), Kuran (1991): people act on grievances as far as fear lets them.
Reduces, with undivided repression of 1, to no unrest; in a state as of the start, to its performance.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import clip, divide, weekly
from agents.blocs import tier_dissent, tier_support
from agents.patronage import Patron
from agents.records import parameter, prior
from agents.rules import rule
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import Organ
from model.economy import RussianEconomy
from model.polity import Contest, Regime
from model.war import Belligerent

NEUTRAL = 0.5  # performance as of March 2025: half way between the ends of the scale


@dataclass(frozen=True)
class RegimeParameters:
    """The regime on 18 March 2025, and what moves it."""

    unrest: float = prior(
        0.15, 0.0, 0.4, "0..1", "unrest at the start", "Levada, approval of 86-88% in March 2025"
    )
    repression: float = prior(0.75, 0.5, 0.95, "0..1", "capacity to repress at the start")
    population_million: float = parameter(
        146.0,
        "population at the start",
        unit="million",
        low=140.0,
        high=147.0,
        kind="measured",
        source="official statistics for 2024, widely published",
    )
    decline: float = parameter(
        0.004,
        "natural decrease of the population",
        unit="share a year",
        low=0.002,
        high=0.006,
        kind="estimated",
        source="1.22 million births in 2024 and fertility of 1.4, widely published; deaths about 1.8 million",
    )
    living_span: float = prior(
        0.25, 0.1, 0.5, "share", "fall of civilian output a head that takes its part of performance to 0"
    )
    population_span: float = prior(
        0.06, 0.02, 0.15, "share", "fall of the population that takes its part of performance to 0"
    )
    sovereignty_span: float = prior(
        0.4, 0.1, 0.8, "share", "fall of freedom of action that takes its part of performance to 0"
    )
    unrest_speed: float = prior(
        6.0, 1.0, 26.0, "a year", "rate at which unrest follows grievance and opportunity"
    )
    unrest_spread: float = prior(
        0.01, 0.0, 0.04, "0..1 a root week", "shock to unrest", "the irregularity of protest"
    )
    repression_speed: float = prior(
        4.0, 0.5, 26.0, "a year", "rate at which capacity to repress follows the internal organs"
    )


@rule
def coercion(services: list[Service]) -> float:
    """Loyal and paid personnel of the organs that repress: FSB, Rosgvardia, police (thousand)."""
    total = 0.0
    for s in range(len(services)):
        organ = services[s].organ
        if organ == Organ.FSB or organ == Organ.ROSGVARDIA or organ == Organ.MVD:
            total += services[s].personnel * services[s].loyalty * clip(services[s].budget, 0.0, 1.0)
    return total


@rule
def civilian_output(economy: RussianEconomy, population: float) -> float:
    """GDP a head that military spending leaves: what living standards can be paid from (index)."""
    return divide(economy.gdp * (1.0 - economy.war_burden), population, 0.0)


@rule
def score(now: float, start: float, span: float) -> float:
    """Part of performance: half at the start, 0 or 1 where the level has changed by `span` of what it was."""
    change = divide(now, start, 1.0) - 1.0
    return clip(NEUTRAL * (1.0 + divide(change, span, 0.0)), 0.0, 1.0)


@rule
def measure_performance(
    regime: Regime, economy: RussianEconomy, patron: Patron, parameters: RegimeParameters
) -> float:
    """Domestic performance: sovereignty, population and living standards, the aims of the regime, in equal parts."""
    sovereignty = score(patron.autonomy, regime.autonomy_start, parameters.sovereignty_span)
    people = score(regime.population, 1.0, parameters.population_span)
    output = civilian_output(economy, regime.population)
    return (sovereignty + people + score(output, regime.living_start, parameters.living_span)) / 3.0


@rule
def unrest_at_rest(performance: float, stress: float, repression: float, split: float) -> float:
    """Unrest to which things tend: grievance, as far as repression does not hold it down.

    Content is who lives in a regime that performs and an economy without stress, so grievance is
    1 - performance (1 - stress); repression works as far as those who rule are not split.
    """
    grievance = 1.0 - performance * (1.0 - stress)
    return clip(grievance * (1.0 - repression * (1.0 - split)), 0.0, 1.0)


def initialise_regime(
    regime: Regime,
    contest: Contest,
    economy: RussianEconomy,
    patron: Patron,
    services: list[Service],
    parameters: RegimeParameters,
) -> None:
    """Set the regime of 18 March 2025, no succession under way. Economy, patron and services come first."""
    regime.persists = True
    regime.population = 1.0
    regime.living_start = civilian_output(economy, 1.0)
    regime.autonomy_start = patron.autonomy
    regime.coercion_start = coercion(services)
    regime.repression = parameters.repression
    regime.unrest = parameters.unrest
    regime.performance = measure_performance(regime, economy, patron, parameters)
    regime.last_exit_week = -1
    contest.focal = contest.winner = contest.front = contest.successor = contest.regional = -1
    contest.resolved_week = -1


@rule
def update_regime(
    regime: Regime,
    contest: Contest,
    blocs: list[Bloc],
    economy: RussianEconomy,
    patron: Patron,
    russia: Belligerent,
    services: list[Service],
    parameters: RegimeParameters,
) -> None:
    """One week of the regime: people, performance, repression, unrest, and what elites think of the leader.

    Those who rule are split by open dissent; while a succession is open, by all who do not stand behind the
    strongest candidate.
    """
    lost = weekly(parameters.decline) + russia.losses / (1000.0 * parameters.population_million)
    regime.population = max(regime.population - lost, 0.0)
    regime.performance = measure_performance(regime, economy, patron, parameters)
    capacity = divide(coercion(services), regime.coercion_start, 1.0)
    aim = clip(parameters.repression * capacity, 0.0, 1.0)
    regime.repression += weekly(parameters.repression_speed) * (aim - regime.repression)
    regime.elite_support = tier_support(blocs)
    regime.elite_dissent = tier_dissent(blocs)
    split = regime.elite_dissent
    if contest.active:
        split = max(split, 1.0 - contest.consensus)
    rest = unrest_at_rest(regime.performance, economy.stress, regime.repression, clip(split, 0.0, 1.0))
    unrest = regime.unrest + weekly(parameters.unrest_speed) * (rest - regime.unrest)
    regime.unrest = clip(unrest + parameters.unrest_spread * regime.normal, 0.0, 1.0)
