"""Where the content of a claim begins and ends, by tokens of its sentence."""

from __future__ import annotations

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase

_OPENING = frozenset('"“„«‘‚「『')
_ENDING_WORDS = words("while though although whereas")
_TAIL_WORDS = (
    "on",
    "in",
    "at",
    "during",
    "to",
    "from",
    "after",
    "before",
    "through",
    "via",
    "late",
    "early",
    "earlier",
    "last",
    "this",
    "by",
)


def opens_quote(s: Sentence, k: int) -> bool:
    """Whether token `k` opens a quotation."""
    return (
        k < len(s)
        and s.quoted[k]
        and s.words[k] in _OPENING
        and (k == 0 or not s.quoted[k - 1] or s.words[k - 1] in ("”", "»", '"', "''"))
    )


def closes_quote(s: Sentence, k: int) -> bool:
    """Whether token `k` closes a quotation."""
    if k < 0 or not s.quoted[k] or s.words[k].isalnum():
        return False
    return k + 1 == len(s) or not s.quoted[k + 1] or opens_quote(s, k + 1)


def after_tail(s: Sentence, k: int) -> tuple[int, Phrase | None]:
    """Past what may stand between a verb of speech and its content: when, where, on what occasion.

    Also the noun phrase named in it as the place of the words ("in an interview with Reuters").
    """
    named: Phrase | None = None
    steps = 0
    while k < len(s) and steps < 4:
        low = s.lows[k]
        if (
            low in lex.TIMES
            or (low in lex.ADVERBS and low not in lex.DETERMINERS)
            or (low.endswith("ly") and low not in ("only", "family", "italy", "july"))
        ):
            k += 1
        elif low in _TAIL_WORDS and (end := _tail_end(s, k)):
            for j in range(k, end):
                if s.lows[j] in ("with", "to", "by") and j > k and j + 1 < end:
                    named = sources.after(s, j + 1, end)
            k = end
        else:
            break
        steps += 1
    return k, named


def _tail_end(s: Sentence, k: int) -> int | None:
    """End of a phrase such as "in a statement on Thursday" that begins with the preposition `k`."""
    for j in range(k + 1, min(k + 6, len(s))):
        low = s.lows[j]
        if s.quoted[j] or low in (",", ".", ":", ";", "that"):
            return None
        if low in lex.OCCASIONS:
            end = j + 1
            if end < len(s) and s.lows[end] in ("with", "to", "by", "in", "on", "from", "at"):
                phrase = sources.after(s, end + 1, min(len(s), end + 8))
                if phrase and phrase[1] - phrase[0] <= 5:
                    return phrase[1]
            return end
        if low in lex.TIMES or s.words[j].isdigit():
            end = j + 1
            while end < len(s) and (s.words[end].isdigit() or s.lows[end] in lex.TIMES):
                end += 1
            return end
    return None


def that_ahead(s: Sentence, k: int, reach: int = 12) -> int | None:
    """The "that" of a that-clause within reach, no mark, verb or quotation before it.

    Between the verb and it stands nothing but where and to whom: "said in Kyiv that".
    """
    if k < len(s) and s.lows[k] != "that" and s.lows[k] not in lex.PREPOSITIONS:
        return None
    for j in range(k, min(k + reach, len(s))):
        if s.lows[j] == "that" and not s.quoted[j]:
            return j
        if s.quoted[j] or s.lows[j] in (",", ".", ":", ";", "(", "—", "–"):
            return None
        if s.lows[j] in lex.BE | lex.MODALS or s.lows[j] == "to" or s.lows[j] in lex.verbs():
            return None
    return None


def clause_end(
    s: Sentence, start: int, *, stop_at_verbs: bool = True, stop_at_clauses: bool = False
) -> int:
    """One past the last token of the content that begins at `start`.

    `stop_at_clauses`: the content is a thing and no clause, so that another clause is none of it.
    """
    end = len(s)
    depth_of_start = s.quoted[start] if start < len(s) else False
    for k in range(start, len(s)):
        if s.quoted[k]:
            if (
                k > start
                and closes_quote(s, k)
                and _full_stop(s, k - 1)
                and _ends_at_comma(s, k, stop_at_verbs)
            ):
                end = k + 1
                break
            continue
        low = s.lows[k]
        following = s.lows[k + 1] if k + 1 < len(s) else ""
        if low == ";" or (low in ("—", "–", "--") and following in ("but", "though", "yet")):
            end = k
            break
        if low == "," and k > start and _ends_at_comma(s, k, stop_at_verbs):
            end = k
            break
        if k > start and low in _ENDING_WORDS and s.lows[k - 1] != ",":
            end = k
            break
        if stop_at_verbs and k > start and low in ("and", "but") and _new_cue(s, k + 1):
            end = k
            break
        if stop_at_clauses and k > start and low == "and" and _acts(s, k + 1):
            end = k
            break
        if depth_of_start and k > start and closes_quote(s, k - 1) and _full_stop(s, k - 2):
            end = k
            break
    return trimmed_end(s, start, end)


