"""The platforms' own published contracts, as judges of what we send and of what the sandbox answers.

They lie outside the repository, in the folder that BLUELAMP_CONTRACTS names. Unset: tests that need them are skipped
with a sentence. Set and not there: they fail.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

Json = dict[str, Any]

X_DOCUMENTS = {"tweet": "x/x-openapi-2.166-2026-07-06.json", "post": "x/x-openapi-2.167-2026-08-22.json"}
WITHOUT_ABOUT_BLANK = "2.167 lists no problem for plain statuses, credits, usage caps or sign-in"
UNLISTED_IN_2167 = ("about:blank", "credits-depleted", "unsupported-authentication", "usage-capped")
REQUIRED_BUT_UNDEFINED = {  # 2.166 requires a property there that it does not define: SOURCES.md
    "MediaUploadResponse",
    "MediaUploadAppendResponse",
    "ProcessingInfo",
    "Note",
}
GENERIC_GRAPH = {"access_token", "appsecret_proof", "fields", "limit", "after", "before", "since", "until"}
GENERIC_GRAPH |= {"summary", "filter", "order", "metric", "period", "breakdown"}
INSIDE = {"comments": "Comment", "parent": "Comment", "from": "Profile", "insights": "InsightsResult"}
FIELD = re.compile(r"[A-Za-z_]\w*")


def given() -> bool:
    """Whether this run was told where the contracts are."""
    return bool(os.environ.get("BLUELAMP_CONTRACTS"))


def folder() -> Path:
    """Where the contracts lie; skips where nobody said so, fails where they are not."""
    named = os.environ.get("BLUELAMP_CONTRACTS")
    if not named:
        pytest.skip("The platforms' contracts are not tested: BLUELAMP_CONTRACTS names no folder.")
    found = Path(named)
    if not found.is_dir():
        pytest.fail(f"BLUELAMP_CONTRACTS names {found}, which is not a folder.")
    return found


@cache
def _document(vocabulary: str, where: Path) -> Json:
    document: Json = json.loads((where / X_DOCUMENTS[vocabulary]).read_text(encoding="utf-8"))
    for name in REQUIRED_BUT_UNDEFINED & document["components"]["schemas"].keys():
        document["components"]["schemas"][name].pop("required", None)
    return document


@cache
def _registry(vocabulary: str, where: Path) -> Registry[Any]:
    document = DRAFT4.create_resource(_document(vocabulary, where))
    registry: Registry[Any] = Registry()
    return registry.with_resource("urn:x", document)


@cache
def _validator(vocabulary: str, where: Path, schema: str) -> Any:
    against = json.loads(schema.replace('"#/', '"urn:x#/'))
    return OAS30Validator(against, registry=_registry(vocabulary, where), format_checker=oas30_format_checker)


def _faults(vocabulary: str, schema: Json, value: object) -> list[str]:
    """What is wrong with a value, by one of the document's schemas."""
    judge = _validator(vocabulary, folder(), json.dumps(schema, sort_keys=True))
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in judge.iter_errors(value)]


def _operation(vocabulary: str, method: str, path: str) -> tuple[Json, dict[str, str]] | None:
    """The operation that a path means; fixed paths win over those with names in them."""
    for template, operations in sorted(_document(vocabulary, folder())["paths"].items(), key=lambda one: "{" in one[0]):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
        if (found := re.fullmatch(pattern, path)) and method.lower() in operations:
            return operations[method.lower()], found.groupdict()
    return None


