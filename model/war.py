"""The war: combat power, the front, attrition, recruitment, decisive ends."""

from __future__ import annotations

from agents.records import Record, column


class Front(Record):
    """The line of contact and what moves it. Positive advance is Russia's."""

    occupied_km2: float = column("area of Ukraine held by Russia", "km2")
    start_km2: float = column("the same on 18 March 2025", "km2")
    advance_km2: float = column("net advance this week", "km2 a week")
    drift_km2: float = column("expected advance at present power", "km2 a week")
    power_ratio: float = column("log ratio of combat power, Russia to Ukraine", "log")
    momentum_km2: float = column("advance smoothed over about a month", "km2 a month")
    report_km2: float = column("area as reported, with observation error", "km2")
    kursk_km2: float = column("pocket in Kursk region held by Ukraine", "km2")
    donetsk_left_km2: float = column("part of Donetsk region not held by Russia", "km2")
    length_km: float = column("length of the active line", "km")
    tempo: float = column("intensity of ground operations, 1 in March 2025", "index")
    end: int = column("how the fighting ended, if it did", "WarEnd")
    end_week: int = column("week in which it did, -1 if it goes on", "week")
    normals: list[float] = column("shocks of the week: advance, power, report", "sd", 3)


class Belligerent(Record):
    """Forces and means of one side."""

    personnel: float = column("force in the theatre", "thousand")
    losses: float = column("irrecoverable losses this week", "thousand a week")
    losses_total: float = column("the same since 18 March 2025", "thousand")
    recruits: float = column("recruits this week", "thousand a week")
    emigrants_total: float = column("men of fighting age who left since 18 March 2025", "thousand")
    pool: float = column("men who can still be recruited", "thousand")
    materiel: float = column("stock of materiel", "index, 1 in March 2025")
    production: float = column("own production of materiel", "index, 1 in March 2025")
    supply: float = column("supply from abroad: aid, or dual-use goods", "index, 1 in March 2025")
    power: float = column("combat power", "index")
    energy: float = column("energy system (Ukraine's grid, Russia's refining) in working order", "0..1")
    launches: float = column("long-range launches this week", "a week")
    strike_normal: float = column("shock of the week", "sd")
    manpower_normal: float = column("shock of the week", "sd")
