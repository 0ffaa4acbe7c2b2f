"""Figures of the Kremlin: estimates agree with the outcomes table, and the network is that of the history itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.kremlin_figures import (
    CAUSES,
    RESOLUTIONS,
    draw_consolidation,
    draw_exits,
    draw_loyalty,
    draw_shares,
    exit_incidence,
    succession_incidence,
)
from experiments.network import (
    MOST_DATES,
    dates_worth_a_look,
    draw_network,
    history_to_show,
    network_of,
    places_of,
    snapshot,
)
from experiments.statistics import share
from experiments.style import in_style, new_figure
from model.dilemma import DilemmaModel
from model.kernel import simulate
from model.scenario import Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2031-12-31", **{"elites.count": 40})


@pytest.fixture(scope="module")
def compared():
    return compare(SHORT, vary={"china": ["hedged", "withdrawn"]}, runs=40, seed=2)


def test_exits_by_cause_end_at_the_shares_of_the_outcomes_table(compared):
    last = np.array([compared.weeks])
    for value in compared.values:
        frame = compared.of(value)
        for cause in CAUSES:
            found, low, high = exit_incidence(compared, value, [cause]).at(last)
            assert found[0] == pytest.approx(frame["exit_cause"].eq(cause).mean())
            assert low[0] <= found[0] <= high[0]
        together, _, _ = exit_incidence(compared, value, CAUSES).at(last)
        assert together[0] == pytest.approx(frame["exit"].mean())


def test_successions_resolve_in_the_ways_that_the_table_names(compared):
    frame = compared.of("hedged")
    frame = frame[frame["exit"]]
    assert frame["succession"].ne("none").any()
    late = np.array([compared.weeks])
    found = succession_incidence(compared, "hedged", RESOLUTIONS)
    assert found.cases == len(frame)
    apart = sum(succession_incidence(compared, "hedged", [way]).at(late)[0][0] for way in RESOLUTIONS)
    assert apart == pytest.approx(found.at(late)[0][0])
    first = frame.loc[frame["succession"].ne("none"), "succession_weeks"].min()
    assert found.at(np.array([first]))[0][0] == 0.0
    assert found.at(np.array([first + 1]))[0][0] > 0.0


def test_open_successions_are_cut_off_at_the_horizon():
    """Two of three are resolved after 3 weeks; the third has been open for 2 only and says nothing of later."""
    frame = pd.DataFrame(
        {
            "exit": True,
            "exit_week": [10, 20, 98],
            "succession": ["orderly-handover", "opening", "none"],
            "succession_weeks": [3, 3, -1],
        }
    )

    class Stub:
        weeks = 100

        def of(self, value):
            return frame

    found = succession_incidence(Stub(), "any", RESOLUTIONS)
    assert found.at(np.array([3, 4]))[0].tolist() == [0.0, 1.0]
    one = succession_incidence(Stub(), "any", ["opening"])
    assert one.at(np.array([4]))[0][0] == pytest.approx(0.5)


def test_shares_are_drawn_with_wilsons_interval(compared):
    with in_style():
        _, axis = new_figure()
        draw_shares(axis, compared, ["orderly-handover"])
    frame = compared.of("hedged")
    expected = share(frame.loc[frame["exit"], "succession"].eq("orderly-handover").to_numpy())
    assert list(axis.lines[0].get_ydata()) == [expected.low, expected.high]
    assert list(axis.lines[1].get_ydata()) == [expected.value]


@pytest.mark.parametrize("draw", [draw_exits, draw_consolidation, draw_loyalty, draw_network])
def test_every_figure_says_how_many_histories_it_rests_on(compared, draw):
    drawn = draw(compared)
    assert "40" in drawn.caption
    assert "hedged" in drawn.caption
    assert drawn.svg.startswith("<svg")


@pytest.mark.parametrize("week", [0, 30])
def test_a_snapshot_is_the_roster_of_the_stepped_history(week):
    model = DilemmaModel(scenario=SHORT, rng=11)
    for _ in range(week + 1):
        model.step()
    found = snapshot(SHORT, 11, week)
    assert found.elites.tobytes() == model.world.roster.elites.tobytes()
    assert found.ruled == bool(model.ledger.leader.in_office)


def test_dissent_of_a_snapshot_is_that_of_the_record(compared):
    seed = int(history_to_show(compared)["seed"])
    series = simulate(SHORT, seed).series().set_index("week")
    for one in network_of(SHORT, seed):
        recorded = series.loc[one.week, "elite_dissent"]
        assert one.dissent == pytest.approx(recorded, abs=1e-9)


def test_the_history_shown_is_one_with_an_exit_and_the_most_dissent(compared):
    row = history_to_show(compared)
    assert row["exit"]
    series = compared.series[compared.series["china"] == "hedged"]
    left = compared.of("hedged").loc[lambda f: f["exit"], "run"]
    assert row["most"] == series.loc[series["run"].isin(left), "elite_dissent"].max()


def test_a_network_can_be_plotted_from_python():
    from experiments import network_of, plot_network

    figure = plot_network(network_of(SHORT, 11))
    assert 2 <= len(figure.axes) <= MOST_DATES


def test_dates_in_rows():
    weeks = np.arange(100)
    series = pd.DataFrame({"week": weeks, "elite_support": 1.0 - weeks / 100, "elite_dissent": 0.0})
    stays = {"exit": False, "exit_week": -1, "succession": "none", "succession_weeks": -1}
    assert dates_worth_a_look(series, stays) == [(0, "the start"), (99, "support at its lowest")]
    leaves = {"exit": True, "exit_week": 40, "succession": "opening", "succession_weeks": 6}
    series.loc[50, "elite_dissent"] = 0.2
    found = dates_worth_a_look(series, leaves)
    assert [week for week, _ in found] == [0, 39, 46, 50]
    assert len(found) <= MOST_DATES


def test_places_keep_factions_together():
    elites = snapshot(SHORT, 11, 0).elites
    place = places_of(elites)
    assert len(np.unique(place.round(6), axis=0)) == len(elites)
    middles = [place[elites["faction"] == f].mean(axis=0) for f in np.unique(elites["faction"])]
    nearest = [
        int(np.argmin([np.linalg.norm(point - middle) for middle in middles]))
        for point in place[np.argsort(elites["faction"], kind="stable")]
    ]
    assert np.mean(np.diff(nearest) >= 0) > 0.95
