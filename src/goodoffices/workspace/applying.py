"""A verdict on one statement, and the same verdict on its copies: a review for each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from hashlib import sha256

from goodoffices.codec import canonical, identified
from goodoffices.model.evidence import Review, Statement

OF_THE_TEXT = (
    "id", "span", "attribution", "url", "published", "published_basis", "language", "grade", "ref"
)  # fmt: skip
"""Fields of a statement that belong to the report it was read in and that no amendment moves."""

Decided = tuple[Review, Statement | None]
"""A review, and the replacement that it brings."""


def applied(
    review: Review,
    statement: Statement,
    copies: Iterable[Statement],
    replacement: Statement | None,
    place: int,
) -> list[Decided]:
    """The review of the statement with an id, and then one for each copy that follows it.

    An amendment of a copy says what the replacement says, in the words and with the source of the
    copy. `place` is how many reviews there are, by which two alike get different ids.
    """
    first = dataclasses.replace(
        review,
        id=review.id or _id([statement.id, review.verdict, review.by, review.at, place]),
        replacement=replacement.id if replacement else None,
    )
    made: list[Decided] = [(first, replacement)]
    for copy in copies:
        other = _moved(replacement, copy) if replacement else None
        follower = dataclasses.replace(
            first,
            id=_id([first.id, copy.id]),
            subject=copy.id,
            replacement=other.id if other else None,
            follows=first.id,
        )
        made.append((follower, other))
    return made


def _moved(replacement: Statement, copy: Statement) -> Statement:
    kept = {name: getattr(copy, name) for name in OF_THE_TEXT}
    return identified(dataclasses.replace(replacement, **kept))


def _id(content: list[str | int]) -> str:
    return "rv-" + sha256(canonical(content)).hexdigest()[:20]
