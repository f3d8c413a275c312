"""Plain data <-> typed records: a thin layer over msgspec, which also explains why data does not fit a type."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar, Union

import msgspec

from ..errors import Problem
from ..text import is_printable, nearest, printable, toml_repr, truncate
from . import model

T = TypeVar("T")
Path = tuple[Union[str, int], ...]
_ENCODER = msgspec.json.Encoder()
BLANK = {"summary": "write the summary in your own words"}
"""Field that a draft leaves blank -> what to do about it."""
_BEYOND_ASCII = re.compile(r"[^ -~]")


class Shape(NamedTuple):
    """The type of one field of a struct."""

    name: str
    """The key in JSON."""
    type: Any
    """`int`, `bool`, `str` or a struct; of a list, the type of its entries; None for a union."""
    many: bool


@functools.cache
def declared(type_: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields of a struct; msgspec takes a millisecond to read its annotations."""
    return msgspec.structs.fields(type_)


def convert(data: object, type_: type[T]) -> T:
    """Convert plain data into `type_`; raises ValueError at the first problem (`misfits` lists all)."""
    return msgspec.convert(data, type_)


@functools.cache
def _decoder() -> msgspec.json.Decoder[model.Record]:
    types_ = (*model.KINDS.values(), model.Record)  # a bare record is the event
    return msgspec.json.Decoder(Union[types_])


def decode(data: bytes) -> model.Record:
    """Return the record that `encode` wrote."""
    return _decoder().decode(data)


def decode_as(data: bytes, type_: type[T]) -> T:
    """Return the struct that `encode` wrote."""
    return msgspec.json.decode(data, type=type_)


def encode(value: object) -> bytes:
    """Return one line of JSON in UTF-8 without a line end, keys in the order of the model.

    Invisible and terminal control characters are escaped; JSON has them only in strings.
    """
    data = _ENCODER.encode(value)
    if data.isascii() and b"\x7f" not in data:
        return data
    text = data.decode()
    return data if is_printable(text) else _BEYOND_ASCII.sub(_escaped, text).encode()


def _escaped(match: re.Match[str]) -> str:
    """Return a visible character unchanged, any other as the JSON escapes of its UTF-16 units."""
    character = match[0]
    if printable(character) == character:
        return character
    return re.sub("(.{4})", r"\\u\1", character.encode("utf-16-be").hex())


def to_builtins(record: object) -> Any:
    """Return a record as dictionaries, lists and plain values."""
    return msgspec.to_builtins(record)


def set_computed(record: object, **computed: object) -> None:
    """Set computed fields of a record that no caller has seen yet."""
    for name, value in computed.items():
        msgspec.structs.force_setattr(record, name, value)  # type: ignore[arg-type]


def replace(record: T, **changes: object) -> T:
    """Return a copy of a record with other values in some fields."""
    return msgspec.structs.replace(record, **changes)  # type: ignore[type-var]


