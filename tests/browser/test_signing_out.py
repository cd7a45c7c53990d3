"""What stays in a browser after signing out."""

from tests.browser.conftest import See
from tests.browser.people import PASSWORD
from tests.browser.product import Product


def test_signing_out_clears_what_pages_kept_and_the_next_page_works(see: See, product: Product) -> None:
    alice = see().open("/sign-in/").sign_in(product.people["alice"]).open("/")
    alice.page.evaluate("localStorage.setItem('kept', 'words'); sessionStorage.setItem('kept', 'words')")
    alice.page.evaluate("document.cookie = 'language_of_mine=en; path=/'")
    alice.page.locator("details.menu summary").first.click()
    alice.page.locator("form[action='/sign-out/'] button").first.click()
    alice.page.wait_for_url("**/")
    kept = alice.page.evaluate("[localStorage.getItem('kept'), sessionStorage.getItem('kept'), document.cookie]")
    assert kept[:2] == [None, None] and "language_of_mine=en" in kept[2]
    alice.open("/history/")
    assert "/sign-in/" in alice.page.url
    alice.page.fill("[name=email]", "nobody@example.com")
    alice.page.fill("[name=password]", PASSWORD)
    alice.page.locator("main .button--main").click()
    assert "isn't right" in (alice.page.text_content("main") or "")
