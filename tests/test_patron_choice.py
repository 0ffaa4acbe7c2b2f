"""The choice of a pole: odds against staying, and the draw that decides."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.patron import PatronParameters, _choose_pole, _weight
from agents.patronage import Patron
from agents.vocabulary import POLES, Channel, Support

BASE = PatronParameters()


def under_review(*values: float) -> Patron:
    """A patron that hedges in finance and weighs the four poles there."""
    made = Patron.new(domain=Channel.FINANCE)
    made.poles[Channel.FINANCE] = Support.HEDGED
    for pole, value in enumerate(values):
        made.value[pole] = value
    return made


def test_the_odds_of_a_pole_are_against_staying_and_fall_by_each_step():
    """From the second pole: the gain less a step of 0.05 each, over a noise of 0.2; e to that power."""
    p = dataclasses.replace(BASE, choice_noise=0.2, switching_cost=0.05)
    odds = [_weight(under_review(0.2, 0.1, 0.1, 0.4), p, pole) for pole in range(POLES)]
    assert odds == pytest.approx([math.exp(0.25), 1.0, math.exp(-0.25), math.exp(1.0)])


@pytest.mark.parametrize(
    ("uniform", "pole"), [(0.0, 0), (0.2499, 0), (0.25, 1), (0.5, 2), (0.7499, 2), (0.75, 3), (0.9999, 3)]
)
def test_poles_of_even_odds_share_the_draw_in_their_order(uniform, pole):
    made = under_review(0.1, 0.1, 0.1, 0.1)
    made.uniforms[0] = uniform
    assert _choose_pole(made, dataclasses.replace(BASE, switching_cost=0.0)) == pole
