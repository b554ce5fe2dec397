# The shape of a message
message-error = error: { $text }
message-nothing-recorded = Nothing was recorded.
message-outcome-unknown = It is not known whether this was recorded; open the ledger again to see.
message-hint = hint: { $text }

# The command line
error-unknown-argument = { $argument } is not an argument of this command
error-unknown-command = there is no command { $command }
error-missing-argument = { $argument } is missing
error-missing-command = a command is missing
error-missing-value = { $argument } needs a value
error-value-not-allowed = { $argument } can't be { $typed }; it is one of: { $allowed }
error-repeated-argument = { $argument } is given more than once
error-conflict = { $argument } can't be used together with { $other }
error-too-many-values = { $argument } has too many values
error-not-utf8 = the command line holds text that is not UTF-8
error-not-understood = the command line was not understood
error-in-option = { $option }: { $cause }
hint-did-you-mean = did you mean { $suggested }
hint-help = see { $command } --help

# Values
error-amount-empty = the amount is empty
error-amount-not-a-number = { $typed } is not an amount
error-amount-finer-than-fen = { $typed } has a fraction of a fen; the ledger keeps whole fen
error-amount-negative = { $typed } is negative; an amount must be above zero
error-amount-zero = the amount is zero; it must be above zero
error-amount-too-large = { $typed } is above the limit of one entry
error-date = { $typed } is not a date
error-date-range = { $typed } is not between 1900 and 2199
error-period = { $typed } is not a month
error-id = { $typed } is not a number of the kind { $example }
error-text-empty = the text is empty
error-text-too-long = the text is too long: { $length } bytes, at most { $max }
error-text-control = the text holds an invisible character, { $code }
error-code = { $typed } can't be a code
error-code-too-long = the code is too long; at most 12 characters
error-id-number-length = an identity number has 18 characters, not { $count }
error-id-number-old = this is an old identity number of 15 digits
error-id-number-characters = an identity number is 17 digits and a check character
error-id-number-birthday = the identity number holds a birthday that does not exist
error-id-number-check = the identity number's check character is wrong; a digit may have been mistyped
error-id-number-typed = an identity number must not stand on the command line: it would stay in the shell's history
error-bank-card-length = a bank card number has 12 to 19 digits, not { $count }
error-bank-card-characters = a bank card number is digits alone
error-bank-card-typed = a bank card number must not stand on the command line: it would stay in the shell's history
error-shown = { $typed } is neither an entry nor a voucher
error-head = { $typed } is not of the form SIZE:HASH
error-count = { $typed } is not a whole number above zero
hint-amount = write 10000, 10,000.00, 1万 or 1.5万, from 0.01 to { $max } yuan; spending and corrections have commands of their own, no negative amounts
hint-date = write a date as 2026-03-08
hint-period = write a month as 2026-03
hint-id = write it as { $example }
hint-line = write one line of text of up to 200 bytes
hint-code = a code is 1 to 12 of A–Z, digits and hyphens, such as GA; see jinguo fund list and jinguo programme list
hint-id-number = check it against the card and enter it again; through a pipe with --id-number -
hint-id-number-typed = leave --id-number out to be asked for it, or write --id-number - to read it from a pipe
hint-bank-card = check it against the card and enter it again; through a pipe with --bank-card -
hint-bank-card-typed = write --bank-card - to be asked for it, or to read it from a pipe
hint-shown = write jinguo show E-118 or jinguo show 2025-06/记-0118
hint-head = write the number of records, a colon and 64 hexadecimal digits, such as 118:9f86…
hint-count = write jinguo log --last 20

# Passphrases and streams
prompt-passphrase = Passphrase of { $whose }'s key:{ " " }
prompt-new-passphrase = New passphrase for { $whose }'s key:{ " " }
prompt-passphrase-again = Once more:{ " " }
prompt-id-number = Identity number (press Enter if there is none):{ " " }
prompt-bank-card = Bank card number:{ " " }
error-passphrase-empty = the passphrase is empty
error-passphrases-differ = the two passphrases differ
error-no-passphrase = a passphrase is needed, but there is no terminal to ask at
error-input = the input could not be read: { $cause }
error-output = the output could not be written: { $cause }
hint-passphrase-empty = to have none on purpose: jinguo key new NAME --no-passphrase
hint-again = run it again and enter the same passphrase twice
hint-no-passphrase = run it in a terminal, or set JINGUO_PASSPHRASE
