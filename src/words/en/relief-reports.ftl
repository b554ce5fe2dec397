# Reports on programmes, and the disclosure.
group-not-registered = not registered
group-withheld = not known: data restricted or erased
group-locked = not known: vault locked
report-programmes-helped = Programmes: who was helped, and with what
report-programmes-helped-note = People are counted once in each row, however often they were helped. What came back, was dropped or reversed does not count.
report-disclosure = Disclosure
term-people = People
term-times = Times
term-money-given = Money
term-goods-given = Goods, at their value
term-worth = Worth
term-township = Township
term-goods = Goods
term-status = Status
disclosure-granted = granted
disclosure-paid = paid
disclosure-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
disclosure-notice-runs = { $round } of { $programme }: its notice is up since { $since }; it can be paid from { $until } on, in { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
disclosure-notice-over = { $round } of { $programme }: its notice was up since { $since }; it can be paid since { $until }.
disclosure-notice-missing = { $round } of { $programme }: its notice is not up yet. Put it up: jinguo relief notice { $round }
disclosure-quarterly = { $programme }: a project that runs longer than six months is disclosed at least every three months; next by { $until }, in { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
disclosure-final = { $programme }: what became of all money and goods is disclosed within three months after its end, by { $until }, in { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
disclosure-final-over = { $programme }: what became of all money and goods was to be disclosed by { $until }; that day is past.
disclosure-yearly = The yearly work report and accounts are disclosed by { $until }, in { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
disclosure-law = Deadlines as in the Charity Law (amended in 2023) and the Measures for information disclosure by charities (Ministry of Civil Affairs, order 81, from 2026). They bind charities; days run from the first payment in these books.
help-report-disclosure = Who received what under each programme, masked, and the days left to each deadline
help-report-disclosure-programme = One programme; all where it is not given
help-report-disclosure-from = The first day of payments
help-report-disclosure-to = The last day of payments
help-report-disclosure-ended = The day on which the programme ended
help-report-programme = How many people each programme helped, how often, and with how much in money and goods
help-report-programme-programme = One programme; all where it is not given
help-report-programme-from = The first day of payments
help-report-programme-to = The last day of payments
help-report-programme-by = A row for each township or category
