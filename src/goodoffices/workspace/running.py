"""Run an analysis by name: parameters checked, the answer wrapped with what produced it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from typing import Any

from goodoffices import plugins
from goodoffices.codec import digest, plain, structure
from goodoffices.errors import InputError, InvalidCase, PluginError, UnknownName
from goodoffices.model.agenda import Draft
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.negotiation import Negotiation

Settings = Mapping[str, Any]


def analyses() -> tuple[str, ...]:
    """Names of the analyses of a negotiation, ours and those of plug-ins."""
    return plugins.names("analyses")


def analyse_negotiation(
    name: str, negotiation: Negotiation, *, draft: Draft | None = None, **parameters: Any
) -> Finding[Any]:
    """Run the analysis `name` on a negotiation.

    Raises UnknownName for an analysis or parameter that is not known, and InvalidCase for a
    parameter of the wrong kind; whatever the analysis raises passes through.
    """
    return run(name, negotiation, offered={}, draft=draft, parameters=parameters)


def conflict_analyses() -> tuple[str, ...]:
    """Names of the analyses of a conflict (graph model), ours and those of plug-ins."""
    return plugins.names("conflict_analyses")


def analyse_conflict(name: str, conflict: ConflictGraph, **parameters: Any) -> Finding[Any]:
    """Run the analysis `name` on a conflict (graph model). Raises as `analyse_negotiation`."""
    return run(name, conflict, offered={}, draft=None, parameters=parameters)


def _group(subject: Negotiation | ConflictGraph) -> plugins.Group:
    """Where the analyses of such a value are registered."""
    return "conflict_analyses" if isinstance(subject, ConflictGraph) else "analyses"


def run(
    name: str,
    subject: Negotiation | ConflictGraph,
    *,
    offered: Settings,
    draft: Draft | None,
    parameters: Settings,
) -> Finding[Any]:
    """As `analyse_negotiation`; `offered` goes to an analysis that has a parameter of that name."""
    function = plugins.load(_group(subject), name)
    accepted = settable(function)
    given = checked(function, parameters, hidden=offered)
    if draft is not None:
        if "draft" not in accepted:
            raise InputError(f"the analysis {name!r} takes no draft")
        given["draft"] = draft
    extra = {key: item for key, item in offered.items() if key in accepted}
    lacking = [
        key
        for key, parameter in accepted.items()
        if parameter.default is inspect.Parameter.empty and key not in {**given, **extra}
    ]
    if lacking:
        raise InputError(f"the analysis {name!r} needs the parameter {' and '.join(lacking)}")
    value = function(subject, **given, **extra)
    return Finding(
        analysis=name,
        version=version_of(function, name),
        negotiation=_digest_of(subject),
        value=value,
        parameters={key: _shown(item) for key, item in (defaults(function) | given).items()},
    )


def _digest_of(subject: Negotiation | ConflictGraph) -> str:
    """The digest of a value that many questions are asked of, worked out once."""
    kept = vars(subject)  # beside the fields, which alone a copy of the value takes over
    found: str | None = kept.get("digest")
    if found is None:
        found = kept["digest"] = digest(subject)
    return found


def version_of(function: Callable[..., Any], name: str) -> str:
    """The version that the analysis declares. Raises PluginError where it declares none."""
    version = getattr(function, "version", None)
    if not isinstance(version, str):
        raise PluginError(f"analyses/{name}", "declares no version")
    return version


def takes(name: str, parameter: str) -> bool:
    """Whether an analysis of that name has the parameter."""
    groups: tuple[plugins.Group, ...] = ("analyses", "conflict_analyses")
    return any(
        name in plugins.names(group) and parameter in settable(plugins.load(group, name))
        for group in groups
    )


def settable(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The keyword parameters of an analysis."""
    found = inspect.signature(function).parameters.values()
    return {p.name: p for p in found if p.kind is inspect.Parameter.KEYWORD_ONLY}


def defaults(function: Callable[..., Any]) -> dict[str, Any]:
    """Defaults of the parameters that a user can set, so that a finding shows all of them."""
    return {
        name: parameter.default
        for name, parameter in settable(function).items()
        if parameter.default is not inspect.Parameter.empty and name != "positions"
    }


def checked(
    function: Callable[..., Any], parameters: Settings, *, hidden: Settings | None = None
) -> dict[str, Any]:
    """The parameters in the types that the function declares; every fault at once."""
    accepted = [name for name in settable(function) if name not in (hidden or ())]
    for name in parameters:
        if name not in accepted:
            raise UnknownName("parameter", name, accepted)
    hints = typing.get_type_hints(function, include_extras=True)
    values, faults = {}, []
    for name, setting in parameters.items():
        if isinstance(setting, str) and _is_list_of_text(hints[name]):
            setting = [part.strip() for part in setting.split(",") if part.strip()]
        value, wrong = structure(hints[name], plain(setting))
        faults += [f"parameter {name!r}: {fault.message}" for fault in wrong]
        values[name] = value
    if faults:
        raise InvalidCase(faults)
    return values


def _is_list_of_text(wanted: Any) -> bool:
    """Whether a parameter takes texts, which a terminal may then give as A,B."""
    return tuple[str, ...] in (wanted, *typing.get_args(wanted))


def _shown(setting: Any) -> Any:
    return setting.id if isinstance(setting, Draft) else plain(setting)
