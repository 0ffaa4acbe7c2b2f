"""The record of proposals and of the line: what is read from it, and what was known when."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from agents.vocabulary import Actor, Answer, Scope
from experiments.rolling import headline_cases
from experiments.territory import MONTH, Territory, read_territory
from experiments.timeline import PROPOSALS
from tests.setting import RECORD, SETTING

# The record of proposals


def test_headline_rows_are_proposals_of_others_addressed_to_the_party():
    cases = headline_cases(SETTING)
    russia = [c for c in cases if c.side == Actor.RUSSIA]
    ukraine = [c for c in cases if c.side == Actor.UKRAINE]
    assert (len(RECORD), len(russia), len(ukraine)) == (27, 15, 20)
    assert all(case.side not in case.proposal.proposers for case in cases)
    left_out = {(2025, 2, 28), (2025, 3, 6), (2025, 4, 30)}
    assert not left_out & {(c.proposal.date.year, c.proposal.date.month, c.proposal.date.day) for c in russia}
    assert dt.date(2025, 2, 18) not in {c.proposal.date for c in ukraine}


def test_russia_accepted_none_of_seven_general_ceasefires():
    full = [c for c in headline_cases(SETTING) if c.side == Actor.RUSSIA and c.proposal.kind == "full"]
    assert len(full) == 7
    assert all(case.answer != Answer.ACCEPT for case in full)


def test_scopes_sponsors_and_lengths_are_read_from_the_words():
    found = {proposal.key: proposal for proposal in RECORD}
    put_again = found["2025-03-18a"]  # a general ceasefire, of which a sector was granted
    assert (put_again.kind, put_again.scope, put_again.days) == ("sector", Scope.GENERAL, 30.0)
    assert (found["2025-03-25"].scope, found["2025-03-25"].sector) == (Scope.SECTOR, 1)
    assert (found["2025-04-19"].days, found["2025-04-28"].days) == (1.25, 3.0)
    assert found["2025-07-14"].days == 0.0  # "in 50 days" is a deadline
    assert found["2025-05-10"].sponsor == Actor.UNITED_KINGDOM
    assert not found["2025-05-10"].addresses(Actor.UKRAINE)
    assert found["2025-06-02c"].joint


def test_every_row_of_the_table_has_its_provenance_and_is_of_the_period():
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["provenance"] for row in rows)
    assert max(proposal.date for proposal in RECORD) <= dt.date(2025, 8, 31)


# The record of the line


def test_what_was_known_of_the_line_by_hand():
    days = tuple(dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in (0, 30, 60))
    line = Territory(days, (1000.0, 1300.0, 1900.0))
    known = line.known(dt.date(2025, 2, 5))  # five days after the second, at 10 km2 a day
    assert known.occupied == pytest.approx(1350.0)
    assert known.monthly == pytest.approx(10.0 * MONTH)
    assert known.weekly == pytest.approx(70.0)
    assert line.known(days[2]).occupied == 1900.0


def test_no_later_observation_enters_what_was_known():
    day = dt.date(2025, 5, 15)
    observed = SETTING.territory
    wild = Territory(
        observed.days,
        tuple(a if d <= day else 9e4 for d, a in zip(observed.days, observed.areas, strict=True)),
    )
    assert wild.known(day) == observed.known(day)
    assert wild.known(dt.date(2025, 6, 15)) != observed.known(dt.date(2025, 6, 15))


def test_daily_and_monthly_tables_are_read_alike(tmp_path):
    monthly = tmp_path / "monthly.csv"
    daily = tmp_path / "daily.csv"
    monthly.write_text("month,month_end_obs,occupied_km2,net_change_km2\n2025-01,2025-01-31,100.5,\n")
    daily.write_text("date,occupied_km2,n_polygons\n2025-01-31,100.5,7\n")
    assert read_territory(monthly) == read_territory(daily)


def test_the_last_observation_of_each_month_is_scored():
    days = tuple(dt.date(2025, 3, 10) + dt.timedelta(days=n) for n in range(40))
    line = Territory(days, tuple(float(n) for n in range(40)))
    assert line.after(dt.date(2025, 3, 17)).days == (dt.date(2025, 3, 31), dt.date(2025, 4, 18))
