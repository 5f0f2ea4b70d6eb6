"""An archive read in partitions, on one machine or many, and loaded in bulk.

    cut(sources)                  partitions: some lines of a file of JSON lines, or other files
    read_partitions(...)          reads and extracts each; a Parquet file a partition
    load_partitions(home, ...)    puts what is in the Parquet files into a case

A partition is read by a function of nothing but the partition, the agenda and the extractor, so
what is found does not depend on how many worked on it. Its file appears whole or not at all, under
a name made of all that it depends on: read again, only what is missing is read. The workers need
the sources and the target under the same paths.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodoffices.codec import canonical, plain, structure
from goodoffices.errors import InputError, MissingExtra, StoreError, UnreadableDocument
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.documents import Document, files_in, read_all
from goodoffices.workspace.filling import (
    BATCH,
    Filling,
    candidates_in,
    journal_key,
    mark,
    original_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = (".jsonl", ".ndjson")
SLICE = 4 << 20
"""Bytes of a file of JSON lines in one partition, about; other files are a partition each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A file, or the lines of it that begin between two bytes. `number` is its place."""

    number: int
    path: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone:
    """What reading a partition came to; `cpu` in seconds, 0 where it had been read before."""

    file: str
    reports: int
    statements: int
    failures: int
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading came to. What was in the case already is not counted."""

    reports: int
    statements: int
    copies: int
    failures: int


def cut(sources: Iterable[Path | str]) -> list[Partition]:
    """The partitions of files and folders, in order. Raises UnreadableDocument for none there."""
    failures: list[UnreadableDocument] = []
    found: list[tuple[str, int, int | None]] = []
    for path in files_in(map(Path, sources), failures):
        if not path.is_file():
            raise UnreadableDocument(str(path), "there is no such file")
        if path.suffix.lower() in LINES:
            size = path.stat().st_size
            places = range(0, max(1, size), SLICE)
            found += [(str(path), at, min(at + SLICE, size)) for at in places]
        else:
            found.append((str(path), 0, None))
    if failures:
        raise failures[0]
    return [Partition(number=n, path=p, start=s, end=e) for n, (p, s, e) in enumerate(found)]


def read_partitions(
    case: Case,
    sources: Iterable[Path | str],
    target: Path,
    *,
    extractor: str,
    at: str,
    workers: int = 1,
    cluster: str | None = None,
) -> Iterator[PartDone]:
    """Read the partitions of the sources and write a Parquet file for each into `target`.

    By `workers` processes here, or by the workers of the Dask scheduler at the address `cluster`.
    Raises MissingExtra without pyarrow (or Dask), InputError for an extractor that sends texts.
    """
    from goodoffices.solve.cluster import over_cluster
    from goodoffices.solve.sweep import sweep
    from goodoffices.workspace.filling import stays_here

    _parquet()
    stays_here(extractor)
    target.mkdir(parents=True, exist_ok=True)
    agenda = Case(title="", parties=case.parties, issues=case.issues, vocabulary=case.vocabulary)
    work = partial(read_partition, agenda, extractor, at, str(target))
    pieces = cut(sources)
    if cluster is not None:
        yield from over_cluster(work, pieces, cluster)
    else:
        yield from sweep(work, pieces, workers=workers)


def read_partition(
    case: Case, extractor: str, at: str, target: str, partition: Partition
) -> PartDone:
    """Read and extract one partition; its file is there, and whole, when this returns."""
    arrow, parquet = _parquet()
    begun = time.process_time()
    path = Path(target) / _name(case, extractor, partition)
    if path.exists():
        kinds = parquet.read_table(path, columns=["kind"])["kind"].to_pylist()
        return _done(path, kinds, 0.0)
    rows = list(_rows(case, extractor, at, partition))
    columns = {
        name: arrow.array([row[place] for row in rows], kind)
        for place, (name, kind) in enumerate(
            (("kind", arrow.string()), ("id", arrow.string()), ("data", arrow.binary()),
             ("original", arrow.string()), ("bytes", arrow.binary()))
        )
    }  # fmt: skip
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    table = arrow.table(columns, metadata={"reading": journal_key(case, extractor)})
    parquet.write_table(table, new, compression="zstd")
    os.replace(new, path)
    return _done(path, [row[0] for row in rows], time.process_time() - begun)


Row = tuple[str, str, bytes, str | None, bytes | None]


