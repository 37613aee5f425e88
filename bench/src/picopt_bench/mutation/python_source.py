"""What can be changed in a Python file so that a good test would notice.

Comparisons, `and` and `or`, arithmetic, numbers, True and False, words that are compared or looked up, conditions,
results, and statements that are only there for their effect. Not changed: annotations (but calls inside them, such as
`Field(ge=1)`, are), docstrings, decorators, messages, and what is left of an f-string.
"""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from picopt_bench.mutation.mutants import Mutant

COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
# What is written for people or for logs, and says nothing that a test should hold on to.
FOR_PEOPLE: Final = frozenset({"debug", "info", "warning", "error", "exception", "bind_contextvars"})


def mutants_of(path: Path) -> list[Mutant]:
    """All changes of one file, in its order."""
    source = path.read_bytes()
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return sorted(set(finder.found), key=lambda mutant: (mutant.start, mutant.end, mutant.text))


class _Finder(ast.NodeVisitor):
    def __init__(self, path: Path, source: bytes) -> None:
        self._path = path
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self.found: list[Mutant] = []

    def _change(self, old: ast.expr | ast.stmt, new: ast.AST | str, what: str) -> None:
        start = self._starts[old.lineno - 1] + old.col_offset
        # The parser always knows where something ends; its types do not say so.
        end = self._starts[(old.end_lineno or 0) - 1] + (old.end_col_offset or 0)
        text = new if isinstance(new, str) else ast.unparse(new)
        if isinstance(old, ast.expr) and not isinstance(old, ast.Constant):
            text = f"({text})"
        self.found.append(Mutant(self._path, old.lineno, start, end, text, what))

    def visit_Compare(self, node: ast.Compare) -> None:
        for index, operator in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[index] = COMPARISONS[type(operator)]()
            self._change(node, new, f"{ast.unparse(node)} becomes {ast.unparse(new)}")
        for side in (node.left, *node.comparators):
            self._change_word(side)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        new = copy.deepcopy(node)
        new.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        self._change(node, new, f"{ast.unparse(node)} becomes {ast.unparse(new)}")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None and not _is_text(node):
            new = copy.deepcopy(node)
            new.op = other()
            self._change(node, new, f"{ast.unparse(node)} becomes {ast.unparse(new)}")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub):
            self._change(node, node.operand, f"{ast.unparse(node)} becomes {ast.unparse(node.operand)}")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._change(node, str(not value), f"{value} becomes {not value}")
        elif isinstance(value, int | float):
            new = value + 1 if isinstance(value, int) else value * 1.5 + 0.1
            self._change(node, repr(new), f"{value} becomes {new}")

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        if not isinstance(node.test, ast.Constant):
            self._negate(node.test)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._change(node, "return None", f"{_short(node)} becomes return None")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node.value, ast.Call):
            if _name(node.value.func) in FOR_PEOPLE:
                return
            self._change(node, "pass", f"{_short(node)} is left out")
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._change(node, "pass", f"{_short(node)} is left out")
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self._change(node, "continue", "break becomes continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        self._change(node, "break", "continue becomes break")

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None:
            new = copy.deepcopy(node)
            new.op = other()
            self._change(node, new, f"{_short(node)} becomes {_short(new)}")
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._change_word(node.slice)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Positions inside are not the file's."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_annotation(node.annotation)
        if node.value is not None:
            self.visit(node.value)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            self._visit_annotation(argument.annotation)
        for default in (*arguments.defaults, *arguments.kw_defaults):
            if default is not None:
                self.visit(default)
        for statement in node.body:
            self.visit(statement)

    def _visit_annotation(self, node: ast.expr | None) -> None:
        for call in _outermost_calls(node):
            self.visit(call)

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp):  # those are changed as such
            new = ast.UnaryOp(ast.Not(), test)
            self._change(test, new, f"if {ast.unparse(test)} becomes if {ast.unparse(new)}")

    def _change_word(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            self._change(node, repr(node.value + "X"), f"{node.value!r} becomes {node.value + 'X'!r}")


def _outermost_calls(node: ast.AST | None) -> Iterator[ast.Call]:
    if isinstance(node, ast.Call):
        yield node
    elif node is not None:
        for child in ast.iter_child_nodes(node):
            yield from _outermost_calls(child)


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 80 else f"{text[:77]}..."
