"""The stance that words show of whoever says them: the decision tree of docs/explanation/gold.md.

Four layers, each on the one before. The words are found by class (`vocabulary`); clauses and
subjects tell whose attitude it is (`clauses`); the verb group tells whether it is meant, denied,
wanted or possible (`verbgroups`); here verbs, judgements and phrases become stances, and of
several the firmest one of a main clause stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.clauses import (
    AUXILIARY,
    MARKS,
    NOBODY,
    Clause,
    Subject,
    Voice,
    clauses,
)
from goodoffices.read.rules.judgements import held_to_be, judged, judgements
from goodoffices.read.rules.verbgroups import Group, groups, is_verb_place
from goodoffices.read.rules.vocabulary import Match
from goodoffices.read.rules.wording import Words, doubted, read_words

# Of several stances in one content, the one that stands.
_ORDER: tuple[Stance, ...] = (
    "red_line", "no_comment", "denies", "rejects", "accepts", "offers", "asks", "resists",
)  # fmt: skip


def attitude(text: str, voice: Voice = NOBODY) -> Stance:
    """The stance that a content shows of its speaker; "reports" where it shows none."""
    said = read_words(text, voice)
    shown: set[Stance] = set()
    before: Subject = "none"
    for clause in clauses(said.run):
        if clause.kind != "main":
            continue
        verb_groups = list(groups(said.run, clause))
        ahead: Subject = before if clause.joined else "none"
        if not verb_groups and before == "none":
            # "The chamber, she said, would not": the subject before what interrupts it.
            before = said.subject(clause, clause.end, before)
        for group in verb_groups:
            subject = said.subject(clause, group.start, before)
            shown.update(_of_group(said, clause, group, subject))
            before = subject
        shown.update(_of_plain_verbs(said, clause, verb_groups, before))
        shown.update(_of_phrases(said, clause, ahead))
    return next((stance for stance in _ORDER if stance in shown), "reports")


def promises(text: str, voice: Voice = NOBODY) -> bool:
    """Whether something would be given or done, by words that alone make no stance: the speaker
    "would be back", a thing "closes"."""
    said = read_words(text, voice)
    before: Subject = "none"
    for clause in clauses(said.run):
        if clause.kind != "main":
            continue
        held = list(groups(said.run, clause))
        for group in held:
            before = said.subject(clause, group.start, before)
            would = group.mode in ("will", "can", "ready") and not (group.negated or group.hedged)
            classes = said.verbs_at(group.verb)
            gives = classes.keys().isdisjoint(_NO_GIFTS) and _peaceful(said.run, group.verb)
            if would and before == "own" and gives:
                return True
        ours = said.run[clause.start : clause.start + 1] in (["we"], ["ours"], ["i"])
        if not held and ours and clause.start:
            return True  # "if they go, ours go"
        if not held and any(_goes(said, clause, m) for m in said.of("verbs", clause)):
            return True
    return False


def _goes(said: Words, clause: Clause, m: Match) -> bool:
    """ "The depot closes", "they go home": in the present, as things are to be."""
    if m.name != "give" or m.forms.isdisjoint(("s", "base")) or "past" in m.forms:
        return False
    if m.start == clause.start or not is_verb_place(said.run, m.start):
        return False
    return "procedural" not in said.verbs_at(m.start)


def _peaceful(run: Sequence[str], k: int) -> bool:
    return k < len(run) and run[k] not in _FIGHTING


_NO_GIFTS = frozenset({"mental", "refuse", "oppose", "harm", "want"})


# --- verbs with an auxiliary ---------------------------------------------------------------------


def _of_group(said: Words, clause: Clause, group: Group, subject: Subject) -> Iterator[Stance]:
    if group.hedged:
        return
    if group.mode == "must" and group.verb == clause.end and not group.negated:
        yield "asks"  # "it has to"
    idiom = any(
        group.start <= m.start <= group.verb < m.end for m in said.found if m.kind == "phrases"
    )
    if group.verb < clause.end and not idiom:
        classes = said.verbs_at(group.verb)
        yield from _of_verb(said, group, subject, classes)
    if not any(m.start <= group.verb < m.end for m in said.of("verbs", clause)) or group.be:
        yield from judgements(said, clause, group, subject)


def _of_verb(
    said: Words, group: Group, subject: Subject, classes: dict[str, Match]
) -> Iterator[Stance]:
    """What the speaker makes of a deed: refuses it, wants it, would do it, has not done it."""
    verb = max(classes.values(), key=lambda m: m.end, default=None)
    passive = group.be and verb is not None and "part" in verb.forms
    negated = group.negated or subject == "nothing"
    own = subject in ("own", "none")
    doing = verb is not None or (group.verb < len(said.run) and said.run[group.verb].isalpha())
    if group.mode == "must":
        we = said.run[group.start - 1 : group.start] in (["we"], ["i"])
        if passive and not negated and said.run[group.verb] in _APPROVED:
            yield "accepts"  # "is to be welcomed"
        else:
            yield from _of_duty(group, classes, negated, we)
    elif "speak" in classes and (negated or group.mode == "refuse"):
        if own:
            yield "no_comment"
    elif group.mode == "refuse":
        if own and "mental" not in classes:
            yield "rejects"
    elif passive:
        yield from _of_passive(said, group, classes, negated, subject)
    elif own:
        if negated:
            yield from _not_doing(said, group, classes, doing)
        else:
            yield from _doing(said, group, classes)
    elif subject == "nothing" and group.mode in ("will", "can", "ready"):
        if not classes.keys().isdisjoint(("give", "consent")):
            yield "rejects"  # "nobody will sign"
    elif subject == "thing" and group.do and negated and said.voice.first:
        # "A movement does not dissolve itself": said of all, meant of oneself.
        general = said.run[group.start - 2 : group.start - 1] in (["a"], ["an"])
        if general and not classes.keys().isdisjoint(("give", "consent")):
            yield "rejects"
    elif subject == "thing":
        yield from _of_thing(said, group, classes, negated)
    exists = "exist" in classes and group.mode == "plain"
    if exists and negated and subject in ("thing", "nothing"):
        yield "denies"


_APPROVED = words("welcomed commended applauded praised saluted appreciated hailed")


def _of_duty(group: Group, classes: dict[str, Match], negated: bool, we: bool) -> Iterator[Stance]:
    if negated and "consent" in classes:
        yield "rejects"
    elif not (we and ("mental" in classes or "procedural" in classes)):
        yield "asks"


def _of_passive(
    said: Words, group: Group, classes: dict[str, Match], negated: bool, subject: Subject
) -> Iterator[Stance]:
    """ "No fee may be levied", "could be considered", "will be rejected"."""
    deeds = not classes.keys().isdisjoint(("give", "consent"))
    refused = deeds and group.mode in ("will", "can", "ready") and subject != "other"
    if negated and refused:
        yield "rejects"
    elif negated:
        return
    elif subject in ("own", "none") and "oppose" in classes:
        yield "resists"  # "we are opposed"
    elif "refuse" in classes and subject in ("thing", "none"):
        if said.run[group.start] not in _TOLD:
            yield "rejects"
    elif deeds and group.mode == "can" and subject != "other":
        yield "offers"


_TOLD = words("was were has have had")  # "was rejected by nine votes": a fact


def _not_doing(
    said: Words, group: Group, classes: dict[str, Match], doing: bool
) -> Iterator[Stance]:
    """What one will not do is refused; what one has not done is denied."""
    if not classes.keys().isdisjoint(("oppose", "refuse")):
        if group.mode != "plain" or group.do or group.have:
            yield "accepts"
        return
    if group.be and said.run[group.start] in ("was", "were") and _goes_on(said.run, group.verb):
        yield "denies"  # "it was not buying votes"
        return
    if "mental" in classes:
        return
    if group.mode in ("will", "can", "ready"):
        # What one could not do may be no fault of one's will: only a gift is refused by that.
        able = said.run[group.start] == "could" and classes.keys().isdisjoint(("give", "consent"))
        if doing and not (group.be or group.have or able):
            yield "rejects"
    elif (group.have and not group.be) or (group.do and said.run[group.start] == "did"):
        if not classes.keys().isdisjoint(("consent", "give", "propose", "want", "refuse")):
            yield "denies"
    elif group.do:
        if "consent" in classes:
            yield "resists" if said.run[group.verb] in _MILD else "rejects"
        elif "give" in classes and "procedural" not in classes:
            yield "rejects"
        elif "want" in classes:
            yield "resists"
    elif group.be and any(
        "ing" in m.forms for m in classes.values() if m.name in ("give", "consent")
    ):
        yield "rejects"


def _goes_on(run: Sequence[str], k: int) -> bool:
    """ "Buying", "bringing": a deed, not of the mind."""
    return k < len(run) and run[k].endswith("ing") and run[k] not in _OF_MIND


_OF_MIND = words("expecting hoping feeling thinking looking talking saying going anything nothing")
_MILD = words("support back endorse welcome embrace favour favor like appreciate praise cheer")


def _doing(said: Words, group: Group, classes: dict[str, Match]) -> Iterator[Stance]:
    """What one does, would do or is ready to do."""
    modal = group.mode in ("will", "can", "ready")
    perfect = group.have and not group.be
    going_on = group.be and any("ing" in m.forms for m in classes.values())
    if _of_nothing(said.run, group.verb):
        # "Had fired no rocket", "would accept no fee".
        if modal:
            yield "rejects"
        elif group.have and "mental" not in classes:
            yield "denies"
        return
    if not (modal or perfect or going_on or group.do):
        return
    if modal and said.run[group.verb] == "appreciate":
        yield "asks"  # "would appreciate an answer"
    elif "consent" in classes:
        if not _to_meet(said, classes["consent"].end):
            yield "accepts"
    elif "refuse" in classes and group.mode != "can":
        yield "rejects"
    elif "oppose" in classes:
        yield "resists"
    elif "propose" in classes and group.mode != "can":
        yield "offers"
    elif "want" in classes:
        if said.run[group.verb + 1 : group.verb + 3] not in _POLITE:
            yield "asks"
    elif _would_give(said, group, classes):
        yield "offers"


def _would_give(said: Words, group: Group, classes: dict[str, Match]) -> bool:
    """Whether a deed is in the speaker's gift: what will be done anyway is told, not offered."""
    if group.mode == "ready":
        return "give" in classes or ("mental" not in classes and _peaceful(said.run, group.verb))
    told = group.mode == "will" and "procedural" in classes
    return group.mode in ("will", "can") and "give" in classes and not told


