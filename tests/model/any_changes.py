"""Random maps and changes on them, good and bad, from few ids so that they often meet."""

from hypothesis import strategies as st

from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, Update
from app.model.records import (
    ABOUT_ID,
    About,
    Evidence,
    Factor,
    Link,
    Saying,
    Scenario,
    Snapshot,
    Supposition,
    Voice,
    Vote,
)

FACTOR_IDS = st.sampled_from(["a", "b", "c", "d"])
LINK_IDS = st.sampled_from(["l1", "l2", "l3", "l4"])
SUBJECTS = st.one_of(FACTOR_IDS, LINK_IDS)

FACTORS = st.builds(
    Factor, id=FACTOR_IDS, label=st.sampled_from(["one", "two"]), kind=st.sampled_from(["symptom", "cause"])
)
LINKS = st.builds(Link, id=LINK_IDS, cause=FACTOR_IDS, effect=FACTOR_IDS, together=st.sampled_from(["", "g", "h"]))
VOICES = st.builds(Voice, id=st.sampled_from(["v1", "v2"]), role=st.sampled_from(["nurse", ""]))
SAYINGS = st.builds(Saying, id=st.sampled_from(["s1", "s2"]), voice=st.sampled_from(["v1", "v2"]), subject=SUBJECTS)
VOTES = st.builds(Vote, id=st.sampled_from(["o1", "o2"]), factor=FACTOR_IDS, dots=st.integers(0, 2))
EVIDENCE = st.builds(Evidence, id=st.sampled_from(["e1"]), subject=SUBJECTS)
SCENARIOS = st.builds(Scenario, id=st.just("c"), name=st.sampled_from(["if", "then"]))
SUPPOSITIONS = st.builds(
    Supposition,
    id=st.sampled_from(["c1", "c2"]),
    scenario=st.just("c"),
    subject=SUBJECTS,
    what=st.sampled_from(["fixed", "rejected"]),
)
SNAPSHOTS = st.builds(Snapshot, id=st.sampled_from(["m1", "m2"]), name=st.just("then"), step=st.sampled_from(["", "x"]))
ABOUTS = st.builds(About, id=st.sampled_from([ABOUT_ID, "other"]), title=st.sampled_from(["", "t"]))
ANY_RECORD = st.one_of(
    FACTORS, FACTORS, LINKS, LINKS, VOICES, SAYINGS, EVIDENCE, VOTES, SCENARIOS, SUPPOSITIONS, SNAPSHOTS, ABOUTS
)


@st.composite
def changes_on(draw, cause_map: CauseMap):
    """A few changes: additions of anything, removals and updates of what is there."""
    made = []
    there = list(cause_map.records())
    for _ in range(draw(st.integers(1, 5))):
        what = draw(st.sampled_from(["add", "add", "remove", "update"]))
        if what == "add":
            made.append(Add(draw(ANY_RECORD)))
            continue
        record = draw(st.sampled_from(there))
        if what == "remove":
            made.append(Remove(record))
            continue
        other = draw({"factor": FACTORS, "link": LINKS, "voice": VOICES, "saying": SAYINGS}.get(record.table, ABOUTS))
        fields = [name for name in dict(record) if name != "id" and name in dict(other)]
        if fields:
            chosen = draw(st.lists(st.sampled_from(fields), unique=True))
            before = {name: getattr(record, name) for name in chosen}
            made.append(Update(record.table, record.id, before, {name: getattr(other, name) for name in chosen}))
    return made
