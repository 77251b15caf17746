"""One side of a question: a factor as its map has it, or what a copy holds, in words large enough for two to read."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.analysis.voices import evidence_on, voices_of, who
from app.model.cause_map import CauseMap
from app.model.merging_words import counted
from app.model.records import Factor

_MOST = 6
_NOTES = 240


class Card(QFrame):
    """Who brings it, its words, and below them what stands around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("why")
        self.whose, self.words, self.around = QLabel(), QLabel(), QLabel()
        self.whose.setObjectName("second")
        for label in (self.whose, self.words, self.around):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for label in (self.whose, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self.words.font()
        font.setPixelSize(22)
        font.setBold(True)
        self.words.setFont(font)
        self.around.setTextFormat(Qt.TextFormat.RichText)
        self.around.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for label in (self.whose, self.words, self.around):
            column.addWidget(label)
        column.setStretchFactor(self.around, 1)

    def show_factor(self, whose: str, cause_map: CauseMap, factor: Factor, common: Iterable[str]) -> None:
        """A factor with its causes and effects; those in ``common`` (ids here) are the same already."""
        known = frozenset(common)
        facts = ["Symptom"] if factor.is_symptom else []
        facts += ["Parked"] if factor.parked else []
        facts += [factor.theme] if factor.theme else []
        parts = [f"<p>{escape(' · '.join(facts))}</p>"] if facts else []
        parts.append(_list("Causes", cause_map.causes_of(factor.id), known))
        parts.append(_list("Leads to", cause_map.effects_of(factor.id), known))
        voices = [who(each) for each in voices_of(cause_map, factor.id)]
        told = [f"Said by {_some(voices)}"] if voices else []
        if pieces := len(evidence_on(cause_map, factor.id)):
            told.append(counted(pieces, "piece of evidence", "pieces of evidence"))
        if factor.notes:
            told.append(factor.notes if len(factor.notes) <= _NOTES else f"{factor.notes[:_NOTES].rstrip()} …")
        parts += [f"<p>{escape(each)}</p>" for each in told]
        self._show(whose, factor.label, "".join(parts))

    def show_words(self, whose: str, words: str, below: str = "") -> None:
        """A value, or what became of something."""
        self._show(whose, words, f"<p>{escape(below)}</p>" if below else "")

    def _show(self, whose: str, words: str, around: str) -> None:
        self.whose.setText(whose)
        self.words.setText(words)
        self.around.setText(around)
        self.setAccessibleName(f"{whose}: {words}")


def _list(title: str, factors: Sequence[Factor], common: frozenset[str]) -> str:
    if not factors:
        return ""
    first = sorted(factors, key=lambda each: each.id not in common)
    rows = [
        f"<li><b>{escape(each.label)}</b> (the same)</li>" if each.id in common else f"<li>{escape(each.label)}</li>"
        for each in first[:_MOST]
    ]
    more = f"<li>and {len(first) - _MOST} more</li>" if len(first) > _MOST else ""
    return f"<p style='margin-bottom:2px'>{title}</p><ul style='margin:0 0 0 -22px'>{''.join(rows)}{more}</ul>"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
