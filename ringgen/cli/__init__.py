"""The `ringgen` program: one file here is one command, imported only when it is asked for.

A command module defines `command` (a click command); its file name is the command's name, files starting with an
underscore are helpers. A command returns nothing, or its exit code. This module is the only place that turns errors
into messages and exit codes.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from ringgen import plugins
from ringgen.errors import InputError, Problem, RinggenError, WriteError
from ringgen.spec.problems import shown

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})
USAGE, CRASHED, UNWRITTEN, INTERRUPTED, PIPE_CLOSED = 2, 3, 4, 130, 141


class _PipeClosed(Exception):  # noqa: N818 - it is no error: whoever read our output has read enough
    """Raised past click, which would otherwise end the program with the exit code of a refused ring."""


class Commands(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, sorted, without importing any."""
        return list(plugins.names(__name__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, imported now; None where there is none, so that click can suggest the nearest."""
        if cmd_name not in plugins.names(__name__):
            return None
        command: click.Command = plugins.load(__name__, cmd_name).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command asked for, or what was probably meant."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            near = plugins.nearest(args[0], plugins.names(__name__))
            hint = f"; did you mean {near}?" if near else ""
            ctx.fail(f'there is no command "{shown(args[0])}"{hint}')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _PipeClosed from None


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"ringgen {version('ringgen')}")
        except PackageNotFoundError:
            click.echo("ringgen, run from its source folder without being installed")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Completion: eval "$(_RINGGEN_COMPLETE=bash_source ringgen)" in your shell\'s start file '
    "(zsh_source and fish_source for those shells).",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def program() -> None:
    """A ring from a text spec: generated, measured on the file as written, ready for the caster."""


def main(args: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code; every error becomes a message here, and nowhere else."""
    given = list(sys.argv[1:] if args is None else args)
    as_json = "--json" in (given[: given.index("--")] if "--" in given else given)
    try:
        code = _run(given)
        if sys.stdout is not None:  # it is None when the shell closed it
            sys.stdout.flush()
        return code
    except RinggenError as error:
        return _failed(error, as_json)
    except click.ClickException as error:
        return _usage(error, as_json)
    except (KeyboardInterrupt, click.Abort):
        return _tell([Problem("", "interrupted")], INTERRUPTED, as_json)
    except (_PipeClosed, BrokenPipeError):
        _silence_output()
        return PIPE_CLOSED
    except Exception as error:
        if _interrupted(error):
            return _tell([Problem("", "interrupted")], INTERRUPTED, as_json)
        return _crashed(error, as_json)


def run() -> NoReturn:
    """The program as the shell starts it: gone once it is done, without taking the CAD kernel down piece by piece."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: the kernel's import turns it into an ImportError."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _run(args: list[str]) -> int:
    result = program.main(args=args, prog_name="ringgen", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _failed(error: RinggenError, as_json: bool) -> int:
    if isinstance(error, InputError):
        return _tell(list(error.problems), error.exit_code, as_json, error.source)
    return _tell([Problem("", str(error))], error.exit_code, as_json)


def _usage(error: click.ClickException, as_json: bool) -> int:
    if not as_json and isinstance(error, click.UsageError) and type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return USAGE
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f" (see `{error.ctx.command_path} --help`)"
    return _tell([Problem("", f"{error.format_message()}{hint}")], USAGE, as_json)


def _crashed(error: Exception, as_json: bool) -> int:
    if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
        # Files are written by `ringgen.files`, which says so itself: what is left is standard output.
        _silence_output()
        return _tell([Problem("", f"cannot write to standard output: {error.strerror}")], UNWRITTEN, False)
    said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    where = _crash_log(error)
    message = f"ringgen failed in a way it should not have ({said})"
    return _tell([Problem("", f"{message}; {where}")], CRASHED, as_json)


def _crash_log(error: Exception) -> str:
    """Where the traceback was put: it helps whoever mends this, and nobody at the terminal."""
    import traceback

    from ringgen import files

    text = "".join(traceback.format_exception(error))
    try:
        path = Path(tempfile.mkdtemp(prefix="ringgen-crash-")) / "traceback.txt"
        files.save(path, text.encode("utf-8", "backslashreplace"))
    except (OSError, WriteError):
        return "its details could not be saved"
    return f"please report it with {path}"


def _tell(problems: list[Problem], code: int, as_json: bool, source: str = "") -> int:
    """One line a problem on standard error, or one object on standard output; the exit code is passed through."""
    lines = [_clean(f"{source}: {p}" if source else str(p)) for p in problems]
    try:
        if as_json:
            rows = [
                {"field": p.field, "line": p.line, "message": p.message, "allowed": p.allowed, "nearest": p.nearest}
                for p in problems
            ]
            print(json.dumps({"error": "\n".join(lines), "exit": code, "problems": rows}, indent=2), flush=True)
        else:
            print("\n".join(f"error: {line}" for line in lines), file=sys.stderr, flush=True)
    except OSError:
        _silence_output()
    return code


def _clean(text: str) -> str:
    """One line with nothing in it that could steer a terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def _silence_output() -> None:
    """Let the interpreter's last flush go nowhere, since where it should go does not take it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
