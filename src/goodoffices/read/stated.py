"""Date and outlet that a text states of itself. Conservative: where in doubt, nothing."""

from __future__ import annotations

import re
from datetime import date

from goodoffices.read.content import words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}) ({_MONTH})\.?,? ((?:19|20)\d\d)(?!\d)", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}}),? ((?:19|20)\d\d)(?!\d)", re.I)

_HEAD_LINES, _FOOT_LINES = 6, 3
_LABEL = re.compile(r"^\W*(?:date|published|publication date|posted|issued|updated)\b\W*", re.I)
_DATELINE = re.compile(r"^[^\W\d_][\w .,'’()/-]{1,60}?\s*[—–-]{1,2}\s", re.UNICODE)
_LABELLED_OUTLET = re.compile(r"^\s*(?:source|outlet|publisher)\s*:\s*(\S[^\n:]{1,60}?)\s*$", re.I)
_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+){0,2}\.[A-Za-z]{2,7}")
# "MINSK, 3 May (Northern Press) - ": whoever stands in brackets right before the dash signs.
_SIGNED_DATELINE = re.compile(
    r"^[^\W\d_][\w .,'’()/-]{1,60}?\(([A-Z][\w&’'-]*(?: [A-Z&][\w&’'-]*){0,4})\)\s*[—–-]{1,2}\s"
)
# "Harbour Courier, 3 May 2024": a place stands like that too, so the name has to be a paper's.
_OUTLET_DATE = re.compile(
    r"^((?:The )?(?:[A-Z][\w’'-]+ ){1,4}?[A-Z][\w’'-]+), (?=\d|[A-Z][a-z]+ \d)"
)
_PAPERS = words(
    "post times journal news herald tribune gazette telegraph press chronicle observer review"
    " courier beacon monitor voice wire mail standard mirror independent bulletin register dispatch"
    " sentinel examiner globe daily weekly magazine star echo messenger reporter spectator record"
)
_AGENCY = re.compile(r"\(((?:Reuters|AP|AFP|TASS|dpa|DPA|Xinhua|EFE|ANSA|Interfax|Ukrinform))\)")


def _lines(text: str) -> tuple[list[str], list[str]]:
    """First and last lines with words in them, without going through the whole of a long text."""
    head = [line for line in text[:4000].splitlines() if line.strip()][:_HEAD_LINES]
    foot = [line for line in text[-1000:].splitlines() if line.strip()][-_FOOT_LINES:]
    return head, foot


def stated_date(text: str) -> str | None:
    """The day that a header line or a dateline gives, or None.

    A header line is short, near the top and labelled, or holds little but the date. A date within a
    sentence is a date in the story, not of the report.
    """
    head, _ = _lines(text)
    for line in head:
        label = _LABEL.match(line)
        found = _dates(line[:200])
        if len(found) != 1:
            continue  # none, or several: which one is not known
        day, start, end = found[0]
        rest = len(re.findall(r"\w", line[:200])) - len(re.findall(r"\w", line[start:end]))
        if label and len(line) <= 120 and start - label.end() <= 12:
            return day
        if len(line) <= 60 and rest <= 12:
            return day
        dateline = _DATELINE.match(line)
        if dateline and end <= dateline.end():
            return day
    return None


def _dates(line: str) -> list[tuple[str, int, int]]:
    found = []
    for pattern, order in ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy")):
        for match in pattern.finditer(line):
            parts = dict(zip(order, match.groups(), strict=True))
            month = parts["m"]
            number = int(month) if month.isdigit() else MONTHS[month.lower()]
            try:
                day = date(int(parts["y"]), number, int(parts["d"]))
            except ValueError:
                continue
            found.append((day.isoformat(), match.start(), match.end()))
    return found


def stated_outlet(text: str) -> str | None:
    """The outlet that signs the text, or None.

    A labelled line, a dateline's agency, a paper's name with the date, or a last line that is the
    outlet's web name and nothing else.
    """
    head, foot = _lines(text)
    for line in (*head, *foot):
        if label := _LABELLED_OUTLET.match(line[:120]):
            return label[1]
    for line in head:
        if signed := _SIGNED_DATELINE.match(line[:200]):
            return signed[1]
        paper = _OUTLET_DATE.match(line[:80])
        if paper and paper[1].split()[-1].lower() in _PAPERS and _dates(line[:80]):
            return paper[1]
        dateline = _DATELINE.match(line[:200])
        if dateline and (agency := _AGENCY.search(dateline[0])):
            return agency[1]
    if len(foot) > 1 or len(head) > 1:
        last = foot[-1].strip(" \t\r—–-©|*") if foot else ""
        if _DOMAIN.fullmatch(last) and not last.lower().endswith((".txt", ".pdf", ".htm", ".html")):
            return last
    return None
