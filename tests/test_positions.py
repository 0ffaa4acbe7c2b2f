"""Positions: the tables are whole and sourced, the frozen line follows the front, and what follows for the talks."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from agents.records import dtype_of, view_of
from agents.states import State
from agents.valuation import outcome_utilities, utility, war_value_core
from agents.vocabulary import FIRST_EUROPEAN, ISSUES, STATES, Actor, Issue, Role, label
from model.bargaining import Diplomacy
from model.errors import InputError
from model.positions import (
    TABLES,
    FrozenLineParameters,
    PositionParameters,
    frozen_line,
    initialise_states,
    load_positions,
    position_words,
)
from model.settlement import SettlementParameters, zone
from model.war import Front
from tests.engines import both

TABLE = load_positions()
BASE = PositionParameters()
FROZEN = FrozenLineParameters()
SETTLEMENT = SettlementParameters()


def ledger(normals=None, parameters=BASE) -> np.ndarray:
    states = np.zeros(STATES, dtype_of(State))
    initialise_states(states, parameters, normals)
    return states


def frozen(occupied_km2: float, **table) -> np.ndarray:
    package = np.full(ISSUES, np.nan)
    diplomacy = Diplomacy.new(**{"us_aid": 1.0, "guarantee": 0.3, **table})
    frozen_line(Front.new(occupied_km2=occupied_km2), diplomacy, FROZEN, package)
    return package


def test_every_position_has_a_source_and_salience_sums_to_one():
    assert TABLE.ideal.shape == TABLE.salience.shape == (STATES, ISSUES)
    assert all(source for row in TABLE.source for source in row)
    assert TABLE.salience.sum(axis=1) == pytest.approx(np.ones(STATES), abs=1e-15)
    assert TABLE.salience.min() > 0.0


def test_a_position_is_told_by_the_scale():
    assert position_words(Issue.ARMY_CAP, 1.0) == "85 thousand men, with limits on arms"
    assert position_words(Issue.ARMY_CAP, 0.005) == "no limit"
    assert position_words(Issue.ARMY_CAP, 0.75).startswith(
        "between 'about 700 thousand men' and '85 thousand"
    )
    for issue in Issue:
        for position in (0.0, 0.25, 0.5, 0.74, 1.0):
            assert position_words(issue, position)


def test_every_issue_says_what_its_scale_means():
    with (TABLES / "issues.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["issue"] for row in rows] == [label(issue) for issue in Issue]
    assert all(len(row[field]) > 5 for row in rows for field in ("zero", "half", "one", "source"))


def test_the_ends_of_every_scale_are_the_belligerents_own_ideals():
    assert (TABLE.ideal[Actor.RUSSIA] == 1.0).all()
    assert (TABLE.ideal[Actor.UKRAINE] == 0.0).all()
    assert ((TABLE.ideal >= 0.0) & (TABLE.ideal <= 1.0)).all()


def test_no_source_speaks_of_what_came_after_august_2025():
    late = [f"{month} 2025" for month in ("September", "October", "November", "December")]
    text = "".join(path.read_text(encoding="utf-8") for path in TABLES.glob("*.csv"))
    assert not [word for word in [*late, "2026", "2027"] if word in text]


def test_russias_core_aims_carry_more_salience_than_land():
    salience = TABLE.salience[Actor.RUSSIA]
    core = (Issue.NATO_BAR, Issue.ARMY_CAP, Issue.FOREIGN_AID, Issue.RECOGNITION)
    assert sum(salience[issue] for issue in core) > 0.5
    assert salience[Issue.NATO_BAR] == salience.max()
    assert salience[Issue.TERRITORY] < 0.2


@pytest.mark.parametrize(
    ("nearer", "farther", "issue"),
    [
        (Actor.UKRAINE, Actor.UNITED_STATES, Issue.TERRITORY),
        (Actor.POLAND, Actor.HUNGARY, Issue.FOREIGN_AID),
        (Actor.FRANCE, Actor.GERMANY, Issue.FOREIGN_TROOPS),
        (Actor.GERMANY, Actor.CHINA, Issue.SANCTIONS_RELIEF),
        (Actor.EUROPEAN_UNION, Actor.UNITED_STATES, Issue.RECOGNITION),
    ],
)
def test_who_stands_nearer_to_ukraine(nearer, farther, issue):
    assert TABLE.ideal[nearer, issue] < TABLE.ideal[farther, issue]


def test_states_start_as_the_tables_say():
    states = ledger()
    assert list(states["role"][:4]) == [Role.BELLIGERENT, Role.BELLIGERENT, Role.MEDIATOR, Role.PATRON]
    assert (states["role"][FIRST_EUROPEAN:] == Role.SUPPORTER).all()
    assert (states["ideal"] == TABLE.ideal).all()
    assert (states["demand"] == TABLE.ideal).all()
    assert (states["salience"] == TABLE.salience).all()
    assert states["office_value"][Actor.RUSSIA] > states["office_value"][Actor.UKRAINE] > 0.0
    assert (states["office_value"][2:] == 0.0).all()


def test_aid_adds_up_to_what_was_allocated():
    average = PositionParameters(full_effort=1.0)
    states = ledger(parameters=average)
    years = average.aid_months / 12.0
    europe = states["capability"][FIRST_EUROPEAN:].sum() * years
    assert states["capability"][Actor.UNITED_STATES] * years == pytest.approx(115.0)
    assert europe == pytest.approx(138.0)
    assert states["aid"] == pytest.approx(states["capability"] * states["resolve"])
    assert states["capability"][[Actor.RUSSIA, Actor.UKRAINE, Actor.CHINA]].sum() == 0.0


def test_positions_vary_about_the_table_between_runs_but_not_at_the_ends():
    rng = np.random.default_rng(8)
    runs = np.stack([ledger(rng.standard_normal((STATES, 2 * ISSUES)))["ideal"] for _ in range(2000)])
    assert (runs[:, Actor.RUSSIA] == 1.0).all()
    assert (runs[:, Actor.UKRAINE] == 0.0).all()
    middle = runs[:, Actor.UNITED_STATES, Issue.FOREIGN_TROOPS]
    sd = PositionParameters().ideal_sd
    assert middle.mean() == pytest.approx(0.5, abs=3.0 * sd / math.sqrt(2000))
    assert middle.std() == pytest.approx(sd, abs=3.0 * sd / math.sqrt(2 * 2000))
    assert ((runs >= 0.0) & (runs <= 1.0)).all()


def test_salience_still_sums_to_one_when_it_varies():
    states = ledger(np.random.default_rng(9).standard_normal((STATES, 2 * ISSUES)))
    assert states["salience"].sum(axis=1) == pytest.approx(np.ones(STATES), abs=1e-14)
    assert np.abs(states["salience"] - TABLE.salience).max() > 0.01


def test_without_uncertainty_draws_change_nothing():
    normals = np.random.default_rng(10).standard_normal((STATES, 2 * ISSUES))
    states = ledger(normals, PositionParameters(ideal_sd=0.0, salience_sd=0.0))
    assert (states["ideal"] == TABLE.ideal).all()
    assert states["salience"] == pytest.approx(TABLE.salience, abs=1e-15)


def test_the_frozen_line_of_march_2025():
    package = frozen(112449.0)
    assert package[Issue.TERRITORY] == pytest.approx(0.828, abs=5e-4)
    assert package[Issue.SEQUENCE] == package[Issue.ARMY_CAP] == package[Issue.FOREIGN_AID] == 0.0
    assert package[Issue.GUARANTEE] == 0.7
    assert np.isfinite(package).all()


@pytest.mark.parametrize(
    ("change", "issue", "position"),
    [
        ({"us_aid": 0.0}, Issue.FOREIGN_AID, 0.5),
        ({"sanctions_relief": 1.0}, Issue.SANCTIONS_RELIEF, 0.5),
        ({"guarantee": 1.0}, Issue.GUARANTEE, 0.0),
        ({"reassurance": 0.0}, Issue.FOREIGN_TROOPS, FROZEN.frozen_troops),
        ({"reassurance": 1.0}, Issue.FOREIGN_TROOPS, FROZEN.reassured_troops),
    ],
)
def test_the_frozen_line_follows_the_table(change, issue, position):
    assert frozen(112449.0, **change)[issue] == pytest.approx(position)


def test_the_frozen_line_follows_the_front_within_its_scale():
    assert frozen(0.0)[Issue.TERRITORY] == 0.0
    assert frozen(120000.0)[Issue.TERRITORY] > frozen(112449.0)[Issue.TERRITORY]
    assert frozen(200000.0)[Issue.TERRITORY] == 1.0


def test_the_frozen_line_agrees_in_both_engines():
    diplomacy = Diplomacy.new(us_aid=0.6, guarantee=0.2, reassurance=0.4, sanctions_relief=0.1)
    both(frozen_line, Front.new(occupied_km2=112449.0), diplomacy, FROZEN, np.zeros(ISSUES))


def test_russia_loses_more_by_the_frozen_line_than_ukraine():
    """What Russia misses there is not land: its core aims make up most of its loss."""
    states = view_of(State, ledger())
    package = frozen(112449.0)
    russia, ukraine = states[Actor.RUSSIA], states[Actor.UKRAINE]
    assert utility(russia, package) < 0.5 < 0.7 < utility(ukraine, package)
    lost = TABLE.salience[Actor.RUSSIA] * (1.0 - package) ** 2
    core = lost[[Issue.NATO_BAR, Issue.ARMY_CAP, Issue.FOREIGN_AID, Issue.RECOGNITION]].sum()
    assert core > 0.5 * lost.sum()
    assert lost[Issue.TERRITORY] < 0.02 * lost.sum()


def baseline_zone(russian_belief: float, ukrainian_belief: float, curvature: float) -> float:
    """Zone on 18 March 2025 if a decisive end is two years off; war costs 1.5 and 3% of the prize a year.

    What is held is enjoyed meanwhile, and time costs each side 10% a year. Beliefs are about Russian victory.
    """
    states = view_of(State, ledger())
    russia, ukraine = states[Actor.RUSSIA], states[Actor.UKRAINE]
    own = outcome_utilities(russia, ukraine, curvature)
    hazard, discount = 1.0 / 104.0, math.exp(-0.1 / 52.0)
    for side, belief, ends, cost in (
        (russia, russian_belief, own[:2], 0.0003),
        (ukraine, ukrainian_belief, own[2:], 0.0006),
    ):
        held = utility(side, frozen(112449.0), curvature)
        end = belief * ends[0] + (1.0 - belief) * ends[1]
        side.war_value = held + war_value_core(end - held, cost, hazard, discount)
    return zone(russia, ukraine, 0.0, curvature)[0]


@pytest.mark.parametrize(
    ("curvature", "apart", "together"),
    [(1.0, 0.02, 0.27), (0.5, -0.08, 0.18), (SETTLEMENT.curvature, -0.126, 0.124)],
)
def test_the_zone_opens_as_beliefs_converge(curvature, apart, together):
    """Thin among sides as averse to risk as quadratic loss has it, empty as the scenario has it."""
    zones = [baseline_zone(0.6 + gap, 0.6 - gap, curvature) for gap in (0.3, 0.2, 0.1, 0.0)]
    assert zones == sorted(zones)
    assert (zones[0], zones[-1]) == pytest.approx((apart, together), abs=0.02)


def broken(tmp_path, table: str, old: str, new: str):
    for name in ("positions.csv", "states.csv"):
        text = (TABLES / name).read_text(encoding="utf-8")
        if name == table:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("positions.csv", "russia,territory,1,13", "russia,territory,2,13", r"row 3: ideal .*\[0, 1\].*'2'"),
        ("positions.csv", "russia,territory,1,13", "russia,territory,1,14", "salience of russia .*101"),
        ("positions.csv", "russia,territory,1,13", "russia,territory,x,13", "ideal must be a number"),
        ("positions.csv", "russia,territory", "russia,land", "issue must be one of .*'land'"),
        ("positions.csv", "russia,territory", "russia,sequence", "russia, sequence stands twice"),
        ("positions.csv", "russia,sequence,1,3,prior", "russia,sequence,1,3,guess", "kind .*'guess'"),
        ("positions.csv", "ideal,salience", "ideal,weight", "columns must be"),
        ("states.csv", "by definition", "", "row 2: source is empty"),
        ("states.csv", "poland", "hungary", "no row for poland"),
        ("states.csv", "mediator", "judge", "role must be one of .*'judge'"),
    ],
)
def test_a_broken_table_is_named_in_one_line(tmp_path, table, old, new, words):
    with pytest.raises(InputError, match=words) as error:
        load_positions(broken(tmp_path, table, old, new))
    assert table in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_table_or_row_is_named(tmp_path):
    with pytest.raises(InputError, match=r"positions\.csv"):
        load_positions(tmp_path / "nowhere")
    line = next(s for s in (TABLES / "positions.csv").read_text().splitlines() if s.startswith("poland,busi"))
    with pytest.raises(InputError, match="no row for poland, business"):
        load_positions(broken(tmp_path, "positions.csv", line + "\n", ""))
