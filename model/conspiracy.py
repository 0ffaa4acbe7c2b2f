"""Decides who would lead a plot: commanders, juniors, civilians to whom a coup is worth more than loyalty.

From McFadden (1974) for choices seen from outside; Singh (2014) on coups from the top and from the middle.
Reduces to ever fewer plots as power is concentrated in the leader (Svolik 2012, the established autocracy).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, divide, log, logistic, weekly
from agents.coup_stakes import CoupStakesParameters
from agents.rules import rule
from agents.services import CANDIDATES, Plot, Service
from agents.tier import Bloc, Elite
from agents.vocabulary import ORGANS, Faction
from model.crisis import fall_probability
from model.polity import Regime

if TYPE_CHECKING:
    from model.plots import PlotsParameters

NEGLIGIBLE = 1e-9  # a rate a year below which a candidate is passed over, to save time


@rule
def coup_worth(chance: float, prize: float, punishment: float, staying: float) -> float:
    """Gain of a coup over staying loyal, in posts: p prize - (1 - p) punishment - staying."""
    return chance * prize - (1.0 - chance) * punishment - staying


@rule
def propensity(worth: float, chance: float, parameters: PlotsParameters) -> float:
    """Probability that a coup is chosen when what its prize is worth to the man has an unseen part.

    That part e is logistic (McFadden 1974) and counts as far as the coup succeeds: worth + p e > 0. So nobody
    chooses a hopeless coup (p = 0), however ambitious.
    """
    scale = chance * parameters.dispersion
    if scale <= 0.0:
        return 0.0
    return logistic(worth / scale)


@rule
def follower_propensity(
    service: Service,
    tie: float,
    chance: float,
    counted: float,
    prize: float,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> float:
    """Probability that an organ's commander joins a plot that shares its spoils, at its chance to succeed."""
    reward = stakes.spoils * prize
    staying = counted * parameters.attachment * tie - stakes.relief * service.grievance
    worth = coup_worth(chance, reward, stakes.punishment, staying)
    return propensity(worth, chance, parameters)


