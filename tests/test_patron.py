"""China as patron: levels by assumption, the payments shock, the choice of a pole, dependence and autonomy."""

from __future__ import annotations

import ast
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

import agents.patron
from agents.dependence import autonomy, deepen_dependence
from agents.patron import Patron, PatronParameters, appraise_poles, open_patron, step_patron
from agents.vocabulary import POLES, Dependence, Support
from tests.engines import both

BASE = PatronParameters()
STILL = dataclasses.replace(BASE, wobble=0.0)


def patron(assumption=Support.HEDGED, parameters=BASE, **changes) -> Patron:
    made = Patron.new()
    open_patron(made, parameters, assumption)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def run(made, weeks, parameters=STILL, threat=0.0, victory=0.6, disorder=0.1, rng=None) -> list[tuple]:
    seen = []
    for _ in range(weeks):
        if rng is not None:
            for k in range(4):
                made.normals[k] = rng.standard_normal()
            for k in range(2):
                made.uniforms[k] = rng.random()
        step_patron(made, parameters, threat, victory, disorder)
        seen.append((made.trade, made.dual_use, made.finance, made.diplomacy, made.pole))
    return seen


@pytest.mark.parametrize(
    ("assumption", "levels"),
    [  # trade, dual use, payments through, diplomatic cover
        (Support.NO_LIMITS, (1.175, 1.2, 0.99, 0.95)),
        (Support.HEDGED, (0.975, 0.95, 0.9, 0.7)),
        (Support.TRANSACTIONAL, (0.85, 0.75, 0.75, 0.5)),
        (Support.WITHDRAWN, (0.65, 0.45, 0.5, 0.2)),
    ],
)
def test_each_assumption_has_its_levels_and_comes_gradually(assumption, levels):
    made = patron(assumption)
    assert run(made, 1)[0][0] == pytest.approx(made.trade)
    first = made.trade
    run(made, 200)
    assert (made.trade, made.dual_use, made.finance, made.diplomacy) == pytest.approx(levels, abs=1e-3)
    if assumption == Support.WITHDRAWN:
        assert 0.9 < first < 0.975


def test_support_falls_from_pole_to_pole_in_every_channel():
    ends = []
    for assumption in range(POLES):
        made = patron(assumption)
        run(made, 300)
        ends.append(
            (made.trade, made.dual_use, made.finance, made.diplomacy, sum(made.dependence), -made.autonomy)
        )
    for channel in zip(*ends, strict=True):
        assert list(channel) == sorted(channel, reverse=True)
        assert channel[0] > channel[-1]


def test_a_fixed_pole_never_changes_again():
    made = patron(Support.WITHDRAWN)
    assert step_patron(made, BASE, 1.0, 0.0, 1.0)  # it leaves the pole of March 2025 at once
    poles = {row[4] for row in run(made, 600, BASE, 0.8, 0.1, 0.9, np.random.default_rng(1))}
    assert poles == {Support.WITHDRAWN}
    assert not step_patron(patron(), BASE, 1.0, 0.0, 1.0)


def test_the_payments_shock_of_2024():
    """A new threat blocks payments; trade falls by about 16% at its low, and it is absorbed within months."""
    made = patron()
    usual = made.trade
    seen = run(made, 60, threat=1.0)
    fall = [row[0] / usual - 1.0 for row in seen]
    assert min(fall) == pytest.approx(-0.16, abs=0.01)
    assert 8 <= fall.index(min(fall)) <= 17
    assert fall[39] > -0.05
    assert min(row[2] for row in seen) < 0.4
    assert made.finance > 0.85


def test_channels_revert_with_the_stated_deviation():
    """Stationary standard deviation and autocorrelation of an Ornstein-Uhlenbeck process."""
    made, rng = patron(parameters=BASE), np.random.default_rng(3)
    dual_use = np.array([row[1] for row in run(made, 20_000, BASE, rng=rng)])
    kept = math.exp(-1.0 / BASE.adjustment)
    effective = len(dual_use) * (1.0 - kept) / (1.0 + kept)
    assert abs(dual_use.mean() - BASE.dual_use_hedged) < 4.0 * BASE.wobble / math.sqrt(effective)
    assert dual_use.std() == pytest.approx(BASE.wobble, rel=4.0 / math.sqrt(effective))
    assert np.corrcoef(dual_use[1:], dual_use[:-1])[0, 1] == pytest.approx(kept, abs=0.02)


def test_all_assumptions_meet_the_same_shocks():
    """The departure from the pole's own path is the same under two fixed poles, shock by shock."""
    seen = {}
    for assumption in (Support.NO_LIMITS, Support.TRANSACTIONAL):
        noisy, calm = patron(assumption), patron(assumption)
        rows = run(noisy, 100, BASE, rng=np.random.default_rng(5))
        quiet = run(calm, 100, STILL)
        seen[assumption] = [a[1] - b[1] for a, b in zip(rows, quiet, strict=True)]
    assert seen[Support.NO_LIMITS] == pytest.approx(seen[Support.TRANSACTIONAL], abs=1e-12)


@pytest.mark.parametrize(
    ("change", "supports_more"),
    [({"threat": 0.8}, -1), ({"victory": 0.1}, 1), ({"disorder": 0.9}, 1)],
)
def test_motives_of_the_choice(change, supports_more):
    """Secondary sanctions lower support; fear of a Russian defeat and of disorder in Moscow raise it."""

    def slope(**around):
        made = patron(Support.ENDOGENOUS)
        appraise_poles(made, BASE, **{"threat": 0.2, "victory": 0.6, "disorder": 0.1, **around})
        return made.value[Support.NO_LIMITS] - made.value[Support.WITHDRAWN]

    assert (slope(**change) - slope()) * supports_more > 0.0


