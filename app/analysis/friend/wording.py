"""Questions about the words of factors, in English. They would rather keep silent than cry wolf."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from app.analysis.friend.question import Question, quoted
from app.model.cause_map import CauseMap
from app.model.records import Factor

_ALIKE = 88.0
"""How alike two labels are, of 100, from which they may be the same thing (words sorted, small words left out)."""

_SMALL = frozenset(["a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "is", "are", "be", "not", "no"])

_VERBS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "cannot",
        "can",
        "could",
        "will",
        "would",
        "may",
        "might",
        "must",
        "should",
        "gets",
        "get",
        "goes",
        "go",
        "comes",
        "come",
        "takes",
        "take",
        "gives",
        "give",
        "leaves",
        "leave",
        "loses",
        "lose",
        "waits",
        "wait",
        "stays",
        "stay",
        "stops",
        "stop",
        "starts",
        "start",
        "falls",
        "fall",
        "rises",
        "rise",
        "grows",
        "grow",
        "makes",
        "make",
        "knows",
        "know",
        "says",
        "say",
        "feels",
        "feel",
        "fails",
        "fail",
        "costs",
        "cost",
        "works",
        "work",
        "needs",
        "need",
        "depends",
        "depend",
        "turns",
        "turn",
        "runs",
        "run",
        "ends",
        "end",
        "lacks",
        "changes",
        "change",
    ]
)
_ASIDE = re.compile(r"\b(while|when|that|which|who|whom|whose|because|until|if|after|before|since|as|so)\b.*")
_OWN_SUBJECT = re.compile(r"\band (it|they|he|she|we|there|this|nobody|no one)\b")
_LIST = re.compile(r"\bboth\b|\bbetween\b")

_VAGUE = frozenset(
    [
        "communication",
        "communications",
        "culture",
        "capacity",
        "leadership",
        "funding",
        "money",
        "resources",
        "resource",
        "staffing",
        "staff",
        "it",
        "training",
        "bureaucracy",
        "demand",
        "behaviour",
        "management",
        "systems",
        "system",
        "processes",
        "process",
        "environment",
        "equipment",
        "people",
        "policy",
        "policies",
        "governance",
        "workforce",
        "morale",
        "attitude",
        "attitudes",
        "relationships",
        "trust",
        "quality",
        "time",
        "pressure",
        "pressures",
        "performance",
        "technology",
        "information",
        "data",
        "politics",
        "complexity",
    ]
)
_COLOURLESS = frozenset(
    [
        "poor",
        "bad",
        "weak",
        "low",
        "lack",
        "limited",
        "inadequate",
        "insufficient",
        "of",
        "issues",
        "problems",
        "issue",
        "problem",
    ]
)

_THINGS_TO_HAVE = frozenset(
    [
        "plan",
        "strategy",
        "policy",
        "policies",
        "training",
        "protocol",
        "pathway",
        "database",
        "app",
        "software",
        "system",
        "meeting",
        "meetings",
        "team",
        "role",
        "tool",
        "form",
        "process",
        "framework",
        "guideline",
        "guidelines",
        "guidance",
        "coordinator",
        "forum",
        "dashboard",
        "checklist",
        "audit",
        "procedure",
        "service",
        "contract",
        "budget",
        "card",
        "line",
        "centre",
        "programme",
        "project",
    ]
)
_SOLUTION = re.compile(
    r"^(?:(?:a )?(?:lack|absence|want) of (?:an?|any|one)?\s*|no |there is no |we have no |not having (?:an? )?)"
    r"(?P<rest>.+)$"
)
_OUGHT = re.compile(r"^(?:we |they |staff )?(?:need|needs|must|should|ought)\b(?: to| for)?\b")
_HAS_THING = re.compile(rf"^(?:[\w'’-]+ ){{0,3}}(?:{'|'.join(sorted(_THINGS_TO_HAVE))})\b")

_BLAME = re.compile(
    r"\b(lazy|laziness|incompeten\w+|careless\w*|bad attitudes?|poor attitudes?|unwilling|stubborn|ignoran\w+|useless"
    r"|selfish\w*|bed.?block\w*|difficult (?:families|family|patients?|people|staff)|non.?complian\w+|fail(?:s|ed)? to"
    r"|refus(?:e|es|ed|al)|(?:do|does|did) ?n[o’']t care|(?:do|does) not (?:care|bother)|can[’']?t be bothered|at fault"
    r"|to blame|resist(?:ance|ant)? to change)\b"
)
_TARGET = re.compile(
    r"^(reduce|improve|increase|achieve|ensure|meet|deliver|hit|cut|eliminate|prevent)\b|\btargets?\b|\d ?%"
)


def wording_questions(cause_map: CauseMap) -> Iterator[Question]:
    """What the words of the factors on the map raise, in map order."""
    yield from _near_duplicates(cause_map)
    for factor in cause_map.on_the_map():
        label = " ".join(factor.label.casefold().replace("’", "'").split())
        if is_two_in_one(label):
            yield _of(
                cause_map,
                "two in one",
                factor,
                "Does {} say two things? Each might have causes of its own (D splits it).",
                "Two statements in one box cannot be linked, voted on or acted on apart.",
                "Goldratt: clarity",
            )
        if is_vague(label):
            yield _of(
                cause_map,
                "a vague word",
                factor,
                "{}: what of it, for whom? What would one see?",
                "A single large word means something else to everybody in the room, so nobody can disagree with it.",
                "Goldratt: clarity",
            )
        if is_a_solution(label):
            yield _of(
                cause_map,
                "a solution as a cause",
                factor,
                "{} names something that one might do. What goes wrong because it is missing?",
                "A missing solution leads straight to that solution and hides other ways.",
                "Dettmer: a missing solution is no cause",
            )
        if blames(label):
            yield _of(
                cause_map,
                "blames people",
                factor,
                "{}: what makes it the sensible thing for them to do?",
                "Behaviour has causes; where a map stops at people, the plan becomes a reminder to try harder.",
                "Systems approach (SEIPS, PSIRF)",
            )
        if factor.is_symptom and is_a_target(label):
            yield _of(
                cause_map,
                "a target",
                factor,
                "{} is worded as a target. What do people see or feel when it is missed?",
                "A figure can be met while people are no better off.",
                "Goldratt: clarity",
            )


def _of(cause_map: CauseMap, rule: str, factor: Factor, asks: str, why: str, ground: str) -> Question:  # noqa: PLR0917  # the fields of a question
    return Question("Wording", rule, (factor.id,), asks.format(quoted(cause_map, factor.id)), why, ground)


def _near_duplicates(cause_map: CauseMap) -> Iterator[Question]:
    factors = cause_map.on_the_map()
    plain = [" ".join(sorted(word for word in _words(each.label) if word not in _SMALL)) for each in factors]
    scores = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    rows, columns = scores.nonzero()
    for at, other in zip(rows.tolist(), columns.tolist(), strict=True):
        if at < other and plain[at] and not _opposite(factors[at].label, factors[other].label):
            one, two = factors[at], factors[other]
            yield Question(
                "Wording",
                "near duplicate",
                (one.id, two.id),
                f"Are {quoted(cause_map, one.id)} and {quoted(cause_map, two.id)} the same? (J merges them.)",
                "The same thing in two boxes splits its causes, its voices and its votes.",
                "Goldratt: tautology",
            )


def _words(label: str) -> list[str]:
    return re.findall(r"[\w'’&-]+", label.casefold())


def _opposite(one: str, other: str) -> bool:
    """Whether they differ in a number, a letter of their own or a "not", and so on purpose."""
    apart = set(_words(one)) ^ set(_words(other))
    return bool(apart) and all(len(word) == 1 or word.isdigit() or word in ("not", "no") for word in apart)


def is_two_in_one(label: str) -> bool:
    """Whether a label (in small letters) makes two statements: each side of "and" has a verb of its own."""
    if _OWN_SUBJECT.search(label):
        return True
    if _LIST.search(label):
        return False
    first, found, second = label.partition(" and ")
    return bool(found) and _states(_ASIDE.sub("", first)) and _states(_ASIDE.sub("", second))


def _states(words: str) -> bool:
    """Whether there is a finite verb in it ("to wait" is none)."""
    before = ""
    for word in _words(words):
        if word in _VERBS and before not in ("to", "no", "the", "a", "an", "of", "at", "more", "less", "home", "their"):
            return True
        before = word
    return False


def is_vague(label: str) -> bool:
    """Whether a label is one large word, with at most words beside it that say nothing of their own."""
    words = [word for word in _words(label) if word not in _COLOURLESS]
    return len(words) == 1 and words[0] in _VAGUE


def is_a_solution(label: str) -> bool:
    """Whether a label names a missing solution: no plan, lack of a coordinator, need to train staff."""
    if _OUGHT.match(label):
        return True
    found = _SOLUTION.match(label)
    return bool(found) and bool(_HAS_THING.match(found["rest"])) if found else False


def blames(label: str) -> bool:
    """Whether a label finds fault with people."""
    return bool(_BLAME.search(label))


def is_a_target(label: str) -> bool:
    """Whether the words of a symptom are those of an aim or a figure to be met."""
    return bool(_TARGET.search(label))
