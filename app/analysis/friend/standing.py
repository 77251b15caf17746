"""Questions about how firmly the top causes stand: who said them, what they rest on, what they hang on."""

from collections import Counter
from collections.abc import Iterator

from app.analysis.friend.question import Question, listed, quoted
from app.analysis.grounds import Grounds
from app.analysis.reading import Reading, UpstreamCause
from app.analysis.voices import evidence_on, has_lived_experience, parties_of
from app.analysis.votes import disagreements
from app.model.cause_map import CauseMap

TOP = 3
"""Causes down to this rank are the top ones."""
_MOST = 10
"""Top causes asked about at most, where many share a rank."""


def standing_questions(cause_map: CauseMap, reading: Reading) -> Iterator[Question]:
    """What the standing of the top causes raises, rank by rank; then where votes are far from reach."""
    grounds = Grounds(cause_map, reading)
    for cause in [each for each in reading.upstream if each.rank <= TOP][:_MOST]:
        yield from _of_cause(cause_map, reading, grounds, cause)
    for each in disagreements(cause_map, reading):
        reached = f"{len(reading.reach_of(each.factor))} of {len(reading.symptoms)} symptoms"
        named = quoted(cause_map, each.factor)
        asks = (
            f"The room put many dots on {named}, which reaches {reached}. What does the room know and the map not?"
            if each.voted
            else f"{named} reaches {reached}, yet has few dots or none. Is it too far off, or not believed?"
        )
        yield _question(
            "votes far from reach",
            (each.factor,),
            asks,
            "Where the room and the map disagree, one of them has something to learn.",
            "Independent basis",
        )


def _question(rule: str, about: tuple[str, ...], asks: str, why: str, ground: str) -> Question:
    return Question("Standing", rule, about, asks, why, ground)


def _of_cause(cause_map: CauseMap, reading: Reading, grounds: Grounds, cause: UpstreamCause) -> Iterator[Question]:
    members = cause.members
    named = f"the loop of {listed(cause_map, members, most=2)}" if len(members) > 1 else quoted(cause_map, members[0])
    place = f"number {cause.rank}"
    if not evidence_on(cause_map, *members):
        yield _question(
            "no evidence",
            members,
            f"{named} is {place}, and nothing is told of what it rests on. How do we know?",
            "The first thing a director asks of a top cause is: says who?",
            "Credible basis",
        )
    said = parties_of(cause_map, *members)
    if len(said) <= 1:
        told = (
            f"Only {said[0]} has named {named} or brought evidence on it"
            if said
            else f"It is not told who said {named}"
        )
        yield _question(
            "one voice",
            members,
            f"{told} ({place}). Who else would say so, and who would not?",
            "What one organisation alone says of the others is a claim until another has confirmed it.",
            "Independent basis",
        )
    if not has_lived_experience(cause_map, *members):
        yield _question(
            "no expert by experience",
            members,
            f"No expert by experience has spoken to {named} ({place}). What would people who use services say?",
            "They see the whole way through the system that each organisation sees a part of.",
            "Involvement of experts by experience",
        )
    yield from _hanging(cause_map, grounds, cause, named, place)
    yield from _control(cause_map, reading, cause, named, place)


def _hanging(cause_map: CauseMap, grounds: Grounds, cause: UpstreamCause, named: str, place: str) -> Iterator[Question]:
    """The single link on which at least half of what it reaches hangs; the least sure one where there are several."""
    count = Counter(grounds.hanging(cause).values())
    order = {id_: at for at, id_ in enumerate(cause_map.links)}
    heavy = [id_ for id_, times in count.items() if 2 * times >= len(cause.reach)]
    if not heavy:
        return
    link = cause_map.links[min(heavy, key=lambda id_: (cause_map.links[id_].confidence, -count[id_], order[id_]))]
    lost = f"{count[link.id]} of the {len(cause.reach)} symptoms it leads to"
    if link.certainty == "tentative":
        yield _question(
            "a tentative link carries it",
            (link.id, *cause.members),
            f"{named} is {place} by a link that nobody is sure of: {quoted(cause_map, link.id)}. Who could say?",
            f"If that link is wrong, it loses {lost}.",
            "Robust basis",
        )
    else:
        yield _question(
            "hangs on one link",
            (link.id, *cause.members),
            f"{named} ({place}) hangs on one link: {quoted(cause_map, link.id)}. How sure is that?",
            f"If that link is wrong, it loses {lost}.",
            "Robust basis",
        )


def _control(cause_map: CauseMap, reading: Reading, cause: UpstreamCause, named: str, place: str) -> Iterator[Question]:
    controls = {cause_map.factors[id_].control for id_ in cause.members}
    if controls == {"fact of life"} and not reading.changeable_only:
        yield _question(
            "a fact of life",
            cause.members,
            f"{named} is {place}, and nobody in the room can change it. Which of the causes it acts on can be changed?",
            "Effort goes where it can change something; Y shows the most upstream causes that you can change.",
            "Where to focus",
        )
    elif controls == {"not asked"}:
        yield _question(
            "stopped asking",
            cause.members,
            f"{_begins(reading, cause, named)} ({place}). Does it begin there, or did we stop asking why? Who could"
            " change it?",
            "A cause may look most upstream only because nobody asked what is behind it.",
            "Goldratt: causality existence",
        )


def _begins(reading: Reading, cause: UpstreamCause, named: str) -> str:
    """That nothing leads to it, told as it is."""
    if len(cause.members) > 1:
        return f"Nothing from outside leads into {named}"
    aside = "Facts of life aside, nothing" if reading.changeable_only else "Nothing"
    return f"{aside} on the map leads to {named}"
