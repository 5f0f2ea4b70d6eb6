"""Break the engine on purpose, one line at a time, and see that the tests notice.

    python scripts/mutations.py [NAME...]

Each mutant is a line of the program and what it becomes. For each the source is copied into a
temporary folder, changed there, and the named tests are run against the copy; they must fail. A
line that is no longer there, or there twice, is an error too: the mutant must then be written anew.
The tests are run once against an unchanged copy first, and must pass. Compiled code runs
interpreted, so that nothing is compiled for every mutant.

Prints which test noticed each mutant; exit status 1 where one survived.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTED = "tests/analyse/test_against_listing.py::"
TRAPS = "tests/analyse/test_traps.py::"
BINDS = TRAPS + "test_a_red_line_binds_the_frontier_and_every_bargaining_solution"
PROVISO = TRAPS + "test_a_proviso_and_a_rule_of_the_world_bind_like_a_red_line"
ASKED = TRAPS + "test_claims_of_parties_whose_consent_is_not_asked_do_not_bind"
EQUAL = TRAPS + "test_packages_of_equal_utility_are_all_kept"
TOLERANCE = TRAPS + "test_the_tolerance_is_used_and_is_no_wider_than_it_says"
NOTHING = TRAPS + "test_a_gain_within_the_tolerance_of_nothing_is_nothing"
FREE = TRAPS + "test_giving_up_what_costs_nothing_is_still_giving_up"
BELOW = TRAPS + "test_a_lower_point_of_disagreement_lets_nothing_in_that_a_reservation_shuts_out"
SILENT = TRAPS + "test_nobody_knows_is_not_willing"
ZONE = LISTED + "test_zone_is_what_listing_finds[0]"
CLAIMS = LISTED + "test_conflict_and_concession_sets_are_what_listing_finds[0]"
FRONT = LISTED + "test_frontier_is_what_listing_finds[0]"
BARGAIN = LISTED + "test_bargains_are_what_listing_finds[0]"
VERDICTS = LISTED + "test_verdicts_on_a_draft_are_what_listing_finds[0]"
FINE = LISTED + "test_numbers_of_many_digits_and_thresholds_just_reached_or_missed"
COUNTS = "tests/solve/test_counting.py"
SHOWN = "tests/solve/test_zone.py"
PROVEN = (
    "tests/analyse/test_certificates.py"
    "::test_every_conflict_set_and_every_empty_zone_is_proven_to_a_stranger"
)
WHAT_IF = "tests/solve/test_engine.py::test_what_if_answers_as_a_fresh_negotiation_would"
STOPPED = (
    "tests/analyse/test_cut_short.py::test_sets_found_in_time_are_some_of_all_sets_in_their_order"
)
MEANWHILE = "tests/solve/test_found_meanwhile.py"
EXCHANGE = "tests/solve/test_exchange.py"
GENIUS = "tests/formats/test_genius.py"
CORES = "tests/solve/test_engine.py::test_verdicts_cores_and_optima_are_those_of_cp_sat"
CUT = "tests/solve/test_relaxation.py::test_a_search_cut_short_says_nothing_or_the_truth"
PUT_OFF = (
    "tests/solve/test_relaxation.py"
    "::test_collisions_are_minimal_however_many_questions_are_put_off[0]"
)
GUIDES = (
    "tests/solve/test_relaxation.py"
    "::test_sets_that_guide_badly_do_not_go_on_for_ever[0-72-0.0-0.05]"
)
TRIMMED = (
    "tests/solve/test_relaxation.py"
    "::test_what_is_trimmed_collides_still_and_is_smaller_the_more_is_spent"
)
KNOWN = "tests/solve/test_known_collisions.py"
INVERSE = "tests/solve/test_inverse.py"
PARTED = "tests/solve/test_branching.py"
PRICES = "tests/solve/test_relaxation.py::test_prices_are_those_of_the_linear_program"
BELOW_PRICES = (
    "tests/solve/test_relaxation.py::"
    "test_prices_below_a_node_are_those_of_the_linear_program_with_fewer_options"
)
NEGOTIATION = "tests/model/test_negotiation.py"
BOUNDS = "tests/analyse/test_bad_input.py"


PATIENCE = 1_200
"""Seconds that the tests of one mutant may take; a search without end is noticed by that."""


@dataclass(frozen=True)
class Mutant:
    """`old` stands once under src/goodoffices/`within` and becomes `new`; `tests` must notice."""

    name: str
    within: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTANTS = (
    # The bound of a node.
    Mutant("row bound off by one", "solve", "slack = pot[level, row] - least[row]",
           "slack = pot[level, row] - least[row] - 1", (ZONE, FINE)),
    Mutant("row bound too mild by one", "solve", "needed > sum(max(row) for row in whole) // step",
           "needed >= sum(max(row) for row in whole) // step", (ZONE, FINE)),
    Mutant("sign of the multipliers", "solve",
           "slack -= whole[row] * least[row]", "slack -= 2 * whole[row] * least[row]",
           (ZONE, FINE, BARGAIN)),
    Mutant("options struck by the sum one too many", "solve",
           "top[issue] - value[issue, option] > slack",
           "top[issue] - value[issue, option] >= slack",
           (ZONE, FINE, CLAIMS, BARGAIN)),
    Mutant("options struck by a row one too many", "solve", "num[issue, option, row] < floor:",
           "num[issue, option, row] <= floor:", (ZONE, FINE)),
    Mutant("a better package needs twice as much", "solve",
           "wanted + (-2e-9 if ties else 2e-9)", "wanted + (0.5 if ties else 2e-9)", (BARGAIN,)),
    Mutant("a ban strikes too early", "solve", "if left <= 1:", "if left <= 2:", (ZONE, CLAIMS)),
    Mutant("earlier strikes are not to blame", "solve",
           "masks[word] |= reason[level, issue, word]", "masks[word] |= 0", (CORES,)),
    Mutant("long steps without an end", "solve", "gap -= size_of", "gap -= 0.0", (PRICES,)),
    Mutant("options that were struck may be taken below 0", "solve",
           "fails = -y[k] if col[INSIDE, at] else abs(y[k])",
           "fails = -y[k] if col[INSIDE, at] else y[k]", (BELOW_PRICES,)),
    Mutant("a key that was struck may be taken below 0", "solve",
           "fails = -share[at] if col[INSIDE, at] else abs(share[at])",
           "fails = -share[at] if col[INSIDE, at] else share[at]", (BELOW_PRICES,)),
    Mutant("a ban is reached twice over", "solve",
           "total += 1.0", "total += 2.0", (PRICES,)),
    Mutant("a key that is overtaken is forgotten", "solve",
           "keyed[row] += sub[row, new] - sub[row, old]", "keyed[row] += 0.0", (PRICES,)),
    Mutant("what is settled counts for nothing", "solve",
           "base[row] += flat[begin + at, row]", "base[row] += 0.0", (BELOW_PRICES,)),
    Mutant("a column is put in wrongly", "solve",
           "inverse[i, j] -= alpha[i] * inverse[at, j]", "inverse[i, j] -= inverse[at, j]",
           (INVERSE,)),
    Mutant("a row is put in wrongly", "solve", "inverse[i, j] -= beta[j] * pivot",
           "inverse[i, j] += beta[j] * pivot", (INVERSE,)),
    Mutant("a system grows wrongly", "solve", "inverse[i, size] = -ratio",
           "inverse[i, size] = ratio", (INVERSE,)),
    Mutant("the wrong row is taken away", "solve", "inverse[i, row] = inverse[i, last]",
           "inverse[i, row] = inverse[i, row]", (INVERSE,)),
    Mutant("another option is key, the inverse is as before", "solve",
           "inverse[at, j] = -inverse[at, j]", "inverse[at, j] = inverse[at, j]",
           (BELOW_PRICES,)),
    Mutant("the second part of an issue is not looked at", "solve", "todo[level] &= ~part",
           "todo[level] = 0", (PARTED,)),
    Mutant("an issue that was parted counts as settled", "solve",
           "decided[issue] = part & (part - 1) == 0", "decided[issue] = True", (PARTED, CORES)),
    Mutant("options are parted by what they are least like", "solve", "return apart < 0.0",
           "return apart > 0.0", (PARTED,)),
    Mutant("no room for issues parted more than once", "solve",
           "levels = sum(problem.widths) - issues + 2", "levels = issues + 2", (PARTED,)),
    Mutant("what was struck bears no burden", "solve", "+= over / UNIT", "+= 0.0", (PARTED,)),
    # Ties.
    Mutant("one tie only", "solve", "elif len(self._scores) < self._limit:", "elif False:",
           (BARGAIN, NOTHING)),
    Mutant("one package of equal utility only", "solve", "rows, owner = found.packages(places)\n",
           "rows, owner = found.packages(places, first=True)\n", (FRONT, EQUAL)),
    Mutant("the second least share does not matter", "solve",
           "left = [entry for entry in left if entry[0][place] >= most - TOLERANCE]",
           "left = left if place else [e for e in left if e[0][place] >= most - TOLERANCE]",
           (BARGAIN,)),
    # The tolerance.
    Mutant("tolerance ignored", "model", "TOLERANCE = Fraction(1, 10**9)",
           "TOLERANCE = Fraction(0)",
           (TOLERANCE,)),
    Mutant("tolerance doubled", "model", "TOLERANCE = Fraction(1, 10**9)",
           "TOLERANCE = Fraction(2, 10**9)", (TOLERANCE,)),
    Mutant("tolerance ignored by the search", "solve",
           'least = (threshold.low if reading == "favourable" else threshold.high) - TOLERANCE',
           'least = threshold.low if reading == "favourable" else threshold.high', (TOLERANCE,)),
    Mutant("tolerance ignored in ties of sums", "solve",
           "Sum(numbers, int(TOLERANCE * unit), len(rows) - 1)", "Sum(numbers, 0, len(rows) - 1)",
           (TOLERANCE,)),
    Mutant("gains of nothing count", "solve", "share if share > TOLERANCE else 0",
           "share if share > 0 else 0", (NOTHING,)),
    # Provisos and red lines.
    Mutant("if and then swapped in the search", "solve",
           "for issue, wanted in _table(bare, proviso.then).items():",
           "for issue, wanted in _table(bare, proviso.if_).items():", (ZONE, CLAIMS)),
    Mutant("if and then swapped in the model", "model",
           "return holds(proviso.if_, package) and not holds(proviso.then, package)",
           "return holds(proviso.then, package) and not holds(proviso.if_, package)",
           ("tests/analyse/test_literature.py", NEGOTIATION, PROVISO)),
    Mutant("provisos dropped", "solve",
           "claims += [_proviso(bare, item) for item in negotiation.provisos_of(party)]", "pass",
           (ZONE, CLAIMS)),
    Mutant("only one thing asked in return", "solve",
           "        if ban is not None:\n            bans.append(ban)",
           "        if ban is not None and not bans:\n            bans.append(ban)",
           (ZONE, CLAIMS)),
    Mutant("red lines dropped", "solve",
           "claims += [_red_line(bare, line) for line in negotiation.red_lines_of(party)]", "pass",
           (ZONE, BINDS)),
    Mutant("rules of the world dropped", "solve",
           "rules = tuple(_proviso(bare, rule) for rule in negotiation.provisos_of(None))",
           "rules = ()", (ZONE, PROVISO)),
    Mutant("claims of others bind", "solve", "    for party in parties:\n        claims += [_red",
           "    for party in negotiation.party_by_id:\n        claims += [_red", (ZONE, ASKED)),
    # Reservation values.
    Mutant("reservations dropped", "solve",
           "claims.append(_reservation(bare, negotiation.preferences_of[party], reading))",
           "pass", (ZONE, TOLERANCE)),
    Mutant("intervals read the wrong way", "solve",
           'end: Literal["high", "low"] = "high" if reading == "favourable" else "low"',
           'end: Literal["high", "low"] = "low" if reading == "favourable" else "high"',
           (ZONE, CLAIMS)),
    Mutant("reservation lost with a discount factor", "formats", "reservation=reservation or 0.0,",
           "reservation=(reservation or 0.0) if discount is None else 0.0,", (GENIUS,)),
    Mutant("evaluations not divided by the largest", "formats",
           "given[o] / largest if largest > 0 else 0.0", "given[o]", (GENIUS,)),
    # A constraint ignored by one analysis alone.
    Mutant("constraints ignored by pareto", "analyse/pareto.py",
           "    clock = Clock(time_limit, effort)\n",
           "    claims = claims.limited_to(())\n    clock = Clock(time_limit, effort)\n",
           (FRONT, BINDS)),
    Mutant("bans ignored by bargain", "solve/solutions.py",
           "tuple((ban, -1) for ban, _ in bans), 0)", "(), 0)", (BARGAIN, BINDS)),
    Mutant("reservations ignored by bargain", "solve/solutions.py",
           "if RESERVATION + party in bound_by:", "if False:", (BELOW,)),
    # Conflict and concession sets.
    Mutant("collisions not made minimal", "solve",
           "                    core = found\n                elif found is None:",
           "                    needed |= claim\n                elif found is None:",
           (WHAT_IF, CUT)),
    Mutant("a question put off counts as answered", "solve",
           "waiting |= claim", "needed |= claim", (PUT_OFF,)),
    Mutant("a collision that lacks two claims tells where each is failed", "solve",
           "if missing and not missing & missing - 1:", "if missing:", (KNOWN,)),
    Mutant("a collision that lacks no claim tells where packages are", "solve",
           "missing = core & ~mask", "missing = core & mask", (KNOWN,)),
    Mutant("claims that told where to look are not blamed", "solve",
           "because[issue] |= core & mask", "because[issue] |= core & mask & mask - 1", (KNOWN,)),
    Mutant("what was not looked at is nobody's doing", "solve",
           "= claims >> word * width & (1 << width) - 1", "= 0", (KNOWN,)),
    Mutant("a proviso fails within the first thing it asks for", "solve",
           "issue: inside | other[issue] for", "issue: inside for", (KNOWN,)),
    Mutant("a package fails a claim where it does not", "solve",
           "kept[issue] &= inside", "kept[issue] &= ~inside", (KNOWN,)),
    Mutant("sets that guide have claims to spare", "solve",
           "mask_of(candidate), TRIED", "mask_of(candidate), 0",
           (GUIDES,)),
    Mutant("what is trimmed need not collide", "solve",
           "                    core = found\n            order",
           "                    core = found & ~found\n            order", (TRIMMED,)),
    Mutant("sets in another order", "solve",
           "int(costs[claim.id] * scale) * (len(claims) + 1) + 1 for claim in claims]",
           "1 for claim in claims]", (CLAIMS, FREE)),
    Mutant("groups of claims that touch are taken apart", "solve",
           "leader[find(issue)] = find(touched[0])", "pass", (CLAIMS,)),
    Mutant("a cut stream called complete", "solve", "self._ended = self.cut = True",
           "self._ended = True", (STOPPED,)),
    Mutant("a set found meanwhile may hold claims to spare", "solve",
           "return core, not waiting & core", "return core, True", (MEANWHILE,)),
    Mutant("a concession set found meanwhile may be too large", "solve",
           "settled = False\n                elif not isinstance",
           "settled = True\n                elif not isinstance", (MEANWHILE,)),
    Mutant("the order of sets found meanwhile is called proven", "solve",
           "return max(self._floor, self._candidates.least)",
           "return max(self._floor, self._candidates.least) + 1", (MEANWHILE, STOPPED)),
    Mutant("other groups are forgotten in what is proven", "solve",
           "_plus(stream.floor, *firsts[:place], *firsts[place + 1 :])",
           "_plus(stream.floor, (Fraction(9), 9))",
           (STOPPED,)),
    Mutant("found a little at a time, some are forgotten", "solve",
           "            if not put_off:\n", "            if True:\n", (MEANWHILE,)),
    Mutant("a wide set that holds none ends the search", "solve",
           "self._avoided.bar(avoided)", "self._avoided.bar(())", (MEANWHILE,)),
    Mutant("an exchange ends too soon", "solve", "good = good and total >= least[row]",
           "good = good and 2 * total >= least[row]", (EXCHANGE,)),
    # Counting, packages shown, proofs.
    Mutant("a count one short", "solve", "if wanting > self._ahead[index] - max(row):",
           "if wanting >= self._ahead[index] - max(row):", (COUNTS,)),
    Mutant("a partial count called exact", "solve", "return Tally(sum(alive.values()), exact)",
           "return Tally(sum(alive.values()), True)", (COUNTS,)),
    Mutant("coarse sums rounded the wrong way", "solve", "-(-floor.least // unit))",
           "floor.least // unit - 1)", (COUNTS,)),
    Mutant("packages shown are not the farthest", "solve",
           "return max(ends, key=spread.distance)", "return start", (SHOWN,)),
    Mutant("the farthest of a small space is any", "solve", "np.argsort(-least[inside]",
           "np.argsort(0 * least[inside]", (SHOWN,)),
    Mutant("moves are not judged", "solve", "if self._allowed(tuple(map(int, following))):",
           "if True:", (SHOWN,)),
    Mutant("a proof one short", "solve", "            if most < 0:", "            if most <= 0:",
           (PROVEN,)),
    Mutant("a proof forgets an option", "solve",
           "for option in range(self._widths[issue])\n        )",
           "for option in range(self._widths[issue] - 1)\n        )", (PROVEN,)),
    Mutant("nothing proven is an answer", "analyse/zopa.py",
           'exists="depends", packages=(), count=None, parties=asked, unknown=unknown, proven',
           "exists=False, packages=(), count=None, parties=asked, unknown=unknown, proven",
           (BOUNDS,)),
    Mutant("an unknown party is willing", "analyse/zopa.py", "exists = sure and not unknown",
           "exists = sure", (ZONE, SILENT)),
    Mutant("verdicts take a draft for one package", "solve",
           "if solver.crossing(claim) is not None]",
           "if solver.satisfy([claim]) is None]", (VERDICTS,)),
)  # fmt: skip


class Stale(Exception):
    """The line that a mutant changes is not there, or not alone."""


def patched(mutant: Mutant, source: Path) -> None:
    """Change the one line in the copy. Raises Stale."""
    base = source / "goodoffices" / mutant.within
    files = [base] if base.is_file() else sorted(base.rglob("*.py"))
    found = [f for f in files for _ in range(f.read_text(encoding="utf-8").count(mutant.old))]
    if len(found) != 1:
        raise Stale(f"the line to change is there {len(found)} times: {mutant.old!r}")
    text = found[0].read_text(encoding="utf-8")
    found[0].write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def run(tests: Iterable[str], source: Path, cache: Path) -> tuple[int, str]:
    """Exit status of the tests against a copy, and the first one that failed."""
    try:
        done = _pytest(tests, source, cache)
    except subprocess.TimeoutExpired:
        return 1, f"no end within {PATIENCE} s"
    failed = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(\S+)", done.stdout, re.MULTILINE)
    return done.returncode, failed[1] if failed else done.stdout[-2000:] + done.stderr[-2000:]


def _pytest(tests: Iterable[str], source: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not soak",
         "--hypothesis-seed=0", *tests],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(source),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GOODOFFICES_JIT": "off",
            "XDG_CACHE_HOME": str(cache),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )  # fmt: skip


def copied(folder: Path) -> Path:
    """A copy of the source."""
    source = folder / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    return source


def judged(mutant: Mutant) -> tuple[bool, str]:
    """Whether the tests noticed the mutant, and which."""
    with tempfile.TemporaryDirectory() as name:
        source = copied(Path(name))
        try:
            patched(mutant, source)
        except Stale as fault:
            return False, f"STALE: {fault}"
        status, said = run(mutant.tests, source, Path(name))
    if status == 0:
        return False, "SURVIVED"
    return status == 1, said


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", help="mutants to try; all unless named")
    wanted = parser.parse_args(arguments).names
    chosen = [mutant for mutant in MUTANTS if not wanted or mutant.name in wanted]
    if not chosen:
        parser.error("no mutant of that name; known: " + "; ".join(m.name for m in MUTANTS))
    with tempfile.TemporaryDirectory() as name:
        tests = sorted({test for mutant in chosen for test in mutant.tests})
        status, said = run(tests, copied(Path(name)), Path(name))
    if status:
        print(f"the tests fail without any change: {said}")
        return 1
    missed = 0
    for mutant in chosen:
        noticed, said = judged(mutant)
        missed += not noticed
        print(f"{'killed  ' if noticed else 'NOT KILLED'} {mutant.name:<48} {said}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} mutants killed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
