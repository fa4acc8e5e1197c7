#!/usr/bin/env python3
"""DuckDB, exact: DECIMAL for values and sums, HUGEINT for percentages, since DECIMAL / DECIMAL would be a DOUBLE.

    duck.py DIR [--out FILE] [--threads N]        pip install duckdb
"""
import duckdb

import shared

SQL = """
COPY (
    WITH line AS (
        SELECT good_id, fob, labour, development,
            origin IS NOT NULL AND origin IN ('HK', 'CN') AS home,
            (quantity * unit_cost)::DECIMAL(28, {qc}) * (CASE currency {rates} ELSE error('no rate') END)::DECIMAL(10, {rate}) AS value,
            replace(good_hs, '.', '') AS own, replace(hs_code, '.', '') AS hs
        FROM read_csv('{pattern}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {columns})
    ), good AS (
        SELECT good_id, count(*) AS lines, any_value(fob) AS fob, any_value(labour + development) AS costs,
            coalesce(sum(value) FILTER (home), 0)::DECIMAL(38, {value}) AS originating,
            coalesce(sum(value) FILTER (NOT home), 0)::DECIMAL(38, {value}) AS non_originating,
            coalesce(min(CASE
                WHEN own[:2] <> hs[:2] THEN 3 WHEN own[:4] <> hs[:4] THEN 2 WHEN own[:6] <> hs[:6] THEN 1 ELSE 0
            END) FILTER (NOT home), 3) AS shift
        FROM line GROUP BY good_id
    ), content AS (
        SELECT *, (originating + costs)::DECIMAL(38, {value}) AS up, (fob - non_originating)::DECIMAL(38, {value}) AS down FROM good
    ), whole AS (
        SELECT *, (up * {ten})::HUGEINT AS up_units, (down * {ten})::HUGEINT AS down_units,
            (fob::DECIMAL(38, {value}) * {ten})::HUGEINT AS fob_units
        FROM content
    )
    SELECT good_id AS good, lines, originating, non_originating,
        ((up_units * 10000 // fob_units)::DECIMAL(30, 0) * 0.01)::DECIMAL(30, 2) AS build_up,
        ((down_units * 10000 // fob_units)::DECIMAL(30, 0) * 0.01)::DECIMAL(30, 2) AS build_down,
        CASE shift WHEN 3 THEN 'CC' WHEN 2 THEN 'CTH' WHEN 1 THEN 'CTSH' ELSE 'NONE' END AS shift,
        CASE WHEN shift >= 2 AND (up_units * 100 >= fob_units * 30 OR down_units * 100 >= fob_units * 40) THEN 'PASS' ELSE 'FAIL' END AS verdict
    FROM whole
) TO '{out}' (HEADER, DELIMITER ',')
"""


def columns():
    types = dict.fromkeys(shared.COLUMNS, "VARCHAR")
    types |= dict.fromkeys(["fob", "labour", "development"], f"DECIMAL(18, {shared.MONEY})")
    return types | {"quantity": f"DECIMAL(12, {shared.QUANTITY})", "unit_cost": f"DECIMAL(16, {shared.COST})", "line": "INTEGER"}


def main():
    options = shared.arguments(__doc__, "threads")
    rates = " ".join(f"WHEN '{currency}' THEN {rate}" for currency, rate in shared.rates(options.dir).items())
    places = {"qc": shared.QUANTITY + shared.COST, "rate": shared.RATE, "value": shared.VALUE, "ten": 10**shared.VALUE}
    connection = duckdb.connect()
    connection.execute(f"SET threads = {options.threads}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(SQL.format(rates=rates, pattern=shared.pattern(options.dir), columns=columns(), out=options.out, **places))


if __name__ == "__main__":
    main()
