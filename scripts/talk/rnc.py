"""RNC ProPack, method 1: Huffman codes for a run of literal bytes, then a copy of earlier ones.

As read by ScummVM, engines/sky/rnc_deco.cpp. All is in the compressed block but who packed it; its
two checksums are not looked at.
"""

from __future__ import annotations

MAGIC = b"RNC\x01"

_HEADER = 18
"""Bytes: the magic, both sizes (4 each, big-endian), both checksums (2 each), and two bytes whose
last is the number of packs."""

_FLAGS = 2
"""Bits before the first pack: locked, encrypted."""

_SHORTEST_COPY = 2
"""Bytes."""

_Codes = list[tuple[int, int, int]]
"""(mask, code, value class), shortest first; codes with their first bit lowest."""


def unpack(packed: bytes) -> bytes:
    """Return what a block holds.

    Raises:
        ValueError: it is no block of method 1, or ends too early.
    """
    if packed[: len(MAGIC)] != MAGIC or len(packed) < _HEADER:
        raise ValueError("no RNC block of method 1")
    size, packs = int.from_bytes(packed[4:8], "big"), packed[17]
    bits = _Bits(packed, _HEADER)
    bits.take(_FLAGS)
    out = bytearray()
    for _ in range(packs):
        _unpack_one(bits, out)
    if len(out) != size:
        raise ValueError(f"{len(out)} bytes instead of {size}")
    return bytes(out)


def _unpack_one(bits: _Bits, out: bytearray) -> None:
    literals, distances, lengths = _codes(bits), _codes(bits), _codes(bits)
    steps = bits.take(16)
    for step in range(steps):
        out += bits.literal(bits.number(literals))
        if step == steps - 1:
            return
        back = bits.number(distances) + 1
        length = bits.number(lengths) + _SHORTEST_COPY
        if back > len(out):
            raise ValueError("a copy from before the beginning")
        seen = bytes(out[-back:][:length])
        out += (seen * (length // len(seen) + 1))[:length]  # a copy may run into itself


def _codes(bits: _Bits) -> _Codes:
    """Read a table: how many codes, then how many bits each has; the codes follow from these."""
    sizes = [bits.take(4) for _ in range(bits.take(5))]
    codes, code = [], 0
    for size in range(1, 16):
        for value, its_size in enumerate(sizes):
            if its_size == size:
                backwards = int(f"{code:0{size}b}"[::-1], 2)
                codes.append(((1 << size) - 1, backwards, value))
                code += 1
        code <<= 1
    return codes


class _Bits:
    """Bits, lowest first, from 16-bit words between which literal bytes lie."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at
        """Where the next word or literal byte is."""
        self._held = 0
        self._count = 0

    def take(self, count: int) -> int:
        """Return the next bits, at most 16, as a number."""
        if self._count < count:
            self._held |= self._word() << self._count
            self._count += 16
            self._at += 2
        taken = self._held & ((1 << count) - 1)
        self._held >>= count
        self._count -= count
        return taken

    def literal(self, count: int) -> bytes:
        """Return the next bytes."""
        if not count:  # the last word may have ended beyond the end
            return b""
        self._at += count
        if self._at > len(self._data):
            raise ValueError("ends too early")
        return self._data[self._at - count : self._at]

    def number(self, codes: _Codes) -> int:
        """Return the next number: a code says its size in bits; its highest bit is not stored."""
        ahead = self._held | self._word() << self._count
        for mask, code, value in codes:
            if ahead & mask == code:
                self.take(mask.bit_length())
                return value if value <= 1 else 1 << (value - 1) | self.take(value - 1)
        raise ValueError("no such code")

    def _word(self) -> int:
        """Return the next word; beyond the end it is 0, as some packers leave it out."""
        if self._at > len(self._data) + 1:
            raise ValueError("ends too early")
        return int.from_bytes(self._data[self._at : self._at + 2], "little")
