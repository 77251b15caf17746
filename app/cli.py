"""The command ``headwater``: open, analyse, export, import, example. All but opening work without a screen.

Exit codes: 0 done; 1 refused, with one sentence on standard error; 2 the words of the call are off.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app import __version__
from app.errors import FileRefused, HeadwaterError
from app.exchange.off_screen import draw_without_a_screen

if TYPE_CHECKING:
    from app.exchange.pictures import PictureChoice
    from app.model.cause_map import CauseMap
    from app.model.records import Record

_MOST = 65_536
"""Trials, or effort: more says nothing more."""
_FORMATS = (
    *("graphml", "csv", "factors", "dot", "mermaid", "kumu", "neutral", "markdown", "opml", "dagitty"),
    *("board-paper", "slides", "workbook", "web"),
)
_SIZES = ("own", "A4", "A3", "A2", "A1", "A0", "slide", "slide 4:3")
_PRESETS = ("slide", "board paper", "wall", "poster", "text")
_PARTS = ("title", "date", "legend", "ranks", "standing")
_COMMANDS = ("open", "analyse", "export", "import", "copy", "example")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["worker"]:  # how the window starts its own worker process
        from app.ui.worker_process import serve

        return serve()
    if not words or not (words[0] in _COMMANDS or words[0].startswith("-")):
        words = ["open", *words]
    arguments = _parser().parse_args(words)
    _print_any_character()
    try:
        code: int = arguments.run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except HeadwaterError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader had enough
        _print_no_more()
        return 0
    except OSError as error:
        print(f"That cannot be done here: {(error.strerror or 'the system refuses').lower()}.", file=sys.stderr)
        _print_no_more()
        return 1
    except KeyboardInterrupt:
        _print_no_more()
        return 130
    return code


def _print_any_character() -> None:
    """Where the terminal or pipe has no sign for a character, its number stands there instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_no_more() -> None:
    """Python would try once more at its end to print what is left, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    analyse.add_argument("--brief", action="store_true", help="the ranking and its reasons alone")
    analyse.add_argument("--thorough", action="store_true", help="on large maps, too, every doubtful link in turn")
    analyse.add_argument("--effort", type=_from_one, default=6, help="what the causes to work on may come to (6)")
    analyse.add_argument("--trials", type=_from_one, default=2048, help="how often doubtful links are left out (2048)")
    analyse.add_argument("--seed", type=int, default=0, help="which trials (0)")
    analyse.set_defaults(run=_analyse)

    export = commands.add_parser("export", help="write a picture of the whole map, or the map for another program")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        help="its ending says what to write",
    )
    export.add_argument("--as", dest="format", metavar="FORMAT", choices=_FORMATS, help=f"one of {', '.join(_FORMATS)}")
    _picture_options(export.add_argument_group("pictures"))
    export.set_defaults(run=_export)

    bring_in = commands.add_parser("import", help="make a .headwater file from a map of another program")
    bring_in.add_argument(
        "file",
        type=Path,
        metavar="MAP",
        help="plain or Kumu JSON, PRSM, GraphML, Mermaid, DAGitty, Vensim, CSV of links",
    )
    bring_in.add_argument("out", type=Path, metavar="OUT.headwater")
    bring_in.add_argument("--force", action="store_true", help="put it in the place of a file of that name")
    ways = ("cause-to-effect", "effect-to-cause")
    bring_in.add_argument("--arrows", choices=ways, default=ways[0], help="which way its arrows point")
    bring_in.set_defaults(run=_import)

    copy = commands.add_parser(
        "copy", help="copy a map without names, organisations or quotations, and without history"
    )
    copy.add_argument("file", type=Path, metavar="FILE", help="a .headwater file")
    copy.add_argument("out", type=Path, metavar="OUT", help="the .headwater file to make")
    copy.add_argument(
        "--without",
        nargs="+",
        choices=("names", "organisations", "quotations"),
        default=["names", "organisations", "quotations"],
        help="what to leave out (all three, if not told)",
    )
    copy.set_defaults(run=_copy)
    example = commands.add_parser("example", help="make a copy of the example map")
    example.add_argument("out", type=Path, metavar="OUT.headwater")
    example.set_defaults(run=_example)
    return parser


def _picture_options(options: "argparse._ArgumentGroup") -> None:
    """What a picture is to be; what is not told is as the preset has it, or the whole map in its own size."""
    options.add_argument("--preset", choices=_PRESETS, help="begin with what is often wanted")
    options.add_argument("--what", choices=("map", "chain", "focus", "everything"), help="what is on it (map)")
    options.add_argument("--of", action="append", default=[], metavar="LABEL", help="whose chain: a factor's words")
    options.add_argument("--size", choices=_SIZES, help="its paper (own: as large as the map)")
    options.add_argument("--way", choices=("auto", "lying", "upright"), help="which way the paper lies")
    options.add_argument("--tiles", choices=("A4", "A3"), help="cut a poster over sheets of this paper")
    options.add_argument("--theme", choices=("light", "dark", "grey"), help="its colours (light)")
    options.add_argument("--dark", action="store_const", const="dark", dest="theme", help="the same as --theme dark")
    options.add_argument("--transparent", action="store_true", help="with nothing behind it")
    options.add_argument("--leave-out", nargs="+", choices=_PARTS, default=[], help="what is not on it")
    options.add_argument("--footer", metavar="WORDS", help="a line at its foot")
    options.add_argument("--dots", type=int, choices=(96, 150, 300, 600), help="how sharp a PNG on paper is (300)")
    options.add_argument("--scale", type=int, choices=(1, 2, 3, 4), help="how large a PNG of its own size is (2)")


def _open(arguments: argparse.Namespace) -> int:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise HeadwaterError("There is no screen here to open a window on; see headwater --help for what needs none.")
    from app.ui.start_up import run

    return run(arguments.file, example=arguments.example)


def _from_one(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"it must be from 1 to {_MOST:,}")
    return number


def _analyse(arguments: argparse.Namespace) -> int:
    from app.analysis.record import as_json, as_record
    from app.analysis.record_words import below_the_ranking, beside_a_cause
    from app.analysis.settings import Settings
    from app.analysis.whole_record import whole_record

    cause_map = _map_in(arguments.file)
    settings = Settings(trials=arguments.trials, seed=arguments.seed)
    if arguments.brief:
        record = as_record(cause_map, settings, arguments.changeable)
    else:
        record = whole_record(
            cause_map,
            settings,
            changeable_only=arguments.changeable,
            effort=arguments.effort,
            thorough=arguments.thorough,
        )
    if arguments.json:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(newline="\n")  # the same bytes on Windows, too
        print(as_json(record))
        return 0
    counts = f"{_counted(record['factors'], 'factor')}, {_counted(record['links'], 'link')}"
    print(f"{record['title'] or arguments.file.stem}: {counts}")
    print("Most upstream causes you can change" if arguments.changeable else "Most upstream causes")
    if not record["upstream"]:
        print("  none: no cause leads to a symptom")
    for cause in record["upstream"]:
        print(f"{cause['rank']:3}. {' + '.join(cause['labels'])}")
        print(f"     {cause['reason']}")
        for line in () if arguments.brief else beside_a_cause(cause, record):
            print(f"     {line}")
    for line in () if arguments.brief else below_the_ranking(record):
        print(line)
    for words, labels in (
        ("Symptoms with no cause yet", record["unexplained"]),
        ("Causes that lead to no symptom", record["leads_nowhere"]),
    ):
        if labels:
            print(f"{words}: {'; '.join(labels)}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    draw_without_a_screen()
    from app.analysis.reading import read
    from app.drawing.picture import today_in_words

    cause_map = _map_in(arguments.file)
    if arguments.format or arguments.out.suffix.lower() not in (".png", ".svg", ".pdf"):
        from app.exchange.formats import export_map

        chosen = export_map(arguments.out, cause_map, read(cause_map), arguments.format or "", today_in_words())
        without = f" It does not hold {chosen.loses}." if chosen.loses else ""
        print(f"{arguments.out} is written: {chosen.words}.{without}")
        return 0
    from app.drawing.picture import boxes_of, ends_of
    from app.exchange.pictures import Source, write_picture
    from app.layout.routes import route_links

    boxes = boxes_of(cause_map)
    routes = route_links(boxes, ends_of(cause_map))
    chosen_ids = tuple(_factor_called(words, cause_map) for words in arguments.of)
    source = Source(cause_map, read(cause_map), boxes, routes, chosen_ids, today_in_words())
    for _ in write_picture(arguments.out, source, _picture_choice(arguments)):
        pass
    return 0


def _picture_choice(arguments: argparse.Namespace) -> "PictureChoice":
    from app.exchange.pictures import PRESETS, PictureChoice

    begun = PRESETS[arguments.preset][1] if arguments.preset else PictureChoice()
    told = {name: getattr(arguments, name) for name in ("what", "way", "tiles", "theme", "footer", "dots", "scale")}
    told = {name: value for name, value in told.items() if value is not None}
    told |= dict.fromkeys(arguments.leave_out, False)
    if arguments.size:
        told["paper"] = "" if arguments.size == "own" else arguments.size
    if arguments.transparent:
        told["clear"] = True
    if arguments.of and "what" not in told:
        told["what"] = "chain"
    return replace(begun, ending=arguments.out.suffix.lower()[1:], **told)


def _factor_called(words: str, cause_map: "CauseMap") -> str:
    """The factor that has these words, or the only one that holds them."""
    wanted = " ".join(words.split()).casefold()
    exact = [each.id for each in cause_map.factors.values() if each.label.casefold() == wanted]
    found = exact or [each.id for each in cause_map.factors.values() if wanted in each.label.casefold()]
    if len(found) != 1:
        raise FileRefused(f"{'No' if not found else 'More than one'} factor of the map is called “{words}”.")
    return found[0]


def _import(arguments: argparse.Namespace) -> int:
    _check_ending(arguments.out)
    from app.exchange.foreign.read import read_foreign
    from app.model.cause_map import CauseMap

    if arguments.out.exists() and arguments.file.exists() and arguments.out.samefile(arguments.file):
        raise FileRefused(f"“{arguments.out.name}” is the map to be imported; choose another name for the new one.")
    reverse = arguments.arrows == "effect-to-cause"
    imported = read_foreign(_bytes_of(arguments.file), arguments.file.name, reverse=reverse)
    draw_without_a_screen()
    from app.exchange.places import with_places

    placed = with_places(CauseMap.of(imported.records))
    _write_map(arguments.out, imported.title, placed.records(), overwrite=arguments.force)
    for sentence in imported.report:
        print(sentence)
    counts = f"{_counted(len(placed.factors), 'factor')} and {_counted(len(placed.links), 'link')}"
    print(f"{counts} are in {arguments.out}.")
    return 0


def _copy(arguments: argparse.Namespace) -> int:
    _check_ending(arguments.out)
    from app.document import Document
    from app.model.leaving_out import What

    if arguments.out.exists():
        raise FileRefused(f"“{arguments.out.name}” is there already; choose another name for the copy.")
    what = What(**{name: name in arguments.without for name in ("names", "organisations", "quotations")})
    with Document.open(arguments.file, look_only=True) as document:
        left = document.save_without(arguments.out.resolve(), what)
    print(f"{arguments.out} is without {left.said}. Checked byte for byte. {left.warning}")
    return 0


def _example(arguments: argparse.Namespace) -> int:
    _check_ending(arguments.out)
    from app.exchange.example import example_records

    title, records = example_records()
    _write_map(arguments.out, title, records)
    return 0


def _check_ending(out: Path) -> None:
    if out.suffix.lower() != ".headwater":
        raise FileRefused(f"“{out.name}” does not end in .headwater, as the name of a map does.")


def _write_map(out: Path, title: str, records: "Iterable[Record]", *, overwrite: bool = False) -> None:
    """A new map file. With ``overwrite`` a file of that name stays as it is until the new one is whole beside it."""
    from app.document import Document
    from app.model.records import About

    rest = [record for record in records if not isinstance(record, About)]  # the map is as old as its file
    if not (overwrite and out.exists()):
        Document.create(out, title, rest).close()
        return
    with suppress(FileRefused):  # a map that was left in the middle of a step is put right before it goes
        Document.open(out).close()
    with (
        TemporaryDirectory(prefix="headwater-") as folder,
        Document.create(Path(folder, out.name), title, rest) as made,
    ):
        made.save_copy(out.resolve(), clean=True)


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def _map_in(path: Path) -> "CauseMap":
    """The map of a .headwater file, or of a plain .json one."""
    if path.suffix.lower() == ".json":
        from app.exchange.neutral import read_neutral
        from app.model.cause_map import CauseMap

        return CauseMap.of(read_neutral(_bytes_of(path), name=path.name).records)
    from app.document import Document

    with Document.open(path, look_only=True) as document:
        if document.notice:
            print(document.notice, file=sys.stderr)
        return document.map


def _bytes_of(path: Path) -> bytes:
    from app.exchange.neutral import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(
            f"“{path.name}” cannot be read: {(error.strerror or 'the system refuses').lower()}."
        ) from error
