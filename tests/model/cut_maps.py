"""Maps cut into overlapping parts, as break-out tables would have them, and what a map says whatever its ids."""

from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.ids import new_id
from app.model.merging import TABLE
from app.model.pairing import same_words
from app.model.records import RECORDS, REFERENCES, About, Factor, Link


def example():
    """The worked example, with two groups of links that are needed together."""
    title, records = example_records()
    cause_map = CauseMap.of([About(id="about", title=title), *(each for each in records if each.table != "about")])
    changes = []
    for effect in [id_ for id_ in cause_map.factors if len(cause_map.links_into(id_)) >= 3][:2]:
        from app.model.edits import need_together

        changes += need_together(cause_map, [link.id for link in cause_map.links_into(effect)[:3]])
    return cause_map.apply(changes)


def part_of(cause_map, factor_ids, *, fresh=True, spelt=lambda label, number: label):
    """What the map says of these factors and the links between them, under ids of its own."""
    kept = set(factor_ids)
    ids = {}
    records = []
    for table in RECORDS:
        for number, record in enumerate(cause_map.table(table).values()):
            if table == "about":
                records.append(record)
                continue
            if table == "factor" and record.id not in kept:
                continue
            named = {field: getattr(record, field) for field in REFERENCES.get(table, {})}
            if any(id_ not in ids for id_ in named.values()):
                continue
            ids[record.id] = new_id() if fresh else record.id
            fields = {name: ids[id_] for name, id_ in named.items()}
            if isinstance(record, Factor):
                fields["label"] = spelt(record.label, number)
            if isinstance(record, Link) and record.together:
                fields["together"] = ids.setdefault(record.together, new_id())
            records.append(record.with_fields({"id": ids[record.id], **fields}))
    unsaid = {each.id for each in records if each.table == "voice"} - {
        each.voice for each in records if each.table == "saying"
    }
    return CauseMap.of(each for each in records if each.id not in unsaid)


def overlapping(cause_map, count, spelt=lambda label, number: label):
    """So many parts which together hold every factor and every link; each shares much with the others."""
    factors = list(cause_map.factors)
    around = {id_: {id_} for id_ in factors}
    for link in cause_map.links.values():
        around[link.cause].add(link.effect)
        around[link.effect].add(link.cause)
    size = -(-len(factors) // count)
    parts = []
    for number in range(count):
        core = factors[number * size : (number + 1) * size]
        parts.append(part_of(cause_map, {id_ for own in core for id_ in around[own]}, spelt=spelt))
    return parts


def said(cause_map, *, tables=()):
    """What the map says, with words in the place of ids; without the voices that stand for tables."""
    word = {id_: same_words(each.label) for id_, each in cause_map.factors.items()}
    for link in cause_map.links.values():
        word[link.id] = (word[link.cause], word[link.effect])
    groups = {}
    for link in cause_map.links.values():
        if link.together:
            groups.setdefault(link.together, set()).add(word[link.id])
    voices = {
        id_: (each.organisation, each.role, each.name, each.lived_experience)
        for id_, each in cause_map.voices.items()
        if each.role != TABLE
    }
    found = {
        "factors": sorted((word[each.id], each.kind, each.theme, each.control) for each in cause_map.factors.values()),
        "links": sorted((word[each.id], each.confidence, each.polarity) for each in cause_map.links.values()),
        "together": sorted(sorted(each) for each in groups.values() if len(each) > 1),
        "voices": sorted(voices.values()),
        "sayings": sorted(
            (voices[each.voice], str(word[each.subject])) for each in cause_map.sayings.values() if each.voice in voices
        ),
        "evidence": sorted(
            (str(word[each.subject]), each.kind, each.source, each.strength) for each in cause_map.evidence.values()
        ),
        "actions": sorted(each.what for each in cause_map.actions.values()),
        "remedies": sorted(
            (cause_map.actions[each.action].what, word[each.factor]) for each in cause_map.remedies.values()
        ),
        "preparations": sorted(
            (cause_map.actions[each.action].what, word[each.factor]) for each in cause_map.preparations.values()
        ),
        "measures": sorted(each.name for each in cause_map.measures.values()),
        "measurements": sorted(
            (cause_map.measures[each.measure].name, each.date, each.value) for each in cause_map.measurements.values()
        ),
    }
    return {name: found[name] for name in tables} if tables else found
