"""Claims set right with the words around them: whole contents, whole chains, no claim twice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim, Place
from goodoffices.read.rules.contents import place, source_of
from goodoffices.read.rules.further import further_claims
from goodoffices.read.rules.segment import Sentence

Found = tuple[Sentence, list[Claim]]
_CITING = words("citing quoting cited quoted cites quotes")
_UNNAMED = words("identified named quoted")


def mended(
    read: Iterable[Sentence], found: Sequence[Found], outlets: frozenset[str]
) -> list[Found]:
    """The claims of a text with what `further` adds, each sentence set right."""
    held = {sentence.start: claims for sentence, claims in found}
    result = []
    for s in read:
        claims = _with_origins(s, held.get(s.start, []), outlets)
        claims = [_around(s, _with_document(s, claim, outlets)) for claim in claims]
        claims = _added(claims, further_claims(s, outlets))
        claims = [claim for claim in claims if not _idle(s, claim, claims)]
        if claims:
            result.append((s, sorted(claims, key=lambda claim: (claim.cue, claim.content))))
    return result


def _added(claims: list[Claim], more: list[Claim]) -> list[Claim]:
    """Silence is told best by its own finder; anything else is added where nothing meets it."""
    for claim in more:
        if claim.content[0] >= claim.content[1]:
            continue
        if claim.stance == "no_comment" or claim.lemma in ("quote", "mention"):
            claims = [
                c for c in claims
                if not (_meet(c.cue, claim.cue) or _within(c.cue, claim.content)
                        or _within(c.content, claim.content))
                or (_within(claim.content, c.content) and not _meet(c.cue, claim.cue))
            ]  # fmt: skip
        elif any(
            _meet(c.cue, claim.cue) and not _within(claim.cue, c.content) for c in claims
        ) or any(c.content == claim.content for c in claims):
            continue
        claims = [*claims, claim]
    return claims


# --- origins -------------------------------------------------------------------------------------


def _with_origins(s: Sentence, claims: list[Claim], outlets: frozenset[str]) -> list[Claim]:
    """ "The Post, citing officials, reported": the officials say it, the Post passes it on."""
    cited = {}
    for k in range(1, len(s) - 1):
        if s.lows[k] not in _CITING or s.quoted[k] or s.lows[k - 1] in lex.BE:
            continue
        joint = k - 1
        if s.lows[joint] in ("which", "who") and joint:
            joint -= 1
        origin = sources.after(s, k + 1)
        if s.lows[joint] != "," or origin is None or origin[0] > k + 2:
            continue
        citing = sources.before(s, joint - 1)
        if citing is None or sources.kind_of_source(s, citing, outlets) != "outlet":
            passing = [c.source.place for c in claims if c.source and c.source.kind == "outlet"]
            at = max((p for p in passing if p[1] <= s.starts[joint]), default=None)
        else:
            at = place(s, *citing)
        if at is not None:
            cited[at] = (source_of(s, origin, outlets), place(s, *origin))
    if not cited:
        return claims
    kept = []
    for claim in claims:
        source = claim.source
        match = next((c for at, c in cited.items() if source and _meet(at, source.place)), None)
        if match is None or claim.lemma == "cite":
            kept.append(claim)
        elif not _within(claim.content, _wide(match[1])) and source is not None:
            kept.append(replace(claim, via=(*claim.via, match[0]), lemma="cite", speech=True))
    return kept


def with_antecedents(s: Sentence, claims: Sequence[Claim], outlets: frozenset[str]) -> list[Claim]:
    """The claims of a sentence with "who" read as whom it means, where no other claim of the same
    cue says so already."""
    meant = [_with_antecedent(s, claim, outlets) for claim in claims]
    held = {(claim.cue, claim.source) for claim in claims}
    return [
        claim if new is not claim and (new.cue, new.source) in held else new
        for claim, new in zip(claims, meant, strict=True)
    ]


def _with_antecedent(s: Sentence, claim: Claim, outlets: frozenset[str]) -> Claim:
    """ "The premier, who claimed": whom the pronoun means; "a note issued by the office said".

    Not part of `mended`, because the words that name the source are those that stand there.
    """
    if claim.source is None:
        return claim
    first = bisect_left(s.starts, claim.source.place[0])
    if first < 1 or first >= len(s):
        return claim
    if s.lows[first] in ("who", "which") and claim.source.place[1] <= s.ends[first]:
        phrase = sources.before(s, first - 1 - (s.lows[first - 1] == ","))
    elif s.lows[first - 1] == "by" and claim.cue[0] > claim.source.place[0]:
        made = next((k for k in range(first - 2, max(0, first - 6), -1) if s.lows[k] in _MADE), 0)
        phrase = sources.before(s, made - 1) if made else None
        if phrase and sources.kind_of_source(s, phrase, outlets) != "document":
            phrase = None
    else:
        return claim
    return replace(claim, source=source_of(s, phrase, outlets)) if phrase else claim


_MADE = words("issued published released circulated distributed sent signed written posted")


def _with_document(s: Sentence, claim: Claim, outlets: frozenset[str]) -> Claim:
    """ "She wrote in a letter", "told the paper in an interview": what the words stand in."""
    if claim.kind != "attributed" or claim.via or not claim.speech or claim.source is None:
        return claim
    if claim.source.kind in ("document", "outlet"):
        return claim
    k = bisect_left(s.starts, max(claim.cue[1], claim.source.place[1]))
    near = [j for j in range(max(k - 4, 0), min(k + 4, len(s) - 2)) if s.lows[j] == "in"]
    for j in near:
        if s.quoted[j] or s.lows[j + 1] not in lex.DETERMINERS | lex.POSSESSIVES:
            continue
        phrase = sources.after(s, j + 1, min(len(s), j + 8))
        if phrase is None or phrase[0] > j + 1 or _meet(place(s, *phrase), claim.source.place):
            continue
        if sources.kind_of_source(s, phrase, outlets) == "document" and (
            s.lows[sources.head(s, phrase)] in _WRITTEN
        ):
            return replace(claim, via=(source_of(s, phrase, outlets),))
    return claim


_WRITTEN = words("letter memorandum memo note paper non-paper statement email message telegram")


def _wide(at: Place) -> Place:
    return at[0] - 2, at[1] + 2


# --- contents ------------------------------------------------------------------------------------


def _around(s: Sentence, claim: Claim) -> Claim:
    """ "The talks, she wrote in a letter, go on": the part behind the attribution as well."""
    if claim.kind != "attributed" or claim.stance != "reports" or claim.source is None:
        return claim
    if claim.content[1] > claim.cue[0] or s.starts[0] > claim.content[0]:
        return claim
    end = bisect_right(s.ends, claim.content[1])
    if end >= len(s) or s.lows[end] not in (",", "—", "–") or spans.closes_quote(s, end - 1):
        return claim
    after = max(claim.cue[1], claim.source.place[1])
    k = bisect_left(s.starts, after)
    close = next((j for j in range(k, min(len(s), k + 14)) if s.lows[j] == s.lows[end]), None)
    if close is None or close + 2 >= len(s) or any(s.quoted[k:close]):
        return claim
    following = s.lows[close + 1]
    if s.quoted[close + 1] or following in _NEW or following.endswith("ing"):
        return claim
    stop = spans.clause_end(s, close + 1, stop_at_verbs=False)
    if stop <= close + 1:
        return claim
    whole = (claim.content[0], s.ends[stop - 1])
    return replace(claim, content=whole, clause=whole, direct=claim.direct)


_NEW = words(
    "and but while though although who which whose as citing with after before when where"
    " according because so yet he she they it a the"
)


def _idle(s: Sentence, claim: Claim, claims: Sequence[Claim]) -> bool:
    """What is no claim: a name alone, how somebody wants to be named, part of a wider one."""
    if claim.kind != "attributed":
        return False
    first, end = bisect_left(s.starts, claim.content[0]), bisect_right(s.ends, claim.content[1])
    lows = s.lows[first:end]
    if "anonymity" in lows or (
        "be" in lows and not _UNNAMED.isdisjoint(lows) and "not" in lows[:2]
    ):
        return True
    if 0 < end - first <= 2 and any(
        c is not claim and c.source and _within(claim.content, c.source.place) for c in claims
    ):
        return True
    return any(
        c is not claim
        and c.source is not None
        and claim.source is not None
        and claim.stance == "reports"
        and c.stance == "reports"
        and c.content != claim.content
        and _within(claim.content, c.content)
        and _within(claim.cue, c.content)
        and (c.source.place == claim.source.place or c.source.place == claim.cue)
        for c in claims
    )


def _meet(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _within(a: Place, b: Place) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]
