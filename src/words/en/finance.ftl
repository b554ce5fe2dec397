# Statements and books.

## Names of sheets
sheet-trial-balance = Trial balance
sheet-position = Position
sheet-activities = Activities
sheet-income-and-expenses = Income and expenses
sheet-cash-flows = Cash flows
sheet-income-and-spending = Income and spending
sheet-budget = Budget
sheet-general-ledger = General ledger
sheet-chronological = Chronological
sheet-day-book = Day books
sheet-subsidiary = Subsidiary ledger
sheet-portfolio = Portfolio
sheet-programme = Programmes
sheet-disclosure = Disclosure
sheet-work = Work

## Titles and notes
report-position = Statement of position of { $name }
report-activities = Statement of activities of { $name }
report-income-and-expenses = Statement of income and expenses of { $name }
report-cash-flows = Statement of cash flows of { $name }
report-income-and-spending = Income and spending of { $name }, fund by fund
report-budget = Budget income and expenses of { $name }
report-general-ledger = General ledger of { $name }
report-chronological = Chronological book of { $name }
report-day-book = Cash and bank day books of { $name }
report-subsidiary = Subsidiary ledger of { $name }
report-of-fund = Fund: { $code } { $name }
report-nothing-booked = Nothing was booked in these months
report-template = Lines follow the template as its accounts have them; lines are numbered here, not as in the official form
report-position-agrees = Assets = liabilities + net assets
report-position-differs = ASSETS DIFFER FROM LIABILITIES AND NET ASSETS: run jinguo verify
report-position-running = Income and expenses that are not carried forward stand with net assets: restricted income with restricted, the rest with unrestricted
report-position-running-government = Income and expenses that are not carried forward stand in surplus of the period
report-position-held = Money held for others stands with assets held for others, not with cash and bank
report-activities-direct = Changes made to net assets directly: transfers between funds, opening balances, prior-year adjustments; they are in no line above
report-cash-agrees = Net change = closing cash − opening cash
report-cash-differs = THE NET CHANGE DIFFERS FROM THE CASH THERE IS: run jinguo verify
report-cash-held = Money held for others is no own cash and stands below by itself
report-cash-mixed = Of a voucher with several lines that are not cash, what was not paid in cash is left out, from the last line on
report-own-money-only = Own money only; what is held for others is not here
report-effect-on-cash = Cash: what the row adds to the fund's cash; a fund's rows add up to its closing cash
report-budget-spent-now = Budgets: spent is all that counts against them so far, also after these months
report-books-opening = Of these, opening balances: debits of { $debit } yuan, credits of { $credit } yuan; the trial balance has them as opening
report-general-ledger-note = Balances stand without a sign; which side they are on stands beside them

## Columns
term-statement-item = Item
term-line = Line
term-year-opening = Beginning of year (yuan)
term-closing-figure = End of period (yuan)
term-these-months = These months
term-year-to-date = Year to date
term-year-before = A year before
term-unrestricted = unrestricted
term-restricted = restricted
term-both = total
term-part-of = { $which }, { $part }
term-in-yuan = { $which } (yuan)
term-opening-direction = Opening side
term-direction = Side
term-direction-debit = debit
term-direction-credit = credit
term-direction-none = level
term-opening-balance = Opening (yuan)
term-closing-balance = Closing (yuan)
term-year-debit = Debits, year to date (yuan)
term-year-credit = Credits, year to date (yuan)
term-fund-name = Fund name
term-fund-cash = Cash (yuan)
term-annual-budget = Budget of the year (yuan)
term-book = Book
term-book-cash = Cash day book
term-book-bank = Bank day book

## Lines
line-income = Income
line-income-total = Income in all
line-expenses = Expenses
line-expenses-total = Expenses in all
line-released = Restricted net assets that became unrestricted
line-change = Change in net assets
line-surplus = Surplus of the period
line-direct = Changes made to net assets directly
line-opening-cash = Opening cash
line-closing-cash = Closing cash
line-moved-in = Moved between funds, and put to net assets directly
line-other-changes = Changes in loans, receivables, payables and goods
line-all-funds = All funds
line-budget-income = Budget income of the year
line-budget-income-total = Budget income in all
line-budget-expenses = Budget expenses of the year
line-budget-expenses-total = Budget expenses in all
line-budget-difference = Budget income less expenses
line-budgets = Budgets and what is spent of them
line-budget = { $fund } { $purpose }

## Charts
chart-by-month = Income and expenses by month
chart-income = Income
chart-expenses = Expenses
chart-fund-cash = Closing cash of each fund
chart-at-risk = Portfolio at risk
chart-of-outstanding = Of all that is outstanding
chart-ages = Arrears by age
chart-townships = Relief by township

## Commands
value-run = MONTHS
help-any-run = Months: 2026, 2026-Q1, 2026-H1, 2026-03 or 2026-01..2026-06; this year so far if not given
help-any-only-fund = Only this fund
help-report-position = Statement of position
help-report-activities = Statement of activities
help-report-cash-flows = Statement of cash flows
help-report-income-and-spending = Income and spending, fund by fund
help-report-budget = Budget income and expenses (government chart)
help-report-general-ledger = General ledger: each account, month by month
help-report-chronological = Chronological book: every posting by voucher
help-report-day-book = Day books of cash and bank
help-report-subsidiary = Subsidiary ledger: every posting by account
error-run = { $typed } is not a run of months
error-run-wrong-way = the months are the wrong way round: { $last } is before { $first }
hint-run = months are written 2026, 2026-Q1, 2026-H1, 2026-03 or 2026-01..2026-06
error-report-not-of-chart = the ledger keeps a chart of accounts without this statement
hint-report-not-of-chart = it belongs to the government chart; in this one there is jinguo report activities
