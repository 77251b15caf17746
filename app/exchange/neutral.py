"""The plain form: ``{"title", "nodes": [...], "links": [...]}`` as JSON, read from anywhere and written for anyone.

Everything in a file is untrusted. What can be mended is mended and reported in a sentence; what cannot be read at all
is refused in one.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.errors import FileRefused
from app.model.cause_map import CauseMap
from app.model.ids import id_for
from app.model.records import (
    ABOUT_ID,
    CONFIDENCE,
    LABEL_LIMIT,
    TEXT_LIMIT,
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
    clean_line,
    clean_text,
)

MOST_BYTES = 50_000_000
NO_WORDS = "(no words)"
_CONTROLS: tuple[Control, ...] = ("ours", "influence", "fact of life", "not asked")


@dataclass(frozen=True)
class Imported:
    """A map from another form: its records, and a plain sentence for everything that was mended or left out."""

    title: str
    records: tuple[Record, ...]
    report: tuple[str, ...]


def read_neutral(data: bytes, *, name: str = "") -> Imported:
    """The map in these bytes; FileRefused in one sentence, which names the file, if they hold none."""
    shown = f"“{name}”" if name else "The file"
    value = _parsed(data, shown)
    if not isinstance(value, dict) or not isinstance(value.get("nodes"), list):
        raise FileRefused(f"{shown} is not a map: it has no list of nodes.")
    if not isinstance(value.get("links", []), list):
        raise FileRefused(f"{shown} is not a map: its links are not a list.")
    reader = _Reader(_line(value.get("title")))
    reader.nodes(value["nodes"])
    reader.links(value.get("links", []))
    return Imported(reader.title, tuple(reader.records), reader.report())


def _parsed(data: bytes, shown: str) -> Any:
    if len(data) > MOST_BYTES:
        raise FileRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB, more than any map of this form.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return json.loads(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise FileRefused(f"{shown} is not text in UTF-8, so it cannot be read as a map.") from error
    except RecursionError as error:
        raise FileRefused(f"{shown} is nested too deeply to be a map.") from error
    except ValueError as error:
        raise FileRefused(f"{shown} is not JSON, or it was cut off, so it cannot be read as a map.") from error


# The sentences of the report, one for each kind of mend: for one case, and for several.
_MENDS = {
    "shape": ("1 entry that is no factor was left out.", "{} entries that are no factors were left out."),
    "link shape": ("1 entry that is no link was left out.", "{} entries that are no links were left out."),
    "same id": (
        "1 factor with the id of another was left out.",
        "{} factors with the ids of others were left out.",
    ),
    "no words": (
        f"1 factor had no words; it is called {NO_WORDS}.",
        f"{{}} factors had no words; they are called {NO_WORDS}.",
    ),
    "long": (
        "1 label was too long for a box; the whole of it is in the notes.",
        "{} labels were too long for a box; the whole of them is in the notes.",
    ),
    "kind": (
        "1 factor was neither symptom nor cause; it is taken as a cause.",
        "{} factors were neither symptom nor cause; they are taken as causes.",
    ),
    "dangling": (
        "1 link to a factor that does not exist was left out.",
        "{} links to factors that do not exist were left out.",
    ),
    "self": ("1 link from a factor to itself was left out.", "{} links from factors to themselves were left out."),
    "repeated": ("1 repeated link was left out.", "{} repeated links were left out."),
    "confidence": (
        "1 confidence that was no number from 0 to 1 was set to likely.",
        "{} confidences that were no numbers from 0 to 1 were set to likely.",
    ),
    "polarity": ("1 sign that was neither + nor - was left out.", "{} signs that were neither + nor - were left out."),
    "together": (
        "1 link is not needed together with links into another effect.",
        "{} links are not needed together with links into another effect.",
    ),
    "field": ("1 value that does not fit was left out.", "{} values that do not fit were left out."),
}


@dataclass
class _Reader:
    """One reading: records so far, and what had to be mended."""

    title: str
    records: list[Record] = field(default_factory=list)
    _mended: Counter[str] = field(default_factory=Counter)
    _factors: dict[str, str] = field(default_factory=dict)
    _voices: dict[tuple[str, bool], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.records.append(About(id=ABOUT_ID, title=self.title))

    def report(self) -> tuple[str, ...]:
        """What was mended, one sentence a kind."""
        return tuple(
            (one if count == 1 else many.format(count))
            for kind, (one, many) in _MENDS.items()
            if (count := self._mended[kind])
        )

    def mend(self, kind: str) -> None:
        """Count one mend."""
        self._mended[kind] += 1

    # -- factors

    def nodes(self, values: list[Any]) -> None:
        """Factors with their voices and evidence."""
        for value in values:
            if not isinstance(value, dict) or not isinstance(value.get("id"), str | int):
                self.mend("shape")
                continue
            key = str(value["id"])
            if key in self._factors:
                self.mend("same id")
                continue
            factor = self._factor(value, id_for("factor", self.title, key))
            self._factors[key] = factor.id
            self.records.append(factor)
            self._said(value.get("voices"), factor.id)
            self._evidence(value.get("evidence"), factor.id)

    def _factor(self, value: dict[str, Any], id_: str) -> Factor:
        given = value.get("label")
        words = _line(given, limit=None)
        notes = self._text(value.get("notes"))
        if not words:
            self.mend("no words")
            words = NO_WORDS
        elif len(words) > LABEL_LIMIT:
            self.mend("long")
            notes = "\n\n".join(part for part in (notes, clean_text(str(given))) if part)[:TEXT_LIMIT]
            words = words[: LABEL_LIMIT - 1].rstrip() + "…"
        x, y = self._number(value.get("x"), -1e7, 1e7), self._number(value.get("y"), -1e7, 1e7)
        weight = self._number(value.get("weight"), 0, 1e6)
        return Factor(
            id=id_,
            label=words,
            kind=self._kind(value.get("kind")),
            notes=notes,
            theme=self._short(value.get("theme")),
            x=None if y is None else x,
            y=None if x is None else y,
            weight=1.0 if weight is None else weight,
            control=self._control(value.get("control")),
            effort=self._score(value.get("effort")),
            impact=self._score(value.get("impact")),
        )

    def _kind(self, value: Any) -> Kind:
        if value == "symptom":
            return "symptom"
        if value not in ("cause", None):
            self.mend("kind")
        return "cause"

    def _control(self, value: Any) -> Control:
        if value is None:
            return "not asked"
        for each in _CONTROLS:
            if value == each:
                return each
        self.mend("field")
        return "not asked"

    def _score(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5:
            return value
        self.mend("field")
        return None

    def _number(self, value: Any, least: float, most: float) -> float | None:
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.mend("field")
        return None

    def _text(self, value: Any) -> str:
        return clean_text(value)[:TEXT_LIMIT] if isinstance(value, str) else ""

    def _short(self, value: Any) -> str:
        return _line(value)

    # -- voices and evidence

    def _said(self, values: Any, factor: str) -> None:
        for value in values if isinstance(values, list) else []:
            if not isinstance(value, dict):
                self.mend("field")
                continue
            key = (_line(value.get("organisation")), value.get("lived_experience") is True)
            if key not in self._voices:
                voice = Voice(
                    id=id_for("voice", self.title, *map(str, key)), organisation=key[0], lived_experience=key[1]
                )
                self._voices[key] = voice.id
                self.records.append(voice)
            saying = id_for("saying", factor, self._voices[key])
            if not any(isinstance(record, Saying) and record.id == saying for record in self.records[-60:]):
                self.records.append(Saying(id=saying, voice=self._voices[key], subject=factor))

    def _evidence(self, values: Any, factor: str) -> None:
        for number, value in enumerate(values if isinstance(values, list) else []):
            if not isinstance(value, dict):
                self.mend("field")
                continue
            strength = value.get("strength")
            fits = isinstance(strength, int) and not isinstance(strength, bool) and 0 <= strength <= 3
            if not fits and strength is not None:
                self.mend("field")
            self.records.append(
                Evidence(
                    id=id_for("evidence", factor, str(number)),
                    subject=factor,
                    kind=_line(value.get("kind")),
                    source=self._text(value.get("source")),
                    quotation=self._text(value.get("quotation")),
                    strength=strength if fits and strength is not None else 0,
                    date=_line(value.get("date")),
                    address=_line(value.get("address")),
                )
            )

    # -- links

    def links(self, values: list[Any]) -> None:
        """Links between factors that exist, each pair once."""
        pairs: set[tuple[str, str]] = set()
        groups: dict[str, str] = {}
        for value in values:
            if not isinstance(value, dict) or not all(isinstance(value.get(e), str | int) for e in ("cause", "effect")):
                self.mend("link shape")
                continue
            cause, effect = self._factors.get(str(value["cause"])), self._factors.get(str(value["effect"]))
            if cause is None or effect is None:
                self.mend("dangling")
            elif cause == effect:
                self.mend("self")
            elif (cause, effect) in pairs:
                self.mend("repeated")
            else:
                pairs.add((cause, effect))
                self.records.append(
                    Link(
                        id=id_for("link", cause, effect),
                        cause=cause,
                        effect=effect,
                        confidence=self._confidence(value.get("confidence")),
                        polarity=self._polarity(value.get("polarity")),
                        note=self._text(value.get("note")),
                        together=self._together(value.get("and_group"), effect, groups),
                    )
                )

    def _confidence(self, value: Any) -> float:
        if value is None:
            return CONFIDENCE["likely"]
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.mend("confidence")
        return CONFIDENCE["likely"]

    def _polarity(self, value: Any) -> Polarity:
        if value in ("+", "-"):
            return "+" if value == "+" else "-"
        if value not in (None, ""):
            self.mend("polarity")
        return ""

    def _together(self, value: Any, effect: str, groups: dict[str, str]) -> str:
        name = _line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if name and groups.setdefault(name, effect) != effect:
            self.mend("together")
            return ""
        return name


def _line(value: Any, limit: int | None = LABEL_LIMIT) -> str:
    return clean_line(value)[:limit].strip() if isinstance(value, str) else ""


def write_neutral(cause_map: CauseMap) -> bytes:
    """The map in the plain form, with voices, evidence and places: what :func:`read_neutral` takes back."""
    voices: dict[str, list[dict[str, Any]]] = {}
    for saying in cause_map.sayings.values():
        voice = cause_map.voices[saying.voice]
        said = {"organisation": voice.organisation, "lived_experience": voice.lived_experience}
        voices.setdefault(saying.subject, []).append(said)
    evidence: dict[str, list[dict[str, Any]]] = {}
    for each in cause_map.evidence.values():
        kept = {
            k: v for k, v in dict(each).items() if k not in ("id", "subject") and (v != "" or k in ("kind", "source"))
        }
        evidence.setdefault(each.subject, []).append(kept)
    nodes = []
    for factor in cause_map.factors.values():
        node: dict[str, Any] = {"id": factor.id, "label": factor.label, "kind": factor.kind, "theme": factor.theme}
        node["voices"] = voices.get(factor.id, [])
        node["evidence"] = evidence.get(factor.id, [])
        node |= {"effort": factor.effort, "impact": factor.impact}
        node |= {"notes": factor.notes} if factor.notes else {}
        node |= {"x": factor.x, "y": factor.y} if factor.x is not None and factor.y is not None else {}
        node |= {"weight": factor.weight} if factor.weight != 1 else {}
        node |= {"control": factor.control} if factor.control != "not asked" else {}
        nodes.append(node)
    links = []
    for link in cause_map.links.values():
        row: dict[str, Any] = {"cause": link.cause, "effect": link.effect}
        row |= {"polarity": link.polarity or None, "confidence": link.confidence}
        row |= {"and_group": link.together} if link.together else {}
        row |= {"note": link.note} if link.note else {}
        links.append(row)
    whole = {"title": cause_map.title, "nodes": nodes, "links": links}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
