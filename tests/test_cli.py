"""The command line as a script calls it: what it prints, what it writes, how it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

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


def headwater(*words, **environment):
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
    )


def done(*words, **environment):
    ran = headwater(*words, **environment)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


def refused(*words):
    ran = headwater(*words)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.endswith(".\n")
    assert ran.stderr.count("\n") == 1
    assert "Traceback" not in ran.stderr
    return ran.stderr


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
    assert "Handbrake is faulty" in first["reason"]
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
    assert all(command in words for command in ("analyse", "export", "import", "example"))


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
