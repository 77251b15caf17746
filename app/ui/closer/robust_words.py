"""Sentences of "Is it robust?": how sure a place is, what a symptom hangs on, what a wrong link would change."""

from collections.abc import Iterable, Sequence

from app.analysis.cuts import Cut
from app.analysis.doubts import Doubt, Doubts, TopCause
from app.analysis.reading import UpstreamCause
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.records import CONFIDENCE
from app.ui.panels.words import Measure

_NAMED = 2
"""How many symptoms or links a row names before it only counts the rest."""
_PLACES = {1: "first", 2: "second", 3: "third"}


def how_sure(cause: UpstreamCause, title: str, measure: Measure) -> str:
    """How sure the place of a cause is, in two or three sentences."""
    shared = ""
    if cause.sharing > 1:
        others = "one other" if cause.sharing == 2 else f"{cause.sharing - 1} others"
        shared = f" It shares this place with {others}: the trials cannot tell them apart."
    what = f"“{title}” is number {cause.rank}."
    return f"{what}{shared} In 9 of 10 trials it reaches {reached_in_trials(cause, measure)}. {_stands(cause)}"


def reached_in_trials(cause: UpstreamCause, measure: Measure) -> str:
    """What a cause reaches in nine of ten trials: symptoms, or a part of them where they weigh differently."""
    low, high = cause.interval
    if measure.weighted:
        least, most = round(100 * low), round(100 * high)
        whole = "% of what all symptoms weigh"
        return f"{most}{whole}" if least == most else f"between {least} and {most}{whole}"
    total = measure.symptoms
    least, most = round(low * total), round(high * total)
    if total == 1:
        return "the only symptom" if least else "the only symptom or none"
    if least == most:
        every = "both symptoms" if total == 2 else f"all {total} symptoms"
        return every if most == total else f"{most or 'none'} of the {total} symptoms"
    return f"between {least} and {most} of the {total} symptoms"


def _stands(cause: UpstreamCause) -> str:
    part = part_of_trials(cause.stability)
    if cause.rank <= 3:
        sure = "sure" if cause.stability >= 0.9 else "likely" if cause.stability >= 0.5 else "open"
        only = "only " if sure == "open" else ""
        return f"Its place among the first three is {sure}: it has one in {only}{part}."
    if cause.stability >= 0.5:
        return f"It is not among the first three, but has a place there in {part}: the order is open."
    return f"It has a place among the first three in {part}."


def part_of_trials(part: float) -> str:
    """A part of the trials, and never all or none where that is not so."""
    if part in (0, 1):
        return "all trials" if part else "no trial"
    if part < 0.01 or part > 0.99:
        return f"{'less than 1' if part < 0.5 else 'more than 99'}% of the trials"
    return f"{100 * part:.0f}% of the trials"


def link_words(cause_map: CauseMap, id_: str) -> str:
    """A link as cause and effect."""
    link = cause_map.links[id_]
    return f"“{cause_map.factors[link.cause].label}” → “{cause_map.factors[link.effect].label}”"


def sure_words(cause_map: CauseMap, id_: str) -> str:
    """A link, and how sure it is."""
    return f"{link_words(cause_map, id_)} ({cause_map.links[id_].certainty})"


# -- what symptoms hang on


def same_links(cuts: Iterable[Cut]) -> list[tuple[tuple[str, ...], list[str]]]:
    """The links and all the symptoms that hang on them; what hangs on fewest links comes first."""
    found: dict[tuple[str, ...], list[str]] = {}
    for cut in cuts:
        found.setdefault(cut.links, []).append(cut.symptom)
    return sorted(found.items(), key=lambda each: (len(each[0]), -len(each[1])))


def cut_row(links: Sequence[str], symptoms: Sequence[str], cause_map: CauseMap) -> str:
    """What some symptoms hang on."""
    one = len(symptoms) == 1
    who = named([cause_map.factors[id_].label for id_ in symptoms])
    if len(links) == 1:
        link = cause_map.links[links[0]]
        words = f"from “{cause_map.factors[link.cause].label}” ({link.certainty})"
        if link.effect not in symptoms:
            words = sure_words(cause_map, link.id)
        return f"{who} {'hangs' if one else 'hang'} on one link: {words}"
    every = "both" if len(links) == 2 else "all"
    return f"{who}: {len(links)} links would {every} have to be wrong"


def cut_said(links: Sequence[str], cause_map: CauseMap) -> str:
    """The links of a row by name."""
    if len(links) == 1:
        return "If this link is wrong, no other way is left."
    return "These are: " + "; ".join(sure_words(cause_map, id_) for id_ in links) + "."


def named(labels: Sequence[str]) -> str:
    """A few labels, and how many more there are."""
    few = [f"“{label}”" for label in labels[:_NAMED]]
    more = len(labels) - len(few)
    if more:
        return f"{', '.join(few)} and {more} more"
    return " and ".join(few)


# -- what a wrong link would change


