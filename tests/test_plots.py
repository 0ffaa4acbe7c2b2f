"""Plots: who forms them, how they fare, what the organs do when they strike, removal and uprising."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.coordination import equilibrium_is_unique, fall_threshold
from agents.coup_stakes import (
    CoupStakesParameters,
    prize_of_office,
    reckoning,
    regime_strength,
    update_stakes,
)
from agents.elites import Bloc, Elite
from agents.events import Log
from agents.leader import Leader
from agents.organs import OrgansParameters, initialise_services
from agents.records import dtype_of, view_of
from agents.services import Plot, Service, ServicesParameters, raise_counterweight, update_service
from agents.vocabulary import FACTIONS, ORGANS, Cause, Faction, Happening, Organ
from model.conspiracy import choose_candidate, coup_worth, propensity, unseen_worth
from model.crisis import lay_out, overlooked, resolve_crisis, strength_left, weigh_organs
from model.plots import (
    EXPOSED,
    FAILED,
    NOTHING,
    SUCCEEDED,
    PlotsParameters,
    form_plot,
    play_plots,
)
from model.recruitment import leak_hazard, outside_reach
from model.removal import RemovalParameters, opposition, press_leader, removal_hazard, uprising_hazard
from model.succession import Regime

SERVICES = ServicesParameters()
STAKES = CoupStakesParameters()
PLOTS = PlotsParameters()
REMOVAL = RemovalParameters()
QUIET = 0.999999


class Stage:
    """A small Kremlin: ten organs with a commander each, a bloc for each faction, a leader in office."""

    def __init__(self, organs: OrgansParameters | None = None, support: float = 0.45, **leader: float):
        self.services = [Service.new() for _ in range(ORGANS)]
        initialise_services(self.services, organs or OrgansParameters())
        self.elites = []
        for k, service in enumerate(self.services):
            service.commander = k
            elite = Elite.new(
                faction=service.faction, organ=k, support=support, ambition=0.5, war_stance=0.4, tenure=50.0
            )
            self.elites.append(elite)
        for faction in range(FACTIONS):
            self.elites.append(Elite.new(faction=faction, organ=-1, support=support, ambition=0.8))
        self.blocs = [
            Bloc.new(
                members=5, power=1 / FACTIONS, support=support, ambition=0.8, rents=1.0, champion=ORGANS + f
            )
            for f in range(FACTIONS)
        ]
        values = {
            "in_office": True,
            "health": 0.85,
            "legitimacy": 0.8,
            "personalisation": 0.8,
            "survival": 0.94,
        }
        self.leader = Leader.new(**{**values, **leader})
        self.regime = Regime.new(unrest=0.1, repression=0.75)
        self.plot = Plot.new(uniforms=[QUIET] * 6)
        self.log = Log.new()
        self.update()

    def update(self, advance: float = 300.0, losses: float = 4.5, rents: float = 1.0) -> None:
        for service in self.services:
            bloc = self.blocs[service.faction]
            update_service(service, self.elites[service.commander], bloc, advance, losses, SERVICES)
            update_stakes(service, self.leader, rents, STAKES)

    def play(self, plots: PlotsParameters = PLOTS, rents: float = 1.0, **stakes: float) -> int:
        return play_plots(
            self.plot,
            self.services,
            self.elites,
            self.blocs,
            self.leader,
            self.regime,
            rents,
            self.log,
            dataclasses.replace(STAKES, **stakes),
            plots,
        )

    def hazard(self, **stakes: float) -> float:
        self.play(**stakes)
        return self.leader.hazard[Cause.COUP]

    def kinds(self) -> list[int]:
        return [self.log.events[row].kind for row in range(self.log.count)]

    def start(self, organ: int, senior: bool = True, zeal: float = 0.0) -> None:
        form_plot(
            self.plot,
            organ if senior else ORGANS + organ,
            1.0,
            self.services,
            self.blocs,
            self.leader,
            self.log,
            PLOTS,
        )
        self.plot.zeal = zeal


# Who plots


def test_worth_of_a_coup_in_rows():
    assert coup_worth(1.0, 3.0, 4.0, 1.0) == 2.0
    assert coup_worth(0.0, 3.0, 4.0, 1.0) == -5.0
    assert propensity(-5.0, 0.0, PLOTS) == 0.0
    assert propensity(0.0, 0.5, PLOTS) == 0.5


def test_the_hazard_falls_with_support_health_legitimacy_and_survival_of_the_leader():
    base = Stage().hazard()
    assert base > 0.0
    assert Stage(support=-0.2).hazard() > base
    assert Stage(health=0.3).hazard() > base
    assert Stage(legitimacy=0.2).hazard() > base
    assert Stage(survival=0.3).hazard() > base


def test_established_autocracy_is_the_limit_of_growing_personal_power():
    hazards = [Stage(personalisation=p).hazard() for p in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert all(a > b for a, b in itertools.pairwise(hazards))
    stage = Stage(personalisation=1.0)
    for service in stage.services:
        service.pledged = service.loyalty
    stage.play()
    assert stage.leader.hazard[Cause.COUP] < 0.02 * hazards[-1]


def test_larger_rents_raise_the_hazard_unless_the_elasticity_is_nil():
    hazards = []
    for rents in (0.5, 2.0):
        stage = Stage()
        stage.play(rents=rents)
        hazards.append(stage.leader.hazard[Cause.COUP])
        stage.play(rents=rents, prize_elasticity=0.0)
        hazards.append(stage.leader.hazard[Cause.COUP])
    assert hazards[0] < hazards[2]
    assert hazards[1] == hazards[3]


def test_the_competing_draw_finds_each_candidate_by_his_share():
    plot = Plot.new()
    for candidate, rate in ((0, 10.0), (ORGANS + 2, 30.0), (2 * ORGANS + Faction.PARTY, 60.0)):
        plot.rate[candidate] = rate
    draws = (np.arange(20_000) + 0.5) / 20_000
    found = [choose_candidate(plot, u) for u in draws]
    happens = 1.0 - np.exp(-100.0 / 52.1775)
    chosen = np.array([c for c, _ in found])
    ranks = np.array([r for c, r in found if c >= 0])
    assert np.mean(chosen >= 0) == pytest.approx(happens, abs=1e-3)
    assert np.mean(chosen == 0) == pytest.approx(0.1 * happens, abs=1e-3)
    assert np.mean(chosen == ORGANS + 2) == pytest.approx(0.3 * happens, abs=1e-3)
    assert np.mean(ranks) == pytest.approx(0.5, abs=1e-3)
    assert ranks.min() >= 0.0
    assert ranks.max() <= 1.0


def test_the_unseen_worth_of_those_who_plot_is_the_tail_that_made_them():
    plot = Plot.new()
    worth, chance = -1.5, 0.6
    share = propensity(worth, chance, PLOTS)
    plot.rate[0] = PLOTS.occasions * share
    least = unseen_worth(plot, 0, 1.0, Stage().blocs, PLOTS)
    assert worth + chance * least == pytest.approx(0.0, abs=1e-9)
    median = unseen_worth(plot, 0, 0.5, Stage().blocs, PLOTS)
    assert 1.0 / (1.0 + np.exp(median / PLOTS.dispersion)) == pytest.approx(0.5 * share)


# How a plot fares


def test_a_plot_of_seniors_brings_more_force_than_one_of_juniors():
    senior, junior = Stage(), Stage()
    senior.start(Organ.ROSGVARDIA)
    junior.start(Organ.ROSGVARDIA, senior=False)
    senior.play()
    junior.play()
    assert senior.plot.force > junior.plot.force
    assert senior.plot.chance > junior.plot.chance
    assert (senior.plot.senior, junior.plot.senior) == (True, False)
    assert senior.kinds()[0] == Happening.PLOT_FORMS


def test_leaks_grow_with_those_in_the_secret_and_stop_at_the_counter_intelligence_that_plots_itself():
    stage = Stage()
    stage.start(Organ.ARMED_FORCES)
    alone = leak_hazard(stage.plot, stage.services, PLOTS)
    stage.plot.members[Organ.MVD] = 1
    assert leak_hazard(stage.plot, stage.services, PLOTS) == pytest.approx(2.0 * alone)
    reach = outside_reach(stage.plot, stage.services)
    stage.plot.committed[Organ.FSB] = 1.0
    assert outside_reach(stage.plot, stage.services) < reach


def test_an_exposed_plot_costs_its_leader_his_post():
    stage = Stage()
    stage.start(Organ.ARMED_FORCES)
    stage.plot.uniforms[3] = 0.0
    assert stage.play() == EXPOSED
    assert stage.plot.purge == Organ.ARMED_FORCES
    assert (stage.plot.active, stage.plot.attempts) == (False, 0)
    assert stage.kinds() == [Happening.PLOT_FORMS, Happening.PLOT_EXPOSED]
    assert stage.play() == NOTHING
    assert stage.plot.purge == -1


def strong_plot() -> Stage:
    stage = Stage()
    stage.start(Organ.FSO)
    for organ in (Organ.ROSGVARDIA, Organ.ARMED_FORCES, Organ.FSB):
        stage.plot.members[organ] = 1
        stage.plot.committed[organ] = 0.8
    return stage


def test_a_plot_with_force_enough_strikes_and_takes_power():
    stage = strong_plot()
    stage.plot.uniforms[5] = 0.0
    assert stage.play() == SUCCEEDED
    assert (stage.plot.attempts, stage.plot.successes) == (1, 1)
    coup = stage.log.events[stage.log.count - 1]
    assert (coup.kind, coup.actor, coup.detail) == (Happening.COUP, Organ.FSO, 1)
    for organ in (Organ.FSO, Organ.ROSGVARDIA, Organ.ARMED_FORCES):
        assert stage.services[organ].stance == 1


def test_a_coup_against_a_stronger_regime_than_expected_fails_and_personal_power_grows():
    stage = strong_plot()
    stage.plot.normals[1] = 8.0
    before = stage.leader.personalisation
    assert stage.play() == FAILED
    assert (stage.plot.attempts, stage.plot.successes) == (1, 0)
    assert stage.leader.personalisation == pytest.approx(before + PLOTS.consolidation * (1.0 - before))
    assert stage.plot.purge == Organ.FSO
    assert stage.services[Organ.FSO].stance != 1


def test_power_seized_over_resistance_is_held_by_the_odds_of_force():
    stage = strong_plot()
    plot = stage.plot
    lay_out(plot, stage.services, True, 1.0, 1.0, STAKES)
    for k in range(ORGANS):
        plot.join_cost[k] = 0.5
        plot.resist_cost[k] = 0.2
    threshold = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
    joined = sum(m * (1.0 - c) for m, c in zip(plot.mass, plot.join_cost, strict=True))
    resisted = sum(m * d for m, d in zip(plot.mass, plot.resist_cost, strict=True))
    odds = joined / (joined + resisted)
    assert resisted > 0.0
    for hold, held in ((odds - 1e-3, True), (odds + 1e-3, False)):
        assert resolve_crisis(plot, stage.services, threshold - 1e-9, hold, PLOTS) == (True, held)
    assert resolve_crisis(plot, stage.services, threshold + 1e-9, 0.0, PLOTS)[0] is False


def test_a_hopeless_plot_lapses():
    stage = Stage()
    stage.start(Organ.SVR)
    codes = [stage.play() for _ in range(40)]
    assert set(codes) == {NOTHING}
    assert (stage.plot.active, stage.plot.purge) == (False, -1)


def test_a_plot_ends_with_the_leader_it_was_against():
    stage = Stage()
    stage.start(Organ.ARMED_FORCES)
    stage.leader.number = 1
    assert stage.play() == NOTHING
    assert not stage.plot.active
    stage.start(Organ.ARMED_FORCES)
    stage.leader.in_office = False
    assert stage.play() == NOTHING
    assert not stage.plot.active
    assert stage.leader.hazard[Cause.COUP] == 0.0


def test_guards_in_the_plot_hold_the_leaders_person():
    stage = Stage()
    strength = regime_strength(stage.services, stage.leader, STAKES)
    stage.start(Organ.FSO)
    lay_out(stage.plot, stage.services, True, 1.0, 1.0, STAKES)
    with_custody = strength_left(stage.plot, stage.services, stage.leader, strength, PLOTS)
    without = dataclasses.replace(PLOTS, custody=0.0)
    assert (
        with_custody < strength_left(stage.plot, stage.services, stage.leader, strength, without) < strength
    )


def test_what_an_organ_lifts_is_what_its_going_over_changes():
    stage = Stage()
    counted = reckoning(stage.leader.survival, STAKES)
    strength = regime_strength(stage.services, stage.leader, STAKES)
    stage.plot.organ = -1
    lay_out(stage.plot, stage.services, True, counted, prize_of_office(1.0, STAKES), STAKES)
    plain = dataclasses.replace(PLOTS, custody=0.0)
    weigh_organs(stage.plot, stage.services, stage.leader, strength, plain)
    plot = stage.plot
    before = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
    for organ in (Organ.ARMED_FORCES, Organ.FSO):
        lift = plot.lift[organ]
        plot.committed[organ] = 0.6
        lay_out(plot, stage.services, True, counted, 1.0, STAKES)
        edge = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
        edge -= strength_left(plot, stage.services, stage.leader, strength, plain)
        assert edge == pytest.approx(before - strength + 0.6 * lift)
        plot.committed[organ] = 0.0


# June 2023


def test_june_2023_nearly_everyone_waits_and_the_regime_stands():
    organs = OrgansParameters(nearby_irregulars=8.0, arms_rosgvardia=0.0, loyalty_irregulars=0.2)
    stage = Stage(organs)
    irregulars = stage.services[Organ.IRREGULARS]
    for _ in range(60):
        irregulars.status = 0.9
        stage.update(advance=50.0, losses=8.0)
    plot = stage.plot
    plot.active = True
    plot.organ = Organ.IRREGULARS
    plot.members[Organ.IRREGULARS] = 1
    plot.committed[Organ.IRREGULARS] = 1.0
    counted = reckoning(stage.leader.survival, STAKES)
    lay_out(plot, stage.services, True, counted, 1.0, STAKES)
    strength = regime_strength(stage.services, stage.leader, STAKES)
    left = strength_left(plot, stage.services, stage.leader, strength, PLOTS)
    falls, _ = resolve_crisis(plot, stage.services, left, 0.0, PLOTS)
    assert not falls
    waiting = [Organ(s.organ) for s in stage.services if s.stance == 0]
    assert [o for o in Organ if o not in waiting] == [Organ.FSO]
    assert all(s.joined < 0.05 for s in stage.services if s.organ != Organ.IRREGULARS)
    assert irregulars.stance == 0
    assert stage.services[Organ.FSO].stance == -1


def test_the_game_of_the_baseline_has_one_equilibrium_even_if_strength_is_known_to_all():
    stage = Stage()
    lay_out(stage.plot, stage.services, False, 1.0, 1.0, STAKES)
    resist = list(stage.plot.resist_cost)
    assert equilibrium_is_unique(list(stage.plot.mass), resist, PLOTS.unit_noise, PLOTS.strength_noise)


# Hawks and doves, insiders, the street


def test_hawks_react_to_a_stop_and_doves_to_going_on():
    stage = Stage()
    stage.play()
    assert stage.regime.hawk_reaction > 0.0
    assert stage.regime.dove_reaction == 0.0
    for elite in stage.elites:
        elite.war_stance = -0.5
    for bloc in stage.blocs:
        bloc.war_stance = -0.5
    stage.play()
    assert stage.regime.hawk_reaction == 0.0
    assert stage.regime.dove_reaction > 0.0
    coups = stage.regime.dove_reaction
    press_leader(stage.leader, stage.regime, stage.blocs, 0.3, PLOTS.reaction, REMOVAL)
    assert stage.regime.dove_reaction > coups
    assert stage.regime.hawk_reaction == 0.0
    still = dataclasses.replace(PLOTS, reaction=0.0)
    stage.play(still)
    assert stage.regime.dove_reaction == 0.0


def test_insiders_remove_whom_they_oppose_unless_he_is_established():
    rows = [(0.6, 0.0), (0.2, 0.0), (-0.2, 0.0), (-0.2, 0.4)]
    hazards = []
    for support, dissent in rows:
        blocs = [Bloc.new(members=3, power=1 / FACTIONS, support=support, dissent=dissent)] * FACTIONS
        against, _, _ = opposition(blocs, 0.3, REMOVAL)
        assert 0.0 <= against <= 1.0
        hazards.append(removal_hazard(0.5, against, REMOVAL))
        assert removal_hazard(0.0, against, REMOVAL) == 0.0
    assert all(a < b for a, b in itertools.pairwise(hazards))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_uprisings_need_unrest_and_are_easier_with_a_split_elite(unrest, repression, dissent):
    hazard = uprising_hazard(unrest, repression, dissent, REMOVAL)
    assert 0.0 <= hazard <= REMOVAL.risings / 52.0
    assert uprising_hazard(0.0, repression, dissent, REMOVAL) == 0.0
    assert uprising_hazard(min(unrest + 0.1, 1.0), repression, dissent, REMOVAL) >= hazard
    assert uprising_hazard(unrest, repression, min(dissent + 0.1, 1.0), REMOVAL) >= hazard


def test_nobody_is_removed_in_a_vacancy():
    stage = Stage(in_office=False)
    press_leader(stage.leader, stage.regime, stage.blocs, 0.3, 0.3, REMOVAL)
    assert stage.leader.hazard[Cause.REMOVAL] == stage.leader.hazard[Cause.UPRISING] == 0.0


@pytest.mark.parametrize("group", [PlotsParameters, RemovalParameters])
def test_parameters_lie_in_their_ranges_and_name_a_source(group):
    for field in dataclasses.fields(group):
        assert field.metadata["low"] <= field.default <= field.metadata["high"], field.name
        assert all(field.metadata[k] for k in ("source", "meaning", "unit")), field.name


# Many weeks, in both engines


def play_weeks(
    services: Any,
    plot: Any,
    elites: Any,
    blocs: Any,
    leader: Any,
    regime: Any,
    log: Any,
    rules: Any,
    stakes: Any,
    plots: Any,
    removal: Any,
    uniforms: Any,
    normals: Any,
    tally: Any,
) -> None:
    """Weeks of the stage with elites held at plausible noise; a leader who falls is replaced by his like."""
    for week in range(len(uniforms)):
        log.count = 0
        for row in range(len(elites)):
            rest = elites[row].attachment
            elites[row].support += 0.04 * (rest - elites[row].support) + 0.03 * normals[week, 2 + row]
            elites[row].tenure += 1.0
        for k in range(ORGANS):
            service = services[k]
            service.normal = normals[week, 22 + k]
            commander = elites[service.commander]
            update_service(service, commander, blocs[service.faction], 300.0, 4.5, rules)
            update_stakes(service, leader, 1.0, stakes)
        for i in range(6):
            plot.uniforms[i] = uniforms[week, i]
        plot.normals[0] = normals[week, 0]
        plot.normals[1] = normals[week, 1]
        senior = plot.senior
        code = play_plots(plot, services, elites, blocs, leader, regime, 1.0, log, stakes, plots)
        press_leader(leader, regime, blocs, 1.0 - leader.personalisation, plots.reaction, removal)
        tally[code] += 1
        if code >= FAILED:
            tally[4 if senior else 5] += 1
            if code == SUCCEEDED:
                tally[6 if senior else 7] += 1
        if plot.purge >= 0:
            elites[plot.purge].tenure = 0.0
            elites[plot.purge].support = 0.7


compiled_weeks = numba.njit(play_weeks)


def row_of(parameters: Any) -> Any:
    values = tuple(getattr(parameters, f.name) for f in dataclasses.fields(parameters))
    return np.array([values], dtype_of(type(parameters)))[0]


def arrays_of(stage: Stage) -> list[Any]:
    lists = [
        (Service, stage.services),
        (Plot, [stage.plot]),
        (Elite, stage.elites),
        (Bloc, stage.blocs),
        (Leader, [stage.leader]),
        (Regime, [stage.regime]),
        (Log, [stage.log]),
    ]
    return [np.frombuffer(bytearray(b"".join(bytes(r) for r in rows)), dtype_of(cls)) for cls, rows in lists]


def simulate(stage: Stage, weeks: int, seed: int, plots: PlotsParameters = PLOTS) -> np.ndarray:
    rng = np.random.default_rng(seed)
    services, plot, elites, blocs, leader, regime, log = arrays_of(stage)
    tally = np.zeros(8, np.int64)
    groups = [row_of(g) for g in (SERVICES, STAKES, plots, REMOVAL)]
    draws = (rng.random((weeks, 6)), rng.standard_normal((weeks, 32)))
    compiled_weeks(services, plot[0], elites, blocs, leader[0], regime[0], log[0], *groups, *draws, tally)
    return tally


def test_both_engines_agree_over_many_weeks():
    eager = dataclasses.replace(
        PLOTS, occasions=3.0, leaks=5.0, planning_odds=0.9, follow_share=0.9, foresight=0.4
    )
    happened = np.zeros(8, np.int64)
    for seed, support in ((1, 0.4), (2, 0.0)):
        stage = Stage(support=support, personalisation=0.3)
        for elite in stage.elites:
            elite.attachment = support
        plain = arrays_of(stage)
        machine = [a.copy() for a in plain]
        rng = np.random.default_rng(seed)
        draws = (rng.random((150, 6)), rng.standard_normal((150, 32)))
        groups = (SERVICES, STAKES, eager, REMOVAL)
        tallies = (np.zeros(8, np.int64), np.zeros(8, np.int64))
        kinds = (Service, Plot, Elite, Bloc, Leader, Regime, Log)
        views = [view_of(cls, a) for cls, a in zip(kinds, plain, strict=True)]
        play_weeks(
            *(views[i] if i in (0, 2, 3) else views[i][0] for i in range(7)), *groups, *draws, tallies[0]
        )
        compiled_weeks(
            *(machine[i] if i in (0, 2, 3) else machine[i][0] for i in range(7)),
            *(row_of(g) for g in groups),
            *draws,
            tallies[1],
        )
        assert tallies[0].tolist() == tallies[1].tolist()
        for a, b in zip(plain, machine, strict=True):
            assert a.tobytes() == b.tobytes()
        happened += tallies[0]
    assert min(happened[EXPOSED], happened[FAILED], happened[SUCCEEDED]) > 0


def anywhere(group: type, rng: np.random.Generator) -> Any:
    """Parameters drawn uniformly from their stated ranges, one in three at an end of it."""
    values = {}
    for field in dataclasses.fields(group):
        low, high = field.metadata["low"], field.metadata["high"]
        values[field.name] = low + (high - low) * rng.choice([0.0, 1.0, rng.random(), rng.random()])
    return group(**values)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_leaves_its_range_over_the_stated_parameters(seed):
    rng = np.random.default_rng(seed)
    organs = anywhere(OrgansParameters, rng)
    groups = [anywhere(g, rng) for g in (ServicesParameters, CoupStakesParameters, PlotsParameters)]
    stage = Stage(organs, rng.uniform(-0.8, 0.9), personalisation=rng.random(), survival=rng.random())
    rng_normals = 2.0 * rng.standard_normal((60, 32))
    records = (stage.services, stage.plot, stage.elites, stage.blocs, stage.leader, stage.regime, stage.log)
    tally = np.zeros(8, np.int64)
    raise_counterweight(stage.services, 1.0, groups[0])
    play_weeks(*records, *groups, anywhere(RemovalParameters, rng), rng.random((60, 6)), rng_normals, tally)
    assert tally[:4].sum() == 60
    for array in arrays_of(stage):
        for name in array.dtype.names or ():
            if array[name].dtype.kind == "f":
                assert np.isfinite(array[name]).all(), name
    services, plot, _, _, leader, _, _ = arrays_of(stage)
    for name in ("force", "loyalty", "grievance", "pledged", "join_cost", "resist_cost", "arms", "joined"):
        assert np.all((services[name] >= 0.0) & (services[name] <= 1.0)), name
    assert services["force"].sum() == pytest.approx(1.0)
    assert np.all(services["resist_cost"] < services["join_cost"])
    assert np.all(plot["rate"] >= 0.0)
    assert np.all((plot["committed"] >= 0.0) & (plot["committed"] <= 1.0))
    assert 0.0 <= leader["personalisation"][0] <= 1.0
    assert np.all(leader["hazard"] >= 0.0)
    assert (stage.plot.attempts, stage.plot.exposures) == (tally[FAILED] + tally[SUCCEEDED], tally[EXPOSED])


@functools.cache
def reference_class(counterweight: bool = False, weeks: int = 522, regimes: int = 400) -> np.ndarray:
    """Personalist regimes of long tenure, drawn from a declared distribution; tally of ten years each."""
    rng = np.random.default_rng(11)
    total = np.zeros(8, np.int64)
    for regime in range(regimes):
        organs = OrgansParameters(
            nearby_armed_forces=rng.uniform(8.0, 25.0),
            nearby_rosgvardia=rng.uniform(12.0, 25.0),
            nearby_fso=rng.uniform(6.0, 15.0),
            loyalty_armed_forces=rng.uniform(0.4, 0.7),
            loyalty_rosgvardia=rng.uniform(0.55, 0.85),
            loyalty_fso=rng.uniform(0.65, 0.95),
        )
        support = rng.uniform(0.25, 0.55)
        stage = Stage(organs, support, personalisation=rng.uniform(0.4, 0.85), survival=0.93)
        for elite in stage.elites:
            elite.ambition = rng.random()
            elite.attachment = support + 0.2 * rng.standard_normal()
            elite.support = elite.attachment
        if counterweight:
            raise_counterweight(stage.services, 1.0, SERVICES)
        total += simulate(stage, weeks, regime)
    return total


def frequencies(tally: np.ndarray, regimes: int, weeks: int) -> tuple[int, float, float]:
    """Attempts, attempts a leader-year, and the share that succeeds."""
    attempts = int(tally[FAILED] + tally[SUCCEEDED])
    return attempts, attempts / (regimes * weeks / 52.1775), tally[SUCCEEDED] / attempts


def test_coups_come_at_the_order_of_the_historical_frequencies():
    """Targets: 0.043 attempts a leader-year (0.030-0.062), half of them successful, those of seniors more."""
    attempts, rate, success = frequencies(reference_class(weeks=522, regimes=400), 400, 522)
    assert attempts > 80
    assert 0.02 < rate < 0.08
    assert abs(success - 0.496) < 0.1 + 3.0 * np.sqrt(0.25 / attempts)


def test_a_new_counterweight_provokes_attempts_in_its_first_year():
    before = frequencies(reference_class(weeks=52, regimes=1000), 1000, 52)[0]
    after = frequencies(reference_class(True, weeks=52, regimes=1000), 1000, 52)[0]
    assert after - before > 2.0 * np.sqrt(after + before)


def test_a_counterweight_lowers_the_chance_of_a_coup_by_the_army():
    chances = []
    for request in (0.0, 0.5, 1.0):
        stage = Stage()
        raise_counterweight(stage.services, request, SERVICES)
        stage.update()
        stage.start(Organ.ARMED_FORCES)
        lay_out(stage.plot, stage.services, True, 1.0, 1.0, STAKES)
        strength = regime_strength(stage.services, stage.leader, STAKES)
        left = strength_left(stage.plot, stage.services, stage.leader, strength, PLOTS)
        plot = stage.plot
        chances.append(fall_threshold(plot.mass, plot.join_cost, plot.resist_cost) - left)
    assert chances[0] > chances[1] > chances[2]


def test_plotters_overlook_resistance_unless_they_have_foresight():
    stage = Stage()
    lay_out(stage.plot, stage.services, False, 1.0, 1.0, STAKES)
    unseen = overlooked(stage.plot, stage.services, stage.leader, PLOTS)
    raise_counterweight(stage.services, 1.0, SERVICES)
    stage.update()
    lay_out(stage.plot, stage.services, False, 1.0, 1.0, STAKES)
    assert overlooked(stage.plot, stage.services, stage.leader, PLOTS) > unseen > 0.0
    all_seeing = dataclasses.replace(PLOTS, foresight=1.0)
    assert overlooked(stage.plot, stage.services, stage.leader, all_seeing) == 0.0
