# Columns of reports on loans
term-loan = Loan
term-loans = Loans
term-product = Product
term-borrower = Borrower
term-loan-what = What
term-loan-stage = Stage
term-tier = Tier
term-loan-amount = Amount or limit (yuan)
term-outstanding = Outstanding (yuan)
term-arrears = In arrears (yuan)
term-days-overdue = Days overdue
term-next-due = Next due
term-loan-end = End
term-loan-extended = Extended
term-schedule = Schedule
term-schedule-state = State
term-instalment = No.
term-due = Due
term-principal = Principal (yuan)
term-interest = Interest (yuan)
term-instalment-total = Both (yuan)
term-remaining = Then left (yuan)
term-calculation = Calculation
term-loan-part = Part
term-falls-due = Falls due (yuan)
term-last-visit = Last visit
term-visit-result = Found
term-drawn = Drawn (yuan)
term-fees-charged = Fees charged (yuan)
term-interest-due = Interest due (yuan)
term-penalty-due = Penalty due (yuan)
term-fees-paid = Paid: fees (yuan)
term-penalty-paid = Paid: penalty (yuan)
term-interest-paid = Paid: interest (yuan)
term-principal-paid = Paid: principal (yuan)
term-kept = Kept (yuan)
term-from-day = From
term-to-day = To
term-days = Days
term-subsidised-rate = Subsidised rate
term-subsidy = Subsidy (yuan)
term-claimed = Claimed (yuan)
term-claimed-with = Claimed with
term-difference = Difference (yuan)
term-group = Group
term-portfolio-figure = Figure
term-ratio = Ratio
term-borrowed = Borrowed (yuan)
term-paid-back = Paid back (yuan)

# Words for loans
loan-join = {", "}
loan-days-actual-360 = by calendar days, a year of 360
loan-days-actual-365 = by calendar days, a year of 365
loan-days-thirty-360 = by months of 30 days, a year of 360
loan-rounding-half-even = rounded to the nearest fen, a half to the even one
loan-rounding-half-up = rounded to the nearest fen, a half upwards
loan-due-day = on day { $day } of the month
loan-due-day-of-draw = on the day of the month of the first draw
loan-terms-rate = Rate { $rate } a year, { $days }; interest is { $rounding }
loan-terms-penalty = Penalty interest on overdue principal: { $percent }% of the rate, on top of it
loan-terms-method = Repaid: { $method }, due { $due }
loan-terms-at-end = Repaid all at the end, with all the interest
loan-grace-principal = No principal falls due in the first { $count } months
loan-grace-interest = No interest falls due in the first { $count } months; it runs
loan-grace-free = No interest runs in the first { $count } months
loan-grace-ageing = A payment may be { $count } days late before it counts as overdue
loan-terms-order = A payment meets what is due in this order: { $parts }
loan-split-fees = fees { $amount }
loan-split-penalty = penalty interest { $amount }
loan-split-interest = interest { $amount }
loan-split-principal = principal { $amount }
loan-split-kept = kept { $amount }
loan-tier-pass = pass
loan-tier-special-mention = special mention
loan-tier-substandard = substandard
loan-tier-doubtful = doubtful
loan-tier-loss = loss
loan-event-applied = applied for, { $months } months
loan-event-granted = granted for { $months } months
loan-event-signed = contract { $number } signed
loan-event-drawn = drawn
loan-event-repaid = repaid: { $split }
loan-event-repaid-rescheduled = repaid, with a new schedule: { $split }
loan-event-repaid-from-kept = repaid out of what was kept: { $split }
loan-event-charged = fee charged
loan-event-extended = extended to { $end }
loan-event-claimed = the guarantor paid: { $split }
loan-event-written-off = written off: { $split }
loan-event-written-off-claim = written off: { $split }; of the claim { $claimed }
loan-event-recovered-claim = recovered after the claim
loan-event-recovered-write-off = recovered after the write-off
loan-event-refunded = refunded
loan-event-visited = visit: { $result }
loan-event-subsidy = interest subsidy of { $quarter } claimed

