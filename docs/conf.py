"""Settings of Sphinx for the site; `recount site` writes the pages and calls it."""

from recount.publish.site import bibliography as site_bibliography
from recount.publish.site import frame as site_frame

#: Pages that are documents of the project, and those among them that are made in every language.
STORED, MADE = ("project/",), ("project/index", "project/consistencies", "project/inconsistencies")

controls = site_frame.control_words()

project = "Recount"
author = "Recount developers"
extensions = ["myst_nb", "sphinx_design", "sphinxcontrib.bibtex"]
templates_path = ["_templates"]
html_static_path = ["_static"]
exclude_patterns = []

# The stored outputs are the site's; nothing is run here.
nb_execution_mode = "off"
nb_code_prompt_show = controls["show"]
nb_code_prompt_hide = controls["hide"]
# Dollar signs and brackets in prose are no formulae.
myst_enable_extensions = []
myst_heading_anchors = 3
myst_links_external_new_tab = False

bibtex_bibfiles = ["../data/sources.bib"]
# As recount.publish.site.html.source_anchor writes it.
bibtex_cite_id = "source-{key}"
site_bibliography.register()

html_theme = "pydata_sphinx_theme"
html_title = project
html_css_files = ["recount.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False
html_sidebars = {
    "index": [], "ledger": [], "bibliography": [], "gallery/**": [], "data/**": [], "search": [],
    "notebooks/**": ["sidebar-nav-bs"], "lessons/**": ["sidebar-nav-bs"], "project/**": ["sidebar-nav-bs"],
}  # fmt: skip
html_context = {
    "default_mode": "auto",
    "footer_words": site_frame.footer_words(),
}
html_theme_options = {
    "show_toc_level": 1,
    "search_bar_text": controls["search"],
    "navbar_start": ["navbar-logo"],
    "navbar_center": ["navbar-nav"],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "navbar_align": "left",
    "header_links_before_dropdown": 8,
    "footer_start": ["recount-footer"],
    "footer_center": [],
    "footer_end": [],
    "secondary_sidebar_items": {
        "notebooks/*": ["page-toc"], "lessons/*": ["page-toc"], "project/*": ["page-toc"], "gallery/*": [],
        "index": [], "ledger": [], "bibliography": [], "data/*": [],
    },
    "show_nav_level": 1,
    "use_edit_page_button": False,
    "logo": {"text": "Recount"},
}  # fmt: skip


def mend_body(app, pagename, templatename, context, doctree):
    """Take the label off folded code, which hides its words from screen readers; mark what is stored in English."""
    if "body" not in context:
        return
    body = context["body"].replace(' aria-label="Toggle hidden content"', "")
    if app.config.language != "en" and pagename.startswith(STORED) and pagename not in MADE:
        body = f'<p class="stored">{site_frame.english_note()}</p><div lang="en">{body}</div>'
    context["body"] = body


def setup(app):
    """Hook into Sphinx."""
    app.connect("html-page-context", mend_body)
