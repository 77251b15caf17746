"""The command ``headwater`` and its words: open, analyse, export and others. Only opening needs a screen.

Exit codes: 0 done; 1 refused, with one sentence on standard error; 2 the words of the call are off.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from app.errors import HeadwaterError

_COMMANDS = ("open", "analyse", "export", "import", "convert", "merge", "copy", "repair", "earlier", "example")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["worker"]:  # how the window starts its own worker process
        from app.ui.worker_process import serve

        return serve()
    if not words or not (words[0] in _COMMANDS or words[0].startswith("-")):
        words = ["open", *words]
    from app.cli.parser import parser

    arguments = parser(_open).parse_args(words)
    _print_any_character()
    try:
        code: int = arguments.run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except HeadwaterError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader had enough
        _print_no_more()
        return 0
    except OSError as error:
        print(f"That cannot be done here: {(error.strerror or 'the system refuses').lower()}.", file=sys.stderr)
        _print_no_more()
        return 1
    except KeyboardInterrupt:
        _print_no_more()
        return 130
    return code


def _print_any_character() -> None:
    """Where the terminal or pipe has no sign for a character, its number stands there instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_no_more() -> None:
    """Python would try once more at its end to print what is left, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open(arguments: argparse.Namespace) -> int:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise HeadwaterError("There is no screen here to open a window on; see headwater --help for what needs none.")
    from app.ui.start_up import run

    return run(arguments.file, example=arguments.example)
