"""The record of proposals and of the line, as the back-test sets it."""

from __future__ import annotations

from experiments.setting import Setting, quiet, read_kursk, read_mediation
from experiments.territory import read_territory
from experiments.timeline import read_timeline
from model.scenario import Scenario

BASE = quiet(Scenario.load("march-2025"))
RECORD = read_timeline()
SETTING = Setting(RECORD, read_territory(), read_mediation(), read_kursk(), (2e-5, 1e-6))