# One loan
report-loan = Loan { $loan } on { $date }
report-loan-product = { $product } ({ $kind }), money of { $source }
report-loan-guaranteed = { $product }; guarantor { $guarantor }
report-loan-own-money = fund { $code } { $name }
report-loan-borrower = Borrower { $person }
report-loan-granted = { $amount } yuan for { $months } months
report-loan-contract = Contract { $number } of { $date }, SHA-256 of the paper { $hash }
report-loan-end = Ends on { $date }
report-loan-extended = Extended on { $date }
report-loan-plan-of = Schedule in force: that of { $entry }
report-loan-next = Next instalment { $date }: principal { $principal }, interest { $interest } yuan
report-loan-stage = Stage: { $stage }
report-loan-stage-tier = Stage: { $stage }; tier: { $tier }
report-loan-overdue =
    { $days ->
        [0] In arrears since { $date }, within the days of grace
        [one] In arrears since { $date }, overdue 1 day
       *[other] In arrears since { $date }, overdue { $days } days
    }
report-loan-reversed-by = reversed by { $entry }
loan-figure-amount = Amount or limit
loan-figure-drawn = Drawn in all
loan-figure-repaid = Principal repaid
loan-figure-claimed = Principal paid by the guarantor
loan-figure-written-off = Principal written off
loan-figure-outstanding = Outstanding
loan-figure-fees = Fees owed
loan-figure-penalty = Penalty interest owed
loan-figure-interest-run = Interest run and not paid
loan-figure-payoff = To pay it off
loan-figure-interest-due = Of the interest: fallen due
loan-figure-principal-due = Of the principal: fallen due
loan-figure-arrears = In arrears
loan-figure-fallen-due = Principal fallen due in all
loan-figure-interest-paid = Interest paid in all
loan-figure-kept = Kept for later
loan-figure-overpaid = Interest paid too much
loan-figure-to-recover = To be recovered after the claim
loan-figure-given-up = Given up and not recovered

# Lists of loans
report-loans = Loans on { $date }
report-loan-due = Due from { $date } to { $until }, and in arrears
report-loan-due-note = Falls due: what must be paid by the last day beside the arrears

# Schedules
report-loan-schedule = Schedule of { $loan }, { $person }
report-loan-schedule-none = There is no schedule yet: nothing was drawn
report-loan-schedule-of = Schedule { $count }, { $state }: { $entry } of { $date }, { $event }
report-loan-schedule-tail-lower = The last instalment of schedule { $count } is { $amount } yuan lower than the others: what their rounding left
report-loan-schedule-tail-higher = The last instalment of schedule { $count } is { $amount } yuan higher than the others: what their rounding left
loan-schedule-in-force = in force
loan-schedule-replaced = replaced

# Formulas
report-loan-explain = How the figures of { $loan }, { $person }, on { $date } come about
report-loan-explain-not-signed = No contract is signed: no interest runs
report-loan-explain-note = Interest of each stretch of days is balance × rate × days ÷ the days of a year; a period's stretches are added up exactly and rounded once, on the day they fall due
loan-explain-interest =
    { $days ->
        [one] interest, 1 day, { $from } to { $to }
       *[other] interest, { $days } days, { $from } to { $to }
    }
loan-explain-penalty =
    { $days ->
        [one] penalty interest, 1 day, { $from } to { $to }
       *[other] penalty interest, { $days } days, { $from } to { $to }
    }
loan-explain-free = { $interest }; none runs up to { $date }
loan-explain-due = instalment due (planned: principal { $principal }, interest { $interest }); interest of the period
loan-explain-due-penalty = penalty interest of the period
loan-explain-open = interest since, for this day
loan-explain-open-penalty = penalty interest since, for this day
loan-explain-rounded = { $sum }, { $rounding }
loan-explain-less-paid = { $sum } − { $paid } paid

# Paying off
report-loan-payoff = What pays off { $loan }, { $person }, on { $date }
report-loan-payoff-kept = { $amount } yuan are kept for her and can be used for it
report-loan-payoff-overpaid = { $amount } yuan of interest were paid too much and can be refunded

