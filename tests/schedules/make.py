"""Works out the schedules of cases.csv with QuantLib and numpy-financial: `python make.py > expected.csv`.

Days, day counts, interest and discount factors are QuantLib's; the rounding to 分, the last instalment and the graces
are written here. Doubles are exact to some 1e-6 分 at these amounts, so a half is looked for at five decimals.
"""

import csv
import pathlib
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy_financial
import QuantLib as ql

COUNTS = {
    "Actual360": ql.Actual360(),
    "Actual365": ql.Actual365Fixed(),
    "Thirty360": ql.Thirty360(ql.Thirty360.European),
}
compared = []


def due_days(case, start, end):
    if case["method"] == "AllAtEnd":
        return [end]
    rule = [ql.Period(1, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted]
    rule += [ql.DateGeneration.Forward, False]
    if day := int(case["due_day"]):
        first = ql.Date(day, start.month(), start.year())
        rule.append(first if first > start else first + ql.Period(1, ql.Months))
    days = ql.Schedule(start, end, *rule)
    return list(days)[1:]


def schedule(case):
    start = ql.DateParser.parseISO(case["start"])
    after = lambda months: start + ql.Period(int(months), ql.Months)
    free, end = after(case["free_months"]), after(case["months"])
    no_principal, no_interest = after(case["principal_grace"]), after(case["interest_grace"])
    count, rate, principal = COUNTS[case["day_count"]], int(case["rate"]) / 1e6, int(case["principal"])
    simple = ql.InterestRate(rate, count, ql.Simple, ql.Annual)
    mode = {"HalfUp": ROUND_HALF_UP, "HalfEven": ROUND_HALF_EVEN}[case["rounding"]]
    whole = lambda fen: int(Decimal(f"{fen:.5f}").quantize(Decimal(1), mode))

    dues = due_days(case, start, end)
    begins = [min(max(begin, free), due) for begin, due in zip([start] + dues, dues)]
    repaying = [k for k, due in enumerate(dues) if due > no_principal or due == end]
    if case["method"] == "EqualPayments":
        factor, factors = 1.0, 0.0
        for k in repaying:
            factor *= simple.discountFactor(begins[k], dues[k])
            factors += factor
        regular = principal / factors
        alike = all(count.dayCount(begins[k], dues[k]) == 30 for k in repaying)
        if alike and rate and case["day_count"] == "Thirty360":
            # Where months are alike the textbook's formula says the same.
            textbook = -numpy_financial.pmt(rate / 12, len(repaying), principal)
            assert abs(regular - textbook) < 1e-4, (regular, textbook)
            compared.append(case["case"])
    else:
        regular = principal / len(repaying)
    regular = whole(regular)

    balance, waiting = principal, 0
    for k, (begin, due) in enumerate(zip(begins, dues)):
        coupon = ql.FixedRateCoupon(due, balance, rate, count, begin, due)
        interest = whole(coupon.amount())
        if due == end:
            part = balance
        elif k not in repaying or case["method"] in ("InterestMonthly", "AllAtEnd"):
            part = 0
        elif case["method"] == "EqualPayments":
            part = min(max(regular - interest, 0), balance)
        else:
            part = min(regular, balance)
        balance -= part
        waiting += interest
        shown = waiting if due > no_interest or due == end else 0
        waiting -= shown
        yield due.ISO(), part, shown


print(f"# QuantLib {ql.__version__}, numpy-financial {numpy_financial.__version__}; amounts in 分, exact.")
print("case,due,principal,interest")
with open(pathlib.Path(__file__).with_name("cases.csv"), encoding="utf-8") as file:
    for case in csv.DictReader(line for line in file if not line.startswith("#")):
        for row in schedule(case):
            print(case["case"], *row, sep=",")
assert compared, "no case has months that are alike"
