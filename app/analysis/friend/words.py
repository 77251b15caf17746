"""What the words of a factor give away, in English. It would rather keep silent than cry wolf.

Each function takes a label as :func:`said` makes it: small letters, single spaces, plain apostrophes.
"""

import re

from rapidfuzz.distance import OSA

_VERB_WORDS = (
    "is are was were has have had do does did cannot can could will would may might must should get gets go goes come"
    " comes take takes give gives leave leaves lose loses make makes know knows say says feel feels fail fails grow"
    " grows rise rises depend depends lacks"
)
_VERBS = frozenset(_VERB_WORDS.split())
_EITHER_WORDS = (
    "wait waits stay stays stop stops start starts fall falls cost costs work works need needs turn turns run runs end"
    " ends change changes"
)
_EITHER = frozenset(_EITHER_WORDS.split())
"""Verbs that are as often nouns: "health needs"."""
_AFTER_WORDS = (
    "to the a an no not on up down out it them their too more less later longer early late until before because after"
    " off alone apart when while"
)
_AFTER_VERB = frozenset(_AFTER_WORDS.split())
"""What follows one of those where it is a verb."""
_BEFORE_WORDS = "to no the a an of at more less home their"
_BEFORE_NOUN = frozenset(_BEFORE_WORDS.split())
_ASIDE = re.compile(
    r"\b(while|when|that|which|who|whom|whose|because|until|if|after|before|since|as|so|what|how|where|why|whether)\b.*"
)
_OWN_SUBJECT = re.compile(r"\band (it|they|he|she|we|there|this|nobody|no one)\b")
_LIST = re.compile(r"\bboth\b|\bbetween\b")

_VAGUE_WORDS = (
    "communication communications culture capacity leadership funding money resources resource staffing staff it"
    " training bureaucracy demand behaviour management systems system processes process environment equipment people"
    " policy policies governance workforce morale attitude attitudes relationships trust quality time pressure"
    " pressures performance technology information data politics complexity"
)
_VAGUE = frozenset(_VAGUE_WORDS.split())
_COLOURLESS_WORDS = "poor bad weak low lack limited inadequate insufficient of issues problems issue problem"
_COLOURLESS = frozenset(_COLOURLESS_WORDS.split())

_THINGS = (
    "plan|plans|strategy|strategies|policy|policies|training|protocols?|pathways?|database|app|software|systems?"
    "|meetings?|team|role|tool|process|framework|guidelines?|guidance|coordinators?|forum|dashboard|checklists?|audit"
    "|procedures?|service|contract|budget|programme|project"
)
_SOLUTION = re.compile(
    r"^(?:(?:a )?(?:lack|absence|want) of (?:an?|any|one)?\s*"
    r"|no (?!one\b|body\b)|there is no |we have no |not having (?:an? )?)(?P<rest>.+)$"
)
_THING_AT_ITS_HEAD = re.compile(
    rf"^(?:[\w'-]+ ){{0,3}}(?:{_THINGS})"
    r"(?=$|[,;.:(]| (?:for|to|that|which|who|in|on|at|with|across|between|and|or|by|when|where|from)\b)"
)
"""A thing one might put in place, and not a word beside another: "system leadership" is no system."""
_OUGHT = re.compile(
    r"^(?:needs? to|need for (?:an?|more|better)|(?:we|they|staff) (?:needs? (?:to|an?|more|better)|ought to)"
    r"|(?:(?:we|they|staff|people|organisations) )?(?:must|should)|ought to)\b"
)

_WHO = (
    "staff|nurses?|doctors?|gps?|consultants?|managers?|leaders?|famil(?:y|ies)|relatives|parents|carers?|patients?"
    "|people|residents|clients|users|workers?|teams?|homes?|providers?|councils?|hospitals?|trusts?|they|we"
    "|commissioners|practices|officers|clinicians|politicians|owners|employers|employees|organisations"
)
_BLAME = re.compile(
    r"\b(lazy|laziness|incompeten\w+|careless\w*|bad attitudes?|poor attitudes?|stubborn|ignoran\w+|selfish\w*"
    r"|bed.?block\w*|difficult (?:families|family|patients?|people|staff)|non.?complian\w+"
    r"|(?:do|does|did)(?: not|n't) (?:care|bother)|can't be bothered|at fault|to blame|resist(?:ance|ant)? to change)\b"
    rf"|\b(?:{_WHO})\b[^,;.]{{0,30}}?\b(?:fail(?:s|ed)? to|refus(?:e|es|ed|al)|unwilling|useless)\b"
)
_TARGET = re.compile(
    r"^(?:reduce|improve|increase|achieve|ensure|meet|deliver|hit|cut|eliminate|prevent)\b(?! (?:in|of|off|to)\b)"
    r"|\btargets?\b"
    r"|^\d+ ?% .*\b(?:seen|treated|answered|admitted|assessed|discharged|offered|done|met|completed)\b"
    r".*\b(?:in|within|by)\b"
)

