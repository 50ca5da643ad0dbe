"""The parameters of every notebook. A test holds them and the ``parameters`` cells together."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from recount.runs.parameters import Parameters

Reading = Literal["as_printed", "as_corrected"]
Rule = Literal["half_unit", "truncation", "ceiling"]


def reading_field():
    """Return the parameter that says whether misprints are read as corrections.csv says."""
    return Field("as_printed", description="read the pamphlet's cells as printed, or with corrections.csv applied")


def unchecked_field():
    """Return the parameter that lets unchecked estimates in."""
    return Field(False, description="also draw estimates that nobody has looked up yet (hollow marks)")


class Ledger(Parameters):
    """Parameters of ``00_ledger``."""

    reading: Reading = reading_field()
    section: str = Field("all", description="all, or the id of a section that holds claims, such as s029")
    verdict: Literal["arithmetic", "fidelity", "evidence"] = Field(
        "arithmetic", description="which column of the ledger the picture of the whole text shows"
    )
    hide_rejected: bool = Field(
        False, description="leave claims that the author reports only to reject out of lists and picture"
    )
    max_chance: float = Field(
        0.2, description="a test that a larger share of figures near the printed one would pass is weak", ge=0, le=1
    )

    @model_validator(mode="after")
    def _section_with_claims(self):
        from analysis.ledger.views import check_section

        check_section(self.section)
        return self


class ExpulsionIsNotRepression(Parameters):
    """Parameters of ``04_expulsion_is_not_repression``."""

    series: Literal["mvd", "kgb"] = Field("mvd", description="archival series of convictions and death sentences")
    arrests: Literal["pospelov", "mvd"] = Field("pospelov", description="series of arrests")
    first_year: int = Field(1929, ge=1921, le=1936, description="first year that 1937 is compared with")
    last_year: int = Field(
        1938, ge=1938, le=1940, description="last year; 1939 and 1940 include territory annexed from September 1939 on"
    )
    scope: Literal[
        "all",
        "arrests-1937-1938",
        "arrests-late-1930s",
        "death-sentences-1921-1953",
        "deaths-stalin-period",
        "executions-1937-1938",
        "famine-deaths-1932-1933",
        "in-camps-and-prisons-turn-of-1938-1939",
    ] = Field("all", description="estimates of which scope are drawn; all: every scope with two or more")
    unchecked: bool = unchecked_field()
    reading: Reading = reading_field()


class PurgeRates(Parameters):
    """Parameters of ``01_purge_rates``."""

    base: Literal["members", "members_and_candidates", "screened"] = Field(
        "members_and_candidates", description="of whom the share of the expelled is taken"
    )
    date_rule: Literal["before", "nearest", "year_mean"] = Field(
        "before",
        description="which membership count stands for the party: the last before the campaign, the nearest, "
        "or the mean of the last before and the first after",
    )
    max_months: int = Field(
        12,
        description="greatest distance of a membership count from the campaign",
        ge=0,
        le=60,
        json_schema_extra={"unit": "months"},
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()
    one_or_two: Literal["one", "two"] = Field(
        "one", description="chistka of 1933-34 as one campaign, or the printed row as that of 1933 alone"
    )
    stated_base_only: bool = Field(
        False, description="compare with published shares only where they state the same kind of base"
    )


class ReasonsAndAccusations(Parameters):
    """Parameters of ``02_reasons_and_accusations``."""

    same_category: Literal["identical", "nearly", "similar"] = Field(
        "identical",
        description="when a reason of 1929 and one of 1933 are the same: same words, same but for a plural, "
        "or same first two words",
    )
    reach: Literal["next_fraction", "open"] = Field(
        "next_fraction", description="how far 'more than a third' reaches: below the next simple fraction, or no end"
    )
    max_lines: int = Field(
        3,
        description="greatest number of lines of the table in a set that is tried for a claim",
        ge=1,
        le=7,
        json_schema_extra={"unit": "lines"},
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()


class Production(Parameters):
    """Parameters of ``05_production``."""

    start: int = Field(1928, ge=1924, le=1939, description="first year of the window of published growth")
    end: int = Field(
        1937, ge=1925, le=1940, description="last year; 1939 and 1940 include territory annexed from September 1939 on"
    )
    measure: Literal["industry", "national_income"] = Field("industry", description="what is compared with estimates")
    coverage: Literal["any", "all", "large_scale"] = Field("any", description="which part of industry")
    price_base: Literal["any", "1926_27_unchanged", "other", "not_stated"] = Field(
        "any", description="estimates at which prices are let in"
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the pamphlet's figures were rounded, for the bounds")
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _end_after_start(self):
        if self.end <= self.start:
            raise ValueError(f"end: expected a year after start ({self.start}), got {self.end}")
        return self


class AgricultureAndLabour(Parameters):
    """Parameters of ``06_agriculture_and_labour``."""

    coverage: Literal["like_for_like", "as_printed"] = Field(
        "like_for_like", description="growth of one thing counted alike at both dates, or last over first as printed"
    )
    products: Literal["all", "horses", "cattle", "sheep_and_goats", "pigs"] = Field(
        "all", description="which herds are shown"
    )
    harvest: Literal["barn", "estimate"] = Field(
        "barn", description="later series that published harvests are set against: official barn yield, or an estimate"
    )
    prices: Literal["chapman", "allen"] = Field("chapman", description="whose index of consumer prices is used")
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")


class Education(Parameters):
    """Parameters of ``07_education``."""

    age_band: Literal["not_stated", "all_ages", "ages_9_and_over", "ages_9_49", "ages_16_50"] = Field(
        "not_stated", description="whose illiteracy the printed shares are read as"
    )
    territory: Literal["any", "ussr_1938", "russian_empire_1897", "european_rsfsr"] = Field(
        "any", description="of which territory literacy is shown"
    )
    year: Literal[1937, 1939] = Field(1939, description="whose population all citizens are")
    higher_start: Literal[1929, 1930] = Field(
        1929, description="which year the first figure of higher education is taken for"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")


class Reichstag(Parameters):
    """Parameters of ``08_reichstag``."""

    election: Literal["all", "1928-05-20", "1930-09-14", "1932-07-31", "1932-11-06", "1933-03-05"] = Field(
        "all", description="which election is looked at"
    )
    edition: Literal["yearbook", "detailed_volumes"] = Field(
        "yearbook", description="whose figures are preferred where compilations of the official count differ"
    )
    apportion_by: Literal["list", "party"] = Field(
        "list", description="whether the seat rule is applied to Reich lists, as the law says, or to single parties"
    )
    quota: int = Field(
        60000, description="votes for one seat", ge=1000, le=1000000, json_schema_extra={"unit": "votes"}
    )
    remainder_seat: int = Field(
        30000,
        description="a last remainder above this gives one more seat; below the quota",
        ge=0,
        le=999999,
        json_schema_extra={"unit": "votes"},
    )
    cap: bool = Field(True, description="no more seats on the Reich list than below it, where these are known")
    reading: Reading = Field(
        "as_corrected",
        description="read the pamphlet's cells as printed (most votes then have no date), or with corrections.csv",
    )
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _remainder_below_quota(self):
        if self.remainder_seat >= self.quota:
            raise ValueError(f"remainder_seat: expected fewer than quota ({self.quota}), got {self.remainder_seat}")
        return self


class Trials(Parameters):
    """Parameters of ``09_trials``."""

    trial: Literal["all", "trial_1936", "trial_1937", "trial_generals_1937", "trial_1938"] = Field(
        "all", description="which trial is looked at"
    )
    strictness: Literal["exact", "spelling", "near"] = Field(
        "spelling", description="when two printed names are one name: same letters, same sounds, or nearly so"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()


class FastestEver(Parameters):
    """Parameters of ``10_fastest_ever``."""

    years: int = Field(9, ge=1, le=10, description="length of the growth windows in yearly steps")
    measure: Literal["gdp", "gdp_per_head", "industry", "iron_and_steel", "primary_energy"] = Field(
        "gdp", description="what grew; unlike measures are never ranked together"
    )
    recoveries: bool = Field(True, description="count windows that start below 95 per cent of an earlier level")
    earlier_only: bool = Field(True, description="count only windows of other countries that ended by 1938")
    series: Literal[
        "same",
        "maddison_2010_gdp",
        "maddison_project_2020_gdp",
        "maddison_2010_gdp_per_head",
        "maddison_project_2013_gdp_per_head",
        "maddison_project_2020_gdp_per_head",
        "maddison_project_2023_gdp_per_head",
        "tssu_1957_all_industry",
        "tssu_1957_large_scale",
        "cow_nmc_7",
    ] = Field("same", description="Soviet series drawn by year; same: the release of the other countries")
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _series_of_measure(self):
        # Which series belong to which measure is knowledge of the topic; it is asked there.
        from analysis.topics.fastest.model import Choices

        Choices(**self.model_dump())
        return self


class OldBolsheviks(Parameters):
    """Parameters of ``03_old_bolsheviks_and_elites``."""

    definition: Literal["not_stated", "joined_by_1917"] = Field(
        "not_stated", description="who counts as an Old Bolshevik: as in the pamphlet (not stated), or joined by 1917"
    )
    deaths_per_1000: float = Field(
        0.0,
        description="presumed natural deaths; no rate for the group was collected, 0 subtracts none",
        ge=0,
        le=150,
        json_schema_extra={"unit": "a year per 1,000"},
    )
    outcome: Literal[
        "executed",
        "arrested",
        "repressed",
        "purged",
        "died_by_violence",
        "not_reelected",
        "delegate_again",
        "reelected",
        "not_dead_or_in_camp",
        "expelled",
        "expelled_or_tried",
    ] = Field("executed", description="which outcome is set side by side, for groups of the same years")
    group: Literal["all", "central_committee_1934", "delegates_1934", "officers", "moscow_1917", "party_belyi"] = Field(
        "all", description="which group is marked in table and figure"
    )
    confidence: float = Field(0.95, description="of the one interval that is given", ge=0.5, le=0.999)
    method: Literal["wilson", "clopper_pearson"] = Field("wilson", description="how that interval is computed")
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()


#: Every notebook that takes parameters, in reading order.
NOTEBOOKS: dict[str, type[Parameters]] = {
    "00_ledger": Ledger,
    "01_purge_rates": PurgeRates,
    "02_reasons_and_accusations": ReasonsAndAccusations,
    "03_old_bolsheviks_and_elites": OldBolsheviks,
    "04_expulsion_is_not_repression": ExpulsionIsNotRepression,
    "05_production": Production,
    "06_agriculture_and_labour": AgricultureAndLabour,
    "07_education": Education,
    "08_reichstag": Reichstag,
    "09_trials": Trials,
    "10_fastest_ever": FastestEver,
}
