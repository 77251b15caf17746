"""The command line as a script calls it: what it prints, what it writes, how it refuses."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.document import Document
from app.model import edits

ROOT = Path(__file__).resolve().parents[1]
CAR = {
    "title": "The car is in the pool",
    "nodes": [
        {"id": "s", "label": "Car in the pool", "kind": "symptom"},
        {"id": "r", "label": "Car rolls", "kind": "cause"},
        {"id": "b", "label": "Handbrake is faulty", "kind": "cause"},
        {"id": "h", "label": "Parked on a slope", "kind": "cause"},
        {"id": "x", "label": "Paint is red", "kind": "cause"},
    ],
    "links": [
        {"cause": "r", "effect": "s", "polarity": "+", "confidence": 0.95},
        {"cause": "b", "effect": "r", "polarity": "+", "confidence": 0.8, "and_group": 1},
        {"cause": "h", "effect": "r", "polarity": "+", "confidence": 0.5, "and_group": 1},
    ],
}


@pytest.fixture
def car(tmp_path):
    path = tmp_path / "car.json"
    path.write_text(json.dumps(CAR), "utf-8")
    return path


def headwater(*words, before=None, **environment):
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        preexec_fn=before,
    )


def done(*words, **environment):
    ran = headwater(*words, **environment)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


def refused(*words, before=None):
    ran = headwater(*words, before=before)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.endswith(".\n")
    assert ran.stderr.count("\n") == 1
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_analyse_says_how_sure_it_is_what_to_test_and_where_to_act(car):
    said = done("analyse", car)
    assert "of 2,048 trials" in said
    assert "The fewest causes that touch 1 of 1 symptoms: number 1" in said
    brief = done("analyse", car, "--brief")
    assert "Nothing on the map causes it" in brief
    assert "of 2,048 trials" not in brief
    assert "The fewest causes" not in brief


def test_analyse_with_other_trials_says_which(car):
    record = json.loads(done("analyse", car, "--json", "--trials", "100", "--seed", "7", "--effort", "3"))
    assert (record["settings"]["trials"], record["settings"]["seed"]) == (100, 7)
    assert record["where_to_act"]["within_effort"]["budget"] == 3
    other = json.loads(done("analyse", car, "--json", "--trials", "100", "--seed", "8"))
    assert other["fingerprint"] != record["fingerprint"]
    ran = headwater("analyse", car, "--trials", "0")
    assert ran.returncode == 2
    assert "it must be from 1 to 65,536" in ran.stderr


def test_analyse_gives_every_promised_field(car, tmp_path):
    out = tmp_path / "car.headwater"
    done("import", car, out)
    record = json.loads(done("analyse", out, "--json"))
    assert record["title"] == "The car is in the pool"
    assert (record["factors"], record["links"]) == (5, 3)
    assert record["symptoms"] == ["Car in the pool"]
    assert {tuple(cause["labels"]) for cause in record["upstream"]} == {
        ("Handbrake is faulty",),
        ("Parked on a slope",),
    }
    first = record["upstream"][0]
    assert first["labels"] == ["Handbrake is faulty"]
    assert (first["rank"], first["is_loop"], first["reach"], first["steps"]) == (1, False, ["Car in the pool"], 2)
    assert first["relief"] == ["Car in the pool"]
    assert abs(first["expected_share"] - 0.95 * 0.8) < 0.05
    assert 0 <= first["stability"] <= 1
    assert first["reason"].startswith("Nothing on the map causes it")
    assert record["leads_nowhere"] == ["Paint is red"]
    assert (record["unexplained"], record["loop_groups"], record["loops"], record["capped"]) == ([], [], [], False)


def test_the_same_map_gives_the_same_figures_however_it_comes(car, tmp_path):
    out = tmp_path / "car.headwater"
    done("import", car, out)
    from_file, from_plain = (json.loads(done("analyse", path, "--json")) for path in (out, car))
    assert from_file["upstream"] == from_plain["upstream"]
    assert from_file["fingerprint"] == from_plain["fingerprint"]


def test_analyse_in_words_ranks_and_says_why(car):
    words = done("analyse", car)
    assert words.index("Handbrake is faulty") < words.index("Parked on a slope")
    assert "Paint is red" in words


def test_the_example_ranks_what_its_makers_say(tmp_path):
    out = tmp_path / "example.headwater"
    done("example", out)
    record = json.loads(done("analyse", out, "--json"))
    assert len(record["upstream"]) == 17
    assert record["upstream"][0]["labels"] == ["Each organisation is paid and judged on its own results"]
    assert sorted(len(group) for group in record["loop_groups"]) == [2, 18]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_export_writes_a_picture_without_a_screen(car, tmp_path, ending):
    out = tmp_path / f"car.{ending}"
    done("export", car, out)
    start = {"png": b"\x89PNG", "svg": b"<", "pdf": b"%PDF"}[ending]
    assert out.read_bytes().startswith(start)


def test_scale_and_dark_change_the_picture(car, tmp_path):
    small, large, dark = (tmp_path / name for name in ("small.png", "large.png", "dark.png"))
    done("export", car, small, "--scale", "1")
    done("export", car, large, "--scale", "3")
    done("export", car, dark, "--dark")
    assert QImage(str(large)).width() == 3 * QImage(str(small)).width()
    assert QImage(str(dark)).pixelColor(2, 2).lightness() < 60 < QImage(str(small)).pixelColor(2, 2).lightness()


def test_import_reports_what_it_mended(car, tmp_path):
    plain = json.loads(car.read_text("utf-8"))
    plain["links"].append({"cause": "ghost", "effect": "s"})
    car.write_text(json.dumps(plain), "utf-8")
    words = done("import", car, tmp_path / "car.headwater")
    assert "1 link to a factor that does not exist was left out." in words


def test_nothing_is_overwritten(car, tmp_path):
    out = tmp_path / "car.headwater"
    done("import", car, out)
    before = out.read_bytes()
    assert "car.headwater" in refused("import", car, out)
    assert "car.headwater" in refused("example", out)
    assert out.read_bytes() == before


def test_what_cannot_be_read_is_refused_in_one_sentence(car, tmp_path):
    wrong = tmp_path / "notes.headwater"
    wrong.write_text("Dear all", "utf-8")
    assert "notes.headwater" in refused("analyse", wrong)
    assert "missing.headwater" in refused("analyse", tmp_path / "missing.headwater")
    assert "missing.json" in refused("import", tmp_path / "missing.json", tmp_path / "out.headwater")
    assert not (tmp_path / "out.headwater").exists()
    refused("export", car, tmp_path / "picture.gif")
    refused("export", car, tmp_path / "no folder" / "picture.png")
    refused("import", car, tmp_path / "no folder" / "car.headwater")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == ["car.json", "notes.headwater"]


def test_wrong_words_are_told_apart_from_refusals(car):
    assert headwater("analyse").returncode == 2
    assert headwater("export", car, "out.png", "--scale", "9").returncode == 2
    assert headwater("--version").stdout.startswith("Headwater ")


def test_help_says_the_commands_and_does_not_load_the_window():
    code = """
