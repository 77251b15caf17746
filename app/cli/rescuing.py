"""Repairing a damaged map and listing earlier copies on the command line."""

import argparse
from pathlib import Path

from app.cli.maps import check_ending, counted


def repair_map(arguments: argparse.Namespace) -> int:
    """Make a new map of what can be read of a damaged one, and say what was saved and what was not."""
    from app.earlier import all_copies, repair

    out: Path = arguments.out
    check_ending(out)
    told = repair(arguments.file, out)
    for sentence in told.sentences():
        print(sentence)
    latest = next((each for each in all_copies() if each.map_id == told.map_id), None) if told.map_id else None
    if latest is not None and not told.is_whole:
        steps = counted(latest.steps, "step")
        print(f"An earlier copy of {latest.made:%d.%m.%Y %H:%M} with {steps} is in {latest.path}.")
    print(f"The repaired map is {out}; {arguments.file.name} was left as it is.")
    return 0


def list_copies(arguments: argparse.Namespace) -> int:
    """Say which earlier copies this computer keeps, of one map's file or of all."""
    from app.earlier import all_copies, copies_of_place

    found = all_copies() if arguments.file is None else copies_of_place(arguments.file)
    for each in found:
        about = f"{counted(each.factors, 'factor')}, {counted(each.links, 'link')}, {counted(each.steps, 'step')}"
        print(f"{each.made:%Y-%m-%d %H:%M:%S}  {each.title or 'a map'}  ({about})\n    {each.path}")
    if not found:
        print("No earlier copies are kept on this computer.")
    return 0
