"""Coverage-guided fuzzing of every reader, for a given CPU time, on damaged files of its kind.

    pip install atheris
    python scripts/fuzz_readers.py --kind a.pdf --seconds 300 --keep FOLDER
    python scripts/fuzz_readers.py --all --seconds 3600 --keep FOLDER   (the seconds are shared out)

Atheris (libFuzzer for Python) watches which lines of the readers and of the parsers written in
Python an input reaches, and goes on from those that reach new ones. The check is that of the tests:
sound reports or words, and never anything else; here also the same answer twice, and within
`SLOW` CPU seconds. What breaks it is kept under a name made of its fault and place, one file for
each such name, and the search goes on. Prints one line of JSON a kind: inputs tried, CPU seconds,
faults by name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SLOW = 10.0
"""CPU seconds within which an input of at most `LONGEST` bytes must be answered."""
LONGEST = 60_000
WATCHED = ["goodoffices.read", "pypdf", "email", "csv", "zipfile", "trafilatura", "htmldate",
           "quopri", "base64"]  # fmt: skip


class TooSlow(BaseException):
    """Raised into a reader that takes too long; no reader catches it."""


def _stop(*_: object) -> None:
    raise TooSlow


class Hunt:
    """One kind of file: what was tried, and what broke."""

    def __init__(self, kind: str, seconds: float, keep: Path) -> None:
        self.kind, self.seconds, self.keep = kind, seconds, keep
        self.tried = 0
        self.slowest = 0.0
        self.faults: dict[str, int] = {}

    def one(self, data: bytes) -> None:
        """Try one input; at the end of the time, say what was found and leave."""
        if time.process_time() > self.seconds:
            self.leave()
        self.tried += 1
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SLOW)
        try:
            self.check(data)
        except TooSlow as fault:
            self.note("slow", fault, data)
        except Exception as fault:
            self.note(type(fault).__name__, fault, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.slowest = max(self.slowest, time.process_time() - start)

    def check(self, data: bytes) -> None:
        from goodoffices.read.documents import read_all
        from read.test_damage_fuzz import SMALL, sound

        sound(data, self.kind)
        if self.tried % 16 == 0:
            first = [repr(piece) for piece in read_all(data, name=self.kind, limits=SMALL)]
            again = [repr(piece) for piece in read_all(data, name=self.kind, limits=SMALL)]
            assert first == again, "not the same twice"

    def note(self, sort: str, fault: BaseException, data: bytes) -> None:
        frames = [f for f in traceback.extract_tb(fault.__traceback__) if "fuzz" not in f.filename]
        inner = frames[-1] if frames else None
        place = f"{Path(inner.filename).stem}-{inner.lineno}" if inner else "check"
        name = f"{self.kind}-{sort}-{place}"
        if name not in self.faults:
            (self.keep / name).write_bytes(data)
            (self.keep / f"{name}.trace").write_text(
                "".join(traceback.format_exception(fault)), encoding="utf-8", errors="replace"
            )
        self.faults[name] = self.faults.get(name, 0) + 1

    def leave(self) -> None:
        found = {
            "kind": self.kind, "inputs": self.tried, "cpu_seconds": round(time.process_time(), 1),
            "slowest": round(self.slowest, 2), "faults": self.faults,
        }  # fmt: skip
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        os._exit(0)


def repacked(rng: random.Random, data: bytes, mutate: Any, size: int) -> bytes:
    """A Word file with a part changed and packed anew, so that damage reaches the XML inside."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()[:40]}
    except Exception:
        return bytes(mutate(data, size))
    read = [name for name in parts if name.startswith(("word/document", "word/foot", "docProps"))]
    if not read:
        return bytes(mutate(data, size))
    name = rng.choice(read)
    parts[name] = bytes(mutate(parts[name], size))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return out.getvalue()


def damaged(rng: random.Random, data: bytes, pieces: list[bytes], others: list[bytes]) -> bytes:
    """Cut out, put in, doubled, or taken from a sample of any kind."""
    changed = bytearray(data)
    at, size = rng.randint(0, len(changed)), rng.choice((1, 8, 60, 600, 2_000))
    act = rng.randrange(5)
    if act == 0:
        del changed[at : at + rng.randint(1, size)]
    elif act == 1:
        changed[at:at] = rng.choice(pieces)
    elif act == 2:
        changed[at : at + rng.randint(1, size)] = rng.choice(pieces)
    elif act == 3:
        changed[at:at] = bytes(changed[at : at + size]) * rng.randint(1, 4)
    else:
        other = rng.choice(others)
        start = rng.randint(0, len(other))
        changed[at : at + size] = other[start : start + size]
    return bytes(changed)


