"""Every exception of the package::

    GoodOfficesError                exit 1
      InputError                    exit 2, HTTP 422: the caller can mend it
        InvalidCase                 .problems lists every fault, with file and line
        UnknownName                 .kind, .name, .known; suggests the nearest
        UnreadableDocument          .source, .reason: a file that no reader can turn into a report
        SpanMismatch                a quotation that is not in its report
        BadGrade                    a source grade outside A-F or 1-6
      AnalysisError
        TooLarge                    .size, .limit, what to do instead
        SolverFailed                .solver, .status
      PluginError                   .plugin; the cause is chained
      StoreError
        SchemaMismatch              .missing: the migration that was not run
        StaleWrite                  .changed_by: who changed what first
    MissingExtra (ImportError)      says what to pip install

Never exceptions: no zone of agreement, ties, no stable state, nothing extracted.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class GoodOfficesError(Exception):
    """Root of every fault that this package reports."""

    exit_code = 1


class InputError(GoodOfficesError):
    """A fault in what the user gave; nothing was written."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in the input: where it is and what is wrong, in words a user can act on."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}"


class InvalidCase(InputError):
    """A case, negotiation or draft that does not hold together; every fault at once."""

    def __init__(self, problems: Iterable[Problem | str]) -> None:
        given = (p if isinstance(p, Problem) else Problem("", 0, p) for p in problems)
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(given))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"{head}:", *(f"  {p}" for p in self.problems)]))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems,))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None when nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause to append to a message: the nearest known name, or the list when it is short."""
    names = sorted(set(known))
    if close := nearest(name, names):
        return f"; did you mean {close!r}?"
    if 0 < len(names) <= 12:
        return f"; known: {', '.join(names)}"
    return ""


class UnknownName(InputError):
    """A name that nothing answers to."""

    def __init__(self, kind: str, name: str, known: Sequence[str] | Iterable[str] = ()) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"unknown {kind} {name!r}{did_you_mean(name, self.known)}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.kind, self.name, self.known))


class UnreadableDocument(InputError):
    """A document that cannot be turned into a report; the rest of a batch goes on."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"cannot read {source}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.source, self.reason))


class SpanMismatch(InputError):
    """A quotation that is not at its place in the report."""


class BadGrade(InputError):
    """A source grade outside reliability A-F or credibility 1-6."""


class AnalysisError(GoodOfficesError):
    """An analysis that could not give an answer."""


class TooLarge(AnalysisError):
    """The input exceeds what this analysis can answer exactly."""

    exit_code = 2

    def __init__(self, what: str, size: int, limit: int, instead: str) -> None:
        self.what, self.size, self.limit, self.instead = what, size, limit, instead
        super().__init__(f"{what}: {size:,} is more than the limit of {limit:,}; {instead}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.what, self.size, self.limit, self.instead))


class SolverFailed(AnalysisError):
    """A solver that ended without an answer."""

    def __init__(self, solver: str, status: str) -> None:
        self.solver, self.status = solver, status
        super().__init__(f"the solver {solver} ended with {status}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.solver, self.status))


class PluginError(GoodOfficesError):
    """A plug-in that could not be loaded or that broke its contract."""

    def __init__(self, plugin: str, reason: str) -> None:
        self.plugin, self.reason = plugin, reason
        super().__init__(f"plug-in {plugin}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.plugin, self.reason))


class StoreError(GoodOfficesError):
    """A case that could not be stored."""


class SchemaMismatch(StoreError):
    """A store of another version than this program reads; `missing` names the migrations."""

    def __init__(self, message: str, *, missing: Iterable[str] = ()) -> None:
        self.missing = tuple(missing)
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return (_with_names, (type(self), self.args[0], {"missing": self.missing}))


class StaleWrite(StoreError):
    """A write that rests on a version somebody else has changed since.

    `changed_by` names who wrote meanwhile, `at` when they last did, `what` the entries.
    """

    def __init__(
        self,
        message: str,
        *,
        changed_by: Iterable[str] = (),
        at: str | None = None,
        what: Iterable[str] = (),
    ) -> None:
        self.changed_by, self.at, self.what = tuple(changed_by), at, tuple(what)
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        named = {"changed_by": self.changed_by, "at": self.at, "what": self.what}
        return (_with_names, (type(self), self.args[0], named))


def _with_names(kind: type[StoreError], message: str, named: dict[str, object]) -> StoreError:
    return kind(message, **named)


class MissingExtra(ImportError):
    """An optional dependency that is not installed."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.package, self.extra, self.purpose = package, extra, purpose
        super().__init__(
            f"{purpose} needs {package}: run  python -m pip install 'goodoffices[{extra}]'"
        )
