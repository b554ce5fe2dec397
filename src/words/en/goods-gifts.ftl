# Bound gifts and goods: what is typed, and what they tell

# What stands for a value in usage lines
value-place-of-goods = FUND|held
value-number = NUMBER
value-numbers = NUMBER,NUMBER-NUMBER

# Commands
help-gift = Bound gifts: of one donor for a person, a group or a programme
help-gift-add = Agree on a gift, and receive its money where there is some
help-gift-receive = Record money of a gift that came in
help-gift-return = Record money of a gift that went back to its donor
help-gift-rebind = Record that the donor changed what a gift is for
help-gift-list = List the gifts: what came in, what became of it, what is left
help-gift-show = Show a gift from the donor to the last fen and the last piece
help-statement-gift = Statement of a bound gift: what came in, to whom it went, what is left
help-goods = Goods: donated, bought, handed out, counted
help-goods-add = Name an item of goods
help-goods-receive = Record goods that were given
help-goods-buy = Record goods that were bought
help-goods-issue = Hand goods out to a person against her signature
help-goods-count = Record a count of the stock; the difference is booked
help-goods-give-back = Record goods of a gift that went back to its donor
help-goods-list = List what is in stock, by item and fund
help-goods-show = Show an item: its lots with what each piece is worth, and the numbers in stock

# Options and arguments
help-gift-add-amount = What came in, in yuan; without it the gift is only agreed
help-gift-add-from = Who gives: a name or a person's number; a new organisation is registered with it
help-gift-add-anonymous = The donor does not want to be named
help-gift-add-for = The number of a person that it is for; can be given several times
help-gift-add-for-file = A CSV file of the persons that it is for, one number a row
help-gift-add-programme = The programme that it is for; with persons: these persons under that programme
help-gift-add-fund = The fund where it stands; held for others if not given
help-gift-receive-amount = Amount in yuan
help-gift-return-amount = Amount in yuan
help-gift-rebind-for = The number of a person that it is for from now on; can be given several times
help-gift-rebind-for-file = A CSV file of the persons that it is for from now on, one number a row
help-gift-rebind-programme = The programme that it is for from now on
help-gift-rebind-consent = The donor's written consent; its hash is recorded
help-gift-list-donor = Only the gifts of the donor of this number
help-any-gift = The gift's number
help-any-item = The item's name
help-any-pieces = How many pieces
help-any-first-number = The number on the first piece, such as 00000001; the others follow it
help-goods-add-item = Its name, such as 母亲邮包; never a person's name
help-goods-add-unit = What a piece is called, such as 个
help-goods-add-digits = How many digits the number on each piece has, such as 8; without it pieces are not numbered
help-goods-receive-fund = The fund that they belong to, or held for what is held for others; where the gift stands if not given
help-goods-receive-gift = The gift that they are of; its donor is theirs
help-goods-receive-from = Who gives: a name or a person's number; a new organisation is registered with it
help-goods-receive-anonymous = The giver does not want to be named
help-goods-receive-value = What all of them are worth by the donor's document, in yuan
help-goods-receive-unit-value = What each piece is worth by the donor's document, in yuan
help-goods-receive-fair = The value is what they would fetch: no document says it
help-goods-receive-no-value = Nobody can say what they are worth: they are counted and not booked
help-goods-buy-amount = What they cost in all, in yuan
help-goods-buy-fund = The fund that pays, or held for what is held for others; where the gift stands if not given
help-goods-buy-gift = The gift whose money pays
help-goods-buy-payee = Who sold them: a name or a person's number; a new organisation is registered with it
help-goods-issue-to = The number of the person who receives them
help-goods-issue-programme = The programme under which they are given
help-goods-issue-pieces = How many pieces; one if not given
help-goods-issue-number = The number on the piece, of numbered goods
help-goods-issue-fund = Whose they are: a fund, or held for what is held for others; where the gift stands, else the programme's fund, if not given
help-goods-issue-gift = The gift that they are of
help-goods-issue-paper = A paper that the programme asks for; can be given several times
help-goods-issue-attach = Her signature, or a picture of it; its hash is recorded
help-goods-count-counted = How many pieces there were
help-goods-count-fund = The fund that they belong to, or held for what is held for others
help-goods-count-missing = The numbers that are missing, of numbered goods
help-goods-give-back-fund = Whose they are; where the gift stands if not given
help-goods-give-back-gift = The gift that they are of
help-donate-goods = An item of goods in the place of money; one that is not there yet is named
help-donate-quantity = How many pieces of it
help-donate-unit-value = What each piece is worth by the donor's document, in yuan
help-disburse-gift = The bound gift whose money it is

