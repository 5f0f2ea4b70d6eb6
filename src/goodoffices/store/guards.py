"""Triggers by which the database itself refuses to change what is only added to."""

from __future__ import annotations

from sqlalchemy import Connection, text

NEVER = "is only added to; nothing in it is changed or taken out"

_ONCE: dict[str, tuple[tuple[str, ...], ...]] = {
    "audit": (("seq",),),
    "entries": (("case_no", "kind", "key", "revision"),),
    "reports": (("case_no", "id"),),
    "reviews": (("case_no", "place"),),
    "statements": (("case_no", "place"), ("case_no", "id")),
}
"""Tables of which no row is taken out, and what identifies a row."""

_FIXED = {
    "entries": ("case_no", "kind", "key", "revision", "data"),
    "reports": ("case_no", "id", "revision", "sha256", "text"),
}
"""The columns that never change, where others may."""


def guard(connection: Connection) -> None:
    """Make the triggers."""
    for command in commands(connection.dialect.name):
        connection.execute(text(command))


def commands(dialect: str) -> list[str]:
    """The triggers in the words of a kind of database."""
    return _postgresql() if dialect == "postgresql" else _sqlite()


def _sqlite() -> list[str]:
    made = []
    for table in _ONCE:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {NEVER}'); END"
        of = f" OF {', '.join(_FIXED[table])}" if table in _FIXED else ""
        made.append(f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} {refuse}")
        made.append(f"CREATE TRIGGER {table}_keep BEFORE UPDATE{of} ON {table} {refuse}")
    for table, names in _ONCE.items():
        # INSERT OR REPLACE takes a row out without asking the trigger on DELETE.
        for number, keys in enumerate(names):
            where = " AND ".join(f"{key} = NEW.{key}" for key in keys)
            made.append(
                f"CREATE TRIGGER {table}_once{number} BEFORE INSERT ON {table}"
                f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {where})"
                f" BEGIN SELECT RAISE(ABORT, '{table} {NEVER}'); END"
            )
    return made


def _postgresql() -> list[str]:
    made = [
        "CREATE FUNCTION goodoffices_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '% {NEVER}', TG_TABLE_NAME; END $$"
    ]
    for table in _ONCE:
        of = f" OF {', '.join(_FIXED[table])}" if table in _FIXED else ""
        refuse = "EXECUTE FUNCTION goodoffices_refuse()"
        made.append(f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
        made.append(
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE{of} ON {table} FOR EACH ROW {refuse}"
        )
        made.append(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        )
    return made
