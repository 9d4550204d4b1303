"""What a file is asked for about: a season or several clusters, which part of them, and the language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusters.models import Season

from .nation import version_of

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Subject:
    """``season`` None for a file of the nation. ``parameters``: as a scope keeps them (``Scope``, ``NationScope``)."""

    season: Season | None
    parameters: Mapping[str, Any]
    language: str = "vi"

    @property
    def agency(self) -> str:
        """The code of the only agency that the file is about; empty where it is about all members."""
        return str(self.parameters.get("agency") or "")

    def versions(self) -> Rows:
        """The data versions that stand now of every season the subject names."""
        if self.season is None:
            seasons = Season.objects.filter(year__in=self.parameters.get("years", []))
        else:
            seasons = Season.objects.filter(pk=self.season.pk)
        return list(seasons.order_by("pk").values_list("pk", "data_version"))

    def version_code(self) -> str:
        """The data version of now as a file quotes it."""
        if self.season is None:
            return version_of(self.parameters.get("years", []))
        return Season.objects.select_related("cluster").get(pk=self.season.pk).version_code


__all__ = ["Rows", "Subject"]
