#!/usr/bin/env python3
"""Polars, its streaming engine, exact: decimals are read as such and reckoned with as Int128, since Decimal * Decimal is rounded.

    polar.py DIR [--out FILE] [--threads N]       pip install polars
"""
import os

import shared

SHIFTS = ["NONE", "CTSH", "CTH", "CC"]


def main():
    options = shared.arguments(__doc__, "threads")
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    import polars as pl  # how many threads is read at the import

    whole, text, column = pl.Int128, pl.String, pl.col

    def number(value):
        return pl.lit(value, dtype=whole)

    def counted(name):
        """A decimal column as a count of its last place."""
        return column(name).to_physical().cast(whole)

    def money(name):
        """The same in the last place of a value."""
        return counted(name) * number(10 ** (shared.VALUE - shared.MONEY))

    def code(name):
        return column(name).str.replace_all(".", "", literal=True)

    def differs(digits):
        return code("hs_code").str.slice(0, digits) != code("good_hs").str.slice(0, digits)

    def written(size, places, negative=False):
        """A count of last places as text."""
        ten = number(10**places)
        sign = pl.when(negative).then(pl.lit("-")).otherwise(pl.lit(""))
        return sign + (size // ten).cast(text) + pl.lit(".") + (size % ten).cast(text).str.zfill(places)

    def percent(part):
        """Cut toward zero: // rounds down, so it is done without the sign; a zero has none."""
        size = part.abs() * number(10000) // column("fob")
        return written(size, 2, (part < 0) & (size > 0))

    table = shared.rates(options.dir)
    rate = column("currency").replace_strict(list(table), [shared.units(rate, shared.RATE) for rate in table.values()], return_dtype=pl.Int64)
    home = column("origin").is_in(["HK", "CN"]).fill_null(False)
    far = pl.when(differs(2)).then(3).when(differs(4)).then(2).when(differs(6)).then(1).otherwise(0)
    lines = scanned(pl, shared.pattern(options.dir)).select(
        "good_id",
        home=home,
        fob=money("fob"),
        costs=money("labour") + money("development"),
        value=counted("quantity") * counted("unit_cost") * rate.cast(whole),
        shift=pl.when(home).then(3).otherwise(far).cast(pl.Int8),
    )
    of_home, of_others = pl.when("home").then("value").otherwise(number(0)), pl.when("home").then(number(0)).otherwise("value")
    goods = lines.group_by("good_id").agg(
        lines=pl.len(), fob=column("fob").first(), costs=column("costs").first(), originating=of_home.sum(), non_originating=of_others.sum(), shift=column("shift").min()
    )
    goods = goods.with_columns(up=column("originating") + column("costs"), down=column("fob") - column("non_originating"))
    content = (column("up") * number(100) >= column("fob") * number(30)) | (column("down") * number(100) >= column("fob") * number(40))
    goods.select(
        column("good_id").alias("good"),
        "lines",
        originating=written(column("originating"), shared.VALUE),
        non_originating=written(column("non_originating"), shared.VALUE),
        build_up=percent(column("up")),
        build_down=percent(column("down")),
        shift=column("shift").replace_strict(list(range(4)), SHIFTS, return_dtype=text),
        verdict=pl.when(content & (column("shift") >= 2)).then(pl.lit("PASS")).otherwise(pl.lit("FAIL")),
    ).sink_csv(options.out, engine="streaming")


def scanned(pl, pattern):
    types = dict.fromkeys(shared.COLUMNS, pl.String)
    types |= dict.fromkeys(["fob", "labour", "development"], pl.Decimal(18, shared.MONEY))
    types |= {"quantity": pl.Decimal(12, shared.QUANTITY), "unit_cost": pl.Decimal(16, shared.COST), "line": pl.Int32}
    return pl.scan_csv(pattern, schema=types)


if __name__ == "__main__":
    main()
