"""The dilemma map: the rules of a run on a grid, its closed-form limit, its switches, and its command."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from agents.vocabulary import Actor, Answer, label
from experiments import cli, dilemma_map, plot_map
from experiments.answer_map import PARTIES, answer_at, calm, limit_boundaries, momentum_of
from experiments.switches import LIMIT, MECHANISMS, TERMS, without
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.scenario import Scenario
from model.shocks import deal_week

BASE = Scenario.load("march-2025")
NOW = (momentum_of(BASE), float(BASE["mediator.opening"]))
SHARES = [f"p_{label(a)}" for a in Answer]


@pytest.fixture(scope="module")
def baseline() -> pd.DataFrame:
    return dilemma_map(BASE, grid=6)


def test_every_point_is_a_distribution(baseline):
    assert len(baseline) == 36
    assert np.allclose(baseline[SHARES].sum(axis=1), 1.0)
    assert (baseline[SHARES] >= 0.0).all(axis=None)


def test_the_point_of_march_2025_is_the_first_week_of_a_run():
    """The same bits as the schedule with Mesa agents, where no shock falls and the type is the middle one."""
    bare = BASE.with_(
        **{"diplomacy.disposition_sd": 0.0, "diplomacy.attachment_sd": 0.0},
        **{"positions.ideal_sd": 0.0, "positions.salience_sd": 0.0, "front.drift_error": 0.0},
    )
    model = DilemmaModel(scenario=bare, rng=0)
    model._week = 0
    deal_week(model.ledger, model.roster, *calm(len(model.roster.elites)).plain(0))
    for stage in ("exogenous", "patron", "economies", "war", "beliefs", "diplomacy"):
        getattr(model, stage)()
    reply = model.ledger.diplomacy.replies[Actor.RUSSIA]
    found = answer_at(bare, "russia", "general", *NOW)
    assert [found[s] for s in SHARES] == pytest.approx(list(reply.probability), abs=1e-12)
    assert found["war_value"] == model.ledger.states[Actor.RUSSIA].war_value


def test_momentum_enters_through_beliefs(baseline):
    """Believed drift, chance of victory, value of war and of a week of it rise; what is believed of truces moves too."""
    edge = baseline[baseline["opening"] == baseline["opening"].max()]
    for column in ("belief_km2", "victory", "war_value", "week_of_war"):
        assert (edge[column].diff().dropna() > 0.0).all(), column
    assert edge["permanence"].nunique() == edge["frozen_value"].nunique() == len(edge)
    assert edge["accept_momentum"].is_monotonic_decreasing


def test_what_speaks_against_a_ceasefire_changes_with_the_front(baseline):
    """On open ground at low momentum the fear that power shifts in the pause (Powell 2006), at high the front forgone.

    With a river ahead that stops the front in any case, a shift of power matters less.
    """
    level = dilemma_map(BASE.with_(**{"front.river": 0.0}), grid=6)
    edge = level[level["opening"] == level["opening"].max()]
    slow, fast = edge.iloc[0], edge.iloc[-1]
    assert slow["accept_regroup"] < slow["accept_momentum"] < 0.0
    assert fast["accept_momentum"] < fast["accept_regroup"] < 0.0
    held = baseline[baseline["opening"] == baseline["opening"].max()].iloc[0]
    assert slow["accept_regroup"] < held["accept_regroup"] < 0.0


def test_the_opening_buys_an_answer_and_momentum_costs_it(baseline):
    """More to lose with the mediator: fewer refusals. A faster front: fewer acceptances by the end of the axis."""
    refused = baseline["p_reject"] + baseline["p_ignored"]
    table = baseline.assign(refused=refused).pivot(index="opening", columns="momentum_km2", values="refused")
    assert (table.diff().iloc[1:] <= 1e-12).all(axis=None)
    accepted = baseline.pivot(index="opening", columns="momentum_km2", values="p_accept")
    assert (accepted.iloc[:, -1] < accepted.iloc[:, 0]).all()


def test_refusal_is_asymmetric():
    """Russia hardly ever accepts a general ceasefire at high or low momentum; Ukraine does, and not one-sided ones."""
    for momentum in (0.0, NOW[0], 700.0):
        assert answer_at(BASE, "russia", "general", momentum, NOW[1])["p_accept"] < 0.1
        ukraine = answer_at(BASE, "ukraine", "general", momentum, float(BASE["mediator.dependence"]))
        assert ukraine["p_accept"] > 0.9
    for scope in ("human", "short", "sector"):
        found = answer_at(BASE, "russia", scope, *NOW)
        assert found["p_accept"] > answer_at(BASE, "russia", "general", *NOW)["p_accept"] + 0.2


# The limit: momentum and opening alone, infinite precision


def closed_form(row: pd.Series, limit: Scenario) -> str:
    """Answer by `answer_boundaries`; "" within a millionth of a boundary."""
    accept, partial = limit_boundaries(limit, row["stake"], row["blame"])
    momentum = row["week_of_war"]
    if any(abs(momentum - edge) < 1e-6 * edge for edge in (accept, partial)):
        return ""
    return "accept" if momentum < accept else "partial" if momentum < partial else "reject"


@pytest.mark.parametrize("ground", [0.2, 0.4, 0.6, 0.9])
@pytest.mark.parametrize("penalty", [0.0, 1.0])
def test_limit_of_the_map_is_the_closed_form(ground, penalty):
    """Every point of a fine corner of the map lies in the region that the closed-form lines give it."""
    limit = BASE.with_(
        **LIMIT | {"answers.sector_ground": ground, "mediator.blame": penalty, "mediator.blame_pressure": 0.0}
    )
    near = limit.with_(**{"mediator.opening": 0.0014})
    frame = dilemma_map(near, grid=15)
    expected = frame[frame["opening"] > 0.0].apply(closed_form, axis=1, limit=limit)
    known = expected[expected != ""]
    assert len(known) > 200
    assert (frame.loc[known.index, "answer"] == known).all()
    chosen = frame.loc[known.index, SHARES].max(axis=1) + frame.loc[known.index, "p_ignored"] * (
        known == "reject"
    )
    assert np.allclose(chosen, 1.0)
    concave = (1.0 - 0.6) / (1.0 - ground) < (0.6 + penalty) / ground
    assert (known == "partial").any() == concave
    assert {"accept", "reject"} <= set(known)


# Switches


@pytest.mark.parametrize("name", [*TERMS, *MECHANISMS])
def test_every_switch_is_a_declared_end_of_what_is_declared(name):
    off = without(BASE, name)
    for parameter, value in (TERMS | MECHANISMS)[name].items():
        info = BASE.parameter(parameter)
        assert value in (info.low, info.high)
        assert off[parameter] == value != info.value


@pytest.mark.parametrize("term", ["lasting", "momentum", "regroup", "credit"])
def test_a_term_switched_off_is_gone_and_no_other(term):
    on, off = (answer_at(s, "russia", "general", *NOW) for s in (BASE, without(BASE, term)))
    assert on[f"accept_{term}"] != 0.0
    assert off[f"accept_{term}"] == 0.0
    for other in {"lasting", "momentum", "regroup", "credit"} - {term}:
        assert off[f"accept_{other}"] == on[f"accept_{other}"]


def test_blame_is_gone_without_blame_and_relapse():
    off = without(without(BASE, "blame"), "relapse")
    assert answer_at(off, "russia", "general", *NOW)["accept_blame"] == 0.0


def test_without_conditions_none_is_asked():
    assert answer_at(BASE, "russia", "general", *NOW)["p_conditional"] > 0.01
    assert answer_at(without(BASE, "price"), "russia", "general", *NOW)["p_conditional"] < 1e-300


def test_learned_refusal_can_be_taken_for_consent():
    """Ukraine's blame is pivotal only as far as Russia is expected to accept."""
    low = 0.25 * float(BASE["mediator.dependence"])
    on, off = (answer_at(s, "ukraine", "general", NOW[0], low) for s in (BASE, without(BASE, "learning")))
    assert off["accept_blame"] != on["accept_blame"]


