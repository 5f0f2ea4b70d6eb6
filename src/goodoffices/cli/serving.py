"""`serve`: cases as a page in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from goodoffices.cli.terminal import safe, say
from goodoffices.workspace.homes import account, names_store

EPILOG = """\b
Examples:
  goodoffices serve talks
  goodoffices serve talks.sqlite
  goodoffices serve talks.sqlite --name desk.example --tls-proxy
"""


@click.command("serve", short_help="Open cases in the browser.", epilog=EPILOG)
@click.argument("case", metavar="CASE|DATABASE")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="Name under which browsers reach it; others are refused. Repeatable.",
)
@click.option("--tls-proxy", is_flag=True, help="Browsers reach it through a proxy with TLS.")
@click.option("--by", help="Who reviews in a case folder; this account if not given.")
def serve_command(
    case: str, port: int, host: str, names: tuple[str, ...], tls_proxy: bool, by: str | None
) -> None:
    """Serve a case folder to this machine, or a database to a team.

    A case folder needs no log-in, and nobody else can reach it. A database has
    accounts (goodoffices store user). Stop it with Ctrl-C.
    """
    from goodoffices.web import serve

    if names_store(case):
        app = serve.shared(case, host=host, names=names, secure=tls_proxy)
        who = "those with an account"
        if provider := app.state.desk.provider:
            who += f", who may also log in through {safe(provider.settings.name)}"
    else:
        app = serve.single(Path(case), by=by or account(), host=host)
        who = "this machine only"
    listener = serve.bound(host, port)
    taken = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    say(f"Serving {safe(case)} on http://{shown}:{taken}/ to {who}. Ctrl-C stops it.")
    serve.run(app, listener)
