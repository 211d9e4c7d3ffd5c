"""``ctilint server``: the language server for editors."""

from __future__ import annotations

import click


@click.command("server", short_help="Speak with an editor (language server).")
@click.option("--tcp", "address", metavar="HOST:PORT", help="Listen there instead of on standard input and output.")
def command(address: str | None) -> int:
    """Start the language server on standard input and output, as editors do; it ends with the editor.

    Diagnostics with their related places, mends as code actions, what is known of a method on hover, completion of
    methods and arguments. It needs the extra ctilint[server].
    """
    try:
        from ctilint.editor.server import make_server
    except ImportError as error:
        raise click.UsageError("the language server needs more packages: pip install 'ctilint[server]'") from error
    server = make_server()
    if address is None:
        server.start_io()
        return 0
    host, _, port = address.rpartition(":")
    if not port.isdigit():
        raise click.BadParameter(f"'{address}' is not HOST:PORT", param_hint="'--tcp'")
    server.start_tcp(host or "127.0.0.1", int(port))
    return 0
