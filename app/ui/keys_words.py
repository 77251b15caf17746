"""What the page of keys says: the table of actions, and keys of fields, of the mouse and of the room's screen."""

from dataclasses import dataclass

from app.ui.actions import ACTIONS
from app.ui.finding import folded

CAPTURE: tuple[tuple[str, str], ...] = (
    ("pay is low > staff leave > no home care", "A chain: each leads to the next"),
    ("pay is low, rents are high > staff leave", "Two causes of one effect"),
    ("staff leave > wards are short, beds close", "Two effects of one cause"),
    ("no carer + no equipment > people stay in", "Both are needed together"),
    ("people wait for care !", "A symptom: something people can see going wrong"),
    ("pay is low ?> staff leave", "A tentative link: not everyone is sure"),
    ("people wait < no home care", "The other way round: it is so because of what comes next"),
    ("> beds are full", "Goes on from what is selected"),
    ("12 > staff leave", "A number picks the factor with that number; so do its first letters"),
    ("fees are low", "No arrow: it waits in the parking lot until it has a place"),
    ('"24 hours, 7 days" > nights are hard', "Quotes take words just as they are"),
)
"""Lines of the capture language, each with what it means."""

_FIELDS = (
    ("Enter", "Keep the words"),
    ("Tab", "Keep the words and ask why of them"),
    ("Esc", "Drop the words; nothing is left behind"),
)
_BAR = (
    ("Enter", "Do what the line says, and go on with the next"),
    ("Down", "Use the factor that is offered, or the next one"),
    ("Up", "Bring back a line typed before"),
    ("Esc", "Close the bar; what was typed is there the next time"),
)
_PARKED = (
    ("Enter", "Bring it onto the map"),
    (">", "Make it a cause of what is selected on the map"),
    ("F2", "Change its words"),
    ("Del", "Delete it"),
)
_MOVING = (
    ("Arrows", "Go to a cause, an effect, or a box beside; in the outline, to the next row"),
    ("Shift+Arrows", "Select it too"),
    ("Esc", "Select nothing; give up what the mouse is doing"),
    ("Space and drag", "Move the view; so does the middle button"),
    ("Ctrl and wheel", "Zoom"),
    ("Ctrl and click", "Select one more, or one less"),
)
ROOM = (
    ("Space, Right or F8", "The next why of the walk", "next_why"),
    ("Left, Backspace or Shift+F8", "The last why back", "back"),
    ("B, . or F9", "Blank, and again the map", "blank"),
    ("F or F7", "The map, or where to start", "change_page"),
    ("S or Shift+F7", "Spotlight on what is selected", "toggle_spotlight"),
    ("+ and -", "Larger or smaller words", "larger smaller"),
    ("0 or Shift+F9", "The whole map for a moment, however small", "show_whole"),
    ("Up, Down, Shift+Left, Shift+Right", "Move the picture", "move_up move_down move_left move_right"),
    ("Esc or F5", "End presenting", "toggle"),
)
"""Keys while the room's screen has the keyboard, what they do, and by which name the presenting knows it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that belong together, each with what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


def groups() -> list[Group]:
    """Every key of the program."""
    made = [
        Group("Adding and changing", _of("Map", where="map") + _of("Map", where="window")),
        Group("In the outline", _of("Map", where="outline")),
        Group("While words are typed", _FIELDS),
        Group("Moving about", _MOVING),
        Group("Taking down what is said", CAPTURE),
        Group("While it is taken down", _BAR),
        Group("In the parking lot", _PARKED),
        Group("Editing", _of("Edit")),
        Group("Looking closer", _of("Analyse")),
        Group("What the map rests on", _of("Basis")),
        Group("The plan", _of("Plan")),
        Group("View", _of("View")),
        Group("Presenting", _of("Present")),
        Group("On the room’s screen", tuple(row[:2] for row in ROOM)),
        Group("File", _of("File")),
        Group("Help", _of("Help")),
    ]
    return [group for group in made if group.rows]


def groups_with(typed: str) -> list[Group]:
    """The groups, with only those rows in which the typed words stand."""
    wanted = folded(typed).split()
    kept = (
        Group(
            group.title,
            tuple(row for row in group.rows if all(w in folded(" ".join((*row, group.title))) for w in wanted)),
        )
        for group in groups()
    )
    return [group for group in kept if group.rows]


def _of(menu: str, where: str = "") -> tuple[tuple[str, str], ...]:
    """The rows of one menu that have a key."""
    return tuple(
        (key, spec.help)
        for spec in ACTIONS
        if spec.menu == menu
        and (not where or spec.where == where)
        and (key := spec.shown_key or " or ".join(spec.keys))
    )
