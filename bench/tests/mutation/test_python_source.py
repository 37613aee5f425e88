from picopt_bench.mutation.python_source import mutants_of

SOURCE = '''"""A module's words stay: 1 < 2."""

from typing import Annotated

from pydantic import Field

Small = Annotated[int, Field(le=9)]


def choose(first: int, second: int = 3) -> int | None:
    """A docstring."""
    if first < second and not first:
        log.warning("only said")
        note(first)
        return first + 1
    for each in range(second):
        if each == 2:
            continue
        raise ValueError(f"{first + second}")
    return {"a": first}["a"] if second else None
'''


def changes(tmp_path, source):
    path = tmp_path / "module.py"
    path.write_text(source)
    return mutants_of(path)


def test_what_is_changed_in_python(tmp_path):
    assert [mutant.what for mutant in changes(tmp_path, SOURCE)] == [
        "9 becomes 10",
        "3 becomes 4",
        "first < second becomes first <= second",
        "first < second and (not first) becomes first < second or not first",
        "if first < second and (not first) becomes if not (first < second and (not first))",
        "not first becomes first",
        "note(first) is left out",
        "return first + 1 becomes return None",
        "first + 1 becomes first - 1",
        "1 becomes 2",
        "each == 2 becomes each != 2",
        "2 becomes 3",
        "continue becomes break",
        "raise ValueError(f'{first + second}') is left out",
        "return {'a': first}['a'] if second else None becomes return None",
        "'a' becomes 'aX'",
        "if second becomes if not second",
    ]


def test_each_change_of_python_is_one_place_and_can_be_compiled(tmp_path):
    for mutant in changes(tmp_path, SOURCE):
        changed = mutant.apply(SOURCE.encode()).decode()
        assert changed != SOURCE
        assert changed.startswith(SOURCE.encode()[: mutant.start].decode())
        compile(changed, "changed", "exec")


def test_a_change_behind_letters_of_several_bytes_hits_its_place(tmp_path):
    (mutant,) = changes(tmp_path, 'x = "größer", 5\n')

    assert mutant.apply('x = "größer", 5\n'.encode()).decode() == 'x = "größer", 6\n'
