"""The plain form: ``{"title", "nodes": [...], "links": [...]}`` as JSON, read from anywhere and written for anyone.

Everything in a file is untrusted. What can be mended is mended and reported in a sentence; what cannot be read at all
is refused in one.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import FileRefused
from app.exchange.mends import Mends
from app.model.cause_map import CauseMap
from app.model.ids import id_for
from app.model.records import (
    ABOUT_ID,
    CONFIDENCE,
    About,
    Control,
    Evidence,
    Factor,
    Kind,
    Link,
    Polarity,
    Record,
    Saying,
    Voice,
)

MOST_BYTES = 50_000_000
_KINDS: tuple[Kind, ...] = ("symptom", "cause")
_CONTROLS: tuple[Control, ...] = ("ours", "influence", "fact of life", "not asked")
_POLARITIES: tuple[Polarity, ...] = ("+", "-")


@dataclass(frozen=True)
class Imported:
    """A map from another form: its records, and a plain sentence for everything that was mended or left out.

    ``styles``: how its links without a sign are drawn, each with how many there are, where that may mean something.
    ``says_direction``: whether the form itself says which end of a link is the cause. ``example``: how its first link
    was read.
    """

    title: str
    records: tuple[Record, ...]
    report: tuple[str, ...]
    styles: Mapping[str, int] = field(default_factory=dict)
    says_direction: bool = True
    example: str = ""


def read_neutral(data: bytes, *, name: str = "") -> Imported:
    """The map in these bytes; FileRefused in one sentence, which names the file, if they hold none."""
    shown = f"“{name}”" if name else "The file"
    try:
        value = _parsed(data, shown)
        if not isinstance(value, dict) or not isinstance(value.get("nodes"), list):
            raise FileRefused(f"{shown} is not a map of this form: it has no list of nodes.")
        if not isinstance(value.get("links"), list):  # other programs' maps have nodes too, and name links otherwise
            raise FileRefused(f"{shown} is not a map of this form: it has no list of links.")
        reader = _Reader(value.get("title"))
        reader.read_factors(value["nodes"])
        reader.read_links(value["links"])
        reader.park()
    except RecursionError as error:
        raise FileRefused(f"{shown} is nested too deeply to be a map.") from error
    return Imported(reader.title, tuple(reader.records), reader.mends.report())


def _parsed(data: bytes, shown: str) -> Any:
    if len(data) > MOST_BYTES:
        raise FileRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB, more than any map of this form.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return json.loads(data.decode(encoding), strict=False)
    except UnicodeDecodeError as error:
        raise FileRefused(f"{shown} is not text in UTF-8, so it cannot be read as a map.") from error
    except ValueError as error:
        raise FileRefused(f"{shown} is not JSON, or it was cut off, so it cannot be read as a map.") from error


class _Reader:
    """One reading: the records so far, and what had to be mended."""

    def __init__(self, title: Any) -> None:
        self.mends = Mends()
        self.title = self.mends.line(title)
        self.records: list[Record] = [About(id=ABOUT_ID, title=self.title)]
        self._factors: dict[str, str] = {}
        self._first: dict[str, dict[str, Any]] = {}
        self._links: set[tuple[str, str]] = set()
        self._groups: dict[tuple[str, str], str] = {}
        self._group_names: set[str] = set()
        self._effects: Counter[str] = Counter()
        self._parked: set[str] = set()
        self._voices: dict[tuple[str, bool], str] = {}
        self._sayings: set[tuple[str, str]] = set()

    # -- factors

    def read_factors(self, values: list[Any]) -> None:
        """Factors with their voices and evidence."""
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                self.mends.count("shape")
                continue
            key = _key(value.get("id"))
            if not key and not value.get("label"):
                self.mends.count("shape")
            elif not key:
                self.mends.count("no id")
                self._add_factor(value, id_for("factor", self.title, "", str(number)))
            elif key not in self._factors:
                self._first[key] = value
                self._factors[key] = self._add_factor(value, factor_id(self.title, value["id"]))
            elif value == self._first[key]:
                self.mends.count("same entry")
            else:
                self.mends.count("same id")
                self._add_factor(value, id_for("factor", self.title, key, str(number)))

    def _add_factor(self, value: dict[str, Any], id_: str) -> str:
        mends = self.mends
        label, notes = mends.label(value.get("label"), value.get("notes"))
        x, y = (mends.number(value.get(side), -1e7, 1e7) for side in ("x", "y"))
        weight = mends.number(value.get("weight"), 0, 1e6)
        factor = Factor(
            id=id_,
            label=label,
            kind=mends.one_of(value.get("kind"), _KINDS, "cause", kind="kind"),
            notes=notes,
            theme=mends.line(value.get("theme")),
            x=None if y is None else x,
            y=None if x is None else y,
            weight=1.0 if weight is None else weight,
            control=mends.one_of(value.get("control"), _CONTROLS, "not asked"),
            effort=mends.whole(value.get("effort"), 1, 5),
            impact=mends.whole(value.get("impact"), 1, 5),
            pinned=value.get("pinned") is True,
        )
        self.records.append(factor)
        if value.get("parked") is True:
            self._parked.add(id_)
        self._add_grounds(value, id_)
        return id_

    def park(self) -> None:
        """Factors that the file calls parked, as far as they may be: no symptoms, and none with links."""
        linked = {end for each in self.records if isinstance(each, Link) for end in (each.cause, each.effect)}
        self.records = [
            each.with_fields({"parked": True})
            if isinstance(each, Factor) and each.id in self._parked - linked and not each.is_symptom
            else each
            for each in self.records
        ]

    # -- voices and evidence

    def _add_grounds(self, value: dict[str, Any], subject: str) -> None:
        """Who said a factor or link, and what it rests on."""
        for said in self.mends.listed(value.get("voices")):
            voice = self._voice(self.mends.line(said.get("organisation")), said.get("lived_experience") is True)
            if (voice, subject) not in self._sayings:
                self._sayings.add((voice, subject))
                self.records.append(Saying(id=id_for("saying", subject, voice), voice=voice, subject=subject))
        for number, each in enumerate(self.mends.listed(value.get("evidence"))):
            self.records.append(
                Evidence(
                    id=id_for("evidence", subject, str(number)),
                    subject=subject,
                    kind=self.mends.line(each.get("kind")),
                    source=self.mends.text(each.get("source")),
                    quotation=self.mends.text(each.get("quotation")),
                    strength=self.mends.whole(each.get("strength"), 0, 3) or 0,
                    date=self.mends.line(each.get("date")),
                    address=self.mends.line(each.get("address")),
                )
            )

    def _voice(self, organisation: str, lived: bool) -> str:  # noqa: FBT001  # one of the two things a voice is
        if (organisation, lived) not in self._voices:
            id_ = id_for("voice", self.title, organisation, str(lived))
            self._voices[organisation, lived] = id_
            self.records.append(Voice(id=id_, organisation=organisation, lived_experience=lived))
        return self._voices[organisation, lived]

    # -- links

    def read_links(self, values: list[Any]) -> None:
        """Links between factors that exist, each pair once."""
        for value in values:
            keys = [_key(value.get(end)) for end in ("cause", "effect")] if isinstance(value, dict) else []
            if not all(keys) or not keys:
                self.mends.count("link shape")
                continue
            cause, effect = (self._factors.get(key) for key in keys)
            if cause is None or effect is None:
                self.mends.count("dangling")
            elif cause == effect:
                self.mends.count("self")
            elif (cause, effect) in self._links:
                self.mends.count("repeated")
            else:
                self._links.add((cause, effect))
                self._add_link(value, cause, effect)

    def _add_link(self, value: dict[str, Any], cause: str, effect: str) -> None:
        confidence = self.mends.number(value.get("confidence"), 0, 1, kind="confidence")
        link = Link(
            id=id_for("link", cause, effect),
            cause=cause,
            effect=effect,
            confidence=CONFIDENCE["likely"] if confidence is None else confidence,
            polarity=self.mends.one_of(value.get("polarity"), _POLARITIES, "", kind="polarity"),
            note=self.mends.text(value.get("note")),
            together=self._together(self.mends.line(value.get("and_group")), effect),
        )
        self.records.append(link)
        self._add_grounds(value, link.id)

    def _together(self, given: str, effect: str) -> str:
        """The group's name; a group is all links of one name into one effect, so others get a name of their own."""
        if not given or (given, effect) in self._groups:
            return self._groups[given, effect] if given else ""
        if self._effects[given] == 1:
            self.mends.count("together")
        self._effects[given] += 1
        number, name = self._effects[given], given
        while name in self._group_names:
            name = f"{given[:480]} ({number})"
            number += 1
        self._group_names.add(name)
        self._groups[given, effect] = name
        return name


