"""Days that metadata give, in the two ways in which machines write them."""

from __future__ import annotations

import re
from email.utils import parsedate_tz

from goodoffices.model.dates import bounds

_DAY = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)(?:$|[T\s])")


def day_of(value: object) -> str | None:
    """The day of an ISO 8601 or RFC 5322 date as written, in its own time zone, or None.

    A day that the calendar does not have (31 February) is None.
    """
    text = str(value or "").strip()[:80]
    if match := _DAY.match(text):
        day = match[1]
    else:
        try:
            parts = parsedate_tz(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
        if parts is None or not 1900 <= parts[0] < 2100:
            return None
        day = f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}"
    try:
        bounds(day)
    except ValueError:
        return None
    return day


def strange_date(value: object) -> tuple[str, ...]:
    """A note where a date was given and is none of the calendar."""
    text = " ".join(str(value or "").split())[:60]
    if not text or day_of(text):
        return ()
    return (f"the date it gives, {text!r}, is not a day that can be read; the date is unknown",)
