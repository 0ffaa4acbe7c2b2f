"""The page without a browser: levers stand as they are declared, views draw what the history holds, the page renders."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import ipyvuetify as vuetify
import numpy as np
import psutil
import pytest
import solara
from solara.server.kernel import Kernel
from solara.server.kernel_context import VirtualKernelContext

import app
from agents.vocabulary import Actor, Answer, Term, label
from experiments.page import history
from experiments.page.history import FIGURES, PACES, PROGRESS
from experiments.page.levers import LEVERS, Setting, hint_of, range_of, step_of
from experiments.page.log import KINDS, LONGEST, TERM_WORDS, chosen, deciding, log_of
from experiments.page.moment import Watch
from experiments.page.picture import Pictured, pictured
from experiments.page.played import PlayedModel
from experiments.page.site import Page
from experiments.page.table import proposals
from model.dilemma import DilemmaModel
from model.scenario import Scenario, scenario_names

NAMES = [name for names in LEVERS.values() for name in names]
BASE = Scenario.load("march-2025")


@pytest.fixture(scope="module")
def watch():
    """A history of two years, with the way to it."""
    watch = Watch(DilemmaModel(rng=7))
    for week in range(104):
        watch.model.step()
        if week % 13 == 0:
            watch.look()
    return watch


# Levers.


@pytest.mark.parametrize("name", NAMES)
def test_a_lever_stands_where_the_parameter_does(name):
    info = BASE.parameter(name)
    low, high = range_of(info)
    steps = (float(info.value) - low) / step_of(info)
    assert (low, high) == (info.low, info.high)
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert 20 <= (high - low) / step_of(info) <= 500
    assert info.source in hint_of(info) or info.source[1:] in hint_of(info)


def test_a_lever_moved_back_is_no_change():
    moved = Setting().with_lever("front.drift", 100.0)
    assert moved.arguments()["front.drift"] == 100.0
    assert moved.assumed()["front.drift"] == 100.0
    assert moved.with_lever("front.drift", 87.0) == Setting()


@pytest.mark.parametrize("name", scenario_names())
def test_a_setting_is_the_scenario_of_its_name(name):
    setting = Setting().of_scenario(name)
    assert setting.assumed().digest() == Scenario.load(name).digest()
    assert DilemmaModel(**setting.arguments()).assumptions.digest() == setting.assumed().digest()


# Views.


@pytest.mark.parametrize("name", FIGURES)
def test_a_view_draws_the_start_and_two_years(name, watch):
    for moment in (Watch(DilemmaModel(rng=7)).look(), watch.look()):
        shown = pictured(FIGURES[name], moment)
        assert shown.source.startswith("data:image/svg+xml;base64,")
        assert "seed 7" in shown.caption
        assert shown.title.endswith("?")


def test_every_proposal_has_its_answers(watch):
    events = watch.look().events
    rows = proposals(events)
    replies = events[events["event"] == "reply"]
    assert len(rows) == (events["event"] == "proposal").sum() > 10
    assert rows["russia"].notna().sum() == (replies["actor"] == "russia").sum()
    assert rows["ukraine"].notna().sum() == (replies["actor"] == "ukraine").sum()
    assert set(rows["russia"].dropna()) <= {label(answer) for answer in Answer}


def test_the_way_on_the_map_ends_where_the_history_is(watch):
    moment = watch.look()
    front, table = watch.model.ledger.front, watch.model.ledger.diplomacy
    assert len(moment.trail) > 5
    assert moment.trail[-1][1] == table.opening
    assert moment.trail[-1][0] / front.drift_km2 == pytest.approx(4.348, abs=0.01)
    assert sum(moment.answers(Actor.RUSSIA).values()) > 0


def test_terms_behind_an_answer_are_those_of_the_log(watch):
    moment = watch.look()
    reply = moment.events[moment.events["event"] == "reply"].iloc[0]
    rows = deciding(reply)
    told = {TERM_WORDS[term]: 1e3 * reply[label(term)] for term in Term}
    assert set(TERM_WORDS) == set(Term)
    assert [abs(row["value"]) for row in rows] == sorted((abs(row["value"]) for row in rows), reverse=True)
    assert all(row["value"] == pytest.approx(told[row["words"]]) for row in rows)


def test_the_log_tells_the_latest_first_and_opens_every_event(watch):
    moment = watch.look()
    for kind in KINDS:
        text, events = log_of(moment, kind), chosen(moment.events, kind)
        assert text.count("<details>") == min(len(events), LONGEST) > 0
        assert (np.diff(events["week"]) <= 0).all()
        assert f"{events['date'].iloc[0]:%Y-%m-%d}" in text
    assert "<p class" in log_of(Watch(DilemmaModel(rng=7)).look(), "turning points")


def test_what_decided_an_exit_a_coup_and_the_end_of_a_truce_is_noted_in_its_week():
    model = PlayedModel(rng=6)
    while model.running and not model.outcome()["exit"]:
        model.step()
    events, moment = model.events(), Watch(model).look()
    noted = {
        kind: [row for row in moment.decided if events["event"][row] == kind] for kind in set(events["event"])
    }
    for kind in ("exit", "coup", "truce-breaks", "truce-expires"):
        assert len(noted[kind]) == (events["event"] == kind).sum() > 0
    coup = dict(moment.decided[noted["coup"][-1]].rows)
    assert 0.0 < float(coup["probability of a fall if it struck, as the plotters saw it"]) <= 1.0
    causes = dict(moment.decided[noted["exit"][0]].rows)
    assert {"death", "incapacity", "coup, as outsiders reckon it"} <= set(causes)
    told = dict(moment.decided[noted["truce-breaks"][0]].rows)
    assert 0.0 < float(told["hazard of breakdown without incidents"].split()[0]) < 1.0
    assert "Hazards of the week; a coup" in log_of(moment, "turning points")


# The page.


def test_a_model_is_stepped_a_week_at_a_time_whoever_steps_it():
    alone = DilemmaModel(rng=7, horizon="2025-09-30").run()
    together = PlayedModel(rng=7, horizon="2025-09-30")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: together.step(), range(60)))
    assert together.steps == len(together.history.rows) == 28
    assert together.history.rows.tobytes() == alone.rows.tobytes()


def test_the_page_renders_and_lets_its_model_go():
    before = {id(one) for one in gc.get_objects() if isinstance(one, DilemmaModel)}
    _, context = solara.render(app.page, handle_error=False)
    models = [one for one in gc.get_objects() if isinstance(one, DilemmaModel) and id(one) not in before]
    gone = [weakref.ref(one) for one in models]
    assert len(models) == 1
    del models
    context.close()
    del context
    gc.collect()
    assert [ref() for ref in gone] == [None]


def test_a_step_is_as_long_as_the_speed_says_and_reset_begins_anew():
    _, context = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
    press(context, "Step")
    assert "week 4 of 615" in words_of(context)
    context.find(vuetify.BtnToggle)[0].widget.v_model = list(PACES.values()).index(13)
    press(context, "Step")
    assert "week 17 of 615" in words_of(context)
    press(context, "Reset")
    assert "week 0 of 615" in words_of(context)
    context.close()


def press(context, label):
    context.find(vuetify.Btn, children=[label]).widget.click()


def words_of(context):
    return context.find(vuetify.Html, attributes=PROGRESS).widget.children[0]


def test_twenty_sessions_at_once_keep_apart_and_go(monkeypatch):
    """Each in a kernel of its own, as the server opens them; figures, which keep nothing, are left out."""
    monkeypatch.setattr(history, "pictured", lambda draw, moment: Pictured("front", moment.words, "", ""))
    process = psutil.Process()
    sessions = []
    before = process.memory_info().rss
    for number in range(20):
        kernel = VirtualKernelContext(id=f"kernel-{number}", kernel=Kernel(), session_id=f"session-{number}")
        with kernel:
            _, page = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)
            sessions.append((kernel, page))
    for steps, (kernel, page) in enumerate(sessions):
        with kernel:
            for _ in range(steps % 3):
                press(page, "Step")
    for steps, (kernel, page) in enumerate(sessions):
        with kernel:
            assert f"week {4 * (steps % 3)} of 615" in words_of(page)
    assert process.memory_info().rss - before < 20 * 25 * 2**20
    models = [weakref.ref(one) for one in gc.get_objects() if isinstance(one, DilemmaModel)]
    assert len(models) >= 20
    for kernel, page in sessions:
        with kernel:
            page.close()
    del sessions, kernel, page
    gc.collect()
    assert sum(ref() is not None for ref in models) <= len(models) - 20
