"""The command ``headwater``: open, analyse, export, import, example. All but opening work without a screen.

Exit codes: 0 done; 1 refused, with one sentence on standard error; 2 the words of the call are off.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.errors import HeadwaterError

if TYPE_CHECKING:
    from app.model.cause_map import CauseMap

_COMMANDS = ("open", "analyse", "export", "import", "example")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or not (words[0] in _COMMANDS or words[0].startswith("-")):
        words = ["open", *words]
    arguments = _parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except HeadwaterError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader had enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    else:
        return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="headwater",
        description="Find the most upstream causes. With no command it opens its window: headwater [FILE]",
    )
    parser.add_argument("--version", action="version", version=f"Headwater {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    window = commands.add_parser("open", help="open the window, on a map if one is given")
    window.add_argument("file", nargs="?", type=Path, metavar="FILE")
    window.add_argument("--example", action="store_true", help="on one's own copy of the example map")
    window.set_defaults(run=_open)

    analyse = commands.add_parser("analyse", help="rank the most upstream causes of a map")
    analyse.add_argument("file", type=Path, metavar="FILE", help="a .headwater file or a .json map")
    analyse.add_argument("--json", action="store_true", help="everything, as JSON")
    analyse.add_argument("--changeable", action="store_true", help="only causes that can be changed")
    analyse.set_defaults(run=_analyse)

    export = commands.add_parser("export", help="write a picture of the whole map")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("out", type=Path, metavar="OUT.png|svg|pdf")
    export.add_argument("--scale", type=int, choices=(1, 2, 3, 4), default=2, help="how large a PNG is (2)")
    export.add_argument("--dark", action="store_true", help="in dark colours")
    export.set_defaults(run=_export)

    bring_in = commands.add_parser("import", help="make a .headwater file from a .json map")
    bring_in.add_argument("file", type=Path, metavar="MAP.json")
    bring_in.add_argument("out", type=Path, metavar="OUT.headwater")
    bring_in.set_defaults(run=_import)

    example = commands.add_parser("example", help="make a copy of the example map")
    example.add_argument("out", type=Path, metavar="OUT.headwater")
    example.set_defaults(run=_example)
    return parser


def _open(arguments: argparse.Namespace) -> int:
    from app.ui.start_up import run

    return run(arguments.file, example=arguments.example)


def _analyse(arguments: argparse.Namespace) -> int:
    from app.analysis.record import as_record

    cause_map = _map_in(arguments.file)
    record = as_record(cause_map, changeable_only=arguments.changeable)
    if arguments.json:
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return 0
    print(f"{record['title'] or arguments.file.stem}: {record['factors']} factors, {record['links']} links")
    print("Most upstream causes you can change" if arguments.changeable else "Most upstream causes")
    if not record["upstream"]:
        print("  none: no cause leads to a symptom")
    for cause in record["upstream"]:
        print(f"{cause['rank']:3}. {' + '.join(cause['labels'])}")
        print(f"     {cause['reason']}")
    for words, labels in (
        ("Symptoms with no cause yet", record["unexplained"]),
        ("Causes that lead to no symptom", record["leads_nowhere"]),
    ):
        if labels:
            print(f"{words}: {'; '.join(labels)}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    _draw_without_a_screen()
    from datetime import date

    from app.analysis.reading import read
    from app.drawing.picture import picture_of
    from app.drawing.theme import DARK, LIGHT
    from app.exchange.images import export_picture

    cause_map = _map_in(arguments.file)
    today = date.today()  # noqa: DTZ011  # the person's own day
    picture = picture_of(cause_map, read(cause_map), date=f"{today.day} {today:%B %Y}")
    export_picture(arguments.out, picture, DARK if arguments.dark else LIGHT, scale=arguments.scale)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    _draw_without_a_screen()
    from app.document import Document
    from app.drawing.picture import boxes_of
    from app.exchange.neutral import read_neutral
    from app.model import edits
    from app.model.cause_map import CauseMap

    imported = read_neutral(_bytes_of(arguments.file), name=arguments.file.name)
    cause_map = CauseMap.of(imported.records)
    places = {id_: (box.x, box.y) for id_, box in boxes_of(cause_map).items()}
    placed = cause_map.apply(edits.move(cause_map, places))
    Document.create(arguments.out, imported.title, list(placed.records())).close()
    for sentence in imported.report:
        print(sentence)
    print(f"{len(placed.factors)} factors and {len(placed.links)} links are in {arguments.out}.")
    return 0


def _example(arguments: argparse.Namespace) -> int:
    from app.document import Document
    from app.exchange.example import example_records

    title, records = example_records()
    Document.create(arguments.out, title, records).close()
    return 0


def _map_in(path: Path) -> "CauseMap":
    """The map of a .headwater file, or of a plain .json one."""
    if path.suffix.lower() == ".json":
        from app.exchange.neutral import read_neutral
        from app.model.cause_map import CauseMap

        return CauseMap.of(read_neutral(_bytes_of(path), name=path.name).records)
    from app.document import Document

    with Document.open(path) as document:
        return document.map


def _bytes_of(path: Path) -> bytes:
    from app.errors import FileRefused
    from app.exchange.neutral import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(
            f"“{path.name}” cannot be read: {(error.strerror or 'the system refuses').lower()}."
        ) from error


def _draw_without_a_screen() -> None:
    """Text is measured with Qt, which wants a platform: one without a screen, whatever there is."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        _kept.append(QGuiApplication([]))


_kept: list[object] = []
