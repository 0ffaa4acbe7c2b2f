"""Decides what terms of a settlement on assets, business and the nuclear plant give Russia and Ukraine.

Transfers and trade make concessions worth something after the signing (Fearon 1995 on side payments; Collier and
Hoeffler 2004 on aid after wars), and end with the settlement, but for what has been paid over. With the positions of
`model/tables/issues.csv`, from 0 (Ukraine's ideal) to 1 (Russia's):

- assets: on the lower half a share is confiscated and paid to Ukraine over some years, on the upper half a share is
  returned to Russia; in the middle they stay, and their income goes to Ukraine as before. A flow is the share agreed of
  what was immobilised, over the time of payment, until the share agreed has been paid;
- business: with Russia in full from the middle on, with Ukraine in full up to it;
- the plant: Ukraine gets the share of its power that Russia does not keep, once units are back in service.

In money and power: Russia's reserves and growth of potential; Ukraine's civil needs, investment and working power.
Reduces to no change of any account without a settlement, or at the middle on assets with plant and business at 0
gain. Left out: whose law frees the assets, and what either side's army makes of the money but by its budget. Seen in
`reserves`, `assets_left`, `output_ukraine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, exp
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import Issue
from model.terms import first_half, second_half

if TYPE_CHECKING:
    from model.economy import RussianEconomy, UkrainianEconomy
    from model.terms import TermParameters, Terms


class Dividends(Record):
    """What terms in force give."""

    returned: float = column("immobilised assets returned to Russia so far", "share")
    confiscated: float = column("immobilised assets paid to Ukraine so far", "share")
    returning: float = column("assets returned this week", "share")
    paying: float = column("assets paid to Ukraine this week", "share")
    business_russia: float = column("American and European business with Russia that terms open", "0..1")
    business_ukraine: float = column("business with Ukraine that terms open", "0..1")
    plant: float = column("the nuclear plant in service for Ukraine", "share")


@dataclass(frozen=True)
class DividendParameters:
    """Assets, business and the plant."""

    assets: float = parameter(
        300.0,
        "Russian reserves immobilised abroad",
        unit="bn USD",
        low=280.0,
        high=320.0,
        kind="measured",
        source="Bank of Russia and European Commission, 2022-25: about 300, of which EUR 210 bn in the Union",
    )
    rouble: float = parameter(
        0.085,
        "price of a dollar",
        unit="trn RUB a bn USD",
        low=0.077,
        high=0.1,
        kind="estimated",
        source="Bank of Russia, March 2025; 77 in June 2025, 92 over 2024",
    )
    euro: float = parameter(
        0.92,
        "price of a dollar in euros",
        unit="EUR a USD",
        low=0.85,
        high=0.97,
        kind="measured",
        source="European Central Bank, 18 March 2025: 1.09 dollars a euro",
    )
    confiscable: float = parameter(
        0.76,
        "share of the assets that Europe holds and could pay to Ukraine",
        unit="share",
        low=0.6,
        high=1.0,
        kind="measured",
        source="EUR 210 bn of USD 300 bn",
    )
    spendable: float = parameter(
        0.3,
        "share of returned reserves that the treasury can spend",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: reserves are the central bank's; a part of them was the National Wealth Fund's",
    )
    payment_time: float = parameter(
        5.0,
        "time over which assets are paid over",
        unit="years",
        low=1.0,
        high=15.0,
        kind="prior",
        source="judgement: reconstruction is planned for ten years, transfers could be quick",
    )
    absorbed: float = parameter(
        0.3,
        "share of money for reconstruction that meets needs which the budget would else have met",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: aid is in part fungible",
    )
    income: float = parameter(
        4.0,
        "yearly income of the assets that goes to Ukraine while they stay immobilised",
        unit="bn EUR a year",
        low=2.0,
        high=6.0,
        kind="estimated",
        source="loan of the G7 of USD 50 bn on it; transfers of EUR 1.5 and 2.1 bn of July 2024 and April 2025",
    )
    returns: float = parameter(
        0.12,
        "growth of Ukraine's capacity for money invested in reconstruction, as shares of GDP",
        unit="share a year a share",
        low=0.03,
        high=0.25,
        kind="prior",
        source="judgement: returns on public capital of about a tenth (World Bank); Collier and Hoeffler (2004)",
    )
    ukraine_gdp: float = parameter(
        175.0,
        "Ukraine's GDP",
        unit="bn EUR a year",
        low=160.0,
        high=185.0,
        kind="measured",
        source="SIPRI, 2024: military spending of USD 64.7 bn is 34% of GDP",
    )
    business_russia: float = parameter(
        0.003,
        "growth of Russia's potential by the full return of American and European business",
        unit="share a year",
        low=0.0,
        high=0.015,
        kind="prior",
        source="judgement: investment from abroad was about 2% of GDP before 2014, half of it round trips",
    )
    business_ukraine: float = parameter(
        0.004,
        "growth of Ukraine's capacity by business with it in full, minerals included",
        unit="share a year",
        low=0.0,
        high=0.02,
        kind="prior",
        source="judgement: investment from abroad was about 3% of GDP before 2022; agreement of 30 April 2025",
    )
    plant_power: float = parameter(
        0.1,
        "power of the nuclear plant, in units of Ukraine's energy system in working order",
        unit="share",
        low=0.05,
        high=0.2,
        kind="estimated",
        source="International Atomic Energy Agency: six units of 950 MW, of some 55 GW before 2022",
    )
    restart_time: float = parameter(
        3.0,
        "mean time in which units are back in service",
        unit="years",
        low=0.5,
        high=8.0,
        kind="prior",
        source="judgement: six units in cold shutdown, the reservoir that cooled them gone since June 2023",
    )


@rule
def due(agreed: float, paid: float, p: DividendParameters) -> float:
    """Share of the assets paid in a week: the share agreed over the time of payment, until it has been paid."""
    return max(min(agreed / (p.payment_time * WEEKS_A_YEAR), agreed - paid), 0.0)


@rule
def share_dividends(
    dividends: Dividends, terms: Terms, settled: bool, p: DividendParameters, scale: TermParameters
) -> None:
    """Read from the settlement in force, if any, what is paid, opened and run this week."""
    assets, business, plant = 0.0, 0.0, 0.0
    dividends.returning = dividends.paying = 0.0
    dividends.business_russia = dividends.business_ukraine = 0.0
    if settled:
        package = terms.package
        assets, business = package[Issue.FROZEN_ASSETS], package[Issue.BUSINESS]
        plant = 1.0 - package[Issue.NUCLEAR_PLANT]
        left = 1.0 - dividends.returned - dividends.confiscated
        back = min(due(second_half(assets, scale), dividends.returned, p), left)
        given = p.confiscable * (1.0 - first_half(assets, scale))
        dividends.returning = back
        dividends.paying = min(due(given, dividends.confiscated, p), left - back)
        dividends.business_russia = first_half(business, scale)
        dividends.business_ukraine = 1.0 - second_half(business, scale)
    dividends.returned += dividends.returning
    dividends.confiscated += dividends.paying
    if plant > dividends.plant:
        plant = dividends.plant + (1.0 - exp(-1.0 / (p.restart_time * WEEKS_A_YEAR))) * (
            plant - dividends.plant
        )
    dividends.plant = plant


@rule
def credit_russia(economy: RussianEconomy, dividends: Dividends, p: DividendParameters) -> None:
    """Returned assets that the treasury can spend; business that comes back."""
    economy.reserves += p.spendable * dividends.returning * p.assets * p.rouble
    economy.potential *= exp(p.business_russia * dividends.business_russia / WEEKS_A_YEAR)


@rule
def credit_ukraine(economy: UkrainianEconomy, dividends: Dividends, p: DividendParameters) -> None:
    """Money for reconstruction in part meets needs and in part is invested; business; the plant's power."""
    money = dividends.paying * p.assets * p.euro * WEEKS_A_YEAR
    economy.reconstruction = p.absorbed * money - p.income * (dividends.returned + dividends.confiscated)
    invested = (1.0 - p.absorbed) * money / (p.ukraine_gdp * economy.gdp)
    growth = p.returns * invested + p.business_ukraine * dividends.business_ukraine
    economy.capacity *= exp(growth / WEEKS_A_YEAR)
    economy.generation = p.plant_power * dividends.plant
