"""Decides how far the line moves in a week, and what is left to take.

Advance is AR(1) around a drift in proportion to superiority beyond the defender's advantage (Dupuy 1979), which is
larger behind a great river (Clausewitz, On War VI 18). With zero memory it is a random walk: gambler's ruin for +-1
steps, Brownian exit for Gaussian ones, `agents/crossing.py` where a river lies before the objective.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, exp
from agents.crossing import past_river
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import WarEnd
from model.economy import half_way
from model.ground import behind_river, count_ground, expected_advance, river_toll, seasonal
from model.war import log_power

if TYPE_CHECKING:
    from model.war import Belligerent, Front, WarParameters

TWO_YEARS = (
    "maximum likelihood on gains of March 2023 to February 2025 on ISW's maps (experiments/line_fit.py)"
)
FIT = "maximum likelihood on weekly differences of daily map polygons, 8 July 2024 to 17 March 2025"


@dataclass(frozen=True)
class FrontParameters:
    """The line on 18 March 2025 and how it moves.

    Fit: y_t = m y_{t-1} + (1 - m) D + e_t over the 35 or 36 weekly differences of the daily area, for each of
    the seven weekdays on which a week can begin. Means over the seven: D = 87 (standard error 17), m = 0.63
    (0.14), sd of e = 38 (3 from weekday to weekday). Level, spread and lag-one autocorrelation of the same
    differences: 86.5, 49.7 and 0.63. So short a series tells no season and no disturbance of the drift from
    none; the gains of two years do (`experiments/line_fit.py`).
    """

    occupied: float = parameter(
        112449.0,
        "area of Ukraine held by Russia on 18 March 2025, Crimea and pre-2022 Donbas included",
        unit="km2",
        low=111000.0,
        high=121000.0,
        kind="measured",
        source="daily map polygons (DeepState), area on the authalic sphere",
    )
    total: float = parameter(
        603550.0,
        "area of Ukraine",
        unit="km2",
        low=603000.0,
        high=604000.0,
        kind="measured",
        source="State Statistics Service of Ukraine",
    )
    advance: float = parameter(
        22.0,
        "advance in the week to 17 March 2025",
        unit="km2 a week",
        low=-50.0,
        high=150.0,
        kind="measured",
        source="daily map polygons (DeepState)",
    )
    momentum: float = parameter(
        151.0,
        "advance in the four weeks to 18 March 2025",
        unit="km2 a month",
        low=100.0,
        high=250.0,
        kind="measured",
        source="daily map polygons (DeepState); four counts of March 2025 range from 119 to 203",
    )
    kursk: float = parameter(
        150.0,
        "pocket in Kursk region held by Ukraine on 18 March 2025",
        unit="km2",
        low=50.0,
        high=400.0,
        kind="prior",
        source="published maps: about 400 km2 early in March 2025, below 100 at its end",
    )
    kursk_rate: float = parameter(
        0.35,
        "rate at which the pocket shrinks at full tempo while Russia is superior",
        unit="a week",
        low=0.1,
        high=0.8,
        kind="estimated",
        source="published maps: from about 400 to 150 km2 in the first half of March 2025",
    )
    donetsk_left: float = parameter(
        8750.0,
        "part of Donetsk region not held by Russia",
        unit="km2",
        low=7900.0,
        high=9300.0,
        kind="measured",
        source="region of 26,517 km2, 65 to 70% held in March 2025",
    )
    objective_left: float = parameter(
        24000.0,
        "part of the four claimed regions not held by Russia: its objective",
        unit="km2",
        low=21000.0,
        high=27000.0,
        kind="measured",
        source="areas of the regions; held: Donetsk 67%, Luhansk 99%, Zaporizhzhia and Kherson 73%",
    )
    donetsk_share: float = parameter(
        0.7,
        "share of the advance made in Donetsk region while any of it is left",
        unit="share",
        low=0.3,
        high=1.0,
        kind="prior",
        source="judgement from published maps, winter 2024-25",
    )
    objective_share: float = parameter(
        0.85,
        "share of the advance made in the four claimed regions",
        unit="share",
        low=0.5,
        high=1.0,
        kind="prior",
        source="judgement from published maps, winter 2024-25; the rest is Kharkiv, Sumy, Dnipro",
    )
    drift: float = parameter(
        87.0,
        "expected advance at the power ratio of March 2025, season aside",
        unit="km2 a week",
        low=20.0,
        high=150.0,
        kind="estimated",
        source=FIT,
    )
    drift_error: float = parameter(
        17.0,
        "standard error of that drift: how far effectiveness may have stood from what the fit says",
        unit="km2 a week",
        low=0.0,
        high=30.0,
        kind="estimated",
        source=FIT + "; 27 if the drift wanders as `disturbance_sd` says",
    )
    memory: float = parameter(
        0.63,
        "weekly autoregression of the advance",
        unit="share",
        low=0.0,
        high=0.9,
        kind="estimated",
        source=FIT,
    )
    advance_sd: float = parameter(
        38.0,
        "spread of the weekly innovation of the advance",
        unit="km2 a week",
        low=15.0,
        high=60.0,
        kind="estimated",
        source=FIT,
    )
    gain: float = parameter(
        400.0,
        "advance for each log unit of superiority beyond the defender's advantage",
        unit="km2 a week",
        low=150.0,
        high=1000.0,
        kind="prior",
        source="judgement: a fifth less Russian power would halt the advance of 2024",
    )
    depth: float = parameter(
        0.06,
        "rise of the defender's advantage by the time the attacker's objective is all but taken",
        unit="log",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: fortified towns of Donetsk; Crimea for Ukraine",
    )
    beyond_river: float = parameter(
        7700.0,
        "part of the objective that lies beyond the Dnipro: right-bank Kherson region, part of Zaporizhzhia's",
        unit="km2",
        low=5800.0,
        high=8800.0,
        kind="measured",
        source="27% of Kherson region (28,461 km2), not held; its districts there 6,800, Zaporizhzhia's about 600",
    )
    river: float = parameter(
        0.405,
        "further advantage of the defender once all that is left of the objective lies beyond the Dnipro",
        unit="log",
        low=0.0,
        high=1.1,
        kind="prior",
        source="judgement: as much as prepared positions (1.5, Dupuy 1979), 2.25 with them; the record to March 2025"
        " allows 0.2 or more, the 3:1 rule is 0.7 (docs/evidence.md)",
    )
    disturbance_sd: float = parameter(
        0.0225,
        "weekly innovation of the hidden disturbance of effectiveness",
        unit="log",
        low=0.0,
        high=0.04,
        kind="estimated",
        source=TWO_YEARS + ": 9 km2 a week (6 to 15 within one of the log-likelihood)",
    )
    disturbance_half_life: float = parameter(
        104.0,
        "half-life of the disturbance: how fast the other side adapts (large: a random walk)",
        unit="weeks",
        low=26.0,
        high=10000.0,
        kind="prior",
        source="judgement: cycles of tactical adaptation of one to three years",
    )
    season_amplitude: float = parameter(
        0.0,
        "amplitude of the season's factor on the advance",
        unit="share",
        low=0.0,
        high=0.5,
        kind="estimated",
        source=TWO_YEARS + ": no season is told from none; coefficients 0.05 (0.17) and -0.11 (0.16)",
    )
    season_peak: float = parameter(
        0.8,
        "phase of the year at which ground is gained fastest",
        unit="share of a year",
        low=0.0,
        high=1.0,
        kind="estimated",
        source=TWO_YEARS + ": where it would lie; spring and autumn mud would have it in summer and winter",
    )


def initialise_war(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    parameters: FrontParameters,
    war: WarParameters,
) -> None:
    """Set the line of 18 March 2025; call after `initialise_forces`.

    Quality of Russian force and means is what makes the drift of the fit come out of the forces given, so
    that the gain and the defender's advantage can be varied without moving the level.
    """
    front.occupied_km2 = front.start_km2 = front.report_km2 = parameters.occupied
    front.advance_km2 = front.reported_km2 = parameters.advance
    front.momentum_km2 = parameters.momentum
    front.kursk_km2 = parameters.kursk
    front.donetsk_left_km2 = parameters.donetsk_left
    front.objective_left_km2 = parameters.objective_left
    front.length_km = war.line_km
    front.tempo = front.readiness = front.season = front.fighting = 1.0
    front.end = WarEnd.GOES_ON
    front.end_week = -1
    russia.need = war.russia_density * war.line_km
    ukraine.need = war.ukraine_density * war.line_km
    russia.fighting = ukraine.fighting = 1.0
    front.power_ratio = war.defender_advantage + parameters.drift / parameters.gain
    front.drift_km2 = parameters.drift
    front.disturbance = 0.0
    if not war.in_progress:
        front.end = WarEnd.NO_WAR
        front.tempo = front.readiness = 0.0
        front.advance_km2 = front.momentum_km2 = front.reported_km2 = front.drift_km2 = front.kursk_km2 = 0.0
    share = war.manpower_share
    ukraine.power = 1.0
    ukraine.log_quality = -log_power(ukraine.personnel, ukraine.materiel, share)
    russia.power = exp(front.power_ratio)
    russia.log_quality = front.power_ratio - log_power(russia.personnel, russia.materiel, share)


def draw_drift(front: Front, parameters: FrontParameters, normal: float) -> None:
    """Let the drift be off from that of the fit by its standard error times a standard normal draw."""
    front.disturbance = parameters.drift_error * normal / parameters.gain


@rule
def move_front(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    phase: float,
    parameters: FrontParameters,
    war: WarParameters,
) -> None:
    """Move the line by y_t = f (m y_{t-1} + (1 - m) D_t + e_t), f the share of operations that goes on.

    D_t is the drift on open ground, or what the river leaves of it.
    """
    forgotten = half_way(parameters.disturbance_half_life) * front.disturbance
    front.disturbance = front.disturbance - forgotten + parameters.disturbance_sd * front.normals[1]
    front.season = seasonal(phase, parameters)
    superiority = front.power_ratio + front.disturbance
    taken = 1.0 - front.objective_left_km2 / parameters.objective_left
    ukrainian_edge = war.defender_advantage + parameters.depth * clip(taken, 0.0, 1.0)
    freed = (front.start_km2 - front.occupied_km2) / (front.start_km2 - war.ukrainian_objective)
    russian_edge = war.defender_advantage + parameters.depth * clip(freed, 0.0, 1.0)
    drift = expected_advance(superiority, ukrainian_edge, russian_edge, parameters.gain)
    front.drift_km2 = drift * front.season * front.readiness
    if behind_river(front, parameters):
        drift = past_river(drift, river_toll(parameters))
    expected = drift * front.season * front.readiness
    intent = parameters.memory * front.advance_km2 + (1.0 - parameters.memory) * expected
    intent = intent + parameters.advance_sd * front.readiness * front.normals[0]
    front.fighting = russia.fighting if intent > 0.0 else ukraine.fighting
    if front.end != WarEnd.GOES_ON:
        front.fighting = 0.0
    before = front.occupied_km2
    front.occupied_km2 = clip(before + front.fighting * intent, 0.0, parameters.total)
    front.advance_km2 = front.occupied_km2 - before
    count_ground(front, russia, parameters)


@rule
def hand_over(front: Front, area_km2: float, parameters: FrontParameters) -> None:
    """Move the line by agreement: an area to Russia, or to Ukraine if negative."""
    before = front.occupied_km2
    front.occupied_km2 = clip(before + area_km2, 0.0, parameters.total)
    gained = front.occupied_km2 - before
    front.report_km2 = front.report_km2 + gained
    front.donetsk_left_km2 = max(0.0, front.donetsk_left_km2 - parameters.donetsk_share * gained)
    front.objective_left_km2 = max(0.0, front.objective_left_km2 - parameters.objective_share * gained)
