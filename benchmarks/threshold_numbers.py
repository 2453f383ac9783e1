"""The numbers in a module's source that answers may depend on, and how each is moved.

Counted are
- every number that is the value, or stands in a row of values, of a name in capitals, a field or a
parameter;
- every other number but -1, 0, 1 and 2.

Plain numbers reckoned together, `1 << 20`, are one number. Not counted are numbers that say where
something stands or how it is laid out, not how much of it: those in subscripts, in shifts and with
`&`, `|`, `^`, powers of two without a name; sizes of caches (`maxsize`). """

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

Number = int | float
Function = tuple[str, int]  # file and first line
DERIVED = 3  # a name may be made of a name made of a name
_BITWISE = (ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)
_OPERATIONS: dict[type[ast.AST], Callable[..., Number]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.LShift: lambda left, right: left << right,
    ast.Pow: lambda left, right: left**right,
    ast.USub: lambda number: -number,
}
_SMALL = (-1, 0, 1, 2)
SHARE = 0.1  # of a fraction, by which it is moved


@dataclass(frozen=True, slots=True)
class Place:
    """A number in a source: lines from 1, columns in bytes of UTF-8."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, node: ast.expr) -> Self:
        return cls(node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number to move."""

    module: str  # search.snippets.passage_choice
    # AIM, Request.size, similar(limit); of a number without a name its function and itself: alike
    # 128
    name: str
    value: Number
    place: Place

    @property
    def file(self) -> str:
        """Below the checkout."""
        return f"{self.module.replace('.', '/')}.py"

    def __str__(self) -> str:
        return f"{self.module} {self.name} = {self.value}"

    def moves(self) -> tuple[Number, Number]:
        """The value one step up and one down: a whole number by 1, a fraction by a tenth of
        itself."""
        if isinstance(self.value, int):
            return self.value + 1, self.value - 1
        step = abs(self.value) * SHARE or SHARE
        return self.value + step, self.value - step

    def moved(self, source: str, value: Number) -> str:
        """The source with another value here."""
        lines = source.encode().splitlines(keepends=True)
        place = self.place
        before, after = (
            lines[place.line - 1][: place.column],
            lines[place.end_line - 1][place.end_column :],
        )
        lines[place.line - 1 : place.end_line] = [before + f"({value!r})".encode() + after]
        return b"".join(lines).decode()


