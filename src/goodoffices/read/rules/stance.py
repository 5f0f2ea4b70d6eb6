"""What a claim makes of its content: stance, hedge, proviso. From closed word lists only."""

from __future__ import annotations

import re

from goodoffices.model.evidence import Stance
from goodoffices.read.rules import lexicon as lex

_NEGATED_MODAL = (
    r"(?:will|would|can|could|shall|may|must|do|does|did|is|are|was|were|has|have|had)"
    r"(?:\s+not|n['’]t|\s+never)|cannot|won['’]t|can['’]t|never|refus\w+ to|unwilling to|"
    r"not (?:ready|prepared|willing|going|inclined|able) to|no intention of|under no circumstances"
)
_GIVING = (
    r"(?:accept|agree|cede|give|surrender|recogni[sz]e|withdraw|sign|allow|compromis|conced|trade|"
    r"consider|yield|abandon|renounce|back down|tolerat|support|approve|join|permit|leave|bargain|"
    r"negotiat|discuss|talk)\w*"
)
_REFUSES = re.compile(rf"\b(?:{_NEGATED_MODAL})\s+(?:\w+\s+){{0,3}}?{_GIVING}", re.IGNORECASE)
_RED_LINE = re.compile(r"\bred lines?\b|\bnon-negotiable\b|\bnot negotiable\b", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"\b(?:is|are|was|were|be|remains?) (?:not (?:for sale|up for discussion|an option)|"
    r"out of the question|off the table)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|should|ought to|needs?|ha(?:s|ve) to|necessary|essential|need for|importance of|"
    r"require[sd]?|crucial|vital|imperative|the key to|key to)\b",
    re.IGNORECASE,
)
_WILLING = re.compile(
    r"\b(?:ready|willing|prepared|open|happy) (?:to|for)\b|"
    r"\bwould (?:be (?:ready|willing|prepared) to |agree|accept)|"
    r"\bcould (?:agree|accept|live with)\b|"
    r"\b(?:could|would|can) be (?:considered|acceptable|accepted|discussed|examined)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:agrees?|agreed|accepts?|accepted|supports?|supported|backs|backed|welcomes?|welcomed|"
    r"endorses?|endorsed) (?!on\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:opposes?|opposed|against|objects? to|resists?)\b", re.IGNORECASE)
_ONLY_IF = re.compile(
    r"\b(?:only (?:if|when|after|once|on condition|in return|in exchange|with)|provided(?: that)?|"
    r"providing that|on (?:the )?condition(?: that)?|as long as|so long as|unless|"
    r"in (?:exchange|return) for|contingent (?:up)?on|conditional (?:up)?on|subject to|if)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_HEDGED_PHRASE = re.compile(
    r"\b(?:appears?|appeared|seems?|seemed|said|believed|thought|understood|rumou?red|likely) to\b|"
    r"\b(?:may|might) (?:be|have)\b|\bit is (?:unclear|not clear|unknown)\b",
    re.IGNORECASE,
)
LONGEST = 1_500  # characters of a claim that are looked at


def refined(stance: Stance, content: str, *, judging: bool) -> Stance:
    """The stance that the content of a speech verb shows; "reports" where it shows none.

    `judging`: the verb says what something is held to be, so that a single word decides.
    """
    if stance != "reports":
        return stance
    content = content[:LONGEST]
    if _RED_LINE.search(content):
        return "red_line"
    lows = {match[0].lower() for match in _WORD.finditer(content)}
    if _REFUSES.search(content) or _EXCLUDED.search(content):
        return "rejects"
    if lows & lex.REFUSING and (judging or _judges(content)):
        return "rejects"
    if judging:
        return "accepts" if lows & lex.FAVOURING and not lows & lex.NEGATIONS else "reports"
    if _WILLING.search(content):
        return "offers"
    if _MUST.search(content):
        return "asks"
    if _AGAINST.search(content):
        return "resists"
    return "accepts" if _AGREES.search(content) else "reports"


_IS = re.compile(
    r"(?:\b(?:is|are|was|were|be|remains?|amounts? to|means?|constitutes?|as)|['’]s)\s"
    r"(?:[\w-]+\s){0,4}?[\"“‘«]?(?:[\w-]+\s){0,2}?(" + "|".join(sorted(lex.REFUSING)) + r")\b",
    re.IGNORECASE,
)


def _judges(content: str) -> bool:
    match = _IS.search(content)
    return match is not None and not lex.NEGATIONS & {w.lower() for w in _WORD.findall(match[0])}


def proviso_of(text: str, stance: Stance) -> tuple[Stance, str | None]:
    """The stance with a condition taken into account, and the condition in its own words.

    "Only if", "provided that", "unless" and the like turn giving into giving on a condition; what
    somebody asks for or tells stays that, with the condition beside it.
    """
    text = text[:LONGEST]
    match = _ONLY_IF.search(text)
    if not match or (match[0].lower() == "if" and not _states_condition(text, match.start())):
        return stance, None
    end = re.search(r"[,;]\s|(?<![A-Z])\.\s|[\"”»]|$", text[match.end() :])
    proviso = text[match.start() : match.end() + (end.start() if end else 0)].strip()
    if len(proviso) <= len(match[0]) + 2:
        return stance, None
    word = match[0].lower()
    gives = stance in ("accepts", "offers") or (
        stance in ("rejects", "resists") and word == "unless"
    )
    return ("conditional" if gives else stance), proviso


def _states_condition(text: str, at: int) -> bool:
    """Whether "if" begins a condition and not an indirect question ("asked if")."""
    before = text[max(0, at - 12) : at].lower().split()
    return not before or before[-1] not in (
        "ask",
        "asked",
        "know",
        "see",
        "unclear",
        "wonder",
        "as",
        "even",
    )


def is_hedged(words: frozenset[str], text: str) -> bool:
    """Whether the claim is told with reserve: by such an adverb, or as what is thought to be."""
    return bool(words & lex.HEDGES) or bool(_HEDGED_PHRASE.search(text[:LONGEST]))
