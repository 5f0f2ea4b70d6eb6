"""The plug-in "llm": candidate statements by a language model at an address of the user's.

    llm(report, parties=..., issues=..., vocabulary=...)  sends it, unless the answer is kept
    llm.sending(reports, ...)                             what would be sent; sends nothing
    llm.refused(report, ...)                              what of an answer was not taken

How answers are checked is in `checking`, what is sent in `prompt`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from goodoffices.codec import digest
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.llm.checking import Checker
from goodoffices.read.llm.client import Answer, ask
from goodoffices.read.llm.kept import forget, keep, kept
from goodoffices.read.llm.prompt import (
    INSTRUCTIONS,
    Piece,
    messages,
    pieces,
    prompt_digest,
    response_format,
)
from goodoffices.read.llm.settings import Settings, settings
from goodoffices.read.llm.wire import statements_in
from goodoffices.read.outside import Refused, Sending

BYTES_A_TOKEN = 3.5  # of what is sent; English takes some four, other scripts fewer
CHARACTERS_A_STATEMENT = 150  # of a report: 44 claims marked by hand in 6,117 characters
TOKENS_A_STATEMENT = 130  # of an answer

Request = tuple[Piece, str]
"""A piece of a report and the key that its answer is kept under."""


class LanguageModel:
    """Candidate statements by the language model that the user has configured.

    Sends the text of a report, what is known of it, and names and ids of parties, issues and
    options to that endpoint, and nowhere else; asks nothing that it has an answer to. Every
    quotation is found in the report and every id in the case, or the statement is not given. Not
    pure in that a model may answer otherwise next time; what it answered once is kept. Raises
    InputError where nothing is configured, PluginError where the endpoint does not answer.
    """

    __name__ = "llm"

    def __call__(
        self,
        report: Report,
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
    ) -> tuple[Statement, ...]:
        """Candidate statements of a report in the order of the answers, under their content ids."""
        configured = settings()

        def answer(piece: Piece, key: str) -> Answer:
            found = kept(key)
            if found is None:
                form = response_format(configured.format)
                found = ask(configured, messages(piece), form)
                keep(key, found)
            return found

        return _read(configured, report, tuple(parties), tuple(issues), answer)[0]

    def signature(self) -> str:
        """The name that statements are signed with, and what else the answers depend on."""
        configured = settings()
        return f"{_name(configured)} {digest([configured.url, prompt_digest()])[:16]}"

    def sending(
        self,
        reports: Iterable[Report],
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
        again: bool = False,
    ) -> Sending:
        """What reading these reports would send; sends nothing."""
        configured = settings()
        parties, issues = tuple(parties), tuple(issues)
        waiting = answered = requests = characters = size = out = 0
        for report in reports:
            before = requests
            for piece, key in _requests(configured, report, parties, issues):
                found = kept(key)
                if found is not None and again and _unusable(found):
                    forget(key)
                    found = None
                if found is None:
                    requests += 1
                    characters += piece.characters
                    size += len(INSTRUCTIONS) + len(piece.message.encode())
                    claims = math.ceil(piece.characters / CHARACTERS_A_STATEMENT)
                    out += min(configured.max_tokens, claims * TOKENS_A_STATEMENT)
            waiting += requests > before
            answered += requests == before
        tokens = math.ceil(size / BYTES_A_TOKEN)
        cost = None
        if configured.price_in is not None and configured.price_out is not None:
            cost = (tokens * configured.price_in + out * configured.price_out) / 1e6
        return Sending(
            to=configured.place,
            model=configured.model,
            reports=waiting,
            requests=requests,
            answered=answered,
            characters=characters,
            tokens_in=tokens,
            tokens_out=out,
            cost=cost,
            currency=configured.currency,
        )

    def refused(
        self,
        report: Report,
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
    ) -> Refused:
        """What of the answers kept for a report was not taken, and why; sends nothing."""

        def answer(_: Piece, key: str) -> Answer:
            return kept(key) or Answer(unusable="there is no answer")

        _, refused = _read(settings(), report, tuple(parties), tuple(issues), answer)
        return refused


llm = LanguageModel()


def _name(configured: Settings) -> str:
    """Who signs: the extractor with its model."""
    return f"llm:{configured.model}"


def _requests(
    configured: Settings, report: Report, parties: tuple[Party, ...], issues: tuple[Issue, ...]
) -> Iterator[Request]:
    """What is asked about a report. The key holds all that an answer depends on, but no key."""
    for piece in pieces(report, parties, issues):
        depends = [prompt_digest(), configured.url, configured.model, report.sha256, piece.message]
        yield piece, digest(depends)


def _unusable(answer: Answer) -> str:
    listed = answer.unusable or statements_in(answer.content)
    return listed if isinstance(listed, str) else ""


def _read(
    configured: Settings,
    report: Report,
    parties: tuple[Party, ...],
    issues: tuple[Issue, ...],
    answer: Callable[[Piece, str], Answer],
) -> tuple[tuple[Statement, ...], Refused]:
    """The statements in the answers about a report, and what was not taken of them."""
    checker = Checker(report, parties, issues, _name(configured))
    found: dict[str, Statement] = {}
    unusable: dict[str, str] = {}
    for piece, key in _requests(configured, report, parties, issues):
        given = answer(piece, key)
        listed = given.unusable or statements_in(given.content)
        if isinstance(listed, str):
            unusable[report.id] = listed
            continue
        for said in listed:
            statement = checker.take(said, piece.start, piece.start + len(piece.text))
            if statement is not None:
                found.setdefault(statement.id, statement)
    return tuple(found.values()), Refused(
        statements=dict(Counter(checker.reasons)), unusable=unusable
    )
