"""The page in a real browser: every control, a history to its end, ensembles that follow, several visitors."""

from __future__ import annotations

import gc
import urllib.error
import urllib.request

import psutil
import pytest
from solara.server import kernel_context

from experiments.headlines import headlines_for
from experiments.page.history import FIGURES
from experiments.page.levers import Setting
from experiments.page.live_outcomes import LABELS
from experiments.runs import ensemble
from model.calendar import weeks_until
from model.dilemma import DilemmaModel
from model.kernel import simulate
from tests.browser import OPTIONS, Visitor, chromium, living, served, until

pytestmark = [
    pytest.mark.filterwarnings("ignore:Cookies with samesite"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
SEED = 6
"""A history with coups and with a general ceasefire."""
RUNS = 100
VISITORS = 20


@pytest.fixture(scope="module")
def site():
    with served() as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    path = chromium()
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright's client is not installed")
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, site):
    """Open the page; at the end nothing was asked of another machine, and nobody complained."""
    visitors = []

    def come() -> Visitor:
        visitors.append(Visitor(browser, site.base_url))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()
        assert visitor.complaints == []
        assert [url for url in visitor.asked if not url.startswith((site.base_url, "data:"))] == []


def test_a_history_is_set_up_stepped_played_to_the_end_and_told(visit):
    visitor = visit()
    tab = visitor.tab
    visitor.press("Step")
    assert "week 4 of 615" in visitor.wait_for("#moment", "week 4 ")
    seed = tab.get_by_label("Seed of the history")
    seed.fill(str(SEED))
    seed.press("Tab")
    tab.locator(".lever-market-level [role=slider]").press("ArrowRight")
    visitor.wait_for("#notice", "Press reset")
    visitor.wait_for(".lever-market-level label", "71 USD a barrel")
    tab.keyboard.press("ArrowLeft")  # the keyboard stands where it stood
    visitor.wait_for(".lever-market-level label", "70 USD a barrel")
    visitor.press("Reset")
    assert f"seed {SEED}" in visitor.wait_for("#moment", "week 0 ")
    visitor.open("Log")
    visitor.wait_for("#log", "Nothing yet")
    visitor.open("Front")
    visitor.press("a year")
    visitor.press("Play")
    visitor.wait_for("#moment", "week 52 ")
    visitor.press("Pause")
    visitor.press("Play")
    assert "up to 30 December 2036: ended" in visitor.wait_for("#moment", "ended")
    assert tab.get_by_role("button", name="Step", exact=True).is_disabled()
    for name in FIGURES:
        visitor.open(name)
        picture = f"#picture-{FIGURES[name].__name__.removeprefix('draw_')} img"
        tab.wait_for_selector(picture)
        assert (
            tab.evaluate("(img) => img.decode().then(() => img.naturalWidth)", tab.query_selector(picture))
            > 300
        )
        visitor.photograph(name.split(",")[0].lower().replace(" ", "-"))
    visitor.open("Log")
    history = simulate(Setting().assumed(), SEED)
    coup = next(text for text in history.story() if text.startswith("A coup led from"))
    visitor.wait_for("#log summary", coup)
    visitor.wait_for("#log summary", "A general ceasefire begins")
    plot = tab.locator("#log details", has_text=coup).first
    plot.locator("summary").press("Enter")
    assert "probability of a fall if it struck" in plot.inner_text()
    visitor.photograph("log-coup")
    visitor.press("proposals and answers")
    visitor.wait_for("#log summary", "against rejecting")
    tab.locator("#log details", has_text="against rejecting").first.locator("summary").press("Enter")
    terms = tab.locator("#log details[open]")
    assert "together" in terms.first.inner_text()
    visitor.photograph("log")


def test_scenario_and_china_are_chosen_and_every_button_has_a_name(visit):
    visitor = visit()
    tab = visitor.tab
    for label, choice, china in (
        ("Scenario", "Transactional", "transactional"),
        ("China's support", "withdrawn", "withdrawn"),
    ):
        tab.get_by_label(label, exact=True).click(force=True)
        tab.locator(".menuable__content__active .v-list-item", has_text=choice).first.click()
        visitor.wait_for("#notice", "Press reset")
        visitor.press("Reset")
        visitor.wait_for("#moment", f"China: {china}")
    names = tab.evaluate(
        "[...document.querySelectorAll('button')].map(b => b.getAttribute('aria-label') || b.innerText.trim())"
    )
    assert [name for name in names if not any(letter.isalnum() for letter in name)] == []


def test_the_ensemble_follows_a_slider_and_is_that_of_the_library(visit):
    visitor = visit()
    visitor.open("Many histories")
    visitor.press(str(RUNS))
    visitor.wait_for("#progress", "all played")
    told = shares_on(visitor)
    assert told == shares_in(Setting())
    thumb = visitor.tab.locator(".lever-front-drift [role=slider]")
    for _ in range(3):
        thumb.press("ArrowUp")
    moved = Setting().with_lever("front.drift", 90.0)
    visitor.wait_for(".lever-front-drift label", "90 km² a week")
    ghost = "100 histories, seed 7, China: hedged. Grey, the setting before (100 histories"
    visitor.wait_for("#picture-survival figcaption", ghost)
    visitor.wait_for("#progress", "all played")
    assert shares_on(visitor) == shares_in(moved) != told
    visitor.photograph("many-histories")
    visitor.tab.locator("#picture-fan").scroll_into_view_if_needed()
    visitor.photograph("many-histories-fan")


def shares_on(visitor):
    """What the table on the page says: share and interval by outcome."""
    rows = visitor.tab.locator(".outcomes tbody tr")
    return {row.locator("th").inner_text(): row.locator("td.n").first.inner_text() for row in rows.all()}


def shares_in(setting):
    """What the library says of the same histories."""
    scenario = setting.assumed()
    outcomes = ensemble(scenario, RUNS, setting.seed, series="none").outcomes
    found = {}
    for headline in headlines_for(weeks_until(scenario.horizon_date)):
        if headline.name in LABELS:
            one = headline.estimate(outcomes)
            found[LABELS[headline.name]] = f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
    return found


def test_visitors_have_models_of_their_own_and_a_closed_tab_frees_its_own(visit):
    until(lambda: not kernel_context.contexts)
    before = living(DilemmaModel)
    one, other = visit(), visit()
    assert living(DilemmaModel) == before + 2
    one.press("Step")
    one.wait_for("#moment", "week 4 ")
    assert "week 0 " in other.wait_for("#moment", "week")
    other.press("Play")
    other.wait_for("#moment", "week 8 ")
    other.leave()
    assert until(lambda: living(DilemmaModel) == before + 1)
    one.leave()
    assert until(lambda: living(DilemmaModel) == before)


def test_twenty_visitors_at_once_each_keep_their_own_history(visit):
    """All tabs are open at one time, in profiles of their own; every fourth plays a month."""
    until(lambda: not kernel_context.contexts)
    gc.collect()
    before, process = living(DilemmaModel), psutil.Process()
    memory = process.memory_info().rss
    visitors = [visit() for _ in range(VISITORS)]
    assert living(DilemmaModel) == before + VISITORS
    for visitor in visitors[::4]:
        visitor.press("Step")
    for number, visitor in enumerate(visitors):
        week = "week 0 " if number % 4 else "week 4 "
        assert week in visitor.wait_for("#moment", week)
    assert process.memory_info().rss - memory < VISITORS * 25 * 2**20
    for visitor in visitors:
        visitor.leave()
    assert until(lambda: living(DilemmaModel) == before)


def answer_to(address: str, path: str, **headers: str) -> int:
    """Status of what the server answers to a path as it stands."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address + path, headers=headers), timeout=20
        ) as found:
            return int(found.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_files_are_those_of_the_page_and_no_other_page_speaks_for_a_visitor(site):
    from solara.server import settings

    assets = settings.assets.proxy_cache_dir
    kept = sorted(path for path in assets.rglob("*") if path.is_dir())
    assert answer_to(site.base_url, "/_solara/cdn/vega@5.21.0/build/vega.min.js") in (200, 404)
    for path in ("/_solara/cdn/vega@5.21.0/build", "/_solara/cdn/vega@5.21.0", "/_solara/cdn/none@1/a.js"):
        assert answer_to(site.base_url, path) == 404
    for path in (
        "/static/..%2f..%2f..%2fsettings.py",
        "/_solara/cdn/..%2f..%2f..%2f..%2fpyvenv.cfg",
    ):
        assert answer_to(site.base_url, path) == 404
    assert sorted(path for path in assets.rglob("*") if path.is_dir()) == kept
    assert answer_to(site.base_url, "/", Origin="http://elsewhere.example") == 403
    assert answer_to(site.base_url, "/", Origin=site.base_url) == 200
