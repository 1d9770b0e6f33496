"""The till's day, the books and the payouts, as the rules in scripts/replay/README.md have them. In pence."""

import datetime
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

RATES = {"2": ("standard", 20), "8": ("reduced", 5)}
DAILY, WEEKLY = "Cardline", "Northbank"


class Receipt:
    """lines: pairs of the SKU in upper case and the amount."""

    def __init__(self, kind, number, at, customer, lines):
        self.kind, self.number, self.at, self.day = kind, number, at, at[:10]
        self.customer, self.lines = customer, lines
        self.total = sum(amount for _, amount in lines)
        self.processor = WEEKLY if fnv1a(number) % 5 == 0 else DAILY

    def figures(self):
        """What it adds to its session."""
        figures = Counter({self.kind: self.total, self.kind + " count": 1})
        for tender, amount in self.tenders():
            figures["tender " + tender] += amount
            if tender == "card":
                figures["processor card " + self.processor] += amount
        for sku, amount in self.lines:
            if sku.startswith("GIFT_0001_"):
                figures["liability gift_card"] += amount
                continue
            tax, name = tax_of(sku, amount)
            figures[("department " + department_of(sku)).rstrip()] += amount - tax
            figures["tax " + name] += tax
        return figures

    def tenders(self):
        if self.customer != "":
            return [("card", self.total)]
        gift = min(self.total, 500) if self.total > 0 and fnv1a("gift/" + self.number) % 25 == 0 else 0
        return [("gift_card", gift), ("cash", self.total - gift)]


def money_of(receipts, tills):
    """Every figure by its name. What is zero is left out."""
    figures = Counter()
    receipts = sorted(receipts, key=lambda receipt: receipt.at)
    books = Counter()
    for session, (in_time, late) in sessions_of(receipts, tills).items():
        enter_session(session, in_time, late, figures, books)
    for receipt in receipts:
        enter_liabilities(receipt, figures)
        figures["closed " + receipt.day] = 1
    settle(receipts, figures, books)
    for account, amount in books.items():
        figures["account " + account] = amount
        figures["account " + account + " by day"] = amount
    return {name: value for name, value in figures.items() if value != 0}


def sessions_of(receipts, tills):
    sessions = {}
    for receipt in receipts:
        session = f"till-{fnv1a(receipt.number) % tills + 1} {receipt.day}"
        per_mille = 150 if receipt.customer == "" else 20
        is_late = session in sessions and fnv1a("late/" + receipt.number) % 1000 < per_mille
        sessions.setdefault(session, ([], []))[1 if is_late else 0].append(receipt)
    return sessions


def enter_session(session, in_time, late, figures, books):
    told = total_of(in_time)
    moved, reason = {0: (-2500, "bank"), 1: (2000, "change"), 2: (0, None)}[fnv1a("cash/" + session) % 3]
    if reason is not None:
        told["cash-in change" if moved > 0 else "cash-out bank"] = abs(moved)
        books["cash:transit" if reason == "bank" else "cash:safe"] -= moved
    came_late = total_of(late)
    whole = add(told, came_late)
    parts = [("all", whole)]
    if fnv1a("hasty/" + session[-10:]) % 5 != 0:
        parts += [("Z", told), ("after", came_late)]
    for part, sums in parts:
        for name, value in sums.items():
            figures[f"{session} {part} {name}"] = value
    drawer = 5000 + 1000 * (fnv1a("float/" + session) % 11)
    counted = count_drawer(session, drawer + moved + told["tender cash"])
    figures[session + " float"] = drawer
    figures[session + " counted"] = counted
    figures[session + " whole"] = 1
    over = counted - (drawer + moved + whole["tender cash"])
    books["cash-over-short"] -= over
    books["cash:till"] += moved + whole["tender cash"] + over
    enter_books(whole, books)


def count_drawer(session, expected):
    hashed = fnv1a("count/" + session)
    off = hashed // 4 % 401 - 200 if hashed % 4 == 0 else 0
    return max(0, expected + off)


def enter_books(sums, books):
    for name, value in sums.items():
        aspect, _, key = name.partition(" ")
        if aspect == "department":
            books["revenue:" + key if key else "revenue"] -= value
        elif aspect == "tax":
            books["tax:" + key] -= value
        elif aspect == "liability":
            books["liability:" + key] -= value
        elif name == "tender gift_card":
            books["liability:gift_card"] += value
        elif aspect == "processor":
            books["clearing:" + key.replace(" ", ":")] += value


def enter_liabilities(receipt, figures):
    for sku, amount in receipt.lines:
        if sku.startswith("GIFT_0001_"):
            figures["balance gift_card " + sku] += amount
    for tender, amount in receipt.tenders():
        if tender == "gift_card":
            figures["balance gift_card GIFT_0001_20"] -= amount


def settle(receipts, figures, books):
    """One processor pays each trading day for the one before, the other at the end of a week for the week before."""
    days = sorted({receipt.day for receipt in receipts})
    weeks = sorted({monday_of(day) for day in days})
    last_of_week = {monday_of(day): day for day in days}
    paid_on = {DAILY: dict(zip(days, days[1:])), WEEKLY: {}}
    # A week ends only where another follows.
    for week, following in zip(weeks, weeks[1:-1]):
        paid_on[WEEKLY].update({day: last_of_week[following] for day in days if monday_of(day) == week})
    for receipt in receipts:
        if receipt.customer == "" or receipt.total == 0:
            continue
        arrived = paid_on[receipt.processor].get(receipt.day)
        if arrived is None or fnv1a("unsettled/" + receipt.number) % 50 == 0:
            figures[f"unsettled clearing:card:{receipt.processor} {receipt.number}"] += receipt.total
        else:
            pay(receipt, arrived, figures, books)


def pay(receipt, arrived, figures, books):
    fee = 20 + (receipt.total * 14 + 500) // 1000 if receipt.kind == "sale" else 0
    payout = f"payout {receipt.processor} {arrived}"
    figures[payout + " gross"] += receipt.total
    figures[payout + " fee"] += fee
    figures[payout + " net"] += receipt.total - fee
    books["bank"] += receipt.total - fee
    books["fees:" + receipt.processor] += fee
    books["clearing:card:" + receipt.processor] -= receipt.total


def total_of(receipts):
    total = Counter()
    for receipt in receipts:
        add_to(total, receipt.figures())
    return total


def add(one, other):
    total = Counter(one)
    add_to(total, other)
    return total


def add_to(total, figures):
    """Counter's own + leaves out what is below zero."""
    for name, value in figures.items():
        total[name] += value


def tax_of(sku, amount):
    name, rate = RATES.get(sku[0], ("none", 0))
    tax = (Decimal(amount * rate) / (100 + rate)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return int(tax), f"{name} {rate}"


def department_of(sku):
    """Of products that are on the shop's list."""
    if fnv1a(sku) % 100 == 0:
        return ""
    return "Range " + sku[:2] if re.match("[0-9]{2}", sku) else "Services"


def fnv1a(text):
    """FNV-1a of 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 % 2**32
    return value


def monday_of(day):
    date = datetime.date.fromisoformat(day)
    return (date - datetime.timedelta(days=date.weekday())).isoformat()
