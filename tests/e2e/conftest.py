"""A real browser. Two kinds of portal: the suite's own ``live_server`` with the small season and its standing clock
(``open_page``), and a whole portal in processes of its own with the demonstration of today (``portal``, ``window``)."""

import os

import pytest
from playwright.sync_api import Error as PlaywrightError

from demo.years import cast
from tests.factories.accounts import PASSWORD
from tests.support.browser.portal import pictures_folder, running_portal

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
BOOTSTRAP_MARKS = ("dc3545", "343a40", "fff")  # of a wrong field, a list to choose from, a ticked box
WAIT = 15_000  # milliseconds


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session. The synchronous driver keeps a loop, which Django must be told to tolerate."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Windows:
    """Browser windows that share nothing; ``faults`` collects what went wrong inside them."""

    def __init__(self, browser, base_url: str, refusals: bool = False):
        self.browser, self.base_url = browser, base_url
        self.refusals = refusals  # whether the test is about requests that are refused
        self.contexts, self.faults = [], []

    def open(self, viewport=DESK, **options):
        options = {"locale": "vi-VN", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(viewport=viewport, base_url=self.base_url, **options)
        context.set_default_timeout(WAIT)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._hear(page, line))
        return page

    def _hear(self, page, line) -> None:
        # The browser logs every refusal: of a cell (409, 422), and of a page asked for in order to be refused.
        asked = "status of 409" in line.text or "status of 422" in line.text or line.location["url"] == page.url
        refused = line.text.startswith("Failed to load resource") and (asked or self.refusals)
        refused = refused or (self.refusals and line.text.startswith("Response Status Error Code"))
        # Bootstrap marks a wrong field and a list with images inside its sheet. Ours puts files in their place, but
        # while it is still loading the browser may ask for the image, which the policy refuses; nothing is seen of it.
        early = any(f"stroke='%23{colour}'" in line.text for colour in BOOTSTRAP_MARKS)
        if line.type == "error" and not (refused or early):
            self.faults.append(f"{page.url}: {line.text}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert not self.faults, "\n".join(self.faults)


@pytest.fixture
def open_page(browser, live_server, request):
    """``open_page(viewport)`` gives a page in a window of its own; errors on the page fail the test."""
    windows = Windows(browser, live_server.url, refusals=getattr(request.module, "REFUSALS", False))
    yield windows.open
    windows.close()


@pytest.fixture
def browser_page(open_page):
    """A page of 1440 px."""
    return open_page()


@pytest.fixture(scope="module")
def portal(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """The demonstration of today's date, served by processes of its own with a worker; one for each module."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    name = f"e2e-{worker}-{os.getpid()}-{request.module.__name__.rpartition('.')[2]}"
    base = tmp_path_factory.getbasetemp()
    common = base if worker == "alone" else base.parent  # each worker has a folder inside that of the run
    with django_db_blocker.unblock(), running_portal(tmp_path_factory.mktemp("portal"), name, common) as served:
        yield served


@pytest.fixture
def window(browser, portal):
    """``window(username, viewport)`` opens the demonstration as somebody; without a name, as a visitor."""
    windows = Windows(browser, portal.url)

    def open_as(username: str = "", viewport=DESK, **options):
        page = windows.open(viewport, **options)
        if username:
            sign_in(page, username, cast.PASSWORD)
        return page

    yield open_as
    windows.close()


def sign_in(page, username: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture
def login():
    """``login(page, username)`` signs in through the sign-in page."""
    return sign_in


def capture(page, path, full: bool) -> None:
    """The picture itself, asked for again while Chromium has no frame to give: it says so on a busy machine."""
    for attempts_left in reversed(range(5)):
        try:
            page.screenshot(path=path, full_page=full, scale="css", animations="allow", caret="initial")
            return
        except PlaywrightError as error:
            if "Unable to capture screenshot" not in str(error) or not attempts_left:
                raise
            page.wait_for_timeout(500)


@pytest.fixture
def picture():
    """``picture(page, name)`` keeps a picture of the page, for people to look at; none where no folder is named."""
    folder = pictures_folder()

    def take(page, name: str, *, full: bool = True):
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        path, size = folder / f"{name}.png", page.viewport_size
        if full:  # a window as high as the page, so that bars at its lower edge stand where the page ends
            # Asked again where the page is just being followed by the next one.
            height = page.wait_for_function("document.documentElement?.scrollHeight").json_value()
            page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        capture(page, path, full)
        page.set_viewport_size(size)

    return take