def test_row(doubt: Doubt, doubts: Doubts, cause_map: CauseMap) -> str:
    """A link, and what would be otherwise without it."""
    return f"{sure_words(cause_map, doubt.link)}\n{what_changes(doubt, doubts, cause_map)}"


def what_changes(doubt: Doubt, doubts: Doubts, cause_map: CauseMap) -> str:
    """What would be otherwise among the first three if a link were wrong, in one sentence."""
    told = _Change(doubt, doubts, cause_map)
    change = "; ".join(told.first_place() + told.top_three() or told.moved())
    if told.effect_rises:
        others = any(link.id != doubt.link for link in cause_map.links_into(told.effect))  # from facts of life alone
        nothing = f"nothing on the map{' that you can change' if others else ''}"
        change = f"{nothing} causes “{cause_map.factors[told.effect].label}” any more, and {change}"
    return f"If this is wrong, {change}."


class _Change:
    """The first three as they are and as they would be, in words."""

    def __init__(self, doubt: Doubt, doubts: Doubts, cause_map: CauseMap) -> None:
        self.doubt, self.now, self.then = doubt, doubts.top, doubt.top
        self.cause_map = cause_map
        self.effect = cause_map.links[doubt.link].effect
        self.effect_rises = any(each.members == (self.effect,) for each in self.then) and not any(
            self.effect in each.members for each in self.now
        )
        """The link's effect loses its last cause, and so is a most upstream cause itself."""
        self.first_now = [cause for cause in self.now if cause.rank == 1]
        self.first_then = [cause for cause in self.then if cause.rank == 1]

    def first_place(self) -> list[str]:
        """Who comes first, if that is another."""
        new = [cause for cause in self.first_then if not _among(cause, self.first_now)]
        gone = [cause for cause in self.first_now if not _among(cause, self.first_then)]
        if not self.first_then:
            return ["nothing on the map leads to a symptom any more"]
        if new and gone:
            return [f"{self._come(new)} first instead of {self._who(gone)}"]
        if new:
            return [f"{self._come(new)} first too"]
        if gone:
            return [f"{self._come(self.first_then)} first without {self._who(gone)}"]
        return []

    def top_three(self) -> list[str]:
        """Who leaves the first three and who comes, but for those whom the first place has named."""
        said = {cause.members for cause in (*self.first_now, *self.first_then)} if self.first_place() else set()
        left = [cause for cause in self.doubt.left if cause.members not in said]
        came = [cause for cause in self.doubt.came if cause.members not in said]
        if left and came:
            return [f"{self._come(came)} among the first three instead of {self._who(left)}"]
        if left:
            return [f"{self._who(left)} {'is' if len(left) == 1 else 'are'} no longer among the first three"]
        return [f"{self._come(came)} among the first three"] if came else []

    def moved(self) -> list[str]:
        """Those that only change places, and the loop that loses a part."""
        said = []
        for then in self.then:
            now = next((cause for cause in self.now if _among(cause, [then])), None)
            if now is not None and now.members != then.members:
                said.append(f"{self._who([now])} comes apart, and of it {self._who([then])} is left")
            elif now is not None and now.rank != then.rank:
                said.append(f"{self._come([then])} {_PLACES[then.rank]} instead of {_PLACES[now.rank]}")
        return said

    def _come(self, causes: Sequence[TopCause]) -> str:
        return f"{self._who(causes)} {'comes' if len(causes) == 1 else 'come'}"

    def _who(self, causes: Sequence[TopCause]) -> str:
        few = [self._name(cause) for cause in causes[:_NAMED]]
        more = len(causes) - len(few)
        return f"{', '.join(few)} and {more} more" if more else " and ".join(few)

    def _name(self, cause: TopCause) -> str:
        label = self.cause_map.factors[cause.members[0]].label
        if cause.is_loop:
            return f"the loop round “{label}”"
        if self.effect_rises and cause.members == (self.effect,):
            return "it"
        return f"“{label}”"


def _among(cause: TopCause, causes: Iterable[TopCause]) -> bool:
    return any(set(cause.members) & set(other.members) for other in causes)


def found_words(doubts: Doubts) -> str:
    """How many links there are to test."""
    tried = f"{doubts.tried:,} doubtful link{'s' * (doubts.tried != 1)}"
    if not doubts.tried:
        return "Every link is called established: there is none to test."
    if not doubts.tests:
        return f"Whichever one of the {tried} is wrong, the first three stay the same."
    count = len(doubts.tests)
    return f"{count} of {tried} would change the first three, each if it alone is wrong."


def settings_words(settings: Settings) -> str:
    """How the figures were worked out."""
    sure = ", ".join(f"{word} {100 * part:.0f}" for word, part in CONFIDENCE.items())
    return (
        f"{settings.trials:,} trials, seed {settings.seed}; in each, every link stays with the chance that it is right "
        f"(of 100: {sure}; or a figure of its own). Doubtful: all that is not called established."
    )
