"""Declares the men of both sides: forces, losses, recruitment and emigration in March 2025 and what moves them.

The rules are in `attrition.py` (losses, after Lanchester 1916) and `manpower.py` (recruitment, after Richardson
1960). A force whose
recruits equal its losses and those who go home stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import power
from agents.records import parameter

if TYPE_CHECKING:
    from model.war import Belligerent


@dataclass(frozen=True)
class ForceParameters:
    """Men: forces, losses, recruitment and emigration."""

    russia_personnel: float = parameter(
        640.0,
        "Russian force in and near Ukraine",
        unit="thousand",
        low=580.0,
        high=720.0,
        kind="measured",
        source="official statements: 617 (December 2023) to about 700 (2025)",
    )
    ukraine_personnel: float = parameter(
        560.0,
        "Ukrainian force in the theatre",
        unit="thousand",
        low=400.0,
        high=700.0,
        kind="prior",
        source="official: 880 in all in January 2025; judgement: under two thirds of them in the theatre",
    )
    russia_losses: float = parameter(
        6.3,
        "Russian irrecoverable losses at the tempo of March 2025",
        unit="thousand a week",
        low=3.5,
        high=8.5,
        kind="estimated",
        source="Ukrainian General Staff: 9.05 thousand a week in the 30 days to 17 March 2025; 70% for good",
    )
    exchange_ratio: float = parameter(
        2.0,
        "Russian for each Ukrainian irrecoverable loss",
        unit="ratio",
        low=1.2,
        high=3.0,
        kind="prior",
        source="judgement: published estimates of early 2025 lie between 1.5 and 2.5",
    )
    exposure: float = parameter(
        0.5,
        "elasticity of a side's losses to its own force: 0 aimed fire (square law), 1 fire at an area (linear)",
        unit="elasticity",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: half-way; no law fits best in daily data (Bracken 1995; Lucas and Turkes 2004)",
    )
    russia_recruits: float = parameter(
        7.8,
        "Russian recruits at the pay of March 2025",
        unit="thousand a week",
        low=5.8,
        high=10.4,
        kind="estimated",
        source="Western and Ukrainian intelligence: 30 to 45 thousand a month; dissenting counts lower",
    )
    ukraine_recruits: float = parameter(
        4.4,
        "Ukrainian recruits who reach their units",
        unit="thousand a week",
        low=2.3,
        high=6.2,
        kind="estimated",
        source="official 25 to 27 thousand a month; 10 to 28 effective",
    )
    recruits_sd: float = parameter(
        0.1,
        "spread of the weekly shock to recruitment",
        unit="log",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement from the spread of published counts",
    )
    pay_elasticity: float = parameter(
        0.7,
        "elasticity of Russian recruitment to war spending (signing bonuses up to 2.5 m RUB)",
        unit="elasticity",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement: recruitment held up in 2024 only as bonuses rose",
    )
    pool_elasticity: float = parameter(
        0.5,
        "elasticity of recruitment to the pool that is left",
        unit="elasticity",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: matching functions have elasticities about one half",
    )
    compulsion: float = parameter(
        2.0,
        "rise of recruitment when no man of the needed force is left (mobilisation)",
        unit="ratio",
        low=0.0,
        high=6.0,
        kind="prior",
        source="judgement: 300 thousand mobilised in autumn 2022 when the line was thin",
    )
    reaction: float = parameter(
        2.0,
        "elasticity of a side's recruitment to how far the other outnumbers it beyond the ratio of March 2025",
        unit="elasticity",
        low=0.0,
        high=5.0,
        kind="prior",
        source="2.9 in the year to January 2025: Russia's force 470 to 600 thousand, Ukrainian recruits doubled",
    )
    russia_wastage: float = parameter(
        0.09,
        "Russian soldiers who leave other than by loss, back to the pool",
        unit="a year",
        low=0.0,
        high=0.2,
        kind="prior",
        source="judgement: some 50 thousand absent without leave in a year; contracts run without end",
    )
    ukraine_wastage: float = parameter(
        0.1,
        "Ukrainian soldiers who leave other than by loss, back to the pool",
        unit="a year",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: absences without leave less returns, 2024",
    )
    russia_ceiling: float = parameter(
        800.0,
        "largest force that Russia can keep in the theatre",
        unit="thousand",
        low=650.0,
        high=1500.0,
        kind="prior",
        source="decree of 2024: 1,500 thousand servicemen in all; judgement: half of them and some more",
    )
    ukraine_ceiling: float = parameter(
        750.0,
        "largest force that Ukraine can keep in the theatre",
        unit="thousand",
        low=560.0,
        high=1000.0,
        kind="prior",
        source="judgement from 880 thousand in all",
    )
    taper: float = parameter(
        0.1,
        "share of the ceiling over which recruitment fades out",
        unit="share",
        low=0.02,
        high=0.5,
        kind="convention",
        source="smooth approach to the ceiling",
    )
    peace_ceiling: float = parameter(
        0.7,
        "ceiling once the fighting is decided or settled, against the ceiling in war",
        unit="share",
        low=0.3,
        high=1.0,
        kind="prior",
        source="judgement: both keep large armies",
    )
    demobilisation: float = parameter(
        1.0,
        "rate at which men above the ceiling go home",
        unit="a year",
        low=0.2,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    russia_pool: float = parameter(
        4000.0,
        "Russian men who could be recruited at such pay",
        unit="thousand",
        low=1500.0,
        high=8000.0,
        kind="prior",
        source="judgement: about a tenth of men of working age",
    )
    ukraine_pool: float = parameter(
        2800.0,
        "Ukrainian men who could still be mobilised",
        unit="thousand",
        low=1500.0,
        high=4000.0,
        kind="prior",
        source="judgement: men of 25 to 60 in government territory, fit, neither exempt nor serving",
    )
    russia_cohort: float = parameter(
        120.0,
        "men who join the Russian pool by coming of age, less those who age out",
        unit="thousand a year",
        low=-100.0,
        high=300.0,
        kind="prior",
        source="judgement: 0.7 million men come of age a year, most of them not for hire; births fall",
    )
    ukraine_cohort: float = parameter(
        30.0,
        "men who join the Ukrainian pool by coming of age, less those who age out",
        unit="thousand a year",
        low=-50.0,
        high=100.0,
        kind="prior",
        source="judgement: small cohorts of the 2000s",
    )
    leak: float = parameter(
        0.008,
        "share of the Ukrainian pool that leaves the country under martial law",
        unit="a year",
        low=0.0,
        high=0.03,
        kind="prior",
        source="judgement: some tens of thousands a year",
    )
    emigration: float = parameter(
        0.12,
        "share of the Ukrainian pool that leaves once martial law has ended",
        unit="a year",
        low=0.02,
        high=0.3,
        kind="prior",
        source="judgement: many have families abroad; no precedent gives the size",
    )
    leavers: float = parameter(
        0.1,
        "share of the Ukrainian pool that leaves in all once it may",
        unit="share",
        low=0.02,
        high=0.25,
        kind="estimated",
        source="Democratic Initiatives and Razumkov Centre, December 2024: 25% of men wish to; judgement",
    )
    pause_recruitment: float = parameter(
        0.7,
        "share of recruitment on either side that goes on when a truce stops the fighting",
        unit="share",
        low=0.2,
        high=1.0,
        kind="prior",
        source="judgement: pressure to let men go home, less pay for less danger",
    )
    volunteers: float = parameter(
        0.25,
        "share of Ukrainian recruitment that needs no martial law",
        unit="share",
        low=0.05,
        high=0.6,
        kind="prior",
        source="judgement from contracts signed beside mobilisation in 2024-25",
    )


def initialise_forces(russia: Belligerent, ukraine: Belligerent, parameters: ForceParameters) -> None:
    """Set the men of 18 March 2025."""
    russia.personnel, ukraine.personnel = parameters.russia_personnel, parameters.ukraine_personnel
    russia.recruits, ukraine.recruits = parameters.russia_recruits, parameters.ukraine_recruits
    russia.losses, ukraine.losses = (
        parameters.russia_losses,
        parameters.russia_losses / parameters.exchange_ratio,
    )
    russia.lethality = ukraine.losses / russia.personnel / power(ukraine.personnel, parameters.exposure)
    ukraine.lethality = russia.losses / ukraine.personnel / power(russia.personnel, parameters.exposure)
    russia.pool, ukraine.pool = parameters.russia_pool, parameters.ukraine_pool
    russia.ceiling, ukraine.ceiling = parameters.russia_ceiling, parameters.ukraine_ceiling
    russia.means = ukraine.means = 1.0
    russia.losses_total = ukraine.losses_total = 0.0
    russia.emigrants_total = ukraine.emigrants_total = 0.0
