"""The words that a command may have."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app import __version__
from app.cli import commands as commands_of
from app.cli import merging, rescuing

_MOST = 65_536
"""Trials, or effort: more says nothing more."""
_FORMATS = (
    *("graphml", "csv", "factors", "dot", "mermaid", "kumu", "neutral", "markdown", "opml", "dagitty"),
    *("board-paper", "slides", "workbook", "web"),
)
_SIZES = ("own", "A4", "A3", "A2", "A1", "A0", "slide", "slide 4:3")
_PRESETS = ("slide", "board paper", "wall", "poster", "text")
_PARTS = ("title", "date", "legend", "ranks", "standing")


def parser(open_window: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """All commands with their options; ``open_window`` is what the window needs to come up."""
    made = argparse.ArgumentParser(
        prog="headwater",
        description="Find the most upstream causes. With no command it opens its window: headwater [FILE]",
    )
    made.add_argument("--version", action="version", version=f"Headwater {__version__}")
    commands = made.add_subparsers(required=True, metavar="command")

    window = commands.add_parser("open", help="open the window, on a map if one is given")
    window.add_argument("file", nargs="?", type=Path, metavar="FILE")
    window.add_argument("--example", action="store_true", help="on one's own copy of the example map")
    window.set_defaults(run=open_window)

    analyse = commands.add_parser("analyse", help="rank the most upstream causes of a map")
    analyse.add_argument("file", type=Path, metavar="FILE", help="a .headwater file or a .json map")
    analyse.add_argument("--json", action="store_true", help="everything, as JSON")
    analyse.add_argument("--changeable", action="store_true", help="only causes that can be changed")
    analyse.add_argument("--brief", action="store_true", help="the ranking and its reasons alone")
    analyse.add_argument("--thorough", action="store_true", help="on large maps, too, every doubtful link in turn")
    analyse.add_argument("--effort", type=_from_one, default=6, help="what the causes to work on may come to (6)")
    analyse.add_argument("--trials", type=_from_one, default=2048, help="how often doubtful links are left out (2048)")
    analyse.add_argument("--seed", type=int, default=0, help="which trials (0)")
    analyse.set_defaults(run=commands_of.analyse_map)

    export = commands.add_parser("export", help="write a picture of the whole map, or the map for another program")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        help="its ending says what to write",
    )
    export.add_argument("--as", dest="format", metavar="FORMAT", choices=_FORMATS, help=f"one of {', '.join(_FORMATS)}")
    export.add_argument("--template", metavar="DOCX", default="", help="a Word document whose styles the paper has")
    _picture_options(export.add_argument_group("pictures"))
    export.set_defaults(run=commands_of.export_map)

    bring_in = commands.add_parser("import", help="make a .headwater file from a map of another program")
    bring_in.add_argument(
        "file",
        type=Path,
        metavar="MAP",
        help="XLSX, CSV, plain or Kumu JSON, PRSM, GraphML, GML, DOT, Mermaid, OPML, FreeMind, XMind, Vensim, DAGitty, "
        "Flying Logic, a list",
    )
    bring_in.add_argument("out", type=Path, metavar="OUT.headwater")
    bring_in.add_argument("--force", action="store_true", help="put it in the place of a file of that name")
    ways = ("cause-to-effect", "effect-to-cause")
    bring_in.add_argument("--arrows", choices=ways, default=ways[0], help="which way its arrows point")
    bring_in.set_defaults(run=commands_of.import_map)

    convert = commands.add_parser("convert", help="read a map of any kind and write it as any other")
    convert.add_argument("file", type=Path, metavar="IN")
    convert.add_argument("out", type=Path, metavar="OUT", help="its ending says what to write")
    convert.add_argument("--as", dest="format", metavar="FORMAT", choices=_FORMATS, help="as of export")
    convert.add_argument("--arrows", choices=ways, default=ways[0], help="which way its arrows point")
    convert.add_argument("--force", action="store_true", help="put it in the place of a file of that name")
    convert.set_defaults(run=commands_of.convert_map)

    merge = commands.add_parser("merge", help="make one map of those of several tables, or of copies edited apart")
    merge.add_argument("file", type=Path, metavar="MAP", help="the first map; its history stays")
    merge.add_argument("others", type=Path, metavar="OTHER", nargs="+", help="the maps to bring into it")
    merge.add_argument("out", type=Path, metavar="OUT.headwater")
    merge.add_argument("--force", action="store_true", help="put it in the place of a file of that name")
    merge.add_argument("--without-origin", action="store_true", help="do not keep which map a factor comes from")
    merge.set_defaults(run=merging.merge_maps)

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
    copy.set_defaults(run=commands_of.copy_map)
    repair = commands.add_parser("repair", help="make a new map of what can be read of a damaged one")
    repair.add_argument("file", type=Path, metavar="DAMAGED", help="it is left as it is")
    repair.add_argument("out", type=Path, metavar="OUT.headwater")
    repair.set_defaults(run=rescuing.repair_map)
    earlier = commands.add_parser("earlier", help="list the earlier copies that this computer keeps")
    earlier.add_argument("file", nargs="?", type=Path, metavar="FILE", help="of this map alone; it may be gone")
    earlier.set_defaults(run=rescuing.list_copies)
    example = commands.add_parser("example", help="make a copy of the example map")
    example.add_argument("out", type=Path, metavar="OUT.headwater")
    example.set_defaults(run=commands_of.example_map)
    return made


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


def _from_one(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"it must be from 1 to {_MOST:,}")
    return number
