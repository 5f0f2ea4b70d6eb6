"""A case folder filled piece by piece: reports and statements in batches, never all at once.

While something is filling the folder, the file `.filling` in it is locked and names the reports of
the batch that is being written. Where it is there and nobody holds it, the filling was interrupted:
what the last batch left half-written is taken away, and the filling goes on. The word `+copies` in
it says that no copies are left to be marked; a mark without it may be that of interrupted adding.
`.extracted` lists the reports that an extractor has been through, so that it need not go through
them again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import msgspec

from goodoffices.codec import plain, structure
from goodoffices.errors import InputError, InvalidCase
from goodoffices.formats.case_append import locked, write_whole
from goodoffices.formats.case_check import check
from goodoffices.formats.case_folder import case_files
from goodoffices.formats.case_read import ledger_lines, read_parts, read_report
from goodoffices.formats.case_write import planned_reports
from goodoffices.formats.disk import contained, read_bytes, refuse, write_files
from goodoffices.formats.shapes import file_id_fault
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Statement

FILLING, EXTRACTED, LEDGER = ".filling", ".extracted", "statements.jsonl"
_MARKED = "+copies"  # no report can have that id
_COPY = re.compile(rb"(?m)^copy_of:[^\n]*\n?")
_LINE = 1 << 28  # bytes of one line of a ledger


class _Line(msgspec.Struct):
    """What is looked at in a line of the ledger."""

    id: str
    span: dict[str, object] | None = None


class FolderFilling:
    """A case folder, being filled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reports_folder = root / "reports"
        self._owing = False
        self._places: dict[str, list[int]] | None = None

    @contextlib.contextmanager
    def begun(self) -> Iterator[bool]:
        """Hold the folder for filling; true where an earlier one left copies to be marked.

        Raises InputError while another process fills it, InvalidCase where it is no case folder.
        """
        if not (self.root / "case.yaml").is_file():
            case_files(self.root)  # says what is wrong
        path = self.root / FILLING
        for name in (FILLING, EXTRACTED, LEDGER, "reports", "reports/originals"):
            if not contained(self.root, self.root / name):
                raise refuse(name, "this link leads out of the case folder")
        interrupted = path.exists()
        with open(path, "a+b") as stream:
            if not _held(stream.fileno(), path):
                raise InputError(f"another process is filling {self.root}; wait until it has ended")
            stream.seek(0)
            words = stream.read().decode("utf-8", "replace").split()
            self._tidy([word for word in words if word != _MARKED])
            self._owing = interrupted and _MARKED not in words
            self._intend([])
            yield self._owing
            if not self._owing:  # and all went well: a fault leaves it to the next
                path.unlink(missing_ok=True)

    def _tidy(self, names: Sequence[str]) -> None:
        """Take away what an interrupted batch left: hidden files, and records without a text."""
        for folder in (self.reports_folder, self.reports_folder / "originals"):
            if names and folder.is_dir():
                for path in folder.glob(".*.*.*"):
                    if path.suffix in (".new", ".old") and path.is_file():
                        path.unlink(missing_ok=True)
        for name in names:
            if file_id_fault(name):
                continue
            record = self.reports_folder / f"{name}.yaml"
            if not (self.reports_folder / f"{name}.txt").exists():
                record.unlink(missing_ok=True)
        if names:
            self._cut_last_line()

    def _cut_last_line(self) -> None:
        """Take away the beginning of a line that an interrupted extraction left at the end."""
        path = self.root / LEDGER
        if not path.exists():
            return
        with open(path, "r+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - _LINE))
            tail = stream.read()
            last = tail.rpartition(b"\n")[2]
            if last and ledger_lines(last, LEDGER)[1]:
                stream.truncate(size - len(last))

    # --- what is there ---------------------------------------------------------------------------

    def agenda(self) -> Case:
        """The case without reports and ledgers. Raises InvalidCase with every fault in it."""
        files, problems = case_files(self.root, small=True)
        parts = read_parts(files)
        parts.ids["report"], parts.ids["statement"] = set(self.report_ids()), None
        found = [*problems, *parts.problems, *check(parts)]
        if found:
            raise InvalidCase(sorted(found))
        return parts.case_value()

    def report_ids(self) -> list[str]:
        """Ids of the reports, sorted."""
        if not self.reports_folder.is_dir():
            return []
        with os.scandir(self.reports_folder) as entries:
            names = [e.name for e in entries if e.name.endswith(".txt") and e.name[0] != "."]
        return sorted(name[:-4] for name in names if not name.upper().startswith("README"))

    def report(self, name: str) -> Report:
        """One report. Raises InvalidCase where its files have faults."""
        return read_report(name, self._files_of(name))

    def reports(self, names: Iterable[str]) -> Iterator[Report]:
        """Reports, one after another."""
        return map(self.report, names)

    def _files_of(self, name: str) -> dict[str, bytes]:
        files = {}
        for file in (f"reports/{name}.txt", f"reports/{name}.yaml"):
            path = self.root / file
            if path.exists():
                if not contained(self.root, path):
                    raise refuse(file, "this link leads out of the case folder")
                files[file] = read_bytes(path, file)
        return files

    # --- reports in ------------------------------------------------------------------------------

    def put(self, reports: Sequence[Report], originals: Mapping[str, bytes]) -> None:
        """Write new reports, on disk when this returns; the texts, which make a report, last."""
        self._owing = True
        self._intend([report.id for report in reports])
        if originals:
            write_files(self.reports_folder / "originals", dict(originals))
        self._write(reports, {})

    def mark(self, copy_of: Mapping[str, str | None]) -> None:
        """Set of which report each is a copy."""
        before: dict[str, bytes] = {}
        changed = []
        for name, other in copy_of.items():
            files = self._files_of(name)
            before |= files
            changed.append(dataclasses.replace(read_report(name, files), copy_of=other))
        self._intend(copy_of)
        self._write(changed, before)

    def marked(self, names: Sequence[str]) -> None:
        """Note that the copies among these reports, which are all, are marked."""
        self._owing = False
        self._intend([])

    def _write(self, reports: Sequence[Report], before: Mapping[str, bytes]) -> None:
        changes = planned_reports(reports, before)
        ordered = sorted(changes, key=lambda name: name.endswith(".txt"))
        write_files(self.root, {name: changes[name] for name in ordered}, before=before)

    def _intend(self, names: Iterable[str]) -> None:
        """Note what is being written. Cut short, the note says that copies are to be marked."""
        words = [*names, *([] if self._owing else [_MARKED])]
        with open(self.root / FILLING, "r+b") as stream:
            stream.truncate()
            stream.write(" ".join(words).encode())
            stream.flush()
            os.fsync(stream.fileno())

    # --- statements ------------------------------------------------------------------------------

    def statement_ids(self, reports: set[str]) -> set[str]:
        """Ids of the statements read out of these reports; goes through the ledger line by line."""
        if not reports:
            return set()
        return {name for name, report, _ in self._ledger() if report in reports}

    def said_in(self, names: Sequence[str]) -> list[Statement]:
        """The statements that were read out of these reports when this was first asked for."""
        if self._places is None:
            self._places = {}
            for _, report, place in self._ledger():
                self._places.setdefault(report, []).append(place)
        places = [place for name in names for place in self._places.get(name, ())]
        if not places:
            return []
        with open(self.root / LEDGER, "rb") as stream:
            return [self._at(stream, place) for place in places]

    def _at(self, stream: BinaryIO, place: int) -> Statement:
        stream.seek(place)
        value, faults = structure(Statement, msgspec.json.decode(stream.readline()))
        if value is None:
            raise refuse(LEDGER, faults[0].message)
        return value

    def _ledger(self) -> Iterator[tuple[str, str, int]]:
        """Id, report and place in the file of each statement with words of a report."""
        decoder = msgspec.json.Decoder(_Line)
        path = self.root / LEDGER
        if not path.exists():
            return
        place = 0
        with open(path, "rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    held = decoder.decode(line) if line.strip() else None
                except (ValueError, RecursionError) as fault:
                    raise refuse(LEDGER, f"the line is not readable: {fault}", number) from None
                if held and held.span:
                    yield held.id, str(held.span.get("report")), place
                place += len(line)

    def extracted(self, key: str) -> set[str]:
        """What an extractor has been through: ids of reports with a digest of their records."""
        path = self.root / EXTRACTED
        if not path.exists():
            return set()
        lines = path.read_text("utf-8", "replace").split("\n")
        whole = lines[1:-1]  # the last is empty, or cut off
        return set(whole) if lines[0] == key else set()

    def fingerprints(self, names: Iterable[str]) -> dict[str, str]:
        """Reports as an extractor knows them: id, and a digest of the record but for copies."""
        return {name: self._fingerprint(name) for name in names}

    def _fingerprint(self, name: str) -> str:
        path = self.reports_folder / f"{name}.yaml"
        raw = _COPY.sub(b"", path.read_bytes()) if path.exists() else b""
        return f"{name} {blake2b(raw, digest_size=8).hexdigest()}"

    def take(self, key: str, statements: Sequence[Statement], seen: Sequence[str]) -> None:
        """Add statements, and note that their reports were gone through; in this order."""
        if statements:
            self._intend([LEDGER])
            lines = b"".join(msgspec.json.encode(plain(item)) + b"\n" for item in statements)
            with locked(self.root / LEDGER) as handle:
                write_whole(handle, lines, os.fstat(handle).st_size)
        path = self.root / EXTRACTED
        if not path.exists() or path.read_bytes()[: len(key) + 1] != f"{key}\n".encode():
            path.write_bytes(f"{key}\n".encode())
        with open(path, "ab") as stream:
            stream.write("".join(f"{line}\n" for line in seen).encode())

    def statements_from(self, start: int) -> Iterator[Statement]:
        """The statements of the ledger from a byte on that begins a line."""
        with open(self.root / LEDGER, "rb") as stream:
            stream.seek(start)
            for line in stream:
                value, faults = structure(Statement, msgspec.json.decode(line))
                if value is None:
                    raise refuse(LEDGER, faults[0].message)
                yield value

    def ledger_size(self) -> int:
        """Bytes of the ledger of statements."""
        path = self.root / LEDGER
        return path.stat().st_size if path.exists() else 0


def _held(handle: int, path: Path) -> bool:
    """Whether this process now holds the file alone; always where the system has no locks."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network drives have no locks
        return True
    try:  # the one before may have taken the file away in between
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
