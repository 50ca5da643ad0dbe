"""Rows behind a sentence: those whose figure it gives, in the tables that its notebook reads, and no others."""

from recount.publish import reviewers, rows_shown

FILES = ["estimates/repression_by_year.csv", "estimates/toll_estimates.csv", "pamphlet/expulsions_by_year.csv"]


def test_a_figure_leads_to_its_rows():
    found = rows_shown.rows_in("353,074 death sentences in 1937", FILES)
    assert found == ["repression-1937-death-sentences-kgb", "repression-1937-death-sentences-mvd"]


def test_the_string_as_printed_leads_to_its_row():
    assert rows_shown.rows_in("792.000 were expelled", FILES) == ["expulsions-1933-number"]


def test_short_figures_years_and_other_tables_name_no_row():
    assert rows_shown.rows_in("18.5 per cent of 1,118 in 1936; 353,074", ["estimates/gdp.csv"]) == []
    assert rows_shown.rows_in("1,118 in 1936", FILES) == []


def test_every_row_that_an_item_names_prints_a_figure_of_it():
    items = [item for item in reviewers.all_items() if item.kind == "sentence" and item.rows]
    assert len(items) > 30
    for item in items:
        for name in item.rows.split():
            row = rows_shown.every_row()[name][1]
            assert any(figure in item.name for figure in rows_shown._figures(row)), (item.name, name)
