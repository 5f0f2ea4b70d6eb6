"""The set of packages that a draft, or a restriction given by hand, allows."""

from __future__ import annotations

from goodoffices.errors import InputError, InvalidCase, did_you_mean
from goodoffices.model.agenda import Clause, Draft
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.model.table import Table


def clause_options(clause: Clause) -> tuple[str, ...]:
    """The options that one clause allows; empty where it does not settle its issue.

    A bracket allows what any of its alternatives allows; with an alternative that settles nothing
    the clause settles nothing.
    """
    if clause.bracket is None:
        return clause.options
    alternatives = clause.bracket.alternatives
    if any(not alternative.options for alternative in alternatives):
        return ()
    listed = [*clause.options, *(name for item in alternatives for name in item.options)]
    return tuple(dict.fromkeys(listed))


def draft_terms(draft: Draft) -> Terms:
    """Issue id -> options that the draft allows, for the issues that it settles.

    Several clauses on one issue allow what all of them allow; where they exclude one another the
    text does not say which prevails, and what any of them allows counts as allowed.
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    for clause in draft.clauses:
        if options := clause_options(clause):
            found.setdefault(clause.issue, []).append(options)
    terms: dict[str, tuple[str, ...]] = {}
    for issue, lists in found.items():
        every = tuple(dict.fromkeys(name for options in lists for name in options))
        common = tuple(name for name in every if all(name in options for options in lists))
        terms[issue] = common or every
    return Table(terms)


def allowed_terms(negotiation: Negotiation, draft: Draft | None, allowed: Terms | None) -> Terms:
    """The restriction of `negotiation` to a draft, or to `allowed`; empty where neither is given.

    A draft may speak of issues that are not in the negotiation; those are left out. Raises
    InputError when both are given, InvalidCase naming every unknown issue and option.
    """
    if draft is not None and allowed is not None:
        raise InputError("give a draft or the allowed options, not both")
    if draft is not None:
        inside = {
            issue: options
            for issue, options in draft_terms(draft).items()
            if issue in negotiation.issue_by_id
        }
        _check(negotiation, inside, f"draft {draft.id!r}")
        return Table(inside)
    terms = Table({} if allowed is None else {key: tuple(value) for key, value in allowed.items()})
    _check(negotiation, terms, "allowed")
    return terms


def _check(negotiation: Negotiation, terms: Terms, what: str) -> None:
    faults: list[str] = []
    for issue_id, options in terms.items():
        issue = negotiation.issue_by_id.get(issue_id)
        if issue is None:
            hint = did_you_mean(issue_id, negotiation.issue_by_id)
            faults.append(f"{what}: unknown issue {issue_id!r}{hint}")
            continue
        if not options:
            faults.append(f"{what}: no option of issue {issue_id!r} is named")
        faults += [
            f"{what}: issue {issue_id!r} has no option {option!r}"
            f"{did_you_mean(option, issue.option_ids)}"
            for option in options
            if option not in issue.option_ids
        ]
    if faults:
        raise InvalidCase(faults)