def hunt(kind: str, seconds: float, keep: Path, seed: int) -> None:
    """Fuzz one kind of file in this process; does not return."""
    import atheris

    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    with atheris.instrument_imports(include=WATCHED):
        import email.policy
        import html.parser  # noqa: F401

        import pypdf
        import trafilatura  # noqa: F401

        from goodoffices.read import (  # noqa: F401
            articles,
            documents,
            feed,
            mail,
            pdf,
            plain,
            webarchive,
            webpage,
            word,
        )  # fmt: skip
        from read.test_damage_fuzz import samples
    for given in samples():  # what is imported late is imported now, and is not counted
        list(documents.read_all(samples()[given], name=given))
    del email, pypdf
    pieces = [
        b"\0", b"\n", b"\r\n\r\n", b'"', b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"&#0;",
        b"\xff",
        b"=?utf-8?b?", b"--x", b"Content-Type: multipart/mixed; boundary=x\n", b"From ",
        b"<a>" * 300, b"Content-Length: 99999999999\r\n", b"WARC/1.0\r\n", b"\xed\xa0\x80",
        b"9" * 40, b"(" * 200, b"Content-Transfer-Encoding: base64\n", b"Date: 31 Feb 2025\n",
        b"\xe2\x80\xae", b"{" * 99, b"PK\x03\x04", b"%PDF-", b"\x1f\x8b\x08", b"&nbsp;",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"Content-Type: message/rfc822\n\n", b"obj <<",
        b">> endobj",
        b"/Length 99999999", b"/Filter [/FlateDecode /LZWDecode]", b"stream\r\n", b"endstream",
        b"startxref\n1\n", b"/Parent 1 0 R", b"/Kids [3 0 R 3 0 R]", b"charset=utf-7",
        b"charset=hz",
        b"charset=\"idna\"", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: deflate\r\n", b"ffffffff\r\n", b"<table>" * 40, b"\\ud800", b"\\u0000",
        b'{"text": ', b"[" * 5000, b"1e999", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"<w:p>",
        b"</w:p>", b"<w:del>", b"<mc:Fallback>", b"Subject: =?utf-8?q?=00?=\n", b"0 R", b"<br/>",
    ]  # fmt: skip
    everything = list(samples().values())
    search = Hunt(kind, seconds, keep)

    def mutator(data: bytes, longest: int, given: int) -> bytes:
        rng = random.Random(given)
        if rng.random() < 0.5:
            for _ in range(rng.randint(1, 4)):
                data = damaged(rng, data, pieces, everything)
            return data[:longest]
        if kind == "a.docx" and rng.random() < 0.8:
            return repacked(rng, data, atheris.Mutate, longest)[:longest]
        return bytes(atheris.Mutate(data, longest))

    corpus = keep / f"corpus-{kind}"
    corpus.mkdir(parents=True, exist_ok=True)
    first = samples()[kind]
    (corpus / hashlib.sha256(first).hexdigest()[:16]).write_bytes(first)
    signal.signal(signal.SIGPROF, _stop)
    arguments = [sys.argv[0], str(corpus), f"-max_len={LONGEST}", f"-seed={seed}", "-timeout=120",
                 "-rss_limit_mb=3000", "-verbosity=0", "-print_final_stats=0",
                 f"-artifact_prefix={keep}/"]  # fmt: skip
    atheris.Setup(arguments, search.one, custom_mutator=mutator)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=float, default=60, help="CPU seconds")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    if given.kind:
        hunt(given.kind, given.seconds, given.keep.resolve(), given.seed)
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    from read.test_damage_fuzz import KINDS

    for kind in KINDS if given.all else []:
        own = [sys.executable, __file__, "--kind", kind, "--keep", str(given.keep)]
        own += ["--seed", str(given.seed), "--seconds", str(given.seconds / len(KINDS))]
        if subprocess.run(own).returncode:  # libFuzzer ended it: memory, a hang in C, a crash
            sys.stdout.write(json.dumps({"kind": kind, "ended": True}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
