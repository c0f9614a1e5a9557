"""The directive ``generated``: tables made of the data that the library itself uses."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from stances import errors
from stances.events import EventType
from stances.outcome_rules import Rule
from stances.outcome_tables import AGREEMENT_RULES, DEMAND_RULES, THREAT_RULES
from stances.scale import PLOVER, quad_class


def event_types() -> str:
    rows = [(name.value, quad_class(name).value, f"{PLOVER[name]:+.1f}") for name in EventType]
    return _table(("event type", "quad class", "score"), rows)


def _rules(rules: tuple[Rule, ...]) -> str:
    return "\n".join(_rule(rule) for rule in rules)


def _rule(rule: Rule) -> str:
    first, second = rule.example
    return (
        f"**{rule.name}** → *{rule.status.value}*\n"
        f": {rule.says}\n"
        f"  Such as `{first}`, and then `{second}`.\n"
    )


def error_tree() -> str:
    tree = inspect.getdoc(errors) or ""
    return f"```text\n{tree[tree.index('StancesError') :]}\n```"


def wire_format() -> str:
    schema = json.loads((files("stances") / "data" / "wire.schema.json").read_text("utf-8"))
    kinds = [ref["$ref"].rpartition("/")[2] for ref in schema["oneOf"]]
    parts: list[str] = []
    for name in [*kinds, *(key for key in schema["$defs"] if key not in kinds)]:
        told = schema["$defs"][name]
        if "properties" not in told:
            continue
        rows = [
            (f"`{key}`", _kind(value), value.get("description", ""))
            for key, value in told["properties"].items()
        ]
        parts.append(f"## {name.replace('_', ' ')}\n\n{told.get('description', '')}")
        parts.append(_table(("key", "value", ""), rows))
    return "\n\n".join(parts)


def _kind(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2].replace("_", " ")
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if "oneOf" in value:
        return " or ".join(_kind(one) for one in value["oneOf"])
    if value.get("type") == "array":
        return f"list of {_kind(value['items'])}"
    kind = value.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        f"| {' | '.join(re.sub(r'[|]', '/', cell) for cell in line)} |" for line in lines
    )


MADE: Mapping[str, Callable[[], str]] = {
    "agreement-rules": lambda: _rules(AGREEMENT_RULES),
    "demand-rules": lambda: _rules(DEMAND_RULES),
    "error-tree": error_tree,
    "event-types": event_types,
    "threat-rules": lambda: _rules(THREAT_RULES),
    "wire-format": wire_format,
}


class Generated(SphinxDirective):
    """Puts in place what is made under the name given."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return self.parse_text_to_nodes(MADE[self.arguments[0]](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("generated", Generated)
    return {"parallel_read_safe": True}
