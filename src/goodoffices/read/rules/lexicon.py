"""Words of attribution in English: verbs with their frames and stances, nouns, closed classes.

A verb line reads: lemma, stance, frame letters. Frames:

    q  speech: the content may be a bare clause, stand before ("..., she said") or be a quotation
    s  speech only with a sign of it: that, a quotation, a colon, or the content before
    o  an addressee may follow ("told reporters that")
    n  the content is a noun phrase or infinitive ("demands a withdrawal", "refuses to sign")
    a  the content is what something is called or held to be ("described the plan as")
    d  a document may be the source ("the draft provides for")
    D  only a document can be the source ("the plan includes")

A lemma with a plus needs that particle right after it ("insist+on"). The stance is that of the verb
not negated; "reports" is refined by the content (`stance.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words

_VERBS = """
say reports qd | tell reports qo | state reports qd | declare reports qd | announce reports q
add reports s | note reports sd | write reports s | remark reports q | observe reports s
explain reports s | argue reports q | claim reports qd | assert reports q | contend reports q
maintain reports s | allege reports qd | comment reports s | reply reports s | answer reports s
respond reports s | continue reports s | recall reports s | joke reports q | quip reports q
insist reports q | stress reports qn | emphasise reports qn | emphasize reports qn
underline reports qn | underscore reports qn | highlight reports qnd | reiterate reports qn
repeat reports qn | warn reports qo | caution reports q | predict reports q | forecast reports q
acknowledge reports qn | admit reports q | concede reports q | confirm reports q
reveal reports q | disclose reports q | indicate reports qd | signal reports qo | hint reports q
imply reports q | suggest reports qd | believe reports q | think reports q | fear reports q
hope reports q | expect reports n | estimate reports qd | conclude reports qd | affirm reports q
testify reports q | tweet reports q | post reports s | complain reports q | boast reports q
lament reports q | report reports qd | show reports sD | find reports sD | inform reports so
assure reports so | remind reports so | notify reports so | swear reports q | reason reports s
read reports sD | wonder reports s | speculate reports q | charge reports s | counter reports s
elaborate reports s | interject reports s | muse reports s | retort reports s | guess reports q
point+out reports q | make+clear reports q | call+for asks nd | call+on asks n | insist+on asks n
insist+upon asks n | press+for asks n | push+for asks n | appeal+for asks n | lobby+for asks n
ask+for asks n | hold+out+for asks n | demand asks qnd | want asks n | seek asks n
request asks nd | urge asks no | require asks nd | advocate asks n | ask asks no
recommend asks qn | prefer asks n | favour asks n | favor asks n | press asks no
pressure asks no | implore asks no | push asks no | encourage asks no | order asks no
beseech asks no | beg asks no | stipulate asks nd | prescribe asks nd | propose offers qnd
offer offers n | pledge offers qn | promise offers qno | vow offers qn | volunteer offers n
envision offers nD | envisage offers nD | foresee offers nD | include offers nD
contain offers nD | involve offers nD | provide+for offers nD | outline offers nD
put+forward offers n | table offers n | guarantee offers nd | accept accepts n | agree accepts qn
approve accepts n | endorse accepts n | back accepts n | support accepts n | welcome accepts n
embrace accepts n | consent+to accepts n | praise accepts n | hail accepts n
sign+off+on accepts n | applaud accepts n | commend accepts n | oppose resists n
resist resists n | object+to resists n | object resists s | criticise resists na
criticize resists na | condemn resists na | denounce resists na | slam resists na
decry resists na | blast resists na | deplore resists n | protest resists n | question resists n
warn+against resists n | warn+of reports n | balk+at resists n | reject rejects na
refuse rejects n | rule+out rejects n | dismiss rejects na | veto rejects n | turn+down rejects n
rebuff rejects n | spurn rejects n | decline rejects n | deny denies qn | dispute denies n
refute denies n | rebut denies n | describe reports a | characterise reports a
characterize reports a | call reports a | label reports a | dub reports a | brand reports a
term reports a | consider reports a | regard reports a | view reports a | deem reports a
see reports a | portray reports a | accuse reports n | blame reports n
"""

_IRREGULAR_FORMS = """
say: says said saying | tell: tells told telling | write: writes wrote writing written
think: thinks thought thinking | swear: swears swore swearing sworn
show: shows showed showing shown | find: finds found finding | read: reads read reading
make: makes made making | hold: holds held holding | see: sees saw seeing seen
seek: seeks sought seeking | put: puts put putting | foresee: foresees foresaw foreseeing foreseen
beg: begs begged begging | admit: admits admitted admitting | deny: denies denied denying
imply: implies implied implying | reply: replies replied replying
testify: testifies testified testifying | prefer: prefers preferred preferring
quip: quips quipped quipping | slam: slams slammed slamming | rebut: rebuts rebutted rebutting
rebuff: rebuffs rebuffed rebuffing | dub: dubs dubbed dubbing
label: labels labelled labeled labelling labeling
signal: signals signalled signaled signalling signaling | veto: vetoes vetoed vetoing
notify: notifies notified notifying | decry: decries decried decrying
agree: agrees agreed agreeing | guarantee: guarantees guaranteed guaranteeing
forecast: forecasts forecast forecasting | beseech: beseeches beseeched besought beseeching
rule: rules ruled ruling | press: presses pressed pressing | turn: turns turned turning
post: posts posted posting | balk: balks balked balking | quote: quotes quoted quoting
cite: cites cited citing
"""
_IRREGULAR = {
    lemma.strip(): forms.strip()
    for entry in _IRREGULAR_FORMS.replace("\n", "|").split("|")
    if entry.strip()
    for lemma, forms in [entry.split(":")]
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One reading of a verb form. `form`: base, s, past or ing; `particles` follow it."""

    lemma: str
    stance: Stance
    frames: str
    form: str
    particles: tuple[str, ...] = ()


