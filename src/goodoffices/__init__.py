"""Good Offices: who said what through which source, and what could be agreed.

The public names, loaded when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "AnalysisError": "errors",
    "Attribution": "model.evidence",
    "BadGrade": "errors",
    "Bracket": "model.agenda",
    "Case": "model.case",
    "Clause": "model.agenda",
    "Condition": "model.process",
    "ConflictGraph": "model.graph",
    "Consultation": "model.process",
    "DecisionMaker": "model.graph",
    "Draft": "model.agenda",
    "Elicited": "model.elicited",
    "Finding": "model.finding",
    "GoodOfficesError": "errors",
    "InputError": "errors",
    "InvalidCase": "errors",
    "Issue": "model.agenda",
    "Judgement": "model.stakes",
    "Link": "model.evidence",
    "Meeting": "model.process",
    "MissingExtra": "errors",
    "Move": "model.graph",
    "Negotiation": "model.negotiation",
    "Option": "model.agenda",
    "Party": "model.agenda",
    "Person": "model.agenda",
    "PluginError": "errors",
    "Position": "model.stakes",
    "Preferences": "model.stakes",
    "Proviso": "model.stakes",
    "RedLine": "model.stakes",
    "Report": "model.evidence",
    "Review": "model.evidence",
    "SchemaMismatch": "errors",
    "SolverFailed": "errors",
    "SourceGrade": "model.evidence",
    "Span": "model.evidence",
    "SpanMismatch": "errors",
    "StaleWrite": "errors",
    "Statement": "model.evidence",
    "Store": "store",
    "StoreError": "errors",
    "TooLarge": "errors",
    "UnknownName": "errors",
    "UnreadableDocument": "errors",
    "Workspace": "workspace",
    "__version__": "version",
    "acceptance": "model.acceptable",
    "analyse_conflict": "workspace",
    "analyse_negotiation": "workspace",
    "read_case": "formats.case_folder",
    "read_conflict": "formats.registry",
    "read_negotiation": "formats.registry",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__]
