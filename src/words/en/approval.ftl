# Operators, keys, decisions
help-key-public = Print the public key again; its last line is for the administrator
help-key-passphrase = Change the passphrase of a private key; the new one is asked for, or taken from JINGUO_NEW_PASSPHRASE
help-key-public-name = The operator's name; not needed where there is one key only
help-key-passphrase-name = The operator's name; not needed where there is one key only
help-key-passphrase-no-passphrase = From now on the private key is kept without a passphrase
help-operator = Operators: who may sign, in which role, with which key
help-operator-add = Add an operator
help-operator-role = Change an operator's role
help-operator-revoke = Revoke an operator's key
help-operator-rotate = Change your own key; signed with the present one
help-operator-list = List the operators
help-operator-add-name = Her name, as her key file has it
help-operator-add-role = What she is there for
help-operator-add-public-key = The last line that her jinguo key new or jinguo key public printed
help-operator-role-who = The operator's number or name
help-operator-role-role = What she is there for from now on
help-operator-revoke-who = The operator's number or name
help-operator-rotate-new-key = The file of the new private key, made with jinguo key new under the same name
help-approve = Approve what another person prepared; only then it takes effect and is booked
help-approve-entries = What was prepared; several are approved in one go, all or none
help-approve-emergency = One administrator alone lets it take effect; every report says so from then on
help-approve-reason = Why it can't wait for a second person
help-reject = Reject what another person prepared
help-reject-entry = What was prepared
help-reject-reason = Why
help-withdraw = Take back what you prepared yourself
help-withdraw-entry = What was prepared
help-withdraw-reason = Why
help-pending = List what waits for a second person
help-fund-threshold = Set above which amount a payment needs two persons
help-fund-threshold-code = The fund's code
help-fund-threshold-amount = Payments above so many yuan need two persons; 0: each payment
help-fund-threshold-none = No threshold any more
help-fund-add-approval-over = Payments above so many yuan need two persons; 0: each payment
help-programme-threshold = Set above which amount a payment needs two persons
help-programme-threshold-code = The programme's code
help-programme-threshold-amount = Payments above so many yuan need two persons; 0: each payment
help-programme-threshold-none = No threshold any more
help-programme-add-approval-over = Payments above so many yuan need two persons; 0: each payment
value-role = ROLE
value-public = KEY.PROOF
value-operator = O-…|NAME

prompt-changed-passphrase = New passphrase for the key of { $whose }:{ " " }
hint-no-new-passphrase = run it in a terminal, or set the variable JINGUO_NEW_PASSPHRASE
key-passphrase-changed = The passphrase of { $file } is changed
key-without-passphrase = { $file } has no passphrase any more; keep the file safe
error-key-without-proof = this is a public key without the proof that she holds the private one
error-proved-key = { $typed } is not a public key and its proof
hint-proved-key = ask her for the whole last line that jinguo key public prints
error-key-which = there is more than one key in the key folder: { $names }
error-key-of-another = { $file } is the key of { $name }, not of { $wanted }
error-key-replaced = { $file } is no longer the key of { $operator }: she has changed it
hint-key-replaced = use the key that took its place; name its file with --key
error-no-operator-named = there is no operator named { $name }
operators-two = The ledger has two operators now: adding operators, changing roles, revoking keys, changing thresholds, erasing persons and the like need two persons from now on (see jinguo pending)
operators-two-but-nobody-approves = Nobody but the first administrator can approve yet: what she prepares herself, nobody can approve. Add a checker or another administrator; this once it takes an emergency (jinguo approve E-… --emergency --reason TEXT)
operator-rotated = From now on use { $file }; the old key signs nothing more
hint-approve-others = it is { $entry } that can't be approved; to approve the others only: { $command }

recorded-waits-reserved = { $entry } waits for approval: it is NOT booked yet, its money is reserved
recorded-waits = { $entry } waits for approval: it has NOT taken effect yet
term-reserved = Reserved (yuan)
term-free = Free (yuan)
term-prepared = Prepared
summary-threshold-each = { $of }: each payment needs two persons
summary-prepared-approved = Prepared: { $text } (approved by { $by })
summary-prepared-rejected = Prepared: { $text } (rejected by { $by })
summary-prepared-withdrawn = Prepared: { $text } (withdrawn by { $by })
summary-prepared-emergency = Prepared: { $text } (emergency { $by })

report-operators = Operators
term-role = Role
term-fingerprint = Public key begins
term-since = Since
term-since-entry = By entry
term-revoked-by = Revoked by
report-pending = Waiting for approval
report-pending-none = Nothing waits for approval
report-pending-approve = To approve: jinguo approve E-…; to reject: jinguo reject E-… --reason TEXT
report-pending-nobody = nobody can
term-prepared-by = Prepared by
term-prepared-on = Prepared on
term-days-waiting = Days
term-may-approve = Can approve
term-approval-over = Approval over (yuan)
report-emergencies =
    EMERGENCY: { $count ->
        [one] 1 entry was
       *[other] { $count } entries were
    } let take effect by one person alone: { $entries }
report-show-prepared = Prepared; not booked itself (no voucher)
report-show-prepared-by = Prepared by { $operator } at { $at } (commit { $commit })
report-show-pending = Status: waiting, without effect so far; can approve: { $who }
report-show-approved = Status: approved by { $operator } at { $at }, see { $by }
report-show-rejected = Status: rejected by { $operator } at { $at }, see { $by }
report-show-withdrawn = Status: withdrawn by { $operator } at { $at }, see { $by }
report-show-emergency = Status: EMERGENCY, let take effect by { $operator } alone at { $at }, see { $by }
report-show-one-person = EMERGENCY: one administrator alone let it take effect
report-show-decides = On { $entry }, prepared by { $operator } at { $at }
report-show-remark = Note on { $entry } ({ $operator }, { $at }): { $text }
report-show-in-vault = in the vault, which can't be read here
report-show-attachments =
    { $count ->
        [one] 1 attachment
       *[other] { $count } attachments
    }
