"""Part of `make lint`: what an installation lacks and goes on without is heard, not silent.

Shipped code that can go on without a package or a native library catches its import (`except ImportError`, `OSError`
around `ctypes.CDLL`) or looks for it (`find_spec("name")`). Such a place either raises, or its module has a flag
`AVAILABLE` (or a function `is_available`, where the look costs something) that a function `degradations()` reads, or it
asks a module `capabilities`, which has that function. What it says is in the worker's log, /health/ready, /metrics
and in the doctor's report. Prints what is neither, by file and line.

    python tools/degradations.py [FOLDER]
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[1]
SHIPPED: Final = ("contract", "runtime", "imaging", "vision", "gateway", "saas", "client")
FLAGS: Final = ("AVAILABLE", "is_available")
"""A constant, or a function."""
REPORT: Final = "degradations"
MISSING: Final = frozenset({"ImportError", "ModuleNotFoundError"})
"""Exceptions that say that a package is not there; `OSError` says it of a library that is loaded."""
LOADERS: Final = frozenset({"CDLL", "LoadLibrary", "dlopen"})
HEARD: Final = {"vision/src/picopt_vision/remote/reaching.py": "what a proxy needs a package for is refused by name"}
"""Files that go on and are heard in another way: which."""


@dataclass
class Module:
    """What one file does without, and what it says of that."""

    name: str
    path: Path
    flag: str | None = None
    silent: list[tuple[int, str]] = field(default_factory=list)
    """Places that go on, by line: what may be missing there."""
    reported: set[str] = field(default_factory=set)
    """Flags that its `degradations()` reads, as `module.AVAILABLE` with the module's last name."""


def main() -> int:
    """Exit code 1 when something would be missing silently."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TOP
    found = list(faults(folder))
    print("".join(f"{line}\n" for line in found), end="")
    return 1 if found else 0


def faults(top: Path) -> Iterator[str]:
    """What is not heard, as `file:line: what`."""
    modules = [read(path) for package in SHIPPED for path in sorted((top / package / "src").rglob("*.py"))]
    reported = {flag for module in modules for flag in module.reported}
    for module in modules:
        heard = f"{module.name}.{module.flag}" in reported
        where = module.path.relative_to(top)
        if module.flag and not heard:
            yield f"{where}: {module.flag} is read by no {REPORT}(): what is missing would be silent"
        for line, what in module.silent:
            if not module.flag and str(where) not in HEARD:
                yield f"{where}:{line}: goes on without {what}, which nobody hears of: raise, or tell {REPORT}()"


def read(path: Path) -> Module:
    """Look at one file."""
    tree = ast.parse(path.read_bytes())
    module = Module(path.stem, path)
    named = {name for statement in tree.body for name in _named(statement)}
    module.flag = next((flag for flag in FLAGS if flag in named), None)
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            module.silent += _quiet_handlers(node)
        elif isinstance(node, ast.If):
            module.silent += _quiet_look(node)
        elif isinstance(node, ast.FunctionDef) and node.name == REPORT:
            module.reported |= _flags_in(node, module.name)
    return module


def _named(statement: ast.stmt) -> set[str]:
    """What it gives a name to: a function, or values."""
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _quiet_handlers(node: ast.Try) -> Iterator[tuple[int, str]]:
    """Handlers of an import or of a library that go on."""
    loads = any(_loads(part) for part in _all_of(node.body))
    wanted = MISSING | ({"OSError"} if loads else set())
    for handler in node.handlers:
        caught = {_last_name(part) for part in ast.walk(handler.type)} if handler.type else {"ImportError"}
        if caught & wanted and not _raises(handler.body):
            imported = [alias.name for part in _all_of(node.body) for alias in getattr(part, "names", ())]
            yield handler.lineno, (", ".join(imported) or ("a native library" if loads else "a package"))


def _quiet_look(node: ast.If) -> Iterator[tuple[int, str]]:
    """`if find_spec("name")…` where neither way raises; a name that is put together is one of our own packages."""
    for part in ast.walk(node.test):
        if isinstance(part, ast.Call) and _last_name(part.func) == "find_spec" and part.args:
            (name, *_) = part.args
            if isinstance(name, ast.Constant) and not _raises(node.body) and not _raises(node.orelse):
                yield node.lineno, str(name.value)


def _loads(node: ast.AST) -> bool:
    """Whether it loads a library; `CDLL(None)` is the process itself, which is always there."""
    if not isinstance(node, ast.Call) or _last_name(node.func) not in LOADERS:
        return False
    return not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value is None)


def _flags_in(function: ast.FunctionDef, own: str) -> set[str]:
    """Flags that a function reads: of other modules, and of its own."""
    found = set()
    for part in ast.walk(function):
        if isinstance(part, ast.Attribute) and part.attr in FLAGS and isinstance(part.value, ast.Name):
            found.add(f"{part.value.id}.{part.attr}")
        elif isinstance(part, ast.Name) and part.id in FLAGS:
            found.add(f"{own}.{part.id}")
    return found


def _all_of(body: list[ast.stmt]) -> Iterator[ast.AST]:
    return (part for statement in body for part in ast.walk(statement))


def _raises(body: list[ast.stmt]) -> bool:
    return any(isinstance(part, ast.Raise) for part in _all_of(body))


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


if __name__ == "__main__":
    sys.exit(main())
