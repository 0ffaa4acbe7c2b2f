"""Decides combat power, the tempo that forces allow, who pauses, and when the fighting is decided.

After Cobb and Douglas (production of power), Dupuy (1979, posture of the defender), Biddle (2004, force to
space). At equal means the power ratio is 0; with means enough and no truce the tempo is 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, exp, log
from agents.events import emit
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import Actor, Domain, Happening, WarEnd
from model.truce import suspended

if TYPE_CHECKING:
    from agents.events import Log
    from model.polity import Contest
    from model.truce import Truce


class Front(Record):
    """The line of contact and what moves it. Positive advance is Russia's."""

    occupied_km2: float = column("area of Ukraine held by Russia", "km2")
    start_km2: float = column("the same on 18 March 2025", "km2")
    advance_km2: float = column("net advance this week", "km2 a week")
    drift_km2: float = column("expected advance on open ground at present power, truces aside", "km2 a week")
    power_ratio: float = column("log ratio of combat power, Russia to Ukraine", "log")
    momentum_km2: float = column("advance smoothed over about a month", "km2 a month")
    report_km2: float = column("area as reported, with observation error", "km2")
    reported_km2: float = column("advance of the week as reported", "km2 a week")
    kursk_km2: float = column("pocket in Kursk region held by Ukraine", "km2")
    donetsk_left_km2: float = column("part of Donetsk region not held by Russia", "km2")
    objective_left_km2: float = column("part of the four claimed regions not held by Russia", "km2")
    length_km: float = column("length of the active line", "km")
    tempo: float = column("intensity of ground operations, 1 in March 2025", "index")
    readiness: float = column("tempo that forces and materiel would allow without a truce", "index")
    season: float = column("season's factor on the advance, mean 1 over the year", "ratio")
    fighting: float = column("share of this week's movement that truces let happen", "0..1")
    disturbance: float = column("hidden disturbance of Russian effectiveness", "log")
    end: int = column("how the fighting ended, if it did", "WarEnd")
    end_week: int = column("week in which it did, -1 if it goes on", "week")
    fought: float = column("fighting since 18 March 2025, at the tempo of that month", "years")
    surge: float = column("deviation of the tempo from what forces allow", "log")
    normals: list[float] = column("shocks of the week: advance, power, report, tempo", "sd", 4)


class Belligerent(Record):
    """Forces and means of one side."""

    personnel: float = column("force in the theatre", "thousand")
    lethality: float = column(
        "losses a man inflicts at full tempo with the materiel of March 2025, targets aside", "a week"
    )
    losses: float = column("irrecoverable losses this week", "thousand a week")
    losses_total: float = column("the same since 18 March 2025", "thousand")
    recruits: float = column("recruits this week", "thousand a week")
    means: float = column("what recruiters can pay and enforce, 1 in March 2025", "index")
    emigrants: float = column("men of fighting age who left the country this week", "thousand a week")
    emigrants_total: float = column("men of fighting age who left since 18 March 2025", "thousand")
    pool: float = column("men who can still be recruited", "thousand")
    need: float = column("force needed to man the line", "thousand")
    ceiling: float = column("largest force that can or may be kept in the theatre", "thousand")
    materiel: float = column("stock of materiel", "index, 1 in March 2025")
    old_stocks: float = column("old stocks that can still be brought back into use", "index, 1 in March 2025")
    production: float = column("own production of materiel", "index, 1 in March 2025")
    supply: float = column("supply from abroad: aid, or dual-use goods", "index, 1 in March 2025")
    supply_start: float = column("flow of dual-use goods in March 2025", "index, 2024 = 1")
    log_quality: float = column("log power of a unit of force and means", "log")
    power: float = column("combat power", "index")
    fighting: float = column("share of its ground operations that truces leave going", "0..1")
    energy: float = column("energy system (Ukraine's grid, Russia's refining) in working order", "0..1")
    energy_start: float = column("the same on 18 March 2025", "0..1")
    launches: float = column("long-range launches this week", "a week")
    reach: float = column("capacity for long-range launches", "index, 1 in March 2025")
    launch_deviation: float = column("deviation of launches from capacity", "log")
    strike_normal: float = column("shock of the week", "sd")
    manpower_normal: float = column("shock of the week", "sd")


