"""A week of the mediator, what is told of it, and a change of office: whole accounts by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from agents.events import Log
from agents.states import State
from agents.supporters import SupporterParameters
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Happening
from model import mediation
from model.bargaining import Diplomacy
from model.mediation import change_office, draw_type, fade_requests, mediate, tell_levers
from tests.noting import noted
from tests.table import DIPLOMACY, MEDIATOR

US, R, U = Actor.UNITED_STATES, Actor.RUSSIA, Actor.UKRAINE
SUPPORT = SupporterParameters()
P = replace(DIPLOMACY, disposition_sd=0.3, disposition_stance=0.2, attachment_sd=0.25, attachment_stance=0.1)
M = replace(MEDIATOR, build_up=0.25, change_told=0.1, bias_sd=0.5)


def table(**changes):
    usual = {"pressure": 0.4, "side": 1.0, "blame_russia": 0.6, "bias": 0.1, "opening": 0.01, "patience": 0.2}
    usual |= {
        "us_russia": 0.3,
        "us_aid": 0.7,
        "sanctions_relief": 0.1,
        "pressure_weeks": 5.0,
        "asked": [2.0] * SCOPES,
    }
    uniforms = [0.0] * 4 + [changes.pop("uniform", 1.0), 0.0, 0.0, 0.0]
    made = Diplomacy.new(**usual | changes)
    for place in range(min(len(made.uniforms), len(uniforms))):
        made.uniforms[place] = uniforms[place]
    made.normals[:3] = [0.11, 0.22, 0.33]
    return made


@pytest.fixture
def states():
    made = [State.new(normals=[0.1, 0.2]) for _ in range(STATES)]
    made[US].affinity_russia, made[US].resolve = -0.5, 0.45
    return made


@pytest.fixture
def week(monkeypatch, states):
    """Play a week in which the rules of the mediator answer by numbers; return the table and what they are given."""

    def play(decided=False, flow=0.3, relief=0.1, **changes):
        calls = {
            "switch": noted(monkeypatch, mediation, "switch_probability", 0.5),
            "pressure": noted(monkeypatch, mediation, "next_pressure", -0.2),
            "towards": noted(monkeypatch, mediation, "towards", lambda value, target, _: value + target),
            "opening": noted(monkeypatch, mediation, "next_opening", 0.02),
            "aid": noted(monkeypatch, mediation, "next_aid", flow),
            "relief": noted(monkeypatch, mediation, "next_relief", relief),
            "told": noted(monkeypatch, mediation, "emit"),
        }
        diplomacy, log = table(**changes), Log.new()
        mediate(diplomacy, states, log, P, M, decided)
        return SimpleNamespace(diplomacy=diplomacy, **calls)

    return play


@pytest.mark.parametrize(
    ("uniform", "side", "after", "weeks", "told"),
    [
        (0.6, 1.0, 1.0, 6.0, None),
        (0.5, 1.0, 1.0, 6.0, None),
        (0.4, 1.0, -1.0, 0.0, U),
        (0.4, -1.0, 1.0, 0.0, R),
    ],
)
def test_pressure_changes_sides_at_its_probability_and_is_told_with_the_blame(
    week, uniform, side, after, weeks, told
):
    found = week(uniform=uniform, side=side)
    assert (found.diplomacy.side, found.diplomacy.pressure_weeks) == (after, weeks)
    events = [(Happening.PRESSURE_SWITCH, US, told, -1, -1, 0.6)] if told is not None else []
    assert [call[1:] for call in found.told] == events
    assert found.switch == [(side, 0.6, 0.1, M)]
    assert found.pressure == [(0.4, after, 0.6, 0.1, M)]
    assert found.diplomacy.pressure == -0.2


def test_in_a_decided_war_pressure_fades_and_nobody_changes_sides(week):
    found = week(decided=True, uniform=0.0)
    assert found.diplomacy.pressure == pytest.approx(0.75 * 0.4)
    assert (found.diplomacy.side, found.diplomacy.pressure_weeks) == (1.0, 6.0)
    assert (found.told, found.pressure) == ([], [])


def test_refusals_tell_less_by_half_of_how_far_pressure_has_turned(week):
    """From 0.4 to -0.2: 1 - 0.5 x 0.6."""
    assert list(week().diplomacy.asked) == pytest.approx([1.4] * SCOPES)


def test_patience_the_relation_and_blame_go_back_to_their_own_ends(week):
    found = week()
    recovered = (0.2, 1.0, M.recovery_half_life)
    assert found.towards == [recovered, (0.3, -0.5, M.relation_half_life), (0.6, 0.5, P.blame_half_life)]
    d = found.diplomacy
    assert (d.patience, d.us_russia, d.blame_russia) == pytest.approx((1.2, -0.2, 1.1))


def test_the_opening_follows_the_relation_of_this_week(week):
    found = week()
    assert found.opening == [(0.01, pytest.approx(-0.2), 0.11, M)]
    assert found.diplomacy.opening == 0.02


@pytest.mark.parametrize(("flow", "barred", "aid"), [(0.3, 0.4, 0.3), (0.9, 0.4, 0.6), (0.9, 0.0, 0.9)])
def test_aid_is_what_resolve_and_pressure_let_flow_as_far_as_no_term_bars_it(week, flow, barred, aid):
    found = week(flow=flow, aid_barred=barred)
    assert found.aid == [(0.7, 0.45, -0.2, M)]
    assert found.diplomacy.us_aid == pytest.approx(aid)


@pytest.mark.parametrize(("relief", "agreed", "after"), [(0.15, 0.0, 0.15), (0.15, 0.8, 0.8)])
def test_relief_is_what_the_relation_warrants_and_at_least_what_was_agreed(week, relief, agreed, after):
    found = week(relief=relief, relief_agreed=agreed)
    assert found.relief == [(0.1, pytest.approx(-0.2), M)]
    assert found.diplomacy.sanctions_relief == after


@pytest.mark.parametrize(
    ("aid", "relief", "told"),
    [
        (0.75, 0.15, []),
        (0.9, 0.15, [(Happening.AID_CHANGE, US, U, -1, -1, 0.9)]),
        (0.5, 0.15, [(Happening.AID_CHANGE, US, U, -1, -1, 0.5)]),
        (0.75, 0.3, [(Happening.SANCTIONS_CHANGE, US, R, -1, -1, 0.3)]),
        (0.75, 0.0, [(Happening.SANCTIONS_CHANGE, US, R, -1, -1, 0.0)]),
    ],
)
def test_levers_are_told_of_once_they_moved_far(monkeypatch, aid, relief, told):
    """From 0.7 and 0.15 that were told last, by more than 0.1: a little is not told, and is no new start."""
    events = noted(monkeypatch, mediation, "emit")
    d = table(us_aid=aid, sanctions_relief=relief, aid_told=0.7, relief_told=0.15)
    tell_levers(d, Log.new(), M)
    assert [call[1:] for call in events] == told
    kinds = [event[0] for event in told]
    assert d.aid_told == (aid if Happening.AID_CHANGE in kinds else 0.7)
    assert d.relief_told == (relief if Happening.SANCTIONS_CHANGE in kinds else 0.15)


def test_a_new_type_accepts_more_as_he_is_less_attached_and_his_place_is_drawn_with_it(monkeypatch):
    """0.3 x 2 - 0.2 x 0.5; 0.4 (1 - 0.25 x 2); 0.2 + 0.1 x 0.5; the place spreads by 0.25 x 0.4."""
    taken, faded = noted(monkeypatch, mediation, "take_place"), noted(monkeypatch, mediation, "fade_word")
    state = State.new()
    draw_type(state, 0.4, 2.0, 0.5, P)
    assert (state.disposition, state.aims) == pytest.approx((0.5, 0.2))
    assert (state.attachment, state.aims_spread) == pytest.approx((0.25, 0.1))
    assert taken == [(state, 2.0, pytest.approx(0.1))]
    assert faded == [(state, 0.0)]


def test_requests_are_kept_as_far_as_told():
    d = table()
    fade_requests(d, 0.25)
    assert list(d.asked) == [0.5] * SCOPES


@pytest.fixture
def office(monkeypatch, states):
    """Change an office; return the table, the state, and what was told, drawn and turned."""

    def change(actor, normals=(0.1, 0.2), **shocks):
        told, drawn = noted(monkeypatch, mediation, "emit"), noted(monkeypatch, mediation, "draw_type")
        turned = noted(monkeypatch, mediation, "change_disposition")
        d, log = table(**shocks), Log.new()
        d.normals[1], d.normals[2] = shocks.pop("relation", 0.22), shocks.pop("bias", 0.33)
        states[actor].normals[:2] = list(normals)
        states[actor].affinity_ukraine = states[actor].affinity_russia = 0.77
        change_office(actor, d, states, log, P, M, SUPPORT)
        return SimpleNamespace(d=d, state=states[actor], told=told, drawn=drawn, turned=turned)

    return change


@pytest.mark.parametrize("actor", [a for a in Actor if a != R and a < STATES])
def test_what_a_change_of_office_draws_anew(office, actor):
    """Of the United States its course, of Ukraine a type, of Europe a disposition; the first two forget refusals."""
    found = office(actor)
    state = found.state
    assert [call[1:] for call in found.told] == [(Happening.OFFICE_CHANGES, actor, -1, -1, -1, 0.2)]
    assert list(found.d.asked) == [0.0 if actor in (US, U) else 2.0] * SCOPES
    assert found.drawn == ([(state, P.attachment_ukraine, 0.2, 0.0, P)] if actor == U else [])
    assert found.turned == ([(state, 0.2, SUPPORT)] if actor >= FIRST_EUROPEAN else [])
    course = (state.affinity_ukraine, state.affinity_russia, found.d.bias, found.d.patience)
    assert course == pytest.approx((0.1, 0.11, 0.165, M.patience) if actor == US else (0.77, 0.77, 0.1, 0.2))


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_course_of_the_united_states_is_held_to_the_scale(office, monkeypatch, states, sign):
    noted(monkeypatch, mediation, "emit")
    d = table()
    states[US].normals[1] = 9.0 * sign
    d.normals[1] = d.normals[2] = 9.0 * sign
    change_office(US, d, states, Log.new(), P, M, SUPPORT)
    assert (states[US].affinity_ukraine, states[US].affinity_russia, d.bias) == (sign, sign, sign)
