"""The strings a person sees, read out of the sources: from compiled templates and from Python's own parser.

Both know what a regular expression guesses: line breaks, trimmed blocks, plurals, names bound by `import … as _`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import engines
from django.template.base import FilterExpression, Node, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise

ROOT = Path(__file__).resolve().parent.parent.parent
SKIPPED = {"tests", "benchmarks"}
# How many of a function's leading arguments are message ids, after a context where it takes one.
FUNCTIONS = {"gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}


@dataclass(frozen=True)
class Message:
    """What gettext looks up: the id, in a context or none."""

    text: str
    context: str | None = None


def messages() -> dict[Message, str]:
    """Every message with the first place it stands at."""
    found: dict[Message, str] = {}
    for place, message in (*template_messages(), *python_messages()):
        found.setdefault(message, place)
    return found


def template_messages() -> Iterator[tuple[str, Message]]:
    engine = engines["django"].engine
    base = ROOT / "templates"
    for path in sorted(base.rglob("*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".svg", ".xml"}:
            name = str(path.relative_to(base))
            template = engine.get_template(name)
            for message in in_nodes(template.nodelist, set()):
                yield f"templates/{name}", message


def in_nodes(value: Any, seen: set[int]) -> Iterator[Message]:
    """Walk whatever a node holds: lists of nodes, expressions in its arguments, bodies of partials."""
    if id(value) in seen or isinstance(value, str | int | float | type(None)):
        return
    seen.add(id(value))
    if isinstance(value, BlockTranslateNode):
        yield from in_block(value)
    if isinstance(value, TranslateNode):
        variable = value.filter_expression.var
        if isinstance(variable.literal, str):
            yield Message(literal(variable), in_context(value.message_context))
        yield from in_nodes(value.filter_expression.filters, seen)
        return
    if isinstance(value, Promise):
        # `_("…")` in a tag's arguments: Django has made the lazy translation already, its id is the argument.
        yield Message(value._args[0])
        return
    if isinstance(value, Variable):
        if value.translate:
            yield Message(literal(value))
        return
    for part in inside(value):
        yield from in_nodes(part, seen)


def inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, FilterExpression):
        return [value.var, value.filters]
    own = type(value).__module__.startswith(("django.template", "template_partials"))
    return list(vars(value).values()) if (isinstance(value, Node) or own) and hasattr(value, "__dict__") else []


def literal(variable: Variable) -> str:
    assert isinstance(variable.literal, str)
    # A percent sign in a template is doubled before it is looked up.
    return str(variable.literal).replace("%", "%%")


def in_block(node: BlockTranslateNode) -> Iterator[Message]:
    context = in_context(node.message_context)
    yield Message(node.render_token_list(node.singular)[0], context)
    if node.plural:
        yield Message(node.render_token_list(node.plural)[0], context)


def in_context(expression: FilterExpression | None) -> str | None:
    return None if expression is None else str(expression.var)


def python_messages() -> Iterator[tuple[str, Message]]:
    for package in sorted(ROOT.glob("*/__init__.py")):
        if package.parent.name in SKIPPED:
            continue
        for path in sorted(package.parent.rglob("*.py")):
            if "migrations" not in path.parts:
                yield from in_module(str(path.relative_to(ROOT)), ast.parse(path.read_text()))


def in_module(name: str, tree: ast.Module) -> Iterator[tuple[str, Message]]:
    bound = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            function = bound.get(node.func.id, "")
        elif isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "translation":
            function = node.func.attr
        else:
            continue
        shape = FUNCTIONS.get(function.removesuffix("_lazy").removesuffix("_noop"))
        if shape is None:
            continue
        skipped, count = shape
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        context = texts[0] if skipped and texts else None
        for text in texts[skipped : skipped + count]:
            yield f"{name}:{node.lineno}", Message(text, context)
