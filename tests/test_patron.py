"""China as patron: levels by assumption, the payments shock, the choice of a pole, dependence and autonomy."""

from __future__ import annotations

import ast
import dataclasses
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

import agents.patron
from agents.channels import heed_threat, level_at
from agents.dependence import autonomy, deepen_dependence, leverage
from agents.patron import (
    PatronParameters,
    appraise_poles,
    backing_of_continuity,
    motive,
    open_patron,
    step_patron,
)
from agents.patronage import Patron
from agents.vocabulary import CHANNELS, POLES, Channel, Dependence, Support
from tests.engines import both
from tests.ranges import anywhere

BASE = PatronParameters()
STILL = dataclasses.replace(BASE, wobble=0.0)
THREAT, DISCOUNT = 0.6, 12.0  # of March 2025


def patron(assumption=Support.HEDGED, parameters=BASE, **changes) -> Patron:
    made = Patron.new()
    open_patron(made, parameters, assumption, THREAT, DISCOUNT)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def run(
    made, weeks, parameters=STILL, threat=THREAT, discount=DISCOUNT, defeat=0.0, disorder=0.0, rng=None
) -> list[tuple]:
    seen = []
    for _ in range(weeks):
        if rng is not None:
            for k in range(4):
                made.normals[k] = rng.standard_normal()
            for k in range(2):
                made.uniforms[k] = rng.random()
        step_patron(made, parameters, threat, discount, defeat, disorder)
        seen.append((made.trade, made.dual_use, made.finance, made.diplomacy, made.pole))
    return seen


def values(domain=Channel.DUAL_USE, parameters=BASE, made=None, **around) -> list[float]:
    """Worth of the four poles of a domain; the world is that of March 2025 but for `around`."""
    made = made or patron(Support.ENDOGENOUS)
    made.domain = domain
    world = {"threat": THREAT, "discount": DISCOUNT, "defeat": 0.0, "disorder": 0.0, **around}
    appraise_poles(made, parameters, **world)
    return list(made.value)


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
    assert step_patron(made, BASE, 1.0, 30.0, 1.0, 1.0)  # it leaves the pole of March 2025 at once
    seen = run(made, 600, BASE, 0.8, 20.0, 0.1, 0.9, np.random.default_rng(1))
    assert {row[4] for row in seen} == {Support.WITHDRAWN}
    assert list(made.poles) == [Support.WITHDRAWN] * CHANNELS
    assert not step_patron(patron(), BASE, 1.0, 30.0, 1.0, 1.0)


def test_without_a_new_threat_banks_and_shippers_go_on_and_relief_brings_no_more():
    for threat in (THREAT, 0.3, 0.0):
        made = patron()
        run(made, 100, threat=threat)
        assert (made.trade, made.dual_use, made.finance) == pytest.approx((0.975, 0.95, 0.9), abs=1e-9)


def test_banks_give_up_by_the_rise_of_the_threat_however_many_steps_it_takes():
    """Exponential bounds: 1 - exp(-b dt) of the willing, in one step or in many."""
    quick, slow = patron(), patron()
    never = dataclasses.replace(BASE, adaptation=1e12)
    heed_threat(quick, never, THREAT + 0.1)
    for k in range(1, 11):
        heed_threat(slow, never, THREAT + 0.01 * k)
    expected = 1.0 - math.exp(-0.1 * BASE.bank_response)
    assert (quick.pressure, slow.pressure) == pytest.approx((expected, expected))


def test_a_threat_that_fades_and_returns_is_felt_anew_the_less_the_shorter_it_was_gone():
    felt = []
    for weeks in (1, 10, 100):
        made = patron()
        for _ in range(weeks):
            heed_threat(made, BASE, 0.5)
        heed_threat(made, BASE, THREAT)
        felt.append(made.pressure)
    assert felt == sorted(felt)
    assert felt[0] < 0.2
    assert felt[-1] == pytest.approx(1.0 - math.exp(-0.1 * BASE.bank_response), abs=0.01)


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


