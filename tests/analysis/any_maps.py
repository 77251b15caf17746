"""Maps of all shapes for hypothesis: loops, islands, together groups, weights, facts of life."""

from hypothesis import strategies as st

from app.model.cause_map import CauseMap
from app.model.ids import id_for
from app.model.records import ABOUT_ID, About, Factor, Link

CONFIDENCES = st.one_of(st.sampled_from([0.0, 0.5, 0.8, 0.95, 1.0]), st.floats(0, 1))
WEIGHTS = st.sampled_from([1.0, 1.0, 1.0, 0.0, 0.1, 0.2, 0.3, 2.5, 1e6])
CONTROLS = st.sampled_from(["not asked", "not asked", "ours", "influence", "fact of life"])


@st.composite
def maps(draw, most_factors: int = 8, weights=WEIGHTS, controls=CONTROLS) -> CauseMap:
    count = draw(st.integers(0, most_factors))
    records = [
        About(id=ABOUT_ID, title="A map"),
        *(
            Factor(
                id=id_for("factor", str(at)),
                label=f"Factor {draw(st.integers(0, 99))}.{at}",
                kind=draw(st.sampled_from(["cause", "cause", "symptom"])),
                weight=draw(weights),
                control=draw(controls),
            )
            for at in range(count)
        ),
    ]
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    fewest = draw(st.integers(0, min(len(pairs), count + 3)))
    most = max(fewest, 2 * most_factors)
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=fewest, max_size=most)) if pairs else []
    for cause, effect in chosen:
        group = draw(st.sampled_from(["", "", "first", "second"]))
        records.append(
            Link(
                id=id_for("link", str(cause), str(effect)),
                cause=id_for("factor", str(cause)),
                effect=id_for("factor", str(effect)),
                confidence=draw(CONFIDENCES),
                polarity=draw(st.sampled_from(["+", "-", ""])),
                together=f"{group} of {effect}" if group else "",
            )
        )
    return CauseMap.of(records)


def small_map(links: str, symptoms: str = "S", *, confidence: float = 0.8, **fields: dict) -> CauseMap:
    """A map from "A>B B>S C>S:together"; factors are named by their letters, ``fields`` sets some of a factor's."""
    names: dict[str, None] = {}
    parts = []
    for text in links.split():
        ends, _, together = text.partition(":")
        cause, _, effect = ends.partition(">")
        names |= dict.fromkeys(filter(None, (cause, effect)))
        if effect:
            parts.append((cause, effect, together))
    names |= dict.fromkeys(symptoms.split())
    records = [About(id=ABOUT_ID, title="A small map")]
    for name in names:
        kind = "symptom" if name in symptoms.split() else "cause"
        records.append(Factor(**{"id": name, "label": name, "kind": kind, **fields.get(name, {})}))
    for cause, effect, together in parts:
        records.append(
            Link(id=f"{cause}>{effect}", cause=cause, effect=effect, confidence=confidence, together=together)
        )
    return CauseMap.of(records)
