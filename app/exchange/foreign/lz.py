"""LZ-string text, as PRSM packs its maps: sixteen-bit characters of fifteen bits, a growing dictionary of words.

The form is that of pieroxy's lz-string (compressToUTF16), read from its description: a code of two bits announces a new
character of eight (0) or sixteen bits (1), or the end (2); all other codes name earlier words.
"""

MOST = 50_000_000
"""Characters that may come out at most."""


class _Bits:
    """Bits of the text, fifteen a character, first the highest; a number is read lowest bit first."""

    def __init__(self, text: str) -> None:
        self._codes = [ord(c) - 32 for c in text]
        self._at, self._mask = 0, 1 << 14

    def number(self, bits: int) -> int:
        found = 0
        for power in range(bits):
            if self._at >= len(self._codes):
                raise ValueError("it was cut off")
            if self._codes[self._at] & self._mask:
                found |= 1 << power
            self._mask >>= 1
            if not self._mask:
                self._mask = 1 << 14
                self._at += 1
        return found


def decompressed(text: str) -> str:
    """The text that was packed; ValueError if this is none, or far too long."""
    bits = _Bits(text)
    first = bits.number(2)
    if first == 2:
        return ""
    if first > 2:
        raise ValueError("it is no packed text")
    word = chr(bits.number(8 if first == 0 else 16))
    words: dict[int, str] = {3: word}
    out, length, width, room = [word], 1, 3, 4
    while True:
        code = bits.number(width)
        if code == 2:
            return "".join(out)
        if code in (0, 1):
            code, words[len(words) + 3] = len(words) + 3, chr(bits.number(8 if code == 0 else 16))
            room -= 1
        if room == 0:
            room, width = 1 << width, width + 1
        if code in words:
            found = words[code]
        elif code == len(words) + 3:
            found = word + word[0]
        else:
            raise ValueError("it names a word that is not there")
        out.append(found)
        length += len(found)
        if length > MOST:
            raise ValueError("it is far too long")
        words[len(words) + 3] = word + found[0]
        room -= 1
        word = found
        if room == 0:
            room, width = 1 << width, width + 1