_FIGHTING = words("fight attack strike defend respond retaliate resist mobilise mobilize die wait")


def _to_meet(said: Words, k: int) -> bool:
    """ "Agreed to meet on Friday": how things go on is a fact."""
    return said.run[k : k + 1] == ["to"] and "procedural" in said.verbs_at(k + 1)


def _of_nothing(run: Sequence[str], verb: int) -> bool:
    """ "Fired no rocket": the object is denied."""
    at = verb + 2 if run[verb + 1 : verb + 2] in (["to"], ["on"], ["for"]) else verb + 1
    return run[at : at + 1] in (["no"], ["nothing"], ["nobody"], ["none"])


def _of_thing(
    said: Words, group: Group, classes: dict[str, Match], negated: bool
) -> Iterator[Stance]:
    """What a thing would do for one or against one; "that might do"."""
    following = said.run[group.verb + 1 : group.verb + 2]
    does = group.mode in ("will", "can") and said.run[group.verb : group.verb + 1] == ["do"]
    if does and not negated and (not following or following[0] in MARKS):
        yield "accepts"
    if "fail" in classes and said.run[group.start] == "would" and not negated:
        yield "rejects"
    if "harm" in classes and not negated:
        yield "resists"
    elif "benefit" in classes:
        yield "resists" if negated else "accepts"


