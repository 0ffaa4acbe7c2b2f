"""The payments shock of 2024 replayed: the order of 22 December 2023, widened on 12 June 2024.

What is held here was known by 18 March 2025: customs of China (trade of 240.1 bn USD in 2023 and 244.8 in 2024;
exports to Russia 15.7% below the year before in March 2024), listed dual-use goods from over 600 m USD in December
2023 to over 300 m (Sher 2024, Carnegie), about 80% of payments returned in late March 2024 (press on bank practice).
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
import pytest

from agents.patron import PatronParameters, open_patron, step_patron
from agents.patronage import Patron
from agents.vocabulary import CHANNELS, Channel, Dependence, Support

BASE = PatronParameters()
WEEKS = 64  # from 22 December 2023 to 18 March 2025
BEFORE, ORDER, WIDENED = 0.34, 0.54, 0.6  # threat: judgement; the last is that of March 2025
WIDENED_WEEK = 25
DISCOUNT, DEFEAT, DISORDER = 12.0, 0.0, 0.0  # a front that moves Russia's way, a Moscow at rest


class Year(NamedTuple):
    """A replay: the four channels against the end of 2023, week by week, and the poles."""

    trade: np.ndarray
    dual_use: np.ndarray
    finance: np.ndarray
    diplomacy: np.ndarray
    poles: np.ndarray
    patron: Patron


def threat_of(week: int, order: float = ORDER) -> float:
    """Threat of secondary sanctions in a week after the order."""
    return max(order, WIDENED) if week >= WIDENED_WEEK else order


def replay(
    parameters: PatronParameters = BASE, order: float = ORDER, seed: int | None = None, threat=threat_of
) -> Year:
    """Play the patron from the end of 2023, China free to choose; without a seed there are no shocks."""
    patron = Patron.new()
    open_patron(patron, parameters, Support.ENDOGENOUS, BEFORE, DISCOUNT)
    rng = np.random.default_rng(seed)
    start = np.array([patron.trade, patron.dual_use, patron.finance, patron.diplomacy])
    seen, poles = [], []
    for week in range(WEEKS):
        patron.uniforms[0] = 0.5 if seed is None else rng.random()
        for channel in range(CHANNELS if seed is not None else 0):
            patron.normals[channel] = rng.standard_normal()
        step_patron(patron, parameters, threat(week, order), DISCOUNT, DEFEAT, DISORDER)
        seen.append((patron.trade, patron.dual_use, patron.finance, patron.diplomacy))
        poles.append(list(patron.poles))
    return Year(*(np.array(seen) / start).T, np.array(poles), patron)


CALM = replay(dataclasses.replace(BASE, wobble=0.0))
MANY = [replay(seed=seed) for seed in range(60)]


def test_payments_stop_within_a_quarter_and_find_other_ways_within_the_year():
    assert CALM.finance[:13].min() < 0.45
    assert CALM.finance[:13].argmin() <= 12
    assert CALM.finance[WIDENED_WEEK - 1] > 0.75
    assert CALM.finance[WIDENED_WEEK : WIDENED_WEEK + 13].min() < 0.65  # the widening is felt again
    assert CALM.finance[-1] > 0.9


def test_listed_dual_use_goods_fall_within_a_quarter_and_stay_down():
    """From over 600 m USD in December 2023, a peak month, to over 300 m: by a third to a half."""
    assert CALM.dual_use[12] < 0.8
    middle = CALM.dual_use[26]
    assert 0.5 < middle < 0.7
    assert CALM.dual_use[-1] < middle
    assert CALM.dual_use.min() > 0.45


def test_trade_stalls_and_does_not_collapse():
    """Trade of 2024 was 2% above that of 2023 and about that of its last quarter, after growth of 26%."""
    years = np.array([one.trade[:53].mean() for one in MANY])
    assert 0.92 < years.mean() < 1.0
    assert min(one.trade.min() for one in MANY) > 0.8
    assert CALM.trade.min() == pytest.approx(1.0 - 0.47 * 0.157, abs=0.03)  # exports alone, and by 15.7%


def test_the_leadership_keeps_its_course():
    """Diplomacy does not move, and nothing is withdrawn: it was banks and shippers who gave way."""
    ends = np.array([one.poles for one in MANY])
    assert (ends[:, :, Channel.DIPLOMACY] == Support.HEDGED).mean() > 0.98
    assert not (ends == Support.WITHDRAWN).any()
    assert (ends[:, -1, Channel.TRADE] == Support.HEDGED).mean() > 0.85
    assert np.abs(CALM.diplomacy - 1.0).max() < 1e-9
    moved = [(ends[:, -1, domain] > Support.HEDGED).mean() for domain in Channel]
    assert max(moved) == moved[Channel.DUAL_USE]  # licences of July and September 2024


def test_energy_goes_on_to_be_bought_and_bind():
    assert CALM.patron.dependence[Dependence.ENERGY] > BASE.start_energy


def test_without_the_order_nothing_happens():
    quiet = replay(dataclasses.replace(BASE, wobble=0.0), threat=lambda week, order: BEFORE)
    for channel in (quiet.trade, quiet.dual_use, quiet.finance, quiet.diplomacy):
        assert np.abs(channel - 1.0).max() < 1e-9


@pytest.mark.parametrize("channel", ["finance", "dual_use", "trade"])
def test_a_graver_order_does_more(channel):
    falls = [
        getattr(replay(dataclasses.replace(BASE, wobble=0.0), order=order), channel)[:20].min()
        for order in (0.4, 0.5, 0.6, 0.8)
    ]
    assert falls == sorted(falls, reverse=True)
    assert falls[0] - falls[-1] > 0.02


@pytest.mark.parametrize("name", ["bank_response", "shipper_response", "payments_trade"])
def test_the_event_tells_an_effect_from_none(name):
    """At the lowest value of a response its channel does not fit any more: the event bears on it."""
    low = next(f.metadata["low"] for f in dataclasses.fields(PatronParameters) if f.name == name)
    calm = replay(dataclasses.replace(BASE, wobble=0.0, **{name: low}))
    if name == "bank_response":
        assert calm.finance[:13].min() > 0.45
    elif name == "shipper_response":
        assert calm.dual_use[26] > 0.7
    else:
        assert calm.trade.min() > 1.0 - 0.47 * 0.157 + 0.03


def test_the_event_in_the_world_of_march_2025_has_the_same_size():
    """A rise by as much from the threat of March 2025 blocks as many payments: the rule has no date."""
    patron = Patron.new()
    still = dataclasses.replace(BASE, wobble=0.0)
    open_patron(patron, still, Support.HEDGED, WIDENED, DISCOUNT)
    paid = []
    for _ in range(13):
        step_patron(patron, still, WIDENED + ORDER - BEFORE, DISCOUNT, DEFEAT, DISORDER)
        paid.append(patron.finance / still.finance_hedged)
    assert paid == pytest.approx(list(CALM.finance[:13]), abs=1e-9)
