"""Pages that a person may keep under a name: those whose filters stand in their address, declared by their app."""

_NAMES: dict[str, str] = {}


def register(page: str, name: str) -> None:
    """The page at this named address may be kept; ``name`` is the lazy text of what it is called in the list.

    ValueError where it is declared already.
    """
    if page in _NAMES:
        raise ValueError(f"{page} is declared as a page to keep twice")
    _NAMES[page] = name


def may_be_kept(page: str) -> bool:
    return page in _NAMES


def name_of(page: str) -> str:
    return str(_NAMES[page])


__all__ = ["may_be_kept", "name_of", "register"]
