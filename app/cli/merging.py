"""Making one map of several on the command line, where nobody can be asked."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.cli.maps import bytes_of, check_ending, counted
from app.errors import FileRefused
from app.exchange.off_screen import draw_without_a_screen

if TYPE_CHECKING:
    from app.document import Document
    from app.joining.copies import Brought

_MOST_LINES = 40


def merge_maps(arguments: argparse.Namespace) -> int:
    """Bring other maps into a copy of the first, as one step that can be taken back."""
    out: Path = arguments.out
    check_ending(out)
    if out.exists() and not arguments.force:
        raise FileRefused(f"“{out.name}” is there already; choose another name, or --force.")
    draw_without_a_screen()
    from app.document import Document

    with TemporaryDirectory(prefix="headwater-") as folder:
        begun = Path(folder, out.name)
        _begin(begun, arguments.file)
        with Document.open(begun) as document:
            said = _bring_in(document, arguments.others, origin=not arguments.without_origin)
            document.save_copy(out.resolve())
            factors, links = len(document.map.factors), len(document.map.links)
    for line in said:
        print(line)
    print(f"{counted(factors, 'factor')} and {counted(links, 'link')} are in {out}.")
    return 0


def _begin(begun: Path, path: Path) -> None:
    """A map file to work on: the first one with its history, or one made of another program's map."""
    from app.document import Document

    if path.suffix.lower() == ".headwater":
        with Document.open(path, look_only=True) as first:
            first.save_copy(begun)
        return
    from app.exchange.foreign.read import read_foreign
    from app.exchange.places import with_places
    from app.model.cause_map import CauseMap

    imported = read_foreign(bytes_of(path), path.name)
    placed = with_places(CauseMap.of(imported.records))
    rest = [record for record in placed.records() if record.table != "about"]
    Document.create(begun, imported.title or path.stem, rest).close()


def _bring_in(document: "Document", paths: Sequence[Path], *, origin: bool) -> list[str]:
    """Perform the step, and say what came of it, question by question that nobody answered."""
    from app.exchange.places import with_places
    from app.joining.copies import as_copy
    from app.joining.joining import Disputed, Joining
    from app.model.compare import changes_between
    from app.model.merging_words import told, why
    from app.model.pairing import proposals

    brought = _others(document, paths)
    copies = [copy for each in brought if (copy := as_copy(document, each)) is not None]
    apart = {copy.name for copy in copies}
    tables = [(each.name, each.cause_map) for each in brought if each.name not in apart]
    before = Joining(document.map, [], copies, [])
    pairs = proposals([before.base, *(each for _, each in tables)]) if tables else []
    joining = Joining(document.map, tables, copies, pairs)
    joining.keeps_origin = origin
    made = joining.merged()
    lines = [joining.sentence(made)]
    for question in joining.open:
        if isinstance(question, Disputed):
            words = told(question.conflict, joining.parted[question.copy])
            lines.append(f"  {words.about}: {words.question} Here: {words.here}. There: {words.there}.")
        else:
            near = (
                f"“{joining.label_of(key)}” ({joining.map_of(key[0])[0]})" for key in (question.first, question.second)
            )
            lines.append(f"  {' and '.join(near)}: {why(question)}")
    if len(lines) > _MOST_LINES:
        left = len(lines) - _MOST_LINES
        lines[_MOST_LINES:] = [f"  And {counted(left, 'question')} more."]
    after = with_places(document.map.apply(made.changes))
    changes = changes_between(document.map, after)
    if changes:
        document.perform(f"Bring in {counted(len(brought), 'map')}", changes, source="merge")
    return lines


def _others(document: "Document", paths: Sequence[Path]) -> "list[Brought]":
    from app.exchange.foreign.read import read_foreign
    from app.joining.copies import Brought, read_others
    from app.model.cause_map import CauseMap

    steps = [head.id for head in document.history()]
    found: list[Brought] = []
    for path in paths:
        if path.suffix.lower() == ".headwater":
            (each,) = read_others([path], steps)
            if isinstance(each, str):
                raise FileRefused(each)
        else:
            imported = read_foreign(bytes_of(path), path.name)
            each = Brought(imported.title or path.stem, CauseMap.of(imported.records))
        number = sum(other.name == each.name for other in found)
        found.append(each if not number else _renamed(each, number + 1))
    return found


def _renamed(brought: "Brought", number: int) -> "Brought":
    from dataclasses import replace

    return replace(brought, name=f"{brought.name} ({number})")
