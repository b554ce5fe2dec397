# The work report.

report-work = Work report for { $months }
work-no = No.
work-section = What
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

work-say-raised = { $name } raised { $amount } ({ $times } gifts){ $mark }
work-say-raised-count = { $name } received { $times } gifts{ $mark }
work-say-granted = { $name } was granted { $amount } ({ $times } times){ $mark }
work-say-granted-count = { $name } was granted something { $times } times{ $mark }
work-say-helped = { $name } helped { $people } people { $times } times with { $amount }{ $mark }
work-say-helped-count = { $name } helped { $people } people { $times } times{ $mark }
work-say-townships = { $name } { $people } people, { $amount }{ $mark }
work-say-townships-count = { $name } { $people } people{ $mark }
work-say-lent = { $name } paid out { $times } loans to { $people } borrowers, { $amount }{ $mark }
work-say-lent-count = { $name } paid out loans to { $people } borrowers{ $mark }
work-say-repaid = { $name } got back principal of { $amount } from { $people } borrowers in { $times } payments{ $mark }
work-say-repaid-count = { $name } had { $times } payments{ $mark }
work-say-received = for { $name } { $amount } came in ({ $times } times){ $mark }
work-say-received-count = for { $name } money came in { $times } times{ $mark }
work-say-passed-on = to { $name } { $amount } were passed on ({ $times } times){ $mark }
work-say-passed-on-count = to { $name } money was passed on { $times } times{ $mark }
work-say-registered = { $name } { $people } people or times, { $amount }{ $mark }
work-say-registered-count = { $name } { $people } people or times{ $mark }

work-in-all = in all
work-more = { $text }, { $by } more than a year before
work-less = { $text }, { $by } less than a year before
work-between = {"; "}
work-sentence = { $sum }; of that: { $parts }.
work-sentence-one = { $part }.
work-after-sentence = {" "}
work-paragraph = { $office }, { $months }: { $sentences }
work-paragraph-nothing = { $office }, { $months }: there is nothing to report.
work-wan = { $figure } × 10,000 yuan
work-yuan = { $figure } yuan
work-year = { $year }
work-month = { $year }-{ $month }
work-months = { $year }-{ $month } to { $last-month }
work-months-over = { $year }-{ $month } to { $last-year }-{ $last-month }
