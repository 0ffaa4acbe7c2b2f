"""Dependence of Russia on China by domain: the start, and the bounds of a share."""

from __future__ import annotations

import math

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.dependence import DependenceParameters, deepen_dependence, open_dependence
from agents.patronage import Patron
from agents.vocabulary import Dependence

STARTS = {"trade": 0.1, "technology": 0.2, "finance": 0.3, "energy": 0.4, "diplomacy": 0.5}


@pytest.fixture
def opened():
    """A patron whose books were full before they were opened."""
    patron = Patron.new(dependence=[9.0] * len(Dependence), autonomy=9.0)
    starts = {f"start_{name}": level for name, level in STARTS.items()}
    open_dependence(patron, DependenceParameters(autonomy_cost=0.5, **starts))
    return patron


@pytest.mark.parametrize("domain", list(Dependence))
def test_dependence_starts_in_each_domain_as_measured(opened, domain):
    assert opened.dependence[domain] == STARTS[domain.name.lower()]


def test_autonomy_starts_as_dependence_leaves_it(opened):
    """Mean square (0.01 + 0.04 + 0.09 + 0.16 + 0.25) / 5 = 0.11, at half its root."""
    assert opened.autonomy == pytest.approx(1.0 - 0.5 * math.sqrt(0.11))


@pytest.mark.parametrize(
    ("channel", "rates", "domains"),
    [
        (
            "trade",
            {"growth_trade": 0.4, "growth_energy": 0.6},
            {Dependence.TRADE: 0.4, Dependence.ENERGY: 0.6},
        ),
        ("dual_use", {"growth_technology": 0.4}, {Dependence.TECHNOLOGY: 0.4}),
        ("finance", {"growth_finance": 0.4}, {Dependence.FINANCE: 0.4}),
        ("diplomacy", {"growth_diplomacy": 0.4}, {Dependence.DIPLOMACY: 0.4}),
    ],
)
def test_dependence_grows_in_the_domains_of_its_channel_alone(channel, rates, domains):
    """Towards g s / (g s + d) at the rate g s + d, as the linear equation has it, from nothing."""
    patron = Patron.new(**{channel: 0.5})
    deepen_dependence(patron, DependenceParameters(independence=0.1, **rates))
    for domain in Dependence:
        pull = 0.5 * domains.get(domain, 0.0)
        grown = pull / (pull + 0.1) * -math.expm1(-(pull + 0.1) / WEEKS_A_YEAR)
        assert patron.dependence[domain] == pytest.approx(grown, rel=1e-12)


def test_dependence_is_never_more_than_whole():
    patron = Patron.new(dependence=[1.5] * len(Dependence))
    deepen_dependence(patron, DependenceParameters(autonomy_cost=0.25))
    assert list(patron.dependence) == [1.0] * len(Dependence)
    assert patron.autonomy == 0.75