def test_dependence_gives_leverage_that_tempts_to_bargain():
    values = []
    for level in (0.2, 0.9):
        made = patron(Support.ENDOGENOUS)
        for domain in Dependence:
            made.dependence[domain] = level
        appraise_poles(made, BASE, 0.2, 0.6, 0.1)
        values.append(made.value[Support.TRANSACTIONAL] - made.value[Support.HEDGED])
    assert values[0] < values[1]


def test_the_course_of_march_2025_is_sticky_but_not_for_ever():
    """Without a new cause a change takes decades; under a credible threat it takes a few years."""
    rng, calm, pressed = np.random.default_rng(8), [], []
    for _ in range(30):
        for threat, ends in ((0.1, calm), (1.0, pressed)):
            made = patron(Support.ENDOGENOUS)
            poles = [row[4] for row in run(made, 260, BASE, threat, rng=rng)]
            assert poles[0] == Support.HEDGED
            ends.append(poles[-1])
    assert calm.count(Support.HEDGED) > 20
    assert pressed.count(Support.WITHDRAWN) > calm.count(Support.WITHDRAWN) + 7
    costless = dataclasses.replace(BASE, switching_cost=10.0)
    assert {row[4] for row in run(patron(Support.ENDOGENOUS), 600, costless, 0.2, rng=rng)} == {
        Support.HEDGED
    }


def test_a_change_of_pole_is_reported_once():
    made = patron(Support.ENDOGENOUS, weeks_at_pole=30.0)
    made.uniforms[0] = 1.0 - 1e-9  # the last pole in order
    sure = dataclasses.replace(BASE, choice_noise=0.2, switching_cost=0.1)
    assert step_patron(made, sure, 1.0, 1.0, 0.0)
    assert made.pole == Support.WITHDRAWN
    assert made.weeks_at_pole == 0.0
    assert not step_patron(made, sure, 1.0, 1.0, 0.0)
    assert made.weeks_at_pole == 1.0


def dependent_after(weeks, support, start=0.5) -> Patron:
    made = Patron.new(trade=support, dual_use=support, finance=support, diplomacy=support)
    for domain in Dependence:
        made.dependence[domain] = start
    for _ in range(weeks):
        deepen_dependence(made, BASE)
    return made


def test_without_support_dependence_decays_to_zero():
    """At the rate of independence, and exactly so."""
    made = dependent_after(100, 0.0)
    expected = 0.5 * math.exp(-BASE.independence * 100.0 / 52.1775)
    assert list(made.dependence) == pytest.approx([expected] * 5)
    assert max(dependent_after(5000, 0.0).dependence) < 1e-4
    assert dependent_after(5000, 0.0).autonomy == pytest.approx(1.0, abs=1e-3)


def test_dependence_and_lost_autonomy_are_monotone_in_support():
    made = [dependent_after(300, support) for support in (0.0, 0.3, 0.6, 0.9, 1.2)]
    for domain in Dependence:
        held = [m.dependence[domain] for m in made]
        assert held == sorted(held)
        assert held[0] < held[-1] < 1.0
    free = [m.autonomy for m in made]
    assert free == sorted(free, reverse=True)


def test_dependence_in_trade_grows_as_before_2025():
    """From 19% before the war to 34% in three years at the trade of those years."""
    made = dependent_after(157, 1.0, start=0.19)
    assert made.dependence[Dependence.TRADE] == pytest.approx(0.34, abs=0.02)


def test_one_sided_dependence_costs_more_than_spread_dependence():
    spread, narrow = Patron.new(dependence=[0.4] * 5), Patron.new(dependence=[1.0, 1.0, 0.0, 0.0, 0.0])
    assert autonomy(narrow, BASE) < autonomy(spread, BASE)


def test_support_enters_accounts_only():
    """No rule of the patron touches another record, and so no hazard."""
    for name in ("patron", "channels", "dependence"):
        tree = ast.parse((Path(agents.patron.__file__).parent / f"{name}.py").read_text())
        targets = {
            node.value.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
        }
        assert targets <= {"patron"}


def test_over_the_whole_range_of_parameters_all_stays_in_bounds():
    rng = np.random.default_rng(17)
    fields = [f for f in dataclasses.fields(PatronParameters) if f.type == "float"]
    for trial in range(40):
        values = {f.name: rng.uniform(f.metadata["low"], f.metadata["high"]) for f in fields}
        parameters = PatronParameters(**values)
        made = patron(trial % 5, parameters)
        for row in run(made, 30, parameters, rng.random(), rng.random(), rng.random(), rng):
            assert row[0] >= 0.0
            assert row[1] >= 0.0
            assert 0.0 <= row[2] <= 1.0
            assert 0.0 <= row[3] <= 1.0
        assert all(0.0 <= d <= 1.0 for d in made.dependence)
        assert 0.0 <= made.autonomy <= 1.0


def test_both_engines_agree():
    rng = np.random.default_rng(11)
    for _ in range(25):
        made = patron(
            int(rng.integers(5)), pole=int(rng.integers(4)), threat=rng.random(), pressure=rng.random()
        )
        for k in range(4):
            made.normals[k] = 3.0 * rng.standard_normal()
        made.uniforms[0] = rng.random()
        for domain in Dependence:
            made.dependence[domain] = rng.random()
        both(step_patron, made, BASE, rng.random(), rng.random(), rng.random())
        assert 0.0 <= made.autonomy <= 1.0
        assert 0.0 <= made.finance <= 1.0
        assert min(made.dependence) >= 0.0
        assert max(made.dependence) <= 1.0
