"""Texts made to make a reader search without end: each is read or refused in a little of the processor's time."""

import subprocess
import sys

import pytest

SPACES = b" " * 3_900
TEXTS = {
    "comments that never become a graph": ("m.txt", b"/**/" * 40 + b" x"),
    "signs of a heading": ("m.md", b"#" * 60 + b" x\n- a\n"),
    "empty lines": ("m.mmd", b"\n" * 300_000),
    "spaces in a class": ("m.mmd", b"flowchart TD\nA-->B\nclass" + SPACES + b"x\n"),
    "spaces in an arrow": ("m.mmd", b"flowchart TD\nA --" + SPACES + b"x\n"),
    "spaces in a label": ("m.mmd", b"flowchart TD\nA -->|" + SPACES + b"x\n"),
    "spaces between numbers": ("m.txt", b"1: a\n2: b\n1 -> 2\n1" + b" " * 390 + b"-" + b" " * 1_500 + b"x\n"),
    "brackets": ("m.dag", b"dag {" + b"[" * 1_000_000),
    "quotes": ("m.dag", b'dag {"' + b'\\"' * 1_000_000),
    "a letter's number of many figures": (
        "m.opml",
        b'<opml><body><outline text="a &amp;#' + b"9" * 5_000 + b';"/></body></opml>',
    ),
    "a word of twenty million letters": ("m.dot", b'digraph {"' + b"a" * 20_000_000 + b'" -> b}'),
    "more boxes than any map has": (
        "m.mmd",
        b"flowchart TD\n" + b"".join(b"a%d-->b%d\n" % (n, n) for n in range(30_000)),
    ),
    "more links than any map has": (
        "m.dot",
        b"digraph {{%b} -> {%b}}" % ((b" ".join(b"a%d" % n for n in range(900)),) * 2),
    ),
}
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from app.errors import FileRefused
from app.exchange.foreign.read import read_foreign
try:
    print("read", len(read_foreign(sys.stdin.buffer.read(), sys.argv[1]).records))
except FileRefused as refused:
    print("refused", refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits for a process there")
@pytest.mark.parametrize("what", TEXTS)
def test_no_text_keeps_a_reader_busy(what):
    name, data = TEXTS[what]
    done = subprocess.run([sys.executable, "-c", READ, name], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    assert done.stdout.startswith((b"read", b"refused"))


def test_a_map_of_too_many_boxes_is_refused_in_a_sentence():
    name, data = TEXTS["more boxes than any map has"]
    done = subprocess.run([sys.executable, "-c", READ, name], input=data, capture_output=True, check=True)
    assert "“m.mmd” holds more than 20,000 boxes" in done.stdout.decode()
