# What the rules say no to, about relief, rounds, gifts and goods
list-separator = ,{ " " }
refused-row = row { $row }: { $cause }
refused-unknown-case = there is no application { $no }
refused-unknown-round = there is no round { $no }, or it is not approved
refused-unknown-row = round { $round } has no row { $row }
refused-unknown-gift = there is no bound gift { $no }
refused-unknown-item = there is no item of goods { $no }
refused-item-taken = the item { $no } is there already
refused-no-rules = { $programme } has no rules that hold on { $date }
refused-rules-out-of-order = what holds from a day on is set in order: the latest rules hold from { $date }, and what was decided under them stays
refused-rules-impossible = the rules contradict themselves: the least at a time can't be above the most, a person's cap or a budget; visit and review need an application; goods alone have no amounts at a time, no caps and no budget of a round in money, money alone has no pieces; a notice runs 60 days at most
refused-by-round = { $programme } asks for an application, a notice or the bank's answer: it is paid by rounds, not in one step
refused-step-off = the rules of { $programme } have no such step: { $step }
refused-case-needed = { $programme } is paid only to those who applied
refused-case-of-other = application { $case } is another person's, for another programme, for something else, or later than that day
refused-case-granted = application { $case } was granted by { $entry }, or waits in it
refused-step-missing = application { $case } has not come so far: { $step } is missing
refused-does-not-fit = application { $case } was found not to fit ({ $step }, { $entry })
refused-open-case = she has an application there that is open: { $case }
refused-fund-not-allowed = the rules of { $programme } do not name fund { $fund }
refused-held-not-allowed = the rules of { $programme } do not name what is held for others
refused-gives-money = { $programme } gives money, no goods
refused-gives-goods = { $programme } gives goods, no money
refused-below-least = { $amount } yuan are below the least at a time, { $least } yuan
refused-over-most = { $programme } gives { $cap } yuan at a time at most, not { $amount } yuan
refused-over-round-budget = { $programme } has { $cap } yuan for a round; the rows before come to { $before } yuan, and { $amount } yuan more do not fit
refused-over-year-budget = { $programme } has { $cap } yuan for the year; { $before } yuan are granted, and { $amount } yuan more do not fit
refused-over-cap-year = { $programme } gives a person { $cap } yuan a year at most; { $person } has { $before } yuan of that year, and { $amount } yuan more do not fit
refused-over-cap-lifetime = { $programme } gives a person { $cap } yuan in her life at most; { $person } has { $before } yuan, and { $amount } yuan more do not fit
refused-over-cap-last = { $text }; at last she { $last }
refused-over-times = { $programme }: { $limit }; { $person } { $last }
times-in-a-lifetime = { $times ->
    [1] once in a lifetime
   *[other] { $times } times in a lifetime
}
times-a-year = { $times ->
    [1] once a year
   *[other] { $times } times a year
}
paid-before = was paid { $amount } yuan on { $day } ({ $source })
paid-before-goods = was given goods on { $day } ({ $source })
granted-voucher = { $entry }, { $voucher }
granted-before = was put down for { $amount } yuan on { $day } ({ $entry })
granted-before-goods = was put down for goods on { $day } ({ $entry })
granted-so-often = has had them all
refused-over-pieces = { $most } pieces at a time at most, not { $pieces }
refused-household-served = { $programme } serves one in a household: { $person } of household { $household } was put down with { $entry }
refused-household-in-round = { $programme } serves one in a household: { $person } of household { $household } stands in a row before
refused-household-unknown = the programme serves one in a household, and nobody has recorded that of { $person }
refused-area-outside = the programme is for { $areas }; { $person } is recorded as living elsewhere
refused-category-outside = the programme is for { $categories }; { $person } is recorded otherwise
refused-papers-needed = papers are missing: { $needed } needed, { $found } there
refused-twice = { $person } stands in row { $row } already
refused-fund-short = fund { $fund } has { $available } yuan beside what is put down already; { $needed } yuan are needed here
refused-gift-needed = what is held for others is held as a bound gift: name which
refused-gift-short = bound gift { $gift } has { $available } yuan free, { $needed } yuan are needed
refused-gift-bound = restricted money: bound gift { $gift } is for somebody else, or for another programme
refused-gift-elsewhere = bound gift { $gift } stands in fund { $fund }
refused-gift-is-held = bound gift { $gift } is held for others and stands in no fund
refused-donor-of-gift = bound gift { $gift } has a donor already; no other is named
refused-stock-short = { $item }: { $available } can be given, { $needed } are needed
refused-card-gone = { $item } number { $number } was put down, given out or found missing with { $entry }
refused-card-not-there = { $item } number { $number } is not in stock, or is not this fund's or this gift's
refused-card-known = { $item } number { $number } came in before
refused-card-numbers = the numbers do not fit { $item }: where pieces are numbered each number is named, with no more digits than theirs; where they are not, none is
refused-too-many-cards = no more than { $most } numbered pieces come in at a time
refused-notice-needed = the names of round { $round } must first be put up for { $days } days
refused-notice-runs = the notice of round { $round } is still up: it can be paid from { $date } on
refused-noticed-before = the notice of round { $round } is up since { $date }
refused-row-is = row { $row } of round { $round } is { $status }: this does not come now
refused-too-early = it can't be before { $date }
refused-signature-needed = goods are handed out against a signature
refused-books-differ = the books say { $pieces } of { $item } now, not what was written at the count
refused-surplus = more of { $item } than the books say: what is held for others, or has numbers, is first recorded as received
refused-used-since = what { $entry } brought was used since; it can't be reversed
series-cases = numbers of applications
series-rounds = numbers of rounds
series-gifts = numbers of bound gifts
series-items = numbers of items