import sys
from app import cli
try:
    cli.main(["--version"])
except SystemExit:
    print("PySide6" in sys.modules, "sqlalchemy" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False False"
    words = done("--help")
    assert all(command in words for command in ("analyse", "export", "import", "convert", "merge", "example"))


def test_a_reader_that_had_enough_is_no_error(tmp_path):
    out = tmp_path / "example.headwater"
    done("example", out)
    ran = subprocess.run(
        f'"{sys.executable}" -m app analyse "{out}" --json | head -c 10',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""


def labels_in(path):
    with Document.open(path) as document:
        return {factor.label for factor in document.map.factors.values()}


def test_force_puts_the_new_map_in_the_place_of_the_old(car, tmp_path):
    out = tmp_path / "map.headwater"
    done("example", out)
    done("import", car, out, "--force")
    assert labels_in(out) == {each["label"] for each in CAR["nodes"]}
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == ["car.json", "map.headwater"]


def test_force_leaves_the_old_map_where_the_new_one_cannot_be_had(car, tmp_path):
    out, wrong = tmp_path / "map.headwater", tmp_path / "wrong.json"
    done("example", out)
    before = out.read_bytes()
    wrong.write_text("Dear all", "utf-8")
    refused("import", wrong, out, "--force")
    assert out.read_bytes() == before
    with Document.open(out):
        refused("import", car, out, "--force")
    assert out.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_force_leaves_the_old_map_where_the_disk_takes_no_more(car, tmp_path):
    import resource

    out = tmp_path / "map.headwater"
    done("example", out)
    before = out.read_bytes()
    refused("import", car, out, "--force", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)))
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == ["car.json", "map.headwater"]