# --- verbs without one ---------------------------------------------------------------------------

_PLAIN: dict[str, Stance] = {
    "consent": "accepts", "refuse": "rejects", "oppose": "resists", "propose": "offers",
    "want": "asks",
}  # fmt: skip
_POLITE = [["to", verb] for verb in words("thank express stress recall note say know point draw")]
_OF_THINGS: dict[str, Stance] = {"harm": "resists", "benefit": "accepts"}


def _of_plain_verbs(
    said: Words, clause: Clause, held: Sequence[Group], before: Subject
) -> Iterator[Stance]:
    yield from held_to_be(said, clause, before)
    if _holds_none(said.run, clause):
        yield "denies"
    if said.voice.first and _stays(said.run, clause):
        yield "rejects"
    for m in said.of("verbs", clause):
        finite = m in said.verbs_at(m.start).values() and not m.forms.isdisjoint(
            ("s", "past", "base")
        )
        if not finite or any(g.start <= m.start <= g.verb for g in held):
            continue
        infinitive = m.start == clause.start + 1 and said.run[clause.start] == "to"
        if infinitive and m.name in ("refuse", "oppose"):
            yield _PLAIN[m.name]
        if not is_verb_place(said.run, m.start):
            continue
        if said.run[clause.start] not in ("no", "nobody", "none") and doubted(
            said.run, clause, m.start
        ):
            continue
        if any(g.verb < m.start for g in held):
            continue  # behind the verb of the clause: a noun, or part of its object
        subject = said.subject(clause, m.start, before)
        if subject == "none" and m.start > clause.start:
            continue
        if subject == "own" or (subject == "none" and clause.joined and before == "own"):
            if _of_nothing(said.run, m.end - 1):
                if "past" in m.forms and m.name in ("consent", "propose", "give"):
                    yield "denies"
            elif m.name == "consent" and _to_meet(said, m.end):
                continue
            elif m.name in _PLAIN and said.run[m.start + 1 : m.start + 3] not in _POLITE:
                yield _PLAIN[m.name]
        elif subject == "thing" and said.run[m.start] == "needs" and said.run[clause.start] in _ANY:
            yield "asks"  # "a truce needs a paper"
        elif subject == "thing" and m.name in _OF_THINGS:
            # A deed of the past is told, not judged; an idiom ("raised more questions") judges.
            if "past" not in m.forms or m.end - m.start > 1:
                yield _OF_THINGS[m.name]
        elif subject == "nothing" and m.name in ("give", "consent") and "s" in m.forms:
            yield "rejects"  # "nobody gives away"
        elif subject == "nothing" and m.name in ("give", "refuse") and "past" in m.forms:
            yield "denies"  # "nobody walked out"
        elif subject == "nothing" and m.name == "exist" and not any(said.of("judged", clause)):
            yield "denies"


