# Persons and their data
person-restricted = { $person } (restricted)
person-erased = { $person } (erased)
person-state-restricted = restricted
person-state-waiting = waits for approval
person-state-not-approved = not approved
term-household = Household
term-person-state = State
term-person-entries = Entries
term-person-notes = Notes
term-recorded-date = Recorded on
term-registered = Register (yuan)
report-persons-none = Nobody was found
report-person-household = Others of household { $household }: { $members }
report-person-household-alone = Household { $household } has nobody else
report-statement-person-waiting = { $entry } ({ $date }) { $text }
unmasked-recorded =
    { $count ->
        [one] recorded as { $entry } that you saw one person's data unmasked
       *[other] recorded as { $entry } that you saw { $count } persons' data unmasked
    }

# Messages
prompt-person-erase = Once erased, the data of { $person } can't be brought back. Erase it? [y/N]{ " " }
error-person-not-confirmed = it was not confirmed; nothing was erased
error-person-organisation = { $person } is an organisation; this command is for natural persons
error-person-other-number = { $person } is not registered with this identity number; a registered number is not exchanged for another
error-person-lost = the vault's data of { $person } can't be read, so nothing of it could be kept
error-log-no-operator = there is no operator called { $name }
error-years = { $typed } is not a number of years from 1 to 200
error-days = { $typed } is not a number of days from 0 to 36500
hint-person-although = where she is another person, two operators confirm it: { $command }
hint-person-register-anew = register her anew with the right number: jinguo person add --name NAME --area AREA --category CATEGORY
hint-person-restrict-old = and restrict the old registration: jinguo person restrict { $person } --reason "wrong identity number"
hint-person-lost = enter everything again from the papers: jinguo person amend { $person } --name NAME --area AREA --category CATEGORY --id-number -
hint-id-number-old = use the number of 18 characters on her present card
hint-years = such as jinguo person retention 30
hint-days = a whole number, such as 30

# Help
value-days = DAYS
value-years = YEARS
help-person-find = Find persons
help-person-amend = Enter a person's details anew; what is not given stays
help-person-household = Let a person join or leave a household
help-person-restrict = Restrict a person's data, or lift that
help-person-erase = Erase a person's data for good; with two operators it needs both
help-person-retention = Set how many years personal data is kept
help-any-unmask = Show personal data whole; who saw whose is recorded first (not for clerks)
help-any-restricted = Show restricted data whole, too
help-person-add-although = Another person with the same number; two operators confirm it
help-person-add-reason = Why she is another person; kept in the vault
help-person-find-name = A part of her name
help-person-find-id-number = With - the whole identity number is asked for, or read from a pipe
help-person-find-area = A part of where she lives
help-person-find-category = A part of her category
help-person-amend-person = The person's number
help-person-amend-name = Her name
help-person-amend-area = Town or street, and village or community
help-person-amend-category = Why she is registered
help-person-amend-id-number = With - an identity number that was missing is asked for, or read from a pipe
help-person-amend-bank-card = With - her bank card number, a first or another one, is asked for or read from a pipe
help-person-household-person = The person's number
help-person-household-with = Somebody of the household; one who has none yet begins one
help-person-household-leave = She leaves her household
help-person-restrict-person = The person's number
help-person-restrict-reason = Why; kept in the vault
help-person-restrict-lift = Lift the restriction
help-person-erase-person = The person's number
help-person-erase-order = The lawful order, by name and number; without it the retention period must be over
help-person-retention-years = 1 to 200 years, from the last entry about her on
help-log-programme = Only entries of this programme
help-log-person = Only entries that name this person
help-log-area = Only entries that name somebody who lives there; a part of the area is enough
help-log-operator = Only entries that this operator recorded: number or name
help-log-min = Only entries of that amount or more
help-log-max = Only entries of that amount or less
help-log-late = Only entries recorded more than so many days after their business date, with the day of recording
