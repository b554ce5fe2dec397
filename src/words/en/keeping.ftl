# Backup, restore, bundle, unlocking
summary-data-lost = { $count } records of personal data were lost with the vault
refused-nothing-to-lose = the vault never held { $no }, or it is erased already

error-public-key = { $typed } is no public key
hint-public-key = the public key is the last line of jinguo key public; copy it whole

# Unlocking
prompt-ledger-passphrase = Passphrase of the keys of ledger { $origin } (Enter: numbers in place of names):{ " " }
prompt-new-ledger-passphrase = New passphrase for the keys of ledger { $origin }:{ " " }
prompt-new-backup-passphrase = Passphrase of the backup (needed to restore; keep it elsewhere):{ " " }
prompt-backup-passphrase = Passphrase of the backup:{ " " }
hint-no-backup-passphrase = run it in a terminal, or set JINGUO_BACKUP_PASSPHRASE
hint-backup-passphrase = a backup must have a passphrase: it holds personal data and the ledger's keys
hint-ledger-passphrase-empty = to have none on purpose: jinguo vault passphrase --no-passphrase
unlocking-took = unlocking took { $millis } ms (slow on purpose, against guessing); jinguo unlock spares the passphrase for a while
session-kept = unlocked for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
 }, until { $until }; to lock before that: jinguo lock
session-how = run the line below in this window; on Linux simply: eval "$(jinguo unlock)"
session-none = no key is unlocked in this window
session-ended = locked
error-minutes = keys stay unlocked for at most { $most } minutes
hint-minutes = such as: jinguo unlock --minutes { $most }
error-vault-no-keys = this ledger's own keys are not on this machine
vault-passphrase-changed = passphrase changed: { $file }
vault-passphrase-gone = no passphrase any more: { $file }. Whoever reads this file sees personal data
hint-secrets-damaged = bring it back from a backup: jinguo recover --vault-from BACKUP
value-minutes = MINUTES

# Backup, restore, bundle
backup-title = Backed up to { $file }
backup-checked = Backup { $file } is whole; every byte was checked
backup-torn = the last backup was cut off; { $bytes } unfinished bytes are left aside; the last whole one counts
backup-torn-cut = { $bytes } bytes that a cut-off backup had left are removed
backup-rewritten = somebody's data was erased since: the whole file was written anew, so that no old key stays in it; destroy other old backups too
term-generation = No.
term-taken-at = Taken at
term-journal-bytes = Journal (bytes)
term-vault-bytes = Vault (bytes)
term-erasures = Erased
term-written-bytes = Written now (bytes)
error-backup-none = { $file } is no backup
error-backup-newer = { $file } was written by a newer jinguo
error-backup-passphrase = wrong passphrase for { $file }
error-backup-master = { $file } was not made with this ledger's keys
error-backup-costly = { $file } asks for more memory or time than any honest backup does
error-backup-other = { $file } is the backup of another ledger, { $origin }
error-backup-history = what backup { $number } in { $file } holds is not in this ledger: one of them was changed
error-backup-vault = the vault in { $file } differs from the present one from byte { $offset } on
error-backup-damaged = { $file } is damaged from byte { $offset } on
error-backup-io = { $file } could not be read or written: { $cause }
error-backup-needs-keys = this needs the ledger's own keys; they are not on this machine, or their passphrase was not given
hint-backup-needs-keys = run it where the ledger's keys are; where they have a passphrase, in a terminal, or set JINGUO_LEDGER_PASSPHRASE
hint-backup-elsewhere = use another file: jinguo backup -o NEW-FILE
hint-backup-history = run jinguo verify first; back up to a new file: jinguo backup -o NEW-FILE
hint-backup-damaged = use another backup; to check one: jinguo backup --check { $file }
hint-disk-backup = look at disk space and permissions, then run again: { $command }. The backup that was there still counts
restore-keys-kept = this machine has the ledger's keys already; they stay
restore-keys-written = the ledger's keys were written to { $file }
restore-done = the ledger is back as it was at head { $size }:{ $head }; where a later head is held, compare it: jinguo verify --expect
error-restore-not-empty = the folder { $dir } is not empty
hint-restore-empty = restore into a new folder: jinguo restore BACKUP NEW-FOLDER
hint-restore-unrecorded = the ledger is back in { $dir }; only the entry that says so is missing; open it with a key that it knows
error-bundle-exists = { $file } exists; nothing is written over
hint-bundle-exists = use another name: jinguo bundle -o NEW-FILE
error-bundle-none = { $file } is no bundle
error-bundle-newer = { $file } is a newer kind of bundle
error-bundle-damaged = { $file } is damaged from byte { $offset } on
error-bundle-io = { $file } could not be read or written: { $cause }
error-bundle-key = what follows --to is no valid public key
hint-bundle-key = ask the auditor to run jinguo key public and to hand over its last line, whole
hint-bundle-again = ask for it again, or make a new one: jinguo bundle -o NEW-FILE
bundle-with-people = Bundle written to { $file }; only { $name } can open the personal data in it
bundle-without-people = Bundle written to { $file }; no personal data is in it
bundle-opened = the bundle is open in { $dir }; to check it: jinguo verify --ledger { $quoted }
bundle-opened-with-people = the bundle is open in { $dir }, with personal data sealed for you; to look: jinguo person list --ledger { $quoted }

