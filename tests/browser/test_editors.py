"""Drafts, meetings, preferences, conditions and compartments, written down in the page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, served
from goodoffices.formats.case_folder import read_case
from goodoffices.store import Store
from goodoffices.web import accounts
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.moving import pack_of, put_in_store
from support import EXAMPLES

pytestmark = pytest.mark.browser
Window = Callable[..., Any]

PARTIES = "north = North\nsouth = South\nharbour = Harbour | mediator"
ISSUES = """\
zone = How wide is the fishing zone? | Sea | fishing zone
- three = three miles
- six = six miles

fee = Who pays for the pilots? | Money | pilots
- both = both sides
- north = North alone
"""
TEXT = """\
1. The fishing zone is six miles wide
and begins at the lighthouse.
2) Both sides pay for the pilots.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    Workspace.create(folder, "Talks on the strait")
    return folder


@pytest.fixture
def desk(case: Path, window: Window) -> Iterator[Any]:
    """A page on a case with an agenda and nothing else."""
    with served(case, "--by", "A. Desk Officer") as address:
        page = window()
        page.goto(f"{address}/cases/talks/settings")
        page.get_by_label("Parties, one a line").fill(PARTIES)
        page.get_by_label("Issues: id = question").fill(ISSUES)
        page.get_by_role("button", name="Save the agenda").click()
        page.get_by_text("3 parties and 2 issues are saved.").wait_for()
        yield page
        page.close()  # before the server, which it would ask again


def keys(page: Any, key: str) -> None:
    """A single key, with no field in focus."""
    page.locator("h1").first.click()
    page.keyboard.press(key)


# --- a day without a file ------------------------------------------------------------------------


def test_a_day_in_which_nobody_touches_a_file(desk: Any, case: Path, window: Window) -> None:
    _first_draft(desk, case)
    _second_draft(desk, case)
    _meeting(desk, case)
    _sighting_and_condition(desk, case)
    _preferences(desk, case)
    _condition_of_a_party(desk, case)
    _agreement(desk)
    _another_issue(desk, case)
    _expected(window)  # the views asked once more for the draft that was undone


