# Commands about relief: what is typed, and what they tell

# What stands for a value in usage lines
value-case = C-…
value-round = RD-…
value-round-or-case = RD-…|C-…
value-rows = ROWS
value-status = STATUS

# Commands
help-relief = Relief by a programme's rules: application, visit, review, approval, notice, payment, the bank's answer
help-relief-apply = Record an application; area and category, where the programme asks for them, are looked up in the vault
help-relief-check = Record a visit at her home
help-relief-review = Record a review of the papers
help-relief-propose = Propose a round, whole or not at all
help-relief-approve = Approve a round that another person proposed
help-relief-notice = Record that the names are up
help-relief-pay = Record the payment, or that goods were handed out
help-relief-return = Record what came back; it can be paid again
help-relief-answer = Record that payments arrived
help-relief-drop = Take back what is not paid yet
help-relief-bank-list = Write the bank's transfer list with names, cards and amounts in the clear; whose data was seen is recorded first
help-relief-reconcile = Record what the bank's return file says arrived and came back, whole or not at all
help-relief-list = List applications and rounds
help-relief-show = Show a round or an application

# Options and arguments
help-relief-apply-programme = The programme's code
help-relief-apply-to = Who applies
help-relief-apply-amount = How much, in yuan; may be left open
help-relief-apply-item = For goods of this name
help-relief-apply-pieces = How many pieces; may be left open
help-relief-check-case = The application's number
help-relief-check-fails = It does not fit the programme
help-relief-review-case = The application's number
help-relief-review-fails = It does not fit the programme
help-relief-propose-programme = The programme's code
help-relief-propose-to = One person
help-relief-propose-case = One application
help-relief-propose-file = A CSV file in UTF-8, a row a person; columns in any order: person, id_number, amount, pieces, card, case, gift, paper
help-relief-propose-all-passed = All applications of the programme that have passed its steps and are not granted
help-relief-propose-where-category = Everybody of that category, by the vault
help-relief-propose-where-area = Everybody whose area begins so, by the vault
help-relief-propose-amount = How much each gets, in yuan; what was applied for, or the programme's one amount, if not given
help-relief-propose-item = Give goods of this name instead of money
help-relief-propose-pieces = How many pieces each gets; what was applied for if not given
help-relief-propose-number = Which numbered piece she gets, such as 00000001
help-relief-propose-fund = Whose money or goods, held for those held for others; the gift's fund or the programme's if not given
help-relief-propose-gift = The bound gift that it comes out of
help-relief-propose-paper = A paper of each row that names none in the file; its hash is recorded
help-relief-propose-dry-run = Only look, record nothing
help-relief-propose-pay = Pay in the same commit, where nobody else must approve and no notice is needed
help-relief-approve-round = The round's number
help-relief-approve-pay = Pay in the same commit, where no notice is needed
help-relief-approve-date = Business date of the payment; today if not given
help-any-round = The round's number; an application's stands for its row
help-relief-pay-rows = Rows such as 1,3-7; all that are to be paid if not given
help-relief-return-rows = Rows such as 1,3-7
help-relief-return-reason = Why they came back
help-relief-answer-rows = Rows such as 1,3-7; all that were paid if not given
help-relief-drop-rows = Rows such as 1,3-7; all that are to be paid if not given
help-relief-drop-reason = Why they are not paid
help-relief-bank-list-round = The round's number
help-relief-bank-list-output = The file to write
help-relief-bank-list-rows = Rows such as 1,3-7; all that are to be paid, else those of the last payment, if not given
help-relief-bank-list-force = Write over a file that is there
help-relief-reconcile-round = The round's number
help-relief-reconcile-file = The bank's CSV file in UTF-8; columns in any order: row, account, name, amount, result (success or failed), reason
help-relief-list-programme = Only of this programme
help-relief-list-status = Only those that have come so far; of rounds, those with such a row

# Columns
term-relief-no = No.
term-relief-person = Person
term-relief-rows = Rows
term-relief-row = Row
term-relief-goods = Goods
term-relief-status = Status
term-relief-case = Application
term-relief-gift = Gift
term-relief-paper = Hash of the paper
term-relief-paid-by = Paid by
term-relief-paid-on = Paid on
term-relief-times-back = Times back
term-relief-step = Step

# Columns of files, as messages name them
column-person = person
column-id-number = id_number
column-amount = amount
column-pieces = pieces
column-card = card
column-case = case
column-gift = gift
column-paper = paper
column-row = row
column-account = account
column-name = name
column-result = result
column-reason = reason
columns-of-rows = person, id_number, amount, pieces, card, case, gift, paper
columns-of-bank = row, account, name, amount, result, reason

# What commands tell
relief-applied = Application: { $case }
relief-round-of-money =
    Round { $round }: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }, { $sum } yuan
relief-round-of-goods =
    Round { $round }: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
relief-dry-run =
    { $rows ->
        [one] This row can be recorded
       *[other] These { $rows } rows can be recorded
    }; this was only a look, nothing was recorded.
bank-list-written =
    Written to { $file }: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }, { $sum } yuan
reconciled-nothing = Everything arrived; the programme does not ask for the bank's answer, so there is nothing to record
reconciled-arrived =
    Arrived: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }, { $sum } yuan
reconciled-back =
    Came back: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }, { $sum } yuan ({ $reason })
