"""Edits of an agenda, each of which changes what positions, sources or words follow from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from goodoffices.model.case import Case
from goodoffices.model.evidence import Report

Edit = Callable[[Case], Case]


def party_edit(**changes: object) -> Edit:
    def edit(case: Case) -> Case:
        first, *rest = case.parties
        return replace(case, parties=(replace(first, **changes), *rest))  # type: ignore[arg-type]

    return edit


def _without_persons(place: int) -> Edit:
    def edit(case: Case) -> Case:
        parties = [replace(p, persons=()) if n == place else p for n, p in enumerate(case.parties)]
        return replace(case, parties=tuple(parties))

    return edit


def _swapped_persons(case: Case) -> Case:
    """Each speaks for the other now: names of both parties mean somebody else."""
    one, other, *rest = case.parties
    mixed = replace(one, persons=other.persons), replace(other, persons=one.persons)
    return replace(case, parties=(*mixed, *rest))


def issue_edit(**changes: object) -> Edit:
    def edit(case: Case) -> Case:
        first, *rest = case.issues
        return replace(case, issues=(replace(first, **changes), *rest))  # type: ignore[arg-type]

    return edit


def _fewer_options(case: Case) -> Case:
    place = next(n for n, issue in enumerate(case.issues) if len(issue.options) > 2)
    issues = list(case.issues)
    issues[place] = replace(issues[place], ordered=not issues[place].ordered)
    return replace(case, issues=tuple(issues))


def _outlets_of_one_house(case: Case) -> Case:
    """The vocabulary says that two outlets of the reports are one."""
    names = sorted({r.outlet for r in case.reports if r.outlet} | set(case.vocabulary.outlets))
    outlets = {**case.vocabulary.outlets, names[0]: tuple(names[1:])}
    return replace(case, vocabulary=replace(case.vocabulary, outlets=outlets))


def another_report(case: Case) -> Case:
    outlet = next(iter(case.vocabulary.outlets), "An outlet")
    report = Report(id="r-0000000000000001", text="No news.", sha256="0" * 64, outlet=outlet)
    return replace(case, reports=(*case.reports, report))


def _all_copies(case: Case) -> Case:
    if len(case.reports) < 2:
        return case
    first, *rest = case.reports
    return replace(case, reports=(first, *(replace(r, copy_of=first.id) for r in rest)))


def _other_drafts(case: Case) -> Case:
    return replace(case, drafts=tuple(replace(d, title=f"{d.title} (II)") for d in case.drafts))


EDITS: dict[str, Edit] = {
    "a party has another name": party_edit(name="The first shore"),
    "a party has a name of an outlet's source": party_edit(aliases=("people familiar",)),
    "a party has no persons any more": _without_persons(0),
    "another party has no persons any more": _without_persons(1),
    "two parties change persons": _swapped_persons,
    "an issue asks another question": issue_edit(question="Another question"),
    "an issue is ordered otherwise": _fewer_options,
    "outlets are one": _outlets_of_one_house,
    "a report came": another_report,
    "reports are copies": _all_copies,
    "drafts have other titles": _other_drafts,
}
