"""How what became of a demand, a threat or an agreement looks: colour, shape and word."""

from __future__ import annotations

import attrs

from stances.plot.palette import Palette


@attrs.frozen
class Mark:
    """``lean`` is 1 for the better, -1 for the worse, 0 for neither; ``open`` if it may change."""

    shape: str
    lean: int
    open: bool = False

    def colour(self, colours: Palette) -> str:
        """The colour of the shape."""
        return colours.of(self.lean)

    def face(self, colours: Palette) -> str:
        """The colour inside of the shape: that of the ground where nothing is settled."""
        return colours.ground if self.open else self.colour(colours)


MARKS = {
    "open": Mark("o", 0, open=True),
    "standing": Mark("o", -1, open=True),
    "in force": Mark("o", 1, open=True),
    "disputed": Mark("D", -1, open=True),
    "met": Mark("o", 1),
    "withdrawn": Mark("o", 1),
    "refused": Mark("X", -1),
    "carried out": Mark("X", -1),
    "broken": Mark("X", -1),
    "lapsed": Mark("s", 0),
    "superseded": Mark("s", 0),
}
"""By the word of the status."""