@pytest.mark.parametrize("term", ["gap", "aims"])
def test_aims_and_gap_weigh_on_a_settlement(term):
    sure = BASE.with_(**{"diplomacy.attachment_russia": 0.5, "appraisal.rearmament": 1.0})
    on, off = (answer_at(s, "russia", "final", *NOW) for s in (sure, without(sure, term)))
    assert off["accept_lasting"] >= on["accept_lasting"]
    assert term == "gap" or off["accept_lasting"] > on["accept_lasting"]


def test_without_foresight_power_does_not_shift():
    found = answer_at(without(BASE, "commitment-fear"), "russia", "general", *NOW)
    assert found["frozen_value"] > answer_at(BASE, "russia", "general", *NOW)["frozen_value"]


def test_office_at_stake_counts_and_can_be_switched_off():
    """Home: what the palace tells of stopping and of going on."""
    from agents.answers import answer_offer
    from agents.vocabulary import Scope, Term
    from experiments.answer_map import open_week, set_table

    for scenario, counts in ((BASE, True), (without(BASE, "home"), False)):
        world = open_week(scenario, NOW[0])
        set_table(world, PARTIES["russia"], Scope.GENERAL, NOW[1])
        ledger = world.view
        prospect, reply = ledger.prospects[0], ledger.diplomacy.replies[0]
        prospect.hawk_reaction = 0.001
        stake = prospect.opening
        answer_offer(
            ledger.states[0],
            reply,
            prospect,
            Scope.GENERAL,
            0,
            30.0,
            1.0,
            stake,
            1.0,
            world.values.answers,
        )
        assert reply.answer == Answer.ACCEPT
        assert (reply.terms[Term.HOME] < 0.0) == counts


# Figure and command


def test_it_is_drawn_and_written(tmp_path, capsys):
    out = tmp_path / "map"
    arguments = ["map", "--grid", "3", "--without", "relapse", "--limit", "--out", str(out)]
    assert cli.main(arguments) == 0
    told = capsys.readouterr().out
    assert "without relapse" in told
    assert "18 March 2025" in told
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["identity"]["job"] == "map"
    frame = pd.read_parquet(out / "map.parquet")
    assert list(frame["case"].unique()) == ["baseline", "without relapse", "limit"]
    assert (out / "figures" / "map.png").read_bytes()[:4] == b"\x89PNG"
    drawing = (out / "figures" / "map.svg").read_text()
    assert not re.search(r"(href|src)=\"http", drawing)
    assert cli.main(arguments) == 0


def test_a_map_can_be_plotted_from_python(baseline):
    assert len(plot_map(baseline, BASE).axes) == 5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--without", "lastin"], "did you mean 'lasting'"),
        (["--party", "china"], "russia, ukraine"),
        (["--scope", "full"], "general"),
        (["--grid", "1"], "2 to 201"),
        (["--grid", "x"], "--grid"),
    ],
)
def test_bad_input_is_one_line(capsys, tmp_path, arguments, says):
    assert cli.main(["map", *arguments, "--out", str(tmp_path / "m")]) == 2
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert says in errors
    assert not (tmp_path / "m").exists()


def test_unknown_terms_are_refused_in_python():
    with pytest.raises(InputError, match="allowed"):
        dilemma_map(BASE, terms_off=["peace"], grid=2)
