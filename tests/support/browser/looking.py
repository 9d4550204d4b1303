"""Looking at one page the way the house rules do: wide and narrow, with axe, for overflow, keeping a picture."""

from axe_playwright_python.sync_playwright import Axe

WIDTHS = {1440: 1000, 390: 844}
NARROW = (320, 360)  # the narrowest of phones, and a desk of 1440 px enlarged to 400 %
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def violations(page) -> list[str]:
    """What axe finds, one line per rule with the elements it names."""
    return _lines(Axe().run(page, options=RULES).response["violations"])


# What each element looked like when the page was wide: its colours, by which contrast is judged.
REMEMBER = """() => {
    window.lookedAt = new WeakMap();
    const look = e => { const s = getComputedStyle(e); return `${s.color} ${s.backgroundColor} ${s.backgroundImage}`; };
    window.lookOf = e => e.checkVisibility() ? look(e) : "";
    for (const e of document.body.querySelectorAll("*")) window.lookedAt.set(e, window.lookOf(e));
}"""
# Contrast takes three quarters of a run of axe: on the narrow page only what is new there, or coloured otherwise.
AGAIN = """async rules => {
    const isNew = e => window.lookOf(e) && window.lookedAt.get(e) !== window.lookOf(e);
    const fresh = new Set([...document.body.querySelectorAll("*")].filter(isNew));
    const include = [...fresh].filter(e => !fresh.has(e.parentElement));
    const all = await axe.run(document, {...rules, rules: {"color-contrast": {enabled: false}}});
    const contrast = {...rules, runOnly: {type: "rule", values: ["color-contrast"]}};
    const more = include.length ? (await axe.run({include}, contrast)).violations : [];
    return [...all.violations, ...more];
}"""


def violations_when_narrow(page) -> list[str]:
    """What axe finds on a page that ``violations`` has seen wide; ``REMEMBER`` was run before it was made narrow."""
    return _lines(page.evaluate(AGAIN, RULES))


def _lines(found: list[dict]) -> list[str]:
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
    wide, narrow = WIDTHS.items()
    _show(page, wide, name, picture)
    found = [f"{name} {wide[0]}: {fault}" for fault in [*violations(page), *overflow(page)]]
    page.evaluate(REMEMBER)
    _show(page, narrow, name, picture)
    return found + [f"{name} {narrow[0]}: {fault}" for fault in [*violations_when_narrow(page), *overflow(page)]]


def _show(page, size: tuple[int, int], name: str, picture) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    picture(page, f"{name}-{size[0]}")
