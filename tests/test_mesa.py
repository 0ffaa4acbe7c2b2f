"""The model with Mesa agents is a Mesa model: stepped, collected, run in batches, reset, subclassed and shuffled."""

from __future__ import annotations

import gc
import multiprocessing
import weakref

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agentset import AgentSet

from agents import views
from agents.views import KINDS, BelligerentAgent, EliteAgent, LeaderAgent, PatronAgent, RowAgent, ServiceAgent
from agents.vocabulary import ORGANS, STATES, Actor, Support
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.record import Observation
from model.scenario import Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2025-06-30")
WEEKS = 14


def played(**arguments) -> DilemmaModel:
    model = DilemmaModel(SHORT, **{"rng": 5, **arguments})
    model.run()
    return model


# Agents.


def test_it_is_a_mesa_model():
    assert isinstance(DilemmaModel(SHORT, rng=1), mesa.Model)


def test_every_agent_is_a_mesa_agent_that_the_model_knows():
    model = DilemmaModel(SHORT, rng=1)
    known = set(model.agents)
    assert all(isinstance(agent, mesa.Agent) for agent in known)
    assert known == {*model.states, model.patron_agent, model.leader, *model.elites, *model.services}
    assert len({agent.unique_id for agent in known}) == len(known)


def test_agents_stand_in_typed_sets():
    model = DilemmaModel(SHORT, rng=1)
    for group, kind, count in (
        (model.states, views.StateAgent, STATES),
        (model.belligerents, BelligerentAgent, 2),
        (model.supporters, views.SupporterAgent, STATES - 3),
        (model.services, ServiceAgent, ORGANS),
        (model.elites, EliteAgent, len(model.roster.elites)),
    ):
        assert isinstance(group, AgentSet)
        assert all(isinstance(agent, kind) for agent in group)
        assert len(group) == count
    assert isinstance(model.patron_agent, PatronAgent)
    assert isinstance(model.leader, LeaderAgent)
    assert model.mediator.index == Actor.UNITED_STATES
    assert len(model.agents_by_type[EliteAgent]) == len(model.elites)


def test_a_field_of_an_agent_is_the_field_of_its_row():
    model = DilemmaModel(SHORT, rng=1)
    agent = model.elites.to_list()[3]
    agent.support = 0.125
    assert model.world.roster.elites["support"][3] == 0.125
    model.world.ledger["leader"]["age"] = 80.0
    assert model.leader.age == 80.0


def test_a_field_that_a_row_lacks_is_not_written_to_it():
    model = DilemmaModel(SHORT, rng=1)
    before = model.world.ledger.tobytes()
    model.leader.ages = 80.0
    assert model.world.ledger.tobytes() == before
    with pytest.raises(AttributeError):
        model.leader.row.ages = 80.0


# Steps and data.


def test_a_step_is_a_week():
    model = DilemmaModel(SHORT, rng=1)
    assert (model.steps, model.running, model.world.weeks) == (0, True, WEEKS)
    model.step()
    assert model.steps == 1
    assert len(model.history.rows) == 1
    while model.running:
        model.step()
    assert model.steps == WEEKS
    assert model.series()["week"].to_list() == list(range(WEEKS))


def test_the_history_of_a_finished_model_stays():
    model = played()
    before = model.history.ledger.tobytes()
    assert model.run().ledger.tobytes() == before
    assert model.steps == WEEKS


def test_the_collector_gives_scalars_by_the_names_of_the_observables():
    frame = played().datacollector.get_model_vars_dataframe()
    assert set(frame.columns) == set(Observation.columns)
    assert len(frame) == WEEKS
    for column in frame.columns:
        assert all(isinstance(value, int | float | bool) for value in frame[column].to_list()), column


def test_the_collector_and_the_series_agree():
    model = played()
    frame, series = model.datacollector.get_model_vars_dataframe(), model.series()
    for column in frame.columns:
        assert frame[column].to_list() == series[column].to_list(), column


def test_outcome_and_events_are_told():
    model = played()
    assert model.outcome()["leaders"] == 1
    assert {"week", "date", "event", "actor"} <= set(model.events().columns)
    assert len(model.events()) == len(model.history.story()) > 0


# Batches.


