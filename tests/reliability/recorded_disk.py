"""A disk that remembers in which order SQLite wrote, and what it may hold if the power goes at some moment.

The recorder stands below SQLite as a file system of its own (a VFS) that hands everything on to the usual one. What
may be lost is then played on the record: nothing is certain but what was synced.
"""

import ctypes
import hashlib
import os
import pickle
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import ClassVar, NamedTuple

SECTOR = 512
"""What a disk writes whole or not at all, in bytes."""
_MADE_AND_LASTING = 0x100 | 0x800 | 0x4000 | 0x80000  # a map, its journal, a super-journal, a write-ahead log
_JOURNALS = 0x800 | 0x4000 | 0x80000
_METHODS = ("close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "reserved", "control")
_METHODS += ("sector", "device", "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch")
_REST_OF_A_VFS = ("access", "full_path", "dl_open", "dl_error", "dl_symbol", "dl_close", "random", "sleep", "time")
_REST_OF_A_VFS += ("last_error", "time_64", "set_call", "get_call", "next_call")


class Op(NamedTuple):
    """One thing the disk was told: create, write, truncate, sync or delete; or a ``told`` step, named by its id.

    ``at``: where it was written, how long the file is now, or whether a name's going was synced.
    """

    what: str
    name: str
    at: int = 0
    data: bytes = b""


@dataclass
class Record:
    """A whole run: the files (synced) before it, and all operations in order."""

    start: dict[str, bytes]
    ops: list[Op] = field(default_factory=list)

    def told(self) -> list[str]:
        """The ids of the steps that were acknowledged, in order."""
        return [op.name for op in self.ops if op.what == "told"]

    def end(self) -> dict[str, bytes]:
        """The files after it, once everything is on the disk."""
        disk = Disk(self.start)
        for op in self.ops:
            disk.do(op)
        return disk.after_cut(3, Random(0))

    def save(self, path: Path) -> None:
        """Hand it to the process that started this one."""
        path.write_bytes(pickle.dumps((self.start, [tuple(op) for op in self.ops])))

    @classmethod
    def read(cls, path: Path) -> "Record":
        """What :meth:`save` wrote."""
        start, ops = pickle.loads(path.read_bytes())
        return cls(start, [Op(*each) for each in ops])


# -- recording


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.c_void_p),)


class _FileMethods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), *((name, ctypes.c_void_p) for name in _METHODS))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("size_of_file", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("own", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        *((name, ctypes.c_void_p) for name in _REST_OF_A_VFS),
    )


_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)


def library() -> ctypes.CDLL:
    """The very SQLite that Python's sqlite3 calls; LookupError with the reason where it cannot be reached."""
    if sys.platform != "linux":
        raise LookupError("what SQLite writes is recorded on Linux alone")
    import _sqlite3

    module = getattr(_sqlite3, "__file__", None)  # none: it is a part of the interpreter
    found = ctypes.CDLL(module)  # a name is looked for in the module and in what it is linked with
    try:
        found.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        found.sqlite3_vfs_register.argtypes = (ctypes.POINTER(_Vfs), ctypes.c_int)
        found.sqlite3_sourceid.restype = ctypes.c_char_p
    except AttributeError:
        raise LookupError("Python's SQLite is linked in statically and cannot be called from outside") from None
    with sqlite3.connect(":memory:") as database:
        (source,) = database.execute("SELECT sqlite_source_id()").fetchone()
    database.close()
    if found.sqlite3_sourceid().decode() != source:
        raise LookupError("the SQLite that was found is not the one that Python uses")
    return found


