#!/usr/bin/env python3
"""What the shop must have in the end, computed from the invoices alone.

Follows the rules of derivation in scripts/replay/README.md and shares no code with the hub, the tills or the replay.
Python's standard library only; all sums are integers.

    oracle.py FILE.csv[.gz] [--limit LINES] [--tills COUNT]  ->  one JSON object on standard output
"""

import argparse
import csv
import gzip
import itertools
import json
from collections import Counter, OrderedDict, defaultdict
from decimal import ROUND_HALF_UP, Decimal

from money import Receipt, money_of, monday_of

SERVICES = {"POST", "D", "M", "C2", "DOT", "BANK CHARGES", "AMAZONFEE", "S", "CRUK", "PADS", "B"}
LINES_PER_EVENT = 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--tills", type=int, default=1)
    options = parser.parse_args()
    opener = gzip.open if options.file.endswith(".gz") else open
    with opener(options.file, "rt", encoding="utf-8", newline="") as lines:
        rows = list(itertools.islice(csv.DictReader(lines), options.limit))
    print(json.dumps(figures(rows, options.tills), sort_keys=True))


def figures(rows, tills):
    invoices = OrderedDict()
    for row in rows:
        invoices.setdefault(row["InvoiceNo"], []).append(row)
    book = Book(tills)
    for number, lines in invoices.items():
        book.enter(number, lines)
    return book.close()


class Book:
    def __init__(self, tills):
        self.tills = tills
        self.receipts = []
        self.excluded = Counter()
        self.days = defaultdict(lambda: {"sales": 0, "salesMinor": 0, "refunds": 0, "refundsMinor": 0})
        self.stock = defaultdict(int)
        self.sold = Counter()
        self.week_net = defaultdict(int)
        self.known = set()
        self.adjustments = 0
        self.weeks = set()

    def enter(self, number, lines):
        day = lines[0]["InvoiceDate"][:10]
        good = [line for line in lines if self.keeps(number, line)]
        write_offs = [line for line in good if int(line["Quantity"]) < 0 and not number.startswith("C")]
        rest = [line for line in good if line not in write_offs]
        for line in write_offs:
            self.adjust(line, day)
        if not rest:
            return
        if number.startswith("C"):
            self.receipt("refunds", number, day, rest)
        elif all(is_free_for_nobody(line) for line in rest):
            for line in rest:
                if is_goods(line):
                    self.adjust(line, day)
                else:
                    self.excluded["foundNoGoods"] += 1
        else:
            self.receipt("sales", number, day, rest)

    def keeps(self, number, line):
        reason = why_excluded(number, line)
        if reason is not None:
            self.excluded[reason] += 1
        return reason is None

    def adjust(self, line, day):
        self.adjustments += 1
        self.known.add(sku_of(line))
        self.stock[sku_of(line)] += int(line["Quantity"])
        self.weeks.add(monday_of(day))

    def receipt(self, kind, number, day, lines):
        sold = [(sku_of(line), minor(line)) for line in lines]
        one = "sale" if kind == "sales" else "refund"
        self.receipts.append(Receipt(one, number, lines[0]["InvoiceDate"], lines[0]["CustomerID"], sold))
        self.days[day][kind] += 1
        self.days[day][kind + "Minor"] += sum(minor(line) for line in lines)
        self.weeks.add(monday_of(day))
        for line in lines:
            if not is_goods(line):
                continue
            sku, quantity = sku_of(line), int(line["Quantity"])
            self.known.add(sku)
            self.stock[sku] -= quantity
            self.week_net[monday_of(day), sku] += quantity
            if kind == "sales":
                self.sold[sku] += quantity

    def close(self):
        for sku in self.known:
            self.stock[sku] += max(2, self.sold[sku] // 10)
        lines_a_week = Counter()
        for (monday, sku), net in self.week_net.items():
            if net > 0:
                self.stock[sku] += net
                lines_a_week[monday] += 1
        openings = -(-len(self.known) // LINES_PER_EVENT)
        deliveries = sum(-(-count // LINES_PER_EVENT) for count in lines_a_week.values())
        sales = sum(day["sales"] for day in self.days.values())
        refunds = sum(day["refunds"] for day in self.days.values())
        adjustments = self.adjustments + openings
        return {
            "events": sales + refunds + adjustments + deliveries,
            "sales": sales,
            "refunds": refunds,
            "adjustments": adjustments,
            "deliveries": deliveries,
            "excluded": dict(self.excluded),
            "days": dict(self.days),
            "stock": dict(self.stock),
            "money": money_of(self.receipts, self.tills),
        }


def why_excluded(number, line):
    quantity, price = int(line["Quantity"]), Decimal(line["UnitPrice"])
    if number.startswith("A"):
        return "badDebt"
    if price < 0:
        return "negativePrice"
    if quantity == 0:
        return "zeroQuantity"
    if number.startswith("C"):
        return "positiveInCancellation" if quantity > 0 else None
    if quantity < 0 and (price != 0 or line["CustomerID"] != ""):
        return "negativeInSale"
    if quantity < 0 and not is_goods(line):
        return "writeOffOfNoGoods"
    return None


def is_free_for_nobody(line):
    return int(line["Quantity"]) > 0 and Decimal(line["UnitPrice"]) == 0 and line["CustomerID"] == ""


def sku_of(line):
    return line["StockCode"].upper()


def is_goods(line):
    sku = sku_of(line)
    return sku not in SERVICES and not sku.startswith("GIFT_0001_")


def minor(line):
    """Pence of a line; Decimal's ROUND_HALF_UP rounds halves away from zero."""
    exact = int(line["Quantity"]) * Decimal(line["UnitPrice"]) * 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


if __name__ == "__main__":
    main()
