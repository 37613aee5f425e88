"""The tree of words over the 1000 classes; see vocabulary.toml."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from picopt_vision.embedded.page.phrases import pluralise

# A class of its own: one network's fancy must not do. A group: several classes agree on what kind of thing it is.
LEAST_WORD: Final = 0.6
LEAST_GROUP: Final = 0.55


@dataclass(eq=False)
class Node:
    """A word and the classes that it covers. A class with a word of its own is a node without children."""

    word: str
    """Empty when the group only adds up."""
    plural: str
    mass: bool
    """Takes no article and has no plural."""
    classes: frozenset[int]
    least: float
    """Probability (0–1) from which the word is said."""
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def path(self) -> Iterator["Node"]:
        """This node, then its ancestors up to the top."""
        node: Node | None = self
        while node:
            yield node
            node = node.parent

    @cached_property
    def all_classes(self) -> frozenset[int]:
        """Own classes and those of all nodes below."""
        return self.classes.union(*(child.all_classes for child in self.children))


@cache
def vocabulary() -> tuple[Node, ...]:
    """All nodes, parents before children."""
    tables = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    nodes: dict[str, Node] = {}
    for name, table in tables.items():
        parent = nodes[table["under"]] if "under" in table else None
        nodes[name] = _group(name, table, parent)
    return tuple(_with_leaves(nodes.values()))


def _group(name: str, table: Mapping[str, Any], parent: Node | None) -> Node:
    word = table.get("say", name)
    classes = frozenset(_numbers(table.get("classes", "")))
    group = Node(
        word=word,
        plural=table.get("many", pluralise(word)),
        mass=table.get("mass", False),
        classes=classes,
        least=table.get("least", LEAST_WORD if len(classes) == 1 else LEAST_GROUP),
        parent=parent,
    )
    if parent:
        parent.children.append(group)
    for number, leaf in table.get("words", {}).items():
        group.children.append(_leaf(leaf, int(number), group, table.get("words_least", LEAST_WORD)))
    return group


def _leaf(word: str, number: int, group: Node, least: float) -> Node:
    return Node(word=word, plural=pluralise(word), mass=False, classes=frozenset({number}), least=least, parent=group)


def _with_leaves(groups: Collection[Node]) -> Iterator[Node]:
    for group in groups:
        yield group
        yield from (child for child in group.children if not child.children and child not in groups)


def _numbers(text: str) -> Iterator[int]:
    for part in text.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
