"""Decides what Ukraine needs and receives, how far it depends on aid, what stays unmet, and its output.

Needs of war and budget against own revenue and aid; output by energy, labour and means (growth accounting,
Solow 1957). At the aid, tempo and energy of March 2025 the shortfall is the parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import STATES

if TYPE_CHECKING:
    from agents.states import State
    from model.economy import UkrainianEconomy
    from model.strikes import StrikeParameters
    from model.war import Belligerent, Front


@dataclass(frozen=True)
class AidParameters:
    """Ukraine's needs, revenue and output."""

    own_share: float = parameter(
        0.45,
        "share of military and budget means that Ukraine raises itself",
        unit="share",
        low=0.3,
        high=0.6,
        kind="estimated",
        source="SIPRI: military spending of USD 65 bn in 2024; Kiel Institute: aid of about EUR 80 bn a year",
    )
    shortfall: float = parameter(
        0.05,
        "share of needs unmet in March 2025",
        unit="share",
        low=0.0,
        high=0.2,
        kind="prior",
        source="judgement: funded budget, brigades short of equipment",
    )
    civil_share: float = parameter(
        0.4,
        "share of needs that do not go with the war",
        unit="share",
        low=0.3,
        high=0.5,
        kind="prior",
        source="judgement: about half of the budget is defence, and aid in kind comes on top",
    )
    standing: float = parameter(
        0.7,
        "military needs without operations, against those at full tempo",
        unit="share",
        low=0.4,
        high=1.0,
        kind="prior",
        source="judgement: pay and rearmament go on",
    )
    trend: float = parameter(
        0.025,
        "growth of output but for what follows",
        unit="share a year",
        low=0.0,
        high=0.05,
        kind="estimated",
        source="2.9% in 2024",
    )
    recovery: float = parameter(
        0.03,
        "further growth when operations cease",
        unit="share a year",
        low=0.0,
        high=0.08,
        kind="prior",
        source="judgement: reconstruction",
    )
    labour_share: float = parameter(
        0.6,
        "elasticity of output to labour",
        unit="elasticity",
        low=0.5,
        high=0.75,
        kind="convention",
        source="growth accounting",
    )
    labour_force: float = parameter(
        13000.0,
        "labour force in government territory",
        unit="thousand",
        low=10000.0,
        high=15000.0,
        kind="prior",
        source="judgement: 17 million before the war less emigration and occupation",
    )
    means_cost: float = parameter(
        0.1,
        "growth lost for each share of needs unmet above that of March 2025",
        unit="share a year",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: arrears and money creation",
    )
    output_sd: float = parameter(
        0.003,
        "weekly shock to output",
        unit="share",
        low=0.0,
        high=0.008,
        kind="prior",
        source="judgement",
    )


def initialise_ukrainian_economy(economy: UkrainianEconomy, aid: float, parameters: AidParameters) -> None:
    """Set the accounts of March 2025 given the aid (bn EUR a year) that then flows."""
    economy.gdp = economy.capacity = economy.aid_index = 1.0
    economy.aid_received = economy.aid_start = aid
    economy.shortfall = parameters.shortfall
    economy.dependence = (1.0 - parameters.own_share) * (1.0 - parameters.shortfall)


@rule
def aid_to_ukraine(states: list[State]) -> float:
    """Aid that all states give Ukraine, bn EUR a year."""
    total = 0.0
    for actor in range(STATES):
        total = total + states[actor].aid
    return total


@rule
def update_means(economy: UkrainianEconomy, front: Front, aid: float, parameters: AidParameters) -> None:
    """Aid received, the needs it meets, and what stays unmet."""
    economy.aid_received = aid
    economy.aid_index = divide(aid, economy.aid_start, 0.0)
    military = parameters.standing + (1.0 - parameters.standing) * front.tempo
    needs = (parameters.civil_share + (1.0 - parameters.civil_share) * military) / (
        1.0 - parameters.shortfall
    )
    own = parameters.own_share * economy.gdp
    money = economy.aid_index + divide(economy.reconstruction, economy.aid_start, 0.0)
    given = max((1.0 - parameters.own_share) * money, 0.0)
    economy.shortfall = clip(1.0 - (own + given) / needs, 0.0, 1.0)
    economy.dependence = clip(given / max(needs, own + given), 0.0, 1.0)


@rule
def update_ukrainian_economy(
    economy: UkrainianEconomy,
    front: Front,
    ukraine: Belligerent,
    aid: float,
    parameters: AidParameters,
    strikes: StrikeParameters,
) -> None:
    """A week of Ukraine's accounts, given the aid (bn EUR a year) that now flows."""
    update_means(economy, front, aid, parameters)
    labour = (ukraine.losses + ukraine.emigrants) * WEEKS_A_YEAR / parameters.labour_force
    unmet = economy.shortfall - parameters.shortfall
    growth = (
        parameters.trend
        + parameters.recovery * (1.0 - front.tempo)
        - parameters.labour_share * labour
        - parameters.means_cost * unmet
    )
    economy.capacity = economy.capacity * exp(growth / WEEKS_A_YEAR + parameters.output_sd * economy.normal)
    dark = strikes.ukraine_energy_gdp * (ukraine.energy_start - ukraine.energy - economy.generation)
    economy.gdp = economy.capacity * (1.0 - dark)
