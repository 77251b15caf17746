"""What each command does; the parser names them."""

import argparse
import io
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli.maps import bytes_of, check_ending, counted, map_in, write_map
from app.errors import FileRefused
from app.exchange.off_screen import draw_without_a_screen

if TYPE_CHECKING:
    from app.exchange.pictures import PictureChoice
    from app.model.cause_map import CauseMap


def analyse_map(arguments: argparse.Namespace) -> int:
    """Print the ranking of a map, or all of it as JSON."""
    from app.analysis.record import as_json, as_record
    from app.analysis.record_words import below_the_ranking, beside_a_cause
    from app.analysis.settings import Settings
    from app.analysis.whole_record import whole_record

    cause_map = map_in(arguments.file)
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
    counts = f"{counted(record['factors'], 'factor')}, {counted(record['links'], 'link')}"
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


def export_map(arguments: argparse.Namespace) -> int:
    """Write a picture, a document, or the map for another program."""
    draw_without_a_screen()
    from app.analysis.reading import read
    from app.drawing.picture import today_in_words

    cause_map = map_in(arguments.file)
    if arguments.format or arguments.out.suffix.lower() not in (".png", ".svg", ".pdf"):
        from app.exchange.formats import export_map

        template = arguments.template
        chosen = export_map(
            arguments.out, cause_map, read(cause_map), arguments.format or "", today_in_words(), template
        )
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


def import_map(arguments: argparse.Namespace) -> int:
    """Make a map file of a map of another program."""
    check_ending(arguments.out)
    from app.exchange.foreign.read import read_foreign
    from app.model.cause_map import CauseMap

    if arguments.out.exists() and arguments.file.exists() and arguments.out.samefile(arguments.file):
        raise FileRefused(f"“{arguments.out.name}” is the map to be imported; choose another name for the new one.")
    reverse = arguments.arrows == "effect-to-cause"
    imported = read_foreign(bytes_of(arguments.file), arguments.file.name, reverse=reverse)
    draw_without_a_screen()
    from app.exchange.places import with_places

    placed = with_places(CauseMap.of(imported.records))
    write_map(arguments.out, imported.title, placed.records(), overwrite=arguments.force)
    for sentence in imported.report:
        print(sentence)
    counts = f"{counted(len(placed.factors), 'factor')} and {counted(len(placed.links), 'link')}"
    print(f"{counts} are in {arguments.out}.")
    return 0


def convert_map(arguments: argparse.Namespace) -> int:
    """Read a map of any kind and write it as any other."""
    if arguments.out.suffix.lower() == ".headwater":
        return import_map(arguments)
    if arguments.out.exists() and not arguments.force:
        raise FileRefused(f"“{arguments.out.name}” is there already; choose another name, or --force.")
    draw_without_a_screen()
    from app.analysis.reading import read
    from app.drawing.picture import picture_of, today_in_words
    from app.drawing.theme import LIGHT
    from app.exchange.formats import export_map
    from app.exchange.images import ENDINGS, export_picture
    from app.model.cause_map import CauseMap

    told: list[str] = []
    if arguments.file.suffix.lower() == ".headwater":
        cause_map = map_in(arguments.file)
    else:
        from app.exchange.foreign.read import read_foreign
        from app.exchange.places import with_places

        reverse = arguments.arrows == "effect-to-cause"
        imported = read_foreign(bytes_of(arguments.file), arguments.file.name, reverse=reverse)
        cause_map = with_places(CauseMap.of(imported.records))
        told += imported.report
    if arguments.out.suffix.lower() in ENDINGS and not arguments.format:
        export_picture(arguments.out, picture_of(cause_map, read(cause_map), date=today_in_words()), LIGHT)
        without = ""
    else:
        chosen = export_map(arguments.out, cause_map, read(cause_map), arguments.format or "", today_in_words())
        without = f" It does not hold {chosen.loses}." if chosen.loses else ""
    for sentence in told:
        print(sentence)
    print(f"{arguments.out} is written.{without}")
    return 0


def copy_map(arguments: argparse.Namespace) -> int:
    """Copy a map without names, organisations or quotations."""
    check_ending(arguments.out)
    from app.document import Document
    from app.model.leaving_out import What

    if arguments.out.exists():
        raise FileRefused(f"“{arguments.out.name}” is there already; choose another name for the copy.")
    what = What(**{name: name in arguments.without for name in ("names", "organisations", "quotations")})
    with Document.open(arguments.file, look_only=True) as document:
        left = document.save_without(arguments.out.resolve(), what)
    print(f"{arguments.out} is without {left.said}. Checked byte for byte. {left.warning}")
    return 0


def example_map(arguments: argparse.Namespace) -> int:
    """Make a copy of the example."""
    check_ending(arguments.out)
    from app.exchange.example import example_records

    title, records = example_records()
    write_map(arguments.out, title, records)
    return 0