def test_the_course_of_march_2025_was_the_best_one_then():
    for domain in Channel:
        found = values(domain)
        assert max(range(POLES), key=found.__getitem__) == Support.HEDGED
        assert found[Support.HEDGED] == 0.0
        assert found[Support.WITHDRAWN] == min(found)


@pytest.mark.parametrize(
    ("domain", "change", "supports_more"),
    [
        (Channel.TRADE, {"threat": 0.9}, -1),
        (Channel.DUAL_USE, {"threat": 0.9}, -1),
        (Channel.FINANCE, {"threat": 0.9}, -1),
        (Channel.DIPLOMACY, {"threat": 0.9}, 0),
        (Channel.TRADE, {"discount": 20.0}, 1),
        (Channel.DUAL_USE, {"discount": 20.0}, 0),
        (Channel.TRADE, {"defeat": 0.5}, 0),
        (Channel.DUAL_USE, {"defeat": 0.5}, 1),
        (Channel.DIPLOMACY, {"defeat": 0.5}, 1),
        (Channel.TRADE, {"disorder": 0.7}, 0),
        (Channel.DUAL_USE, {"disorder": 0.7}, 0),
        (Channel.FINANCE, {"disorder": 0.7}, 1),
        (Channel.DIPLOMACY, {"disorder": 0.7}, 1),
    ],
)
def test_motives_of_the_choice_by_domain(domain, change, supports_more):
    """Secondary sanctions lower support, in no domain but where they threaten; cheap oil, defeat, disorder raise it."""

    def slopes(**around):
        found = values(domain, **around)
        return [a - b for a, b in itertools.pairwise(found)]

    steps = [a - b for a, b in zip(slopes(**change), slopes(), strict=True)]
    if supports_more == 0:
        assert steps == pytest.approx([0.0] * (POLES - 1), abs=1e-12)
    else:
        assert all(step * supports_more > 0.0 for step in steps)


def test_the_worth_of_a_pole_is_the_stated_sum_in_billions():
    found = values(Channel.DUAL_USE, threat=0.8, defeat=0.3)[Support.NO_LIMITS]
    expected = 40.0 * 0.3 * 1.2 - 105.0 * 0.25 * 0.2 * 1.2 * 1.2 - 0.5 * 50.0 * 0.25 * 0.25
    assert found == pytest.approx(expected)
    assert motive(Channel.TRADE, BASE, 5.0, 1.0, 0.0) == pytest.approx(5.0 * 0.79)


def test_leverage_is_worth_its_discount_in_trade_alone():
    """A fifth more of leverage saves each pole its part of the bill; no other domain has one."""
    for domain in Channel:
        usual, strong = values(domain), patron(Support.ENDOGENOUS)
        strong.leverage_start -= 0.2
        saved = np.subtract(values(domain, made=strong), usual)
        bill = 0.2 * BASE.imports * (domain == Channel.TRADE)
        assert saved[Support.NO_LIMITS] == saved[Support.WITHDRAWN] == 0.0
        assert saved[Support.HEDGED] == pytest.approx(0.975 * BASE.discount_hedged * bill)
        assert saved[Support.TRANSACTIONAL] == pytest.approx(0.85 * BASE.discount_transactional * bill)


def test_dependence_gives_leverage_that_tempts_to_bargain():
    tempted = []
    for level in (0.2, 0.9):
        made = patron(Support.ENDOGENOUS)
        for domain in Dependence:
            made.dependence[domain] = level
        assert leverage(made) == pytest.approx(level)
        found = values(Channel.TRADE, made=made)
        tempted.append(found[Support.TRANSACTIONAL] - found[Support.HEDGED])
    assert tempted[0] < 0.0 < tempted[1]


