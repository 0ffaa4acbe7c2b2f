"""Ukraine's needs, means and output by numbers worked by hand."""

from __future__ import annotations

import math

import pytest

from model.aid import AidParameters, update_means, update_ukrainian_economy
from model.economy import UkrainianEconomy
from model.strikes import StrikeParameters
from model.war import Belligerent, Front

P = AidParameters(
    own_share=0.5,
    shortfall=0.2,
    civil_share=0.4,
    standing=0.5,
    trend=0.02,
    recovery=0.04,
    labour_share=0.6,
    labour_force=10000.0,
    means_cost=0.1,
    output_sd=0.003,
)
YEAR = 52.1775


def means(aid: float, tempo: float = 1.0, p: AidParameters = P, **economy: float) -> UkrainianEconomy:
    made = UkrainianEconomy.new(**{"gdp": 1.0, "aid_start": 80.0, "aid_received": 7.0, **economy})
    update_means(made, Front.new(tempo=tempo), aid, p)
    return made


@pytest.mark.parametrize(
    ("aid", "tempo", "gdp", "reconstruction", "shortfall", "dependence"),
    [
        (80.0, 1.0, 1.0, 0.0, 0.2, 0.4),
        (40.0, 1.0, 1.0, 0.0, 0.4, 0.2),
        (40.0, 1.0, 0.8, 0.0, 0.48, 0.2),
        (40.0, 1.0, 1.0, 40.0, 0.2, 0.4),
        (80.0, 0.0, 1.0, 0.0, 1.0 - 0.8 / 0.7, 0.5),
        (160.0, 1.0, 1.0, 0.0, -0.2, 2.0 / 3.0),
        (0.0, 1.0, 0.0, 0.0, 1.0, 0.0),
        (-80.0, 1.0, 1.0, 0.0, 0.6, 0.0),
    ],
)
def test_needs_are_met_by_own_means_and_aid_and_who_is_given_more_depends_more(
    aid, tempo, gdp, reconstruction, shortfall, dependence
):
    """Needs are 1 / 0.8 at full tempo, 0.7 / 0.8 without operations; half of output is own, half goes with aid."""
    made = means(aid, tempo, gdp=gdp, reconstruction=reconstruction)
    assert (made.aid_received, made.aid_index) == (aid, aid / 80.0)
    assert made.shortfall == pytest.approx(max(shortfall, 0.0))
    assert made.dependence == pytest.approx(dependence)


def test_where_no_aid_flowed_at_first_none_counts():
    made = means(80.0, aid_start=0.0, reconstruction=40.0)
    assert (made.aid_index, made.dependence) == (0.0, 0.0)
    assert made.shortfall == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("aid", "tempo", "lost", "left", "normal", "yearly"),
    [
        (80.0, 1.0, 0.0, 0.0, 0.0, 0.02),
        (80.0, 1.0, 3.0, 5.0, 0.0, 0.02 - 0.6 * 8.0 * YEAR / 10000.0),
        (40.0, 1.0, 0.0, 0.0, 0.0, 0.02 - 0.1 * (0.4 - 0.2)),
        (80.0, 0.0, 0.0, 0.0, 0.0, 0.02 + 0.04 + 0.1 * 0.2),
        (80.0, 0.75, 0.0, 0.0, 0.0, 0.02 + 0.01 + 0.1 * (0.2 - (1.0 - 0.8 / 0.925))),
        (80.0, 1.0, 0.0, 0.0, 2.0, 0.02 + 0.006 * YEAR),
        (80.0, 1.0, 0.0, 0.0, -2.0, 0.02 - 0.006 * YEAR),
    ],
)
def test_capacity_grows_by_trend_recovery_labour_and_means_and_is_shaken(
    aid, tempo, lost, left, normal, yearly
):
    """From 2; a rate a year, of which a week is taken."""
    economy = UkrainianEconomy.new(gdp=1.0, capacity=2.0, aid_start=80.0, normal=normal)
    ukraine = Belligerent.new(losses=lost, emigrants=left)
    update_ukrainian_economy(economy, Front.new(tempo=tempo), ukraine, aid, P, StrikeParameters())
    assert math.log(economy.capacity / 2.0) * YEAR == pytest.approx(yearly)


@pytest.mark.parametrize(
    ("energy", "generation", "lit"), [(0.8, 0.0, 1.0), (0.5, 0.0, 0.85), (0.5, 0.1, 0.9), (0.5, 0.3, 1.0)]
)
def test_output_is_capacity_less_what_is_dark_and_not_generated_anew(energy, generation, lit):
    """Half of what is lost against an energy of 0.8 at first."""
    economy = UkrainianEconomy.new(gdp=1.0, capacity=2.0, aid_start=80.0, generation=generation)
    ukraine, strikes = (
        Belligerent.new(energy_start=0.8, energy=energy),
        StrikeParameters(ukraine_energy_gdp=0.5),
    )
    update_ukrainian_economy(economy, Front.new(tempo=1.0), ukraine, 80.0, P, strikes)
    assert economy.gdp / economy.capacity == pytest.approx(lit)
