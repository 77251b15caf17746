"""The house stays as it was drawn: who imports whom, how long files grow, what the repository may name."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
LONGEST = 400
LONGER_FOR_A_REASON = {
    "app/ui/main_window.py": "assembles every menu, tool and dialog; moves out as they grow",
    "app/ui/canvas/view.py": "Qt wants all events of a view in one class",
    "app/ui/panels/focus.py": "one panel: model, painter and layout belong together",
    "app/ui/editing.py": "every verb as a person does it",
}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_each_room_imports_only_what_stands_below_it():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_every_module_stands_in_a_room():
    rooms = {"analysis", "cli", "drawing", "exchange", "joining", "layout", "model", "storage", "ui"}
    beside = {"__init__.py", "__main__.py", "document.py", "earlier.py", "errors.py"}
    tops = {path.relative_to(ROOT / "app").parts[0] for path in MODULES}
    assert tops <= rooms | beside
    assert all((ROOT / "app" / room / "__init__.py").is_file() for room in rooms)


def test_every_module_says_what_it_is():
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_no_file_grows_long_without_a_reason():
    long = {
        str(path.relative_to(ROOT)): count
        for path in MODULES
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert set(long) <= set(LONGER_FOR_A_REASON), long
    assert all((ROOT / name).is_file() for name in LONGER_FOR_A_REASON)


def test_the_repository_names_no_registry_and_no_path_of_a_machine():
    # Put together here, so that this file does not name them either.
    words = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry.np" + "mjs",
        "deb.de" + "bian",
        "/wo" + "rk/",
        "/ro" + "ot/",
    ]
    forbidden = re.compile("|".join(map(re.escape, words)))
    named = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {found.group()}" for found in forbidden.finditer(text)]
    assert named == []


def test_every_page_links_to_what_is_there():
    links = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked()
        if page.suffix == ".md"
        for target in links.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_version_stands_in_one_place():
    from app import __version__

    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    written = [
        path.relative_to(ROOT).as_posix() for path in tracked() if path.suffix in {".py", ".toml", ".desktop", ".sh"}
    ]
    assert [name for name in written if __version__ in (ROOT / name).read_text("utf-8")] == ["app/__init__.py"]
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert f"[{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


LOCKS = ("requirements.txt", "requirements-dev.txt")


def lock_lines(name):
    return (ROOT / "packaging" / name).read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_a_hash(name):
    lines = lock_lines(name)
    starts = [number for number, line in enumerate(lines) if re.match(r"^[a-z0-9]", line, re.IGNORECASE)]
    assert starts
    for number in starts:
        assert "==" in lines[number]
        assert lines[number + 1].strip().startswith("--hash=sha256:")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_no_address_and_no_folder(name):
    named = re.compile(r"://|^\s*-(?!-hash=)|\bfile:|@|[A-Za-z]:\\|\s[/~]", re.MULTILINE)
    assert [line for line in lock_lines(name) if named.search(line)] == []


def test_the_checks_run_against_what_the_program_runs_with():
    run, checks = ({line for line in lock_lines(name) if "==" in line} for name in LOCKS)
    assert run <= checks
