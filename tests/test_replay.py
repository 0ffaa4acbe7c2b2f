"""The replay of the record: no forecast knows its own or a later answer, and states follow what had happened."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from agents.vocabulary import Actor, Answer, Scope
from experiments.replay import Replay
from experiments.setting import Setting
from experiments.territory import Territory
from tests.setting import BASE, RECORD, SETTING

KEYS = [proposal.key for proposal in RECORD]


def forecasts(setting: Setting, seed: int = 5) -> np.ndarray:
    return Replay(BASE, seed, setting).forecasts().probability


def changed(place: int, answers: tuple[int, int]) -> Setting:
    """Return the setting with the answers to one proposal changed."""
    rows = list(RECORD)
    rows[place] = dataclasses.replace(rows[place], answers=answers)
    return dataclasses.replace(SETTING, proposals=rows)


def test_probabilities_are_of_those_addressed_and_sum_to_one():
    found = forecasts(SETTING)
    for place, proposal in enumerate(RECORD):
        for side in (0, 1):
            if proposal.addresses(side):
                assert found[place, side].sum() == pytest.approx(1.0)
                assert (found[place, side] >= 0.0).all()
            else:
                assert np.isnan(found[place, side]).all()


@pytest.mark.parametrize("key", ["2025-03-11", "2025-04-17", "2025-07-03"])
def test_no_forecast_knows_its_own_or_a_later_answer(key):
    place = KEYS.index(key)
    usual = forecasts(SETTING)
    turned = forecasts(changed(place, (int(Answer.ACCEPT), int(Answer.REJECT))))
    day = RECORD[place].date
    known = [i for i, proposal in enumerate(RECORD) if proposal.date <= day]
    later = [i for i, proposal in enumerate(RECORD) if proposal.date > day]
    assert usual[known].tobytes() == turned[known].tobytes()
    assert usual[later].tobytes() != turned[later].tobytes()


def test_no_forecast_knows_a_later_line():
    cut = dt.date(2025, 5, 20)
    usual = SETTING.territory
    areas = tuple(a if d < cut else a + 5e3 for d, a in zip(usual.days, usual.areas, strict=True))
    other = dataclasses.replace(SETTING, territory=Territory(usual.days, areas))
    known = [i for i, proposal in enumerate(RECORD) if proposal.date < cut]
    assert forecasts(SETTING)[known].tobytes() == forecasts(other)[known].tobytes()
    assert forecasts(SETTING).tobytes() != forecasts(other).tobytes()


def test_truces_of_the_record_are_those_that_stand():
    replay = Replay(BASE, 5, SETTING)
    replay.forecasts()
    stood = [(scope, proposal.key) for _, _, proposal, scope in replay.truces]
    assert (Scope.SECTOR, "2025-03-18a") in stood  # the energy pause
    assert {key for scope, key in stood if scope == Scope.SHORT} == {"2025-04-19", "2025-04-28"}
    assert (Scope.HUMAN, "2025-06-02c") in stood
    assert not any(scope >= Scope.GENERAL for scope, _ in stood)
    ends = {proposal.key: dt.date.fromordinal(int(end)) for _, end, proposal, _ in replay.truces}
    assert ends["2025-03-18a"] == dt.date(2025, 4, 18)
    assert replay.ledger.truces[Scope.SECTOR].made == 1


def test_beliefs_about_answers_follow_the_record():
    replay = Replay(BASE, 5, SETTING)
    ukraine = replay.ledger.states[Actor.UKRAINE]
    before = ukraine.accepts[Scope.GENERAL] / (
        ukraine.accepts[Scope.GENERAL] + ukraine.refuses[Scope.GENERAL]
    )
    replay.forecasts()
    after = ukraine.accepts[Scope.GENERAL] / (ukraine.accepts[Scope.GENERAL] + ukraine.refuses[Scope.GENERAL])
    assert after < before  # Russia accepted none
    table = replay.ledger.diplomacy
    first = BASE.conditions.sincere / (BASE.conditions.sincere + BASE.conditions.insincere)
    assert table.sincere / (table.sincere + table.insincere) < first  # none of its conditions came true


def test_aid_stops_when_the_record_says():
    seen = {}

    class Watched(Replay):
        def _mediate(self, day: dt.date) -> None:
            super()._mediate(day)
            seen[day] = (self.ledger.diplomacy.us_aid, self.ledger.diplomacy.pressure)

    Watched(BASE, 5, SETTING).forecasts()
    assert seen[dt.date(2025, 3, 4)][0] == 0.0
    assert seen[dt.date(2025, 3, 18)][0] == 1.0
    assert seen[dt.date(2025, 3, 11)][1] < 0.0 < seen[dt.date(2025, 4, 15)][1]
