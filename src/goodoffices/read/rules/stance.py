"""What a claim makes of its content: stance, hedge, proviso. From closed word lists only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex

_NEGATED_MODAL = (
    r"(?:will|would|can|could|shall|may|must|do|does|did|is|are|was|were|has|have|had)"
    r"(?:\s+not|n['’]t|\s+never)|cannot|won['’]t|can['’]t|never|refus\w+ to|unwilling to|"
    r"not (?:ready|prepared|willing|going|inclined|able) to|no intention of|under no circumstances|"
    r"nobody (?:will|would|can)|no one (?:will|would|can)|nothing will|neither \w+ nor \w+ will"
)
_GIVING = (
    r"(?:accept|agree|cede|give|surrender|recogni[sz]e|withdraw|sign|allow|compromis|conced|trade|"
    r"consider|yield|abandon|renounce|back down|tolerat|support|approve|join|permit|leave|bargain|"
    r"negotiat|discuss|talk|exchang|hand|sell|share|vote|be (?:part|moved|changed|bound|pushed))\w*"
)
_REFUSES = re.compile(rf"\b(?:{_NEGATED_MODAL})\s+(?:\w+\s+){{0,3}}?{_GIVING}", re.IGNORECASE)
# "Would not object": two refusals make a consent.
_NOT_AGAINST = re.compile(
    rf"\b(?:{_NEGATED_MODAL})\s+(?:\w+\s+){{0,1}}?"
    r"(?:object|oppos|resist|exclude|rule out|stand in the way|be excluded|be ruled out)\w*|"
    r"\bno (?:objections?|difficulty|quarrel)\b|\bnothing against\b|\bha(?:s|d|ve) not objected\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:ha(?:s|ve|d)(?: not|n['’]t| never)|never) (?:been |yet )?"
    r"(?:accepted|agreed|made|given|signed|offered|promised|said|proposed|threatened|conceded|"
    r"asked|"
    r"received|discussed|authori[sz]ed|seen)\b|"
    r"\b(?:is|are|was|were|ha(?:s|ve|d) been) no (?:such|deal|agreement|offer|plan|truth|secret)\b|"
    r"\bno such \w+\b|\bnothing of the (?:kind|sort)\b|\bwithout (?:any )?(?:foundation|basis|"
    r"merit)\b|"
    r"\b(?:is|are|was|were) (?:not true|untrue|false|baseless|unfounded|invented|a lie|lies|"
    r"nonsense)\b|"
    r"\bnot (?:share|hold|recogni[sz]e) (?:that|this|such a) (?:view|opinion|account|"
    r"description)\b|"
    r"\bha(?:s|ve|d) \w+ nothing\b|\bdo(?:es)? not (?:know|exist)\b",
    re.IGNORECASE,
)
_RED_LINE = re.compile(
    r"\bred lines?\b|\bnon-negotiable\b|\bnot negotiable\b|\b(?:matter|question) of principle\b|"
    r"\bnever will be\b|\b(?:no|any) compromise\b|\bunder no circumstances\b|\bat any price\b|"
    r"\b(?:not|never|neither|nor)\b.{0,40}\b(?:(?:subject|matter|object) (?:of|for) (?:negotiation|"
    r"bargaining|discussion)|be (?:bargained|negotiated) (?:over|away|about))",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:is|are|was|were|be|remains?) (?:not (?:for sale|up for discussion|an option|"
    r"on the table)|"
    r"out of the question|off the table|excluded|ruled out|inconceivable)\b|"
    r"\b(?:would|will|shall|to|must|should) (?:be )?(?:reject|refuse|block|veto)(?:ed|s)?\b|"
    r"\bno \w+(?: \w+){0,2} (?:may|can|shall|will|would|is|are) (?:be )?"
    r"(?:lawful|legal|acceptable|possible|permitted|allowed|levied|signed|accepted|tolerated)\b|"
    r"\bnever (?:again|a|an)\b|\bnot \w+(?: \w+){0,2} again\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|should|ought to|needs?|ha(?:s|ve) to|necessary|essential|need for|importance of|"
    r"(?<!not )require[sd]?|crucial|vital|imperative|the key to|key to|"
    r"shall (?:be|not)|(?:we|they|he|she|it|I) (?:want|demand|insist)s?|"
    r"(?:our|its|their|his|her) (?:position|right|demand|aim|goal) is|is (?:our|ours|their|its) "
    r"(?:right|due|demand)|is (?:ours|theirs|owed)|(?:would|had) (?:rather|sooner))\b",
    re.IGNORECASE,
)
_WILLING = re.compile(
    r"\b(?:ready|willing|prepared|open|happy|committed) (?:to|for)\b"
    r"(?! (?:fight|attack|strike|defend|respond|retaliate|resist|mobili[sz]e|die|war|leave)\b)|"
    r"\bwould (?:be (?:ready|willing|prepared|happy|glad) to |agree|accept|provide|pay|release|"
    r"sign)|"
    r"\b(?:have|has|had) (?:proposed|offered|tabled|put forward|undertaken)\b|"
    r"\b(?:could|might) agree\b|"
    r"\b(?:could|would|can|might|may) be (?:considered|acceptable|accepted|discussed|examined|"
    r"extended|studied|arranged)\b",
    re.IGNORECASE,
)
_CONSENTS = re.compile(
    r"\b(?:could|can|would|might|will) (?:live with|accept|settle for|go along with|go down to|"
    r"come down to|bear)\b|\banother matter\b|\bacceptable\b|"
    r"\bbasis for (?:\w+ )?(?:work|talks|discussion|agreement)\b|\bhas accepted\b|"
    r"\bwithin reach\b|\bbearable\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\b(?:agrees?|agreed|accepts?|accepted|supports?|supported|backs|backed|welcomes?|welcomed|"
    r"endorses?|endorsed) (?!on\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:opposes?|opposed|against|objects? to|resists?)\b|"
    r"\b(?:is|are|was|were|be|remains?|too|as|called|looks?|sounds?|seems?)\b(?: \w+){0,3}? "
    r"(?:last resort|unhelpful|unwise|dangerous|harmful|unfair|unjust|unrealistic|absurd|premature|"
    r"wrong|mistake|trick|joke|parade|risky|reckless|too \w+)\b|\btoo \w+ by (?:half|far)\b|"
    r"\b(?:would|will) (?:only )?(?:harm|hurt|weaken|undermine|endanger|destroy|ruin|divide|"
    r"hand (?:her|him|them|us)|be read as|lead to (?:war|chaos)|cost us|backfire)\b|"
    r"\b(?:falls?|lies?|is) outside\b|\bnot a (?:solution|basis)\b|"
    r"\bha(?:s|ve) (?:had|been \w+) enough\b",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\bwould (?:fail|collapse|be (?:dead|suicide|treason|surrender|the end)|mean (?:war|"
    r"the end))\b|"
    r"\bis the end of\b|\bact of war\b|\bis not an? (?:accord|agreement|deal|offer|solution|"
    r"option)\b|"
    r"\b(?:an?|the) (?:insult|poison|provocation|affront|outrage|betrayal|ultimatum)\b|"
    r"[\"“‘](?:poison|suicide|blackmail)\b|\b(?:is|was|as|called \w+) (?:blackmail|piracy|spying|"
    r"extortion|poison|suicide)\b|"
    r"\bleave the (?:coalition|government|talks|room|alliance)\b",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\bno (?:further )?comment\b|\b(?:not|never|n['’]t) (?:\w+ ){0,2}?(?:comment|discuss tactics|"
    r"speculate|negotiate (?:from|in|through)|go into (?:that|details?)|be drawn|elaborate)\b|"
    r"\bwould refer (?:you|them|questions)\b|"
    r"\bdoes not discuss\b|\breserv(?:es?|ed) (?:its|their|our|his|her) position\b|"
    r"\bnothing to (?:say|add|announce)\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"\b(?:only (?:if|when|after|once|on condition|in return|in exchange|with)|provided(?: that)?|"
    r"providing that|on (?:the )?condition(?: that)?|as long as|so long as|unless|"
    r"in (?:exchange|return) for|once (?:the|its|their|all|both|they|it|he|she|we)|"
    r"contingent (?:up)?on|conditional (?:up)?on|subject to|if)\b",
    re.IGNORECASE,
)
_INVERTED_IF = re.compile(r"^\W*(?:should|were|had) \w+(?: \w+){1,8},", re.IGNORECASE)
_BEFORE_IF = re.compile(
    r"\b(?:nobody|no one|nothing|none|not)\b.{3,60}?\b(?:before|until|without)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?:could|can|may|might|will|would|shall)\b", re.IGNORECASE)
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
    if not judging and _SILENT.search(content):
        return "no_comment"
    lows = {match[0].lower() for match in _WORD.finditer(content)}
    if judging:
        return _judgement(content, lows)
    if _RED_LINE.search(content):
        return "red_line"
    if _NOT_AGAINST.search(content):
        return "accepts"
    if _NOT_DONE.search(content):
        return "denies"
    if _refuses(content) or (lows & lex.REFUSING and _judges(content)):
        return "rejects"
    for pattern, shown in _SHOWN:
        if _plainly(pattern, content):
            return shown
    return "reports"


def _refuses(content: str) -> bool:
    found = _REFUSES.search(content) or _EXCLUDED.search(content)
    return found is not None or _plainly(_FAILS, content)


def _plainly(pattern: re.Pattern[str], content: str) -> bool:
    """Whether the words stand there without a denial or doubt before them in their clause, and,
    where they are a verb of agreeing or opposing, of nobody but the speaker: a stance that is
    missed can be set in review, one that is turned round may not be noticed."""
    for match in pattern.finditer(content):
        before = re.split(
            r"[,;:.!?]\s|\bbut\b", content[max(0, match.start() - 60) : match.start()]
        )[-1]
        if _DOUBTED.search(before):
            continue
        if not _ATTITUDE.match(match[0]) or _OWN_SUBJECT.search(before):
            return True
    return False


_DOUBTED = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|hardly|barely|scarcely|unlikely|"
    r"whether|if|unclear|doubt\w*|far from|less than|anything but|fail\w* to|refus\w*|stop\w*)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ATTITUDE = re.compile(
    r"(?:agree|accept(?:s|ed)?\b|support|back|welcome|endorse|oppose|object|resist|ha(?:s|ve) "
    r"(?:proposed|offered|tabled|put|undertaken|accepted))",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    r"(?:^|\b(?:we|i|they|he|she|it|who|both|that|and|to|also|our \w+|its \w+))"
    r"(?:\s+(?:also|fully|still|already|both|all|has|have|had|strongly|firmly|now|always)){0,2}"
    r"[\s\"“]*$",
    re.IGNORECASE,
)


# In this order: "would be ready to, but must", "should not accept".
_SHOWN: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (_CONSENTS, "accepts"),
    (_WILLING, "offers"),
    (_MUST, "asks"),
    (_AGAINST, "resists"),
    (_AGREES, "accepts"),
)


def _judgement(content: str, lows: set[str]) -> Stance:
    """What is held of a thing: that it is to be refused, doubtful or welcome."""
    if _RED_LINE.search(content):
        return "red_line"
    if lows & lex.REFUSING or (lows & JUDGED_BAD and not _DOUBTED.search(content)):
        return "rejects"
    if _refuses(content):
        return "rejects"
    doubted = _DOUBTED.search(content)
    if not doubted and (lows & JUDGED_UNWISE or "too" in lows or "resort" in lows):
        return "resists"
    if _plainly(_AGAINST, content):
        return "resists"
    if lows & (lex.FAVOURING | JUDGED_GOOD) and not doubted:
        return "accepts"
    return "reports"


JUDGED_BAD = words(
    "insult poison spying blackmail piracy extortion provocation affront"
    " outrage sham farce disgrace ultimatum theft robbery crime illegal unlawful invalid worthless"
)
JUDGED_UNWISE = words(
    "unhelpful unwise dangerous harmful unfair unjust unrealistic absurd premature wrong mistake"
    " trick joke risky reckless insufficient inadequate naive naïve flawed troubling worrying"
)
JUDGED_GOOD = words(
    "helpful useful welcome positive basis opening fair wise sensible good workable breakthrough"
    " step generous honest excellent"
)


def conditional_from_start(content: str) -> bool:
    """ "Should they propose it, it would be examined": the condition opens the sentence."""
    return bool(_INVERTED_IF.match(content))


def silent_words(content: str) -> bool:
    """Whether the words, being somebody's own, say that they say nothing."""
    return bool(_SILENT.search(content[:LONGEST]))


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
    if stance in ("offers", "accepts", "rejects", "reports") and (
        turned := _INVERTED_IF.match(text) or _BEFORE_IF.search(text)
    ):
        return "conditional", turned[0].strip(" ,")
    match = _ONLY_IF.search(text)
    if not match or (match[0].lower() == "if" and not _states_condition(text, match.start())):
        return stance, None
    end = re.search(r"[,;]\s|(?<![A-Z])\.\s|[\"”»]|$", text[match.end() :])
    proviso = text[match.start() : match.end() + (end.start() if end else 0)].strip()
    if len(proviso) <= len(match[0]) + 2:
        return stance, None
    word = match[0].lower()
    possible = stance == "reports" and word != "if" and _MODAL.search(text) is not None
    gives = (
        stance in ("accepts", "offers")
        or possible
        or (stance in ("rejects", "resists") and word == "unless")
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


# Nouns and verbs that only the models take for cues; the rules' own are in the lexicon.
_NOUNS: dict[str, Stance] = {
    **lex.NOUN_CUES,
    **dict.fromkeys(words("wish wishes desire hope hopes intention intent expectation"), "asks"),
    **dict.fromkeys(words("commitment commitments undertaking concession concessions"), "offers"),
    **dict.fromkeys(words("support backing consent agreement gratitude"), "accepts"),
    **dict.fromkeys(words("criticism protest protests hostility scepticism skepticism"), "resists"),
}
_PHRASES: dict[str, Stance] = {
    **dict.fromkeys(words("undertake undertakes undertook floated floats volunteered"), "offers"),
    **dict.fromkeys(words("intend intends intended expects expected upon hopes aims"), "asks"),
    **dict.fromkeys(words("regrets regretted regret resents deplores fears"), "resists"),
    **dict.fromkeys(words("reaffirmed reaffirms reaffirm"), "accepts"),
}


def noun_stance(lows: Sequence[str]) -> Stance | None:
    """The stance of the first noun among the words of a cue that has one of its own."""
    return next((_NOUNS[low] for low in lows if low in _NOUNS and _NOUNS[low] != "reports"), None)


def phrase_stance(lows: Sequence[str]) -> Stance | None:
    """The stance of a cue that the lexicon of the rules does not know."""
    if "open" in lows and not {"left", "leaves", "leave", "kept", "keeps"}.isdisjoint(lows):
        return "accepts"
    return next((_PHRASES[low] for low in lows if low in _PHRASES), None)
