"""What a claim makes of its content: stance, hedge, proviso. From closed word lists only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.answers import NUMBERS
from goodoffices.read.rules.attitude import attitude, judgement, promises
from goodoffices.read.rules.clauses import NOBODY, Voice

_ONLY_IF = re.compile(
    r"\b(?:only (?:if|when|after|once|on condition|in return|in exchange|with)|provided(?: that)?|"
    r"providing that|on (?:the )?condition(?: that)?|as long as|so long as|unless|"
    r"in (?:exchange|return) for|once (?:the|its|their|all|both|they|it|he|she|we)|"
    r"depend(?:s|ed|ing)? (?:up)?on|contingent (?:up)?on|conditional (?:up)?on|subject to|"
    r"on (?:the )?understanding that|"
    r"as soon as|(?:on )?the (?:very |same |first )?(?:day|moment|minute|instant|hour)"
    r"(?= (?:the|an?|its|their|his|her|it|they|he|she|we|you|both|all)\b)|if|when)\b",
    re.IGNORECASE,
)
_INVERTED_IF = re.compile(r"^\W*(?:should|were|had) \w+(?: \w+){1,8},", re.IGNORECASE)
_BEFORE_IF = re.compile(
    r"\b(?:nobody|no one|nothing|none|not|never|no \w+)\b.{2,60}?\b(?:before|until|without)\b"
    r"(?! (?:doubt|saying|exception)\b)|"
    r"^\W*(?:until|before|without|unless)\b[^,;.]{3,80},? .{0,60}?"
    r"\b(?:no|not|nothing|nobody|never|remains?|stays?|keeps?)\b",
    re.IGNORECASE,
)
_PLAIN_IF = ("if", "as soon as", "when")
_MODAL = re.compile(r"\b(?:could|can|may|might|will|would|shall)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_HEDGED_PHRASE = re.compile(
    r"\b(?:appears?|appeared|seems?|seemed|said|believed|thought|understood|rumou?red|likely) to\b|"
    r"\b(?:may|might) (?:be|have)\b|\bit is (?:unclear|not clear|unknown)\b",
    re.IGNORECASE,
)
LONGEST = 1_500  # characters of a claim that are looked at


def refined(
    stance: Stance, content: str, *, judging: bool, voice: Voice = NOBODY, lemma: str = ""
) -> Stance:
    """The stance that the content of a speech verb shows; "reports" where it shows none.

    `judging`: the verb says what something is held to be, so that a single word decides. `voice`:
    whose words the content is; `lemma`: the verb.
    """
    content = content[:LONGEST]
    if stance != "reports":
        return _turned(stance, content)
    if lemma == "expect":
        return "asks" if _OF_OTHERS.search(content) else "reports"
    if judging:
        return judgement(content)
    if _WHY.match(content):
        return "resists"
    return attitude(content, voice)


def told_with(cue: str, content: str) -> Stance:
    """The stance of how something is said: "notes with concern", "complained about the fee"."""
    whole = f"{cue} {content}"[:LONGEST]
    if found := _MANNER.search(whole):
        return attitude("they note " + found[0])
    following = content.split()[:_LOOKED_AT]
    if not following or _CLAUSE.search(" ".join(content.split()[:_CLAUSE_SEEN])):
        return "reports"
    if stance := had(content):
        return stance
    return attitude(f"they {cue} {' '.join(following)}")


_LOOKED_AT, _CLAUSE_SEEN = 4, 9  # words behind a cue that say what it takes
_CLAUSE = re.compile(
    r"^\W*(?:that|to|how|why|if|as)\b|[“\"]|\b(?:is|are|was|were|be|has|have|had|will|would|can"
    r"|could|may|might|must|should|did|does|do)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"(?<!\w)with (?:\w+ )?(?:concern|regret|dismay|suspicion|disappointment|alarm|satisfaction"
    r"|appreciation|gratitude|approval|pleasure)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"(?:as |an? |the |all |any |these |this |such |press |media |newspaper ){0,3}"
    r"(?:(?:news |press )?reports?(?= (?:that|of|about|saying|suggesting|in)\b)"
    r"|rumou?rs?|allegations?|accusations?|speculation|gossip|stor(?:y|ies)"
    r"|suggestions? that|(?:claims?|charges?|assertions?|insinuations?)(?= that\b)"
    r"|invention|untrue|false|baseless|unfounded|nonsense|fiction|lies)\b",
    re.IGNORECASE,
)
_POLITE = re.compile(r"to (?:thank|express|stress|recall|note|say|know|point|draw)\b", re.I)
_FIGHT = re.compile(r"to (?:fight|resist|oppose|defeat|prevent|stop)\b", re.IGNORECASE)
_NOTHING_AGAINST = re.compile(r"no (?:\w+ )?(?:objections?|opposition|resistance)\b", re.I)
_NEVER = re.compile(r"(?:not|never) to\b", re.IGNORECASE)
_NO = re.compile(r"no\b(?! (?:later|less|fewer|more) than)", re.IGNORECASE)
# A question that nobody is asked: "why would anyone sign this?"
_WHY = re.compile(
    r"[\W_]*why (?:(?:on earth|in the world|in heaven's name)\b"
    r"|(?:would|should) (?:you|we|I|he|she|they|any(?:one|body))\b)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"^(?!to\b)(?:[\w'’-]+ ){1,6}?to \w+|^(?:that )?.{3,60}?\b(?:should|must)\b"
)


def _turned(stance: Stance, content: str) -> Stance:
    """What a verb with a stance of its own comes to by its content: to dismiss a rumour is to deny
    it, to vow not to sign is to refuse, to demand no fee is to refuse one."""
    if stance == "rejects" and _RUMOUR.match(content):
        return "denies"
    if stance == "offers" and (_NEVER.match(content) or attitude(content) == "rejects"):
        return "rejects"
    if stance == "offers" and _FIGHT.match(content):
        return "rejects"
    if stance == "resists" and _NOTHING_AGAINST.match(content):
        return "accepts"
    if stance == "asks" and _NO.match(content):
        return "rejects"
    if stance == "asks" and _POLITE.match(content):
        return "reports"
    return stance


def conditional_from_start(content: str) -> bool:
    """ "Should they propose it, it would be examined": the condition opens the sentence."""
    return bool(_INVERTED_IF.match(content))


def silent_words(content: str) -> bool:
    """Whether the words, being somebody's own, say that they say nothing."""
    return attitude(content[:LONGEST], Voice(first=True)) == "no_comment"


