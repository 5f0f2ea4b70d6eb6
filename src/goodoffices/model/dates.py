"""Dates as reports give them: a day, a month, a year, or a span of them.

Written as in the Extended Date/Time Format (ISO 8601-2:2019, level 0): `2025-11-20`, `2025-11`,
`2025`, or an interval `2025-11-10/2025-11-15`. A date that is only partly known stays so.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date such as 2025-11-20, 2025-11 or 2025")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a date of the calendar") from None


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[date, date]:
    """First and last day that the date can mean. Raises ValueError for anything else."""
    first, slash, last = text.partition("/")
    start, end = _point(first)
    if slash:
        end = _point(last)[1]
        if end < start:
            raise ValueError(f"{text!r} ends before it begins")
    return start, end


def earliest(text: str) -> date:
    """First day that the date can mean."""
    return bounds(text)[0]


def latest(text: str) -> date:
    """Last day that the date can mean."""
    return bounds(text)[1]


def happened_by(text: str | None, as_of: str | None) -> bool:
    """Whether the whole of `text` lies on or before the last day of `as_of`.

    An unknown date counts only where no date is asked for: what cannot be dated cannot be shown
    to have been known on a day.
    """
    if as_of is None:
        return True
    return text is not None and latest(text) <= latest(as_of)


class DateText:
    """Marks a field whose text is a date as above."""


Date = Annotated[str, DateText]
