"""Real maps, and what a right reading of each gives. They are not part of the project: skipped where absent."""

import json
from pathlib import Path

import pytest

from app.analysis.groups import groups_of
from app.analysis.loops import find_loops
from app.analysis.reach import reach_of_groups
from app.analysis.reading import Reading, read
from app.analysis.settings import Settings
from app.analysis.trials import carried
from app.model.cause_map import CauseMap
from app.model.ids import id_for
from app.model.records import ABOUT_ID, About, Factor, Link, clean_line

SHARED = Path(__file__).parents[2].parent / "shared" / "maps"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared maps is not beside the project")


def load(name: str) -> CauseMap:
    told = json.loads((SHARED / "neutral" / f"{name}.json").read_text(encoding="utf-8"))
    records = [About(id=ABOUT_ID, title=clean_line(told["title"])[:500])]
    for node in told["nodes"]:
        label = clean_line(node["label"])[:500] or "(no label)"
        records.append(Factor(id=id_for(name, "factor", node["id"]), label=label, kind=node["kind"]))
    records += [
        Link(
            id=id_for(name, "link", link["cause"], link["effect"]),
            cause=id_for(name, "factor", link["cause"]),
            effect=id_for(name, "factor", link["effect"]),
            confidence=0.8 if link["confidence"] is None else link["confidence"],
            polarity=link["polarity"] or "",
            together=link.get("and_group") or "",
        )
        for link in told["links"]
    ]
    return CauseMap.of(records)


def labels(cause_map: CauseMap, ids) -> list[str]:
    return [cause_map.factors[id_].label for id_ in ids]


def upstream_labels(cause_map: CauseMap, reading: Reading) -> set[str]:
    return {label for cause in reading.upstream for label in labels(cause_map, cause.members)}


def reaching_all(reading: Reading) -> int:
    return sum(cause.reach == reading.symptoms for cause in reading.upstream)