def proviso_of(text: str, stance: Stance, voice: Voice = NOBODY) -> tuple[Stance, str | None]:
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
    if not match or (
        match[0].lower() in ("if", "when") and not _states_condition(text, match.start())
    ):
        return stance, None
    end = re.search(r"[,;]\s|(?<![A-Z])\.\s|[\"”»]|$", text[match.end() :])
    proviso = text[match.start() : match.end() + (end.start() if end else 0)].strip()
    word = match[0].lower()
    if len(proviso) <= len(word) + 2:
        return stance, None
    if word.startswith("depend"):
        return ("conditional" if stance == "reports" and voice.first else stance), proviso
    possible = stance == "reports" and (
        promises(text, voice)
        if word in _PLAIN_IF or word.endswith(("day", "moment", "minute", "instant", "hour"))
        else _MODAL.search(text) is not None
    )
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
    **dict.fromkeys(
        words("support backing consent agreement gratitude praise applause admiration enthusiasm"),
        "accepts",
    ),
    **dict.fromkeys(
        words(
            "criticism criticisms protest protests hostility scepticism skepticism attack attacks"
            " outrage indignation anger fury outcry uproar backlash denunciation denunciations"
            " condemnation complaint complaints disapproval dismay displeasure disdain contempt"
            " distrust mistrust misgivings reservations unease"
        ),
        "resists",
    ),
}
# Verbs that are blame where what they take is said, and a fight or a blow elsewhere.
_BLAMING = words(
    "hit hits hitting attack attacks attacked attacking assail assails assailed assailing rip rips"
    " ripped ripping knock knocks knocked knocking fault faults faulted faulting target targets"
    " targeted targeting bash bashes bashed bashing trash trashes trashed trashing slash slashes"
    " slashed slashing savage savages savaged savaging skewer skewers skewered skewering pan pans"
    " panned panning roast roasts roasted roasting shred shreds shredded shredding torch torched"
)
_DEFENDING = words(
    "defend defends defended defending tout touts touted touting trumpet trumpets trumpeted"
    " trumpeting celebrate celebrates celebrated celebrating admire admires admired admiring"
)
_PUT_FORWARD = words("plan plans idea ideas scheme blueprint roadmap vision platform")
_HEADS = 4  # words of "its long-standing objections" that are looked at


