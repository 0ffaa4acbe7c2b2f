"""Decides who is recruited, who leaves, and the men who are left, on both sides.

Recruitment by pay (Russia) and by compulsion (Ukraine) from a pool, after matching functions, and more of it
by the side that falls behind (Richardson 1960; Hirshleifer 1991); emigration when martial law ends. Men are
conserved: force, pool, losses and emigrants change by the coming of age alone. Reaction 0: means and pool alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, power, weekly
from agents.rules import rule
from agents.vocabulary import WarEnd
from model.attrition import fire

if TYPE_CHECKING:
    from model.forces import ForceParameters
    from model.war import Belligerent, Front, WarParameters

LARGEST_ODDS = 2.0
"""Guard at the far ends of the ranges: nothing is known of recruitment by a side outnumbered by more."""


@rule
def willing(base: float, side: Belligerent, pool_start: float, parameters: ForceParameters) -> float:
    """Recruits a week that the means of recruiters and the pool that is left would give."""
    return base * side.means * power(side.pool / pool_start, parameters.pool_elasticity)


@rule
def alarm(outnumbered: float, parameters: ForceParameters) -> float:
    """Factor on recruitment of a side that is `outnumbered` so many times as much as in March 2025.

    A side that gains on the other recruits as before: neither pay nor quotas were cut in an advance.
    """
    return power(outnumbered, parameters.reaction) if outnumbered > 1.0 else 1.0


@rule
def outnumbering(russians: float, ukrainians: float, parameters: ForceParameters) -> float:
    """Ratio of the two forces, against the ratio of March 2025."""
    at_start = parameters.russia_personnel / parameters.ukraine_personnel
    return clip(divide(russians, ukrainians * at_start, 1.0), 1.0 / LARGEST_ODDS, LARGEST_ODDS)


@rule
def recruits_at(
    will: float, personnel: float, need: float, ceiling: float, parameters: ForceParameters
) -> float:
    """Recruits a week: more by compulsion when short of the need, fewer when close to the ceiling."""
    short = clip(1.0 - personnel / need, 0.0, 1.0)
    room = clip((ceiling - personnel) / (parameters.taper * ceiling), 0.0, 1.0)
    return will * (1.0 + parameters.compulsion * short) * room


@rule
def going_home(personnel: float, ceiling: float, wastage: float, parameters: ForceParameters) -> float:
    """Men a week who go home: wastage (a year), and demobilisation of those above the ceiling."""
    above = max(personnel - ceiling, 0.0)
    return (wastage * personnel + parameters.demobilisation * above) / WEEKS_A_YEAR


@rule
def _account(
    side: Belligerent, left: float, recruits: float, home: float, leaving: float, cohort: float
) -> None:
    """Book a week's flows of men, so that force + pool + losses + emigrants changes by the cohort alone."""
    side.losses = side.personnel - left
    side.losses_total = side.losses_total + side.losses
    side.recruits = min(recruits, side.pool)
    side.emigrants = leaving * (side.pool - side.recruits)
    side.personnel = left + side.recruits - home
    side.pool = max(0.0, side.pool - side.recruits - side.emigrants + home + cohort / WEEKS_A_YEAR)
    side.emigrants_total = side.emigrants_total + side.emigrants


@rule
def eased_recruitment(fighting: float, parameters: ForceParameters) -> float:
    """Share of recruitment that goes on when a share `fighting` of Russia's operations does."""
    return parameters.pause_recruitment + (1.0 - parameters.pause_recruitment) * fighting


@rule
def leaving(side: Belligerent, martial_law: bool, parameters: ForceParameters) -> float:
    """Share of the pool that leaves the country this week: fewer, as those who wish to have gone."""
    if martial_law:
        return weekly(parameters.leak)
    wish = parameters.leavers * (side.pool + side.emigrants_total)
    return weekly(parameters.emigration) * clip(1.0 - divide(side.emigrants_total, wish, 1.0), 0.0, 1.0)


@rule
def replenish(
    side: Belligerent,
    left: float,
    outnumbered: float,
    base: float,
    pool_start: float,
    wastage: float,
    leaves: float,
    cohort: float,
    peace: float,
    parameters: ForceParameters,
) -> None:
    """Recruit one side for a week and book it; `left` of its force after losses, `peace` of its ceiling."""
    ceiling = peace * side.ceiling
    sd = parameters.recruits_sd
    shock = exp(sd * (side.manpower_normal - 0.5 * sd))
    will = alarm(outnumbered, parameters) * willing(base, side, pool_start, parameters)
    came = shock * recruits_at(will, left, side.need, ceiling, parameters)
    _account(side, left, came, going_home(left, ceiling, wastage, parameters), leaves, cohort)


@rule
def update_men(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    war_spending: float,
    shortfall: float,
    martial_law: bool,
    parameters: ForceParameters,
    war: WarParameters,
) -> None:
    """Fight for a week at the tempo, then recruit. `war_spending` as a ratio to that of March 2025."""
    men = (russia.personnel, ukraine.personnel)
    stocks = (russia.materiel, ukraine.materiel)
    left, right = fire(
        russia, ukraine, men, stocks, 1.0 - war.manpower_share, parameters.exposure, front.tempo, 1.0
    )
    ratio = outnumbering(russia.personnel, ukraine.personnel, parameters)
    peace = parameters.peace_ceiling if front.end != WarEnd.GOES_ON else 1.0
    eased = eased_recruitment(russia.fighting, parameters)
    russia.means = eased * power(war_spending, parameters.pay_elasticity)
    ukraine.means = eased * (1.0 - shortfall)
    if not martial_law:
        ukraine.means = parameters.volunteers * ukraine.means
    replenish(
        russia,
        left,
        1.0 / ratio,
        parameters.russia_recruits,
        parameters.russia_pool,
        parameters.russia_wastage,
        0.0,
        parameters.russia_cohort,
        peace,
        parameters,
    )
    replenish(
        ukraine,
        right,
        ratio,
        parameters.ukraine_recruits,
        parameters.ukraine_pool,
        parameters.ukraine_wastage,
        leaving(ukraine, martial_law, parameters),
        parameters.ukraine_cohort,
        peace,
        parameters,
    )
