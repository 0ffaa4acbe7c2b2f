"""Hold what a plot that became known costs abroad to its limits and its sign."""

from __future__ import annotations

import pytest

from model.alarm import next_alarm, standing_word
from model.dilemma import DilemmaModel
from model.war import WarParameters, update_power
from tests.engines import both
from tests.wars import march


@pytest.mark.parametrize("survival", [0.0, 0.4, 1.0])
def test_without_alarm_nothing_is_doubted(survival):
    assert both(standing_word, 0.0, survival) == 1.0
    assert both(standing_word, 1.0, survival) == pytest.approx(survival)


@pytest.mark.parametrize(
    ("alarm", "survival", "word"),
    [(0.5, 0.6, 0.8), (2.0, 0.6, 0.6), (-1.0, 0.6, 1.0), (0.5, 2.0, 1.0), (0.5, -1.0, 0.5)],
)
def test_a_word_is_doubted_by_alarm_and_danger_each_within_the_whole(alarm, survival, word):
    assert standing_word(alarm, survival) == pytest.approx(word)


def test_alarm_is_full_and_halves():
    alarm = both(next_alarm, 0.2, True, 6.0)
    assert alarm == 1.0
    for _ in range(6):
        alarm = both(next_alarm, alarm, False, 6.0)
    assert alarm == pytest.approx(0.5)


def test_it_distracts_as_an_open_succession_does():
    rules = WarParameters()
    calm, alarmed, contested = march(), march(), march()
    contested.contest.active = True
    update_power(calm.front, calm.russia, calm.ukraine, calm.contest, 1.0, rules)
    update_power(alarmed.front, alarmed.russia, alarmed.ukraine, alarmed.contest, 1.0, rules, 1.0)
    update_power(contested.front, contested.russia, contested.ukraine, contested.contest, 1.0, rules)
    assert alarmed.front.power_ratio == pytest.approx(contested.front.power_ratio)
    assert calm.front.power_ratio - alarmed.front.power_ratio == pytest.approx(rules.contest_distraction)


def test_a_failed_coup_is_felt_at_the_front_the_week_after():
    power, chance = [], []
    for alarm in (0.0, 1.0):
        model = DilemmaModel(rng=4)
        for _ in range(3):
            model.step()
        model.ledger.regime.alarm = alarm
        model.war()
        model.beliefs()
        model.diplomacy()
        power.append(model.ledger.front.power_ratio)
        chance.append(model.ledger.diplomacy.settlement_chance)
    assert power[1] < power[0]
    assert chance[1] <= chance[0]