def _rows(case: Case, extractor: str, at: str, partition: Partition) -> Iterator[Row]:
    known: set[str] = set()
    source: Path | bytes = Path(partition.path)
    if partition.end is not None:
        source = _lines(partition)
    for found in read_all(source, name=partition.path, retrieved=at, known=known) if source else ():
        if isinstance(found, UnreadableDocument):
            where = found.source
            if partition.start:  # lines are counted from there
                where += f", of the lines from byte {partition.start:,} on"
            yield "failure", where, canonical([where, found.reason]), None, None
        elif isinstance(found, Document):
            report = found.report
            known.add(report.id)
            name = original_name(found)
            data = found.data if name else None
            yield "report", report.id, canonical(plain(report)), name, data
            for statement in candidates_in(report, case, extractor):
                yield "statement", statement.id, canonical(plain(statement)), None, None


def _lines(partition: Partition) -> bytes:
    """The lines that begin in the partition."""
    with open(partition.path, "rb") as stream:
        if partition.start:
            stream.seek(partition.start - 1)
            stream.readline()  # it began before, or ends right here
        out = BytesIO()
        while stream.tell() < (partition.end or 0) and (line := stream.readline()):
            out.write(line)
    return out.getvalue().strip()


def _name(case: Case, extractor: str, partition: Partition) -> str:
    path = Path(partition.path)
    stamp = path.stat()
    content = [journal_key(case, extractor), path.name, stamp.st_size, stamp.st_mtime_ns,
               partition.start, partition.end]  # fmt: skip
    return f"part-{partition.number:06}-{sha256(canonical(content)).hexdigest()[:16]}.parquet"


def _done(path: Path, kinds: Sequence[str], cpu: float) -> PartDone:
    return PartDone(
        file=path.name,
        reports=kinds.count("report"),
        statements=kinds.count("statement"),
        failures=kinds.count("failure"),
        cpu=cpu,
    )


# --- in bulk into a case -------------------------------------------------------------------------


def load_partitions(
    filling: Filling, target: Path, progress: Callable[[str, int, int], None]
) -> Loaded:
    """Put the reports and statements of the Parquet files into a case, and mark the copies.

    What the case has already is passed over, so loading twice, or again after it was killed,
    changes nothing more. Raises InputError where there are no such files, StoreError for damaged
    ones.
    """
    _, parquet = _parquet()
    files = sorted(target.glob("part-*.parquet"))
    if not files:
        raise InputError(f"there are no partitions in {target}: read an archive into it first")
    reports = statements = failures = 0
    fresh: dict[str, None] = {}
    with filling.begun() as owing:
        filling.agenda()
        there = set(filling.report_ids())
        said = filling.statement_ids(there)
        for number, file in enumerate(files):
            progress(f"loading {file.name}", number, len(files))
            opened = parquet.ParquetFile(file)
            reading = opened.schema_arrow.metadata[b"reading"].decode()
            here: list[str] = []
            for batch in opened.iter_batches(batch_size=4 * BATCH):
                rows = batch.to_pylist()
                new = {r["id"]: r for r in rows if r["kind"] == "report" and r["id"] not in there}
                if new:
                    read = [_value(Report, row, file) for row in new.values()]
                    filling.put(read, _originals(new))
                here += new
                there |= new.keys()
                fresh |= dict.fromkeys(new)
                claims = {r["id"]: r for r in rows if r["kind"] == "statement"}
                claims = {name: row for name, row in claims.items() if name not in said}
                found = [_value(Statement, row, file) for row in claims.values()]
                filling.take(reading, found, [])
                said |= claims.keys()
                reports, statements = reports + len(new), statements + len(claims)
                failures += sum(row["kind"] == "failure" for row in rows)
            filling.take(reading, [], list(filling.fingerprints(here).values()))
        copies = len(mark(filling, {}).keys() & fresh.keys()) if fresh or owing else 0
    return Loaded(reports=reports, statements=statements, copies=copies, failures=failures)


def _originals(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {row["original"]: row["bytes"] for row in rows.values() if row["original"]}


def _value(cls: Any, row: Mapping[str, Any], file: Path) -> Any:
    import msgspec

    value, faults = structure(cls, msgspec.json.decode(row["data"]))
    if faults:
        raise StoreError(f"{file} holds a damaged row {row['id']}: {faults[0].message}")
    return value


def _parquet() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as fault:
        raise MissingExtra("pyarrow", "cluster", "reading an archive in partitions") from fault
    return pyarrow, parquet
