"""Makes v5.headwater: a map with every kind of record and a history, as the fifth format holds it.

Run once, with the version of that format; the file it made is frozen. Usage: python make_v5.py OUT.headwater
"""

import sys
from pathlib import Path

from app.document import Document
from app.model.changes import Add, update
from app.model.records import (
    Action,
    Answer,
    Evidence,
    Factor,
    Link,
    Measure,
    Measurement,
    Preparation,
    Record,
    Remedy,
    Saying,
    Scenario,
    Snapshot,
    Supposition,
    Voice,
    Vote,
)

RECORDS: list[Record] = [
    Factor(id="waits", label="People wait on the ward though they are well", kind="symptom", x=600, y=0, weight=3),
    Factor(id="pills", label="Medicines to take home are made up last", x=300, y=0, control="ours", effort=2, impact=4),
    Factor(id="round", label="The ward round ends at noon", x=0, y=0, notes="Two rounds\non Mondays", theme="ward"),
    Factor(id="care", label="No home care visit can start – “not this week”", pinned=True),
    Factor(id="taxi", label="The taxi firm", parked=True),
    Link(id="l1", cause="pills", effect="waits", confidence=0.95, polarity="+", together="both"),
    Link(id="l2", cause="round", effect="pills", confidence=0.5, note="Said twice"),
    Link(id="l3", cause="care", effect="waits", confidence=0.73, polarity="-", together="both"),
    Voice(id="v1", organisation="Community trust", role="discharge nurse", name="B.", lived_experience=True),
    Saying(id="s1", voice="v1", subject="l2"),
    Evidence(
        id="e1",
        subject="pills",
        kind="count",
        source="Pharmacy log",
        quotation="“16:40”",
        strength=3,
        organisation="Trust",
    ),
    Vote(id="o1", factor="pills", organisation="Community trust", dots=3),
    Answer(id="q1", question="one voice pills", state="answered", words="The ward said so too", by="Ada"),
    Action(
        id="a1",
        what="Write up medicines the day before",
        due="2026-09-01",
        status="amber",
        capacity="green",
        pace="quick win",
    ),
    Remedy(id="r1", action="a1", factor="pills"),
    Preparation(id="p1", action="a1", factor="round"),
    Measure(id="m1", subject="a1", name="Medicines ready by ten", unit="%", baseline=12, target=80),
    Measurement(id="m1-1", measure="m1", date="2026-06-01", value=31.5),
    Scenario(id="c1", name="If medicines were made up the day before", note="Asked by the pharmacist"),
    Supposition(id="c1-1", scenario="c1", subject="pills", what="fixed"),
    Supposition(id="c1-2", scenario="c1", subject="l2", what="doubted"),
    Supposition(id="c1-3", scenario="c1", subject="l3", what="rejected"),
    Snapshot(id="m0", name="Before the first step"),
]


def main(path: Path) -> None:
    """Write the file."""
    with Document.create(path, "Leaving hospital", RECORDS, author="Ada") as document:
        document.perform("Add a cause", [Add(Factor(id="rota", label="The rota", x=-300, y=0))])
        document.perform("Give dots", update(document.map.about, dots=5))
        document.perform("Link", [Add(Link(id="l4", cause="rota", effect="round"))], selection_after=("l4",))
        moment = Snapshot(id="m9", name="Before the break", step=document.history()[-1].id)
        document.perform("Keep this moment", [Add(moment)])
        document.perform("Rename a factor", update(document.map.factors["rota"], label="The rota of the doctors"))
        document.undo()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