@rule
def expect_followers(
    plot: Plot,
    services: Sequence[Service],
    elites: Sequence[Elite],
    counted: float,
    prize: float,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> float:
    """Expected lift from each organ if approached, at the odds plotters plan with; return the civilians' sum.

    Of what an organ would lift, plotters expect it times the chance that it follows, and their trust in it.
    """
    total = 0.0
    for k in range(ORGANS):
        service = services[k]
        tie = elites[service.commander].support
        follows = follower_propensity(
            service, tie, parameters.planning_odds, counted, prize, stakes, parameters
        )
        plot.promise[k] = follows * parameters.follow_share * plot.lift[k]
        total += (1.0 - service.suspicion) * plot.promise[k]
    return total


@rule
def candidate_stakes(
    candidate: int,
    services: Sequence[Service],
    elites: Sequence[Elite],
    blocs: Sequence[Bloc],
    counted: float,
    prize: float,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> tuple[float, float, float]:
    """What a candidate would gain by a coup, what he keeps by staying loyal (posts), and his war stance.

    Staying is worth the post and the tie to the leader, as far as the leader counts, less grievance.
    """
    if candidate >= 2 * ORGANS:
        bloc = blocs[candidate - 2 * ORGANS]
        ambition = bloc.ambition
        staying = counted * (1.0 + parameters.attachment * bloc.support)
        stance = bloc.war_stance
    elif candidate >= ORGANS:
        service = services[candidate - ORGANS]
        ambition = parameters.junior_ambition
        tie = parameters.attachment * (2.0 * service.loyalty - 1.0)
        staying = counted * (parameters.junior_post + tie) - stakes.relief * service.grievance
        stance = blocs[service.faction].war_stance
    else:
        service = services[candidate]
        commander = elites[service.commander]
        ambition = commander.ambition
        tie = parameters.attachment * commander.support
        staying = counted * (service.post + tie) - stakes.relief * service.grievance
        stance = commander.war_stance
    return parameters.office * ambition * prize, staying, stance


@rule
def candidate_force(
    candidate: int, plot: Plot, services: Sequence[Service], parameters: PlotsParameters
) -> float:
    """Lift that a commander or juniors can expect to bring.

    A commander brings most of his organ and the allies he can expect among those whom he trusts, juniors a
    part of theirs.
    """
    if candidate >= ORGANS:
        return parameters.junior_share * plot.lift[candidate - ORGANS]
    lift = parameters.command_share * plot.lift[candidate]
    service = services[candidate]
    for other in range(ORGANS):
        if other != candidate:
            lift += (1.0 - service.rivalry[other]) * plot.promise[other]
    return lift


@rule
def discovery(
    candidate: int, unseen: float, services: Sequence[Service], parameters: PlotsParameters
) -> float:
    """Chance, as a candidate reckons it, that his plot is found out before all its force is in position.

    The odds are the leaks to be expected in that time, x / (1 + x): those of a preparation of uncertain length
    (exponential) with x for its mean. `unseen` is the chance to escape the counter-intelligence of all organs; his
    own looks away as far as it is in the plot.
    """
    share, leaks = parameters.follow_share, parameters.leaks_allied
    if candidate < ORGANS:
        share, leaks = parameters.command_share, parameters.leaks_command
    elif candidate < 2 * ORGANS:
        share, leaks = parameters.junior_share, parameters.leaks_junior
    if candidate < 2 * ORGANS:
        reach = services[candidate % ORGANS].reach
        unseen *= divide(1.0 - reach * (1.0 - share), 1.0 - reach, 1.0)
    leaks *= 1.0 - unseen
    return leaks / (1.0 + leaks)


@rule
def occasions(candidate: int, plot: Plot, blocs: Sequence[Bloc], parameters: PlotsParameters) -> float:
    """Occasions a year on which a candidate weighs a coup; security factions act through their commanders.

    A long war between states forecloses some: men are at the front, busy, and watched (Piplani and Talmadge 2016).
    """
    left = 1.0 - plot.foreclosed
    if candidate < ORGANS:
        return left * parameters.occasions
    if candidate < 2 * ORGANS:
        return left * parameters.junior_occasions
    faction = candidate - 2 * ORGANS
    if faction <= Faction.MILITARY or blocs[faction].members == 0:
        return 0.0
    return left * parameters.occasions


@rule
def appraise_plots(
    plot: Plot,
    services: Sequence[Service],
    elites: Sequence[Elite],
    blocs: Sequence[Bloc],
    regime: Regime,
    edge: float,
    counted: float,
    prize: float,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> float:
    """Rate at which each candidate would form a plot; return the hazard of a coup to outsiders (a week).

    `edge` is theta* - theta with no plot, as plotters see it; they count the risk to be found out on the way. The
    reactions are finite differences: a hawk's tie to the leader would weaken if the war were stopped, a dove's if
    it goes on.
    """
    from_allies = expect_followers(plot, services, elites, counted, prize, stakes, parameters)
    civilian_chance = fall_probability(
        edge + from_allies, parameters
    )  # alike for all: they bring only allies
    threat = stakes.punishment
    unseen = 1.0
    for k in range(ORGANS):
        unseen *= 1.0 - services[k].reach
    hazard = 0.0
    for candidate in range(CANDIDATES):
        rate = occasions(candidate, plot, blocs, parameters)
        plot.rate[candidate] = 0.0
        if rate <= 0.0:
            continue
        chance = civilian_chance
        if candidate < 2 * ORGANS:
            chance = fall_probability(
                edge + candidate_force(candidate, plot, services, parameters), parameters
            )
        gain, staying, stance = candidate_stakes(
            candidate, services, elites, blocs, counted, prize, stakes, parameters
        )
        found = discovery(candidate, unseen, services, parameters)
        worth = (1.0 - found) * coup_worth(chance, gain, threat, 0.0)
        worth -= found * parameters.leniency * threat + staying
        chance *= 1.0 - found
        now = rate * propensity(worth, chance, parameters)
        plot.rate[candidate] = now
        if now > NEGLIGIBLE:
            worth += counted * parameters.attachment * parameters.reaction * abs(stance)
            rise = (rate * propensity(worth, chance, parameters) - now) * chance / WEEKS_A_YEAR
            hazard += now * chance / WEEKS_A_YEAR
            if stance > 0.0:
                regime.hawk_reaction = regime.hawk_reaction + rise
            else:
                regime.dove_reaction = regime.dove_reaction + rise
    return hazard


@rule
def choose_candidate(plot: Plot, uniform: float) -> tuple[int, float]:
    """Who forms a plot this week, -1 for nobody: competing hazards settled by one uniform.

    The second value, uniform on [0, 1) again, is where the draw fell within the candidate's own rate.
    """
    total = 0.0
    for candidate in range(CANDIDATES):
        total += plot.rate[candidate]
    happens = weekly(total)
    if happens <= 0.0 or uniform >= happens:
        return -1, 0.0
    left = uniform / happens * total
    for candidate in range(CANDIDATES):
        rate = plot.rate[candidate]
        if left < rate:
            return candidate, left / rate
        left -= rate
    return -1, 0.0


@rule
def unseen_worth(
    plot: Plot, candidate: int, rank: float, blocs: Sequence[Bloc], parameters: PlotsParameters
) -> float:
    """Unseen part of the prize to a leader who chose to plot: logistic, given that he did choose it.

    Of those who plot the share `rank` has more of it: its survival function there is rank * propensity.
    """
    above = rank * divide(plot.rate[candidate], occasions(candidate, plot, blocs, parameters), 0.0)
    return parameters.dispersion * (log(1.0 - above) - log(above))
