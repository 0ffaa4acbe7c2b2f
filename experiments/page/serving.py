"""The server: for this machine alone unless told otherwise, without the network, a model of his own for each visitor."""

from __future__ import annotations

import functools
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_SESSIONS = 40
FORGOTTEN = "5m"
"""How long a visitor whose connection broke finds his model again; a closed tab is forgotten at once."""
PAGE = "experiments.page.site"
CONNECTION: dict[str, Any] = {"log_level": "error", "ws_max_size": 2**20, "ws_ping_timeout": 300.0}
"""How sessions are kept: a machine that is busy with histories may be slow to answer a browser's signs of life."""


def keep_offline() -> None:
    """Tell Solara to report nothing and to fetch nothing: what it serves is on this machine."""
    import solara.settings
    from solara.server import settings

    settings.telemetry.mixpanel_enable = False
    solara.settings.assets.cdn = ""  # what is not here is not found, and not looked for elsewhere
    settings.kernel.cull_timeout = FORGOTTEN
    settings.kernel.max_count = MOST_SESSIONS
    settings.theme.loader = "plain"
    settings.theme.title = "Ceasefire and Kremlin"


@functools.cache
def application() -> Starlette:
    """Return the application, one a process: Solara's, with files and sessions for our own pages alone."""
    keep_offline()
    from solara.server import app, settings, starlette
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # the page is in no frame of another
    app.apps["__default__"] = app.AppScript(PAGE)
    assets = Mount("/_solara/cdn", StaticFiles(directory=settings.assets.proxy_cache_dir))
    return Starlette(
        routes=[assets, *starlette.routes],
        middleware=[Middleware(OwnPagesOnly), *starlette.middleware],
        lifespan=starlette.lifespan,
    )


class OwnPagesOnly:
    """Let no page of another site open a session or post to one in a visitor's name."""

    def __init__(self, app: Any) -> None:
        """Stand before an application."""
        self.app = app

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        """Refuse a request that says it comes from elsewhere."""
        headers = {key.lower(): value.decode("latin-1") for key, value in scope.get("headers", ())}
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc != headers.get(b"host"):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await send({"type": "http.response.start", "status": 403, "headers": []})
                await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send)


def serve_page(host: str, port: int, say: Callable[[str], object]) -> None:
    """Serve the page until interrupted; warn where others can reach it."""
    import uvicorn

    from experiments.commands import warm_up

    if host not in LOOPBACK:
        say(
            f"Warning: at {host} everybody who can reach this machine can open the page and use its processors. There is "
            "no password and no encryption."
        )
    warm_up(say)
    site = application()
    say(f"The page is at http://{f'[{host}]' if ':' in host else host}:{port} (Control-C ends it).")
    config = uvicorn.Config(site, host=host, port=port, **CONNECTION)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()