def factor_id(title: str, key: Any) -> str:
    """The id that the factor of this key has in a map of this title."""
    return id_for("factor", title, _key(key))


def _key(value: Any) -> str:
    """What links know a factor by, '' if it is no id: as plain ASCII, since half characters occur."""
    fits = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return json.dumps(str(value)) if fits else ""


def write_neutral(cause_map: CauseMap) -> bytes:
    """The map in the plain form, with voices, evidence and places: what :func:`read_neutral` takes back.

    Names and roles of voices, actions and measures have no place in this form and stay out.
    """
    grounds = _grounds(cause_map)
    nodes = [_node(factor) | grounds.get(factor.id, {}) for factor in cause_map.factors.values()]
    links = [
        {"cause": link.cause, "effect": link.effect, "polarity": link.polarity or None, "confidence": link.confidence}
        | ({"and_group": link.together} if link.together else {})
        | ({"note": link.note} if link.note else {})
        | grounds.get(link.id, {})
        for link in cause_map.links.values()
    ]
    whole = {"title": cause_map.title, "nodes": nodes, "links": links}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _node(factor: Factor) -> dict[str, Any]:
    return (
        {"id": factor.id, "label": factor.label, "kind": factor.kind, "theme": factor.theme}
        | {"voices": [], "evidence": [], "effort": factor.effort, "impact": factor.impact}
        | ({"notes": factor.notes} if factor.notes else {})
        | ({"x": factor.x, "y": factor.y} if factor.x is not None and factor.y is not None else {})
        | ({"weight": factor.weight} if factor.weight != 1 else {})
        | ({"control": factor.control} if factor.control != "not asked" else {})
        | ({"pinned": True} if factor.pinned else {})
        | ({"parked": True} if factor.parked else {})
    )


def _grounds(cause_map: CauseMap) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Voices and evidence as they are written, by the factor or link that they belong to."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for saying in cause_map.sayings.values():
        voice = cause_map.voices[saying.voice]
        said = {"organisation": voice.organisation, "lived_experience": voice.lived_experience}
        voices = found.setdefault(saying.subject, {}).setdefault("voices", [])
        if said not in voices:
            voices.append(said)
    for each in cause_map.evidence.values():
        kept: dict[str, Any] = {"kind": each.kind, "source": each.source, "strength": each.strength}
        kept |= {key: value for key in ("quotation", "date", "address") if (value := getattr(each, key))}
        found.setdefault(each.subject, {}).setdefault("evidence", []).append(kept)
    return found
