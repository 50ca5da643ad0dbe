import pytest

from analysis.ledger import ask
from analysis.ledger.comparison import require_alike
from analysis.topics.schooling import TOPIC
from analysis.topics.schooling import figures as schooling_figures
from analysis.topics.schooling import findings as schooling_words
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling import tables as schooling_tables
from analysis.topics.schooling.model import Choices

PLAIN = Choices()
OTHER = Choices(age_band="ages_9_49", territory="ussr_1938", year=1937, higher_start=1930, unchecked=True)
SETTINGS = [
    PLAIN,
    OTHER,
    Choices(age_band="ages_16_50", territory="european_rsfsr", reading="as_corrected", rule="ceiling"),
    Choices(age_band="all_ages", territory="russian_empire_1897", unchecked=True, rule="truncation"),
]


@pytest.mark.parametrize("name", ["age_band", "territory", "year", "higher_start", "reading", "rule"])
def test_an_unknown_choice_is_refused_with_the_list(name):
    with pytest.raises(ValueError, match=name):
        Choices(**{name: "nothing"})


def test_growth_by_hand():
    rows = schooling.growth(PLAIN).set_index("name")
    assert rows.at["pupils", "overlap"] == pytest.approx(23814 / 26419)
    assert rows.at["pupils", "like_for_like"] == pytest.approx(26419 / 14358 * 33965.4 / 23814)
    assert rows.at["higher", "like_for_like"] == pytest.approx(491 / 207 * 601 / 458.3)
    assert rows.at["libraries", "like_for_like"] == pytest.approx(70.0 / 40.3)
    assert rows.at["books", "like_for_like"] == pytest.approx(126.6 / 86.0)


def test_the_first_year_of_higher_education_changes_its_growth():
    row = schooling.growth(Choices(higher_start=1930)).set_index("name").loc["higher"]
    assert row["like_for_like"] == pytest.approx(491 / 190.4 * 601 / 458.3)
    assert row["as_printed"] == pytest.approx(601 / 207)


def test_checks_by_hand():
    tripled, third = schooling.checks(PLAIN).values()
    assert tripled == ask.check("higher-education-times")
    assert tripled.computed == pytest.approx(601000 / 207000)
    assert tripled.verdict == third.verdict == "within rounding"
    assert third.low == pytest.approx(47 / 170.5)  # 170 million, rounded to the million


def test_implied_base_by_hand():
    base = schooling.implied_base(PLAIN)
    assert float(base.low) == pytest.approx(47_442_100 * 3)
    # "Almost a third" is nearer to a third than to a quarter: not below 7/24.
    assert float(base.high) == pytest.approx(47_442_100 * 24 / 7)


def test_populations_are_alike_and_their_shares_follow():
    for choices in (PLAIN, OTHER):
        rows = schooling.populations(choices)
        require_alike(rows, labels=("measure", "population", "territory", "quantity"))
        assert (rows["share"] * rows["value"]).round(3).unique().tolist() == [47_442_100.0]
        assert set(rows["year"]) == {1937, 1939}
        assert rows.loc[rows["chosen"], "year"].unique().tolist() == [choices.year]


def test_one_census_is_one_row():
    """Two texts give the census of January 1937 with 162.0 million."""
    rows = schooling.populations(Choices(unchecked=True))
    assert (rows["start"].eq("1937-01") & rows["lineage"].eq("census_1937")).sum() == 1


def test_the_verdict_hangs_on_a_word():
    said = schooling_words.third_finding(PLAIN)
    assert "27.8% to 29.3%" in said
    assert 'hangs on how "almost" is read' in said
    assert "4.0 to 5.5 points below a third" in said
    assert not any("holds for every population" in s for s in schooling_words.conclusions(PLAIN))


def test_illiteracy_is_what_literacy_leaves():
    rows = schooling.literacy(PLAIN)
    assert (rows["illiterate"] + rows["value"]).tolist() == pytest.approx([1.0] * len(rows))
    reports = rows[rows["report"]].set_index("start")["illiterate"]
    assert reports["1930"] == pytest.approx(0.374)
    assert reports["1933-12"] == pytest.approx(0.10)


def test_rows_of_one_panel_are_alike():
    rows = schooling.literacy(OTHER)
    for _panel, part in rows.groupby("panel"):
        assert part[["population", "territory"]].drop_duplicates().shape[0] == 1
    assert not rows["population"].str.contains("men|rural|urban").any()


def test_territory_selects():
    assert schooling.literacy(Choices(territory="russian_empire_1897"))["territory"].unique().tolist() == [
        "russian_empire_1897"
    ]


@pytest.mark.parametrize("choices", SETTINGS)
def test_every_verdict_is_the_ledgers(choices):
    rows = schooling.printed_illiteracy(choices)
    assert rows["printed"].tolist() == ["67", "33"]
    assert rows["verdict"].tolist() == [ask.against(name, choices.reading).verdict for name in rows["id"]]


