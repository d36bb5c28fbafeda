"""Where a town that a platform or a file names belongs: one way to write its name, one order of looking it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


def town_key(town: str) -> str:
    """A town's name as it is compared: casefold, single spaces."""
    return " ".join(town.split()).casefold()


@dataclass(frozen=True)
class TownHomes:
    """The districts by the towns of the roster's lists (`listed`), and what people said of towns (`placed`).

    Keys are as town_key makes them; a placed town whose district is None belongs to none of ours.
    """

    listed: Mapping[str, UUID]
    placed: Mapping[str, UUID | None] = field(default_factory=dict)
    _bare: dict[str, UUID | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bare: dict[str, UUID | None] = {}
        for town, district in self.listed.items():
            name = _before_comma(town)
            bare[name] = district if bare.get(name, district) == district else None
        object.__setattr__(self, "_bare", bare)

    def district(self, town: str) -> UUID | None:
        """The district of a town ("Ashby Town, Marlshire"); None when it belongs to none of ours, or nobody knows."""
        return self._found(town)[1]

    def is_known(self, town: str) -> bool:
        """Whether the roster or a person says where it belongs, even if that is to none of ours."""
        return self._found(town)[0]

    def _found(self, town: str) -> tuple[bool, UUID | None]:
        """What a person said stands before the roster, the whole name before what stands before its first comma.

        A bare "Ashby Town" is the one town of the roster that is called so before its comma, where there is only one.
        """
        whole = town_key(town)
        for name in (whole, _before_comma(whole)):
            if name in self.placed:
                return True, self.placed[name]
            if name in self.listed:
                return True, self.listed[name]
        found = self._bare.get(whole)
        return found is not None, found


def _before_comma(town: str) -> str:
    return town.partition(",")[0].strip()
