# The work report.

report-work = Work report for { $months }
work-no = No.
work-section = What
work-times = Times
work-people-before = People, a year before
work-times-before = Times, a year before
work-amount-before = Amount, a year before (yuan)
work-entries = From entries
work-before = A year before: { $months }
work-nothing = There is nothing to report of these months
work-note = What was reversed, came back or was struck is left out; people are counted once in each figure

work-raised = Gifts raised
work-granted = Grants and appropriations
work-helped = Help given
work-townships = Help by township
work-lent = Loans paid out
work-repaid = Principal repaid
work-received = Received for others
work-passed-on = Passed on
work-registered = Memorandum registers

work-say-raised = { $name }: { $amount } raised ({ $times ->
    [one] { $times } gift
   *[other] { $times } gifts
}){ $mark }
work-say-raised-count = { $name }: { $times ->
    [one] { $times } gift
   *[other] { $times } gifts
} received{ $mark }
work-say-granted = { $name }: { $amount } granted ({ $times ->
    [one] { $times } grant
   *[other] { $times } grants
}){ $mark }
work-say-granted-count = { $name }: { $times ->
    [one] { $times } grant
   *[other] { $times } grants
} received{ $mark }
work-say-helped = { $name }: { $people ->
    [one] { $people } person
   *[other] { $people } people
} helped { $times ->
    [one] { $times } time
   *[other] { $times } times
} with { $amount }{ $mark }
work-say-helped-count = { $name }: { $people ->
    [one] { $people } person
   *[other] { $people } people
} helped { $times ->
    [one] { $times } time
   *[other] { $times } times
}{ $mark }
work-say-townships = { $name } { $people ->
    [one] { $people } person
   *[other] { $people } people
}, { $amount }{ $mark }
work-say-townships-count = { $name } { $people ->
    [one] { $people } person
   *[other] { $people } people
}{ $mark }
work-say-lent = { $name }: { $times ->
    [one] { $times } loan
   *[other] { $times } loans
} paid out to { $people ->
    [one] { $people } borrower
   *[other] { $people } borrowers
}, { $amount }{ $mark }
work-say-lent-count = { $name }: loans paid out to { $people ->
    [one] { $people } borrower
   *[other] { $people } borrowers
}{ $mark }
work-say-repaid = { $name }: principal of { $amount } repaid by { $people ->
    [one] { $people } borrower
   *[other] { $people } borrowers
} in { $times ->
    [one] { $times } payment
   *[other] { $times } payments
}{ $mark }
work-say-repaid-count = { $name }: { $times ->
    [one] { $times } payment
   *[other] { $times } payments
}{ $mark }
work-say-received = { $name }: { $amount } received for others ({ $times ->
    [one] { $times } time
   *[other] { $times } times
}){ $mark }
work-say-received-count = { $name }: received for others { $times ->
    [one] { $times } time
   *[other] { $times } times
}{ $mark }
work-say-passed-on = { $name }: { $amount } passed on ({ $times ->
    [one] { $times } time
   *[other] { $times } times
}){ $mark }
work-say-passed-on-count = { $name }: passed on { $times ->
    [one] { $times } time
   *[other] { $times } times
}{ $mark }
work-say-registered = { $name } { $people ->
    [one] { $people } person or time
   *[other] { $people } people or times
}, { $amount }{ $mark }
work-say-registered-count = { $name } { $people ->
    [one] { $people } person or time
   *[other] { $people } people or times
}{ $mark }

work-in-all = In all
work-more = { $text }, { $by } more than a year before
work-less = { $text }, { $by } less than a year before
work-between = {"; "}
work-sentence = { $sum }; of that: { $parts }.
work-sentence-one = { $part }.
work-sentence-townships = By township: { $parts }.
work-sentence-registered = Memorandum registers: { $parts }.
work-after-sentence = {" "}
work-paragraph = { $office }, { $months }. { $sentences }
work-paragraph-nothing = { $office }, { $months }: there is nothing to report.
work-wan = { $figure } × 10,000 yuan
work-yuan = { $figure } yuan
