"""The page to click through in a browser: each state shows its own answer, by keyboard too; the address keeps it."""

import re
import shutil

import pytest

from recount.publish.site import what_if

pytestmark = [pytest.mark.full("chromium"), pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def tab(tmp_path_factory, root):
    """A tab with the page alone, its script and its style beside it; requests that leave the machine are recorded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    folder = tmp_path_factory.mktemp("whatif")
    shutil.copytree(root / "docs" / "_static", folder / "_static")
    inside = "".join(re.findall(r"`{9}\{raw\} html\n(.*?)\n`{9}", what_if.what_if_page(), re.DOTALL))
    head = '<link rel="stylesheet" href="_static/recount.css"><title>What if</title>'
    path = folder / "whatif.html"
    text = f'<!doctype html><html lang="en"><meta charset="utf-8">{head}<main>{inside}</main>'
    path.write_text(text, encoding="utf-8")
    with playwright.sync_playwright() as running:
        arguments = ["--no-sandbox", "--disable-gpu"]
        program = running.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = program.new_page()
        page.errors, page.left = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("file:") else page.left.append(request.url))
        page.address = path.as_uri()
        page.goto(page.address)
        yield page
        program.close()


#: Chooses every state of a question in turn and returns, by its key, the words shown.
WALK = """(name) => {
  const form = document.getElementById(name), section = form.parentElement;
  const held = JSON.parse(section.querySelector("script").textContent), shown = {};
  for (const key of Object.keys(held.states)) {
    key.split("|").forEach((value, i) => { form.elements[held.menus[i].name].value = value; });
    form.dispatchEvent(new Event("change"));
    shown[section.dataset.key] = section.querySelector(".answer p").textContent;
  }
  return [shown, Object.fromEntries(Object.entries(held.states).map(([key, state]) => [key, state[1]]))];
}"""


@pytest.mark.parametrize("name", [question.name for question in what_if.asked()])
def test_every_state_shows_its_own_answer(tab, name):
    shown, stored = tab.evaluate(WALK, name)
    assert shown == stored
    assert not tab.errors
    assert not tab.left


def test_the_keyboard_alone_changes_answer_and_address(tab):
    tab.goto("about:blank")
    tab.goto(tab.address)
    tab.focus("#mild select[name=what]")
    before = tab.inner_text("#mild ~ .answer")
    tab.keyboard.press("ArrowDown")
    tab.wait_for_function("location.hash.includes('mild.what')")
    assert tab.inner_text("#mild ~ .answer") != before
    chosen, shown = tab.input_value("#mild select[name=what]"), tab.inner_text("#mild ~ .answer")
    tab.reload()
    assert tab.input_value("#mild select[name=what]") == chosen
    assert tab.inner_text("#mild ~ .answer") == shown
    assert tab.locator("#mild ~ .answer svg").count() >= 1
    for label in tab.locator(".answer svg").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))"):
        assert re.search(r"\d", label)