def test_literacy_stands_in_order_of_time():
    for choices in SETTINGS:
        assert schooling.literacy(choices)["start"].is_monotonic_increasing
    data = schooling_figures.literacy_figure(OTHER).data
    assert data["start"].is_monotonic_increasing
    assert data.loc[data["id"] == schooling.ERADICATED, "value"].isna().all()


def test_unchecked_censuses_are_off():
    assert schooling.later_literacy(PLAIN)["illiterate"].iloc[-2:].tolist() == pytest.approx([0.10, 0.25])
    assert schooling.later_literacy(OTHER)["illiterate"].tolist() == pytest.approx([0.126])


def test_eradicated_finding_follows_the_choices():
    assert "25.0% illiterate in 1937" in schooling_words.eradicated_finding(PLAIN)
    assert "12.6% illiterate in 1939" in schooling_words.eradicated_finding(OTHER)
    nothing = schooling_words.eradicated_finding(Choices(age_band="all_ages"))
    assert "no share for the Soviet Union from 1930 on" in nothing
    assert "are left out" in nothing


def test_library_growth_by_hand():
    rows = schooling.library_growth(OTHER).set_index(["measure", "kind"])["ratio"]
    assert rows["libraries", "of all kinds"] == pytest.approx(241 / 116)
    assert rows["libraries", "public"] == pytest.approx(70 / 40.3)
    assert rows["library_books", "of all kinds"] == pytest.approx(442 / 299)


def test_cut_finding_names_the_digits_cut_off():
    says = schooling_words.cut_finding(PLAIN)
    assert says.startswith("Library books 1938: the pamphlet prints 126 million books, the report 126.6")
    assert "cut off" in says


def test_growth_findings_name_the_overlap():
    pupils, higher, near = schooling_words.growth_findings(PLAIN)
    assert "public libraries" in near
    assert "10% fewer" in pupils
    assert "3.11 times" in higher
    assert "3.38 times" in schooling_words.growth_findings(OTHER)[1]
    assert schooling_words.findings(PLAIN)[0].startswith("Pupils and students, all schools grew 2.62 times")


@pytest.mark.parametrize("choices", SETTINGS)
def test_sentences_have_numbers_and_no_gaps(choices):
    for sentence in schooling_words.findings(choices) + schooling_words.conclusions(choices):
        assert sentence == sentence.strip()
        assert sentence.endswith(".")
        assert "nan" not in sentence.replace(",", " ").split()


def test_default_findings_rest_on_checked_rows():
    frames = (schooling.literacy, schooling.populations, schooling.libraries)
    assert not any((frame(PLAIN)["verification"] == "unchecked").any() for frame in frames)


@pytest.mark.parametrize("choices", SETTINGS)
def test_every_figure_can_be_built(choices):
    for name, make in TOPIC.figures.items():
        bundle = make(choices)
        assert bundle.name == name
        assert len(bundle.title) <= 90
        assert bundle.footnotes
        assert "nan" not in f"{bundle.title} {bundle.caption} {bundle.alt}".split()


def test_titles_follow_the_choices():
    assert "25% illiterate in 1937" in schooling_figures.literacy_figure(PLAIN).title
    assert "13% illiterate in 1939" in schooling_figures.literacy_figure(OTHER).title
    assert schooling_figures.literacy_figure(SETTINGS[2]).title == "Illiterate persons by age band and territory"
    assert schooling_figures.third_figure(PLAIN).title.startswith("27.8% to 28.3% of the population of 1939")
    assert "of the population of 1937" in schooling_figures.third_figure(OTHER).title
    assert schooling_figures.growth_figure(PLAIN).title.endswith("2.62 times counted alike, 2.43 times as printed")


def test_growth_title_is_neutral_where_nothing_grew_more(monkeypatch):
    rows = schooling.growth(PLAIN)
    monkeypatch.setattr(schooling, "growth", lambda choices: rows.assign(like_for_like=rows["as_printed"]))
    assert (
        schooling_figures.growth_figure(PLAIN).title == "Growth of schools and libraries, as printed and counted alike"
    )


@pytest.mark.parametrize(
    "table",
    [
        schooling.printed_table,
        schooling_tables.start_options,
        schooling_tables.year_options,
        schooling_tables.band_options,
        schooling_tables.literacy_table,
        schooling_tables.population_table,
        schooling_tables.library_table,
    ],
)
@pytest.mark.parametrize("choices", SETTINGS)
def test_tables_for_display_have_rows(table, choices):
    frame = table(choices)
    assert len(frame) > 0
    assert frame.columns.is_unique


def test_options_repeat_the_result_for_every_option():
    starts = schooling_tables.start_options(PLAIN)
    assert starts.iloc[:, -1].tolist() == [3.11, 3.38]
    assert schooling_tables.band_options(PLAIN).shape[0] == len(schooling.BANDS)


def test_what_the_unchecked_rows_would_change_is_said():
    said = schooling_words.say_unchecked(PLAIN)
    assert "unchecked shares of the illiterate held" in said
    assert "1939" in said
