"""Where the balance of power drifts: four steps by hand, with simple rules in the place of those of the war.

Two weeks a step. Fire takes ten men of each side, alarm is the odds, wear the tempo and one, inflow what comes of both
sources, a stock all that ever flowed in.
"""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from model import projection
from model.projection import project_power_ratio
from model.war import Belligerent, Front
from tests.noting import noted
from tests.wars import FORCES, MATERIEL, WAR

MEN = replace(FORCES, russia_recruits=10.0, ukraine_recruits=4.0, russia_pool=400.0, ukraine_pool=300.0)
GOODS = replace(MATERIEL, aid_lag=2.0 / math.log(2.0))
ARMS = replace(WAR, manpower_share=0.3)
EASED = {0.0: 0.5, 0.3: 0.8, 1.0: 1.0}


@pytest.fixture
def project(monkeypatch):
    def play(truce=False, aid=2.5, mobilisation=0.5, cap=85.0, ceiling=90.0, fallen=10.0):
        simple = {
            "fire": lambda russia, ukraine, men, *_: (men[0] - fallen, men[1] - fallen),
            "outnumbering": 1.25,
            "alarm": lambda odds, _: odds,
            "willing": lambda base, *_: base,
            "eased_recruitment": lambda fighting, _: EASED[fighting],
            "recruits_at": lambda will, *_: will,
            "going_home": lambda personnel, most, wastage, _: most / 100.0,
            "wear_at": lambda tempo, _: tempo + 1.0,
            "kept_after": 0.9,
            "russian_inflow": lambda production, old, _: production + old,
            "old_stocks_after": lambda old, *_: old / 2.0,
            "ukrainian_inflow": lambda production, supply, _: production + supply,
            "towards_level": lambda stock, inflow, *_: stock + inflow,
        }
        calls = {name: noted(monkeypatch, projection, name, answer) for name, answer in simple.items()}
        russia = Belligerent.new(
            personnel=100.0, need=70.0, ceiling=200.0, materiel=2.0, old_stocks=0.8, fighting=0.3
        )
        ukraine = Belligerent.new(
            personnel=80.0, need=60.0, ceiling=ceiling, materiel=0.5, supply=0.8, production=0.6
        )
        russia.production = 1.0
        front = Front.new(power_ratio=0.2, readiness=0.9)
        found = project_power_ratio(
            front, russia, ukraine, 8.0, truce, aid, mobilisation, cap, MEN, GOODS, ARMS
        )
        return SimpleNamespace(ratio=found, russia=russia, ukraine=ukraine, **calls)

    return play


def ratio(russians: float, ukrainians: float, russian: float, ukrainian: float) -> float:
    """Of 100 and 80 men, and stocks of 2 and 0.5."""
    return 0.2 + 0.3 * math.log(russians / ukrainians / 1.25) + 0.7 * math.log(russian / ukrainian / 4.0)


def test_the_balance_after_four_steps_of_war_is_that_of_the_men_and_materiel_left(project):
    """Men: -10 + 2 (10 - 2) = 6 and -10 + 2 (3.125 - 0.85) = -5.45 a step.

    Into Russia's stock goes 1 and the old 0.8, 0.4 and on, into Ukraine's 0.3 and aid on its way from 0.8 to 2.
    """
    stocks = 2.0 + 4.0 + 0.8 + 0.4 + 0.2 + 0.1, 0.5 + 1.2 + 1.4 + 1.7 + 1.85 + 1.925
    assert project().ratio == pytest.approx(ratio(124.0, 58.2, *stocks))


def test_a_truce_stops_fighting_and_eases_recruitment(project):
    """Will 10 x 0.5 / 0.8 and 0.5 x 4 x 0.5 / 0.8; no fire taken."""
    found = project(truce=True, fallen=0.0)
    men = 100.0 + 8.0 * (6.25 / 1.25 - 2.0), 80.0 + 8.0 * (1.25 * 1.25 - 0.85)
    assert found.ratio == pytest.approx(ratio(*men, 7.5, 8.575))
    assert {call[6] for call in found.fire} == {0.0}
    assert found.wear_at == [(0.0, GOODS)]
    assert {call[1] for call in found.old_stocks_after} == {0.0}


def test_each_step_is_two_weeks_from_where_the_last_one_ended(project):
    found = project()
    russians, ukrainians = [100.0, 106.0, 112.0, 118.0], [80.0, 74.55, 69.1, 63.65]
    stocks = [2.0, 3.8, 5.2, 6.4], [0.5, 2.2, 4.2, 6.35]
    men = [pytest.approx(pair) for pair in zip(russians, ukrainians, strict=True)]
    fired = [call[2:] for call in found.fire]
    assert [call[0] for call in fired] == men
    assert [call[1] for call in fired] == [pytest.approx(pair) for pair in zip(*stocks, strict=True)]
    assert {call[2:] for call in fired} == {(0.7, MEN.exposure, 0.9, 2.0)}
    assert [call[:2] for call in found.outnumbering] == men
    assert [call[0] for call in found.alarm] == [0.8, 1.25] * 4
    assert found.kept_after == [(1.9, 2.0, GOODS)]
    assert {call[2:] for call in found.towards_level} == {(1.9, 0.9)}
    assert [call[:3] for call in found.old_stocks_after] == [(old, 0.9, 2.0) for old in (0.8, 0.4, 0.2, 0.1)]


def test_each_side_recruits_by_its_own_need_and_ceiling(project):
    """A limit agreed counts where it is below the ceiling."""
    for cap, ceiling, held in ((85.0, 90.0, 85.0), (95.0, 90.0, 90.0)):
        found = project(cap=cap, ceiling=ceiling)
        russian, ukrainian = found.recruits_at[:2]
        assert russian[:4] == (pytest.approx(10.0), 90.0, 70.0, 200.0)
        assert ukrainian[:4] == (pytest.approx(3.125), 70.0, 60.0, held)
        home = [(90.0, 200.0, MEN.russia_wastage, MEN), (70.0, held, MEN.ukraine_wastage, MEN)]
        assert found.going_home[:2] == home
        willing = [(10.0, found.russia, 400.0, MEN), (4.0, found.ukraine, 300.0, MEN)]
        assert found.willing == willing


def test_a_side_that_is_worn_down_keeps_a_man_to_count(project):
    assert project(fallen=500.0).ratio == pytest.approx(ratio(1.0, 1.0, 7.5, 8.575))
