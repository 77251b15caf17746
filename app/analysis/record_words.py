"""Words for a terminal: what stands beside and below the ranking of a whole record."""

from collections.abc import Iterator
from typing import Any

Values = dict[str, Any]

_MOST_CAUSES = 3
_LEVELS = ("not yet", "weakly", "fairly", "fully")
_MOST_TESTS = 5
_MOST_SYMPTOMS = 3


def beside_a_cause(cause: Values, record: Values) -> Iterator[str]:
    """How sure its place is, and the single links that it hangs on."""
    low, high = cause["interval"]
    share = cause["expected_share"]
    yield (
        f"Expected share {share:.0%} (in 9 of 10 trials {low:.0%} to {high:.0%}); "
        f"among the first three in {cause['stability']:.0%} of {record['settings']['trials']:,} trials"
    )
    marks = ", ".join(f"{_LEVELS[mark['level']]} {name}" for name, mark in cause["marks"].items())
    yield f"{marks[:1].upper()}{marks[1:]}"
    single: dict[str, list[str]] = {}
    for cut in cause["hangs_on"] or () if cause["rank"] <= _MOST_CAUSES else ():
        if len(cut["links"]) == 1:
            single.setdefault(_link(cut["links"][0]), []).append(f"“{cut['symptom']}”")
    for link, symptoms in single.items():
        named = ", ".join(symptoms[:_MOST_SYMPTOMS])
        more = f" and {len(symptoms) - _MOST_SYMPTOMS} more" if len(symptoms) > _MOST_SYMPTOMS else ""
        yield f"Hangs on one link for {named}{more}: {link}"


def below_the_ranking(record: Values) -> Iterator[str]:
    """Which links to test first, and which causes to work on together."""
    tests = record["test_first"]
    if tests["links"] is None:
        yield f"Test these links first: not tried with {tests['doubtful']:,} doubtful links; --thorough does it"
    elif tests["links"]:
        count = len(tests["links"])
        yield f"Test these links first ({count} of {tests['tried']} doubtful ones would change the first three)"
        yield from (f"  {_link(each)}" for each in tests["links"][:_MOST_TESTS])
    acting = record["where_to_act"]
    yield from _focus("The fewest causes that touch {}", acting["fewest_to_reach"], record)
    within = acting["within_effort"]
    yield from _focus(f"For an effort of {within['budget']}, most touch {{}}", within, record)
    aside = "" if record["reading"] == "all causes" else ", facts of life aside"
    yield from _focus(f"The fewest causes that would end {{}}{aside}", acting["fewest_to_end"], record)


def _focus(words: str, found: Values, record: Values) -> Iterator[str]:
    if found["causes"]:
        ranks = ", ".join(map(str, found["ranks"]))
        reached = f"{len(found['symptoms'])} of {len(record['symptoms'])} symptoms"
        yield f"{words.format(reached)}: number {ranks}"


def _link(link: Values) -> str:
    return f"“{link['cause']}” → “{link['effect']}”"
