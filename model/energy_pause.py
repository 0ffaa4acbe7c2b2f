"""Decides what a pause of long-range strikes on energy saves either side.

A reservoir of what is broken, filled by strikes and emptied by repair (Little 1961): a week without strikes saves what
they would have broken for as long as it stays broken. Without launches it saves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import exp
from agents.rules import rule
from model.strikes import damage_rate, getting_through

if TYPE_CHECKING:
    from model.strikes import StrikeParameters
    from model.war import Belligerent


@rule
def pause_saves(side: Belligerent, through: float, damage: float, repair: float, cost: float) -> float:
    """What a week without strikes saves until repair and the strikes that follow have evened it out."""
    broken = 1.0 - exp(-damage * through)
    return cost * side.energy * broken / (repair + broken)


@rule
def energy_pause_value(
    russia: Belligerent, ukraine: Belligerent, parameters: StrikeParameters
) -> tuple[float, float]:
    """What each week of a kept energy pause saves: of a week's oil and gas revenue, of a week's GDP (shares).

    Russia's first, Ukraine's second; at the other side's capacity, deviations of the week aside. Strikes are
    taken to resume; a pause that lasts saves more a week, up to all that is broken.
    """
    damage = damage_rate(
        parameters.ukraine_launches, parameters.russia_energy, parameters.russia_repair, parameters
    )
    through = parameters.ukraine_launches * ukraine.reach * parameters.energy_share
    russian = pause_saves(russia, through, damage, parameters.russia_repair, parameters.russia_energy_revenue)
    damage = damage_rate(
        parameters.russia_launches, parameters.ukraine_energy, parameters.ukraine_repair, parameters
    )
    through = parameters.russia_launches * russia.reach * parameters.energy_share
    through *= getting_through(ukraine.supply, parameters)
    return russian, pause_saves(
        ukraine, through, damage, parameters.ukraine_repair, parameters.ukraine_energy_gdp
    )
