"""Modules of ours that import each other in a circle."""

from collections.abc import Iterable, Mapping
from typing import Final

import grimp

PACKAGES: Final = (
    "picopt_contract",
    "picopt_runtime",
    "picopt_imaging",
    "picopt_vision",
    "picopt_gateway",
    "picopt_saas",
    "picopt_client",
    "picopt_standalone",
    "picopt_bench",
)


def circles_of_modules(packages: Iterable[str] = PACKAGES) -> list[list[str]]:
    """Each group of modules that can all reach each other by imports that run."""
    first, *others = packages
    graph = grimp.build_graph(first, *others, exclude_type_checking_imports=True, cache_dir=None)
    return circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


def circles(imports: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Strongly connected groups of more than one (Tarjan, "Depth-first search and linear graph algorithms", 1972)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        stack.append(node)
        for other in imports.get(node, ()):
            if other not in order:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in stack:
                lowest[node] = min(lowest[node], order[other])
        if lowest[node] == order[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in imports:
        if node not in order:
            visit(node)
    return found