def _forms(lemma: str) -> list[tuple[str, str]]:
    """The forms of a verb with their kinds."""
    if lemma in _IRREGULAR:
        third, *rest = _IRREGULAR[lemma].split()
        kinds = [(form, "ing" if form.endswith("ing") else "past") for form in rest]
        return [(lemma, "base"), (third, "s"), *kinds]
    if lemma.endswith("e"):
        return [
            (lemma, "base"),
            (lemma + "s", "s"),
            (lemma + "d", "past"),
            (lemma[:-1] + "ing", "ing"),
        ]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return [(lemma, "base"), (third, "s"), (lemma + "ed", "past"), (lemma + "ing", "ing")]


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Verb forms in lower case -> readings, those with a particle first."""
    table: dict[str, list[Verb]] = {}
    for entry in _VERBS.replace("\n", "|").split("|"):
        if not entry.strip():
            continue
        name, stance, frames = entry.split()
        lemma, *particles = name.split("+")
        for form, kind in _forms(lemma):
            table.setdefault(form, []).append(
                Verb(lemma, stance, frames, kind, tuple(particles))  # type: ignore[arg-type]
            )
    return {
        form: tuple(sorted(all_, key=lambda v: -len(v.particles))) for form, all_ in table.items()
    }


# Nouns that carry a claim of the one they belong to ("Moscow's insistence on", "the demand that").
NOUN_CUES: dict[str, Stance] = {
    **dict.fromkeys(
        words("demand demands insistence call calls request requests appeal appeals ultimatum"),
        "asks",
    ),
    **dict.fromkeys(
        words(
            "proposal proposals offer offers pledge pledges promise promises readiness willingness"
        ),
        "offers",
    ),
    **dict.fromkeys(words("refusal rejection"), "rejects"),
    **dict.fromkeys(words("opposition objection objections reluctance resistance"), "resists"),
    **dict.fromkeys(words("acceptance approval endorsement"), "accepts"),
    **dict.fromkeys(words("denial denials"), "denies"),
    **dict.fromkeys(
        words(
            "claim claims assertion assertions statement warning warnings view belief argument"
            " conclusion assessment remark remarks"
        ),
        "reports",
    ),
}
# Verbs that only carry such a noun: "maintains demands", "repeated the offer".
CARRIERS = words(
    "maintain maintains maintained maintaining repeat repeats repeated repeating"
    " reiterate reiterates reiterated reiterating renew renews renewed renewing make makes"
    " made making present presents presented presenting issue issues issued issuing voice"
    " voices voiced voicing express expresses expressed expressing uphold upholds upheld"
    " raise raises raised"
)

# What makes a judgement on a text a refusal of it.
REFUSING = words(
    "unacceptable impossible capitulation surrender non-starter nonstarter betrayal"
    " treason suicide appeasement inadmissible untenable intolerable unthinkable suicidal"
)
FAVOURING = words("acceptable constructive promising encouraging reasonable balanced")

HEDGES = words(
    "reportedly allegedly apparently seemingly supposedly purportedly possibly perhaps"
    " presumably ostensibly rumoured rumored unconfirmed"
)
NEGATIONS = words(
    "not n't never no neither nor without cannot can't won't don't doesn't didn't isn't"
    " wasn't aren't weren't wouldn't couldn't shouldn't hasn't haven't hadn't hardly"
)
BE = words("is are was were be been being am isn't wasn't aren't weren't 's")
HAVE = words("have has had having hasn't haven't hadn't")
MODALS = words(
    "will would shall should may might must can could won't wouldn't cannot can't"
    " shouldn't couldn't mustn't"
)
DO = words("do does did don't doesn't didn't")
AUXILIARIES = BE | HAVE | MODALS | DO | frozenset(("not", "never"))
CATENATIVES = words(
    "continue continues continued begin begins began appear appears appeared seem seems"
    " seemed keep keeps kept go goes went try tries tried start starts started set about"
)
ADVERBS = words(
    "also again now still then later earlier already even often always just only once"
    " repeatedly too rather instead further meanwhile once long soon today yesterday"
    " recently so thus therefore yet twice far first all both either publicly privately"
)
DETERMINERS = words(
    "the a an this that these those his her its their our my your some any many several"
    " few most all both each every another other no one two three four five six seven"
    " eight nine ten dozens hundreds more such"
)
POSSESSIVES = words("his her its their our my your")
PREPOSITIONS = words(
    "of for from in at to with by on about into over under between among against within"
    " near around across behind through during including via inside outside towards toward"
    " upon"
)
PRONOUNS = words("he she they it we i who which you")
SUBORDINATORS = words(
    "that while though although whereas because as when if after before where since"
    " unless until once whether how why what but so than yet despite amid following whose"
    " whom who which or"
)
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
TIMES = WEEKDAYS | words(
    "today yesterday tonight late early earlier later last this week month year morning"
    " afternoon evening night january february march april june july august september"
    " october november december jan feb mar apr jun jul aug sep sept oct nov dec publicly"
    " privately recently again"
)
OCCASIONS = words(
    "statement interview speech post conference briefing address letter tweet call"
    " message telegram article report email e-mail video television tv summit meeting"
    " column editorial book memo testimony press parliament hearing broadcast release"
    " podcast channel news rally event reporters journalists debate forum"
)

# Nouns for people who speak. Unique offices and institutions are named enough to be on the record.
PEOPLE = words(
    "speaker speakers official officials officer officers diplomat diplomats adviser"
    " advisers advisor advisors aide aides analyst analysts expert experts observer"
    " observers critic critics source sources people person lawmaker lawmakers senator"
    " senators congressman congresswoman legislator legislators deputy deputies politician"
    " politicians leader leaders negotiator negotiators envoy envoys mediator mediators"
    " spokesman spokeswoman spokesperson spokespeople representative representatives"
    " commander commanders general generals soldier soldiers insider insiders scholar"
    " scholars researcher researchers economist economists historian professor activist"
    " activists resident residents witness witnesses voter voters supporter supporters"
    " opponent opponents ally allies partner partners colleague colleagues minister"
    " ministers president presidents ambassador ambassadors governor governors mayor"
    " mayors chief chiefs head heads chairman chairwoman chair director directors author"
    " authors reporter reporters journalist journalists citizen citizens refugee refugees"
    " man woman men women others many some participant participants delegate delegates mp"
    " mps member members lawyer lawyers attorney attorneys historian historians"
    " commentator commentators correspondent veteran veterans prosecutor prosecutors"
    " investigator investigators democrats republicans strategist strategists candidate"
    " candidates nominee europeans americans russians ukrainians authorities friend"
    " friends fighter fighters rebel rebels islanders mainlanders assistant secretary"
    " premier chancellor king queen prince pope bishop judge judges doctor doctors"
    " scientist scientists parents"
)
INSTITUTIONS = words(
    "country government administration ministry department parliament congress senate"
    " army military command council commission committee union alliance presidency cabinet"
    " court agency office party embassy delegation campaign group organisation"
    " organization company bank institute team opposition coalition authority leadership"
    " foundation centre center movement mission side secretariat bloc regime republic"
    " kingdom federation capital sides states countries nation nations governments staff"
    " police navy bureau board panel university firm"
)
OFFICES = words(
    "president minister premier chancellor king queen pope ambassador governor mayor"
    " chairman chairwoman secretary leader chief head commander envoy prince director"
    " speaker"
)
DOCUMENTS = words(
    "pact pacts plan plans proposal proposals draft drafts text document documents"
    " framework report reports statement communique communiqué agreement accord treaty"
    " memorandum paper papers letter study survey poll polls article resolution"
    " declaration law bill constitution protocol clause annex points deal initiative"
    " blueprint roadmap offer transcript records data figures results filing lawsuit memo"
    " email emails review analysis investigation book tweet release decree package version"
    " terms"
)
TITLES = words(
    "president prime minister foreign secretary chancellor mr mr. mrs mrs. ms ms. dr dr."
    " sir lord lady general gen. senator sen. representative rep. governor gov. king queen"
    " prince pope ambassador envoy special spokesman spokeswoman spokesperson chief former"
    " deputy vice state of defence defense colonel col. lt. prof. professor judge mayor"
    " chairman director minister's leader presidential assistant aide speaker u.s. us"
    " american national security adviser advisor interior finance premier commander"
    " admiral adm."
)