_SMALL_WORDS = (
    "a an the of to in on at for and or is are be been was were has have had it its their our with by from as that this"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_TELLING_WORDS = "not no never nobody none without less fewer more too"
_TELLING = frozenset(_TELLING_WORDS.split())
"""Words that turn a statement round: where one has such a word and the other has not, they differ on purpose."""
_SLIP = 5
"""Letters of a word from which one letter amiss is a slip of the pen; short words differ on purpose."""


def said(label: str) -> str:
    """A label as it is looked at here."""
    return " ".join(label.casefold().replace("’", "'").split())


def words_in(label: str) -> list[str]:
    """The words of a label; "~" before one, which other programs write for "not", is a word."""
    return re.findall(r"~|[\w'&-]+", label)


def is_two_in_one(label: str) -> bool:
    """Whether it makes two statements: each side of "and" has a verb of its own."""
    if _OWN_SUBJECT.search(label):
        return True
    if _LIST.search(label):
        return False
    first, found, second = label.partition(" and ")
    return bool(found) and _states(first) and _states(second)


def _states(label: str) -> bool:
    """Whether there is a finite verb in it ("to wait" is none), what is said by the way left out."""
    before, words = "", words_in(_ASIDE.sub("", label))
    for at, word in enumerate(words):
        if before not in _BEFORE_NOUN:
            after = words[at + 1] if at + 1 < len(words) else ""
            if word in _VERBS or (word in _EITHER and after in _AFTER_VERB):
                return True
        before = word
    return False


def is_vague(label: str) -> bool:
    """Whether it is one large word, with at most words beside it that say nothing of their own."""
    words = [word for word in words_in(label) if word not in _COLOURLESS]
    return len(words) == 1 and words[0] in _VAGUE


def is_a_solution(label: str) -> bool:
    """Whether it names a missing solution: no plan, lack of a coordinator, need to train staff."""
    if _OUGHT.match(label):
        return True
    found = _SOLUTION.match(label)
    return found is not None and _THING_AT_ITS_HEAD.match(found["rest"]) is not None and not _states(found["rest"])


def blames(label: str) -> bool:
    """Whether it finds fault with people."""
    return _BLAME.search(label) is not None


def is_a_target(label: str) -> bool:
    """Whether the words of a symptom are those of an aim or a figure to be met."""
    return _TARGET.search(label) is not None


# -- the same thing in other words


def stems(label: str) -> list[str]:
    """Its words without endings, in alphabetical order; small words left out."""
    return sorted(_stem(word) for word in words_in(label) if word not in _SMALL)


def _stem(word: str) -> str:
    if word == "~" or word.endswith("n't"):
        return "not"
    word = word.removesuffix("'s").strip("'")
    bare = word.rstrip("0123456789")
    word = bare if len(bare) >= _SLIP else word  # a copy in another program: "Great Recession2"
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    return word if word.endswith("ee") or len(word) <= 3 else word.removesuffix("e")


def may_be_the_same(one: list[str], other: list[str]) -> bool:
    """Whether two labels (as stems) say the same but for slips of the pen and words that one of them adds."""
    left, right = list(one), list(other)
    for word in one:
        if word in right:
            left.remove(word)
            right.remove(word)
    for word in tuple(left):
        twin = next((each for each in right if _is_slip(word, each)), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    if left and right:
        return False
    return not any(word in _TELLING or word.isdigit() or len(word) == 1 for word in (*left, *right))


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other or at the wrong place makes one word of the other.

    Another first letter makes another word (health, wealth), and so does another last one (employee, employer).
    """
    if min(len(one), len(other)) < _SLIP or one[0] != other[0]:
        return False
    if len(one) == len(other) and one[:-1] == other[:-1]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
