"""Every action once: what it is called, its key, its menu, when it can be done, and which method does it.

``handler`` names an object of the workspace and one of its methods. Keys of ``where="map"`` work while the map or the
outline has the keyboard, so that letters can be typed everywhere else; those of ``where="outline"`` in the outline
alone. A ``shown_key`` is handled by those two widgets themselves, because Tab and Enter mean other things elsewhere.
"""

from dataclasses import dataclass
from typing import Literal

When = Literal["always", "map", "factor", "factors", "link", "selection", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: str
    when: When
    handler: str
    help: str
    where: Literal["window", "map", "outline"] = "window"
    toggles: bool = False
    shown_key: str = ""
    group: int = 0


def _map(id_: str, text: str, key: str, when: When, handler: str, help_: str, **more: object) -> ActionSpec:
    keys = (key,) if key and "shown_key" not in more else ()
    return ActionSpec(id_, text, keys, "Map", when, handler, help_, where="map", **more)  # type: ignore[arg-type]


# fmt: off
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.new", "New map", ("Ctrl+N",), "File", "always", "opening.new_map", "Begin an empty map"),
    ActionSpec("file.open", "Open a map …", ("Ctrl+O",), "File", "always", "opening.open_map", "Open a map from a file"),
    ActionSpec("file.example", "Look at the example", (), "File", "always", "opening.open_example", "Open the delayed discharge example", group=0),
    ActionSpec("file.import", "Import a map …", ("Ctrl+Shift+O",), "File", "always", "saving.import_map", "From a spreadsheet, Kumu, PRSM, yEd, Mermaid, an outline and more", group=0),
    ActionSpec("file.import_copied", "Import what was copied …", ("Ctrl+Shift+V",), "File", "always", "saving.import_copied", "Make a map of a table or a text on the clipboard", group=0),
    ActionSpec("file.merge", "Merge maps into this one …", (), "File", "map", "saving.merge_maps", "Bring in the maps of other tables, or a copy that was edited apart, and say what is the same", group=0),
    ActionSpec("file.copy", "Save a copy …", ("Ctrl+Shift+S",), "File", "map", "saving.save_copy", "Keep a copy of the map under another name", group=1),
    ActionSpec("file.clean", "Save a clean copy …", (), "File", "map", "saving.save_clean_copy", "A copy without history and without the names of those who typed", group=1),
    ActionSpec("file.leave_out", "Save a copy without names …", (), "File", "map", "saving.save_without", "A copy without names, organisations or quotations, checked to hold none of them", group=1),
    ActionSpec("picture.export", "Export a picture …", ("Ctrl+E",), "File", "map", "exporting.picture", "The map, a part of it or where to focus, as PNG, SVG or PDF", group=2),
    ActionSpec("picture.again", "Export the same picture again", ("F12",), "File", "map", "exporting.picture_again", "The last picture once more, as the map is now", group=2),
    ActionSpec("picture.copy", "Copy picture", ("Ctrl+Shift+C",), "File", "map", "exporting.copy_picture", "Put a picture of the whole map on the clipboard, to paste into a slide", group=2),
    ActionSpec("document.paper", "Board paper for Word …", (), "File", "map", "exporting.board_paper", "What people see, why, where to focus, the plan: to edit in Word", group=4),
    ActionSpec("document.template", "Template of the board paper …", (), "File", "always", "exporting.template", "Put the template among your maps, to edit its styles, header and footer in Word", group=4),
    ActionSpec("document.slides", "Slides for PowerPoint …", (), "File", "map", "exporting.slides", "The map as shapes to edit, where to focus, why and the plan", group=4),
    ActionSpec("document.workbook", "Workbook for Excel …", (), "File", "map", "exporting.workbook", "Factors, links, ranking, evidence and plan as sheets", group=4),
    ActionSpec("document.web", "Web page …", (), "File", "map", "exporting.web_page", "One file for any browser, to search and to trace", group=4),
    ActionSpec("file.export", "Export for another program …", ("Ctrl+Shift+E",), "File", "map", "exporting.map", "GraphML, CSV, DOT, Mermaid, Kumu JSON, OPML or Markdown", group=4),
    ActionSpec("file.earlier", "Earlier copies …", (), "File", "always", "rescue.earlier_copies", "Copies of this and other maps that were kept by themselves, by time, with a picture", group=3),
    ActionSpec("file.repair", "Repair a damaged map …", (), "File", "always", "rescue.repair_map", "Make a new map of what can be read of a damaged one", group=3),
    ActionSpec("file.close", "Close map", ("Ctrl+W",), "File", "map", "window.close_map", "Close the map and go to the start page", group=5),
    ActionSpec("file.quit", "Quit", ("Ctrl+Q",), "File", "always", "window.close", "Leave Headwater; everything is saved", group=5),
    ActionSpec("edit.undo", "Undo", ("Ctrl+Z",), "Edit", "undo", "session.undo", "Take back the last step"),
    ActionSpec("edit.redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Edit", "redo", "session.redo", "Bring back the step taken back last"),
    ActionSpec("edit.cut", "Cut", ("Ctrl+X",), "Edit", "factors", "reshaping.cut", "Put the selected factors and their links on the clipboard and take them off the map", where="map", group=1),
    ActionSpec("edit.copy", "Copy", ("Ctrl+C",), "Edit", "factors", "reshaping.copy", "Put the selected factors and their links on the clipboard", where="map", group=1),
    ActionSpec("edit.paste", "Paste", ("Ctrl+V",), "Edit", "map", "reshaping.paste", "Bring in a part of a map, a list, or two columns of a table", where="map", group=1),
    ActionSpec("capture.open", "Take down what is said", ("Ctrl+J", "F4"), "Edit", "map", "capture.open_bar", "Type a chain of causes: pay is low > staff leave > no home care", group=2),
    ActionSpec("edit.anything", "Find or do anything …", ("Ctrl+K",), "Edit", "always", "window.find_anything", "Find a factor or an action by a few letters", group=2),
    ActionSpec("edit.find", "Find a factor …", ("Ctrl+F",), "Edit", "map", "editing.find", "Type a few letters to go to a factor", group=2),
    ActionSpec("edit.select_all", "Select all factors", ("Ctrl+A",), "Edit", "map", "editing.select_all", "Select every factor", where="map", group=2),
    _map("factor.symptom", "Add a symptom", "S", "map", "editing.add_symptom", "Add something that people can see going wrong"),
    _map("factor.why", "Why? Add a cause", "Tab", "map", "editing.add_cause", "Ask why the selected factor is so", shown_key="Tab"),
    _map("factor.sibling", "Add another beside it", "Enter", "map", "editing.add_sibling", "Another cause of the same effect, or another symptom", shown_key="Enter"),
    _map("factor.rename", "Change its words", "F2", "factor", "editing.rename", "Change the words of the selected factor", group=1),
    _map("factor.kind", "Mark as symptom, or as cause", "M", "factors", "editing.toggle_symptom", "Change between symptom and cause", group=1),
    _map("factor.merge", "Merge: it is the same as …", "J", "factors", "reshaping.merge", "Make one factor of several; links, notes and evidence are kept", group=1),
    _map("factor.split", "Split into two …", "D", "factor", "reshaping.split", "Make two factors of one that says two things", group=1),
    _map("factor.pin", "Pin, or unpin", "P", "factors", "reshaping.pin", "Keep it where it stands whatever else moves", group=1),
    _map("factor.park", "Park", "Shift+P", "factors", "reshaping.park", "Put it into the parking lot until it has a place; its links go", group=1),
    ActionSpec("view.parked", "Parking lot", ("Ctrl+Shift+P",), "View", "map", "window.show_parked", "Go to what has no place on the map yet", group=3),
    _map("factor.delete", "Delete", "Del", "selection", "editing.delete", "Delete what is selected; Undo brings it back", group=1),
    _map("link.effect", "Link: it leads to …", "L", "map", "editing.link_to_effect", "Type to find what the selected factor leads to", group=2),
    _map("link.cause", "Link: it is caused by …", "Shift+L", "factor", "editing.link_to_cause", "Type to find what causes the selected factor", group=2),
    _map("link.next", "Select its next link", "K", "selection", "editing.next_link", "Go round the links of the selected factor", group=2),
    _map("link.between", "What comes between? …", "B", "link", "reshaping.insert_between", "Insert a cause between the two ends of the selected link", group=2),
    _map("link.move_effect", "Link leads to another …", "E", "link", "reshaping.move_effect", "Move the selected link's end to another effect", group=2),
    _map("link.move_cause", "Link comes from another …", "Shift+E", "link", "reshaping.move_cause", "Move the selected link's beginning to another cause", group=2),
    _map("link.reverse", "Reverse", "R", "link", "reshaping.reverse", "Turn the selected links round: the effect becomes the cause", group=2),
    _map("link.established", "Link is established", "1", "link", "editing.set_established", "The selected links are established", group=3),
    _map("link.likely", "Link is likely", "2", "link", "editing.set_likely", "The selected links are likely", group=3),
    _map("link.tentative", "Link is tentative", "3", "link", "editing.set_tentative", "The selected links are tentative", group=3),
    _map("link.together", "Needed together, or each alone", "T", "link", "reshaping.together", "The selected links into one effect are all needed at once", group=3),
    _map("link.less", "Makes less of it, or more", "N", "link", "reshaping.less", "More of the cause makes less of the effect", group=3),
    ActionSpec("outline.indent", "Make it a cause of the row above", ("Alt+Right", "Ctrl+]"), "Map", "factors", "rows.indent", "Set the row in: it becomes a cause of the row above it", where="outline", group=4),
    ActionSpec("outline.outdent", "Make it a cause one row further out", ("Alt+Left", "Ctrl+["), "Map", "factors", "rows.outdent", "Set the row out: a cause of what the row above leads to, or, at the edge, of nothing", where="outline", group=4),
    ActionSpec("outline.detach", "Take away from this effect only", ("Shift+Del", "Backspace"), "Map", "factors", "rows.detach", "Take the row away from the effect it stands under; the factor itself stays", where="outline", group=4),
    _map("move.left", "Move left", "Ctrl+Left", "factors", "editing.nudge_left", "Move the selection a little to the left", group=5),
    _map("move.right", "Move right", "Ctrl+Right", "factors", "editing.nudge_right", "Move the selection a little to the right", group=5),
    _map("move.up", "Move up", "Ctrl+Up", "factors", "editing.nudge_up", "Move the selection a little up", group=5),
    _map("move.down", "Move down", "Ctrl+Down", "factors", "editing.nudge_down", "Move the selection a little down", group=5),
    ActionSpec("map.tidy", "Tidy", ("Ctrl+T",), "Map", "map", "offer.tidy", "Arrange the whole map; Undo puts everything back", group=5),
    ActionSpec("closer.focus", "Where to focus", ("Alt+1",), "Analyse", "map", "window.show_focus", "The most upstream causes, in order"),
    ActionSpec("closer.robust", "Is it robust?", ("Alt+2",), "Analyse", "map", "closer.is_it_robust", "How sure the order is, and which links to test first", group=1),
    ActionSpec("closer.what_if", "What if?", ("Alt+3",), "Analyse", "map", "closer.what_if", "What would follow if causes were fixed, or links were wrong", group=1),
    ActionSpec("what_if.mark", "What if it were fixed, or wrong", ("W",), "Analyse", "map", "supposing.mark", "What if the selected causes were fixed? Of a selected link: what if it were doubtful, again: wrong, again: as it was", where="map", group=1),
    ActionSpec("what_if.back", "Take back what is supposed", ("Shift+W",), "Analyse", "map", "supposing.take_all_back", "Leave What if: the map as it is", where="map", group=1),
    ActionSpec("closer.act", "Where to act", ("Alt+4",), "Analyse", "map", "closer.where_to_act", "What to work on: few causes, quick wins, what they prepare", group=1),
    ActionSpec("closer.loops", "Loops", ("Alt+5",), "Analyse", "map", "closer.loops", "The vicious circles, each with its story", group=2),
    ActionSpec("closer.paths", "Paths", ("Alt+6",), "Analyse", "map", "closer.paths", "The ways from one factor to another", group=2),
    ActionSpec("closer.opinions", "Second opinions", ("Alt+7",), "Analyse", "map", "closer.second_opinions", "What other ways of counting say: busy is not upstream", group=2),
    ActionSpec("closer.history", "History", ("Alt+8",), "Analyse", "map", "closer.history", "The map at any earlier moment, and what has changed since", group=3),
    _map("voice.said_by", "Said by …", "V", "map", "voicing.said_by", "Say who said what is selected; of nothing selected, who speaks now", group=4),
    _map("voice.same", "Said by the same one", "Shift+V", "selection", "voicing.said_by_same", "The one who spoke last said what is selected too, or did not", group=4),
    _map("evidence.add", "Add evidence …", "Q", "selection", "basis.add_evidence", "What the selected factor or link rests on", group=4),
    _map("vote.put", "Put a dot on it", "O", "factors", "voicing.put_dot", "One more vote of the organisation whose dots are being counted", group=4),
    _map("vote.take", "Take a dot away", "Shift+O", "factors", "voicing.take_dot", "One vote less", group=4),
    ActionSpec("basis.voices", "Voices", ("Ctrl+2",), "Basis", "map", "basis.voices", "Who is in the room, and who said what"),
    ActionSpec("basis.evidence", "Evidence", ("Ctrl+3",), "Basis", "map", "basis.evidence", "What factors and links rest on"),
    ActionSpec("basis.votes", "Votes", ("Ctrl+4",), "Basis", "map", "basis.votes", "Count the dots that the room puts on factors"),
    ActionSpec("basis.friend", "Critical friend", ("Ctrl+5",), "Basis", "map", "basis.critical_friend", "What a critical friend would ask of this map"),
    ActionSpec("plan.board", "Plan: board", ("Ctrl+6",), "Plan", "map", "plan.board", "The actions as cards by status"),
    ActionSpec("plan.table", "Plan: table", ("Ctrl+7",), "Plan", "map", "plan.table", "The actions as a table"),
    ActionSpec("plan.timeline", "Plan: timeline", ("Ctrl+8",), "Plan", "map", "plan.timeline", "The actions along the months"),
    ActionSpec("plan.measures", "Measures", ("Ctrl+9",), "Plan", "map", "plan.measures", "Figures followed over time, and what they say"),
    ActionSpec("plan.add", "Plan an action …", ("Shift+A",), "Plan", "map", "plan.add_action", "An action on the selected causes", where="map", group=1),
    ActionSpec("plan.larger", "Plan over the map, or below it", ("Ctrl+Shift+L",), "Plan", "map", "plan.toggle_larger", "Let the plan cover the map, or not any more", group=1),
    ActionSpec("view.fit", "Show the whole map", ("Ctrl+0",), "View", "map", "view.fit", "Zoom so that the whole map is in sight"),
    ActionSpec("view.zoom_in", "Zoom in", ("Ctrl++", "Ctrl+="), "View", "map", "window.zoom_in", "Larger"),
    ActionSpec("view.zoom_out", "Zoom out", ("Ctrl+-",), "View", "map", "window.zoom_out", "Smaller"),
    ActionSpec("view.full_size", "Zoom to 100%", ("Ctrl+1",), "View", "map", "window.zoom_full", "Boxes at their own size"),
    ActionSpec("view.changeable", "Only causes you can change", ("Y",), "View", "map", "window.toggle_changeable", "Leave out facts of life, so that the next causes downstream come up", where="map", toggles=True, group=1),
    ActionSpec("view.dark", "Dark theme", ("Ctrl+Shift+D",), "View", "always", "window.toggle_dark", "Change between light and dark", toggles=True, group=2),
    ActionSpec("view.still", "Reduce motion", (), "View", "always", "window.toggle_motion", "Let nothing glide: what moves is in its new place at once", toggles=True, group=2),
    ActionSpec("view.next_pane", "Next pane", ("F6",), "View", "map", "window.next_pane", "Go on to the outline, the map, the panels", group=3),
    ActionSpec("view.previous_pane", "Previous pane", ("Shift+F6",), "View", "map", "window.previous_pane", "Go back to the pane before", group=3),
    ActionSpec("present.toggle", "Present", ("F5",), "Present", "map", "presenting.toggle", "Show the map to the room, on the second screen if there is one"),
    ActionSpec("present.page", "Map, or where to start", ("F7",), "Present", "map", "presenting.change_page", "Change between the map and the page with the most upstream causes"),
    ActionSpec("present.spotlight", "Spotlight", ("Shift+F7",), "Present", "map", "presenting.toggle_spotlight", "Let only what is selected, and its ways, stand out"),
    ActionSpec("present.next_why", "Walk: the next “why?”", ("F8",), "Present", "map", "presenting.next_why", "Go from a symptom to its most upstream cause, one why at a time", group=1),
    ActionSpec("present.back", "Walk: one back", ("Shift+F8",), "Present", "map", "presenting.back", "Take the last why back", group=1),
    ActionSpec("present.blank", "Blank screen", ("F9",), "Present", "map", "presenting.blank", "Show the room nothing, and again the map", group=2),
    ActionSpec("present.whole", "The whole map for a moment", ("Shift+F9",), "Present", "map", "presenting.show_whole", "Show the room all of the map, however small; again, as large as it needs", group=2),
    ActionSpec("present.distance", "Text size for the room …", (), "Present", "map", "presenting.choose_distance", "Say how far the back row sits; words are never smaller than it can read", group=2),
    ActionSpec("help.page", "Help", ("F1",), "Help", "always", "window.show_help", "What Headwater is for and how it works, on one page"),
    ActionSpec("help.keys", "Keys", ("Shift+F1",), "Help", "always", "window.show_keys", "Every key on one page, to print"),
    ActionSpec("help.about", "About Headwater", (), "Help", "always", "window.show_about", "Version and licence"),
)
# fmt: on

MENUS = ("File", "Edit", "Map", "Analyse", "Basis", "Plan", "View", "Present", "Help")


_CHANGES = {"plan.add", "evidence.add"}
_LOOKS = {"edit.find", "edit.select_all", "edit.copy", "link.next"}


def changes_the_map(spec: ActionSpec) -> bool:
    """Whether an action would make a step: not to be had on a map that can only be looked at."""
    return spec.id in _CHANGES or (
        spec.handler.split(".")[0] in ("editing", "reshaping", "rows", "capture", "offer", "session", "voicing")
        and spec.id not in _LOOKS
    )


def enabled(when: When, *, has_map: bool, factors: int, links: int, can_undo: bool, can_redo: bool) -> bool:
    """Whether an action can be done now."""
    return {
        "always": True,
        "map": has_map,
        "factor": factors == 1,
        "factors": factors > 0,
        "link": links > 0,
        "selection": factors + links > 0,
        "undo": can_undo,
        "redo": can_redo,
    }[when]
