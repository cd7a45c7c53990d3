"""Where words of others come out again: pages, files, logs, metrics. They stay words."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request, sync_playwright

from drills import Verdict, drill
from drills.chromium import launched
from drills.world import PASSWORD, PATIENCE_S, Tenant, World

FIRE = "document.title='fired'"
TEXTS = (
    f"<script>{FIRE}</script> この見積もりは無理です。",
    f'<img src=x onerror="{FIRE}"> 直せ。',
    f'"><svg/onload="{FIRE}"> 直せ。',
    f"</textarea><script>{FIRE}</script> 直せ。",
    f"</script><script>{FIRE}</script> 直せ。",
    "![leak](http://leak.example/a.png) 直せ。",
    f"[直せ](javascript:{FIRE}) 今日中です。",
    "<!channel> <@U123> 直せ。",
    '=HYPERLINK("http://leak.example","x") 直せ。',
    "\x1b[31m\x1b]8;;http://leak.example\x07直せ\x1b]8;;\x07。",
)
FORMULAS = ('=HYPERLINK("http://leak.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")


@drill("M6")
def words_that_come_out_again_stay_words(world: World) -> Verdict:
    """Scripts, pictures, links, formulas and terminal codes: shown on pages in Chromium, exported and logged."""
    tenant = world.tenant("mallory")
    fired, asked = _shown(world, tenant)
    cells = _exported(world, tenant)
    armed = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    logged = sum(log.read_bytes().count(b"\x1b") for log in (world.servers.home / "logs").glob("*.log"))
    passed = not fired and not asked and not armed and len(cells) >= len(FORMULAS) and logged == 0
    figure = f"{len(TEXTS)} messages on the workspace and in history: {fired} scripts ran, {len(asked)} requests left"
    return Verdict(passed, f"{figure}; {len(armed)} of {len(cells)} cells armed; {logged} terminal codes in logs")


def _shown(world: World, tenant: Tenant) -> tuple[int, list[str]]:
    fired, asked = 0, list[str]()
    with _page(world, tenant) as page:
        page.on("request", lambda request: asked.extend(_elsewhere(world, request)))
        for text in TEXTS:
            page.goto("/")
            page.locator("#id_text").fill(text)
            page.locator(".composer .button--main").click()
            page.wait_for_selector("#result-title:focus, [data-refusal]")
            fired += page.title() == "fired"
        for path in ("/history/", *_links(page)):
            page.goto(path)
            page.wait_for_timeout(50)  # a picture that fails says so late
            fired += page.title() == "fired"
    return fired, asked


def _links(page: Page) -> list[str]:
    page.goto("/history/")
    return [str(link.get_attribute("href")) for link in page.locator(".row a").all()]


def _elsewhere(world: World, request: Request) -> list[str]:
    return [] if request.url.startswith((world.base_url, "data:")) else [request.url]


@contextmanager
def _page(world: World, tenant: Tenant) -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        page = chromium.new_context(base_url=world.base_url).new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto("/sign-in/")
        page.fill("[name=email]", tenant.email)
        page.fill("[name=password]", PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/")
        yield page
        chromium.close()


def _exported(world: World, tenant: Tenant) -> list[str]:
    """Cells of the glossary's file that hold what was put in as a formula."""
    for number, formula in enumerate(FORMULAS):
        body = {"term": f"word{number}", "language": "en", "definition": f"{formula}"}
        world.call(tenant, "POST", "/api/v1/glossary/terms", body)
    lines = world.call(tenant, "GET", "/api/v1/glossary/export").text.splitlines()
    return [cell.strip('"') for line in lines[1:] for cell in line.split(",") if cell]
