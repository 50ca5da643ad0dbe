"""The built site in a browser: nothing leaves the page, no link is dead, everybody can read it."""

import os
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from analysis.data import csv_files
from recount.publish.site import what_if

AXE = "4.14.1"
#: One page of each kind.
KINDS = (
    "index", "findings", "whatif", "ledger", "reviews", "notebooks/index", "notebooks/02_reasons_and_accusations",
    "gallery/index",
    "gallery/09_trials", "data/index", "data/armies_arms", "data/dictionary", "bibliography", "lessons/index",
    "lessons/01_can_these_numbers_be_true", "project/index", "project/completeness", "project/own_numbers",
    "project/stalin_1934", "search",
)  # fmt: skip
#: The ledger has every row in it; a section is enough to look at, and twenty seconds quicker.
EXAMINED = {"ledger": "?section=s008"}
MEGABYTE = 1_000_000
pytestmark = [pytest.mark.full("chromium", "npm"), pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def site(tmp_path_factory, root):
    """Folder of a fresh build, and the seconds of processor time it took: one process, so the time it needs alone."""
    pytest.importorskip("sphinx", reason="needs the optional packages: make setup ARGS=--extras")
    folder = tmp_path_factory.mktemp("site") / "html"
    command = [sys.executable, "-m", "recount", "site", "--out", str(folder)]
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False,
                          env={**os.environ, "RECOUNT_ENV": "current"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return folder, end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


@pytest.fixture(scope="module")
def documents(site):
    """Every page, parsed."""
    return {path.relative_to(site[0]).as_posix(): Document(path) for path in site[0].rglob("*.html")}


class Document(HTMLParser):
    """The anchors, links, loaded files and images of a page."""

    def __init__(self, path):
        super().__init__()
        self.anchors, self.links, self.loads, self.images, self.regions, self.text = [], [], [], [], [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.anchors += [has["id"]] if "id" in has else []
        self.links += [has["href"]] if tag == "a" and has.get("href") else []
        self.loads += [has["src"]] if has.get("src") else []
        self.loads += [has["href"]] if tag == "link" and has.get("rel") in ("stylesheet", "preload", "icon") else []
        self.images += [has] if tag == "img" else []
        self.regions += [has] if {"scroll", "picture"} & set((has.get("class") or "").split()) else []

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                 "--disable-sync"]  # fmt: skip
    with playwright.sync_playwright() as running:
        program = running.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield program
        program.close()


class Visit:
    """A tab that records every request and refuses those that leave this machine."""

    def __init__(self, browser, folder, **settings):
        self.folder, self.refused, self.errors = folder, [], []
        self.context = browser.new_context(**settings)
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _answer(self, route):
        if urlsplit(route.request.url).scheme in ("file", "data", "blob"):
            route.continue_()
        else:
            self.refused.append(route.request.url)
            route.abort()

    def open(self, name, question=""):
        self.page.goto((self.folder / f"{name}.html").as_uri() + question)
        return self.page

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.context.close()


# -- files ----------------------------------------------------------------------------------------


def test_build_time_and_sizes(site, documents):
    folder, seconds = site
    assert seconds < 60
    sizes = {name: (folder / name).stat().st_size for name in documents}
    assert max(sizes.values()) < MEGABYTE, max(sizes, key=sizes.get)
    loaded = {
        ((folder / name).parent / unquote(urlsplit(load).path)).resolve()
        for name, document in documents.items()
        for load in document.loads
    } | set((folder / "_static").rglob("*.woff2"))
    together = sum(sizes.values()) + sum(path.stat().st_size for path in loaded)
    assert together < 15 * MEGABYTE


def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(site, documents):
    folder, dead = site[0], []
    for name, document in documents.items():
        for target in [*document.links, *document.loads]:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                assert target in document.links, f"{name} loads {target}"
                continue
            path = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            other = documents.get(Path(os.path.relpath(path, folder)).as_posix())
            if not path.is_file() or (parts.fragment and other and unquote(parts.fragment) not in other.anchors):
                dead.append(f"{name}: {target}")
    assert not dead, dead[:20]


def test_anchors_are_unique(documents):
    for name, document in documents.items():
        twice = [anchor for anchor, count in Counter(document.anchors).items() if count > 1]
        assert not twice, (name, twice)


def test_what_scrolls_by_itself_takes_the_focus_and_has_a_name(documents):
    regions = [has for document in documents.values() for has in document.regions]
    assert len(regions) > 200
    assert all(has.get("tabindex") == "0" and has.get("role") == "region" and has.get("aria-label") for has in regions)


def test_every_image_has_words_for_those_who_cannot_see_it(documents, root):
    figures = [image for document in documents.values() for image in document.images]
    # In its notebook, among the gallery's small ones, and there in full.
    assert len(figures) >= 3 * len(list((root / "figures").glob("*.json")))
    assert all(len(image.get("alt") or "") >= 20 for image in figures)


def test_every_page_states_version_and_where_its_sources_are(documents, root):
    version = re.search(r'^version = "(.+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.M)[1]
    for name, document in documents.items():
        assert f"version {version}; made from the data of this version" in document.text, name
        assert any(link.endswith("bibliography.html") or link == "#" for link in document.links), name


# -- browser --------------------------------------------------------------------------------------


def test_no_request_leaves_the_page_and_a_phone_needs_no_sideways_scrolling(site, browser):
    with Visit(browser, site[0], viewport={"width": 360, "height": 740}) as visit:
        wide = {name: visit.open(name).evaluate("document.scrollingElement.scrollWidth") for name in KINDS}
        assert (visit.refused, visit.errors) == ([], [])
    assert all(width <= 360 for width in wide.values()), wide


@pytest.fixture(scope="module")
def axe(root):
    """Source of axe-core, from npm, kept outside the tracked files."""
    folder = root / "build" / f"axe-core-{AXE}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), f"axe-core@{AXE}"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site, browser, axe, scheme):
    found = []
    with Visit(browser, site[0], color_scheme=scheme, viewport={"width": 1280, "height": 900}) as visit:
        for name in KINDS:
            page = visit.open(name, EXAMINED.get(name, ""))
            page.evaluate(axe)
            options = "{resultTypes: ['violations']" + (", runOnly: ['color-contrast']}" if scheme == "dark" else "}")
            violations = page.evaluate(f"axe.run({options}).then((result) => result.violations)")
            found += [
                f"{name}: {one['id']}: {one['nodes'][0]['html'][:200]}"
                for one in violations
                if one["impact"] in ("serious", "critical")
            ]
    assert not found, "\n".join(found)


def test_the_ledger_is_searched_and_filtered_by_keyboard(site, browser):
    with Visit(browser, site[0], viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open("ledger")
        every = page.locator("tr[id]").count()
        page.focus("form.filter input")
        page.keyboard.type("Tractors in 1938")
        found = page.locator("tr[id]:visible")
        assert 0 < found.count() < 10
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        assert found.count() == every
        page.keyboard.press("Tab")
        page.keyboard.type("cannot")
        fails = with_verdict(page, 3, "cannot all hold")
        assert found.count() == fails > 0
        assert page.locator("form.filter [role=status]").inner_text().startswith(f"{fails} of {every} ")
        page.locator("tr[id]:visible summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("tr[id]:visible details[open]").count() == 1
        page.goto((site[0] / "ledger.html").as_uri() + "?evidence=agrees")
        assert page.locator("tr[id]:visible").count() == with_verdict(page, 5, "agrees") > 0


def with_verdict(page, column, word):
    return page.locator(f"tr[id] > td:nth-child({column + 1})").all_text_contents().count(word)


def test_without_javascript_the_ledger_shows_every_claim(site, browser, root):
    claims = len(csv_files.read_table(root / "data" / "pamphlet" / "claims.csv"))
    with Visit(browser, site[0], java_script_enabled=False) as visit:
        page = visit.open("ledger")
        assert page.locator("tr[id] >> visible=true").count() == claims
        assert page.locator("form.filter >> visible=true").count() == 0
        page.locator("tr[id] summary").first.click()
        assert page.locator("tr[id] details[open] p >> visible=true").count() > 0


#: Menu with the focus, what is chosen in it, the answer shown, and the answer held for the choices of its question.
CHOSEN = """() => {
  const menu = document.activeElement, form = menu && menu.form;
  if (!form || !form.classList.contains("whatif") || menu.tagName !== "SELECT") return null;
  const section = form.parentElement, held = JSON.parse(section.querySelector("script").textContent);
  const key = held.menus.map((one) => form.elements[one.name].value).join("|"), state = held.states[key];
  return {
    menu: `${form.id}.${menu.name}`, value: menu.value, last: menu.selectedIndex === menu.length - 1,
    shown: section.querySelector(".answer p").textContent, held: state ? state[1] : held.words.none,
  };
}"""


def test_every_menu_of_what_if_answers_to_the_keyboard_alone(site, browser):
    menus = [f"{q.name}.{menu}" for q in what_if.asked() for menu in q.menus]
    with Visit(browser, site[0], viewport={"width": 1280, "height": 900}) as visit:
        page, met = visit.open("whatif"), []
        for _step in range(300):
            page.keyboard.press("Tab")
            before = page.evaluate(CHOSEN)
            if before is None:
                if len(met) == len(menus):
                    break
                continue
            met.append(before["menu"])
            assert before["shown"] == before["held"]
            page.keyboard.press("ArrowUp" if before["last"] else "ArrowDown")
            page.wait_for_function(f"location.hash.includes('{before['menu']}=')")
            after = page.evaluate(CHOSEN)
            assert after["value"] != before["value"], before["menu"]
            assert after["shown"] == after["held"], before["menu"]
        assert met == menus
        assert (visit.refused, visit.errors) == ([], [])


def test_what_if_is_small_besides_the_library(site):
    parts = [site[0] / name for name in ("whatif.html", "_static/whatif.js")]
    assert sum(path.stat().st_size for path in parts) < 300_000
