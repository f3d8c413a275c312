"""Plain data <-> typed records: a thin layer over msgspec, which also explains why data does not fit a type."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar, Union

import msgspec

from ..errors import Path, Problem
from ..text import is_printable, nearest, printable, toml_repr, truncate
from . import model

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder()
_BEYOND_ASCII = re.compile(r"[^ -~]")

convert = msgspec.convert
"""Convert plain data into a type; raises ValueError at the first problem (`misfits` lists all)."""
to_builtins = msgspec.to_builtins
"""Return a record as dictionaries, lists and plain values."""
replace = msgspec.structs.replace
"""Return a copy of a record with other values in some fields."""


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
    return data if is_printable(text) else _BEYOND_ASCII.sub(_json_escaped, text).encode()


def _json_escaped(match: re.Match[str]) -> str:
    """Return a visible character unchanged, any other as the JSON escapes of its UTF-16 units."""
    character = match[0]
    if printable(character) == character:
        return character
    return re.sub("(.{4})", r"\\u\1", character.encode("utf-16-be").hex())


def decimal(value: Fraction) -> str | None:
    """Return a fraction as a decimal with a point; None if it needs more than `model.MAX_DIGITS` digits after it."""
    for digits in range(1, model.MAX_DIGITS + 1):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            sign, text = "-" if value < 0 else "", f"{abs(int(scaled)):0{digits + 1}d}"
            return f"{sign}{text[:-digits]}.{text[-digits:]}"
    return None


def set_computed(record: object, **computed: object) -> None:
    """Set computed fields of a record that no caller has seen yet."""
    for name, value in computed.items():
        msgspec.structs.force_setattr(record, name, value)  # type: ignore[arg-type]


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
    found = []
    for field in declared(type_):
        bare = _bare(field.type)
        many = typing.get_origin(bare) is tuple
        entry = _bare(typing.get_args(bare)[0]) if many else bare
        entry = str if _choices(entry) else entry
        found.append(Shape(field.encode_name, entry if isinstance(entry, type) else None, many))
    return tuple(found)


@functools.cache
def computed(type_: type) -> frozenset[str]:
    """Return the fields of `type_` that the loader sets; a store must not write them."""
    return frozenset(
        field.encode_name for field in declared(type_) if model.COMPUTED in getattr(field.type, "__metadata__", ())
    )


def omits_defaults(type_: type) -> bool:
    """Return whether the JSON of `type_` omits fields with their default."""
    return bool(type_.__struct_config__.omit_defaults)  # type: ignore[attr-defined]


def fitting(data: dict[str, Any], type_: type) -> Any:
    """Return the fields of a table that fit the struct `type_`, as attributes."""
    found = types.SimpleNamespace()
    for field in declared(type_):
        if field.encode_name in data:
            with suppress(msgspec.ValidationError):
                setattr(found, field.name, msgspec.convert(data[field.encode_name], field.type))
    return found


def misfits(data: dict[str, Any], type_: type, where: Path, inner: Path = ()) -> Iterator[Problem]:
    """Yield a problem for every place where the record or entry at `where`, or its table at `inner`, does not fit."""
    fields = {field.encode_name: field for field in declared(type_) if field.encode_name not in computed(type_)}
    for name, value in data.items():
        if name in fields:
            yield from _value_misfits(value, fields[name].type, where, (*inner, name))
        else:
            near = nearest(name, fields)
            hint = near and f"did you mean {near}?"
            yield Problem("HT005", (*where, *inner, name), f"unknown field {truncate(name)!r}", hint=hint)
    for name, field in fields.items():
        if field.required and name not in data:
            yield Problem("HT006", (*where, *inner), f"the field {name!r} is missing: {_wanted(field.type)}")


def _value_misfits(value: object, type_: Any, where: Path, inner: Path) -> Iterator[Problem]:
    """Yield the innermost misfits of a value, or one for the value itself if it has none inside."""
    with suppress(msgspec.ValidationError):
        msgspec.convert(value, type_)
        return
    bare, found = _bare(type_), []
    if _is_struct(bare) and isinstance(value, dict):
        found = list(misfits(value, bare, where, inner))
    elif typing.get_origin(bare) is tuple and isinstance(value, list):
        entry = typing.get_args(bare)[0]
        found = [one for n, item in enumerate(value) for one in _value_misfits(item, entry, where, (*inner, n))]
    if found:
        yield from found
        return
    name = ".".join(map(str, inner))
    near = nearest(value, _choices(type_)) if isinstance(value, str) else None
    expected = f"expected {_wanted(type_)}"
    if name == "summary" and isinstance(value, str) and not value.strip():  # a draft leaves it blank
        expected = "write the summary in your own words"
    message = f"{name} = {toml_repr(value)}: {expected}"
    yield Problem("HT007", (*where, *inner), message, value, near and f"did you mean {near}?")


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)


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
    if bare is not type_:
        return _wanted(bare)
    if choices := _choices(bare):
        return "one of " + ", ".join(choices)
    if bare is type(None):
        return "nothing: this kind has no such field; delete it"
    if _is_struct(bare):
        return "a table with " + ", ".join(field.encode_name for field in declared(bare))
    args = [_wanted(arg) for arg in typing.get_args(bare) if arg not in (..., type(None))]
    is_list = typing.get_origin(bare) is tuple
    return f"a list, each entry {args[0]}" if is_list else " or ".join(args) or "a whole number"