def had(content: str) -> Stance | None:
    """The stance of what somebody has and tells of: "her plan to cut fees", "their objections".

    None where it is the subject of a sentence ("its plan was late") or another thing.
    """
    heard = content.lower().split()[: _HEADS + 1]
    if not heard or heard[0] not in lex.POSSESSIVES:
        return None
    for word, behind in pairwise([*heard[1:], ""]):
        noun = word.strip(',.;:"”')
        stance = "offers" if noun in _PUT_FORWARD else _NOUNS.get(noun)
        if stance and stance != "reports" and noun != "gratitude":
            return None if behind in lex.AUXILIARIES else stance
    return None


def noun_stance(lows: Sequence[str]) -> Stance | None:
    """The stance of the first noun among the words of a cue that has one of its own."""
    return next((_NOUNS[low] for low in lows if low in _NOUNS and _NOUNS[low] != "reports"), None)


_CAST = words("vote votes voted voting ballot ballots decide decides decided rule rules ruled")


def cue_stance(lows: Sequence[str], following: Sequence[str]) -> Stance | None:
    """The stance of a cue that the lexicon of the rules does not know, with the words behind it."""
    if lows and lows[-1] == "against":
        return "rejects" if not _CAST.isdisjoint(lows) else "resists"  # "came out against"
    if not _BLAMING.isdisjoint(lows):
        return "resists"
    if not _DEFENDING.isdisjoint(lows):
        return "accepts"
    if "open" in lows and not {"left", "leaves", "leave", "kept", "keeps"}.isdisjoint(lows):
        return "accepts"
    ways = [list(lows)]
    if lows and lows[-1] == "by":  # "had been floated by": whoever is named did
        ways = [[low for low in lows[:-1] if low not in lex.AUXILIARIES | {"been", "being"}]]
    if "to" in lows[1:-1]:  # "was heard to scoff at"
        ways.append(list(lows[len(lows) - 1 - lows[::-1].index("to") + 1 :]))
    for words_ in ways:
        shown = attitude("they " + " ".join([*words_, *following]))
        if shown != "reports":
            return shown
    return None


# --- contents of a kind --------------------------------------------------------------------------

_QUESTION = re.compile(r"(?:if|whether|why|how|when|what|who)\b", re.IGNORECASE)
# "What we need is": no question.
_WHAT_IS = re.compile(r"what\s.{2,60}?\b(?:is|was|are|were)\s+\w", re.IGNORECASE)
_DRAFTS = words("draft text plan proposal framework treaty accord agreement pact blueprint roadmap")
_NUMBER = re.compile(rf"(?:\d+|{'|'.join(sorted(NUMBERS))})(?: \w+)?\W*$", re.IGNORECASE)
_FORESEES = re.compile(r"\b(?:would|shall|will|is to|are to)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:if|when)\b[^,]{3,120}, .*\b(?:will|would|can|could|may|might|must|should)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_question(lemma: str, text: str) -> bool:
    """Whether a content is an indirect question ("asked whether") and no condition or relative."""
    if lemma == "voice" or not _QUESTION.match(text):
        return False
    return not (_WHAT_IS.match(text) or _CONDITION.match(text))


def is_number(text: str) -> bool:
    """Whether a content is a number alone, with what it counts: "twenty", "48 hours"."""
    return bool(_NUMBER.match(text))


def foresees(name: str, text: str) -> bool:
    """Whether a draft of that name puts the content forward: what it says "would" or "shall" be."""
    return not _DRAFTS.isdisjoint(name.lower().split()) and bool(_FORESEES.search(text))