@pytest.fixture
def start_method():
    """Put back how processes start, which a batch sets for the whole interpreter."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
def test_a_batch_runs_every_assumption_with_every_seed():
    found = pd.DataFrame(
        mesa.batch_run(
            DilemmaModel,
            parameters={"china": ["hedged", "withdrawn"], "horizon": "2025-06-30"},
            rng=range(2),
            number_processes=1,
            display_progress=False,
        )
    )
    assert sorted(zip(found["china"], found["rng"], strict=True)) == [
        ("hedged", 0),
        ("hedged", 1),
        ("withdrawn", 0),
        ("withdrawn", 1),
    ]
    assert (found["week"] == WEEKS - 1).all()
    for row in found.itertuples():
        alone = DilemmaModel(SHORT, rng=row.rng, china=row.china).run()
        assert alone.rows["occupied_km2"][-1] == row.occupied_km2


# Reset.


def test_a_reset_builds_the_same_model_anew():
    arguments = {"rng": 3, "china": "withdrawn", "horizon": "2025-06-30"}
    first = DilemmaModel(**arguments)
    first.run()
    again = type(first)(**arguments)
    assert again.steps == 0
    assert again.run().rows.tobytes() == first.history.rows.tobytes()


def test_it_steps_and_resets_in_mesas_own_visual_server():
    """What Mesa's page hands to the constructor on reset is what its controls say, and no more."""
    import ipyvuetify as vuetify
    import solara
    from mesa.visualization import SolaraViz, make_plot_component

    seed = {"type": "SliderInt", "value": 3, "label": "Seed", "min": 0, "max": 99, "step": 1}
    china = {"type": "Select", "value": "hedged", "label": "China", "values": ["hedged", "withdrawn"]}
    shown = solara.reactive(DilemmaModel(SHORT, rng=3))
    viz = SolaraViz(
        shown,
        components=[make_plot_component(["power_ratio", "blame_russia"])],
        model_params={"rng": seed, "china": china},
    )
    _, page = solara.render(solara.AppLayout(children=[viz]), handle_error=False)
    buttons = {button.children[0]: button for button in page.find(vuetify.Btn).widgets if button.children}
    buttons["Step"].click()
    assert shown.value.steps == 1
    page.find(vuetify.Select, label="China").widget.v_model = "withdrawn"
    page.find(vuetify.Slider, label="Seed").widget.v_model = 7
    buttons["Reset"].click()
    assert shown.value.steps == 0
    assert (shown.value.assumptions.china, shown.value.world.seed) == ("withdrawn", 7)
    page.close()


def test_a_model_without_a_seed_takes_one_and_tells_it():
    model = DilemmaModel(SHORT)
    assert DilemmaModel(SHORT, rng=model.world.seed).run().rows.tobytes() == model.run().rows.tobytes()
    assert DilemmaModel(SHORT).world.seed != model.world.seed


def test_a_generator_is_a_seed():
    one, other = (DilemmaModel(SHORT, rng=np.random.default_rng(8)) for _ in range(2))
    assert one.world.seed == other.world.seed


@pytest.mark.parametrize("rng", [-1, 2**63, True, 1.5, "7", float("nan")])
def test_a_wrong_seed_is_one_line(rng):
    with pytest.raises(InputError) as error:
        DilemmaModel(SHORT, rng=rng)
    assert "\n" not in str(error.value)


def test_wrong_parameters_are_refused():
    with pytest.raises(InputError, match="did you mean 'china'"):
        DilemmaModel(SHORT, rng=1, chyna="hedged")
    with pytest.raises(InputError, match="allowed"):
        DilemmaModel(SHORT, rng=1, china="friendly")
    with pytest.raises(InputError, match="unknown scenario"):
        DilemmaModel("march", rng=1)


# Classes of one's own.


class Loyalist(EliteAgent):
    """A member of the elite who never wavers."""

    calls = 0

    def support_leader(self) -> None:
        type(self).calls += 1
        super().support_leader()
        self.support = 1.0


class Patient(BelligerentAgent):
    """A belligerent that does not answer."""

    def answer(self) -> None:
        pass


class Generous(PatronAgent):
    """A patron who trades twice as much as in 2024."""

    def choose_support(self) -> bool:
        changed = super().choose_support()
        self.trade = 2.0
        return changed


class Quitter(LeaderAgent):
    """A ruler who hands over in his fifth week."""

    def reign(self) -> bool:
        super().reign()
        return self.model.steps == 5


