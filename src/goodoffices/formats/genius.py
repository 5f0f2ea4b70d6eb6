"""GENIUS: a domain in XML and one XML utility space for each party.

Utility of a package = sum over issues of weight x evaluation / largest evaluation of the issue
(Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, Computational Intelligence 30; the
evaluator of discrete issues in GENIUS divides by the maximum of the issue). Weights are taken as
given. A discount factor says how utility shrinks with time at the table; it is reported and never
applied, and takes nothing from the reservation value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from goodoffices.errors import InvalidCase, Problem, did_you_mean
from goodoffices.formats.disk import read_bytes, refuse, write_files
from goodoffices.formats.shapes import file_id_fault
from goodoffices.formats.xmltext import Element, parse_xml
from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences
from goodoffices.model.table import freeze_fields

_NUMBER = re.compile(r"\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A negotiation read from a foreign platform, and what it says that a negotiation does not.

    `discount_factors` are as the profiles give them, None where they give none; not applied.
    """

    negotiation: Negotiation
    discount_factors: Mapping[str, float | None]

    def __post_init__(self) -> None:
        freeze_fields(self, "discount_factors")


def read_genius(path: Path) -> Domain:
    """Read a folder with one domain and the profiles of its parties, or the domain file in it.

    Issues and options keep their names as ids; a party is named after its profile's file. Raises
    InvalidCase naming every fault with its line.
    """
    path = Path(path)
    domain_name, domain, profiles = _roots(path)
    problems: list[Problem] = []
    issues = _issues(domain, domain_name, problems)
    preferences = []
    discounts: dict[str, float | None] = {}
    for name, root in profiles:
        party = name.removesuffix(".xml").removesuffix(".XML")
        profile = _Profile(name, root, issues, problems)
        discounts[party] = profile.top("discount_factor")
        preferences.append(profile.preferences(party, discounts[party]))
    if not profiles:
        problems.append(Problem(domain_name, 0, "there is no profile beside this domain"))
    if problems:
        raise InvalidCase(problems)
    negotiation = Negotiation(
        title=_title(domain, domain_name, _folder(path).name),
        parties=tuple(Party(id=entry.party, name=entry.party) for entry in preferences),
        issues=tuple(issues),
        preferences=tuple(preferences),
    )
    return Domain(negotiation=negotiation, discount_factors=discounts)


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.resolve().parent


def _roots(path: Path) -> tuple[str, Element, list[tuple[str, Element]]]:
    """The domain of a folder and its profiles, by file name."""
    folder = _folder(path)
    domains: list[tuple[str, Element]] = []
    profiles: list[tuple[str, Element]] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() != ".xml":
            continue
        try:
            root = parse_xml(read_bytes(file, file.name), file.name)
        except InvalidCase as fault:
            problems.extend(fault.problems)
            continue
        if root.tag == "utility_space":
            profiles.append((file.name, root))
        elif root.tag == "negotiation_template" and (path.is_dir() or file.name == path.name):
            domains.append((file.name, root))
    if problems:
        raise InvalidCase(problems)
    if len(domains) != 1:
        names = ", ".join(name for name, _ in domains) or "none"
        message = f"one domain (negotiation_template) is needed in the folder; found: {names}"
        raise refuse(path.name, message)
    return *domains[0], profiles


def _title(domain: Element, file: str, folder: str) -> str:
    """The name that the domain gives itself, or that of its file or folder."""
    objectives = domain.every("objective")
    name = objectives[0].attributes.get("name", "") if objectives else ""
    stem = re.sub(r"[-_ ]?domain$", "", file.rpartition(".")[0], flags=re.IGNORECASE)
    return name if name and name.lower() != "root" else stem or folder


def number(written: str) -> float | None:
    """The finite number that a text is, or None."""
    value = float(written) if _NUMBER.fullmatch(written) else math.nan
    return value if math.isfinite(value) else None


def option_values(names: list[str]) -> list[float | int | None]:
    """Values of the options of an issue: numbers where every name is one."""
    values = [number(name) for name in names]
    if any(value is None for value in values):
        return [None] * len(names)
    return [int(v) if v is not None and v.is_integer() else v for v in values]


