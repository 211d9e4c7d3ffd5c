"""The command line: one module per command; it parses options, calls one function and picks a report.

A command is a module ``ctilint/cli/<name>.py`` with the attribute ``command``; the folder listing is the registry, and
a module is imported when its command is called.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from ctilint import __version__
from ctilint.cli import _interrupts

try:
    _interrupts.hear()
    import click
except KeyboardInterrupt:  # most of the time before ``run`` goes here
    sys.stderr.write("ctilint: interrupted\n")
    raise SystemExit(130) from None

MISTAKE = 2
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
# In the context of a command: ctilint itself could not do all that was asked.
FAILED = "ctilint.failed"


class Commands(click.Group):
    """The commands of this folder, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        names = (name[:-3] for name in os.listdir(__path__[0]) if name.endswith(".py") and not name.startswith("_"))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command ``cmd_name``; None when there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"ctilint.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that ``args`` begin with; a near miss is named."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from ctilint.settings import nearest

            ctx.fail(f"no such command '{args[0]}'{nearest(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ctilint")
def group() -> None:
    """Read CTI integrations for Salesforce, say what is wrong with them, show the way to Salesforce Voice.

    Start with `ctilint check` in the folder of a softphone.
    """


@group.result_callback()
@click.pass_context
def ended(ctx: click.Context, code: object) -> object:
    """Return the exit code of a command: 2 when ctilint itself could not do all that was asked."""
    return MISTAKE if ctx.meta.get(FAILED) else code


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process: 0 nothing found, 1 findings, 2 a mistake of the user's or ours.

    The process ends without taking itself apart object by object, which takes longer than judging a small app; and
    the collector of cycles, which finds next to none here but walks every record of a large tree, is hardly asked.
    """
    if args is None and sys.getfilesystemencoding() != "utf-8":
        _start_anew_in_utf8()
    _open_closed_streams()
    gc.set_threshold(1_000_000, 100, 100)
    code = run(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _start_anew_in_utf8() -> None:
    """Start this process anew with names and output in UTF-8, whatever the locale says; come back when that fails.

    Python decodes the names of files by the locale, and pages name their scripts in UTF-8: under another encoding a
    page would lose ``phoné.js``, and the same tree would have other findings. How names are decoded cannot be changed
    once Python has started.
    """
    with contextlib.suppress(OSError):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - itself, no shell


def run(args: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = group.main(list(args), prog_name="ctilint", standalone_mode=False)
        code = result if isinstance(result, int) else 0
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        _say(error.format_message())
        return MISTAKE
    except click.ClickException as error:
        from ctilint.cli._printing import one_line

        message = one_line(error.format_message())
        _say(f"ctilint: {message[:1].lower()}{message[1:]}")
        return MISTAKE
    except BrokenPipeError:
        # The reader (head, say) has gone; what is still in the buffer must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MISTAKE
    except (KeyboardInterrupt, click.Abort):
        _say("ctilint: interrupted")
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: say what was judged, end with 2
        if isinstance(error, OSError) and error.filename is None and error.errno in _DISK_FULL:
            # What is written to a file is caught where its name is known.
            _say(f"ctilint: the output cannot be written: {error.strerror}")
            return MISTAKE
        from ctilint.cli._failure import describe

        _say(describe(error))
        return MISTAKE
    return code


def _say(text: str) -> None:
    """Print on standard error, if that can still be written: the exit code says it, too."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _open_closed_streams() -> None:
    """Let what was closed by who called (``>&-``) lead nowhere; else a file that is opened next takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process