# Help
help-unlock = Unlock keys for a while, to be spared the passphrase
help-unlock-minutes = For how many minutes, at most 480
help-unlock-shell = The shell whose line is printed
help-lock = Lock them before that
help-vault = The ledger's own keys
help-vault-passphrase = Change the passphrase over the ledger's own keys
help-vault-passphrase-no-passphrase = Keep them without a passphrase
help-backup = Back up ledger, vault and keys to one encrypted file; an old backup grows by what is new
help-backup-output = The backup
help-backup-check = Only check this backup
help-restore = Bring a ledger back from a backup into an empty folder
help-restore-file = The backup
help-restore-dir = A new or an empty folder
help-bundle = Make a copy for an auditor; or open one that was received
help-bundle-output = The bundle
help-bundle-with-people = With personal data, sealed for a named auditor
help-bundle-to = The auditor's public key
help-bundle-name = The auditor's name; it is recorded
help-bundle-open = The bundle to open
help-bundle-into = The new folder that it is opened into
value-key = KEY

# The vault recovered
help-recover-vault-from = Bring the vault back from this backup, and the ledger's keys where they are gone
help-recover-vault-lost = Declare what the vault lacks as lost; where there is no vault, make an empty one
help-recover-new-lookup-key = The look-up key is lost: make a new one, and enter everybody under it
prompt-recover-vault = The vault that is there goes to the folder aside; the backup's takes its place. Go on? [y/N]{ " " }
prompt-recover-lost = An empty vault takes the place of the one that is there, which goes to the folder aside. With a backup, use --vault-from first. Go on? [y/N]{ " " }
recover-vault-done = The vault is as it was in the backup of { $at }; of what was recorded since, { $count ->
    [one] one record is
   *[other] { $count } records are
 } missing
recover-nothing-lost = Nothing is missing in the vault
recover-lookup-done = { $count ->
    [one] one person or organisation was
   *[other] { $count } persons and organisations were
 } entered under a new look-up key
hint-recover-lost = enter what is missing again with jinguo person amend; or declare it lost: jinguo recover --vault-lost
error-lookup-there = the look-up key is not lost
hint-lookup-there = it need not be changed; to bring it back from a backup: jinguo recover --vault-from BACKUP
error-no-lookup-key = the look-up key is not on this machine: nobody can be found by identity number or name
hint-new-lookup-key = without a backup, make a new one: jinguo recover --new-lookup-key
