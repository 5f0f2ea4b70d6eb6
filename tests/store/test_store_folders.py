"""Case folders into a store and out again, without loss."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_strategies import cases
from goodoffices.errors import InputError, InvalidCase
from goodoffices.formats.case_append import append_reviews
from goodoffices.formats.case_folder import new_case, read_case, write_case
from goodoffices.formats.case_pack import packed
from goodoffices.formats.case_write import same_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Statement
from goodoffices.store import Store
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import StoreHome
from goodoffices.workspace.moving import pack_of, put_in_folder, put_in_store
from stored import strait_in
from support import EXAMPLES

NUMBERS = itertools.count(1)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def there_and_back(folder: Path, store: Store, target: Path) -> dict[str, bytes]:
    name = f"c{next(NUMBERS)}"
    put_in_store(packed(folder), store, name, by="A")
    put_in_folder(pack_of(StoreHome(store, name, "A")), target)
    return contents(target)


@pytest.mark.parametrize("name", ["ukraine-2025", "strait-accord"])
def test_a_shipped_case_keeps_every_byte(store: Store, tmp_path: Path, name: str) -> None:
    assert there_and_back(EXAMPLES / name, store, tmp_path / "out") == contents(EXAMPLES / name)


def test_a_new_case_keeps_every_byte(store: Store, tmp_path: Path) -> None:
    new_case(tmp_path / "talks", "Talks")
    assert there_and_back(tmp_path / "talks", store, tmp_path / "out") == contents(
        tmp_path / "talks"
    )


BLANKS = st.sampled_from([b"", b"\n", b"  \n\n", b"\r\n"])


@given(case=cases(), before=BLANKS, after=BLANKS, spaced=st.booleans(), cut=st.booleans())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_folder_keeps_every_byte(
    store: Store, case: Case, before: bytes, after: bytes, spaced: bool, cut: bool
) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "in"
        write_case(case, folder)
        (folder / "case.yaml").write_bytes(
            b"# a remark\n" + (folder / "case.yaml").read_bytes() + b"\n# the end\n"
        )
        for name in ("statements.jsonl", "reviews.jsonl"):
            lines = (folder / name).read_bytes() if (folder / name).exists() else b""
            if spaced:
                lines = lines.replace(b'{"id":', b'{ "id" :')
            if cut:
                lines = lines.removesuffix(b"\n")
            else:
                lines += after
            (folder / name).write_bytes(before + lines)
        for path in folder.glob("reports/*.yaml"):
            path.write_bytes(path.read_bytes() + b"# seen\n")
        assert there_and_back(folder, store, Path(home) / "out") == contents(folder)


def test_what_changed_is_written_and_the_rest_keeps_its_bytes(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "strait"
    shutil.copytree(EXAMPLES / "strait-accord", folder)
    raw = (folder / "case.yaml").read_bytes()
    (folder / "case.yaml").write_bytes(b"# the chair's own list\n" + raw)
    (folder / "notes.md").write_text("Ask about the pilots.\n")
    (folder / "reviews.jsonl").write_bytes((folder / "reviews.jsonl").read_bytes()[:-1])
    put_in_store(packed(folder), store, "strait", by="A")
    space = Workspace(StoreHome(store, "strait", "B"))
    waiting = space.candidates()
    review = space.decide(waiting[0], "rejected", by="B")
    with store.begin(by="B") as t:
        note = dataclasses.replace(space.case, note="Read by B.")
        t.save_agenda("strait", note, t.revision("strait"))
    put_in_folder(pack_of(space.home), tmp_path / "out")
    append_reviews(folder, [review])
    write_case(dataclasses.replace(read_case(folder), note="Read by B."), folder)
    assert contents(tmp_path / "out") == contents(folder)
    assert (folder / "case.yaml").read_bytes().startswith(b"# the chair's own list\n")


def test_a_folder_with_faults_is_refused_whole(tmp_path: Path) -> None:
    folder = tmp_path / "strait"
    shutil.copytree(EXAMPLES / "strait-accord", folder)
    with (folder / "statements.jsonl").open("ab") as ledger:
        ledger.write(b'{"id": "half')
    with pytest.raises(InvalidCase, match="cut off"):
        packed(folder)


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    pack = packed(EXAMPLES / "strait-accord")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("kept")
    with pytest.raises(InputError, match="not empty"):
        put_in_folder(pack, tmp_path / "out")


# --- a workspace over a store does what it does over a folder ------------------------------------


@pytest.fixture
def pair(place: str, tmp_path: Path) -> tuple[Workspace, Workspace]:
    """The same case, in a folder and in a store."""
    folder = tmp_path / "strait"
    shutil.copytree(EXAMPLES / "strait-accord", folder)
    put_in_store(packed(folder), Store.create(place), "strait", by="A")
    return Workspace(folder), Workspace(place, by="A")


def test_a_day_of_work_comes_to_the_same(pair: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text(
        "CARVOSSA - The Carvossa delegation rejects the second draft, its spokesman said."
    )
    days = []
    for space in pair:
        space.add([EXAMPLES / "strait-accord-documents", tmp_path / "late.txt"])
        space.extract()
        first, second, third = space.candidates()[:3]
        at = "2030-01-01T00:00:00Z"
        space.decide(first, "accepted", by="A", at=at)
        taken = space.decide(second, "rejected", by="A", at=at)
        space.withdraw(taken, at=at)
        better = dataclasses.replace(third, hedged=not third.hedged)
        space.decide(third, "amended", by="A", replacement=better, at=at)
        assert same_case(space.home.read(), space.case)
        reports = [dataclasses.replace(report, retrieved=None) for report in space.case.reports]
        days.append(dataclasses.replace(space.case, reports=tuple(reports)))
        assert len(space.conflicts) == len(pair[0].conflicts)
        assert space.conflict() == pair[0].conflict()
    assert same_case(*days)


def test_candidates_come_in_the_same_order_from_the_database(
    pair: tuple[Workspace, Workspace],
) -> None:
    folder, stored = pair
    home = stored.home
    assert isinstance(home, StoreHome)
    expected = folder.candidates()
    with home.store.reading() as t:
        assert t.candidates("strait", limit=10_000) == expected
        assert t.counts("strait").waiting == len(expected)
        paged: list[Statement] = []
        after = None
        while page := t.candidates("strait", after=after, limit=7):
            paged += page
            after = page[-1].id
        assert tuple(paged) == expected


def test_two_workspaces_see_one_another(pair: tuple[Workspace, Workspace]) -> None:
    one = pair[1]
    assert isinstance(one.home, StoreHome)
    other = Workspace(StoreHome(one.home.store, "strait", "B"))
    mine, theirs = one.candidates()[:2]
    one.decide(mine, "accepted", by="A")
    other.decide(theirs, "rejected", by="B")
    assert other.case.standing_review[mine.id].by == "A"
    one.refresh()
    assert one.case == other.case == one.home.read()


def test_an_edit_that_leaves_an_older_statement_without_its_option_is_refused(store: Store) -> None:
    """Only what names something else than the ones before is looked at again."""
    workspace = Workspace(StoreHome(strait_in(store), "strait", "A"))
    case = workspace.case
    used = {option for statement in case.statements for option in statement.options}
    issue = next(i for i in case.issues if used & set(i.option_ids))
    kept = tuple(option for option in issue.options if option.id not in used)
    issues = tuple(dataclasses.replace(i, options=kept) if i is issue else i for i in case.issues)
    with pytest.raises(InvalidCase, match=r"statements: issue .* has no option"):
        workspace.save(dataclasses.replace(case, issues=issues))
    parties = tuple(p for p in case.parties if p.id != case.statements[-1].party)
    with pytest.raises(InvalidCase, match=r"statements: .*party"):
        workspace.save(dataclasses.replace(case, parties=parties))
    workspace.save(dataclasses.replace(case, title="Another title"))
    assert Workspace(StoreHome(store, "strait", "A")).case.title == "Another title"