prompt-write-over = { $file } is there already. Write over it? [y/N]{" "}

# What is refused, and what to do
error-case-waits = the grant of { $case } waits for another person ({ $entry }): it is in no round that takes effect
error-case-in-no-round = { $case } is not granted and in no round
error-round-waits = round { $round } waits for another person's approval ({ $entry })
error-round-approved = round { $round } takes effect already ({ $entry })
error-rows = "{ $typed }" names no rows
error-rows-needed = it is not said which rows
error-rows-and-case = an application stands for one row: rows can't be named beside it
error-pay-waits = another person must approve this round: it can't be paid at once
error-nothing-given = it is not said how much
error-nobody-found = nobody and no application fits
error-too-many-found = { $found } rows are more than one round holds ({ $most })
error-file-too-large = { $file } is larger than 10 MB
error-file-not-utf8 = { $file } is not UTF-8 from line { $line } on
error-file-no-header = { $file } has no header row
error-file-column = the header of { $file } has an unknown column "{ $name }"
error-file-column-twice = the header of { $file } has the column "{ $name }" twice
error-file-no-rows = { $file } has a header and no rows
error-file-too-many-rows = { $file } has { $found } rows, more than one round holds ({ $most })
error-bad-rows = { $bad } of { $rows } rows can't be granted: the round was refused whole
error-bad-bank-file = the bank's file does not fit the round ({ $bad } bad, { $missing } missing): it was refused whole
error-list-of-goods = round { $round } gives goods: there is no bank list
error-no-cards =
    { $count ->
        [one] { $count } person has
       *[other] { $count } persons have
    } no bank card that can be used: the list was not written
error-file-there = { $file } is there already
error-list-not-written = the list { $file } was not written: { $cause }
hint-relief-command = use { $command }
hint-relief-approve = another person approves it with { $command }
hint-rows = rows are written 1,3-7, each once, from 1 to 1000
hint-pay-waits = without --pay: { $command }
hint-nothing-given = say how much with --amount; of goods with --pieces, or with --number where each piece has one
hint-bad-rows = once it is put right: { $command }
hint-file-split = make several files, each a round of its own
hint-file-utf8 = save it as "CSV UTF-8 (comma delimited)" in the spreadsheet program
hint-file-columns = the first row is the header; columns: { $columns }
hint-file-there = choose another name, or write over it: { $command }
hint-list-not-written = that the data was seen is on record, the file is missing; once more: { $command }
hint-no-cards = register a bank card with { $command }

# Rows and cells that can't be
bad-row = row { $row }{ $whose }: { $cause }
bad-cell = row { $row }{ $whose } { $column }: { $cause }
bad-row-line = {" "}(line { $line } of the file)
bad-row-person = {" "}({ $person })
bad-cells = { $found } cells under { $expected } columns
bad-control = holds an invisible character { $code }
bad-too-long = too long ({ $length } characters)
bad-empty = nothing stands there
bad-no-person = nobody is named by person, id_number or case
bad-nobody = nobody is registered with this number
bad-other-person = this is another person: { $person }
bad-twice = the same person as in row { $first }
bad-no-case = there is no application { $case }
bad-pieces = "{ $typed }" is no number of pieces
bad-card = "{ $typed }" is no number of a card
bad-not-given = the round gives something else: leave it empty
bad-paper-elsewhere = the paper { $file } must lie in the folder of the file
bad-paper = the paper { $file } can't be read ({ $cause })
bad-no-row = the round has no row "{ $typed }"
bad-row-twice = row { $first } of the file named this row before
bad-not-paid = no payment of this row waits for the bank's answer
bad-other-amount = what was paid is { $amount } yuan
bad-other-account = not the card of the person in this row
bad-other-name = not the name of the person in this row
bad-result = "{ $typed }" is neither success nor failed
no-card = row { $row } { $person }: no bank card that can be used
bank-row-missing = row { $row } is missing: { $person }, { $amount } yuan

# How far it has come
relief-status-open = to be looked at
relief-status-passed = passed
relief-status-failed = failed
relief-status-waiting = waits for approval
relief-status-returned = came back, to be paid
relief-status-count = { $status } { $count }
relief-status-between = {", "}
relief-status-because = { $status } ({ $reason })
relief-held = held for others
relief-papers =
    { $count ->
        [one] { $count } paper
       *[other] { $count } papers
    }
relief-step-applied = Application
relief-step-visited = Visit
relief-step-reviewed = Review
relief-step-granted = Approval
relief-step-paid = Payment
relief-look-fits = fits
relief-look-fails = does not fit
relief-row-of-round = row { $row } of round { $round }

# Reports
report-relief = Applications and rounds of relief
report-round = Round { $round }
report-round-proposed = Round to be proposed ({ $date })
report-round-of = { $programme }, out of { $fund }
report-round-waits = Waits for another person's approval: { $entry }
report-round-granted = In effect from { $date } ({ $entry })
report-round-approved = Proposed on { $date } ({ $entry }), approved by { $by }
report-round-noticed = Notice of { $days } days from { $since } on; it can be paid from { $until } on
report-round-no-notice = A notice of { $days } days is needed first
report-case = Application { $case }
report-case-of = { $programme }, { $person }
report-case-goods = Goods applied for: { $item }
report-case-status = Status: { $status }
