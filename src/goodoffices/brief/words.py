"""Words: lists, dates, standings, and what a party's claims say, in neutral English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from goodoffices.brief.briefing import Run, Sentence, Tone
from goodoffices.brief.text import kept_spaces
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.dates import bounds
from goodoffices.model.negotiation import RESERVATION
from goodoffices.model.stakes import Preferences, Proviso, Quantity, RedLine, Terms

Words = tuple[Run, ...]
Claim = RedLine | Proviso | Preferences

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


# --- putting words together ----------------------------------------------------------------------


def phrase(*parts: str | Run | Words) -> Words:
    """One phrase of the parts; neighbouring runs of our own words are merged."""
    runs: list[Run] = []
    for part in parts:
        given = (Run(text=curly(part)),) if isinstance(part, str) else part
        for run in (given,) if isinstance(given, Run) else given:
            text = kept_spaces(run.text)
            if not text:
                continue
            if runs and runs[-1].style == run.style == "plain":
                runs[-1] = Run(text=runs[-1].text + text)
            else:
                runs.append(Run(text=text, style=run.style))
    return tuple(runs)


def curly(text: str) -> str:
    """Our own words with typographic apostrophes."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def own(text: str) -> Run:
    """Words of the case: a name, a question, a label."""
    return Run(text=text.strip(), style="case")


def strong(text: str) -> Run:
    """Our words, set strong."""
    return Run(text=text, style="strong")


def marked(text: str) -> Words:
    """Words of the case between quotation marks."""
    return phrase("\N{LEFT DOUBLE QUOTATION MARK}", own(text), "\N{RIGHT DOUBLE QUOTATION MARK}")


def listed(items: Sequence[str | Run | Words], last: str = "and", mark: str = ",") -> Words:
    """As in "a", "a and b", "a, b and c"; with `mark` ";" the last word keeps a mark before it."""
    if not items:
        return ()
    if len(items) == 1:
        return phrase(items[0])
    parts: list[str | Run | Words] = []
    for item in items[:-1]:
        parts += [item, f"{mark} "]
    parts[-1] = f" {last} " if mark == "," else f"{mark} {last} "
    return phrase(*parts, items[-1])


def sentence(
    *parts: str | Run | Words,
    citations: Iterable[int] = (),
    see: str | None = None,
    lead: str | None = None,
    tone: Tone = "plain",
) -> Sentence:
    """A sentence of the parts."""
    return Sentence(
        runs=phrase(*parts),
        citations=tuple(dict.fromkeys(citations)),
        see=see,
        lead=lead,
        tone=tone,
    )


def plain_text(words: Words) -> str:
    """The words without their styles."""
    return "".join(run.text for run in words)


# --- numbers and dates ---------------------------------------------------------------------------

