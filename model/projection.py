"""Finds where the balance of power would drift in war or in a truce, by the force equations without shocks.

The shift of power over the lock-in of a truce, on which bargaining breaks down (Powell 2006). With no time to
run it is the present ratio; with aid, men and materiel growing alike on both sides it does not move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import exp, log
from agents.rules import rule
from model.attrition import fire
from model.manpower import alarm, eased_recruitment, going_home, outnumbering, recruits_at, willing
from model.materiel import (
    kept_after,
    old_stocks_after,
    russian_inflow,
    towards_level,
    ukrainian_inflow,
    wear_at,
)

if TYPE_CHECKING:
    from model.forces import ForceParameters
    from model.materiel import MaterielParameters
    from model.war import Belligerent, Front, WarParameters

STEPS = 4


@rule
def project_power_ratio(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    weeks: float,
    truce: bool,
    aid_factor: float,
    mobilisation: float,
    army_cap: float,
    parameters: ForceParameters,
    materiel: MaterielParameters,
    war: WarParameters,
) -> float:
    """Log power ratio after `weeks` of war, or of a truce that is kept.

    `aid_factor` multiplies the aid that now reaches Ukraine, `mobilisation` its recruits and own production
    (1: as now, 0: none); `army_cap` (thousand) holds its force where it is below the ceiling. Everything else
    that makes power stays as it is.
    """
    dt = weeks / STEPS
    tempo = 0.0 if truce else front.readiness
    russians, ukrainians = russia.personnel, ukraine.personnel
    russian_stock, ukrainian_stock = russia.materiel, ukraine.materiel
    old, supply = russia.old_stocks, ukraine.supply
    cap = min(army_cap, ukraine.ceiling)
    eased = eased_recruitment(0.0 if truce else 1.0, parameters)
    eased = eased / eased_recruitment(russia.fighting, parameters)
    russian_will = eased * willing(parameters.russia_recruits, russia, parameters.russia_pool, parameters)
    ukrainian_will = willing(parameters.ukraine_recruits, ukraine, parameters.ukraine_pool, parameters)
    ukrainian_will = mobilisation * eased * ukrainian_will
    arrived = 1.0 - exp(-dt / materiel.aid_lag)
    wear = wear_at(tempo, materiel)
    kept = kept_after(wear, dt, materiel)
    share = war.manpower_share
    for _ in range(STEPS):
        men = (russians, ukrainians)
        stocks = (russian_stock, ukrainian_stock)
        russians, ukrainians = fire(russia, ukraine, men, stocks, 1.0 - share, parameters.exposure, tempo, dt)
        ratio = outnumbering(men[0], men[1], parameters)
        will = alarm(1.0 / ratio, parameters) * russian_will
        came = recruits_at(will, russians, russia.need, russia.ceiling, parameters)
        home = going_home(russians, russia.ceiling, parameters.russia_wastage, parameters)
        russians = max(russians + dt * (came - home), 1.0)
        will = alarm(ratio, parameters) * ukrainian_will
        came = recruits_at(will, ukrainians, ukraine.need, cap, parameters)
        home = going_home(ukrainians, cap, parameters.ukraine_wastage, parameters)
        ukrainians = max(ukrainians + dt * (came - home), 1.0)
        inflow = russian_inflow(russia.production, old, materiel)
        russian_stock = towards_level(russian_stock, inflow, wear, kept)
        old = old_stocks_after(old, tempo, dt, materiel)
        supply = supply + (aid_factor * ukraine.supply - supply) * arrived
        inflow = ukrainian_inflow(mobilisation * ukraine.production, supply, materiel)
        ukrainian_stock = towards_level(ukrainian_stock, inflow, wear, kept)
    men_shift = log(russians * ukraine.personnel / (russia.personnel * ukrainians))
    stock_shift = log(russian_stock * ukraine.materiel / (russia.materiel * ukrainian_stock))
    return front.power_ratio + share * men_shift + (1.0 - share) * stock_shift