@dataclass(frozen=True)
class WarParameters:
    """Power, tempo and the ends of the war."""

    in_progress: bool = parameter(
        True,
        "a war is in progress at the start; if not, nobody fights or bargains, and the palace is alone on the stage",
        unit="",
        kind="convention",
        source="the world of 18 March 2025; false for a comparison with rulers at peace",
    )
    manpower_share: float = parameter(
        0.5,
        "elasticity of combat power to personnel; the rest is materiel's",
        unit="elasticity",
        low=0.2,
        high=0.8,
        kind="prior",
        source="judgement: men and materiel count alike; Biddle (2004) warns against either alone",
    )
    defender_advantage: float = parameter(
        0.405,
        "log superiority that an attacker needs before he gains ground",
        unit="log",
        low=0.0,
        high=1.1,
        kind="prior",
        source="Dupuy (1979): 1.3 to 1.6 by posture, 1.5 (prepared) here; upper end the 3:1 rule",
    )
    initiative: float = parameter(
        0.75,
        "share of ground operations that Russia begins",
        unit="share",
        low=0.4,
        high=1.0,
        kind="prior",
        source="judgement: Russia attacks along most of the line in March 2025",
    )
    tempo_memory: float = parameter(
        0.65,
        "weekly autoregression of the log tempo around what forces allow",
        unit="share",
        low=0.0,
        high=0.95,
        kind="estimated",
        source="claimed losses of 52 weeks to 17 March 2025 around their trend: autocorrelation 0.65",
    )
    tempo_sd: float = parameter(
        0.1,
        "weekly innovation of the log tempo: pauses, weather, and the counting of losses",
        unit="log",
        low=0.0,
        high=0.2,
        kind="estimated",
        source="claimed losses of 52 weeks to 17 March 2025: spread 0.13 around their trend",
    )
    intelligence: float = parameter(
        0.1,
        "log power that Ukraine loses when United States intelligence stops",
        unit="log",
        low=0.0,
        high=0.4,
        kind="prior",
        source="judgement from the pause of 5-11 March 2025; a week is too short to measure it",
    )
    contest_distraction: float = parameter(
        0.05,
        "log power that Russia loses while a succession is undecided, or a plot has just become known",
        unit="log",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: in June 2023 the front held while the mutiny lasted",
    )
    contest_violence: float = parameter(
        0.5,
        "log power that Russia loses in a contest of full violence",
        unit="log",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement; 1917 is the extreme",
    )
    line_km: float = parameter(
        1100.0,
        "length of the active line",
        unit="km",
        low=1000.0,
        high=1250.0,
        kind="measured",
        source="press agencies, spring 2025: 1,000 to 1,250 km (2,000 km with inactive border)",
    )
    russia_density: float = parameter(
        0.5,
        "force that Russia needs to hold the line and attack at the tempo of March 2025",
        unit="thousand a km",
        low=0.2,
        high=0.55,
        kind="prior",
        source="judgement: somewhat below the 600 to 700 thousand in theatre",
    )
    ukraine_density: float = parameter(
        0.4,
        "force that Ukraine needs to man the line",
        unit="thousand a km",
        low=0.2,
        high=0.5,
        kind="prior",
        source="judgement: brigades below strength, infantry the scarcest",
    )
    collapse: float = parameter(
        0.4,
        "share of the needed force below which a side's line breaks",
        unit="share",
        low=0.1,
        high=0.7,
        kind="prior",
        source="judgement: force-to-space ratios below which lines were broken, Biddle (2004)",
    )
    ukrainian_objective: float = parameter(
        42500.0,
        "area held by Russia on 23 February 2022: Ukraine's objective",
        unit="km2",
        low=41000.0,
        high=44000.0,
        kind="measured",
        source="Crimea and the parts of Donetsk and Luhansk held before 2022, about 7% of Ukraine",
    )


