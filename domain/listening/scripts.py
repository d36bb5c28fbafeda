"""In which script each letter of a text is written, and what languages a script can mean."""

import numpy as np
import numpy.typing as npt

_BLOCKS = (
    (0x0041, 0x024F, "latin"), (0x0300, 0x036F, "marks"), (0x0370, 0x03FF, "greek"), (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"), (0x0590, 0x05FF, "hebrew"), (0x0600, 0x077F, "arabic"), (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"), (0x0980, 0x09FF, "bengali"), (0x0A00, 0x0A7F, "gurmukhi"),
    (0x0A80, 0x0AFF, "gujarati"), (0x0B80, 0x0BFF, "tamil"), (0x0C00, 0x0C7F, "telugu"), (0x0C80, 0x0CFF, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"), (0x0D80, 0x0DFF, "sinhala"), (0x0E00, 0x0E7F, "thai"), (0x10A0, 0x10FF, "georgian"),
    (0x1200, 0x139F, "ethiopic"), (0x1E00, 0x1EFF, "latin"), (0x1F00, 0x1FFF, "greek"), (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"), (0xAC00, 0xD7AF, "hangul"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFF, "arabic"),
)  # fmt: skip

OTHER = "other"
NAMES = (OTHER, *dict.fromkeys(name for _, _, name in _BLOCKS))
_BOUNDS = np.asarray([edge for first, last, _ in _BLOCKS for edge in (first, last + 1)], dtype=np.uint32)
_OF_BOUND = np.asarray([0, *(at for _, _, name in _BLOCKS for at in (NAMES.index(name), 0))], dtype=np.int64)

MEANS = {
    "greek": "el", "armenian": "hy", "hebrew": "he", "bengali": "bn", "gurmukhi": "pa", "gujarati": "gu", "tamil": "ta",
    "telugu": "te", "kannada": "kn", "malayalam": "ml", "sinhala": "si", "thai": "th", "georgian": "ka", "kana": "ja",
    "han": "zh", "hangul": "ko", "devanagari": "hi",
}  # fmt: skip
"""Scripts that mean one language among those of UK communities. Ethiopic (Amharic, Tigrinya and others) does not."""

SHARED = {"cyrillic": ("bg", "uk", "ru"), "arabic": ("ar", "ur", "fa", "ps", "ckb")}
"""Scripts of several languages that the trained part tells apart."""


def scripts(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """For every character (a code point) the place of its script in NAMES; 0 for what is in none."""
    return np.asarray(_OF_BOUND[np.searchsorted(_BOUNDS, codes, side="right")], dtype=np.int64)
