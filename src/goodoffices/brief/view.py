"""What sections look things up in: the material by id and date, and its citations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from goodoffices.brief.briefing import Sentence, Tone
from goodoffices.brief.material import Material
from goodoffices.brief.register import Register
from goodoffices.brief.words import (
    DOES,
    Claim,
    Words,
    claim_clause,
    claim_id,
    claim_noun,
    day,
    labels,
    listed,
    marked,
    on,
    own,
    phrase,
    plain_text,
    sentence,
    terms_of,
)
from goodoffices.errors import UnknownName
from goodoffices.model.agenda import Clause, Draft, Issue, Party, Person
from goodoffices.model.case import Case, accepted_statements
from goodoffices.model.dates import earliest, happened_by, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.process import Condition, Meeting
from goodoffices.model.stakes import Judgement, Position, RedLine, Standing
from goodoffices.model.tally import Tally, tally

IN_THE_ROOM = ("principal", "mediator")


@dataclass(frozen=True, kw_only=True)
class View:
    """A material with its indexes. `register` collects what is cited; all else is fixed."""

    material: Material
    register: Register

    @property
    def case(self) -> Case:
        """The case."""
        return self.material.case

    @property
    def as_of(self) -> str | None:
        """The date of the picture."""
        return self.material.as_of

    @property
    def on_date(self) -> str:
        """As in "on 20 November 2025", or "in the whole record"."""
        return f"on {day(self.as_of)}" if self.as_of else "in the whole record"

    # --- the record up to the date ---------------------------------------------------------------

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Accepted statements made by the date, in the order of the ledger."""
        accepted = accepted_statements(self.case)
        if self.as_of is None:
            return accepted
        return tuple(s for s in accepted if happened_by(s.date, self.as_of))

    @cached_property
    def said_by(self) -> Mapping[str | None, list[Statement]]:
        """The statements by party, None for those of none; issue by issue."""
        return self._gathered(0)

    @cached_property
    def said_on(self) -> Mapping[str | None, list[Statement]]:
        """The statements by issue, None for those on none; party by party."""
        return self._gathered(1)

    def _gathered(self, which: int) -> Mapping[str | None, list[Statement]]:
        found: dict[str | None, list[Statement]] = defaultdict(list)
        for cell, said in self.case.accepted_by_cell.items():
            if self.as_of is not None:
                said = tuple(s for s in said if happened_by(s.date, self.as_of))
            found[cell[which]] += said
        return found

    @cached_property
    def tally(self) -> Tally:
        """How the statements are made up."""
        return self.material.tally or tally(self.statements)

    @cached_property
    def drafts(self) -> tuple[Draft, ...]:
        """Drafts that existed on the date, oldest first."""
        there = [draft for draft in self.case.drafts if happened_by(draft.date, self.as_of)]
        return tuple(sorted(there, key=lambda draft: (latest(draft.date), draft.id)))

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Meetings by the date, oldest first."""
        there = [item for item in self.case.meetings if happened_by(item.date, self.as_of)]
        return tuple(sorted(there, key=lambda m: (earliest(m.date), latest(m.date), m.id)))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Conditions by the date, oldest first."""
        there = [item for item in self.case.conditions if happened_by(item.date, self.as_of)]
        return tuple(sorted(there, key=lambda c: (earliest(c.date), latest(c.date), c.id)))

    def in_office(self, person: Person) -> bool:
        """Whether the person holds the office on the date; without a date, whether none ended."""
        if self.as_of is None:
            return person.until is None
        today = latest(self.as_of)
        begun = person.since is None or earliest(person.since) <= today
        return begun and (person.until is None or latest(person.until) >= today)

    # --- names -----------------------------------------------------------------------------------

    def party(self, name: str) -> Party:
        """The party of that id. Raises UnknownName."""
        if name not in self.case.party_by_id:
            raise UnknownName("party", name, self.case.party_by_id)
        return self.case.party_by_id[name]

    def issue(self, name: str) -> Issue:
        """The issue of that id. Raises UnknownName."""
        if name not in self.case.issue_by_id:
            raise UnknownName("issue", name, self.case.issue_by_id)
        return self.case.issue_by_id[name]

    def names(self, parties: Iterable[str], last: str = "and") -> Words:
        """Names of parties in a list."""
        return listed([phrase(own(self.party(name).name)) for name in parties], last)

    @cached_property
    def principals(self) -> tuple[Party, ...]:
        """Parties whose consent makes an agreement."""
        return tuple(party for party in self.case.parties if party.role == "principal")

    @cached_property
    def room(self) -> frozenset[str]:
        """Ids of the parties in the room: the principals and the mediators."""
        return frozenset(p.id for p in self.case.parties if p.role in IN_THE_ROOM)

    @cached_property
    def agenda(self) -> tuple[Issue, ...]:
        """Issues up for agreement."""
        return tuple(issue for issue in self.case.issues if issue.negotiable)

    def groups(self, issues: Iterable[Issue]) -> tuple[tuple[str | None, tuple[Issue, ...]], ...]:
        """Issues by group, groups in the order of their first issue."""
        found: dict[str | None, list[Issue]] = {}
        for issue in issues:
            found.setdefault(issue.group, []).append(issue)
        return tuple((group, tuple(items)) for group, items in found.items())

    # --- positions -------------------------------------------------------------------------------

    @cached_property
    def positions(self) -> Mapping[tuple[str, str], Position]:
        """Positions by party and issue."""
        held = self.material.elicited
        return {(p.party, p.issue): p for p in held.positions} if held else {}

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Judgements in force on the date."""
        return self.material.elicited.judgements if self.material.elicited else ()

    @cached_property
    def judged_positions(self) -> Mapping[tuple[str, str], Judgement]:
        """Judgements that set a position, by party and issue."""
        return {
            (j.value.party, j.value.issue): j
            for j in self.judgements
            if isinstance(j.value, Position)
        }

    def cite_position(self, position: Position) -> tuple[int, ...]:
        """The judgement that set the position, or else the statements it was derived from."""
        judgement = self.judged_positions.get((position.party, position.issue))
        if judgement is None or judgement.value.evidence != position.evidence:
            return self.register.statements(position.evidence, (position.party, position.issue))
        words = phrase(own(self.party(position.party).name), ": ", self.stands(position))
        subject = f"position:{position.party}/{position.issue}"
        return self.register.judgement(judgement, subject, plain_text(words))

    def by_standing(self, position: Position) -> dict[Standing, tuple[str, ...]]:
        """Options by standing, strongest claim first; options without standing are left out."""
        order: tuple[Standing, ...] = ("asked", "acceptable", "resisted", "refused")
        issue = self.issue(position.issue)
        found = {
            standing: tuple(o for o in issue.option_ids if position.standings.get(o) == standing)
            for standing in order
        }
        return {standing: options for standing, options in found.items() if options}

    def named(self, issue: str, options: Sequence[str], evidence: Iterable[str]) -> tuple[str, ...]:
        """Those of the options that one of the statements names itself."""
        left, known = set(options), self.case.statement_by_id
        for name in evidence:
            if not left:
                break
            statement = known.get(name)
            if statement is not None and statement.issue == issue:
                left.difference_update(statement.options)
        return tuple(option for option in options if option not in left)

    def standing_words(self, position: Position, options: Sequence[str]) -> Words:
        """Labels of options; those that follow only from the order of the options say so.

        Whoever asks for several options of an issue would have any one of them; whoever refuses
        several refuses each.
        """
        issue = self.issue(position.issue)
        for_it = {position.standings.get(option) for option in options} <= {"asked", "acceptable"}
        last: Literal["or", "and"] = "or" if for_it else "and"
        if (position.party, position.issue) in self.judged_positions:
            return labels(issue, options, last=last)
        named = self.named(position.issue, options, position.evidence)
        key = (position.issue, tuple(options), named, last)
        if key not in self._worded:
            self._worded[key] = self._standing_words(issue, options, named, last)
        return self._worded[key]

    @cached_property
    def _worded(self) -> dict[tuple[object, ...], Words]:
        """Words that were found before: of a thousand positions many are alike."""
        return {}

    @staticmethod
    def _standing_words(
        issue: Issue, options: Sequence[str], named: tuple[str, ...], last: Literal["or", "and"]
    ) -> Words:
        rest = tuple(option for option in options if option not in named)
        if not rest:
            return labels(issue, named, last=last)
        implied = phrase("by the order of the options ", labels(issue, rest, last=last))
        return phrase(labels(issue, named, last=last), "; ", implied) if named else implied

    def position_lines(self, position: Position) -> tuple[Sentence, ...]:
        """One line a standing, the first with the citations."""
        cited = self.cite_position(position)
        lines = []
        for standing, options in self.by_standing(position).items():
            tone: Tone = standing
            words = self.standing_words(position, options)
            lines.append(sentence(words, lead=DOES[standing], tone=tone, citations=cited))
            cited = ()
        if not lines:
            lines.append(sentence("spoke to the issue; no option named", citations=cited))
        return tuple(lines)

    def stands(self, position: Position) -> Words:
        """A position as a phrase: asks "A"; refuses "B"."""
        parts = [
            phrase(f"{DOES[standing]} ", self.standing_words(position, options))
            for standing, options in self.by_standing(position).items()
        ]
        return listed(parts, "and", ";") if parts else phrase("no option named")

    # --- claims ----------------------------------------------------------------------------------

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Red lines, provisos and reservation values by the id that analyses use."""
        held = self.material.elicited
        if held is None:
            return {}
        every: tuple[Claim, ...] = (
            *held.negotiation.red_lines,
            *held.negotiation.provisos,
            *held.negotiation.preferences,
        )
        return {claim_id(claim): claim for claim in every}

    def claim(self, name: str) -> Claim:
        """The claim of that id. Raises UnknownName."""
        if name not in self.claims:
            raise UnknownName("claim", name, self.claims)
        return self.claims[name]

    @cached_property
    def judged_claims(self) -> Mapping[str, Judgement]:
        """Judgements that set a claim, by the claim's id."""
        return {claim_id(j.value): j for j in self.judgements if not isinstance(j.value, Position)}

    def claim_noun(self, name: str) -> Words:
        """The claim as a thing."""
        return claim_noun(self.claim(name), self.case.party_by_id, self.case.issue_by_id)

    def claim_clause(self, name: str) -> Words:
        """The claim as a clause; what follows only from the order of options is kept apart."""
        claim = self.claim(name)
        if (
            isinstance(claim, RedLine)
            and name not in self.judged_claims
            and len(claim.rejects) == 1
        ):
            ((about, options),) = claim.rejects.items()
            named = self.named(about, options, claim.evidence)
            rest = tuple(option for option in options if option not in named)
            if named and rest:
                issue = self.issue(about)
                return phrase(
                    own(self.party(claim.party).name),
                    " rejects ",
                    terms_of(issue, named),
                    on(issue),
                    " and, by the order of the options, ",
                    terms_of(issue, rest),
                )
        return claim_clause(claim, self.case.party_by_id, self.case.issue_by_id)

    def cite_claim(self, name: str) -> tuple[int, ...]:
        """The judgement behind a claim, or else the statements it was taken from."""
        judgement = self.judged_claims.get(name)
        if judgement is None:
            return self.register.statements(self.claim(name).evidence)
        return self.register.judgement(judgement, name, plain_text(self.claim_clause(name)))

    def cite_claims(self, names: Iterable[str]) -> tuple[int, ...]:
        """Citations of several claims."""
        return tuple(dict.fromkeys(n for name in names for n in self.cite_claim(name)))

    def basis_of(self, name: str) -> Words:
        """On what a claim rests: an analyst's judgement, or the party's own statements."""
        judgement = self.judged_claims.get(name)
        if judgement is not None:
            return phrase("judged by ", own(judgement.by), f", {day(judgement.at)}")
        if not self.claim(name).evidence:
            return phrase("entered without evidence")
        return phrase("as the party stated it")

    # --- drafts ----------------------------------------------------------------------------------

    def cite_clause(self, draft: Draft, clause: Clause) -> tuple[int, ...]:
        """The source of a clause: its address, or that the case holds it without one."""
        entry = f"draft {draft.id}"
        if clause.url and clause.url.strip():
            return self.register.address(entry, _draft_name(draft), draft.date, clause.url)
        number = f", point {clause.number}" if clause.number is not None else ""
        what = f"{_draft_name(draft)}{number}"
        basis = "term as entered in the case, without an address"
        return self.register.basis(f"{entry}/{clause.id}", what, draft.date, basis)

    def cite_draft(self, draft: Draft) -> tuple[int, ...]:
        """The sources of all clauses of a draft."""
        cited = [n for clause in draft.clauses for n in self.cite_clause(draft, clause)]
        if not cited:
            return self.register.basis(f"draft {draft.id}", _draft_name(draft), draft.date, None)
        return tuple(dict.fromkeys(cited))


def _draft_name(draft: Draft) -> str:
    return plain_text(phrase("Draft ", marked(draft.title)))