def test_a_subclass_is_called_and_changes_what_comes_of_it():
    Loyalist.calls = 0
    plain, own = played(), played(agents={"elite": Loyalist})
    assert all(type(agent) is Loyalist for agent in own.elites)
    assert Loyalist.calls == WEEKS * len(own.elites)
    assert own.series()["elite_support"].iloc[-1] > plain.series()["elite_support"].iloc[-1]


def test_a_subclass_that_changes_nothing_changes_nothing():
    class Same(EliteAgent):
        """An elite by another name."""

    assert played(agents={"elite": Same}).world.ledger.tobytes() == played().world.ledger.tobytes()


def test_a_belligerent_that_does_not_answer_concludes_nothing():
    events = played(agents={"belligerent": Patient}).events()
    assert not (events["event"] == "reply").any()
    assert (played().events()["event"] == "reply").any()


def test_a_patron_of_ones_own_is_heard():
    assert (played(agents={"patron": Generous}).series()["china_trade"] == 2.0).all()


def test_a_ruler_of_ones_own_may_go():
    outcome = played(agents={"leader": Quitter}).outcome()
    assert outcome["exit"]
    assert outcome["exit_week"] == 4
    assert outcome["exit_cause"] == "handover"


def test_every_kind_can_be_replaced():
    own = {kind: type("Own", (cls,), {}) for kind, cls in KINDS.items()}
    model = played(agents=own)
    assert model.world.ledger.tobytes() == played().world.ledger.tobytes()
    assert all(type(agent) in own.values() for agent in model.agents)


@pytest.mark.parametrize(
    ("agents", "says"),
    [
        ({"elites": EliteAgent}, "did you mean 'elite'"),
        ({"zzz": EliteAgent}, "there are belligerent"),
        ({"elite": ServiceAgent}, "subclass of EliteAgent"),
        ({"elite": RowAgent}, "subclass of EliteAgent"),
        ({"elite": object}, "subclass of EliteAgent"),
        ({"elite": "EliteAgent"}, "subclass of EliteAgent"),
        ({"belligerent": views.StateAgent}, "subclass of BelligerentAgent"),
    ],
)
def test_wrong_kinds_and_classes_are_one_line(agents, says):
    with pytest.raises(InputError, match=says) as error:
        DilemmaModel(SHORT, rng=1, agents=agents)
    assert "\n" not in str(error.value)


# Order of activation.


def test_the_order_of_activation_changes_nothing():
    scenario = SHORT.with_(horizon="2026-06-30")
    plain, shuffled = DilemmaModel(scenario, rng=5), DilemmaModel(scenario, rng=5)
    plain.run()
    before = [agent.index for agent in shuffled.elites]
    while shuffled.running:
        for group in (shuffled.elites, shuffled.services, shuffled.states, shuffled.supporters):
            group.shuffle(inplace=True)
        shuffled.step()
    assert [agent.index for agent in shuffled.elites] != before
    assert shuffled.world.ledger.tobytes() == plain.world.ledger.tobytes()
    assert shuffled.world.rows.tobytes() == plain.world.rows.tobytes()


def test_who_answers_first_changes_only_who_is_told_of_first():
    scenario = SHORT.with_(horizon="2026-06-30")
    plain, turned = DilemmaModel(scenario, rng=5), DilemmaModel(scenario, rng=5)
    plain.run()
    turned.belligerents.sort("index", ascending=False, inplace=True)
    assert [agent.index for agent in turned.belligerents] == [1, 0]
    turned.run()
    assert turned.world.rows.tobytes() == plain.world.rows.tobytes()
    for name in plain.world.ledger.dtype.names:
        if name != "log":
            assert turned.world.ledger[name].tobytes() == plain.world.ledger[name].tobytes(), name
    told = [sorted(map(str, model.events().to_numpy().tolist())) for model in (plain, turned)]
    assert told[0] == told[1]


# Life and death.


def test_a_finished_model_is_collected():
    model = played()
    gone = weakref.ref(model)
    elite = weakref.ref(model.elites.to_list()[0])
    del model
    gc.collect()
    assert gone() is None
    assert elite() is None


def test_two_models_live_side_by_side():
    one, other = DilemmaModel(SHORT, rng=5), DilemmaModel(SHORT, rng=5, china="withdrawn")
    while one.running:
        one.step()
        other.step()
    assert one.world.ledger.tobytes() == played().world.ledger.tobytes()
    assert other.ledger.patron.pole == Support.WITHDRAWN
