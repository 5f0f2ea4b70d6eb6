"""GeniusWeb: domains and linear additive profiles in JSON.

A utility here is already between 0 and 1 and is taken as given. The reservation value of a party
is the utility of its reservation bid; issues that the bid leaves open add nothing.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from goodoffices.errors import InvalidCase, Problem, did_you_mean
from goodoffices.formats.disk import read_bytes, refuse
from goodoffices.formats.genius import Domain, option_values
from goodoffices.formats.yamltext import Document, parse
from goodoffices.formats.yamltext import Path as Place
from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences

KINDS = ("LinearAdditiveUtilitySpace", "LinearAdditive")
_MOST_VALUES = 10_000


def is_geniusweb(data: Any) -> bool:
    """Whether plain data looks like a domain or a profile of GeniusWeb."""
    return isinstance(data, dict) and (
        "issuesValues" in data or any(kind in data for kind in KINDS)
    )


def read_geniusweb(path: Path) -> Domain:
    """Read a folder with a domain and profiles in JSON, or one profile, which holds its domain.

    Raises InvalidCase naming every fault with its line.
    """
    path = Path(path)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    problems: list[Problem] = []
    documents = []
    for file in files:
        try:
            documents.append(parse(read_bytes(file, file.name), file.name))
        except InvalidCase as fault:
            problems.extend(fault.problems)
    if problems:
        raise InvalidCase(problems)
    readers = [_Reader(document, problems) for document in documents if is_geniusweb(document.data)]
    if not any(reader.profile for reader in readers):
        raise refuse(path.name, "there is no profile of GeniusWeb here")
    agenda = next((reader for reader in readers if not reader.profile), readers[0])
    issues = agenda.issues()
    preferences = [reader.preferences(issues) for reader in readers if reader.profile]
    if problems:
        raise InvalidCase(problems)
    negotiation = Negotiation(
        title=str(agenda.domain.get("name") or path.stem),
        parties=tuple(Party(id=entry.party, name=entry.party) for entry in preferences),
        issues=tuple(issues),
        preferences=tuple(preferences),
    )
    return Domain(
        negotiation=negotiation,
        discount_factors={entry.party: None for entry in preferences},
    )


class _Reader:
    """One file: a domain, or a profile with the domain in it."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document, self.problems = document, problems
        kind = next((kind for kind in KINDS if kind in document.data), None)
        self.profile: Place = (kind,) if kind else ()
        self.place: Place = (kind, "domain") if kind else ()

    def fault(self, place: Place, message: str) -> None:
        self.problems.append(self.document.problem(place, message))

    def mapping(self, place: Place) -> dict[str, Any]:
        """The mapping at a place; a fault, and an empty one, where there is none."""
        data = self.document.data
        for step in place:
            data = data.get(step) if isinstance(data, dict) else None
        if isinstance(data, dict):
            return data
        self.fault(place, f"a mapping {place[-1]!r} is needed here" if place else "not a mapping")
        return {}

    @property
    def domain(self) -> dict[str, Any]:
        return self.mapping(self.place)

    def issues(self) -> list[Issue]:
        place = (*self.place, "issuesValues")
        issues = []
        for name, values in self.mapping(place).items():
            names = self.values((*place, name), values)
            numbers = option_values(names)
            options = [Option(id=n, label=n, value=v) for n, v in zip(names, numbers, strict=True)]
            issues.append(Issue(id=name, question=name, options=tuple(options)))
        return issues

    def values(self, place: Place, given: Any) -> list[str]:
        """Names of the values of an issue, listed or in a range [low, high, step]."""
        listed = given.get("values") if isinstance(given, dict) else None
        if isinstance(listed, list) and all(isinstance(item, str) for item in listed) and listed:
            if len(set(listed)) < len(listed):
                self.fault(place, "a value is given twice")
            return list(dict.fromkeys(listed))
        bounds = given.get("range") if isinstance(given, dict) else None
        if isinstance(bounds, list) and len(bounds) == 3:
            low, high, step = (exact(bound) for bound in bounds)
            if low is not None and high is not None and step and low <= high and step > 0:
                count = (high - low) // step + 1
                if count <= _MOST_VALUES:
                    return [written(low + step * index) for index in range(count)]
                self.fault(place, f"the range has {count:,} values; {_MOST_VALUES:,} can be read")
                return []
        self.fault(place, "an issue needs a list 'values' of texts or a 'range' [low, high, step]")
        return []

    def preferences(self, issues: list[Issue]) -> Preferences:
        known = [issue.id for issue in issues]
        weights_at, utilities_at = (
            (*self.profile, "issueWeights"),
            (*self.profile, "issueUtilities"),
        )
        weights, utilities = self.mapping(weights_at), self.mapping(utilities_at)
        for place, table in ((weights_at, weights), (utilities_at, utilities)):
            for name in table:
                if name not in known:
                    hint = did_you_mean(name, known)
                    self.fault((*place, name), f"the domain has no issue {name!r}{hint}")
            for name in known:
                if name not in table:
                    self.fault(place, f"issue {name!r} is missing")
        read = {name: self.number((*weights_at, name), weights.get(name, 0)) for name in known}
        scores = {
            issue.id: self.scores((*utilities_at, issue.id), issue, utilities.get(issue.id))
            for issue in issues
        }
        party = self.document.file.removesuffix(".json")
        reservation, note = self.reservation(read, scores)
        return Preferences(
            party=party, weights=read, scores=scores, reservation=reservation, note=note
        )

    def number(self, place: Place, given: Any) -> float:
        value = exact(given)
        if value is None:
            self.fault(place, "a number is needed here")
            return 0.0
        return float(value)

    def scores(self, place: Place, issue: Issue, given: Any) -> dict[str, float]:
        if given is None:
            return {}  # told as a missing issue
        if isinstance(given, dict) and "discreteutils" in given:
            at = (*place, "discreteutils", "valueUtilities")
            table = self.mapping(at)
            for option in table:
                if option not in issue.option_ids:
                    hint = did_you_mean(option, issue.option_ids)
                    self.fault((*at, option), f"issue {issue.id!r} has no value {option!r}{hint}")
            for option in issue.option_ids:
                if option not in table:
                    self.fault(at, f"issue {issue.id!r} has no utility for {option!r}")
            return {o: self.number((*at, o), table.get(o, 0)) for o in issue.option_ids}
        if isinstance(given, dict) and "numberutils" in given:
            return self.line(place, issue, given["numberutils"])
        self.fault(place, "'discreteutils' or 'numberutils' is needed here")
        return {}

    def line(self, place: Place, issue: Issue, given: Any) -> dict[str, float]:
        """Utilities on the straight line between two values."""
        names = ("lowValue", "highValue", "lowUtility", "highUtility")
        table = given if isinstance(given, dict) else {}
        low, high, low_utility, high_utility = (exact(table.get(name)) for name in names)
        if (
            low is None
            or high is None
            or low_utility is None
            or high_utility is None
            or low >= high
        ):
            self.fault(place, "numberutils needs lowValue below highValue, and their utilities")
            return {}
        slope = (high_utility - low_utility) / (high - low)
        scores = {}
        for option in issue.option_ids:
            value = exact(option)
            if value is None:
                self.fault(place, f"the value {option!r} of issue {issue.id!r} is not a number")
            else:
                scores[option] = float(low_utility + slope * (value - low))
        return scores

    def reservation(
        self, weights: dict[str, float], scores: dict[str, dict[str, float]]
    ) -> tuple[float, str | None]:
        bid = self.mapping(self.profile).get("reservationBid")
        if bid is None:
            return (
                0.0,
                "the profile gives no reservation bid, so its reservation value is taken as 0",
            )
        place = (*self.profile, "reservationBid", "issuevalues")
        total = 0.0
        for issue, value in self.mapping(place).items():
            if issue not in scores or str(value) not in scores[issue]:
                self.fault((*place, issue), f"{issue!r}: {value!r} is not a value of the domain")
            else:
                total += weights[issue] * scores[issue][str(value)]
        return total, "the reservation value is the utility of the profile's reservation bid"


def exact(given: Any) -> Fraction | None:
    """The number as written, without rounding; None where it is none."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    if isinstance(given, str) and option_values([given]) == [None]:
        return None
    return Fraction(repr(given) if isinstance(given, float) else given)


def written(value: Fraction) -> str:
    """A number of a range as text: 12.5, 3."""
    return str(value.numerator) if value.denominator == 1 else repr(float(value))
