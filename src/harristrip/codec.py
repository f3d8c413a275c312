"""Plain data <-> typed records: the functions of msgspec that the rest of the package uses.

`model` says what a record is; this module converts, explains what does not fit, and encodes. It reads no file.
"""

from __future__ import annotations

import functools
import io
import re
import types
import typing
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import msgspec

from .errors import is_printable, printable, short

T = TypeVar("T")
_JSON = {mark: msgspec.Raw(mark.encode()) for mark in "{:,}[]\n"}
"""What stands between values."""
_BEYOND_ASCII = re.compile(r"[^ -~]")


class Shape(NamedTuple):
    """What one field of a struct holds."""

    name: str
    """As JSON names it."""
    type: Any
    """`int`, `bool`, `str` or a struct, of each entry where there are many; None where it is one of several."""
    many: bool


class Misfit(NamedTuple):
    """One place where plain data is not what the model wants."""

    path: tuple[str | int, ...]
    """Keys and positions, from the record down to the fault."""
    problem: str
    value: object = None
    field: str | None = None
    """The field that is unknown or missing, where that is the fault."""
    choices: tuple[str, ...] = ()
    """What could stand there instead, where that is a short list."""


@functools.cache
def _declared(type_: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields of a struct; msgspec reads its annotations anew each time, which takes a millisecond."""
    return msgspec.structs.fields(type_)


def convert(data: object, type_: type[T]) -> T:
    """Convert plain data into `type_`; raises ValueError at the first misfit (`misfits` lists them all)."""
    return msgspec.convert(data, type_)


def encode(answer: object) -> bytes:
    """Encode an answer as one line of UTF-8 JSON, keys in the order in which the model declares them."""
    return lines((answer,))


def lines(answers: Iterable[object]) -> bytes:
    """Encode each of several answers as a line of UTF-8 JSON, the items of each one by one.

    What a terminal might act on, or nobody can see, is escaped: outside of strings JSON has no such character.
    """
    made = io.BytesIO()
    made.writelines(_encoded(part for answer in answers for part in chain(_parts(answer), (_JSON["\n"],))))
    return made.getvalue()


def _parts(answer: Any) -> Iterator[object]:
    """Take an answer apart into its items, which may come one by one, and what stands between; its keys are texts."""
    fields = answer if isinstance(answer, dict) else getattr(answer, "__struct_fields__", ())
    if "items" not in fields:
        yield answer
        return
    for number, name in enumerate(fields):
        yield from (_JSON["," if number else "{"], name, _JSON[":"])
        value = answer[name] if isinstance(answer, dict) else getattr(answer, name)
        yield from _list(value) if name == "items" else (value,)
    yield _JSON["}"]


def _list(values: Iterable[object]) -> Iterator[object]:
    yield _JSON["["]
    for number, value in enumerate(values):
        if number:
            yield _JSON[","]
        yield value
    yield _JSON["]"]


def _encoded(values: Iterable[object]) -> Iterator[bytes | bytearray]:
    """Encode values one after the other into a buffer of ours: msgspec's own crashes where memory does not suffice."""
    encode, buffer = msgspec.json.Encoder().encode_into, bytearray()
    for value in values:
        encode(value, buffer)
        yield _harmless(buffer)


def _harmless(data: bytearray) -> bytes | bytearray:
    """Return JSON with escapes for what a terminal might act on, or nobody can see, where the encoder leaves any."""
    if data.isascii() and b"\x7f" not in data:
        return data
    text = data.decode()
    return data if is_printable(text) else _BEYOND_ASCII.sub(_escaped, text).encode()


def _escaped(match: re.Match[str]) -> str:
    """Return a character that can be seen as it is, any other as JSON's escape of its UTF-16 units."""
    character = match[0]
    if printable(character) == character:
        return character
    return re.sub("(.{4})", r"\\u\1", character.encode("utf-16-be").hex())


def plain(record: object) -> Any:
    """Turn a record into dictionaries, lists and plain values."""
    return msgspec.to_builtins(record)


def fill(record: object, **computed: object) -> None:
    """Set computed fields of a record that no caller has seen yet."""
    for name, value in computed.items():
        msgspec.structs.force_setattr(record, name, value)  # type: ignore[arg-type]


def changed(record: T, **changes: object) -> T:
    """Return a copy of a record with other values in some fields."""
    return msgspec.structs.replace(record, **changes)  # type: ignore[type-var]


def components(types_: Iterable[type]) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each struct and of all that stand in them, by name; they refer to `#/$defs/NAME`."""
    _, found = msgspec.json.schema_components(types_)
    return found


def field_names(type_: type) -> list[str]:
    """Name the fields of `type_` as JSON does, its kind first."""
    tag = type_.__struct_config__.tag_field  # type: ignore[attr-defined]
    return [*([tag] if tag else []), *(field.encode_name for field in _declared(type_))]


@functools.cache  # an export asks for each record: it takes 0.1 s and not 4 s
def shapes(type_: type) -> tuple[Shape, ...]:
    """Say what each field of `type_` holds, in the order of the model."""
    return tuple(_shape(field) for field in _declared(type_))


def _shape(field: Any) -> Shape:
    bare = _bare(field.type)
    many = typing.get_origin(bare) is tuple
    entry = _bare(typing.get_args(bare)[0]) if many else bare
    if typing.get_origin(entry) is typing.Literal:
        entry = str
    return Shape(field.encode_name, entry if isinstance(entry, type) else None, many)


def computed(type_: type) -> frozenset[str]:
    """Name the fields of `type_` that the loader fills and that may not stand in a store."""
    return frozenset(field.encode_name for field in _declared(type_) if _is_computed(field.type))


def omits_defaults(type_: type) -> bool:
    """Tell whether the JSON of `type_` leaves out what is not known, as a format that others define may ask for."""
    return bool(type_.__struct_config__.omit_defaults)  # type: ignore[attr-defined]


def misfits(data: object, type_: type) -> Iterator[Misfit]:
    """Yield every place where the table `data` does not fit the struct `type_`, not only the first."""
    if isinstance(data, dict):
        yield from _fields(data, type_, ())
    else:
        yield Misfit((), "expected a table", data)


def fitting(data: dict[str, Any], type_: type) -> Any:
    """Return the fields of a table that fit the struct `type_`, as attributes: the others can wait to be judged."""
    whole = types.SimpleNamespace()
    for field in _declared(type_):
        if field.encode_name in data and not any(_value(data[field.encode_name], field.type, ())):
            setattr(whole, field.name, msgspec.convert(data[field.encode_name], field.type))
    return whole


def _fields(data: dict[str, object], type_: type, path: tuple[str | int, ...]) -> Iterator[Misfit]:
    fields = {field.encode_name: field for field in _declared(type_) if not _is_computed(field.type)}
    for name, value in data.items():
        if name in fields:
            yield from _value(value, fields[name].type, (*path, name))
        else:
            yield Misfit((*path, name), f"unknown field {short(name)!r}", field=name, choices=tuple(fields))
    for name, field in fields.items():
        if field.required and name not in data:
            yield Misfit(path, f"the field {name!r} is missing: {_wanted(field.type)}", field=name)


def _value(data: object, type_: Any, path: tuple[str | int, ...]) -> Iterator[Misfit]:
    try:
        msgspec.convert(data, type_)
    except msgspec.ValidationError:
        inner = _inside(data, _bare(type_), path)
        whole = Misfit(path, f"expected {_wanted(type_)}", data, choices=_choices(type_))
        yield next(inner, whole)
        yield from inner


def _inside(data: object, type_: Any, path: tuple[str | int, ...]) -> Iterator[Misfit]:
    """Yield the misfits of the parts of `data`, if it has parts where `type_` has them."""
    if _is_struct(type_) and isinstance(data, dict):
        yield from _fields(data, type_, path)
    elif typing.get_origin(type_) is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _value(item, typing.get_args(type_)[0], (*path, number))


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)


def _is_computed(type_: Any) -> bool:
    return any((meta.extra or {}).get("computed") for meta in getattr(type_, "__metadata__", ()))


def _bare(type_: Any) -> Any:
    """Take every `Annotated[…]` and `… | None` off a type."""
    inner = _peel(type_)
    return type_ if inner is type_ else _bare(inner)


def _peel(type_: Any) -> Any:
    """Take the outermost `Annotated[…]` or `… | None` off a type."""
    args = typing.get_args(type_)
    if typing.get_origin(type_) is typing.Annotated:
        return args[0]
    members = [arg for arg in args if arg is not type(None)]
    return members[0] if len(members) == 1 and len(args) == 2 else type_


def _choices(type_: Any) -> tuple[str, ...]:
    bare = _bare(type_)
    return typing.get_args(bare) if typing.get_origin(bare) is typing.Literal else ()


def _wanted(type_: Any) -> str:
    """Say in words what `type_` wants; the words for a plain value stand in the model."""
    if metadata := getattr(type_, "__metadata__", ()):
        return str(metadata[0].description)
    bare = _peel(type_)
    if bare is not type_:
        return _wanted(bare)
    if choices := _choices(bare):
        return "one of " + ", ".join(choices)
    if _is_struct(bare):
        return "a table with " + ", ".join(field.encode_name for field in _declared(bare))
    args = [_wanted(arg) for arg in typing.get_args(bare) if arg not in (..., type(None))]
    if typing.get_origin(bare) is tuple:
        return f"a list, each entry {args[0]}"
    return " or ".join(args) or "a whole number"  # all other plain types are described in the model
