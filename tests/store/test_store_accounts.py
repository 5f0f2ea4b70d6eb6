"""Users, roles, compartments, sessions, attempts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goodoffices.errors import InputError, UnknownName
from goodoffices.store import Counts, Store
from stored import strait_case


class Clock:
    """A clock that goes where it is told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: str, clock: Clock) -> Store:
    made = Store.create(place, clock=clock)
    with made.begin(by="setup") as t:
        t.create_case("Talks", "talks")
        t.add_user("ada", "Ada", "hash-a")
        t.add_user("ben", "Ben")
    return made


def test_users_are_added_once_and_closed_rather_than_removed(store: Store) -> None:
    with store.begin(by="ada") as t:
        with pytest.raises(InputError, match="already"):
            t.add_user("ada", "Another")
        with pytest.raises(InputError, match="1 to 100"):
            t.add_user(" ", "Nobody")
        with pytest.raises(UnknownName, match="did you mean 'ada'"):
            t.user("adaa")
        t.set_administrator("ada", True)
        t.set_administrator("ada", True)
        t.set_disabled("ben", True)
        t.rename_user("ben", "Benedict")
        t.set_password("ben", "hash-b")
    with store.reading() as t:
        ada, ben = t.users()
        assert (ada.administrator, ada.disabled, ada.password) == (True, False, "hash-a")
        assert (ben.administrator, ben.disabled, ben.password) == (False, True, "hash-b")
        assert ben.name == "Benedict"
        log = [(entry.by, entry.action) for entry in t.log(limit=4)]
        assert log[::-1] == [
            ("ada", "administrator made"),
            ("ada", "user disabled"),
            ("ada", "user renamed"),
            ("ada", "password changed"),
        ]
        assert "hash" not in str([entry.detail for entry in t.log(limit=1000)])
        assert t.verify().faults == ()


def test_a_role_holds_in_one_case(store: Store) -> None:
    with store.begin(by="ada") as t:
        t.create_case("Other", "other")
        t.set_role("talks", "ben", "analyst")
        t.set_role("talks", "ben", "lead")
        t.set_role("other", "ben", "reader")
        with pytest.raises(UnknownName, match="unknown role"):
            t.set_role("talks", "ben", "administrator")
    with store.reading() as t:
        assert t.members("talks") == {"ben": "lead"}
        assert t.roles_of("ben") == {"talks": "lead", "other": "reader"}
        changed = t.log("talks")[0]
        assert changed.detail == {"user": "ben", "role": "lead", "before": "analyst"}
    with store.begin(by="ada") as t:
        t.set_role("talks", "ben", None)
        assert t.members("talks") == {}


def test_a_session_ends_by_time_by_log_out_and_with_its_account(store: Store, clock: Clock) -> None:
    with store.begin(by="ada") as t:
        made = t.add_session("d1", "ada", seconds=60)
        t.add_session("d2", "ada", seconds=60)
        t.add_session("d3", "ben", seconds=600)
        assert t.session("d1") == made
        assert t.session("none") is None
        t.end_session("d2")
        assert t.session("d2") is None
    clock.move(59)
    with store.begin(by="ada") as t:
        assert t.session("d1") is not None
        t.touch_session("d1", seconds=60)
    clock.move(59)
    with store.reading() as t:
        assert t.session("d1") is not None
    clock.move(1)
    with store.begin(by="ada") as t:
        assert t.session("d1") is None
        assert t.session("d3") is not None
        t.set_disabled("ben", True)
        assert t.session("d3") is None
        with pytest.raises(InputError, match="closed"):
            t.add_session("d4", "ben", seconds=60)
        t.set_disabled("ben", False)
        assert t.session("d3") is None
        t.sweep(attempts_older_than=0)


def test_a_clock_that_goes_back_opens_no_session_for_longer_than_it_was_given(
    store: Store, clock: Clock
) -> None:
    with store.begin(by="ada") as t:
        t.add_session("d1", "ada", seconds=60)
    clock.move(-3600)
    with store.reading() as t:
        assert t.session("d1") is None, "begun in the future: it would hold for an hour more"
    clock.move(3600)
    with store.reading() as t:
        assert t.session("d1") is not None


def test_attempts_are_counted_for_a_while(store: Store, clock: Clock) -> None:
    with store.begin(by="web") as t:
        for _ in range(3):
            t.add_attempt("ada")
        t.add_attempt("10.0.0.1")
    clock.move(30)
    with store.begin(by="web") as t:
        t.add_attempt("ada")
        assert t.attempts_within("ada", seconds=60) == 4
        assert t.attempts_within("ada", seconds=20) == 1
        assert t.attempts_within("10.0.0.1", seconds=60) == 1
        t.clear_attempts("ada")
        assert t.attempts_within("ada", seconds=60) == 0
    clock.move(3600)
    with store.begin(by="web") as t:
        t.sweep(attempts_older_than=60)
        assert t.attempts_within("10.0.0.1", seconds=10**6) == 0


def test_a_closed_compartment_is_seen_by_those_cleared_for_all_of_it(store: Store) -> None:
    case = strait_case()
    with store.begin(by="ada") as t:
        t.save_agenda("talks", case, t.revision("talks"))
        t.append_reports("talks", case.reports)
        t.append_statements("talks", case.statements)
        t.append_reviews("talks", case.reviews)
        before = t.revision("talks")
    with store.begin(by="ada") as t:
        closed = case.statements[0].span
        assert closed is not None
        t.set_compartments("talks", closed.report, ["north", "annex"])
        t.set_clearances("talks", "ben", ["north"])
        with pytest.raises(UnknownName, match="unknown report"):
            t.set_compartments("talks", "none", ["annex"])
    inside = {s.id for s in case.statements if s.span and s.span.report == closed.report}
    with store.reading() as t:
        assert t.compartments("talks") == {closed.report: frozenset({"annex", "north"})}
        assert t.revision("talks") > before, "who keeps the case in memory must look again"
        for cleared in ((), t.clearances("talks", "ben"), ("other",)):
            seen = {s.id for s in t.statements("talks", limit=1000, cleared=cleared)}
            assert seen == {s.id for s in case.statements} - inside
            waiting = {s.id for s in t.candidates("talks", limit=1000, cleared=cleared)}
            assert waiting == {s.id for s in t.candidates("talks", limit=1000)} - inside
            assert t.counts("talks", cleared=cleared) == Counts(
                reports=len(case.reports) - 1,
                statements=len(seen),
                reviews=sum(1 for review in case.reviews if review.subject in seen),
                waiting=len(waiting),
            )
        everything = t.statements("talks", limit=1000, cleared=("north", "annex"))
        assert everything == case.statements
    with store.begin(by="ada") as t:
        t.set_compartments("talks", closed.report, [])
        assert len(t.statements("talks", limit=1000, cleared=())) == len(case.statements)
    with store.reading() as t:
        assert t.verify().faults == ()
