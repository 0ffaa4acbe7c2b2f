"""Decides what season, ground and river make of superiority, and what a week's advance leaves to take.

Dupuy (1979) on the advantage of posture, Clausewitz (On War VI 18) on the defence of great rivers. Without season and
river the drift is in proportion to superiority beyond the defender's advantage.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, exp
from agents.rules import rule

if TYPE_CHECKING:
    from model.front import FrontParameters
    from model.war import Belligerent, Front

MONTHS_A_YEAR = 12.0

SMALLEST_POCKET = 1.0
"""Below this (km2) the pocket in Kursk region is gone."""


@rule
def seasonal(phase: float, parameters: FrontParameters) -> float:
    """Season's factor on the advance at a phase 0..1 of the year."""
    return 1.0 + parameters.season_amplitude * math.cos(2.0 * math.pi * (phase - parameters.season_peak))


@rule
def expected_advance(superiority: float, ukrainian_edge: float, russian_edge: float, gain: float) -> float:
    """Drift: ground is gained only by superiority beyond the edge (log) that the defender has."""
    return gain * (max(0.0, superiority - ukrainian_edge) - max(0.0, -superiority - russian_edge))


@rule
def river_toll(parameters: FrontParameters) -> float:
    """What the river takes from the advance of a side that attacks across it (km2 a week)."""
    return parameters.gain * parameters.river


@rule
def behind_river(front: Front, parameters: FrontParameters) -> bool:
    """Whether all that is left of Russia's objective lies beyond the Dnipro."""
    return front.objective_left_km2 < parameters.beyond_river


@rule
def count_ground(front: Front, russia: Belligerent, parameters: FrontParameters) -> None:
    """What the week leaves to take, the pocket in Kursk, and momentum over about a month."""
    week = MONTHS_A_YEAR / WEEKS_A_YEAR
    front.momentum_km2 = front.momentum_km2 + week * (front.advance_km2 / week - front.momentum_km2)
    front.donetsk_left_km2 = max(0.0, front.donetsk_left_km2 - parameters.donetsk_share * front.advance_km2)
    front.objective_left_km2 = max(
        0.0, front.objective_left_km2 - parameters.objective_share * front.advance_km2
    )
    if front.power_ratio > 0.0:
        front.kursk_km2 = front.kursk_km2 * exp(-parameters.kursk_rate * front.readiness * russia.fighting)
    if front.kursk_km2 < SMALLEST_POCKET:
        front.kursk_km2 = 0.0
