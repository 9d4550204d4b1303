"""Looking at one page the way the house rules do: wide and narrow, with axe, for overflow, keeping a picture."""

from axe_playwright_python.sync_playwright import Axe

WIDTHS = {1440: 1000, 390: 844}
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def violations(page) -> list[str]:
    """What axe finds, one line per rule with the elements it names."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:4]]}" for rule in found]


def overflow(page) -> list[str]:
    """Elements that make the page wider than the window; empty when nothing scrolls sideways."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const outside = e => e.getBoundingClientRect().right > wide + 0.5 && !e.closest(".scroll-x");
            const over = [...document.body.querySelectorAll("*")].filter(outside).slice(0, 6);
            return [`${document.documentElement.scrollWidth} px`, ...over.map(e => e.outerHTML.slice(0, 120))];
        }"""
    )


def faults_of(page, name: str, picture) -> list[str]:
    """Everything wrong with the open page at both widths; pictures ``<name>-1440`` and ``<name>-390`` are kept."""
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}")
        found += [f"{name} {width}: {fault}" for fault in [*violations(page), *overflow(page)]]
    return found