# Statements
report-statement-loan = Statement of loan { $loan }, { $person }
report-business-span = Business dates { $from } to { $to }
loan-statement-fell-due = instalment due
loan-statement-repaid = repaid
loan-statement-from-kept = repaid out of what was kept
loan-statement-claimed = the guarantor paid
loan-statement-written-off = written off
loan-statement-reversed = { $event } (reversed by { $entry })
loan-statement-reversal = reversal of { $entry }

# Interest subsidies worked out again
report-subsidy = Interest subsidy of { $quarter }, worked out again
report-subsidy-agrees = as claimed
report-subsidy-differs = DIFFERS from what was claimed
report-subsidy-not-claimed = not claimed
report-subsidy-differing =
    { $count ->
        [0] All that was claimed agrees
        [one] 1 claim DIFFERS
       *[other] { $count } claims DIFFER
    }
report-subsidy-level = { $level } bears { $amount } yuan

# The portfolio
report-portfolio-today = Loan portfolio as of { $date }, as known today ({ $today })
report-portfolio-known = Loan portfolio as of { $date }, as known at the end of { $known }
report-portfolio-note-at-risk = At risk: all that is outstanding of loans so many days overdue, of all that is outstanding
report-portfolio-note-ages = Arrears by age: each loan's arrears stand at the age of their oldest part
report-portfolio-note-repaid = Repaid of what fell due: principal repaid, of each loan no more than fell due and is not overdue, ÷ principal fallen due; what falls due on the day itself does not count yet
report-portfolio-note-tiers = Tiers by days overdue, by the profile of the product; an extended loan is at best special mention
report-portfolio-note-leverage = Guarantees: what is outstanding of guaranteed loans ÷ the money behind them, which is that of today
portfolio-granted = Granted
portfolio-drawn = Drawn
portfolio-outstanding = Outstanding
portfolio-settled = Settled
portfolio-at-risk-1 = At risk, 1 day or more (PAR1)
portfolio-at-risk = At risk, more than { $days } days (PAR{ $days })
portfolio-arrears = In arrears
portfolio-age-grace = Arrears within the days of grace
portfolio-age = Arrears of { $from } to { $to } days
portfolio-age-more = Arrears of more than { $days } days
portfolio-fallen-due = Principal fallen due
portfolio-met = Repaid of what fell due
portfolio-tier = Tier: { $tier }
portfolio-non-performing = Non-performing (the three worst tiers)
portfolio-extended = Extended
portfolio-written-off = Principal written off
portfolio-given-up = Given up and not recovered
portfolio-claimed = Paid by guarantors
portfolio-to-recover = To be recovered after claims
portfolio-guaranteed = Guaranteed by { $name }
portfolio-behind = Money behind { $name }
portfolio-times = { $times } times

# Help
value-stage = STAGE
value-group = GROUP
help-loan-show = Show a loan: its terms, everything that happened to it, every figure of it
help-loan-list = List the loans
help-loan-schedule = The schedule in force, or all that there were
help-loan-explain = How every figure comes about, to be followed with a pocket calculator
help-loan-payoff = What pays off a loan on a day
help-loan-due = What falls due soon and what is in arrears, for the visits
help-statement-loan = Statement of a loan
help-report-portfolio = Loan portfolio: at risk, arrears by age, repaid of what fell due, tiers, guarantees
help-any-on = The day that is asked about; today if not given
help-loan-list-overdue = Only loans with arrears
help-loan-list-product = Only loans of the product with this code
help-loan-list-stage = Only loans that have come so far
help-loan-schedule-all = Also schedules that were replaced or reversed
help-loan-due-within = How many days ahead
help-loan-subsidy-recompute = Work it out again beside what was claimed; records nothing
help-statement-loan-from = First business date; the loan's first if not given
help-statement-loan-to = Last business date; today if not given
help-report-portfolio-as-of = The day that the figures are of; that of --known, else today, if not given
help-report-portfolio-known = Only what was recorded by the end of this day
help-report-portfolio-by = Figures for each group and in all