def _holds_none(run: Sequence[str], clause: Clause) -> bool:
    """ "We hold no hostages"."""
    subject, verb, none = (*run[clause.start : clause.start + 3], "", "", "")[:3]
    return subject in ("i", "we") and none == "no" and verb not in _LACKING


def _stays(run: Sequence[str], clause: Clause) -> bool:
    """ "The flag stays": who says no more of it will not give it up."""
    return clause.end - clause.start > 2 and run[clause.end - 1] in ("stays", "remains")


_ANY = words("a an any every each all")
_LACKING = AUXILIARY | words("have need see want make accept know take expect find feel give")


# --- phrases -------------------------------------------------------------------------------------

# Whoever is spoken of: a duty or a principle is the speaker's own view.
_OF_ANYBODY = frozenset({"asks", "red_line", "denies", "dismissals", "faults"})
_HEARD = [[word] for word in words("hear heard hears say said says word words call called")]
_NAMED = {"desires": "asks", "dismissals": "rejects", "faults": "resists"}


def _of_phrases(said: Words, clause: Clause, ahead: Subject) -> Iterator[Stance]:
    for m in said.of("phrases", clause):
        if doubted(said.run, clause, m.start):
            continue
        if m.name == "rejects" and said.run[m.start - 1 : m.start] in _HEARD:
            continue
        start = m.start
        while start > clause.start and (
            said.run[start - 1] in AUXILIARY or said.run[start - 1] in lex.ADVERBS
        ):
            start -= 1
        subject = said.subject(clause, start, ahead) if start > clause.start else ahead
        name = _NAMED.get(m.name, m.name)
        silent = m.name == "no_comment" and said.voice.first
        if subject == "other" and m.name not in _OF_ANYBODY and not silent:
            continue
        if subject == "thing" and m.name == "desires":
            continue
        yield name  # type: ignore[misc]


_OF_DEEDS = frozenset({"asks", "desires", "offers", "no_comment", "dismissals"})

# --- what something is called --------------------------------------------------------------------


def judgement(text: str) -> Stance:
    """What is held of a thing ("described it as ..."): that it is to be refused, bad or welcome."""
    said = read_words(text, NOBODY)
    whole = Clause(0, len(said.run), "main")
    shown: set[Stance] = set(judged(said.run, list(said.of("judged", whole)), 0, negated=False))
    for m in said.of("phrases", whole):
        if m.name not in _OF_DEEDS and not doubted(said.run, whole, m.start):
            shown.add(_NAMED.get(m.name, m.name))  # type: ignore[arg-type]
    for m in said.of("verbs", whole):
        if m.name in _OF_THINGS and m.end - m.start > 1:
            shown.add(_OF_THINGS[m.name])
    return next((stance for stance in _ORDER if stance in shown), "reports")