def find_constants(root: Path, package: str) -> list[Constant]:
    """Those of every module of a package below `root`."""
    found: list[Constant] = []
    for path in sorted((root / package).rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        found += constants_of(path.read_text("utf-8"), module)
    return found


def constants_of(source: str, module: str) -> list[Constant]:
    return [
        Constant(module, name, value, Place.of(node))
        for name, value, node in _Finder().find(ast.parse(source))
    ]


def _folded(node: ast.AST) -> Number | None:
    """The value of a number, or of plain numbers reckoned together; None for anything else."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op, operand):
            parts = [_folded(operand)]
        case ast.BinOp(left, op, right):
            parts = [_folded(left), _folded(right)]
        case _:
            return None
    work = _OPERATIONS.get(type(op))
    return work(*parts) if work and None not in parts else None


class Readers:
    """Which functions read which names, in all modules: a number may be read anywhere."""

    def __init__(self, root: Path, packages: Iterable[str]) -> None:
        self._functions: dict[Function, tuple[set[str], range]] = {}
        # names of modules and classes, and what they are made of
        self._derived: list[tuple[set[str], set[str]]] = []
        for package in packages:
            for path in sorted((root / package).rglob("*.py")):
                self._read(path.relative_to(root).as_posix(), ast.parse(path.read_text("utf-8")))

    def of(self, constant: Constant) -> set[Function]:
        """The functions that hold the number, or read its name or one made of it."""
        names = {constant.name.partition("(")[0].rpartition(".")[2]}
        for _ in range(DERIVED):
            names |= {name for made, of in self._derived if of & names for name in made}
        return {
            function
            for function, (reads, lines) in self._functions.items()
            if reads & names or (function[0] == constant.file and constant.place.line in lines)
        }

    def _read(self, file: str, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    # as compiled code has it
                    first = min(part.lineno for part in (node, *node.decorator_list))
                    self._functions[file, first] = (
                        _names(node, ast.Load),
                        range(first, (node.end_lineno or 0) + 1),
                    )
                case ast.Module() | ast.ClassDef():
                    made = (
                        part for part in node.body if isinstance(part, ast.Assign | ast.AnnAssign)
                    )
                    self._derived += [
                        (_names(part, ast.Store), _names(part, ast.Load)) for part in made
                    ]


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    """Names and attributes that are read, or written, in a part of a tree."""
    found = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))
    return {
        part.id if isinstance(part, ast.Name) else part.attr
        for part in found
        if isinstance(part.ctx, context)
    }


Found = tuple[str, Number, ast.expr]


class _Finder:
    """Goes down a tree, and knows whose value, default or body it is in."""

    def find(self, node: ast.AST, inside: str = "", named: str = "") -> Iterator[Found]:
        """`inside` is the class or function around the node; `named` what the node gives a value
        to."""
        value = _folded(node) if isinstance(node, ast.expr) else None
        if isinstance(node, ast.expr) and value is not None:
            power = isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift)
            if named or not (power or value in _SMALL):
                yield named or f"{inside} {ast.unparse(node)}".strip(), value, node
            return
        match node:
            case ast.ClassDef(name=name):
                yield from self._all(node, inside=f"{inside}.{name}".lstrip("."))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                within = f"{inside}.{name}".lstrip(".")
                yield from self._defaults(node.args, within)
                for part in (*node.decorator_list, *node.body):
                    yield from self.find(part, within)
            case ast.Lambda():
                yield from self._defaults(node.args, f"{inside}.lambda".lstrip("."))
                yield from self.find(node.body, inside)
            case ast.Assign(targets=[ast.expr() as target]) | ast.AnnAssign(target=target):
                if node.value is not None:
                    yield from self._assigned(target, node.value, inside)
            case ast.Subscript():
                yield from self.find(node.value, inside, named)
            case ast.BinOp(op=op) if isinstance(op, _BITWISE):
                for side in (node.left, node.right):
                    if _folded(side) is None:
                        yield from self.find(side, named or inside)
            # made of numbers, not one
            case ast.BinOp() | ast.Compare() | ast.BoolOp() | ast.Call():
                yield from self._all(node, inside=named or inside)
            case ast.keyword(arg="maxsize"):
                return
            case _:
                yield from self._all(node, inside=inside, named=named)

    def _all(self, node: ast.AST, *, inside: str, named: str = "") -> Iterator[Found]:
        for child in ast.iter_child_nodes(node):
            yield from self.find(child, inside, named)

    def _assigned(self, target: ast.expr, value: ast.expr, inside: str) -> Iterator[Found]:
        match target, value:
            case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
                for each in zip(names, values, strict=True):
                    yield from self._assigned(*each, inside)
            case ast.Name(id=name), _ if name.isupper() or _is_field(name, inside):
                yield from self.find(value, inside, f"{inside}.{name}".lstrip("."))
            case _:
                yield from self.find(value, inside)

    def _defaults(self, arguments: ast.arguments, inside: str) -> Iterator[Found]:
        plain = [*arguments.posonlyargs, *arguments.args]
        behind = plain[len(plain) - len(arguments.defaults) :]
        for parameter, default in zip(
            [*behind, *arguments.kwonlyargs],
            [*arguments.defaults, *arguments.kw_defaults],
            strict=True,
        ):
            if default is not None:
                yield from self.find(default, inside, f"{inside}({parameter.arg})")


def _is_field(name: str, inside: str) -> bool:
    """Whether a name's value is a default of a class's field: classes are in capitals, functions
    are not."""
    return inside.rpartition(".")[2].lstrip("_")[:1].isupper()
