"""An archive of generated articles on the fictional case, with what is true of it.

    python -m benchmarks.archive OUT.jsonl --reports 100000 --seed 1

Events follow one another; of each, one to four outlets write texts of their own (the same facts and
the same quotations, other words and order), and in two events of five an agency's text is copied by
up to six outlets: cut, under their own head, lightly rewritten, or all of it. `truth` of an article
is the number of its event and, for a copy, the number of the article copied.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

OUTLETS = [f"{town} {kind}" for town in ("Carvossa", "Sundhall", "Ilmere", "Torvay", "Lissen",
           "Marrow Bay", "Ostry", "Pellam") for kind in ("Beacon", "Courier", "Post", "Herald",
           "Gazette")]  # fmt: skip
AGENCIES = ("Strait News Agency", "Northwater Wire")

PEOPLE = {
    "Ilka Sorvann": "Marenvik's prime minister", "Joren Athel": "Marenvik's foreign minister",
    "Bettan Royle": "Marenvik's government spokeswoman", "Casmir Vloth": "the president of Dolsany",
    "Neda Quillan": "Dolsany's chief negotiator",
    "Tarn Osk": "Dolsany's foreign ministry spokesman",
    "Ravel Ostin": "the envoy of Ilmere", "Hester Malvane": "the speaker of the Chamber",
}  # fmt: skip
TERMS = (
    "a fishing zone of six nautical miles", "a fishing zone of twelve nautical miles",
    "a fishing zone of three nautical miles", "free passage through the strait without notice",
    "24 hours' notice without inspection", "48 hours' notice and a right of inspection",
    "a navigation fee of four crowns", "a navigation fee of eight crowns",
    "joint patrols of the two coast guards", "observers from Ilmere on the islet",
    "an arbitral tribunal for Hollin Skerry", "joint administration of Hollin Skerry",
    "the release of the sailors in stages", "the release of all sailors at once",
    "an accord that runs for twenty years", "an accord that runs for five years",
)  # fmt: skip
SAID = (
    "{name} said that {side} would accept {term}.",
    "{side} asked for {term}, {name} told reporters.",
    "According to {name}, {side} rejects {term}.", "{name} demanded {term} on behalf of {side}.",
    "{name} offered {term} if the other shore moved first.", "{name} called {term} unacceptable.",
    "{side} insists on {term}, said {name}, {office}.", "{name} declined to comment on {term}.",
    "{name}, {office}, said {side} could never agree to {term}.",
    "{term_} remains open, people familiar with the talks said; {side} opposes it.",
)  # fmt: skip
COLOUR = (
    "The talks on {day} {verb} in the {place}, where {crowd} {act} since {hour}.",
    "{crowd_} {act} outside the {place} while the delegations {verb}.",
    "A ferry from {town} {moved} with {number} passengers and a load of {goods}.",
    "Traders in {town} said that prices of {goods} had {trend} by {number} per cent since {month}.",
    "The coast guard counted {number} vessels near {town}, {more} than in {month}.",
    "In {town} the {place} {verb} until {hour}, as {crowd} waited for news from the strait.",
    "Insurers at {town} put the cost of a crossing at {number} crowns, {more} than before.",
    "{number} {crowd} signed a letter about {goods}, and the mayor of {town} {act}.",
    "Fog closed the port of {town} at {hour}; {number} boats with {goods} {moved}.",
)  # fmt: skip
SLOTS = {
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "verb": ("went on", "broke off", "began late", "were held behind closed doors", "paused twice",
             "resumed without aides", "stayed open", "ran over time", "moved to another room"),
    "place": ("customs house", "old town hall", "harbour office", "hotel on the quay",
              "fish market",
              "naval museum", "lighthouse", "ministry annex", "chapel", "sailing club"),
    "crowd": ("fishermen", "students", "reporters", "dockworkers", "relatives of the sailors",
              "pilots", "shop owners", "pensioners", "retired officers", "truck drivers"),
    "act": ("had gathered", "kept silent", "sang for hours", "held up lanterns",
            "handed out leaflets",
            "asked for answers", "stood in the rain", "shouted questions", "shared bread and tea"),
    "hour": ("dawn", "noon", "nine o'clock", "the early evening", "midnight", "half past three"),
    "town": ("Torvay", "Lissen", "Marrow Bay", "Ostry", "Pellam", "Hollin", "Grennock", "Saltmere",
             "Ardvin", "Kessel Point", "Drum Haven", "Wexcombe"),
    "moved": ("left late", "turned back", "arrived empty", "was searched twice",
              "anchored offshore",
              "changed its course", "waited for a pilot", "took the northern channel"),
    "goods": ("herring", "timber", "machine parts", "grain", "salt", "coal", "medicines", "apples",
              "wool", "paper", "cement", "glass", "copper wire", "seed potatoes"),
    "trend": ("risen", "fallen", "swung", "climbed", "slipped", "held within a band"),
    "month": ("January", "March", "May", "July", "September", "November", "the spring",
              "the winter"),
    "more": ("more", "fewer", "a third more", "far fewer", "slightly more", "twice as many"),
}  # fmt: skip
QUOTES = ("a {a} is not a {b}, and nobody on this {c} will sign for a {d}",
          "we have waited {n} years for a {a}, we can wait for the {b} as well",
          "whoever brings a {a} to the {c} should not be surprised by a {b}",
          "there will be no {a} without a {b}, and no {b} without the {d}")  # fmt: skip
THINGS = ("toll road", "fence", "promise", "harbour", "shore", "chart", "net", "ledger", "bridge",
          "signature", "lamp", "tide", "table", "letter", "boat", "rope")  # fmt: skip


class Article(NamedTuple):
    """An article as an export would give it, and what is true of it."""

    fields: dict[str, str]
    event: int
    copy_of: int | None


def articles(reports: int, seed: int = 1) -> Iterator[Article]:
    """`reports` articles in order of time; the same for the same seed."""
    rng = random.Random(seed)
    number = event = 0
    while number < reports:
        on = date(2031, 1, 1) + timedelta(days=event % 700)
        facts = [_fact(rng) for _ in range(rng.randint(4, 7))]
        agency = rng.random() < 0.4
        written: list[tuple[str, str, int | None]] = []
        if agency:
            text = _story(rng, facts)
            written.append((rng.choice(AGENCIES), text, None))
            users = rng.sample(OUTLETS, rng.randint(1, 6))
            written += [(outlet, copied(rng, text, outlet), number) for outlet in users]
        for outlet in rng.sample(OUTLETS, rng.randint(1, 4)):
            chosen = rng.sample(facts, max(3, len(facts) - 2))
            written.append((outlet, _story(rng, chosen), None))
        for outlet, text, source in written[: reports - number]:
            fields = {
                "text": text,
                "title": text.split(". ", 1)[0][:90],
                "outlet": outlet,
                "published": on.isoformat(),
                "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
                "language": "en",
            }
            yield Article(fields, event, source)
            number += 1
        event += 1


def _fact(rng: random.Random) -> dict[str, str]:
    name = rng.choice(list(PEOPLE))
    things = dict(zip("abcd", rng.sample(THINGS, 4), strict=True))
    quote = rng.choice(QUOTES).format(**things, n=rng.randint(3, 90))
    return {"name": name, "office": PEOPLE[name], "side": rng.choice(("Marenvik", "Dolsany")),
            "term": rng.choice(TERMS), "quote": quote}  # fmt: skip


def _story(rng: random.Random, facts: list[dict[str, str]]) -> str:
    """The facts in words of its own, with colour between them; about 300 words."""
    paragraphs = []
    for fact in facts:
        said = rng.choice(SAID).format(**fact, term_=fact["term"][0].upper() + fact["term"][1:])
        lines = [said]
        if rng.random() < 0.6:
            lines.append(f'"{fact["quote"][0].upper()}{fact["quote"][1:]}," {fact["name"]} said.')
        lines += [_colour(rng) for _ in range(rng.randint(1, 3))]
        rng.shuffle(lines)
        paragraphs.append(" ".join(lines))
    return "\n".join(paragraphs) + "\n"


def _colour(rng: random.Random) -> str:
    drawn = {name: rng.choice(words) for name, words in SLOTS.items()}
    line = rng.choice(COLOUR).format(
        **drawn, number=rng.randint(3, 9_000), crowd_=drawn["crowd"].capitalize()
    )
    return line[0].upper() + line[1:]


def copied(rng: random.Random, text: str, outlet: str) -> str:
    """A copy: cut to between 45 % and all, under a head, with up to 8 % of the words replaced."""
    words = text.split(" ")
    if rng.random() < 0.5:
        words = words[: int(len(words) * rng.uniform(0.45, 1))]
    if rng.random() < 0.6:
        share = rng.uniform(0.01, 0.08)
        words = [rng.choice(THINGS) if rng.random() < share else word for word in words]
    body = " ".join(words)
    if rng.random() < 0.7:
        body = f"{outlet}, {rng.choice(SLOTS['day'])} - {_colour(rng)}\n{body}"
    return body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with given.target.open("w", encoding="utf-8") as out:
        for article in articles(given.reports, given.seed):
            out.write(json.dumps(article.fields, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
