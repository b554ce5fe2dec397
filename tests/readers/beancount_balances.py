"""What beancount reads in a journal: the balance of each account, and the vouchers in their order.

Anything that bean-check would complain of is written to the error stream, which the test wants to be empty.
"""

import sys

from beancount import loader
from beancount.core import data, realization
from beancount.parser import printer

entries, errors, options = loader.load_file(sys.argv[1])
printer.print_errors(errors, file=sys.stderr)
if options["operating_currency"] != ["CNY"]:
    print("no operating currency", file=sys.stderr)
for account in realization.iter_children(realization.realize(entries), leaf_only=True):
    for position in account.balance:
        units = position.units
        if units.number:
            print(f"balance\t{account.account}\t{units.number:.2f} {units.currency}")
for entry in sorted(data.filter_txns(entries), key=lambda entry: entry.meta["lineno"]):
    if not entry.meta["entry"].startswith("E-") or not entry.narration or not entry.payee:
        print(f"line {entry.meta['lineno']}: {entry}", file=sys.stderr)
    print(f"voucher\t{entry.meta['voucher']}")