# Lines that were not understood
error-pieces = { $typed } is no number of pieces
error-pieces-or-none = { $typed } is no number of pieces
hint-pieces = Pieces are whole numbers up to 1000000000, such as 40
error-digits = { $typed } is no number of digits
hint-digits = A number on a piece has 1 to 18 digits
error-number = { $typed } is no number of a piece
hint-number = Write the number as it is on the piece, such as 00000001
error-numbers = { $typed } are no numbers of pieces
hint-numbers = Write each number once, up to 1000 of them: 00000003,00000007-00000009
error-bound-twice = { $person } is named twice
error-bound-count = a gift is for at most { $max } persons by name; name a programme for more
error-bound-row = { $file }, row { $row }: no person's number stands there
error-bound-none = { $file } lists nobody
hint-bound-file = The file has one person's number a row, such as P-000001; a heading may call the column person or 编号
error-not-at-once-approval = it can't be paid in one step: programme { $programme } or the amount needs another person first
error-not-at-once-notice = it can't be paid in one step: programme { $programme } has a public notice first

# Columns and words
term-gift = Gift
term-gift-for = For
term-gift-what = What
term-gift-person = To or from
term-gift-received = Received (yuan)
term-gift-paid-on = Paid on (yuan)
term-gift-given-back = Given back (yuan)
term-gift-lost = Lost (yuan)
term-gift-granted = Of it granted (yuan)
term-cash-left = Left in money (yuan)
term-goods-left = Left in goods (yuan)
term-item = Item
term-unit = Unit
term-pieces = Pieces
term-pieces-granted = Granted
term-pieces-free = Free
term-goods-value = Worth (yuan)
term-each = Each (yuan)
term-numbers = Numbers in stock
term-bound = Bound by gifts (yuan)
term-held-gifts = Held for bound gifts
term-held-gifts-goods = Held for bound gifts, in goods
gift-join = {", "}
gift-anonymous = anonymous
gift-for-many = { $persons } and others, { $count } in all
gift-for-both = { $programme }: { $persons }
gift-use-received = received
gift-use-paid = paid on
gift-use-came-back = came back
gift-use-given-back = given back to the donor
gift-use-bought = goods bought
gift-use-lost = missing in a count
gift-use-bound-anew = bound anew by the donor
gift-use-reversed = reversal of { $entry }
gift-sum-received = Received
gift-sum-paid-on = Paid on
gift-sum-given-back = Given back
gift-sum-lost = Lost
gift-sum-left = Left
gift-sum-granted = of the money left: granted, not paid yet

# Reports
report-gifts = Bound gifts
report-statement-gift = Statement of gift { $gift }
report-gift-agreed = Agreed on { $date } ({ $entry }) with { $donor }
report-gift-for = For { $for }; stands in: { $place }
report-gift-nothing = Nothing of it came in yet
report-gift-goods-granted =
    { $count ->
        [one] { $item }: 1 piece of what is left is granted and not handed out yet
       *[other] { $item }: { $count } pieces of what is left are granted and not handed out yet
    }
report-gift-differs = THE SUMS DO NOT AGREE: run jinguo verify
report-goods = Goods in stock
report-item = { $name } in stock
report-item-unit = Unit: { $unit }; the pieces are not numbered
report-item-numbered = Unit: { $unit }; each piece has a number of { $digits } digits
report-item-granted =
    { $count ->
        [one] { $place }: 1 piece is granted and not handed out yet
       *[other] { $place }: { $count } pieces are granted and not handed out yet
    }
report-item-rounded = Each: rounded down; the last piece of a lot is worth what is left of it
report-statement-person-gift = { $gift } for { $for }: received { $received }, paid on { $paid }, left { $left } yuan
report-statement-person-case = Application { $case } ({ $date }), { $programme }: { $state }
report-statement-person-round = { $round } row { $row } ({ $date }), { $programme }, { $what }: { $state }
report-statement-fund-bound = Now { $amount } yuan of this fund's cash are left of bound gifts, and for nothing else
person-case-open = not decided
person-case-not-fitting = does not fit
person-case-granted = granted
person-row-granted = granted, not paid yet
person-row-promised = granted, not handed out yet
person-row-handed-out = handed out
person-row-paid = paid
person-row-arrived = paid and arrived
person-row-dropped = not paid any more
person-row-money = { $amount } yuan
person-row-pieces = { $item }, { $count } { $unit }
person-row-number = { $item } No. { $number }
