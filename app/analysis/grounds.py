"""Grounds: whether a most upstream cause is credible, robust and independent; three marks from 0 to 3, with reasons.

*Credible*: a chain is as strong as its weakest step, and a cause as credible as its best chain to any symptom (the
widest path of Pollack 1960, by evidence strength 0–3). A step rests on the evidence on the link itself, or, where that
goes further, on the weaker of what its two ends rest on, counted as moderate at most: that both are so speaks for a
step between them, yet only evidence on the link says that one leads to the other. The reason says which of the two it
is.

*Robust*: how much of what it reaches it keeps on average over the trials (app.analysis.trials).

*Independent*: how many organisations named the cause or brought evidence on it, and whether an expert by experience
did.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.analysis.cuts import hanging_on_one_link
from app.analysis.reading import Reading, UpstreamCause, can_change, groups_read
from app.analysis.voices import evidence_on, has_lived_experience, organisations_of, without_organisation
from app.model.cause_map import CauseMap
from app.model.records import Evidence, Link

Name = Literal["Credible", "Robust", "Independent"]
STRENGTHS = ("no evidence", "weak evidence", "moderate evidence", "strong evidence")
"""What the strengths of evidence from 0 to 3 are called."""

_KEPT = (0.3, 0.6, 0.8)
_MANY = 3
_MOST_LINKS = 1500
"""Of larger maps what a cause hangs on is told only where it is asked for: it takes longer than an edit may."""
_BY_ENDS = 2
"""What two ends can say of the step between them, at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the three marks: ``level`` 0 (not at all) to 3 (fully), and why, in plain sentences."""

    name: Name
    level: int
    reason: str


class Grounds:
    """The marks of the most upstream causes of one reading of a map; the reasons are worked out when asked for."""

    def __init__(self, cause_map: CauseMap, reading: Reading) -> None:
        self._map = cause_map
        self._reading = reading
        self._own = _strengths(cause_map)
        self._level: dict[str, int] = {}
        self._next: dict[str, Link] = {}
        self._find_chains()

    def levels(self, cause: UpstreamCause) -> tuple[int, int, int]:
        """How credible, how robust and how independent a cause is, 0 to 3 each."""
        credible = max((self._level.get(id_, 0) for id_ in cause.members), default=0)
        return credible, _robust_level(cause), self._independent_level(cause)

    def marks(self, cause: UpstreamCause) -> tuple[Mark, Mark, Mark]:
        """The three marks of a cause with their reasons."""
        credible, robust, independent = self.levels(cause)
        return (
            Mark("Credible", credible, self._credible(cause, credible)),
            Mark("Robust", robust, self._robust(cause)),
            Mark("Independent", independent, self._independent(cause)),
        )

    def chain(self, cause: UpstreamCause) -> tuple[Link, ...]:
        """The links of its best chain to a symptom, from the cause on; () where no step of one has any evidence."""
        best = max(cause.members, key=lambda id_: self._level.get(id_, 0), default="")
        return self._chain_from(best)

    def step_strength(self, link: Link) -> int:
        """What a step rests on, 0 to 3."""
        by_ends = min(self._own.get(link.cause, 0), self._own.get(link.effect, 0), _BY_ENDS)
        return max(self._own.get(link.id, 0), by_ends)

    # -- credible

    def _find_chains(self) -> None:
        """For each factor the strongest weakest step of a chain to a symptom, and the step to take: strong ones first.

        Backwards from the symptoms, shortest chains first, so that of equally strong ones the shortest is named.
        """
        only_changeable, factors = self._reading.changeable_only, self._map.factors
        symptoms = [id_ for id_ in self._reading.symptoms if id_ in factors]
        for level in (3, 2, 1):
            met = set(symptoms)
            waiting = deque(symptoms)
            while waiting:
                effect = waiting.popleft()
                for link in self._map.links_into(effect):
                    cause = link.cause
                    if cause in met or self.step_strength(link) < level:
                        continue
                    if only_changeable and not can_change(factors[cause]):
                        continue
                    met.add(cause)
                    waiting.append(cause)
                    if cause not in self._level:
                        self._level[cause] = level
                        self._next[cause] = link

    def _chain_from(self, id_: str) -> tuple[Link, ...]:
        chain: list[Link] = []
        while id_ in self._next and len(chain) <= len(self._map.factors):
            chain.append(self._next[id_])
            id_ = chain[-1].effect
            if self._map.factors[id_].is_symptom:
                break
        return tuple(chain)

    def _credible(self, cause: UpstreamCause, level: int) -> str:
        if not level:
            bare = self._no_evidence(cause)
            return f"No chain to a symptom has evidence at every step{bare}."
        chain = self.chain(cause)
        weakest = min(chain, key=lambda link: (self.step_strength(link), -chain.index(link)))
        ends = self._label(chain[-1].effect)
        proved = sum(1 for link in chain if self._own.get(link.id, 0) >= level)
        steps = f"{len(chain)} step{'s' * (len(chain) != 1)}"
        said = f"Its best chain, {steps} to {ends}, rests on {STRENGTHS[level]} throughout; the weakest step is "
        said += f"{self._label(weakest.cause)} to {self._label(weakest.effect)}."
        if proved == len(chain):
            return f"{said} Every link has evidence of its own."
        if not proved:
            if any(self._own.get(link.id, 0) for link in chain):
                return f"{said} That these are so is well said; that one leads to the other only by weaker evidence."
            return f"{said} The evidence says that these are so; none yet says that one leads to the other."
        return f"{said} {proved} of its links {'has' if proved == 1 else 'have'} evidence of its own."

    def _no_evidence(self, cause: UpstreamCause) -> str:
        """Where the evidence is wanting: at the cause itself, or further on."""
        if not any(self._own.get(id_, 0) for id_ in cause.members):
            there = evidence_on(self._map, *cause.members)
            return (
                ": on the cause itself there is none of any strength"
                if there
                else ": on the cause itself there is none"
            )
        return ": it ends on the way"

    def _label(self, id_: str) -> str:
        return f"“{self._map.factors[id_].label}”"

    # -- robust

    def _robust(self, cause: UpstreamCause) -> str:
        low, high = cause.interval
        kept = _percent(cause.expected_share / cause.share if cause.share else 0.0)
        between = _percent(low) if low == high else f"{_percent(low)} to {_percent(high)}"
        said = (
            f"With doubtful links left out it keeps {kept} of what it reaches on average; in nine of ten trials it"
            f" reaches {between} of all that the symptoms weigh. It is among the first three in"
            f" {_percent(cause.stability)} of the trials."
        )
        if len(self._map.links) > _MOST_LINKS:
            return said
        hanging = self.hanging(cause)
        if not hanging:
            return f"{said} No symptom hangs on one link."
        links = Counter(hanging.values())
        order = {id_: at for at, id_ in enumerate(self._map.links)}
        link = min(links, key=lambda each: (-links[each], order[each]))
        first = self._map.links[link]
        where = f"{self._label(first.cause)} to {self._label(first.effect)}"
        count = f"{len(hanging)} of its {len(cause.reach)} symptoms hang{'s' * (len(hanging) == 1)}"
        if len(links) == 1:
            return f"{said} {count} on one link, {where}."
        return f"{said} {count} on a single link each, as on {where}."

    def hanging(self, cause: UpstreamCause) -> dict[str, str]:
        """The symptoms that it would lose with a single link, each with that link (ids)."""
        groups = groups_read(self._map, changeable_only=self._reading.changeable_only)
        number = {factor.id: at for at, factor in enumerate(groups.factors)}
        starts = [number[id_] for id_ in cause.members if id_ in number]
        found = hanging_on_one_link(groups, starts)
        return {groups.factors[symptom].id: groups.links[link].id for symptom, link in found.items()}

    # -- independent

    def _independent_level(self, cause: UpstreamCause) -> int:
        count = len(organisations_of(self._map, *cause.members))
        if count < _MANY:
            return count
        return 3 if has_lived_experience(self._map, *cause.members) else 2

    def _independent(self, cause: UpstreamCause) -> str:
        named = organisations_of(self._map, *cause.members)
        lived = has_lived_experience(self._map, *cause.members)
        others = without_organisation(self._map, *cause.members)
        aside = f"{others} {'person' if others == 1 else 'people'} whose organisation is not told"
        if not named:
            said = f"Said by {aside}" if others else "It is not told who said it"
            return f"{said}, but there is lived experience." if lived else f"{said}."
        count = f"{len(named)} organisation{'s' * (len(named) != 1)} named it or brought evidence on it"
        listed = f"{count}: {', '.join(named)}{f', and {aside}' if others else ''}."
        by = "An expert by experience is among them." if lived else "No expert by experience has spoken to it."
        return f"{listed} {by}"


def _robust_level(cause: UpstreamCause) -> int:
    """3: it keeps four fifths of its share or more on average; 2: three fifths; 1: three tenths; 0: less."""
    kept = cause.expected_share / cause.share if cause.share else 0.0
    return sum(kept >= least - 1e-9 for least in _KEPT)


def _strengths(cause_map: CauseMap) -> dict[str, int]:
    """The strength of the strongest evidence on each factor and link that has any."""
    found: dict[str, int] = {}
    pieces: Sequence[Evidence] = tuple(cause_map.evidence.values())
    for each in pieces:
        found[each.subject] = max(found.get(each.subject, 0), each.strength)
    return found


def _percent(part: float) -> str:
    return f"{part:.0%}"
