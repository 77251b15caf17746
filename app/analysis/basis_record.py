"""The part of the record on what a map rests on: who said what, evidence, votes, and the marks that follow."""

from typing import Any

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading, UpstreamCause
from app.analysis.voices import coverage, party, said_by_nobody, said_by_one_alone, without_lived_experience
from app.analysis.votes import disagreements, standings
from app.model.cause_map import CauseMap

Values = dict[str, Any]


def marks_values(grounds: Grounds, cause: UpstreamCause, *, reasons: bool) -> Values:
    """The three marks of a cause, 0 to 3, with their reasons where they are asked for (null otherwise)."""
    if reasons:
        return {mark.name.casefold(): {"level": mark.level, "reason": mark.reason} for mark in grounds.marks(cause)}
    names = ("credible", "robust", "independent")
    return {name: {"level": at, "reason": None} for name, at in zip(names, grounds.levels(cause), strict=True)}


def basis_values(cause_map: CauseMap, reading: Reading) -> Values:
    """How many spoke, what is missing, who spoke on what, and the votes beside reach."""

    def labels(ids: Any) -> list[str]:
        return [cause_map.factors[id_].label for id_ in ids]

    table = coverage(cause_map)
    return {
        "voices": len(cause_map.voices),
        "organisations": list(table.parties),
        "evidence": len(cause_map.evidence),
        "no_expert_by_experience": labels(without_lived_experience(cause_map)),
        "one_organisation_only": labels(said_by_one_alone(cause_map)),
        "nobody_told": labels(said_by_nobody(cause_map)),
        "coverage": [
            {
                "theme": theme,
                "factors": table.factors[theme],
                "expert_by_experience": table.lived[theme],
                "said": {name: table.said[theme, name] for name in table.parties if (theme, name) in table.said},
            }
            for theme in table.themes
        ],
        "votes": [
            {
                "label": cause_map.factors[each.factor].label,
                "dots": each.dots,
                "by": dict(sorted(each.by.items())),
                "place": each.place,
                "reaches": each.reached,
            }
            for each in standings(cause_map, reading)
        ],
        "votes_far_from_reach": [
            {"label": cause_map.factors[each.factor].label, "voted": each.voted}
            for each in disagreements(cause_map, reading)
        ],
    }


def basis_input(cause_map: CauseMap) -> Values:
    """What the marks and votes depend on besides factors and links: by whom, never who by name."""
    return {
        "said": sorted(
            [each.subject, party(cause_map.voices[each.voice]), cause_map.voices[each.voice].lived_experience]
            for each in cause_map.sayings.values()
        ),
        "evidence": sorted(
            [each.subject, each.kind, each.strength, each.organisation] for each in cause_map.evidence.values()
        ),
        "votes": sorted([each.factor, each.organisation, each.dots] for each in cause_map.votes.values()),
    }