def _parameters(vocabulary: str, operation: Json) -> Iterator[Json]:
    known = _document(vocabulary, folder())["components"]["parameters"]
    for parameter in operation.get("parameters", []):
        yield known[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter


def validate_x_request(
    method: str, path: str, query: dict[str, str], body: Json | None = None, vocabulary: str = "tweet"
) -> list[str]:
    """What X's document has against a request; an empty list if nothing. `path` begins with /2/."""
    found = _operation(vocabulary, method, path)
    if found is None:
        return [f"{method} {path} is not in the document"]
    operation, in_path = found
    parameters = {parameter["name"]: parameter for parameter in _parameters(vocabulary, operation)}
    sent = {**query, **in_path}
    faults = [f"{name}: is not a parameter of {operation['operationId']}" for name in sent if name not in parameters]
    missing = [name for name, one in parameters.items() if one.get("required") and name not in sent]
    faults += [f"{name}: is required and was not sent" for name in missing]
    for name in sent.keys() & parameters.keys():
        schema = parameters[name]["schema"]
        faults += [f"{name} {fault}" for fault in _faults(vocabulary, schema, _parsed(sent[name], schema))]
    wanted = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None and wanted is None:
        faults.append("a body was sent where none is expected")
    return faults + (_faults(vocabulary, wanted["schema"], body or {}) if wanted else [])


def _parsed(value: str, schema: Json) -> object:
    """A parameter's text as the type that the document means."""
    if schema.get("type") == "array":
        return value.split(",")
    if schema.get("type") == "integer" and value.lstrip("-").isdigit():
        return int(value)
    return value


def validate_x_answer(method: str, path: str, status: int, body: Json, vocabulary: str = "tweet") -> list[str]:
    """What X's document has against an answer; an empty list if nothing."""
    found = _operation(vocabulary, method, path)
    if found is None:
        return [f"{method} {path} is not in the document"]
    responses = found[0]["responses"]
    if str(status) in responses:
        faults = _faults(vocabulary, responses[str(status)]["content"]["application/json"]["schema"], body)
        return faults + [fault for problem in body.get("errors", []) for fault in _problem(vocabulary, problem)]
    if 200 <= status < 300:
        return [f"{status}: the document knows {', '.join(responses)}"]
    return _refusal(vocabulary, body)


def _refusal(vocabulary: str, body: Json) -> list[str]:
    if [set(one) for one in body.get("errors", []) if isinstance(one, dict)] == [{"code", "message"}]:
        return _faults(vocabulary, {"$ref": "#/components/schemas/Error"}, body["errors"][0])  # X's page on rate limits
    return _problem(vocabulary, body)


def _problem(vocabulary: str, problem: Json) -> list[str]:
    """One problem, also by the schema that its own type names."""
    if vocabulary == "post" and str(problem.get("type")).rpartition("/")[2] in UNLISTED_IN_2167:
        return []  # WITHOUT_ABOUT_BLANK
    faults = _faults(vocabulary, {"$ref": "#/components/schemas/Problem"}, problem)
    mapping = _document(vocabulary, folder())["components"]["schemas"]["Problem"]["discriminator"]["mapping"]
    named = mapping.get(problem.get("type"))
    return faults + (_faults(vocabulary, {"$ref": named}, problem) if named else [])


@cache
def _spec(where: Path, node: str) -> Json:
    spec: Json = json.loads((where / "meta" / "specs" / f"{node}.json").read_text(encoding="utf-8"))
    return spec


def graph_unknown_fields(node: str, fields: str | Iterable[str]) -> list[str]:
    """Fields that Meta's spec of a node does not have (its edges may be asked for as fields too).

    `fields` is a list of names, or the text of a `fields` parameter, whose nested parts are looked at as well.
    """
    spec = _spec(folder(), node)
    known = {field["name"] for field in spec["fields"]} | {edge.get("endpoint") for edge in spec["apis"]}
    if not isinstance(fields, str):
        return [name for name in fields if name not in known]
    unknown = []
    for name, inside in _asked(fields):
        unknown += [name] if name not in known else []
        if inside and name in INSIDE:
            unknown += [f"{name}.{one}" for one in graph_unknown_fields(INSIDE[name], inside)]
    return unknown


def _asked(text: str) -> Iterator[tuple[str, str]]:
    """Each field of a `fields` text with what stands in its braces."""
    depth, start, parts = 0, 0, []
    for at, sign in enumerate(f"{text},"):
        depth += (sign in "{(") - (sign in "})")
        if sign == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    for part in filter(None, parts):
        name = FIELD.match(part)
        inside = part.partition("{")[2].rpartition("}")[0]
        yield (name[0] if name else part), inside


def graph_unknown_params(node: str, edge: str, method: str, params: Iterable[str]) -> list[str]:
    """Parameters that Meta's spec of an edge does not have, beyond those that every call may carry.

    The node itself (read, changed or deleted) is the edge "".
    """
    own = {"GET": "#get", "POST": "#update", "DELETE": "#delete"}[method]
    for api in _spec(folder(), node)["apis"]:
        if api["method"] == method and (api.get("endpoint") or api.get("name")) == (edge or own):
            return [name for name in params if name not in {param["name"] for param in api["params"]} | GENERIC_GRAPH]
    if not edge and method == "GET":
        return [name for name in params if name not in GENERIC_GRAPH]
    return [f"{method} {node}/{edge} is not in Meta's spec"]
