"""The server: this machine alone unless told otherwise, nothing fetched, nothing reported, no page of others let in."""

from __future__ import annotations

import asyncio

import pytest
import solara.settings
import uvicorn
from solara.server import settings

from experiments import cli
from experiments.page import serving


@pytest.fixture
def told(monkeypatch):
    """What is said when the page is served, and where it listens."""
    monkeypatch.setattr(
        uvicorn.Server, "run", lambda server: said.append((server.config.host, server.config.port))
    )
    said: list[object] = []
    return said


@pytest.mark.parametrize("host", serving.LOOPBACK)
def test_on_this_machine_nothing_is_warned_of(host, told):
    serving.serve_page(host, 8765, told.append)
    assert not any("Warning" in str(words) for words in told)
    assert told[-1] == (host, 8765)


def test_others_are_let_in_with_a_warning(told):
    serving.serve_page("0.0.0.0", 8765, told.append)
    assert "no password" in str(told[0])
    assert told[0].startswith("Warning: at 0.0.0.0")


def test_the_command_listens_to_this_machine_alone(told):
    assert cli.main(["serve"]) == 0
    assert told == [("127.0.0.1", 8765)]


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_what_is_no_port_is_one_line(port, capsys):
    assert cli.main(["serve", "--port", port]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_is_reported_or_fetched():
    serving.application()
    assert not settings.telemetry.mixpanel_enable
    assert solara.settings.assets.cdn == ""
    assert settings.main.mode == "production"


def status_of(origin: str | None, kind: str = "http") -> int:
    """What a request that says it comes from `origin` is answered; 101 for a session that is opened."""

    async def inner(scope, receive, send):
        await send({"type": "accepted", "status": 101 if scope["type"] == "websocket" else 200})

    async def keep(message):
        sent.append(message)

    sent: list[dict] = []
    headers = [(b"host", b"127.0.0.1:8765"), *([(b"origin", origin.encode())] if origin else [])]
    asyncio.run(serving.OwnPagesOnly(inner)({"type": kind, "headers": headers}, None, keep))
    return sent[0].get("status", sent[0].get("code"))


def test_a_page_of_another_site_is_refused():
    for origin in (None, "http://127.0.0.1:8765"):
        assert status_of(origin) == 200
        assert status_of(origin, "websocket") == 101
    for origin in ("http://elsewhere.example", "http://127.0.0.1:9999", "null"):
        assert status_of(origin) == 403
        assert status_of(origin, "websocket") == 1008
