"""Channels of the patron's support, a week at a time: what banks refuse, and where each channel goes, by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.channels import ChannelParameters, heed_threat, move_support
from agents.patronage import Patron
from agents.vocabulary import Channel, Support

WEEK_HALVES = 1.0 / math.log(2.0)
"""Mean time (weeks) of what goes half of the way in a week."""
P = dataclasses.replace(
    ChannelParameters(),
    adaptation=WEEK_HALVES,
    adjustment=WEEK_HALVES,
    payments_adjustment=0.5 * WEEK_HALVES,
    bank_response=5.0 * math.log(2.0),
    shipper_response=5.0 * math.log(2.0),
    payments_trade=0.2,
    wobble=0.0,
    trade_hedged=1.0,
    dual_use_transactional=0.8,
    finance_withdrawn=0.5,
    diplomacy_no_limits=0.9,
)
"""A rise of the threat by a fifth makes half of the banks and half of the shippers give up."""
POLES = [Support.HEDGED, Support.TRANSACTIONAL, Support.WITHDRAWN, Support.NO_LIMITS]


def moved(p=P, **changes) -> tuple[float, ...]:
    """Trade, dual use, payments and cover after a week, from poles of four kinds."""
    usual = {"trade": 0.6, "dual_use": 0.4, "finance": 0.5, "diplomacy": 0.5, "poles": POLES}
    patron = Patron.new(**{**usual, **changes})
    move_support(patron, p)
    return patron.trade, patron.dual_use, patron.finance, patron.diplomacy


@pytest.mark.parametrize(
    ("threat", "pressure", "heeded"),
    [
        (0.3, 0.2, 0.3),  # half of what was refused finds another way
        (0.5, 0.6, 0.5),  # of the 0.8 that are willing again half give up
        (0.1, 0.2, 0.2),  # and half of the fall is forgotten
    ],
)
def test_banks_refuse_by_the_rise_of_the_threat_and_clients_find_others(threat, pressure, heeded):
    patron = Patron.new(pressure=0.4, threat=0.3)
    heed_threat(patron, P, threat)
    assert (patron.pressure, patron.threat) == pytest.approx((pressure, heeded))


def test_each_channel_goes_half_of_the_way_to_its_pole_and_payments_three_quarters():
    assert moved() == pytest.approx((0.8, 0.6, 0.5, 0.7))
    assert moved(trade=1.4, dual_use=1.0, finance=0.9, diplomacy=1.0) == pytest.approx((1.2, 0.9, 0.6, 0.95))


@pytest.mark.parametrize(
    ("finance", "trade"),
    [
        (0.25, 0.75),  # half of the usual payments are blocked, which takes a tenth of trade
        (0.0, 0.7),
        (0.75, 0.8),  # more than the usual payments bring no more trade
    ],
)
def test_blocked_payments_hold_trade_down(finance, trade):
    assert moved(finance=finance)[0] == pytest.approx(trade)


def test_where_no_payments_are_usual_none_are_blocked():
    assert moved(dataclasses.replace(P, finance_withdrawn=0.0))[0] == pytest.approx(0.8)


@pytest.mark.parametrize(("threat", "dual_use"), [(0.5, 0.4), (0.3, 0.6), (0.1, 0.6), (0.7, 0.3)])
def test_shippers_give_up_dual_use_by_the_threat_above_that_of_the_start(threat, dual_use):
    assert moved(threat=threat, threat_start=0.3)[1] == pytest.approx(dual_use)


@pytest.mark.parametrize(("pressure", "finance"), [(0.0, 0.5), (0.4, 0.35), (1.0, 0.125)])
def test_payments_fall_by_what_banks_refuse(pressure, finance):
    assert moved(pressure=pressure)[2] == pytest.approx(finance)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_shock_moves_its_channel_by_what_a_week_adds_to_its_deviation(channel):
    """Half kept of a deviation of 0.1 at rest: sqrt(3)/2 of it is new; of payments sqrt(15)/4."""
    normals = [0.0] * 4
    normals[channel] = 2.0
    found = moved(dataclasses.replace(P, wobble=0.1), normals=normals)
    new = [0.0] * 4
    new[channel] = 0.2 * (math.sqrt(15.0) / 4.0 if channel == Channel.FINANCE else math.sqrt(3.0) / 2.0)
    assert [after - before for after, before in zip(found, moved(), strict=True)] == pytest.approx(new)


@pytest.mark.parametrize(
    ("normal", "held"), [(-40.0, (0.0, 0.0, 0.0, 0.0)), (40.0, (4.264, 4.064, 1.0, 1.0))]
)
def test_no_channel_goes_below_nothing_nor_a_share_above_1(normal, held):
    found = moved(dataclasses.replace(P, wobble=0.1), normals=[normal] * 4)
    assert found == pytest.approx(held, abs=1e-3)
