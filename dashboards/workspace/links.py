"""Addresses by the hundred: resolved once for a page, then filled in."""

from urllib.parse import quote

from django.urls import reverse


class Links:
    """Where the agencies and submissions of one season's pages are."""

    def __init__(self, place: list):
        self.overview = reverse("dashboards:overview", args=place)
        self._agency = reverse("dashboards:agency", args=[*place, "0"]).removesuffix("0/")
        self._derivation = reverse("dashboards:derivation", args=[*place, "0"]).removesuffix("0/")
        self._indicator = reverse("dashboards:indicator", args=[*place, "0"]).removesuffix("0/")
        self._submission = reverse("results:submission", args=[0]).removesuffix("0/")

    def agency(self, code: str) -> str:
        return f"{self._agency}{quote(code)}/"

    def indicator(self, code: str, period: str = "") -> str:
        """One indicator over all members, in a period by code."""
        return f"{self._indicator}{quote(code)}/" + (f"?period={quote(period)}" if period else "")

    def derivation(self, code: str, agency: str, period: str) -> str:
        """Where a figure comes from; without an agency that of the whole cluster."""
        query = "&".join(f"{name}={quote(value)}" for name, value in (("agency", agency), ("period", period)) if value)
        return f"{self._derivation}{quote(code)}/" + (f"?{query}" if query else "")

    def derived_target(self, code: str, period: str) -> str:
        """How the target of the cluster comes about."""
        return f"{self._derivation}{quote(code)}/target/" + (f"?period={quote(period)}" if period else "")

    def submission(self, pk: int) -> str:
        return f"{self._submission}{pk}/"
