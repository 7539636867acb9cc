"""The house as `docs/architecture.md` draws it: which way imports point, thin tasks, no way around another's rights."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from accounts.handling import Handled

ROOT = Path(__file__).resolve().parent.parent
# Lowest first: a package imports itself and what stands before it.
ORDER = ["diplomacy", "accounts", "reminders", "partners", "meetings", "attaches", "outreach", "dashboard"]
APPS = ORDER[1:]
LONGEST_TASK = 10
# The list of routes binds the apps together and stands above them all.
ABOVE_ALL = {ROOT / "diplomacy" / "urls.py"}


def sources(package: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno}: write the whole name of the module"
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)


def is_for_types_only(path: Path, line: int) -> bool:
    """Inside `if TYPE_CHECKING:`, where nothing is imported when the portal runs."""
    blocks = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.If))
    return any(
        isinstance(block.test, ast.Name)
        and block.test.id == "TYPE_CHECKING"
        and block.lineno <= line <= (block.end_lineno or 0)
        for block in blocks
    )


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package):
    above = set(ORDER[ORDER.index(package) + 1 :])
    turned = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in sources(package)
        if path not in ABOVE_ALL
        for line, module in imports(path)
        if module.split(".")[0] in above and not is_for_types_only(path, line)
    ]
    assert turned == []


def test_migrations_import_no_code_of_the_apps():
    """A migration that calls today's code breaks tomorrow; the fields' own modules are the exception."""
    allowed = {"diplomacy", "accounts.migrations", "meetings.migrations", "partners.migrations", "reminders.migrations"}
    found = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for package in APPS
        for path in sorted((ROOT / package).glob("migrations/*.py"))
        for line, module in imports(path)
        if module.split(".")[0] in ORDER and not any(module.startswith(each) for each in allowed)
    ]
    assert found == []


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


def test_tasks_are_thin():
    """A task takes identifiers and calls one action: what happens is tested without a worker."""
    thick = [
        f"{path.relative_to(ROOT)}: {task.name} has {len(list(ast.walk(task)))} nodes"
        for package in APPS
        for path in sources(package)
        if path.name == "tasks.py"
        for task in functions(path)
        if (task.end_lineno or 0) - task.lineno >= LONGEST_TASK
    ]
    assert thick == []


def relations_into_handled_models() -> dict[str, set[str]]:
    """Per app that owns sensitive rows: the names by which other apps' rows would reach them backwards."""
    names: dict[str, set[str]] = {}
    for model in apps.get_models():
        if not issubclass(model, Handled):
            continue
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            accessor = getattr(getattr(field, "remote_field", None), "related_name", None)
            if related and accessor and accessor != "+" and related._meta.app_label != model._meta.app_label:
                names.setdefault(model._meta.app_label, set()).add(accessor)
    return names


def words(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Attributes and strings of a module: the ways by which a reverse relation can be named."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute):
            yield each.lineno, each.attr
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from ((each.lineno, part) for part in each.value.split("__"))


def test_no_way_round_into_another_apps_sensitive_rows():
    """`organisation.led_meetings` would pass by `visible_to`: only the app that owns the rows names such a relation."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for owner, names in relations_into_handled_models().items()
        for package in ORDER
        if package != owner
        for path in sources(package)
        for line, word in words(tree_of(path))
        if word in names
    ]
    assert found == []


def test_templates_reach_no_sensitive_rows_backwards():
    names = set().union(*relations_into_handled_models().values())
    found = [
        f"{path.relative_to(ROOT)}: .{name}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for name in names
        if f".{name}.all" in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_no_junk_drawers_and_no_signals():
    names = {"utils.py", "helpers.py", "common.py", "misc.py", "signals.py", "services.py"}
    assert [str(path) for package in ORDER for path in sources(package) if path.name in names] == []
