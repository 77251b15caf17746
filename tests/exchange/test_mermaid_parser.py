"""Flowcharts that are written are what Mermaid's own parser reads: the same boxes, the same arrows."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.analysis.reading import read
from app.exchange.example import example_records
from app.exchange.graphs import mermaid
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

PARSER = Path(sys.prefix) / "mermaid"
SCRIPT = Path(__file__).parents[1] / "mermaid" / "read_flowchart.mjs"
STROKES = {"established": "thick", "likely": "normal", "tentative": "dotted"}
NASTY = (
    'Say "no" & <b>go</b>',
    "end",
    "a[b](c){d}|e|",
    "click here; x --> y %% z",
    "subgraph",
    "#35; 100 % of 5 #quot;",
    "`code` \\n and \\",
    "=cmd|' /C calc'!A0",
    "אין מיטות",
    "Waiting 🎉",
)


def parsed(cause_map):
    if shutil.which("node") is None or not (PARSER / "node_modules").is_dir():
        pytest.skip("Mermaid's parser is not installed")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT.read_text("utf-8")],
        input=mermaid(cause_map, read(cause_map)),
        capture_output=True,
        check=False,
        cwd=PARSER,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def shown(words):
    """What a browser would show: the parser keeps #34; as two signs of its own around the number."""
    return re.sub("ﬂ°°([0-9]+)¶ß", lambda found: chr(int(found[1])), words)


def nasty_map():
    records = [About(id=ABOUT_ID, title="t")]
    records += [Factor(id=f"f{at}", label=label) for at, label in enumerate(NASTY)]
    records.append(Factor(id="s", label="People wait", kind="symptom"))
    certain = (1.0, 0.7, 0.4)
    records += [
        Link(id=f"l{at}", cause=f"f{at}", effect="s", confidence=certain[at % 3], polarity="-" if at % 2 else "")
        for at in range(len(NASTY))
    ]
    return CauseMap.of(records)


@pytest.mark.parametrize("make", [lambda: CauseMap.of(example_records()[1]), nasty_map], ids=["example", "nasty"])
def test_mermaids_own_parser_reads_every_box_and_arrow(make):
    cause_map = make()
    found = parsed(cause_map)
    label_of = {id_: shown(words) for id_, words in found["boxes"]}
    assert sorted(label_of.values()) == sorted(each.label for each in cause_map.factors.values())
    arrows = sorted((label_of[start], label_of[end], stroke) for start, end, stroke, _ in found["arrows"])
    assert arrows == sorted(
        (cause_map.factors[link.cause].label, cause_map.factors[link.effect].label, STROKES[link.certainty])
        for link in cause_map.links.values()
    )
    less = sorted((label_of[start], label_of[end]) for start, end, _, words in found["arrows"] if "less" in words)
    assert less == sorted(
        (cause_map.factors[link.cause].label, cause_map.factors[link.effect].label)
        for link in cause_map.links.values()
        if link.polarity == "-"
    )