def test_a_map_is_not_written_over_what_it_comes_from_or_under_another_ending(car, tmp_path):
    same = car.rename(tmp_path / "car.headwater")
    refused("import", same, same, "--force")
    assert json.loads(same.read_text("utf-8")) == CAR
    assert "car.json" in refused("import", same, tmp_path / "car.json")
    assert "car" in refused("example", tmp_path / "car")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "data") == ["car.headwater"]


def test_imported_factors_keep_their_places_and_the_others_find_room(car, tmp_path):
    plain = json.loads(car.read_text("utf-8"))
    given = {}
    for number, each in enumerate(plain["nodes"][:4]):
        each["x"], each["y"] = given[each["label"]] = (1000.0 - 300 * number, 40.0 * number)
    car.write_text(json.dumps(plain), "utf-8")
    out = tmp_path / "car.headwater"
    done("import", car, out)
    with Document.open(out) as document:
        places = {factor.label: (factor.x, factor.y) for factor in document.map.factors.values()}
    assert {label: places[label] for label in given} == given
    assert None not in places["Paint is red"]
    assert places["Paint is red"] not in given.values()


def test_factors_that_come_without_places_get_places_of_their_own(car, tmp_path):
    out = tmp_path / "car.headwater"
    done("import", car, out)
    with Document.open(out) as document:
        places = {factor.label: (factor.x, factor.y) for factor in document.map.factors.values()}
    assert len(set(places.values())) == len(CAR["nodes"])
    assert places["Handbrake is faulty"][0] < places["Car rolls"][0] < places["Car in the pool"][0]


def test_only_causes_that_can_be_changed_are_ranked_when_asked(car):
    plain = json.loads(car.read_text("utf-8"))
    plain["nodes"][3]["control"] = "fact of life"
    car.write_text(json.dumps(plain), "utf-8")
    record = json.loads(done("analyse", car, "--json", "--changeable"))
    assert [cause["labels"] for cause in record["upstream"]] == [["Handbrake is faulty"]]


def test_output_that_knows_few_characters_still_carries_the_map(car):
    plain = json.loads(car.read_text("utf-8"))
    plain["nodes"][2]["label"] = "Zoë’s handbrake → faulty"
    car.write_text(json.dumps(plain), "utf-8")
    record = json.loads(done("analyse", car, "--json", PYTHONIOENCODING="ascii"))
    assert record["upstream"][0]["labels"] == ["Zoë’s handbrake → faulty"]
    assert "handbrake" in done("analyse", car, PYTHONIOENCODING="ascii")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen to ask for")
def test_a_window_without_a_screen_is_refused_in_one_sentence(car):
    assert "screen" in refused()
    assert "screen" in refused(car)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens of this kind are known on Linux alone")
def test_a_screen_that_is_announced_but_not_there_is_not_asked_for(car, tmp_path):
    out = tmp_path / "car.png"
    done("export", car, out, DISPLAY=":987", QT_QPA_PLATFORM="xcb")
    assert not QImage(str(out)).isNull()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe to wait at")