def _first_draft(page: Any, case: Path) -> None:
    keys(page, "3")
    page.get_by_text("The case holds no drafts.").wait_for()
    keys(page, "n")
    page.locator("#entry-form").wait_for()
    assert axe(page) == []
    page.keyboard.type("First text")  # the first field has the focus
    page.get_by_label("Date").fill("2025-03-04")
    page.get_by_label("Drafted by, in words").fill("the envoy")
    page.get_by_role("group", name="Drafted by").get_by_role("checkbox", name="Harbour").check()
    page.get_by_text("Paste the text, point by point").click()
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Make 2 clauses of it").click()
    first = page.get_by_role("group", name="Clause 1")
    assert first.get_by_label("Issue").input_value() == "zone"
    assert first.get_by_role("checkbox", name="six miles").is_checked()
    second = page.get_by_role("group", name="Clause 2")
    assert second.get_by_label("Issue").input_value() == "fee"
    second.get_by_text("Wordings not agreed").click()
    second.get_by_role("group", name="Needs the consent of").get_by_role(
        "checkbox", name="South"
    ).check()
    assert axe(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as a new version.").wait_for()
    (draft,) = read_case(case).drafts
    assert (draft.id, draft.title, draft.drafters) == ("first-text", "First text", ("harbour",))
    one, two = draft.clauses
    assert one.term == "The fishing zone is six miles wide and begins at the lighthouse."
    assert (one.number, one.issue, one.options) == (1, "zone", ("six",))
    assert (two.issue, two.options, two.consent) == ("fee", ("both",), ("south",))


def _second_draft(page: Any, case: Path) -> None:
    page.get_by_role("link", name="Next version after First text").click()
    page.get_by_label("Title").fill("Second text")
    page.get_by_label("Date").fill("2025-03-18")
    clause = page.get_by_role("group", name="Clause 1")
    clause.get_by_text("Wordings not agreed").click()
    for wording, option, sponsor in (
        ("three miles wide", "three miles", "North"),
        ("six miles wide", "six miles", "South"),
    ):
        clause.get_by_role("button", name="Add a wording that is not agreed").click()
        box = clause.get_by_role("group", name="Wording").last
        box.get_by_label("Wording", exact=True).fill(wording)
        box.get_by_role("checkbox", name=option).check()
        box.get_by_role("group", name="proposed by").get_by_role("checkbox", name=sponsor).check()
    assert axe(page) == []
    page.get_by_role("button", name="Leave out: clause 2").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as a new version.").wait_for()
    second = read_case(case).draft_by_id["second-text"]
    assert second.follows == "first-text"
    (clause_,) = second.clauses
    assert clause_.bracket is not None
    assert [one.sponsors for one in clause_.bracket.alternatives] == [("north",), ("south",)]
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Undone by a further version.").wait_for()
    assert [draft.id for draft in read_case(case).drafts] == ["first-text"]


def _meeting(page: Any, case: Path) -> None:
    keys(page, "8")
    page.get_by_role("heading", name="Process").wait_for()
    keys(page, "n")
    page.locator("#entry-form").wait_for()
    page.keyboard.type("First round")
    page.get_by_label("Date").fill("2025-03")
    page.get_by_role("checkbox", name="North", exact=True).check()
    page.get_by_role("checkbox", name="South", exact=True).check()
    page.get_by_label("Host").select_option("Harbour")
    page.get_by_label("Persons, one a line").fill("A. Envoy\nB. Minister\n")
    page.get_by_role("checkbox", name="First text").check()
    page.get_by_label("Rests on, in words").fill("note of the round")
    assert axe(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Change First round").click()
    page.get_by_label("Place").fill("the lighthouse")
    page.keyboard.press("Enter")
    page.get_by_role("cell", name="the lighthouse").wait_for()
    (meeting,) = read_case(case).meetings
    assert meeting.parties == ("north", "south")
    assert (meeting.place, meeting.host) == ("the lighthouse", "harbour")
    assert meeting.persons == ("A. Envoy", "B. Minister")
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Undone by a further version.").wait_for()
    (meeting,) = read_case(case).meetings
    assert meeting.place is None


def _sighting_and_condition(page: Any, case: Path) -> None:
    page.get_by_role("button", name="Who saw a text").click()
    page.get_by_label("Party").select_option("South")
    page.get_by_label("Had which part").select_option("not consulted")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("table").get_by_text("not consulted").wait_for()
    page.get_by_role("button", name="New condition").click()
    page.get_by_label("What is the case").fill("Boats at sea")
    page.get_by_label("Date").fill("2025-03-10")
    page.get_by_label("Quantity").fill("many")
    page.get_by_text("Write a number").wait_for()
    page.get_by_label("Quantity").fill("19")
    page.get_by_label("Unit").fill("boats")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("rowheader", name="Boats at sea").wait_for()
    read = read_case(case)
    assert [(one.party, one.sight) for one in read.consultations] == [("south", "excluded")]
    assert [(one.quantity, one.unit, one.kind) for one in read.conditions] == [
        (19, "boats", "measurement")
    ]


def _preferences(page: Any, case: Path) -> None:
    keys(page, "0")
    for party, weight, reservation in (("North", "0.5..0.7", "0.2"), ("South", "1", "0.3")):
        form = page.locator("form.judge")
        form.get_by_label("What is judged").select_option("preferences (weights, scores)")
        form.get_by_label("Party").select_option(party)
        form.get_by_label("Weigh an issue").select_option("How wide is the fishing zone?")
        form.get_by_label("Weight", exact=True).fill(weight)
        form.get_by_label("Score of three miles").fill("1" if party == "North" else "0")
        form.get_by_label("Score of six miles").fill("0.4 to 0.5" if party == "North" else "1")
        form.get_by_label("Reservation value").fill(reservation)
        form.get_by_label("Why").fill(f"As {party} argued in the round.")
        assert form.get_by_text("not a statement of the party").is_visible()
        if party == "North":
            assert axe(page) == []
        form.get_by_role("button", name="Sign and save").click()
        page.locator(".judgements", has_text=f"As {party} argued").wait_for()
    held = {j.value.party: j.value for j in read_case(case).judgements}
    assert dict(held["north"].weights) == {"zone": (0.5, 0.7), "fee": 0}  # type: ignore[union-attr]
    assert held["north"].scores["zone"]["six"] == (0.4, 0.5)  # type: ignore[union-attr]
    listed = page.locator(".judgements li", has_text="As South argued")
    assert "Judged by A. Desk Officer" in listed.inner_text()
    listed.get_by_text("Weights and scores on 1 issue").click()
    assert listed.get_by_text("not a statement of the party").is_visible()
    assert axe(page) == []


def _condition_of_a_party(page: Any, case: Path) -> None:
    form = page.locator("form.judge")
    form.get_by_label("What is judged").select_option("a condition (accepts only if)")
    form.get_by_label("Party").select_option("South")
    given = form.get_by_role("group", name="If a package has")
    given.get_by_label("Issue").select_option("How wide is the fishing zone?")
    given.get_by_role("checkbox", name="three miles").check()
    then = form.get_by_role("group", name="it must also have")
    then.get_by_label("Issue").select_option("Who pays for the pilots?")
    then.get_by_role("checkbox", name="North alone").check()
    form.get_by_label("Why").fill("Said at the first round.")
    form.get_by_role("button", name="Sign and save").click()
    page.locator(".judgements", has_text="Said at the first round.").wait_for()
    line = page.locator(".judgements li", has_text="Said at the first round.")
    line.get_by_role("link", name="Change").click()
    form = page.locator("form.judge", has_text="Change a judgement")
    form.get_by_label("Why").fill("Said at both rounds.")
    form.get_by_role("button", name="Sign and save").click()
    page.locator(".judgements", has_text="Said at both rounds.").wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Undone by a further version.").wait_for()
    page.locator(".judgements", has_text="Said at the first round.").wait_for()
    line.get_by_role("button", name="Take back").click()
    line.wait_for(state="detached")
    page.get_by_role("button", name="Undo", exact=True).click()
    line.wait_for()
    proviso = next(j.value for j in read_case(case).judgements if j.why.startswith("Said"))
    assert dict(proviso.if_) == {"zone": ("three",)}  # type: ignore[union-attr]
    assert dict(proviso.then) == {"fee": ("north",)}  # type: ignore[union-attr]


def _agreement(page: Any) -> None:
    keys(page, "4")
    page.get_by_text("A zone of possible agreement exists.").wait_for()
    page.get_by_role("img", name="Utility of each package for two parties").wait_for()
    assert axe(page) == []


def _another_issue(page: Any, case: Path) -> None:
    """Preferences that do not know of it are set aside, and said to be, until it is judged."""
    keys(page, "0")
    page.get_by_text("Edit parties, issues and options").click()
    field = page.get_by_label("Issues: id = question")
    field.fill(
        field.input_value() + "\n\nflag = Whose flag flies? | Sea\n- none = none\n- both = both"
    )
    page.get_by_role("button", name="Save the agenda").click()
    page.get_by_text("3 parties and 3 issues are saved.").wait_for()
    line = page.locator(".judgements li", has_text="As South argued")
    line.get_by_text("not used").wait_for()
    assert axe(page) == []
    keys(page, "4")
    page.get_by_text("It depends: whether a zone exists").wait_for()
    keys(page, "0")
    line.get_by_role("link", name="Change").click()
    page.locator("form.judge", has_text="Change a judgement").wait_for()
    page.get_by_role("button", name="Sign and save").click()
    line.get_by_text("not used").wait_for(state="detached")
    south = next(j.value for j in read_case(case).judgements if "South argued" in j.why)
    assert dict(south.weights) == {"zone": 1, "fee": 0, "flag": 0}  # type: ignore[union-attr]


# --- others at the same time ---------------------------------------------------------------------


@pytest.fixture
def team(tmp_path: Path) -> Iterator[tuple[str, Store]]:
    """The strait's case for two leads and an analyst, one report in a compartment."""
    where = tmp_path / "team.sqlite"
    store = Store.create(where)
    put_in_store(pack_of(FolderHome(EXAMPLES / "strait-accord")), store, "strait", by="test")
    with store.begin(by="test") as t:
        t.add_user("ada", "Ada Example")
        t.set_administrator("ada", True)
        for user, role in (("ben", "lead"), ("cleo", "lead"), ("dan", "analyst")):
            t.add_user(user, f"{user.title()} Example")
            t.set_role("strait", user, role)
        t.set_clearances("strait", "ben", ["blue folder"])
    with served(str(where)) as address:
        yield f"{address}/cases/strait", store


def signed_in(window: Window, address: str, store: Store, user: str) -> Any:
    """A window in which somebody is signed in."""
    with store.begin(by="test") as t:
        t.add_session(accounts.digest_of(f"token of {user}"), user, seconds=3600)
    page = window()
    base = address.partition("/cases/")[0]
    page.context.add_cookies(
        [{"name": "goodoffices", "value": f"token of {user}", "url": base, "sameSite": "Strict"}]
    )
    return page


def test_two_who_change_one_draft_lose_nothing(team: tuple[str, Store], window: Window) -> None:
    address, store = team
    ben, cleo = (signed_in(window, address, store, user) for user in ("ben", "cleo"))
    for page in (ben, cleo):
        page.goto(f"{address}/drafts?edit=second-text")
        page.get_by_role("textbox", name="Status").fill(f"seen by {page is ben}")
    ben.get_by_role("button", name="Save", exact=True).click()
    ben.get_by_text("Saved as a new version.").wait_for()
    cleo.get_by_role("button", name="Save", exact=True).click()
    cleo.get_by_text("Somebody else has changed this").wait_for()
    assert axe(cleo) == []
    assert cleo.get_by_role("textbox", name="Status").input_value() == "seen by False"
    with store.reading() as t:
        assert t.agenda("strait").draft_by_id["second-text"].status == "seen by True"
    cleo.get_by_role("button", name="Save mine over it").click()
    cleo.get_by_text("Saved as a new version.").wait_for()
    # Undone by Ben, whose version it is no longer: refused, and said so.
    ben.get_by_role("button", name="Undo", exact=True).click()
    ben.get_by_text("Somebody has changed it since").wait_for()
    with store.reading() as t:
        assert t.agenda("strait").draft_by_id["second-text"].status == "seen by False"
        by = [entry.by for entry in t.log("strait", limit=10)]
    assert {"Ben Example", "Cleo Example"} <= set(by)
    _expected(window)


def test_a_change_elsewhere_does_not_stand_in_the_way(
    team: tuple[str, Store], window: Window
) -> None:
    address, store = team
    ben, cleo = (signed_in(window, address, store, user) for user in ("ben", "cleo"))
    ben.goto(f"{address}/drafts?edit=second-text")
    ben.get_by_role("textbox", name="Status").fill("read at the desk")
    cleo.goto(f"{address}/process?edit=meetings/new")
    cleo.get_by_label("What it was").fill("A call")
    cleo.get_by_label("Date").fill("2024-03-26")
    cleo.get_by_label("Rests on, in words").fill("a note")
    cleo.get_by_role("button", name="Save", exact=True).click()
    cleo.get_by_text("Saved as a new version.").wait_for()
    ben.reload()  # what was typed is still there
    assert ben.get_by_role("textbox", name="Status").input_value() == "read at the desk"
    ben.get_by_role("button", name="Save", exact=True).click()
    ben.get_by_text("Saved as a new version.").wait_for()
    with store.reading() as t:
        agenda = t.agenda("strait")
    assert agenda.draft_by_id["second-text"].status == "read at the desk"
    assert "A call" in [meeting.title for meeting in agenda.meetings]


def test_the_agenda_that_is_typed_outlives_what_others_write(
    team: tuple[str, Store], window: Window
) -> None:
    address, store = team
    ben = signed_in(window, address, store, "ben")
    ben.goto(f"{address}/settings")
    ben.get_by_text("Edit parties, issues and options").click()
    field = ben.get_by_label("Parties, one a line")
    field.press("End")
    field.type(" mine")
    typed = field.input_value()
    with store.begin(by="Cleo Example") as t:
        agenda = t.agenda("strait")
        t.save_agenda("strait", dataclasses.replace(agenda, note="theirs"), t.revision("strait"))
    ben.get_by_text("Your text is still here.").wait_for()
    assert field.input_value() == typed
    ben.get_by_role("button", name="Take theirs, drop mine").click()
    ben.get_by_text("Your text is still here.").wait_for(state="detached")
    assert field.input_value() != typed


def test_a_lead_closes_a_report_and_opens_it_again(team: tuple[str, Store], window: Window) -> None:
    address, store = team
    ben, dan = (signed_in(window, address, store, user) for user in ("ben", "dan"))
    with store.reading() as t:
        report = t.read_case("strait").reports[0]
    ben.goto(f"{address}/review?report={report.id}")
    ben.get_by_text("Compartments of this report").click()
    ben.get_by_role("checkbox", name="blue folder").click()
    ben.get_by_text("The report is in 1 compartment.").wait_for()
    assert axe(ben) == []
    with store.reading() as t:
        assert t.compartments("strait") == {report.id: frozenset(["blue folder"])}
    dan.goto(f"{address}/review?report={report.id}")
    dan.get_by_role("alert").get_by_text("unknown report").wait_for()
    ben.get_by_role("button", name="Undo", exact=True).click()
    ben.get_by_text("Undone by a further version.").wait_for()
    dan.goto(f"{address}/review?report={report.id}")
    dan.get_by_role("heading", name=report.title or "").wait_for()
    assert dan.get_by_text("Compartments of this report").count() == 0
    _expected(window)


def test_who_may_not_edit_is_offered_nothing_to_edit(
    team: tuple[str, Store], window: Window
) -> None:
    address, store = team
    dan = signed_in(window, address, store, "dan")
    for view in ("drafts?edit=new", "process?edit=meetings/new"):
        dan.goto(f"{address}/{view}")
        dan.get_by_role("table").first.wait_for()
        assert dan.locator("form.entry").count() == 0
        assert dan.locator("main a:text-is('Change')").count() == 0
        assert dan.get_by_role("button", name="New draft").count() == 0


def _expected(window: Window) -> None:
    """The browser itself reports answers that refuse."""
    kept = [one for one in window.faults if not any(n in one for n in ("403", "404", "409", "422"))]  # type: ignore[attr-defined]
    window.faults[:] = kept  # type: ignore[attr-defined]
