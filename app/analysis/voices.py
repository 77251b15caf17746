"""Voices: who said what, what one organisation alone says, what no expert by experience has touched, and coverage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.model.cause_map import CauseMap
from app.model.records import Evidence, Saying, Voice

LIVED = "lived experience"
"""The kind of evidence that is an expert's by experience."""


def voices_of(cause_map: CauseMap, *subjects: str) -> tuple[Voice, ...]:
    """Who said any of these factors and links, each once, in the order in which they first did."""
    said = (each for id_ in subjects for each in cause_map.referring_to(id_) if isinstance(each, Saying))
    return tuple(dict.fromkeys(cause_map.voices[each.voice] for each in said))


def evidence_on(cause_map: CauseMap, *subjects: str) -> tuple[Evidence, ...]:
    """What any of these factors and links rest on."""
    return tuple(each for id_ in subjects for each in cause_map.referring_to(id_) if isinstance(each, Evidence))


def strength_of(cause_map: CauseMap, subject: str) -> int:
    """The strength, 0 to 3, of the strongest evidence on a factor or link; 0 without any."""
    return max((each.strength for each in evidence_on(cause_map, subject)), default=0)


def organisations_of(cause_map: CauseMap, *subjects: str) -> tuple[str, ...]:
    """The organisations that named any of these factors and links or brought evidence on it, in alphabetical order.

    However they are written, each counts once. A voice whose organisation is not told counts for none.
    """
    named = [voice.organisation for voice in voices_of(cause_map, *subjects)]
    named += [each.organisation for each in evidence_on(cause_map, *subjects)]
    return _each_once(named)


def parties_of(cause_map: CauseMap, *subjects: str) -> tuple[str, ...]:
    """The same with voices whose organisation is not told, by what else is told of them."""
    named = [party(voice) for voice in voices_of(cause_map, *subjects)]
    named += [each.organisation for each in evidence_on(cause_map, *subjects)]
    return _each_once(named)


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        if name.strip():
            found.setdefault(same_party(name), name)
    return tuple(sorted(found.values(), key=lambda name: (name.casefold(), name)))


def same_party(name: str) -> str:
    """What two spellings of one organisation have in common."""
    return " ".join(name.split()).casefold()


def without_organisation(cause_map: CauseMap, *subjects: str) -> int:
    """How many voices without a told organisation said any of these."""
    return sum(not voice.organisation.strip() for voice in voices_of(cause_map, *subjects))


def party(voice: Voice) -> str:
    """Whom a voice counts for: its organisation, else what else is told of it."""
    fallback = "An expert by experience" if voice.lived_experience else "A voice without a name"
    return voice.organisation or voice.role or voice.name or fallback


def who(voice: Voice) -> str:
    """A voice as one would say it: "Healthwatch, manager (expert by experience)"."""
    named = ", ".join(part for part in (voice.name, voice.role, voice.organisation) if part) or "Somebody"
    told = "by experience" in named.casefold()
    return f"{named} (expert by experience)" if voice.lived_experience and not told else named


def has_lived_experience(cause_map: CauseMap, *subjects: str) -> bool:
    """Whether an expert by experience said any of these, or evidence of lived experience is on it."""
    return any(voice.lived_experience for voice in voices_of(cause_map, *subjects)) or any(
        each.kind.strip().casefold() == LIVED for each in evidence_on(cause_map, *subjects)
    )


def said_by_one_alone(cause_map: CauseMap) -> dict[str, str]:
    """The factors on the map that a single organisation named, with that organisation, in map order."""
    found = {factor.id: parties_of(cause_map, factor.id) for factor in cause_map.on_the_map()}
    return {id_: named[0] for id_, named in found.items() if len(named) == 1}


def said_by_nobody(cause_map: CauseMap) -> tuple[str, ...]:
    """The factors on the map of which it is not told who said them, in map order."""
    return tuple(each.id for each in cause_map.on_the_map() if not parties_of(cause_map, each.id))


def without_lived_experience(cause_map: CauseMap) -> tuple[str, ...]:
    """The factors on the map that no expert by experience has touched, in map order."""
    return tuple(each.id for each in cause_map.on_the_map() if not has_lived_experience(cause_map, each.id))


def said_by(cause_map: CauseMap, voices: Iterable[str]) -> frozenset[str]:
    """All factors and links that any of these voices (ids) said."""
    wanted = set(voices)
    return frozenset(each.subject for each in cause_map.sayings.values() if each.voice in wanted)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who has spoken on what: how many factors of each theme each party named, and experts by experience did.

    ``themes`` and ``parties`` in alphabetical order, the factors without a theme under "" last. ``said``: by (theme,
    party); ``lived`` and ``factors``: by theme, of how many factors an expert by experience spoke, and how many there
    are.
    """

    themes: tuple[str, ...]
    parties: tuple[str, ...]
    said: dict[tuple[str, str], int]
    lived: dict[str, int]
    factors: dict[str, int]

    def silent(self) -> tuple[tuple[str, str], ...]:
        """Every (theme, party) of which nothing is told."""
        return tuple(
            (theme, name) for theme in self.themes for name in self.parties if not self.said.get((theme, name))
        )


def coverage(cause_map: CauseMap) -> Coverage:
    """The table of who has spoken on what, of all factors on the map."""
    said: Counter[tuple[str, str]] = Counter()
    lived: Counter[str] = Counter()
    factors: Counter[str] = Counter()
    every = [party(voice) for voice in cause_map.voices.values()]
    every += [each.organisation for each in cause_map.evidence.values()]
    called = {same_party(name): name for name in reversed(_each_once(every))}
    parties = set(called.values())
    for factor in cause_map.on_the_map():
        factors[factor.theme] += 1
        lived[factor.theme] += has_lived_experience(cause_map, factor.id)
        for name in parties_of(cause_map, factor.id):
            said[factor.theme, called[same_party(name)]] += 1
    themes = sorted(factors, key=lambda theme: (not theme, theme.casefold(), theme))
    named = sorted(parties, key=lambda name: (name.casefold(), name))
    return Coverage(tuple(themes), tuple(named), dict(said), dict(lived), dict(factors))