class Recorder:
    """Records what SQLite does to the files of one folder, from now on and as long as the process lives."""

    _all: ClassVar[list["Recorder"]] = []

    def __init__(self, folder: Path) -> None:
        files = {each.name: each.read_bytes() for each in folder.iterdir()}
        self.record = Record(files)
        self._folder = folder.resolve()
        self._names: dict[int, str] = {}
        self._tables: dict[int, _FileMethods] = {}
        self._library = library()
        self._vfs = _Vfs.from_buffer_copy(self._library.sqlite3_vfs_find(None).contents)
        self._vfs_open, self._vfs_delete = _OPEN(self._vfs.open), _DELETE(self._vfs.delete)
        self._own = [_OPEN(self._open), _DELETE(self._delete)]
        self._vfs.name = b"recorded"
        self._vfs.open, self._vfs.delete = (ctypes.cast(each, _P).value for each in self._own)
        if self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1):
            raise OSError("SQLite does not take the recorder")
        self._all.append(self)  # SQLite calls it from now on

    def told(self, id_: str) -> None:
        """A step was acknowledged."""
        self.record.ops.append(Op("told", id_))

    def _name(self, path: int | None) -> str:
        """The name of a file of this folder; '' of any other."""
        found = Path(os.fsdecode(ctypes.string_at(path))) if path else None
        return found.name if found and found.parent == self._folder else ""

    def _note(self, what: str, name: str, at: int = 0, data: bytes = b"") -> None:
        self.record.ops.append(Op(what, name, at, data))

    def _open(self, vfs: int, path: int | None, file: int, flags: int, given: int | None) -> int:
        name = self._name(path) if flags & _MADE_AND_LASTING else ""
        is_new = bool(name) and not (self._folder / name).exists()
        answer: int = self._vfs_open(vfs, path, file, flags, given)
        if answer == 0 and name:
            opened = _File.from_address(file)
            self._names[file] = name
            opened.methods = ctypes.addressof(self._recording(opened.methods))
            if is_new:
                self._note("create", name, bool(flags & _JOURNALS))
        return answer

    def _delete(self, vfs: int, path: int, synced: int) -> int:
        answer: int = self._vfs_delete(vfs, path, synced)
        if answer == 0 and (name := self._name(path)):
            self._note("delete", name, synced & 1)
        return answer

    def _recording(self, usual: int) -> _FileMethods:
        """The usual methods of an open file, with those that write recorded."""
        if usual in self._tables:
            return self._tables[usual]
        table = _FileMethods.from_buffer_copy(_FileMethods.from_address(usual))
        usual_write, usual_truncate, usual_sync = _WRITE(table.write), _TRUNCATE(table.truncate), _SYNC(table.sync)

        def write(file: int, data: int, amount: int, at: int) -> int:
            answer: int = usual_write(file, data, amount, at)
            self._note("write", self._names[file], at, ctypes.string_at(data, amount))
            return answer

        def truncate(file: int, size: int) -> int:
            answer: int = usual_truncate(file, size)
            self._note("truncate", self._names[file], size)
            return answer

        def sync(file: int, how: int) -> int:
            answer: int = usual_sync(file, how)
            self._note("sync", self._names[file])
            return answer

        own = [_WRITE(write), _TRUNCATE(truncate), _SYNC(sync)]
        self._own += own
        table.write, table.truncate, table.sync = (ctypes.cast(each, _P).value for each in own)
        self._tables[usual] = table
        return table


# -- what a cut leaves


class _Content:
    """The content of a file: what is on the disk for certain, and what is on its way there."""

    def __init__(self, content: bytes = b"", *, names_with_sync: bool = False) -> None:
        self.certain = bytearray(content)
        self.under_way: list[Op] = []
        self.names_with_sync = names_with_sync

    def settle(self) -> None:
        """All of it was synced."""
        for op in self.under_way:
            _put(self.certain, op)
        self.under_way.clear()

    def left(self, how: str, chance: Random) -> bytes:
        """What is found after the cut: all of what was under way, nothing, some of the writes, or some sectors.

        ``grown``: some sectors, while the size is already the last one and what did not arrive is rubbish or zeros.
        """
        found = bytearray(self.certain)
        luck = chance.choice((0.1, 0.5, 0.9))
        arrived = bytearray(b"\1" * len(found))
        for op in self.under_way if how != "nothing" else ():
            for part in [op] if how in ("all", "some") else _sectors(op):
                if how == "all" or chance.random() < luck:
                    _put(found, part)
                    _put(arrived, part._replace(data=b"\1" * len(part.data)))
        if how == "grown" and self.under_way:
            full = self._full_size()
            lacking = [at for at in range(0, full, SECTOR) if not any(arrived[at : at + SECTOR])]
            found.extend(bytes(max(0, full - len(found))))
            for at in lacking if chance.random() < 0.7 else ():
                size = min(SECTOR, full - at)
                found[at : at + size] = chance.randbytes(size)
        return bytes(found)

    def _full_size(self) -> int:
        size = len(self.certain)
        for op in self.under_way:
            size = op.at if op.what == "truncate" else max(size, op.at + len(op.data))
        return size


