"""Files made to do harm: they are refused or read as what they are, in bounded work, and nothing in them acts."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_file import TABLES, alter, rows_of, select

from app.document import Document
from app.errors import FileRefused
from app.exchange.example import example_records
from app.model import edits
from app.storage import sqlite as sqlite_module

PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "Winter.headwater"
    title, records = example_records()
    with Document.create(path, title, records) as document:
        document.perform("Add", edits.add_factor("One more"))
    return path


@pytest.fixture
def path(sound, tmp_path):
    return Path(shutil.copy(sound, tmp_path / "Winter.headwater"))


def refused(path, words="its tables are not those of a Headwater map"):
    content = path.read_bytes()
    with pytest.raises(FileRefused, match=words) as error:
        Document.open(path)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == content


def lie(path, name, old, new):
    """Have the file say something else of how a table or an index was made."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, name))
        assert raw.execute("SELECT changes()").fetchone() == (1,)
        assert new in raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("factor", "label TEXT NOT NULL", "label TEXT NOT NULL CHECK (length(label) > 0)"),
        ("factor", "label TEXT NOT NULL", "label TEXT NOT NULL COLLATE NOCASE"),
        ("factor", "label TEXT NOT NULL", "label TEXT"),
        ("factor", "label TEXT NOT NULL", "label BLOB NOT NULL"),
        ("factor", "UNIQUE (id)", "UNIQUE (id) ON CONFLICT REPLACE"),
        ("link", "REFERENCES factor (id)", "REFERENCES factor (id) ON DELETE CASCADE"),
        ("link", "REFERENCES factor (id)", "REFERENCES voice (id)"),
        ("link", "FOREIGN KEY(cause)", "FOREIGN KEY(id)"),
        ("link", "FOREIGN KEY(cause) REFERENCES factor (id)", "FOREIGN KEY(cause) REFERENCES link (cause)"),
        ("ix_link_cause", "(cause)", "(effect)"),
        ("ix_link_cause", "(cause)", "(cause DESC)"),
        ("ix_link_cause", "(cause)", "(upper(cause))"),
        ("ix_link_cause", "(cause)", "(cause) WHERE cause > ''"),
        ("journal", "changes TEXT NOT NULL", "changes TEXT NOT NULL GENERATED ALWAYS AS (label)"),
    ],
)
def test_a_table_that_says_something_else_of_itself_is_refused(path, name, old, new):
    lie(path, name, old, new)
    refused(path, "damaged and cannot be opened")


@pytest.mark.parametrize(
    "statements",
    [
        # A view in the place of a table, whose reading never ends.
        (
            "DROP TABLE snapshot",
            """CREATE VIEW snapshot AS WITH RECURSIVE more(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM more)
               SELECT number, 'a' AS id, '' AS name, '' AS step FROM more""",
        ),
        # Triggers that would undo or add to what people do.
        ("CREATE TRIGGER t AFTER INSERT ON factor BEGIN DELETE FROM factor; END",),
        ("CREATE TRIGGER t BEFORE INSERT ON journal BEGIN SELECT load_extension('/tmp/x'); END",),
        ("CREATE TRIGGER t AFTER UPDATE ON factor BEGIN INSERT INTO snapshot VALUES (9, 'x', '', ''); END",),
        # A table of a module in the place of a table.
        ("DROP TABLE snapshot", "CREATE VIRTUAL TABLE snapshot USING fts5(number, id, name, step)"),
        # A table whose rows are kept otherwise.
        (
            "DROP TABLE snapshot",
            """CREATE TABLE snapshot (number INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, step TEXT NOT NULL,
               PRIMARY KEY (number), UNIQUE (id)) WITHOUT ROWID""",
        ),
    ],
)
def test_a_file_whose_parts_would_act_is_refused(path, statements):
    alter(path, *statements)
    refused(path, "damaged and cannot be opened")


def test_factors_that_refer_in_a_circle_of_keys_are_refused(path):
    lie(path, "factor", "UNIQUE (id)", "UNIQUE (id), FOREIGN KEY(id) REFERENCES link (cause)")
    refused(path, "damaged and cannot be opened")


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=40),
    st.binary(max_size=40),
    st.sampled_from(["", "x" * 100_000, "\x00", "a\nb", "\u202e", "about", "1e999", "-1", "nan"]),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_in_any_place_gives_a_map_or_one_sentence(sound, tmp_path, data):
    path = Path(shutil.copy(sound, tmp_path / "Winter.headwater"))
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from([*TABLES, "journal", "meta"]))
        columns = [name for _, name, *_ in select(path, f"SELECT * FROM pragma_table_info('{table}')")]
        column = data.draw(st.sampled_from(columns))
        rows = [number for (number,) in select(path, f"SELECT rowid FROM {table}")]
        if rows:
            with closing(sqlite3.connect(path, isolation_level=None)) as raw:
                value, row = data.draw(VALUES), data.draw(st.sampled_from(rows))
                # What SQLite itself does not take is in no file.
                with suppress(sqlite3.IntegrityError, OverflowError, UnicodeEncodeError):
                    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, row))
    content = path.read_bytes()
    try:
        document = Document.open(path)
    except FileRefused:
        refused(path, "“Winter.headwater”")
        assert path.read_bytes() == content
    else:
        with document:
            assert set(rows_of(document.map)["about"]) == {"about"}
            document.history()
            if not document.read_only:
                assert document.perform("Add", edits.add_factor("And one more"))


def test_a_value_larger_than_any_step_is_not_read(path, monkeypatch):
    monkeypatch.setitem(sqlite_module._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 100_000)
    alter(path, "UPDATE factor SET notes = printf('%.*c', 200000, 'x') WHERE number = 2")
    refused(path, "damaged and cannot be opened")


def circling(path):
    """Let the table of factors be a tree whose pages all lead to the same next one: 200 to the power of 12 leaves."""
    levels, pages = 12, 3_000
    [root] = select(path, "SELECT rootpage FROM sqlite_master WHERE name = 'factor' AND type = 'table'")[0]
    data = bytearray(path.read_bytes().ljust(pages * PAGE, b"\0"))
    top = data[(root - 1) * PAGE : root * PAGE]
    assert top[0] == 5  # a table of several pages; the first of them holds real rows
    cell = int.from_bytes(top[12:14], "big")
    real = int.from_bytes(top[cell : cell + 4], "big")
    first = len(path.read_bytes()) // PAGE + 1
    data[28:32] = pages.to_bytes(4, "big")
    for level, page in enumerate([root, *range(first, first + levels - 1)]):
        child = first + level
        if level == levels - 1:
            child = real
        cells = [child.to_bytes(4, "big") + bytes([1]) for _ in range(200)]
        start = PAGE - sum(map(len, cells))
        head = b"\x05\0\0" + len(cells).to_bytes(2, "big") + start.to_bytes(2, "big") + b"\0" + child.to_bytes(4, "big")
        where = b"".join((start + 5 * at).to_bytes(2, "big") for at in range(len(cells)))
        data[(page - 1) * PAGE : page * PAGE] = (head + where).ljust(start, b"\0") + b"".join(cells)
    path.write_bytes(data)


OPEN = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from app.document import Document
from app.errors import FileRefused
try:
    Document.open(Path(sys.argv[1]))
except FileRefused as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits for a process there")
def test_pages_that_lead_in_circles_are_given_up(path):
    circling(path)
    assert path.stat().st_size > 8_000_000  # larger than what is checked page by page at every opening
    done = subprocess.run([sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "“Winter.headwater” is damaged and cannot be opened" in done.stdout
