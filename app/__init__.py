"""Headwater: find the most upstream causes.

The house, from the ground up (``docs/architecture.md`` has the picture):

    model      what a map is (records, CauseMap) and how it changes (changes, steps, edits)
    layout     where things stand: sizes come in, places go out
    analysis   what a map says: pure functions on an immutable map, gathered in one Reading
    storage    the .headwater file, used by ``document`` alone
    drawing    how a map looks on any painter; screen and every picture draw through it
    exchange   other formats: neutral JSON, pictures
    document   the open map and its only writer
    ui         the windows
    cli        the command ``headwater``

Everything that alters a map is a Step: a verb in ``model.edits`` gives changes, ``Document.perform`` makes the next
map, writes it, and tells those who listen.

Words: a *factor* is a box; a *symptom* is a factor people see or feel; every other factor is a *cause*; a *link* runs
from cause to effect; a *loop* is a vicious circle; *upstream* is against the arrows; a *together group* is a set of
links into one effect that are all needed at once; a *step* is what one act did; a *reading* is what the analysis says.
"""

__version__ = "0.1.0"