def _put(content: bytearray, op: Op) -> None:
    if op.what == "truncate":
        del content[op.at :]
    if len(content) < op.at:
        content.extend(bytes(op.at - len(content)))
    content[op.at : op.at + len(op.data)] = op.data


def _sectors(op: Op) -> Iterator[Op]:
    """A write as the disk does it, sector by sector."""
    if op.what != "write":
        yield op
        return
    at, end = op.at, op.at + len(op.data)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        yield op._replace(at=at, data=op.data[at - op.at : until - op.at])
        at = until


class Disk:
    """The files of one folder. Each name has all the contents it may stand for, the latest last."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self._names: dict[str, list[_Content | None]] = {name: [_Content(data)] for name, data in start.items()}

    def do(self, op: Op) -> None:
        """One recorded operation.

        The first sync of a new journal syncs the folder too, and so does a delete that was asked to; nothing else
        makes a name or its going certain.
        """
        if op.what == "told":
            return
        if op.what == "create":
            self._names.setdefault(op.name, [None]).append(_Content(names_with_sync=bool(op.at)))
            return
        if op.what == "delete":
            self._names[op.name].append(None)
            if op.at:
                self._settle_names()
            return
        content = self._names[op.name][-1]
        assert content is not None, op
        if op.what != "sync":
            content.under_way.append(op)
            return
        content.settle()
        if content.names_with_sync:
            content.names_with_sync = False
            self._settle_names()

    def _settle_names(self) -> None:
        self._names = {name: found[-1:] for name, found in self._names.items() if found[-1] is not None}

    def after_cut(self, draw: int, chance: Random) -> dict[str, bytes]:
        """What may be found after a cut. The first four draws are the plain cases, every later one is by chance."""
        files: dict[str, bytes] = {}
        for name, standing in self._names.items():
            if draw < 4:
                content = standing[-1 if draw % 2 else 0]
                how = "all" if draw // 2 else "nothing"
            else:
                content = chance.choice(standing)
                how = chance.choice(("all", "nothing", "some", "some", "torn", "torn", "grown", "grown"))
            if content is not None:
                files[name] = content.left(how, chance)
        return files


@dataclass(frozen=True)
class Cut:
    """A cut after so many operations, and one state the disk may then be in."""

    number: int
    draw: int
    told: int
    files: dict[str, bytes]


def cuts(record: Record, most: int, seed: int) -> Iterator[Cut]:
    """Different states after cuts of a run, in order: of at most so many that are drawn, those that are not alike.

    Half of them are plain cases beside a sync, a third what may be just before one, the rest lies anywhere.
    """
    chance = Random(seed)
    ops = record.ops
    plain, before, other = [], [], []
    for number in range(len(ops) + 1):
        beside = {op.what for op in ops[max(0, number - 1) : number + 1]}
        if beside - {"write", "truncate"}:
            plain += [(number, draw) for draw in range(4)]
        is_before = number < len(ops) and ops[number].what in ("sync", "delete")
        (before if is_before else other).extend((number, draw) for draw in range(4, 12))
    chosen = chance.sample(plain, min(len(plain), most // 2))
    chosen += chance.sample(before, min(len(before), most // 3))
    chosen += chance.sample(other, min(len(other), most - len(chosen)))
    disk, done, told = Disk(record.start), 0, 0
    seen: set[bytes] = set()
    for number, draw in sorted(chosen):
        for op in ops[done:number]:
            disk.do(op)
            told += op.what == "told"
        done = number
        files = disk.after_cut(draw, Random(f"{seed} {number} {draw}"))
        key = _key(files, told)
        if key not in seen:
            seen.add(key)
            yield Cut(number, draw, told, files)


def _key(files: dict[str, bytes], told: int) -> bytes:
    digest = hashlib.sha256(str(told).encode())
    for name, content in sorted(files.items()):
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.digest()