def ends(parameters=BASE, weeks=260, runs=30, seed=8, **around) -> np.ndarray:
    """Poles by run and domain after some years in an unchanging world."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(runs):
        made = patron(Support.ENDOGENOUS)
        run(made, weeks, parameters, rng=rng, **around)
        found.append(list(made.poles))
    return np.array(found)


def test_the_course_of_march_2025_is_sticky_but_not_for_ever():
    """Without a new cause a change takes decades; under a grave one it takes months, where it bites."""
    calm = ends()
    assert (calm == Support.HEDGED).mean() > 0.85
    pressed = ends(threat=1.0, weeks=104)
    assert (pressed[:, Channel.DUAL_USE] > Support.HEDGED).mean() > 0.8
    assert (pressed[:, Channel.DIPLOMACY] == Support.HEDGED).mean() > 0.9
    bound = dataclasses.replace(BASE, switching_cost=100.0)
    assert (ends(bound, threat=1.0) == Support.HEDGED).all()


@pytest.mark.parametrize(
    ("around", "raised", "left"),
    [
        ({"defeat": 0.8}, (Channel.DUAL_USE, Channel.DIPLOMACY), (Channel.TRADE, Channel.FINANCE)),
        ({"disorder": 0.9}, (Channel.DIPLOMACY,), (Channel.TRADE, Channel.DUAL_USE)),
    ],
)
def test_defeat_and_disorder_bring_more_support_within_half_a_year(around, raised, left):
    found = ends(weeks=26, **around) == Support.NO_LIMITS
    assert (found.mean(axis=0)[list(raised)] > 0.7).all()
    assert (found.mean(axis=0)[list(left)] < 0.1).all()
    found = ends(weeks=26, **around)
    assert not (found == Support.WITHDRAWN).any()


def test_each_domain_is_reviewed_once_in_four_weeks():
    made = patron(Support.ENDOGENOUS)
    seen = []
    for _ in range(8):
        made.uniforms[0] = 1.0 - 1e-12
        run(made, 1)
        seen.append(made.domain)
    assert seen == [1, 2, 3, 0, 1, 2, 3, 0]


def test_a_change_of_pole_is_reported_once_and_only_its_domain_moves():
    made = patron(Support.ENDOGENOUS, weeks_at_pole=30.0)
    made.uniforms[0] = 1.0 - 1e-9  # the last pole in order
    sure = dataclasses.replace(BASE, choice_noise=1.5, switching_cost=1.0)
    assert step_patron(made, sure, 1.0, DISCOUNT, 0.0, 0.0)
    assert list(made.poles) == [Support.HEDGED, Support.WITHDRAWN, Support.HEDGED, Support.HEDGED]
    assert made.pole == Support.TRANSACTIONAL  # (1 + 3 + 1 + 1) / 4 = 1.5, rounded
    assert made.weeks_at_pole == 0.0
    made.uniforms[0] = 0.5
    assert not step_patron(made, BASE, THREAT, DISCOUNT, 0.0, 0.0)
    assert made.weeks_at_pole == 1.0


def test_a_close_patron_backs_continuity_and_a_distant_one_nobody():
    backing = [backing_of_continuity(Patron.new(diplomacy=c), BASE) for c in (0.0, 0.2, 0.5, 0.7, 0.95)]
    assert backing == pytest.approx([0.0, 0.0, 0.0, 0.2, 0.45])


def test_levels_by_domain_are_those_of_the_table():
    assert [level_at(BASE, domain, Support.HEDGED) for domain in Channel] == [0.975, 0.95, 0.9, 0.7]


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
    for trial in range(40):
        parameters = anywhere(PatronParameters, rng)
        made = patron(trial % 5, parameters)
        world = (rng.random(), 40.0 * rng.random(), rng.random(), rng.random())
        for row in run(made, 30, parameters, *world, rng):
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
        for domain in range(CHANNELS):
            made.poles[domain] = int(rng.integers(4))
        made.domain = int(rng.integers(4))
        both(step_patron, made, BASE, rng.random(), 40.0 * rng.random(), rng.random(), rng.random())
        assert 0.0 <= made.autonomy <= 1.0
        assert 0.0 <= made.finance <= 1.0
        assert min(made.dependence) >= 0.0
        assert max(made.dependence) <= 1.0