def _full_stop(s: Sentence, k: int) -> bool:
    return k >= 0 and s.words[k] in (",", ".", "!", "?")


def _ends_at_comma(s: Sentence, k: int, stop_at_verbs: bool) -> bool:
    j = k + 1
    if j >= len(s):
        return True
    low = s.lows[j]
    if low in _ENDING_WORDS or (low == "according" and j + 1 < len(s) and s.lows[j + 1] == "to"):
        return True
    if low in ("citing", "when", "where", "as"):
        return True
    if low in ("and", "but", "or") and stop_at_verbs:
        return _new_cue(s, j + 1) or _new_clause(s, j + 1)
    if not stop_at_verbs:
        return False
    readings = lex.verbs().get(low)
    if readings and readings[0].form == "ing" and not s.quoted[j]:
        return any(
            "q" in r.frames or "s" in r.frames or r.stance != "reports"
            for r in readings
            if "D" not in r.frames
        )
    if readings and stop_at_verbs and not s.quoted[j] and s.words[j][0].islower():
        return any(r.form in ("past", "s") and "D" not in r.frames for r in readings) and not (
            _is_adjective(s, j)
        )
    if low in lex.HEDGES and j + 1 < len(s):
        return s.lows[j + 1].endswith("ing")
    return _speaks(s, j)


def _new_cue(s: Sentence, j: int) -> bool:
    """Whether a cue verb with the same subject begins here ("... and warned that")."""
    while j < len(s) and (s.lows[j] in lex.ADVERBS or s.lows[j].endswith("ly")):
        j += 1
    if j >= len(s) or s.quoted[j]:
        return False
    readings = lex.verbs().get(s.lows[j], ())
    return any(r.form in ("past", "s") and "D" not in r.frames for r in readings)


def _new_clause(s: Sentence, j: int) -> bool:
    """Whether a new clause with a pronoun and a cue verb begins here ("and he added")."""
    if j + 1 >= len(s) or s.lows[j] not in ("he", "she", "they", "it", "we"):
        return False
    return _new_cue(s, j + 1)


def _is_adjective(s: Sentence, j: int) -> bool:
    """ "a long, proposed line", "land, demands and money": no verb follows the comma."""
    following = s.lows[j + 1] if j + 1 < len(s) else ""
    return following in ("and", ",", "or", ".") or (
        s.lows[j].endswith("ed")
        and following.isalpha()
        and following not in lex.DETERMINERS
        and following not in lex.PREPOSITIONS
        and following not in lex.POSSESSIVES
        and not s.words[j + 1][0].isupper()
        and following != "that"
    )


def _acts(s: Sentence, j: int) -> bool:
    """Whether a noun phrase and a cue verb begin here: "and Moscow wants"."""
    phrase = sources.after(s, j, min(len(s), j + 6))
    if phrase is None or phrase[0] != j or not sources.can_speak(s, phrase, "q"):
        return False
    return _new_cue(s, phrase[1])


def _speaks(s: Sentence, j: int) -> bool:
    """Whether ", X said" stands here: a short noun phrase and a verb of speech."""
    phrase = sources.after(s, j, min(len(s), j + 12))
    if phrase is None or phrase[0] != j:
        return False
    k = phrase[1]
    while k < len(s) and (s.lows[k] in lex.AUXILIARIES or s.lows[k] in lex.ADVERBS):
        k += 1
    readings = lex.verbs().get(s.lows[k], ()) if k < len(s) else ()
    if not any("q" in r.frames and r.form in ("past", "s") for r in readings):
        return False
    return (
        k + 1 == len(s)
        or s.lows[k + 1] in (",", ".", "in", "on", "at", ":", "citing", "quoting")
        or s.lows[k + 1] in lex.TIMES
        or (s.lows[k] in ("told", "tells", "tell") and len(s) - k < 10)
    )


def trimmed_end(s: Sentence, start: int, end: int) -> int:
    """Without marks at the end that are not the content's own, and words that only join."""
    while end > start and (
        (
            not s.quoted[end - 1]
            and s.words[end - 1] in (".", ",", ";", ":", "—", "–", "-", "!", "?")
        )
        or s.lows[end - 1] in ("and", "but", "while")
    ):
        end -= 1
    return end


def trimmed_start(s: Sentence, start: int, end: int) -> int:
    """Without marks and joining words at the beginning."""
    while start < end and (
        (
            s.words[start] in (",", ";", ":", "—", "–", "-", ".", "…", "•", "*", ")")
            and not s.quoted[start]
        )
        or (
            s.lows[start] in ("but", "and", "meanwhile", "however", "still", "moreover")
            and not s.quoted[start]
        )
    ):
        start += 1
    return start
