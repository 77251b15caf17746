"""The worked example: why older people wait to leave hospital in an invented county, and what it plans to do."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from app.exchange.neutral import factor_id, read_neutral
from app.model.ids import id_for
from app.model.records import Action, Measure, Measurement, Preparation, Record, Remedy


def example_records() -> tuple[str, tuple[Record, ...]]:
    """Its title and records, places and plan included."""
    read = read_neutral(_resource("dtoc-summit.json"), name="dtoc-summit.json")
    return read.title, (*read.records, *_plan(read.title))


def _resource(name: str) -> bytes:
    return (files("resources") / "examples" / name).read_bytes()


def _plan(title: str) -> Iterator[Record]:
    """The actions, what they work on and prepare, and the figures that are followed; the same ids every time."""
    told: dict[str, Any] = json.loads(_resource("dtoc-plan.json"))
    actions = {each["id"]: id_for("action", title, each["id"]) for each in told["actions"]}
    for each in told["actions"]:
        id_ = actions[each["id"]]
        apart = ("id", "causes", "prepares")
        yield Action(id=id_, **{name: value for name, value in each.items() if name not in apart})
    for each in told["actions"]:
        id_ = actions[each["id"]]
        for key in each["causes"]:
            yield Remedy(id=id_for("remedy", id_, key), action=id_, factor=factor_id(title, key))
        for key in each["prepares"]:
            yield Preparation(id=id_for("preparation", id_, key), action=id_, factor=factor_id(title, key))
    for each in told["measures"]:
        subject = actions.get(each["on"]) or factor_id(title, each["on"])
        id_ = id_for("measure", subject, each["id"])
        apart = ("id", "on", "readings")
        yield Measure(id=id_, subject=subject, **{name: value for name, value in each.items() if name not in apart})
        for date, value in each.get("readings", []):
            yield Measurement(id=id_for("measurement", id_, date), measure=id_, date=date, value=value)
