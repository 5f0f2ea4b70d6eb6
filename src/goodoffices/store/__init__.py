"""Cases in a database: SQLite in one file, or PostgreSQL for a team. The only home of SQL."""

from goodoffices.store.accounts import ROLES, Access, Role, Session, User
from goodoffices.store.agenda import slug
from goodoffices.store.copies import backup, restore
from goodoffices.store.engine import shown
from goodoffices.store.queries import Changes, Counts
from goodoffices.store.store import Store
from goodoffices.store.transaction import AuditEntry, Transaction
from goodoffices.store.verify import Verified
from goodoffices.store.work import KeptJob

__all__ = [
    "ROLES",
    "Access",
    "AuditEntry",
    "Changes",
    "Counts",
    "KeptJob",
    "Role",
    "Session",
    "Store",
    "Transaction",
    "User",
    "Verified",
    "backup",
    "restore",
    "shown",
    "slug",
]
