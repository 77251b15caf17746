"""Measures: figures followed over time on symptoms and actions, as XmR charts; typed, pasted or from a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.drawing.theme import THEMES, Theme
from app.drawing.xmr_chart import Chart, shown
from app.errors import HeadwaterError, RuleBroken
from app.model import measuring
from app.model.cause_map import CauseMap
from app.model.edits import Changes
from app.model.records import LABEL_LIMIT, TEXT_LIMIT, Measure, Measurement
from app.ui.pages.page import Page, heading, plain, scrolled
from app.ui.places import file_name, free_path
from app.ui.plan.measures_chart import ChartView
from app.ui.plan.measures_rows import MeasureRows, ReadingRows
from app.ui.plan.measures_words import chart_of, figure_of, latest_of, row_of, subject_of
from app.ui.session import Session
from app.ui.showing import Shown

_BETTER = (("", "Not said"), ("up", "More is better"), ("down", "Less is better"))
_HOW = "“2026-03 41” and Enter adds a reading; Ctrl+V takes a column of them in."
_LEFT, _RIGHT = 232, 212
_MOST_BYTES = 2_000_000


class MeasuresPage(Page):
    """The measures, the chart of the chosen one, and what is told of it."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self._listed: list[Measure] = []
        self._readings: tuple[Measurement, ...] = ()
        self._id = ""
        self._filling = False
        self.rows = MeasureRows(self._take_away)
        self.subject = QComboBox()
        self.subject.setAccessibleName("What the new measure is of")
        self.new = QLineEdit()
        self.new.setPlaceholderText("A new measure, and Enter")
        self.view = ChartView(theme, self.paste)
        self.said = plain()
        self.reading = QLineEdit()
        self.reading.setPlaceholderText("2026-03 41 and Enter; or paste a column")
        self.from_file = QPushButton("From a file …")
        self.copy_button, self.export_button = QPushButton("Copy"), QPushButton("Save …")
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.baseline, self.target = QLineEdit(), QLineEdit()
        self.better = QComboBox()
        self.readings = ReadingRows(self._take_reading_away)
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.setContentsMargins(12, 2, 12, 10)
        left, middle, right = (QWidget() for _ in range(3))
        first = QVBoxLayout(left)
        first.addWidget(scrolled(self.rows), 1)
        first.addWidget(heading("Follow another figure"))
        first.addWidget(self.subject)
        first.addWidget(self.new)
        entry = QHBoxLayout()
        entry.addWidget(self.reading, 1)
        entry.addWidget(self.from_file)
        pictures = QHBoxLayout()
        for button in (self.copy_button, self.export_button):
            pictures.addWidget(button)
        for button in (self.from_file, self.copy_button, self.export_button):
            button.setStyleSheet("padding: 5px 7px;")
        self.reading.setToolTip(_HOW)
        second_column = QVBoxLayout(middle)
        second_column.addWidget(self.view, 1)
        second_column.addWidget(self.said)
        second_column.addLayout(entry)
        form = QFormLayout()
        form.setVerticalSpacing(3)
        self.copy_button.setAccessibleName("Copy the chart")
        self.export_button.setAccessibleName("Save the chart")
        for words, field in (
            ("Name", self.name),
            ("Unit", self.unit),
            ("Better", self.better),
            ("Baseline", self.baseline),
            ("Target", self.target),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        for line in (self.name, self.unit, self.baseline, self.target, self.new):
            line.setMaxLength(LABEL_LIMIT)
        self.new.setAccessibleName("The name of a new measure")
        self.reading.setAccessibleName("A reading: a date and a figure")
        self.reading.setMaxLength(TEXT_LIMIT)
        for key, words in _BETTER:
            self.better.addItem(words, key)
        third = QVBoxLayout(right)
        third.addLayout(form)
        third.addWidget(self.readings, 1)
        third.addLayout(pictures)
        self._told = right
        self.subject.setMinimumContentsLength(8)
        whole = QHBoxLayout()
        whole.setSpacing(12)
        for widget, wide in ((left, _LEFT), (middle, 0), (right, _RIGHT)):
            inner = widget.layout()
            assert inner is not None
            inner.setContentsMargins(0, 0, 0, 0)
            if wide:
                widget.setFixedWidth(wide)
            whole.addWidget(widget, 0 if wide else 1)
        self.column.addLayout(whole)
        self.rows.row_chosen.connect(self._choose)
        self.new.returnPressed.connect(self._add)
        self.reading.returnPressed.connect(self._type_reading)
        self.from_file.clicked.connect(self._open_file)
        self.copy_button.clicked.connect(self.copy_chart)
        self.export_button.clicked.connect(self._export)
        self.name.editingFinished.connect(lambda: self._change("Name a measure", self.name, "name"))
        self.unit.editingFinished.connect(lambda: self._change("Say the unit", self.unit, "unit"))
        self.baseline.editingFinished.connect(lambda: self._figure("Set the baseline", self.baseline, "baseline"))
        self.target.editingFinished.connect(lambda: self._figure("Set the target", self.target, "target"))
        self.better.activated.connect(lambda _: self._set("Say which way is better", better=self.better.currentData()))

    # -- showing

    def follow(self) -> None:
        """The measures as they are now; those of what is selected first."""
        cause_map, chosen = self.session.map, set(self.session.selection)
        self._listed = sorted(cause_map.measures.values(), key=lambda each: each.subject not in chosen)
        ids = [each.id for each in self._listed]
        if self._id not in ids:
            self._id = ids[0] if ids else ""
        readings = measuring.readings_by_measure(cause_map)
        words = [row_of(cause_map, each, readings.get(each.id, ())) for each in self._listed]
        self.rows.show_rows(words, ids.index(self._id) if self._id else -1)
        self._show_subjects(cause_map)
        self._show_chosen(cause_map, readings.get(self._id, ()))

    def _show_subjects(self, cause_map: CauseMap) -> None:
        """What is selected first, then symptoms, then actions."""
        wanted = dict.fromkeys(
            [
                *(id_ for id_ in self.session.selection if id_ in cause_map.factors),
                *(each.id for each in cause_map.symptoms()),
                *cause_map.actions,
            ]
        )
        there = [self.subject.itemData(at) for at in range(self.subject.count())]
        words = [subject_of(cause_map, id_) for id_ in wanted]
        if there != list(wanted) or words != [self.subject.itemText(at) for at in range(self.subject.count())]:
            self.subject.clear()
            for id_, label in zip(wanted, words, strict=True):
                self.subject.addItem(label, id_)
        self.new.setEnabled(bool(wanted))

    def _show_chosen(self, cause_map: CauseMap, readings: tuple[Measurement, ...]) -> None:
        measure = cause_map.measures.get(self._id)
        for widget in (self._told, self.reading, self.from_file, self.copy_button, self.export_button):
            widget.setEnabled(measure is not None)
        if measure is None:
            self._readings = ()
            self.view.show_chart(None)
            self.said.setText("Nothing is followed yet: choose on the left what to follow, and name it.")
            self.readings.show_rows([])
            return
        self._readings = readings
        chart = chart_of(measure, self._readings)
        self.view.show_chart(chart)
        self.said.setText(latest_of(chart, cause_map, measure))
        self._filling = True
        for field, words in (
            (self.name, measure.name),
            (self.unit, measure.unit),
            (self.baseline, figure_of(measure.baseline)),
            (self.target, figure_of(measure.target)),
        ):
            if not (field.hasFocus() and field.isModified()) and field.text() != words:
                field.setText(words)
                field.setCursorPosition(0)  # long ones show how they begin
        self.better.setCurrentIndex(self.better.findData(measure.better))
        self._filling = False
        rows = [f"{each.date}   {shown(each.value)}" for each in reversed(self._readings)]
        self.readings.show_rows(rows)

    def _choose(self, row: int) -> None:
        self.keep()
        self._id = self._listed[row].id
        self._show_chosen(self.session.map, measuring.readings_of(self.session.map, self._id))
        subject = self._listed[row].subject
        if subject in self.session.map.factors:
            self.session.show(Shown(factors={subject: "on"}))
            self.session.sight_wanted.emit((subject,))

    # -- changing

    def _do(self, label: str, make: Callable[[], Changes]) -> bool:
        try:
            changes = make()
        except RuleBroken as error:
            self.session.told.emit(str(error))
            return False
        if not changes:
            return True
        done = self.session.perform(label, changes, select=self.session.selection, settle=False)
        if done:
            self.follow()
        return done

    def _add(self) -> None:
        subject, words = str(self.subject.currentData() or ""), self.new.text()
        better = "down" if subject in self.session.map.factors else ""
        before = set(self.session.map.measures)
        if self._do("Follow a figure", lambda: measuring.add_measure(self.session.map, subject, words, better=better)):
            self.new.clear()
            self._id = next((id_ for id_ in self.session.map.measures if id_ not in before), self._id)
            self.follow()
            self.reading.setFocus()

    def _take_away(self, row: int) -> None:
        measure = self._listed[row]
        if self._do("Take a measure away", partial(measuring.delete_measure, self.session.map, measure.id)):
            self.session.told.emit(f"“{measure.name}” is taken away with its readings. Ctrl+Z brings them back.")

    def _take_reading_away(self, row: int) -> None:
        each = self._readings[len(self._readings) - 1 - row]
        self._do("Take a reading away", partial(measuring.delete_reading, self.session.map, each.id))

    def _type_reading(self) -> None:
        if self.take_in(self.reading.text(), "Add a reading"):
            self.reading.clear()

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        self.take_in(QApplication.clipboard().text(), "Paste readings")

    def take_in(self, text: str, label: str) -> bool:
        """Add the readings in text, all or none; what is not understood is told in one sentence."""
        if self._id not in self.session.map.measures:
            return False
        found = measuring.read_readings(text, self._readings[-1].date if self._readings else "")
        if found.problem:
            self.session.told.emit(found.problem)
            return False
        count = len(found.readings)
        done = self._do(label, lambda: measuring.take_readings(self.session.map, self._id, found.readings))
        if done and count > 1:
            self.session.told.emit(f"{count} readings are taken in.")
        return done

    def _open_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Readings from a file", "", "CSV and text (*.csv *.txt *.tsv)")
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> bool:
        """Take in the readings of a CSV or text file."""
        try:
            if path.stat().st_size > _MOST_BYTES:
                self.session.told.emit(f"“{path.name}” is too large for a column of readings.")
                return False
            data = path.read_bytes()
        except OSError as error:
            self.session.told.emit(f"“{path.name}” cannot be read: {error.strerror}.")
            return False
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        return self.take_in(text, f"Readings from {path.name}")

    def close_map(self) -> None:
        """What was typed and not entered is kept, where it can be understood."""
        if self.new.text().strip() and self.subject.currentData():
            self._add()
        if self.reading.text().strip():
            self._type_reading()

    def keep(self) -> None:
        """Make steps of what has been typed and not yet left."""
        self._change("Name a measure", self.name, "name")
        self._change("Say the unit", self.unit, "unit")
        self._figure("Set the baseline", self.baseline, "baseline")
        self._figure("Set the target", self.target, "target")

    def _change(self, label: str, field: QLineEdit, name: str) -> None:
        if field.isModified():
            field.setModified(False)
            self._set(label, **{name: field.text()})

    def _figure(self, label: str, field: QLineEdit, name: str) -> None:
        if not field.isModified():
            return
        field.setModified(False)
        words = field.text().strip()
        value = measuring.value_of(words)
        if words and value is None:
            self.session.told.emit(f"“{words}” is not a figure.")
            self.follow()
            return
        self._set(label, **{name: value})

    def _set(self, label: str, **fields: Any) -> None:
        if self._id in self.session.map.measures and not self._filling:
            self._do(label, lambda: measuring.change_measure(self.session.map, self._id, **fields))

    # -- the chart elsewhere

    def _chart(self) -> Chart | None:
        measure = self.session.map.measures.get(self._id)
        return chart_of(measure, measuring.readings_of(self.session.map, self._id)) if measure else None

    def copy_chart(self) -> None:
        """Put the chart on the clipboard, to paste into a slide."""
        from app.exchange.charts import chart_mime

        chart = self._chart()
        if chart is not None:
            QApplication.clipboard().setMimeData(chart_mime(chart, THEMES["light"]))
            self.session.told.emit("The chart is on the clipboard: paste it into a slide or a document.")

    def _export(self) -> None:
        chart = self._chart()
        if chart is None:
            return
        folder = self.session.document.path.parent
        proposed = free_path(folder, file_name(chart.title), ".png")
        kinds = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save a chart", str(proposed), kinds)
        if chosen:
            self.save_chart(Path(chosen))

    def save_chart(self, path: Path) -> None:
        """Write the chart as the picture that the file's ending names."""
        from app.exchange.charts import export_chart

        chart = self._chart()
        if chart is None:
            return
        try:
            export_chart(path, chart, THEMES["light"])
        except HeadwaterError as error:
            self.session.told.emit(str(error))
        else:
            self.session.told.emit(f"The chart is in {path}.")

    # -- the page

    def first_field(self) -> QWidget:
        """Where a reading is typed, or, with nothing followed, where that begins."""
        return self.reading if self._id else self.new

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self.view.theme = theme
        self.view.update()