def _issues(domain: Element, file: str, problems: list[Problem]) -> list[Issue]:
    issues = []
    for element in domain.every("issue"):
        kind = element.attributes.get("vtype") or element.attributes.get("type") or "discrete"
        name = element.attributes.get("name", "")
        if kind != "discrete":
            message = f"issue {name!r} is {kind}; only issues with a list of options are read"
            problems.append(Problem(file, element.line, message))
            continue
        items = [item for item in element.children if item.tag == "item"]
        names = [item.attributes.get("value", "") for item in items]
        values = option_values(names)
        options = [Option(id=n, label=n, value=v) for n, v in zip(names, values, strict=True)]
        issues.append(Issue(id=name, question=name, options=tuple(options)))
        problems.extend(_name_faults(file, element, items))
    if not domain.every("issue"):
        problems.append(Problem(file, domain.line, "the domain has no issues"))
    names = [issue.id for issue in issues]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems.extend(Problem(file, 0, f"the issue {name!r} is given twice") for name in twice)
    return issues


def _name_faults(file: str, element: Element, items: list[Element]) -> list[Problem]:
    problems = []
    if not element.attributes.get("name"):
        problems.append(Problem(file, element.line, "an issue has no name"))
    if not items:
        problems.append(Problem(file, element.line, "an issue has no items"))
    seen: set[str] = set()
    for item in items:
        value = item.attributes.get("value", "")
        if not value or value in seen:
            what = f"the item {value!r} is given twice" if value else "an item has no value"
            problems.append(Problem(file, item.line, what))
        seen.add(value)
    return problems


