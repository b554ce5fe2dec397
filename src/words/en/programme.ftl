# Programmes and their rules: what is typed, and what is told

# What stands for a value in usage lines
value-gives = GIVES
value-funds = FUND,…
value-category = CATEGORY
value-area = AREA
value-once = ONCE
value-times = TIMES
value-per-household = SPAN
value-papers = PAPERS
value-steps = STEP,…
value-template = TEMPLATE

# Commands
help-programme-rules = Set a programme's rules from a day on; what is not given stays, and so does what was granted under those before
help-programme-show = Show a programme with all its rules, and what is left of this year's budget
help-programme-templates = List the templates of programmes

# Options and arguments
help-programme-rules-code = The programme's code
help-programme-rules-from = From which day they hold: later than all before; the business date if not given
help-programme-rules-attach = The office's document that says so; its hash is recorded; can be given several times
help-programme-add-from = From which day its rules hold; the business date if not given
help-programme-show-code = The programme's code
help-any-template = Begin with a template, changed by the other options; see jinguo programme templates
help-any-gives = Whether it gives money, goods, or either
help-any-funds = The funds that it may draw on, such as LA,GA; held: what is held for others; any: all of its purpose
help-any-category = A category of hardship that it helps; can be given several times; any: all
help-any-area = Where it helps, by the beginning of an area; can be given several times; any: everywhere
help-programme-add-amount = What is given each time, in yuan; 0 for no bound
help-programme-rules-amount = What is given each time, in yuan; 0 for no bound
help-any-least = The least at a time, in yuan; 0 for no bound
help-any-most = The most at a time, in yuan; 0 for no bound
help-any-most-pieces = The most pieces at a time; 0 for no bound
help-any-once = Once in a lifetime, or once a year
help-any-cap = The most for a person in her life, in yuan; 0 for no bound
help-any-yearly-cap = The most for a person in a year, in yuan; 0 for no bound
help-any-times-lifetime = How often for a person in her life; 0 for no bound
help-any-times-yearly = How often for a person in a year; 0 for no bound
help-any-per-household = One in a household: in a lifetime, a year, or a round
help-any-year-budget = For all in a year, in yuan; 0 for no bound
help-any-round-budget = For one round, in yuan; 0 for no bound
help-any-papers = How many papers at least; 0 for none
help-any-steps = The steps beside paying, such as apply,visit,review,approve,answer; none: no such step; for a notice there is --notice
help-any-notice = Days for which names are put up, 60 at most; 0 for no notice

# Values that are none
error-count-or-zero = { $typed } is no whole number from 0 on, or too large
error-template = there is no template { $typed }
error-too-many-of = { $option } takes { $most } at most
error-no-rules-given = nothing is given to be set
hint-count-or-zero = a whole number, such as 7; 0 for no bound or none
hint-template = templates are listed by jinguo programme templates
hint-rules-options = with a template: jinguo programme rules { $code } --template TEMPLATE; or name what changes, see jinguo programme rules --help
notice-fund-shared = the money of such a programme stands in a fund of its own, but fund { $fund } is also that of { $programmes }; it is recorded as you typed it, please check

# Reports
report-programme-rules = Programme { $code } { $name }
report-programme-no-rules = No rules are set: only its purpose and its approval threshold bound it
report-programme-not-yet = Its rules do not hold yet
report-programme-now = The rules that hold now are those from { $date }
report-programme-granted = { $granted } yuan granted in { $year }; no budget is set for the year
report-programme-budget = Budget of { $year }: { $budget } yuan, { $granted } yuan granted, { $left } yuan left
report-templates = Templates of programmes
report-templates-use = A template is a starting point: set amounts, budgets, papers and days of notice to your office's own rules: jinguo programme add CODE NAME --fund CODE --template TEMPLATE
term-template = Template
rules-from = From
rules-item = Item
rules-value = Value
rules-short-name = Short name
rules-gives = Gives
rules-funds = Money of
rules-categories = Categories
rules-areas = Areas
rules-amount = At a time
rules-most-pieces = Pieces at a time at most
rules-lifetime = A person in her life
rules-yearly = A person in a year
rules-household = One in a household
rules-year-budget = Budget of a year
rules-round-budget = Budget of a round
rules-papers = Papers
rules-steps = Steps
rules-bounds = Bounds
rules-own-fund = a fund of its own
rules-any-fund = any fund of its purpose, and what is held for others
rules-named = { $name }: { $value }
rules-separator = ;{ " " }
rules-then = { " → " }
gives-money = money
gives-goods = goods
gives-either = money or goods
amount-fixed = { $amount } yuan
amount-at-most = { $most } yuan at most
amount-at-least = { $least } yuan at least
amount-between = { $least } to { $most } yuan
cap-times = { $times ->
    [one] once
   *[other] { $times } times
}
cap-amount = { $amount } yuan
household-lifetime = in a lifetime
household-year = a year
household-round = a round
step-approval = approval by another person
step-notice-days = { $days ->
    [one] notice of 1 day
   *[other] notice of { $days } days
}
step-payment = payment
