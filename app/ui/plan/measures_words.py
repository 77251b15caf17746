"""The words of the page of measures, and the chart of one."""

from collections.abc import Sequence

from app.analysis.xmr import CAUSE_WORDS, read_again, variation_words
from app.drawing.xmr_chart import Chart, shown
from app.model.cause_map import CauseMap
from app.model.records import Measure, Measurement


def chart_of(measure: Measure, readings: Sequence[Measurement]) -> Chart:
    """The chart of a measure with these readings."""
    return Chart(
        title=measure.name,
        unit=measure.unit,
        dates=tuple(each.date for each in readings),
        found=read_again(tuple(each.value for each in readings), measure.better, measure.target),
        target=measure.target,
        baseline=measure.baseline,
    )


def row_of(cause_map: CauseMap, measure: Measure, readings: Sequence[Measurement]) -> str:
    """A measure in the list: its name, its latest reading, and what that shows."""
    if not readings:
        return f"{measure.name}\nNo reading yet · {subject_of(cause_map, measure.subject)}"
    found = read_again(tuple(each.value for each in readings), measure.better, measure.target)
    unit = f" {measure.unit}" if measure.unit else ""
    return f"{measure.name}\n{shown(readings[-1].value)}{unit} · {variation_words(found)}"


def subject_of(cause_map: CauseMap, id_: str) -> str:
    """What a measure is of, in words."""
    if id_ in cause_map.factors:
        return cause_map.factors[id_].label
    return f"Action: {cause_map.actions[id_].what}" if id_ in cause_map.actions else ""


def latest_of(chart: Chart, cause_map: CauseMap, measure: Measure) -> str:
    """Whose figure it is, and why the latest reading shows what it shows."""
    whose = f"Of “{subject_of(cause_map, measure.subject)}”."
    points = chart.found.points
    if not points or not points[-1].causes:
        return whose
    why = ", ".join(CAUSE_WORDS[each] for each in points[-1].causes)
    return f"{whose} The latest reading is {why}."


def figure_of(value: float | None) -> str:
    """A figure as it stands in a field."""
    return "" if value is None else repr(value).removesuffix(".0")