class _Profile:
    """One utility space, read against the issues of its domain."""

    def __init__(
        self, file: str, root: Element, issues: list[Issue], problems: list[Problem]
    ) -> None:
        self.file, self.root, self.issues, self.problems = file, root, issues, problems

    def fault(self, element: Element, message: str) -> None:
        self.problems.append(Problem(self.file, element.line, message))

    def number(self, element: Element, name: str) -> float | None:
        """A number in an attribute; a fault where it is none."""
        written = element.attributes.get(name, "")
        value = number(written)
        if value is None:
            self.fault(element, f"{name} of <{element.tag}> is {written!r}, not a number")
        return value

    def top(self, tag: str) -> float | None:
        """The value of an element that the space has at most once."""
        found = self.root.every(tag)
        if len(found) > 1:
            self.fault(found[1], f"<{tag}> is given {len(found)} times")
        return self.number(found[0], "value") if found else None

    def preferences(self, party: str, discount: float | None) -> Preferences:
        """Weights, scores and reservation value as GENIUS computes with them."""
        elements = self.by_name()
        indices = {e.attributes.get("index", ""): name for name, e in elements.items()}
        weights = self.weights(indices)
        scores: dict[str, dict[str, float]] = {}
        for issue in self.issues:
            element = elements.get(issue.id)
            if element is None:
                self.fault(self.root, f"there are no evaluations for issue {issue.id!r}")
            else:
                scores[issue.id] = self.scores(issue, element)
                if issue.id not in weights:
                    self.fault(element, f"there is no weight for issue {issue.id!r}")
        reservation = self.top("reservation")
        notes = []
        if reservation is None:
            notes.append("the profile gives no reservation value; GENIUS takes 0")
        if discount is not None and discount != 1:
            notes.append(f"discount factor {discount:g}, reported here and not applied")
        return Preferences(
            party=party,
            weights=weights,
            scores=scores,
            reservation=reservation or 0.0,
            note="; ".join(notes) or None,
        )

    def by_name(self) -> dict[str, Element]:
        known = [issue.id for issue in self.issues]
        elements: dict[str, Element] = {}
        for element in self.root.every("issue"):
            name = element.attributes.get("name", "")
            if name not in known:
                self.fault(element, f"the domain has no issue {name!r}{did_you_mean(name, known)}")
            elif name in elements:
                self.fault(element, f"the issue {name!r} is given twice")
            elements.setdefault(name, element)
        return elements

    def weights(self, indices: Mapping[str, str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for element in self.root.every("weight"):
            index = element.attributes.get("index", "")
            value = self.number(element, "value")
            name = indices.get(index)
            if name is None:
                self.fault(element, f"a weight is given for index {index!r}, which no issue has")
            elif name in weights:
                self.fault(element, f"the weight of issue {name!r} is given twice")
            elif value is not None and value < 0:
                self.fault(element, f"the weight of issue {name!r} is below zero")
            weights[name or ""] = value or 0.0
        return weights

    def scores(self, issue: Issue, element: Element) -> dict[str, float]:
        """Evaluations divided by the largest of the issue; all 0 where that is 0."""
        given: dict[str, float] = {}
        for item in element.children:
            if item.tag != "item":
                continue
            value = item.attributes.get("value", "")
            if value not in issue.option_ids:
                hint = did_you_mean(value, issue.option_ids)
                self.fault(item, f"issue {issue.id!r} of the domain has no item {value!r}{hint}")
            elif value in given:
                self.fault(item, f"the item {value!r} is given twice")
            given[value] = self.number(item, "evaluation") or 0.0
        for option in issue.option_ids:
            if option not in given:
                self.fault(element, f"issue {issue.id!r} has no evaluation of {option!r}")
        largest = max(given.values(), default=0.0)
        if largest < 0 or (largest == 0 and any(given.values())):
            self.fault(element, f"the largest evaluation of issue {issue.id!r} is not above 0")
        return {o: given[o] / largest if largest > 0 else 0.0 for o in given}


# --- writing -------------------------------------------------------------------------------------


def write_genius(negotiation: Negotiation, path: Path) -> tuple[Path, ...]:
    """Write a folder with domain.xml and one PARTY.xml for each party; returns the files.

    Only what GENIUS can hold exactly is written: numbers, no intervals, no red lines or provisos,
    and a largest score of 1 on every issue. Raises InvalidCase naming everything else.
    """
    if problems := _beyond(negotiation):
        raise InvalidCase(problems)
    files: dict[str, bytes | None] = {"domain.xml": _domain_xml(negotiation).encode("utf-8")}
    for entry in negotiation.preferences:
        files[f"{entry.party}.xml"] = _profile_xml(negotiation, entry).encode("utf-8")
    return write_files(Path(path), files)


def _beyond(negotiation: Negotiation) -> list[str]:
    problems = [f"red line {line.id!r}: GENIUS has no red lines" for line in negotiation.red_lines]
    problems += [f"proviso {p.id!r}: GENIUS has no provisos" for p in negotiation.provisos]
    for party in negotiation.parties:
        if party.id not in negotiation.preferences_of:
            problems.append(f"party {party.id!r} has no preferences, which GENIUS needs")
        if (fault := file_id_fault(party.id)) or party.id.lower() == "domain":
            problems.append(fault or "a party cannot be called 'domain' beside domain.xml")
    for entry in negotiation.preferences:
        tables = {"weights": [entry.weights], "scores": list(entry.scores.values())}
        for what, many in tables.items():
            if any(isinstance(q, tuple) for table in many for q in table.values()):
                problems.append(f"preferences of {entry.party!r}: {what} hold intervals")
        if isinstance(entry.reservation, tuple):
            problems.append(f"preferences of {entry.party!r}: the reservation is an interval")
        for issue, scores in entry.scores.items():
            ends = [q for q in scores.values() if not isinstance(q, tuple)]
            if ends and max(ends) != 1 and any(ends):
                problems.append(
                    f"preferences of {entry.party!r}: the largest score of issue {issue!r} is"
                    f" {max(ends)}; GENIUS divides by it, so it must be 1"
                )
    return problems


def _issue_xml(index: int, issue: Issue, evaluations: Mapping[str, object] | None) -> list[str]:
    lines = [
        f'      <issue index="{index}" name={quoteattr(issue.id)} vtype="discrete"'
        ' type="discrete" etype="discrete">'
    ]
    for place, option in enumerate(issue.option_ids, 1):
        score = "" if evaluations is None else f' evaluation="{evaluations[option]!r}"'
        lines.append(f'        <item index="{place}" value={quoteattr(option)}{score}/>')
    return [*lines, "      </issue>"]


def _objective(negotiation: Negotiation, inside: list[str]) -> list[str]:
    name = quoteattr(negotiation.title)
    head = f'    <objective index="0" name={name} type="objective" etype="objective">'
    return [head, *inside, "    </objective>"]


def _domain_xml(negotiation: Negotiation) -> str:
    inside = [
        line
        for index, issue in enumerate(negotiation.issues, 1)
        for line in _issue_xml(index, issue, None)
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<negotiation_template>",
            f'  <utility_space number_of_issues="{len(negotiation.issues)}">',
            *_objective(negotiation, inside),
            "  </utility_space>",
            "</negotiation_template>\n",
        ]
    )


def _profile_xml(negotiation: Negotiation, entry: Preferences) -> str:
    inside: list[str] = []
    for index, issue in enumerate(negotiation.issues, 1):
        inside += _issue_xml(index, issue, entry.scores[issue.id])
    for index, issue in enumerate(negotiation.issues, 1):
        inside.append(f'      <weight index="{index}" value="{entry.weights[issue.id]!r}"/>')
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<utility_space number_of_issues="{len(negotiation.issues)}">',
            *_objective(negotiation, inside),
            f'  <reservation value="{entry.reservation!r}"/>',
            "</utility_space>\n",
        ]
    )
