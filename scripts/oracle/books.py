#!/usr/bin/env python3
"""What the books must say of revenue and taxes, computed from the invoices alone.

A line counts as in scripts/replay/README.md. The first character of its code decides the tax, which is in its amount:
2 is `standard 20`, 8 is `reduced 5`, everything else is `zero 0`; gift cards have none and are no revenue. A tax is
rounded for each line, half a penny away from zero.

    books.py FILE.csv[.gz] [--months COUNT]  ->  one JSON object on standard output, in pence
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

RATES = {"2": ("standard 20", 20), "8": ("reduced 5", 5)}
PENNY = Decimal(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--months", type=int, default=None)
    options = parser.parse_args()
    opener = gzip.open if options.file.endswith(".gz") else open
    sums = Counter()
    months = set()
    with opener(options.file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            months.add(row["InvoiceDate"][:7])
            if options.months is not None and len(months) > options.months:
                break
            book(row, sums)
    print(json.dumps(sums, sort_keys=True))


def book(row, sums):
    quantity, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
    is_refund = row["InvoiceNo"].startswith("C")
    if row["InvoiceNo"].startswith("A") or price < 0 or quantity == 0 or is_refund != (quantity < 0):
        return
    amount = (quantity * price * 100).quantize(PENNY, ROUND_HALF_UP)
    code = row["StockCode"].upper()
    if code.startswith("GIFT_0001_"):
        sums["giftCards"] += int(amount)
        return
    name, rate = RATES.get(code[0], ("zero 0", 0))
    tax = (amount * rate / (100 + rate)).quantize(PENNY, ROUND_HALF_UP)
    sums["revenue"] += int(amount - tax)
    sums[name] += int(tax)


main()