SMALL = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def counted(number: int, one: str, many: str | None = None) -> str:
    """As in "1 draft", "3 drafts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """Small numbers as words."""
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def share(part: int, whole: int) -> str:
    """As in "12 of 30 (40 %)"."""
    percent = f" ({100 * part / whole:.0f} %)" if whole else ""
    return f"{part} of {whole}{percent}"


def decimal(number: float) -> str:
    """A number as short as it can be without changing what it says to three digits."""
    return f"{number:.3g}" if abs(number) < 1000 else f"{number:,.0f}"


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def magnitude(number: int) -> str:
    """A count: exact to a million, above that its first digits and the power of ten."""
    if number <= 1_000_000:
        return f"{number:,}"
    digits, power = f"{number:.1e}".split("e")
    raised = str(int(power)).translate(RAISED)
    return f"about {digits} \N{MULTIPLICATION SIGN} 10{raised}"


def least_magnitude(number: int) -> str:
    """A number that something is at least: as `magnitude`, but never rounded up."""
    if number <= 1_000_000:
        return f"{number:,}"
    power = len(str(number)) - 1
    digits = number // 10 ** (power - 1)
    return f"{digits // 10}.{digits % 10} \N{MULTIPLICATION SIGN} 10{str(power).translate(RAISED)}"


def quantity(number: Quantity) -> str:
    """A number, or an interval."""
    if isinstance(number, tuple):
        return f"between {decimal(number[0])} and {decimal(number[1])}"
    return decimal(number)


def in_figures(number: float | int) -> str:
    """A measured quantity, with all its digits."""
    return f"{number:,}"


def day(text: str | None) -> str:
    """A date in words: 20 November 2025, November 2025, 10 to 15 November 2025."""
    if not text:
        return "no date"
    first, slash, last = text.partition("/")
    first, last = _date_part(first), _date_part(last)
    try:
        bounds(f"{first}/{last}" if slash else first)
    except ValueError:
        return kept_spaces(text)
    if not slash or first == last:
        return _point(first)
    shared = 0
    if len(first) == len(last) == 10:
        shared = 2 if first[:7] == last[:7] else 1 if first[:4] == last[:4] else 0
    begin = _point(first)
    if shared:
        begin = " ".join(begin.split()[: 3 - shared])
    return f"{begin} to {_point(last)}"


def _date_part(text: str) -> str:
    return text[:10] if len(text) > 10 and text[10] in "T " else text


def _point(text: str) -> str:
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) == 2 else f"{month} {year}"


BASIS = {
    "stated": "date stated in the text",
    "inferred": "date inferred",
    "published": "date of publication",
    "metadata": "date from the file",
    "unknown": "how the date is known is not recorded",
}

# --- agenda --------------------------------------------------------------------------------------

DOES = {
    "asked": "asks",
    "acceptable": "would accept",
    "resisted": "resists",
    "refused": "refuses",
}
"""Standing -> verb."""


def possessive(name: str) -> Words:
    """As in "Ukraine's"."""
    mark = "\N{RIGHT SINGLE QUOTATION MARK}"
    return phrase(own(name), mark if name.strip()[-1:] in "sS" else f"{mark}s")


def labels(issue: Issue, options: Iterable[str], last: str = "or") -> Words:
    """Labels of options between quotation marks."""
    return listed([marked(issue.option(option).label) for option in options], last)


def terms_of(issue: Issue, options: Sequence[str]) -> Words:
    """Options in words: their labels, or "anything other than ..." where that is shorter."""
    rest = [option for option in issue.option_ids if option not in options]
    if 0 < len(rest) <= 2 < len(options):
        return phrase("anything other than ", labels(issue, rest))
    if not rest and len(options) > 1:
        return phrase("every option")
    return labels(issue, options)


def on(issue: Issue) -> Words:
    """As in "on "Who monitors?""."""
    return phrase(" on ", marked(issue.question))


def term_list(issues: Mapping[str, Issue], terms: Terms, join: str = "together with") -> Words:
    """Options on one issue, or the combination over several."""
    items = [
        phrase(terms_of(issues[name], options), on(issues[name])) for name, options in terms.items()
    ]
    if len(items) == 1:
        return items[0]
    if len(items) == 2:
        return phrase(items[0], f" {join} ", items[1])
    return listed(items, "and")


def claim_id(claim: Claim) -> str:
    """The id under which analyses name a claim."""
    return RESERVATION + claim.party if isinstance(claim, Preferences) else claim.id


def claim_noun(claim: Claim, parties: Mapping[str, Party], issues: Mapping[str, Issue]) -> Words:
    """A claim as a thing: "Ukraine's red line against ..."."""
    if isinstance(claim, RedLine):
        name = possessive(parties[claim.party].name)
        what = term_list(issues, claim.rejects)
        if len(claim.rejects) > 1:
            return phrase(name, " red line against combining ", what)
        return phrase(name, " red line against ", what)
    if isinstance(claim, Preferences):
        name = possessive(parties[claim.party].name)
        return phrase(name, f" reservation value ({quantity(claim.reservation)})")
    what = phrase(term_list(issues, claim.if_), " comes only with ", term_list(issues, claim.then))
    if claim.party is None:
        return phrase("the rule that ", what)
    return phrase(possessive(parties[claim.party].name), " condition that ", what)


def claim_clause(claim: Claim, parties: Mapping[str, Party], issues: Mapping[str, Issue]) -> Words:
    """A claim as a clause: "Ukraine rejects ..."."""
    if isinstance(claim, RedLine):
        how = " rejects combining " if len(claim.rejects) > 1 else " rejects "
        return phrase(own(parties[claim.party].name), how, term_list(issues, claim.rejects))
    if isinstance(claim, Preferences):
        least = quantity(claim.reservation)
        return phrase(own(parties[claim.party].name), f" needs a utility of at least {least}")
    what, then = term_list(issues, claim.if_), term_list(issues, claim.then)
    if claim.party is None:
        return phrase("whoever agrees, ", what, " holds only with ", then)
    return phrase(own(parties[claim.party].name), " accepts ", what, " only with ", then)


RULES_HOLD = "The rules of the world hold throughout."


def conflict_words(nouns: Sequence[Words], rules: bool = False, about: Words = ()) -> Words:
    """A minimal conflict set in words, right for one claim, two, or more.

    `about` names the one issue that all the claims are about, where there is one; `rules` adds that
    rules of the world were kept.
    """
    none = phrase("On ", about, ", no package") if about else phrase("No package")
    kept = f" {RULES_HOLD}" if rules else ""
    if len(nouns) == 1:
        return phrase(none, " at all satisfies ", nouns[0], f".{kept}")
    if len(nouns) == 2:
        tail = f"; each alone can be satisfied.{kept}"
        return phrase(none, " satisfies both ", listed(nouns, "and"), tail)
    return phrase(
        none,
        f" satisfies all {in_words(len(nouns))} of these together: ",
        listed(nouns, "and", ";"),
        f". {ANY_ONE_OUT}{kept}",
    )


ANY_ONE_OUT = "Leave out any one of them, and the rest can be satisfied together."


def concession_words(nouns: Sequence[Words]) -> Words:
    """A concession set in words."""
    if not nouns:
        return phrase("No concession is needed: a zone exists already.")
    if len(nouns) == 1:
        return phrase("Giving up ", nouns[0], " alone opens a zone.")
    both = "both " if len(nouns) == 2 else ""
    tail = "; neither alone is enough" if both else "; none of them can be kept in this set"
    mark = "," if both else ";"
    return phrase(f"Giving up {both}", listed(nouns, "and", mark), f" opens a zone{tail}.")
