"""The tables. One definition for SQLite and PostgreSQL; docs/explanation/store.md tells why.

`case_no` numbers a case inside its database. `revision` counts the units of work that wrote to a
case: a row says in which one it came. JSON is kept as bytes, written by `goodoffices.codec`.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from goodoffices.store.columns import Raw, Words

metadata = MetaData()


def _case() -> Column[int]:
    return Column("case_no", Integer, ForeignKey("cases.number"), nullable=False)


versions = Table(
    "store_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("at", Words, nullable=False),
)
"""The migrations that were run."""

head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Words, nullable=False),
)
"""One row: the end of the audit log. Whoever writes holds it, so that writers queue."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("case_no", Integer, ForeignKey("cases.number")),
    Column("action", Words, nullable=False),
    Column("detail", Raw, nullable=False),
    Column("previous", Words, nullable=False),
    Column("hash", Words, nullable=False),
    Index("audit_by_case", "case_no", "seq"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Words, nullable=False),
    Column("created_by", Words, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    _case(),
    Column("kind", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("superseded", Integer),
    Column("data", Raw),
    PrimaryKeyConstraint("case_no", "kind", "key", "revision"),
    Index("entries_by_revision", "case_no", "revision", "kind", "key"),
    Index(
        "entries_now",
        "case_no",
        "kind",
        "key",
        unique=True,
        sqlite_where=text("superseded IS NULL"),
        postgresql_where=text("superseded IS NULL"),
    ),
)
"""What may be edited, version by version: agenda, process, judgements, records of reports. And
files: those of a case folder as they were written, with their comments; originals; conflicts.

`data` is null where the entry was taken out; `superseded` is the revision that put another in its
place.
"""

reports = Table(
    "reports",
    metadata,
    _case(),
    Column("id", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("published", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("text", Raw, nullable=False),
    PrimaryKeyConstraint("case_no", "id"),
    Index("reports_by_date", "case_no", "published", "id"),
    Index("reports_by_revision", "case_no", "revision", "id"),
)
"""Texts, never edited. `published` follows the record in `entries`; `9999` where it has no date."""

statements = Table(
    "statements",
    metadata,
    _case(),
    Column("place", Integer, nullable=False),
    Column("id", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("report", Words),
    Column("start", Integer),
    Column("issue", Words),
    Column("party", Words),
    Column("data", Raw, nullable=False),
    Column("line", Raw),
    PrimaryKeyConstraint("case_no", "place"),
    UniqueConstraint("case_no", "id"),
    ForeignKeyConstraint(["case_no", "report"], ["reports.case_no", "reports.id"]),
    Index("statements_by_issue", "case_no", "issue", "party", "place"),
    Index("statements_by_party", "case_no", "party", "place"),
    Index("statements_by_report", "case_no", "report", "place"),
    Index("statements_by_revision", "case_no", "revision", "place"),
)
"""The ledger, in order of `place`; only added to. `line` keeps a line that was written otherwise
than this program would."""

reviews = Table(
    "reviews",
    metadata,
    _case(),
    Column("place", Integer, nullable=False),
    Column("id", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("subject", Words, nullable=False),
    Column("data", Raw, nullable=False),
    Column("line", Raw),
    PrimaryKeyConstraint("case_no", "place"),
    ForeignKeyConstraint(["case_no", "subject"], ["statements.case_no", "statements.id"]),
    Index("reviews_by_id", "case_no", "id", "place"),
    Index("reviews_by_subject", "case_no", "subject", "place"),
    Index("reviews_by_revision", "case_no", "revision", "place"),
)
"""Verdicts in order of `place`; only added to."""

standing = Table(
    "standing",
    metadata,
    _case(),
    Column("statement", Words, nullable=False),
    Column("verdict", Words, nullable=False),
    Column("review", Integer, nullable=False),
    Column("replacement", Words),
    PrimaryKeyConstraint("case_no", "statement"),
    ForeignKeyConstraint(["case_no", "review"], ["reviews.case_no", "reviews.place"]),
    Index("standing_by_replacement", "case_no", "replacement"),
)
"""For each statement the verdict that holds: worked out from `reviews`, for quick questions."""

# --- who may do what -----------------------------------------------------------------------------

users = Table(
    "users",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("password", Words),
    Column("disabled", Integer, nullable=False),
    Column("created_at", Words, nullable=False),
)
"""`password` is a hash as the caller made it; null where somebody else checks who it is."""

roles = Table(
    "roles",
    metadata,
    Column("user", Words, ForeignKey("users.id"), nullable=False),
    Column("case_no", Integer, ForeignKey("cases.number"), nullable=False),
    Column("role", Words, nullable=False),
    PrimaryKeyConstraint("user", "case_no"),
    Index("roles_by_case", "case_no"),
)

administrators = Table(
    "administrators",
    metadata,
    Column("user", Words, ForeignKey("users.id"), primary_key=True),
)

compartments = Table(
    "compartments",
    metadata,
    _case(),
    Column("report", Words, nullable=False),
    Column("name", Words, nullable=False),
    PrimaryKeyConstraint("case_no", "report", "name"),
    ForeignKeyConstraint(["case_no", "report"], ["reports.case_no", "reports.id"]),
)
"""A report in compartments is seen only by those cleared for all of them."""

clearances = Table(
    "clearances",
    metadata,
    _case(),
    Column("user", Words, ForeignKey("users.id"), nullable=False),
    Column("compartment", Words, nullable=False),
    PrimaryKeyConstraint("case_no", "user", "compartment"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", Words, primary_key=True),
    Column("user", Words, ForeignKey("users.id"), nullable=False),
    Column("created_at", Words, nullable=False),
    Column("seen_at", Words, nullable=False),
    Column("expires_at", Words, nullable=False),
    Index("sessions_by_user", "user"),
    Index("sessions_by_expiry", "expires_at"),
)
"""`token` is a digest of what the browser holds, so that reading the table opens no session."""

attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", Words, nullable=False),
    Column("at", Words, nullable=False),
    Index("attempts_by_subject", "subject", "at"),
    Index("attempts_by_time", "at"),
)
"""Failed log-ins, by account or address, for throttling."""

# --- work that goes on ---------------------------------------------------------------------------

jobs = Table(
    "jobs",
    metadata,
    Column("id", Words, primary_key=True),
    Column("number", Integer, nullable=False),
    _case(),
    Column("owner", Words, nullable=False),
    Column("server", Words, nullable=False),
    Column("until", Words, nullable=False),
    Column("place", Integer, nullable=False),
    Column("what", Raw, nullable=False),
    Column("shown", Raw, nullable=False),
    Index("jobs_by_server", "server", "until"),
    Index("jobs_by_number", "number"),
)
"""Long work that was ordered: `what` it is, how it stands as `shown`, and the `place` of the first
piece that is not done. `server` works on it `until` a time, and longer if it says so again."""

uploads = Table(
    "uploads",
    metadata,
    Column("job", Words, ForeignKey("jobs.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("data", Raw, nullable=False),
    PrimaryKeyConstraint("job", "place"),
)
"""Documents that wait to be read by a job; taken out when they are."""

extracted = Table(
    "extracted",
    metadata,
    _case(),
    Column("key", Words, nullable=False),
    Column("report", Words, nullable=False),
    PrimaryKeyConstraint("case_no", "key", "report"),
)
"""Reports that an extractor has been through: `key` stands for the extractor and what it went by,
`report` for a report as it was. Under the key `copies`, ids of those among which copies were looked
for."""

WORK = (jobs, uploads, extracted)
ACCOUNTS = (users, roles, administrators, compartments, clearances, sessions, attempts)
EVIDENCE = tuple(
    table for table in metadata.sorted_tables if table not in (*ACCOUNTS, *WORK, versions)
)
