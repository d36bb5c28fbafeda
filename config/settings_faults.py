"""What is wrong with settings, in sentences that name the variable or the line."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from config.roster_faults import nearest, shown
from config.toml_lines import Read


class SettingsFault(Exception):
    """Settings that cannot be used. `faults` holds one sentence for each; the text lists them, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(self.faults))


_EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "decimal": "an amount such as 12.50",
    "string": "text",
    "path": "a path",
}


def unknown_names(
    fields: Collection[str], environ: Mapping[str, str], told: Read, file: str, prefix: str, others: tuple[str, ...]
) -> list[str]:
    """Names that look like settings and are none: a setting spelt wrongly would else be passed over in silence."""
    names = {f"{prefix}{name.upper()}" for name in fields}
    faults = [
        f"{name} is not a setting{nearest(name, names)}."
        for name in sorted(environ)
        if name.upper().startswith(prefix)
        and name.upper() not in names
        and not any(name == other or (other.endswith("_") and name.startswith(other)) for other in others)
    ]
    return faults + [
        f'{file}, line {told.line(name)}: "{name}" is not a setting{nearest(name.lower(), fields)}.'
        for name in told.values
        if name not in fields
    ]


def sentences(
    error: ValidationError, environ: Mapping[str, str], told: Read, file: str, prefix: str, said: Mapping[str, Any]
) -> list[str]:
    """One sentence for each fault pydantic found, naming where the value came from."""
    given = {name.upper() for name in environ if environ[name]}
    faults: list[str] = []
    for fault in error.errors(include_url=False):
        if fault["type"] == "extra_forbidden":
            continue  # unknown_names says it with its line and a hint
        # A fault between settings has no place of its own: its type names the setting.
        name = str(fault["loc"][0]) if fault["loc"] else fault["type"]
        where = f"{prefix}{name.upper()}"
        if name not in said and where not in given and name in told.values:
            where = f"{file}, line {told.line(name)}: {name}"
        found = f"; found {_found(name, fault['input'])}" if fault["loc"] else ""
        faults.append(f"{where}: {_expected(fault)}{found}.")
    return faults


def _found(name: str, value: object) -> str:
    """A wrong value, unless it may hold a password."""
    secret = name in ("database", "x_address", "graph_address") and "@" in str(value)
    return "something not shown, for it may hold a password" if secret else shown(value)


def _expected(fault: Any) -> str:
    """What should stand there, in plain words."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "greater_than_equal":
        return f"expected {context['ge']} or more"
    if kind == "less_than_equal":
        return f"expected {context['le']} or less"
    if kind == "enum":
        return f"expected {context['expected'].replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return "expected a version such as v25.0" if "v" in context["pattern"] else "expected an e-mail address"
    if kind == "string_too_short":
        return "expected a text that is not empty"
    if kind == "decimal_max_places":
        return "expected no more than 6 decimal places"
    for word, expected in _EXPECTED.items():
        if kind.startswith(word) or (kind == "finite_number" and word == "decimal"):
            return f"expected {expected}"
    return str(fault["msg"])
