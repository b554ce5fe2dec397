# Month and year close.

summary-released = restriction released as used: { $fund }, by { $period }
summary-year-end = year end: income and expenses of { $fund } in { $year } carried to net assets

refused-not-releasable = fund { $fund } is not restricted by its donors: there is nothing to release
refused-nothing-used = nothing was used of fund { $fund } by { $period } that is not released already
refused-not-released = what was used of fund { $fund } must be released before { $year } is carried forward
refused-nothing-to-carry = fund { $fund } has no income and no expenses of { $year } left to carry forward
refused-not-carried = fund { $fund }: income and expenses of { $year } are not carried forward yet
refused-not-on-last-day = a closing entry is dated on the last day of what it closes, { $date }
refused-closing-entry = { $entry } is a closing entry and can't be reversed; what is wrong in a closed year is corrected by reversing the entry that was wrong

close-will-release = Will be booked: what was used of { $fund } is released, { $amount } yuan
close-will-restrict = Will be booked: what was released of { $fund } and not used after all is restricted again, { $amount } yuan
close-will-carry = Will be booked: the year end of { $fund }, income { $income } yuan, expenses { $expenses } yuan
close-unanswered = { $count ->
    [one] { $count } payment has no answer from the bank yet: { $rounds }
   *[other] { $count } payments have no answer from the bank yet: { $rounds }
}
close-without-papers = { $count ->
    [one] { $count } voucher names no paper: { $vouchers }
   *[other] { $count } vouchers name no paper: { $vouchers }
}
