"""A map as a workbook: factors, links, ranking, voices, evidence, plan and measures as sheets, with formulas that live.

Words are always words, whatever they begin with. Formulas carry the value they have now, for viewers that do not
calculate.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from app import __version__
from app.analysis.days import day_of
from app.analysis.grounds import Grounds
from app.analysis.plan import plan_of, prospects
from app.analysis.plan_table import COLUMNS, cells
from app.analysis.plan_words import STATUS
from app.analysis.reading import Reading
from app.analysis.voices import who
from app.drawing.theme import LIGHT
from app.model.cause_map import CauseMap
from app.model.records import Link

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_LETTERS = 32_767  # of a cell
_DANGEROUS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what it comes to now."""

    words: str
    value: float | str


Cell = str | int | float | date | Formula | None


def workbook(cause_map: CauseMap, reading: Reading, *, today: date | None = None) -> bytes:
    """The workbook of a map under a reading, as the bytes of an .xlsx file; ``today``: for how long an action has."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": cause_map.title, "comments": f"Made by Headwater {__version__}"})
        _Book(book, cause_map, reading, today or date.today()).write()  # noqa: DTZ011  # the person's own day
    return out.getvalue()


class _Book:
    """One workbook being written."""

    def __init__(self, book: "Workbook", cause_map: CauseMap, reading: Reading, today: date) -> None:
        self.book, self.map, self.reading, self.today = book, cause_map, reading, today
        self.number = {id_: at for at, id_ in enumerate(cause_map.factors, 1)}
        plain = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        self.forms = {
            "plain": book.add_format(plain),
            "quoted": book.add_format({**plain, "quote_prefix": True}),
            "head": book.add_format(
                {**plain, "bold": True, "bg_color": LIGHT.root, "font_color": LIGHT.root_text, "valign": "vcenter"}
            ),
            "left": book.add_format({**plain, "align": "left"}),
            "day": book.add_format({**plain, "num_format": "d mmm yyyy"}),
            "left day": book.add_format({**plain, "align": "left", "num_format": "d mmm yyyy"}),
            "share": book.add_format({**plain, "num_format": "0%"}),
            "title": book.add_format({**plain, "bold": True, "font_size": 14, "text_wrap": False}),
        }

    def write(self) -> None:
        about = self.book.add_worksheet("About")
        self.factors()
        self.links()
        self.ranking()
        self.voices()
        self.evidence()
        self.plan()
        self.measures()
        self.about(about)

    # -- cells

    def put(self, sheet: "Worksheet", row: int, column: int, value: Cell, form: str = "plain") -> None:
        """One cell; words are words whatever they begin with."""
        shape = self.forms[form]
        if value is None or value == "":
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.words, shape, value.value)
        elif isinstance(value, str):
            words = value if len(value) <= _MOST_LETTERS else value[: _MOST_LETTERS - 1] + "…"
            sheet.write_string(row, column, words, self.forms["quoted"] if words.startswith(_DANGEROUS) else shape)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.forms["left day" if form == "left" else "day"])
        else:
            sheet.write_number(row, column, value, shape)

    def table(
        self,
        name: str,
        heads: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[Cell]],
        shares: Sequence[int] = (),
    ) -> None:
        """A sheet with headings that stay in sight, filters, and a width for each column; ``shares`` are per cent."""
        sheet = self.book.add_worksheet(name)
        for column, (head, wide) in enumerate(heads):
            sheet.set_column(column, column, wide)
            self.put(sheet, 0, column, head, "head")
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self.put(sheet, at, column, value, "share" if column in shares else "plain")
        sheet.freeze_panes(1, 2 if len(heads) > 3 else 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    # -- the map

    def factors(self) -> None:
        into: Counter[str] = Counter()
        out: Counter[str] = Counter()
        for link in self.map.links.values():
            into[link.effect] += 1
            out[link.cause] += 1
        links = f"$2:${len(self.map.links) + 1}"
        heads = (
            *(("No.", 6), ("Label", 42), ("Kind", 14), ("Rank", 7), ("Symptoms reached", 11), ("Causes", 9)),
            *(("Effects", 9), ("Theme", 18), ("Who can change it", 16), ("Effort", 8), ("Impact", 8)),
            *(("Impact for effort", 10), ("Weight", 8), ("Description", 50), ("x", 9), ("y", 9)),
        )
        first, last = links[1:].split(":$")
        rows = []
        for at, each in enumerate(self.map.factors.values(), 2):
            rank = self.reading.rank_of.get(each.id)
            kind = "parked" if each.parked else "symptom" if each.is_symptom else "cause"
            effort, impact = each.effort, each.impact
            worth = round(impact / effort, 2) if effort and impact else ""
            rows.append(
                (
                    *(self.number[each.id], each.label, kind if rank is None else "most upstream", rank),
                    None if each.is_symptom else len(self.reading.reach_of(each.id)),
                    Formula(f"=COUNTIF(Links!$J${first}:$J${last},A{at})", into[each.id]),
                    Formula(f"=COUNTIF(Links!$I${first}:$I${last},A{at})", out[each.id]),
                    *(each.theme, "" if each.control == "not asked" else each.control, effort, impact),
                    Formula(f'=IF(AND(ISNUMBER(J{at}),ISNUMBER(K{at})),ROUND(K{at}/J{at},2),"")', worth),
                    *(each.weight, each.notes, each.x, each.y),
                )
            )
        self.table("Factors", heads, rows)

    def links(self) -> None:
        heads = (
            *(("From", 42), ("To", 42), ("Certainty", 13), ("Confidence", 11), ("Polarity", 10), ("Together", 10)),
            *(("Note", 50), ("Pieces of evidence", 11), ("From no.", 8), ("To no.", 8)),
        )
        groups: dict[str, int] = {}
        evidence = Counter(each.subject for each in self.map.evidence.values())
        rows = [
            (
                *(self.map.factors[link.cause].label, self.map.factors[link.effect].label, link.certainty),
                *(link.confidence, {"+": "more", "-": "less"}.get(link.polarity, "")),
                groups.setdefault(link.together, len(groups) + 1) if link.together else None,
                *(link.note, evidence[link.id], self.number[link.cause], self.number[link.effect]),
            )
            for link in self.map.links.values()
        ]
        self.table("Links", heads, rows)

    def ranking(self) -> None:
        heads = (
            *(("Rank", 7), ("Most upstream cause", 48), ("Symptoms reached", 11), ("Symptoms", 11), ("Share", 8)),
            *(
                ("Expected share", 10),
                ("From", 8),
                ("To", 8),
                ("In the first three", 10),
                ("Symptoms it ends alone", 11),
            ),
            *(("Credible (0–3)", 10), ("Robust (0–3)", 10), ("Independent (0–3)", 12), ("Why", 80)),
        )
        grounds, total = Grounds(self.map, self.reading), len(self.reading.symptoms)
        weighted = len({self.map.factors[id_].weight for id_ in self.reading.symptoms}) > 1
        rows = []
        for at, cause in enumerate(self.reading.upstream, 2):
            label = " + ".join(self.map.factors[id_].label for id_ in cause.members)
            share: Cell = cause.share if weighted else Formula(f"=C{at}/D{at}", cause.share)
            rows.append(
                (
                    *(cause.rank, label, len(cause.reach), total, share, cause.expected_share, *cause.interval),
                    *(cause.stability, len(cause.relief), *grounds.levels(cause), cause.reason),
                )
            )
        self.table("Ranking", heads, rows, shares=(4, 5, 6, 7, 8))

    # -- what it rests on

    def subject(self, id_: str) -> str:
        """The words of a factor, of a link's two ends, or of an action."""
        if (factor := self.map.factors.get(id_)) is not None:
            return factor.label
        if (link := self.map.links.get(id_)) is not None:
            return self._ends(link)
        action = self.map.actions.get(id_)
        return action.what if action else ""

    def _ends(self, link: Link) -> str:
        return f"{self.map.factors[link.cause].label} → {self.map.factors[link.effect].label}"

    def voices(self) -> None:
        said = Counter(each.voice for each in self.map.sayings.values())
        rows = [
            (who(each), each.organisation, each.role, each.name, "yes" if each.lived_experience else "", said[each.id])
            for each in self.map.voices.values()
        ]
        heads = (
            *(("Voice", 40), ("Organisation", 26), ("Role", 22), ("Name", 20), ("By experience", 10)),
            ("Things said", 10),
        )
        self.table("Voices", heads, rows)

    def evidence(self) -> None:
        heads = (
            *(("About", 48), ("Kind", 20), ("Strength (0–3)", 10), ("Source", 40), ("Quotation", 50)),
            *(("Organisation", 22), ("Date", 13), ("Address", 30)),
        )
        rows = [
            (
                *(self.subject(each.subject), each.kind, each.strength, each.source, each.quotation),
                *(each.organisation, _day(each.date), each.address),
            )
            for each in self.map.evidence.values()
        ]
        self.table("Evidence", heads, rows)

    def plan(self) -> None:
        plan = plan_of(self.map, prospects(self.map, self.reading), self.today)
        heads = [(column.heading, _WIDTHS.get(column.heading, 14)) for column in COLUMNS]
        names = [head for head, _ in heads]
        due = _letter(names.index("Due"))
        rows: list[list[Cell]] = []
        for at, one in enumerate(plan.actions, 1):
            told: list[Cell] = list(cells(one, at, self.map))
            told[0] = at
            for name, day in (("Start", one.start), ("Due", one.due)):
                words = str(told[names.index(name)])
                told[names.index(name)] = day if day and _is_day(words) else words
            exact = isinstance(told[names.index("Due")], date)
            left = (one.due - self.today).days if one.due and exact else ""
            done = one.action.status == "blue"
            told.append(
                Formula(
                    f'=IF(AND(ISNUMBER({due}{at + 1}),{_letter(names.index("Status"))}{at + 1}<>"{STATUS["blue"]}"),'
                    f'{due}{at + 1}-TODAY(),"")',
                    "" if done else left,
                )
            )
            rows.append(told)
        self.table("Plan", [*heads, ("Days until due", 10)], rows)

    def measures(self) -> None:
        values = list(self.map.measurements.values())
        numbers = {id_: at for at, id_ in enumerate(self.map.measures, 1)}
        last = max(2, len(values) + 1)
        rows = []
        for at, each in enumerate(self.map.measures.values(), 2):
            own = [value.value for value in values if value.measure == each.id]
            rows.append(
                (
                    *(numbers[each.id], each.name, self.subject(each.subject), each.unit, each.baseline, each.target),
                    {"up": "more is better", "down": "less is better"}.get(each.better, ""),
                    Formula(f"=COUNTIF(Readings!$A$2:$A${last},A{at})", len(own)),
                    Formula(
                        f'=IF(H{at}=0,"",AVERAGEIF(Readings!$A$2:$A${last},A{at},Readings!$D$2:$D${last}))',
                        sum(own) / len(own) if own else "",
                    ),
                )
            )
        heads = (
            *(("No.", 6), ("Measure", 40), ("Of", 42), ("Unit", 14), ("Baseline", 10), ("Target", 10)),
            *(("Better", 15), ("Readings", 10), ("Average", 10)),
        )
        self.table("Measures", heads, rows)
        self.table(
            "Readings",
            (("Measure no.", 9), ("Measure", 40), ("Date", 13), ("Value", 12)),
            [
                (numbers[each.measure], self.map.measures[each.measure].name, _day(each.date), each.value)
                for each in values
            ],
        )

    # -- the first sheet

    def about(self, sheet: "Worksheet") -> None:
        """What this is, how it was worked out, and counts that follow the other sheets."""
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        self.put(sheet, 0, 0, self.map.title or "Untitled map", "title")
        settings = self.reading.settings
        kinds: Counter[str] = Counter(action.status for action in self.map.actions.values())
        plan = max(2, len(self.map.actions) + 1)
        status = _letter([column.heading for column in COLUMNS].index("Status"))
        rows: list[tuple[str, Cell]] = [
            ("Written on", self.today),
            ("Factors", Formula(f"=COUNT(Factors!$A$2:$A${max(2, len(self.map.factors) + 1)})", len(self.map.factors))),
            ("Links", Formula(f"=COUNT(Links!$I$2:$I${max(2, len(self.map.links) + 1)})", len(self.map.links))),
            ("Symptoms", len(self.reading.symptoms)),
            ("Most upstream causes", len(self.reading.upstream)),
            *(
                (
                    f"Actions: {words.casefold()}",
                    Formula(f'=COUNTIF(Plan!${status}$2:${status}${plan},"{words}")', kinds[name]),
                )
                for name, words in STATUS.items()
                if self.map.actions
            ),
            (
                "How causes are ranked",
                (
                    "A most upstream cause leads to symptoms and nothing on the map leads to it. The order comes "
                    f"from {settings.trials:,} trials (seed {settings.seed}) in which doubtful links are left out at "
                    "random: the expected share is the part of the symptoms that is reached on average, from and to "
                    "hold nine of ten trials."
                ),
            ),
            ("Which causes", "Those that can be changed" if self.reading.changeable_only else "All causes"),
            ("Made by", f"Headwater {__version__}"),
        ]
        for at, (words, value) in enumerate(rows, 2):
            self.put(sheet, at, 0, words)
            self.put(sheet, at, 1, value, "left")
            if isinstance(value, str) and len(value) > 100:
                sheet.set_row(at, 13.5 * (1 + len(value) // 90))
        sheet.activate()


_WIDTHS = {"Ref": 6, "Cause": 40, "Action": 44, "Lead organisation": 22, "Resources": 26, "Measure": 28, "Progress": 34}


def _letter(column: int) -> str:
    """A column's letter; maps have no more than 26."""
    return chr(ord("A") + column)


def _day(text: str) -> Cell:
    """A day as a date where one is meant and not a month; else as it was typed."""
    day = day_of(text)
    return day if day is not None and _is_day(text) else text


def _is_day(text: str) -> bool:
    """Whether one day is meant, and not a month."""
    return day_of(text) == day_of(text, last=True)
