"""The other end of the worker's pipe: takes a pure function and its arguments, gives back what it returns.

It ends when its input ends, so nothing is left behind by a program that was killed. No Qt in here.
"""

import os
import pickle
import struct
import sys
from types import GeneratorType
from typing import BinaryIO

from app.ui.sent_maps import Receiver

LENGTH = struct.Struct(">Q")
"""Before each pickle: how many bytes it has."""
DONE, FAILED, PART = "done", "failed", "part"
"""What an answer is: the result, what went wrong, or a part of what is being worked out."""


def bring_in() -> None:
    """Import what readings and Tidy are made of."""
    from app.analysis import reading
    from app.layout import tidy

    tidy.tidy({"a": (100.0, 40.0), "b": (100.0, 40.0)}, [], ())
    assert reading


def packed(value: object) -> bytes:
    """A value as it goes through the pipe."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def serve() -> int:
    """Answer until the input ends, or nobody listens any more."""
    try:
        _serve()
    except BrokenPipeError:  # the window was killed; what is still held back for it has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _serve() -> None:
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    maps = Receiver()
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    while (data := _next(asked)) is not None:
        try:
            # Both ends of this pipe are this program; nothing from a file comes this way unread.
            job, sent = pickle.loads(data)  # noqa: S301
            arguments = [maps.incoming(each) for each in sent]
            outcome = (DONE, _worked_out(job(*arguments), answers))
        except Exception as error:  # noqa: BLE001  # told to the window, which says it
            outcome = (FAILED, repr(error))
        _tell(answers, outcome)


def _worked_out(result: object, answers: BinaryIO) -> object:
    """The result; of a generator what it returns, after each of its parts was told."""
    if not isinstance(result, GeneratorType):
        return result
    while True:
        try:
            part = next(result)
        except StopIteration as end:
            return end.value
        _tell(answers, (PART, part))


def _tell(answers: BinaryIO, what: object) -> None:
    answers.write(packed(what))
    answers.flush()


def _next(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None