def components(types_: Iterable[type]) -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of structs and of the structs in them, by name; references are `#/$defs/NAME`."""
    _, found = msgspec.json.schema_components(types_)
    return found


def field_names(type_: type) -> list[str]:
    """Return the names of the fields of `type_` in JSON, its kind first."""
    tag = type_.__struct_config__.tag_field  # type: ignore[attr-defined]
    return [*([tag] if tag else []), *(field.encode_name for field in declared(type_))]


@functools.cache
def shapes(type_: type) -> tuple[Shape, ...]:
    """Return the shape of each field of `type_`, in the order of the model."""
    return tuple(_shape(field) for field in declared(type_))


def _shape(field: Any) -> Shape:
    bare = _bare(field.type)
    many = typing.get_origin(bare) is tuple
    entry = _bare(typing.get_args(bare)[0]) if many else bare
    if typing.get_origin(entry) is typing.Literal:
        entry = str
    return Shape(field.encode_name, entry if isinstance(entry, type) else None, many)


@functools.cache
def computed(type_: type) -> frozenset[str]:
    """Return the fields of `type_` that the loader sets; a store must not write them."""
    return frozenset(field.encode_name for field in declared(type_) if _is_computed(field.type))


def omits_defaults(type_: type) -> bool:
    """Return whether the JSON of `type_` omits fields with their default."""
    return bool(type_.__struct_config__.omit_defaults)  # type: ignore[attr-defined]


def misfits(data: dict[str, Any], type_: type, where: Path) -> Iterator[Problem]:
    """Yield a problem for every place where a table of the store does not fit the struct `type_`."""
    for path, message, value, choices in _field_misfits(data, type_, ()):
        near = nearest(value, choices) if isinstance(value, str) else None
        name = ".".join(str(part) for part in path)
        is_blank = isinstance(value, str) and not value.strip()
        text = f"{name} = {toml_repr(value)}: {BLANK.get(name, message) if is_blank else message}"
        yield Problem("HT007", (*where, *path), text, value, near and f"did you mean {near}?")
    yield from _name_misfits(data, type_, where)


def fitting(data: dict[str, Any], type_: type) -> Any:
    """Return the fields of a table that fit the struct `type_`, as attributes."""
    found = types.SimpleNamespace()
    for field in declared(type_):
        if field.encode_name in data:
            with suppress(msgspec.ValidationError):
                setattr(found, field.name, msgspec.convert(data[field.encode_name], field.type))
    return found


_Misfit = tuple[Path, str, object, tuple[str, ...]]
"""Path, expected type in words, value, and the values of a closed vocabulary."""


def _written(type_: type) -> dict[str, Any]:
    """Return the fields of a struct that a store may write, by name."""
    return {field.encode_name: field for field in declared(type_) if field.encode_name not in computed(type_)}


def _name_misfits(data: dict[str, Any], type_: type, where: Path) -> Iterator[Problem]:
    """Yield unknown and missing fields of a table and of the tables in it."""
    fields = _written(type_)
    for name, value in data.items():
        if name not in fields:
            near = nearest(name, fields)
            message, hint = f"unknown field {truncate(name)!r}", near and f"did you mean {near}?"
            yield Problem("HT005", (*where, name), message, hint=hint)
            continue
        for path, part, inner in _tables(value, fields[name].type):
            yield from _name_misfits(part, inner, (*where, name, *path))
    for name, field in fields.items():
        if field.required and name not in data:
            yield Problem("HT006", where, f"the field {name!r} is missing: {_wanted(field.type)}")


def _tables(value: object, type_: Any) -> Iterator[tuple[Path, dict[str, Any], type]]:
    """Yield the tables in a value whose type is a struct or a list of structs."""
    bare = _bare(type_)
    if _is_struct(bare) and isinstance(value, dict):
        yield (), value, bare
    elif typing.get_origin(bare) is tuple and isinstance(value, list):
        for number, item in enumerate(value):
            for path, part, inner in _tables(item, typing.get_args(bare)[0]):
                yield (number, *path), part, inner


def _field_misfits(data: dict[str, Any], type_: type, path: Path) -> Iterator[_Misfit]:
    """Yield the values of a table that do not fit their fields."""
    fields = _written(type_)
    for name, value in data.items():
        if name in fields:
            yield from _value_misfits(value, fields[name].type, (*path, name))


def _value_misfits(data: object, type_: Any, path: Path) -> Iterator[_Misfit]:
    """Yield the innermost misfits of a value, or the value itself if it has none inside."""
    try:
        msgspec.convert(data, type_)
    except msgspec.ValidationError:
        bare = _bare(type_)
        whole = (path, f"expected {_wanted(type_)}", data, _choices(type_))
        inner = list(_inside(data, bare, path))
        named = any(True for _, part, type_ in _tables(data, bare) for _ in _name_misfits(part, type_, ()))
        yield from inner or ([] if named else [whole])  # `misfits` yields unknown and missing fields itself


def _inside(data: object, type_: Any, path: Path) -> Iterator[_Misfit]:
    """Yield the misfits inside a table or list."""
    if _is_struct(type_) and isinstance(data, dict):
        yield from _field_misfits(data, type_, path)
    elif typing.get_origin(type_) is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _value_misfits(item, typing.get_args(type_)[0], (*path, number))


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)


def _is_computed(type_: Any) -> bool:
    return any((meta.extra or {}).get("computed") for meta in getattr(type_, "__metadata__", ()))


def _bare(type_: Any) -> Any:
    """Return a type without `Annotated[…]` and `… | None`."""
    inner = _peel(type_)
    return type_ if inner is type_ else _bare(inner)


def _peel(type_: Any) -> Any:
    """Return a type without its outermost `Annotated[…]` or `… | None`."""
    args = typing.get_args(type_)
    if typing.get_origin(type_) is typing.Annotated:
        return args[0]
    members = [arg for arg in args if arg is not type(None)]
    return members[0] if len(members) == 1 and len(args) == 2 else type_


def _choices(type_: Any) -> tuple[str, ...]:
    bare = _bare(type_)
    return typing.get_args(bare) if typing.get_origin(bare) is typing.Literal else ()


def _wanted(type_: Any) -> str:
    """Describe the values that `type_` accepts; the model describes constrained types."""
    metadata = getattr(type_, "__metadata__", ())
    if metadata and metadata[0].description:
        return str(metadata[0].description)
    bare = _peel(type_)
    return _wanted(bare) if bare is not type_ else _described(bare)


def _described(bare: Any) -> str:
    """Describe the values that a type without constraints accepts."""
    if choices := _choices(bare):
        return "one of " + ", ".join(choices)
    if bare is type(None):
        return "nothing: this kind has no such field; delete it"
    if _is_struct(bare):
        return "a table with " + ", ".join(field.encode_name for field in declared(bare))
    args = [_wanted(arg) for arg in typing.get_args(bare) if arg not in (..., type(None))]
    if typing.get_origin(bare) is tuple:
        return f"a list, each entry {args[0]}"
    return " or ".join(args) or "a whole number"
