"""What a truce sets in motion: the sign of each causal chain in its mechanism, in both engines."""

from __future__ import annotations

import pytest

from experiments.validation_chains import CHAINS, Assumed
from model.prisoners import PrisonerParameters, Prisoners, exchange, exchangeable, fill_lists
from tests.engines import both


@pytest.mark.parametrize(
    ("without", "with_cause", "sign"), [c[1:] for c in CHAINS], ids=[c[0] for c in CHAINS]
)
def test_the_sign_of_a_chain_in_its_mechanism(without, with_cause, sign):
    assumed = Assumed(call=both)
    assert (with_cause(assumed) - without(assumed)) * sign > 0.0


def test_an_exchange_needs_men_on_the_lists_and_takes_them():
    """At the pace of 2024 an exchange is due about every five weeks: 11 in the year, 1,358 men."""
    prisoners, p = Prisoners.new(), PrisonerParameters()
    exchanges, sizes = 0, 0.0
    for _ in range(52):
        fill_lists(prisoners, 1.0, p)
        if exchangeable(prisoners, p) >= 1.0:
            sizes += prisoners.listed
            both(exchange, prisoners)
            exchanges += 1
            assert exchangeable(prisoners, p) == 0.0
    assert 8 <= exchanges <= 12
    assert prisoners.returned == pytest.approx(sizes)
    assert prisoners.returned + prisoners.listed == pytest.approx(52.0 * p.listing)


def test_lists_fill_with_the_tempo_and_an_exchange_counts_against_the_usual_one():
    p = PrisonerParameters(listing=30.0, smallest=50.0, usual=120.0)
    prisoners = Prisoners.new(listed=20.0, returned=7.0)
    fill_lists(prisoners, 0.5, p)
    assert (prisoners.listed, exchangeable(prisoners, p)) == (35.0, 0.0)
    fill_lists(prisoners, 0.5, p)
    assert exchangeable(prisoners, p) == pytest.approx(50.0 / 120.0)
    exchange(prisoners)
    assert (prisoners.listed, prisoners.returned) == (0.0, 57.0)