@rule
def hold_fire(russia: Belligerent, ukraine: Belligerent, truces: list[Truce]) -> None:
    """Share of each side's ground operations that its compliance with truces leaves going."""
    russia.fighting = 1.0 - clip(suspended(truces, Domain.GROUND, Actor.RUSSIA), 0.0, 1.0)
    ukraine.fighting = 1.0 - clip(suspended(truces, Domain.GROUND, Actor.UKRAINE), 0.0, 1.0)


@rule
def log_power(personnel: float, materiel: float, share: float) -> float:
    """Log of the power of force and means, Cobb-Douglas with constant returns: N^s M^(1-s)."""
    return share * log(personnel) + (1.0 - share) * log(materiel)


@rule
def update_power(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    contest: Contest,
    us_aid: float,
    parameters: WarParameters,
    alarm: float = 0.0,
) -> None:
    """Combat power of both sides and their log ratio; strife in Moscow and blindness in Kyiv cost power.

    The `alarm` over a plot that became known (0..1) distracts as an open succession does.
    """
    lost = parameters.contest_distraction * alarm
    if contest.active:
        lost = parameters.contest_distraction + parameters.contest_violence * contest.violence
    blind = parameters.intelligence * (1.0 - clip(us_aid, 0.0, 1.0))
    share = parameters.manpower_share
    russian = russia.log_quality + log_power(russia.personnel, russia.materiel, share) - lost
    ukrainian = ukraine.log_quality + log_power(ukraine.personnel, ukraine.materiel, share) - blind
    russia.power = exp(russian)
    ukraine.power = exp(ukrainian)
    front.power_ratio = russian - ukrainian


@rule
def sustainable(personnel: float, need: float, materiel: float) -> float:
    """Tempo that one side can sustain: the scarcer of men (of the need) and materiel (of March 2025)."""
    return clip(min(personnel / need, materiel), 0.0, 1.0)


@rule
def update_tempo(front: Front, russia: Belligerent, ukraine: Belligerent, parameters: WarParameters) -> None:
    """Tempo: what both sides can sustain, weighted by who begins operations, less what truces hold back.

    It varies by an AR(1) of its own; without that it is what forces allow.
    """
    front.surge = parameters.tempo_memory * front.surge + parameters.tempo_sd * front.normals[3]
    if front.end != WarEnd.GOES_ON:
        front.readiness = 0.0
        front.tempo = 0.0
        return
    russian = parameters.initiative * sustainable(russia.personnel, russia.need, russia.materiel)
    ukrainian = (1.0 - parameters.initiative) * sustainable(ukraine.personnel, ukraine.need, ukraine.materiel)
    front.readiness = exp(front.surge) * (russian + ukrainian)
    front.tempo = exp(front.surge) * (russian * russia.fighting + ukrainian * ukraine.fighting)
    front.fought = front.fought + front.tempo / WEEKS_A_YEAR


@rule
def _conclude(front: Front, log: Log, end: int, winner: int) -> None:
    """Write how the fighting ended."""
    front.end = end
    front.end_week = log.week
    front.readiness = 0.0
    front.tempo = 0.0
    emit(log, Happening.WAR_DECIDED, winner, -1, -1, end, front.occupied_km2)


@rule
def is_decided(front: Front) -> bool:
    """Whether a side has reached its military objective, or there is no war: nothing to bargain over, ever."""
    reached = front.end == WarEnd.RUSSIAN_OBJECTIVE or front.end == WarEnd.UKRAINIAN_OBJECTIVE
    return reached or front.end == WarEnd.NO_WAR


@rule
def decide_end(
    front: Front, russia: Belligerent, ukraine: Belligerent, log: Log, parameters: WarParameters
) -> None:
    """End the fighting when a side has reached its objective or the other's line has broken."""
    if front.end != WarEnd.GOES_ON:
        return
    if front.objective_left_km2 <= 0.0 or ukraine.personnel < parameters.collapse * ukraine.need:
        _conclude(front, log, WarEnd.RUSSIAN_OBJECTIVE, Actor.RUSSIA)
    elif (
        front.occupied_km2 <= parameters.ukrainian_objective
        or russia.personnel < parameters.collapse * russia.need
    ):
        _conclude(front, log, WarEnd.UKRAINIAN_OBJECTIVE, Actor.UKRAINE)