def test_an_interrupted_command_ends_without_a_word(tmp_path):
    pipe = tmp_path / "map.json"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "app", "analyse", str(pipe)]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # may be ignored here
    )
    with running, pipe.open("wb"):  # both are at the pipe now: the command reads, and nothing comes
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=60)
    assert (running.returncode, out, errors) == (130, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_said_in_one_sentence(car):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "app", "analyse", str(car)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.decode().count("\n") == 1


def test_analyse_and_export_look_at_a_map_that_is_open_elsewhere_and_leave_it_alone(car, tmp_path):
    out = tmp_path / "car.headwater"
    done("import", car, out)
    with Document.open(out) as document:
        document.perform("Add a factor", edits.add_factor("Nobody looked", "cause"))
        before = out.read_bytes()
        assert json.loads(done("analyse", out, "--json"))["factors"] == 6
        done("export", out, tmp_path / "car.png")
        assert out.read_bytes() == before


def test_analyse_leaves_a_file_of_an_older_format_as_it_is(tmp_path):
    old = tmp_path / "v1.headwater"
    shutil.copyfile(ROOT / "tests" / "files" / "v1.headwater", old)
    before = old.read_bytes()
    assert json.loads(done("analyse", old, "--json"))["upstream"]
    assert old.read_bytes() == before


def test_convert_goes_from_any_form_to_any_other(tmp_path):
    source = tmp_path / "why.mmd"
    source.write_text('flowchart TD\n  A["No home care"] --> S["People wait"]\n', "utf-8")
    for ending in ("graphml", "dot", "csv", "md", "json", "png", "headwater"):
        words = done("convert", source, tmp_path / f"why.{ending}")
        assert f"why.{ending}" in words
    assert "No home care" in (tmp_path / "why.csv").read_text("utf-8-sig")
    back = done("convert", tmp_path / "why.dot", tmp_path / "again.csv")
    assert "Links were read as “No home care” leads to “People wait”." in back
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "why.csv").read_bytes()
    done("convert", tmp_path / "why.headwater", tmp_path / "third.csv")
    assert "No home care" in (tmp_path / "third.csv").read_text("utf-8-sig")
    assert "is there already" in refused("convert", source, tmp_path / "why.dot")


def test_a_picture_is_what_the_options_say(car, tmp_path):
    out = tmp_path / "car.png"
    done("export", car, out, "--size", "A4", "--dots", "96", "--way", "upright", "--theme", "grey")
    image = QImage(str(out))
    assert (image.width(), image.height()) == (794, 1123)
    svg = tmp_path / "car.svg"
    done("export", car, svg, "--of", "is red", "--footer", "Board, item 7", "--leave-out", "title", "legend")
    text = svg.read_text("utf-8")
    assert "Board, item 7" in text
    assert "Where to start" not in text
    assert "No factor of the map is called “nothing like it”." in refused("export", car, svg, "--of", "nothing like it")
    pdf = tmp_path / "car.pdf"
    done("export", car, pdf, "--preset", "poster")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_repair_makes_a_new_map_and_gives_the_account(tmp_path):
    example, out = tmp_path / "example.headwater", tmp_path / "repaired.headwater"
    done("example", example)
    data = example.read_bytes()
    example.write_bytes(data[: len(data) * 7 // 10])
    said = done("repair", example, out)
    assert "is cut off" in said
    assert "Saved: " in said
    assert example.read_bytes() == data[: len(data) * 7 // 10]
    with Document.open(out) as document:
        assert document.map.factors
    again = headwater("repair", example, out)
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_earlier_lists_the_copies_that_are_kept(tmp_path):
    from app.earlier import Keepsake, keep

    assert "No earlier copies" in done("earlier")
    path = tmp_path / "Winter.headwater"
    with Document.create(path, "Winter") as document:
        document.perform("Add", edits.add_factor("One"))
        kept = keep(Keepsake.of(document))
    path.unlink()
    for said in (done("earlier"), done("earlier", path)):
        assert "Winter" in said
        assert "1 factor, 0 links, 1 step" in said
        assert str(kept.path) in said
    assert "No earlier copies" in done("earlier", tmp_path / "other.headwater")
