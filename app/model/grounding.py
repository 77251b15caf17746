"""Verbs about what a map rests on: who is in the room, who said what, evidence, votes. Pure, like those in edits."""

from collections.abc import Iterable
from typing import Any

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import LABEL_LIMIT, TEXT_LIMIT, Evidence, Saying, Voice, Vote, clean_line, clean_text

MOST_DOTS = 1000
"""Dots that one entry can hold: more is a slip of the finger."""


# -- voices


def voice_like(cause_map: CauseMap, fields: Voice) -> Voice | None:
    """A voice of which the same is told, however it is written; None if there is none."""
    return next((each for each in cause_map.voices.values() if _told(each) == _told(fields)), None)


def _told(voice: Voice) -> tuple[str, str, str, bool]:
    return (
        voice.organisation.casefold(),
        voice.role.casefold(),
        voice.name.casefold(),
        voice.lived_experience,
    )


def add_voice(
    cause_map: CauseMap, organisation: str = "", role: str = "", name: str = "", *, lived_experience: bool = False
) -> Changes:
    """Someone in the room. RuleBroken if nothing is told of them, or the very same is there already."""
    voice = Voice(
        id=new_id(),
        organisation=_line(organisation),
        role=_line(role),
        name=_line(name),
        lived_experience=lived_experience,
    )
    _check_voice(cause_map, voice)
    return [Add(voice)]


def change_voice(cause_map: CauseMap, voice_id: str, **fields: Any) -> Changes:
    """Tell something else of a voice; RuleBroken as in add_voice."""
    voice = cause_map.voices[voice_id]
    cleaned = {name: _line(value) if isinstance(value, str) else value for name, value in fields.items()}
    _check_voice(cause_map, voice.with_fields(cleaned))
    return update(voice, **cleaned)


def _check_voice(cause_map: CauseMap, voice: Voice) -> None:
    if not (voice.organisation or voice.role or voice.name):
        raise RuleBroken("Tell at least an organisation, a role or a name.")
    like = voice_like(cause_map, voice)
    if like is not None and like.id != voice.id:
        raise RuleBroken("This voice is in the room already.")


def delete_voice(cause_map: CauseMap, voice_id: str) -> Changes:
    """Take a voice away, with all that it is told to have said."""
    said = [each for each in cause_map.sayings.values() if each.voice == voice_id]
    return [*map(Remove, said), Remove(cause_map.voices[voice_id])]


def say(cause_map: CauseMap, voice_id: str, subjects: Iterable[str]) -> Changes:
    """That a voice said these factors and links; what it is told to have said already is passed over."""
    said = {each.subject for each in cause_map.sayings.values() if each.voice == voice_id}
    return said_anew(voice_id, (id_ for id_ in subjects if id_ not in said))


def said_anew(voice_id: str, subjects: Iterable[str]) -> Changes:
    """That a voice said these, which may be about to come."""
    return [Add(Saying(id=new_id(), voice=voice_id, subject=subject)) for subject in dict.fromkeys(subjects)]


def unsay(cause_map: CauseMap, voice_id: str, subjects: Iterable[str]) -> Changes:
    """That it did not."""
    wanted = set(subjects)
    return [Remove(each) for each in cause_map.sayings.values() if each.voice == voice_id and each.subject in wanted]


def toggle_said(cause_map: CauseMap, voice_id: str, subjects: Iterable[str]) -> Changes:
    """That a voice said these, or, if it is told to have said all of them, that it did not."""
    ids = list(subjects)
    return say(cause_map, voice_id, ids) or unsay(cause_map, voice_id, ids)


# -- evidence


def add_evidence(cause_map: CauseMap, subject: str, **fields: Any) -> Changes:
    """Evidence on a factor or link. RuleBroken if nothing is told of it but its kind."""
    if subject not in cause_map.factors and subject not in cause_map.links:
        raise RuleBroken("Evidence is about a factor or a link on the map.")
    made = Evidence(id=new_id(), subject=subject, **_cleaned(fields))
    if not (made.source or made.quotation or made.address):
        raise RuleBroken("Tell where the evidence is from, or what it says.")
    return [Add(made)]


def change_evidence(cause_map: CauseMap, evidence_id: str, **fields: Any) -> Changes:
    """Tell something else of a piece of evidence."""
    return update(cause_map.evidence[evidence_id], **_cleaned(fields))


def delete_evidence(cause_map: CauseMap, evidence_id: str) -> Changes:
    """Take a piece of evidence away."""
    return [Remove(cause_map.evidence[evidence_id])]


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    long = ("source", "quotation")
    return {
        name: (clean_text(value)[:TEXT_LIMIT] if name in long else _line(value)) if isinstance(value, str) else value
        for name, value in fields.items()
    }


# -- votes


def give_dots(cause_map: CauseMap, dots: int) -> Changes:
    """So many dots each person has to vote with; 0: as many as one likes."""
    if not 0 <= dots <= MOST_DOTS:
        raise RuleBroken(f"A person has between 0 and {MOST_DOTS:,} dots.")
    return update(cause_map.about, dots=dots)


def vote(cause_map: CauseMap, factor_id: str, organisation: str, by: int) -> Changes:
    """Put so many more dots of an organisation on a factor, or, with less than nothing, take some away again."""
    name = _line(organisation)
    return set_votes(cause_map, factor_id, name, max(0, dots_of(cause_map, factor_id, name) + by))


def set_votes(cause_map: CauseMap, factor_id: str, organisation: str, dots: int) -> Changes:
    """Let an organisation have just so many dots on a factor."""
    if not 0 <= dots <= 100_000:
        raise RuleBroken("That many dots cannot be counted.")
    if cause_map.factors[factor_id].parked:
        raise RuleBroken("A parked factor takes no dots: bring it onto the map first.")
    name = _line(organisation)
    there = [each for each in cause_map.votes.values() if each.factor == factor_id and each.organisation == name]
    if not there:
        return [Add(Vote(id=new_id(), factor=factor_id, organisation=name, dots=dots))] if dots else []
    rest: list[Change] = [Remove(each) for each in there[1:]]
    return [Remove(there[0]), *rest] if not dots else [*update(there[0], dots=dots), *rest]


def dots_of(cause_map: CauseMap, factor_id: str, organisation: str) -> int:
    """How many dots an organisation has put on a factor."""
    name = _line(organisation)
    return sum(each.dots for each in cause_map.votes.values() if each.factor == factor_id and each.organisation == name)


def clear_votes(cause_map: CauseMap) -> Changes:
    """Begin the voting anew."""
    return [Remove(each) for each in cause_map.votes.values()]


def _line(text: str) -> str:
    return clean_line(text)[:LABEL_LIMIT].strip()