# Steps, rows and reasons
step-application = application
step-visit = home visit
step-review = review
step-notice = notice
step-answer = the bank's answer
row-granted = to be paid
row-paid = paid
row-arrived = arrived
row-dropped = dropped
row-dropped-because = dropped ({ $reason })
back-no-account = no such account, or closed
back-name-differs = name and account differ
back-not-collected = nobody collected it
back-other = other
drop-objection = objection upheld
drop-conditions = conditions not met any more
drop-declined = she declined
drop-other = other

# What to do about it
hint-rules-set = set its rules first: { $command }
hint-rules-other = where no template fits: { $command }
hint-apply-first = record her application first: { $command }
hint-by-round = by a round: { $command }
hint-look-again = if that has changed, look again: { $command }
hint-correct-before = to correct the earlier one: { $command }
hint-household = say with whom she lives (herself, if alone): { $command }
hint-paper = with the papers: { $command }
hint-signature = with the signed list: { $command }
hint-person-data = if that is wrong: { $command }
hint-gift-option = name the gift: { $command }
hint-rebind = with the donor's written consent: { $command }
hint-goods-add = to name a new item: { $command }
hint-goods-receipt = to record what came in: { $command }
hint-count-again = count again: { $command }
hint-cards-split = record them in several goes
hint-notice-over = from { $date } on: { $command }
value-item = ITEM
value-pieces = PIECES
value-unit = UNIT
value-gift = J-…

# Summaries
summary-relief-rules = Rules of { $programme } from { $date }
case-named = { $case } ({ $programme }, { $person })
summary-case-applied = { $case } { $programme }: { $person } applies for { $what }
asked-money = { $amount } yuan
asked-any-money = relief
asked-goods = { $item }, { $pieces }
summary-case-visit-fits = { $case }: home visit, she fits
summary-case-visit-fails = { $case }: home visit, she does not fit
summary-case-review-fits = { $case }: review, she fits
summary-case-review-fails = { $case }: review, she does not fit
so-many-persons = { $count ->
    [one] 1 person
   *[other] { $count } persons
}
summary-round-proposed = { $round } { $programme }: { $persons }, { $what }, out of { $fund }
summary-round-noticed = { $round }: names put up
summary-round-paid = { $round }: paid ({ $rows })
summary-round-back = { $round }: came back ({ $rows }), { $reason }
summary-round-answered = { $round }: arrived ({ $rows })
summary-round-dropped = { $round }: dropped ({ $rows }), { $reason }
rows-named = rows { $rows }
rows-counted = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
bound-both = { $programme } ({ $persons })
summary-gift-agreed = { $gift }: bound gift of { $donor } to { $fund }, for { $for }
summary-gift-received = { $gift }: bound gift received
summary-gift-received-from = { $gift }: bound gift received from { $donor }
summary-gift-given-back = { $gift }: given back to the donor
summary-gift-given-back-to = { $gift }: given back to { $donor }
summary-gift-bound-anew = { $gift }: with the donor's consent now for { $for }
summary-item = Item { $name } ({ $unit })
summary-item-numbered = Item { $name } ({ $unit }, numbers of { $digits } digits)
summary-goods-received = Goods of { $donor }: { $item }, { $pieces }, to { $fund }
summary-goods-bought = { $item } bought, { $pieces }, for { $fund }
summary-goods-bought-from = { $item } bought from { $seller }, { $pieces }, for { $fund }
summary-goods-counted = { $item } counted ({ $fund }): { $books } on the books, { $counted } there
summary-goods-given-back = Given back to the donor: { $item }, { $pieces } ({ $gift })