TABLE = {
    # factors, links, symptoms, most upstream, of them reaching every symptom, sizes of the loop groups
    "dtoc-summit": (63, 95, 8, 17, 6, [18, 2]),
    "five-whys-release": (17, 16, 1, 4, 4, []),
    "foresight-obesity": (108, 296, 2, 8, 8, [86]),
    "foodbanks-surrey": (36, 69, 1, 8, 8, [6, 4, 3, 2]),
    "humber-bioeconomy": (19, 36, 1, 3, 3, None),
    "supply-chain": (16, 26, 4, 4, 4, [8]),
    "open-source-community": (43, 59, 2, 9, None, [13, 2, 2]),
    "quip-villages": (130, 238, 6, 27, 10, None),
    "us-financial-inclusion": (229, 230, 5, None, None, None),
    "crt-car-in-pool": (13, 12, 3, 3, None, []),
    "dag-tooth-loss": (14, 69, 1, 2, 2, []),
    "dag-warm-up-injury": (13, 19, 1, 3, 3, []),
    "bn-asia": (8, 8, 2, 2, None, []),
    "mental-health-workplace-repaired": (28, 39, None, None, None, None),
    "climate-cluster": (6, 7, None, None, None, None),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_figures_of_a_real_map_come_out(name):
    factors, links, symptoms, upstream, everywhere, groups = TABLE[name]
    cause_map = load(name)
    reading = read(cause_map)
    assert (len(cause_map.factors), len(cause_map.links)) == (factors, links)
    assert symptoms is None or len(reading.symptoms) == symptoms
    assert upstream is None or len(reading.upstream) == upstream
    assert everywhere is None or reaching_all(reading) == everywhere
    assert groups is None or [len(group) for group in reading.loop_groups] == groups


def test_every_shared_map_is_looked_at():
    named = {path.stem for path in (SHARED / "neutral").glob("*.json")}
    assert named == {*TABLE, "climate-cluster-from-compressed"}


def test_delayed_discharge_has_sixteen_causes_and_one_root_loop():
    cause_map = load("dtoc-summit")
    reading = read(cause_map)
    assert sorted(len(cause.reach) for cause in reading.upstream) == [7] * 11 + [8] * 6
    (loop,) = [cause for cause in reading.upstream if cause.is_loop]
    starts = ("Leaders of the NHS", "NHS and council argue")
    assert [label.startswith(starts) for label in labels(cause_map, loop.members)] == [True, True]
    missed = {
        label for cause in reading.upstream for label in labels(cause_map, set(reading.symptoms) - set(cause.reach))
    }
    assert missed == {"People move to more intensive care than they need"}
    assert reading.unexplained == ()


def test_delayed_discharge_has_eleven_short_loops_of_twentyone():
    cause_map = load("dtoc-summit")
    short = find_loops(cause_map)
    assert [loop.kind for loop in short.loops].count("reinforcing") == 10
    assert [loop.kind for loop in short.loops].count("balancing") == 1
    assert not short.capped
    assert len(find_loops(cause_map, Settings(longest_loop=63)).loops) == 21


EXPECTED_SYMPTOMS = {
    "Each organisation is paid and judged on its own results": 4.94,
    "Council spending on adult social care has fallen": 4.16,
    "Leaders of the NHS": 3.17,
    "NHS and council argue over who pays": 2.85,
    "Home care stops on admission": 2.66,
}


@pytest.mark.parametrize("trials", [2048, 20_000, 65_536])
def test_delayed_discharge_reaches_as_many_symptoms_on_average_as_was_found_before(trials):
    # Found before by 20,000 other draws. One draw's count spreads by less than 3 symptoms, so that the two means
    # differ by less than 3 standard errors of 3 × √(1/20,000 + 1/trials).
    tolerance = 3 * 3 * (1 / 20_000 + 1 / trials) ** 0.5
    cause_map = load("dtoc-summit")
    groups = groups_of(cause_map)
    bits = carried(groups, Settings(trials=trials), reach_of_groups(groups))
    for start, expected in EXPECTED_SYMPTOMS.items():
        (at,) = [at for at, factor in enumerate(groups.factors) if factor.label.startswith(start)]
        assert sum(block.bit_count() for block in bits[at]) / trials == pytest.approx(expected, abs=tolerance)


def test_delayed_discharge_ranks_by_what_is_left_in_doubt():
    cause_map = load("dtoc-summit")
    first, second, third = read(cause_map).upstream[:3]
    assert labels(cause_map, first.members)[0].startswith("Each organisation is paid")
    assert labels(cause_map, second.members)[0].startswith("Council spending")
    assert third.is_loop


def test_the_faulty_handbrake_is_behind_everything_wrong_with_the_car():
    cause_map = load("crt-car-in-pool")
    reading = read(cause_map)
    (brake,) = [each for each in reading.upstream if labels(cause_map, each.members) == ["The handbreak is faulty"]]
    assert brake.reach == brake.relief == reading.symptoms
    assert brake.rank <= 2  # its twin in the together group, on a link of the same confidence, stands beside it


def test_the_five_whys_end_in_the_four_root_causes_of_their_author():
    cause_map = load("five-whys-release")
    assert {label[:2] for label in upstream_labels(cause_map, read(cause_map))} == {"R1", "R2", "R3", "R4"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dag-tooth-loss", {"Age", "Sex"}),
        ("dag-warm-up-injury", {"Coach", "Contact sport", "Genetics"}),
        ("bn-asia", {"Smoking", "Visit to Asia"}),
    ],
)
def test_published_graphs_begin_where_their_authors_began(name, expected):
    cause_map = load(name)
    assert upstream_labels(cause_map, read(cause_map)) == expected


def test_the_obesity_map_has_the_short_loops_that_were_published():
    cause_map = load("foresight-obesity")
    found = find_loops(cause_map)
    assert not found.capped
    told = json.loads((SHARED / "raw" / "foresight-obesity-loops.json").read_text(encoding="utf-8"))["loops"]
    expected = sorted(
        (sorted(id_for("foresight-obesity", "factor", f"n{number}") for number in loop["nodeIds"]), loop["type"])
        for loop in told
    )
    assert sorted((sorted(loop.members), str(loop.kind)) for loop in found.loops) == expected
    assert (len(told), sum(loop.kind == "balancing" for loop in found.loops)) == (193, 78)


def test_the_financial_map_has_the_loops_its_authors_name():
    found = find_loops(load("us-financial-inclusion"), Settings(longest_loop=229))
    assert (len(found.loops), found.capped) == (42, False)


def test_the_community_map_has_thirteen_loops():
    kinds = [loop.kind for loop in find_loops(load("open-source-community"), Settings(longest_loop=43)).loops]
    assert (kinds.count("reinforcing"), kinds.count("balancing")) == (10, 3)


def test_the_symptom_of_the_foodbank_map_stands_in_its_largest_loop_group():
    reading = read(load("foodbanks-surrey"))
    assert set(reading.symptoms) <= set(reading.loop_groups[0])


def test_the_compressed_climate_map_reads_like_the_plain_one():
    one, other = load("climate-cluster"), load("climate-cluster-from-compressed")
    assert [labels(one, each.members) for each in read(one).upstream] == [
        labels(other, each.members) for each in read(other).upstream
    ]
