#!/usr/bin/env python3
"""A second verifier of Jinguo's journals, written from docs/format.md and docs/rules.md alone.

    python3 docs/verify.py [--bundle] FILE [--expect SIZE:HASH]

It shares no line with the program whose journals it reads, so that a mistake of one is not the other's. It needs Python
3.11, what docs/requirements.txt names, and docs/verify_form.py beside it. Steps are those of docs/format.md. It checks
- 1 to 5: the file's head, frames, links and checks; that numbers, links, seals and times go on; that each record has
  its one form, with the bodies of all kinds; each seal's size, head, RFC 6962 root and strict Ed25519 signature; keys
  of operators as kinds 1, 2, 4 and 5 record them, and proofs of possession; 7: a torn tail against damage; 8: --expect;
- of 6, the rules: entries' numbers; the rules version; who may sign what; that links name an entry by its leaf hash;
  that a decision is on what waits, once, by whom it may be; dates; which kinds may be booked, be memoranda, or wait;
  1 the lines sum to zero in each fund and set of books; sum and funds of everyday entries (30 to 39, 43); 2 cash and
  bank of a fund never below zero, in recorded order and at the end of days; 9 reversals, 10 closed months, 11 vouchers;
  what is released and carried at the close (51, 52), but for the accounts that it is carried to.
It does NOT check the rules in UNCHECKED below: of these only `jinguo verify` speaks. It does not open the vault, and
does not say that what was recorded is true. Of a bundle it reads the journal, not the sections' hashes.
Exit codes, the highest wins: 10 intact, but nothing from outside was compared; 0 intact, and --expect agrees; 30 it
differs; 40 bytes or chain; 41 signature or key; 42 a rule; 50 a torn tail. 2 usage; 3 a newer journal; 4 can't be read.
"""
import array
import bisect
import datetime
import hashlib
import mmap
import os
import sys

import blake3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.dont_write_bytecode = True  # docs/verify_form.py stands beside this file, and nothing is to be written there
from verify_form import ENTRY, HEADER, KINDS, TOGETHER, Fields, Flaw, form, need

UNCHECKED = {
    "postings": "which accounts and dimensions a body makes; sums of loans, goods, rounds, vouchers and openings",
    "exists": "that what is named exists and may be named, that what is added is new, numbers without a gap",
    "reserved": "cash that waiting entries, rounds or gifts reserve; money accounts by themselves",
    "restricted": "purposes, consents, money held for others, budgets",
    "loans": "terms, bounds, splits and schedules of loans",
    "relief": "rules of programmes, applications, rounds, gifts, goods",
    "two-persons": "which entries must wait for a second person, and that an administrator is left",
    "persons": "look-up hashes, restriction, erasure, subjects of the vault",
    "closing": "that a month that closes is over, that nothing in it waits, and which month is the first; "
               "to which accounts a year and what corrects it are carried",
}
P = 2**255 - 19
CURVE_ORDER = 2**252 + 27742317777372353535851937790883648493
ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
CURVE_D = -121665 * pow(121666, -1, P) % P
SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}  # the y of the eight points whose order divides 8
SINCE_TAG = {5: 2, 6: 2, 7: 3, 8: 4}  # rules version of a line's dimensions
CASH = {1: (1001, 1002, 1009), 2: (1001, 1002, 1011, 1021)}
# Kind -> (where its amount stands in the body, where its funds do, how often the amount is debited).
AMOUNTS = {30: (2, (0,), 1), 31: (3, (), 1), 32: (3, (), 1), 33: (3, (1,), 1), 34: (2, (0, 1), 2), 35: (3, (0,), 1),
           36: (1, (0,), 1), 37: (1, (0,), 1), 38: (6, (0,), 1), 39: (2, (0,), 1), 43: (3, (0,), 1)}


def rule(holds, words): need(holds, 42, 6, words)
def derived(context, data): return blake3.blake3(data, derive_key_context="jinguo 2026-11 v1 " + context).digest()
def of_a_year(account): return str(account)[0] in "4567" or account in (3201, 3401, 3501)
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def text_bytes(text): return len(text.encode()).to_bytes(2, "big") + text.encode()


def usable(point):
    """Whether these bytes are the one form of a point of the curve that has no small order."""
    y = int.from_bytes(point, "little") % 2**255
    return y < P and y not in SMALL_ORDER and pow((y * y - 1) * (CURVE_D * y * y + 1), (P - 1) // 2, P) == 1


def signed(key, signature, message):
    """Strict Ed25519. The library compares R with sB - hA as bytes, so no cofactor; the rest is seen to here."""
    if not (usable(key) and usable(signature[:32]) and int.from_bytes(signature[32:], "little") < CURVE_ORDER):
        return False
    try:
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
    except (InvalidSignature, ValueError):
        return False


def short(postings, sign):
    return sha256(repr([(fund, account, sign * amount, tags) for fund, account, amount, tags in postings]).encode())[:8]


class Books:
    """What must be remembered of the entries: keys for step 5, and what the rules that are checked ask."""

    def __init__(self):
        self.origin, self.chart, self.rules, self.closed = "", 1, 1, 0
        self.operators, self.keys = {}, set()  # number -> [name, key, role, revoked]; keys that ever stood for one
        self.leaves, self.turned = bytearray(), bytearray()  # of each entry: 32 of its leaf; 8 of its lines, turned
        self.kinds, self.states, self.waiting, self.reversed = array.array("H"), bytearray(), {}, set()
        self.cash, self.vouchers = {}, {}  # fund -> [sum, days, {day: sum}]; month -> last number
        self.donors, self.stands = {}, {}  # fund -> whether donors restrict it; fund -> account -> {month: sum}
        self.released, self.carried = {}, {}  # fund -> released since its last 52; the year of that
        self.years = array.array("H")  # of each entry's voucher

    def proof(self, kind, body):
        name, key = body[1:3] if kind == 2 else (self.operators.get(body[0], [None])[0], body[1])
        good = name and signed(key, body[-1], b"jinguo/v1 operator key\0" + key + text_bytes(name))
        need(good, 41, 5, "the proof that somebody holds the new key does not verify")

    def replay(self, header, entry, body, leaf):
        """Step 6, as far as the head of this file says."""
        number, kind, status, day, voucher_day, voucher, _, postings = entry[1:]
        recorded, operator, version = header[8], header[10], header[11]
        rule(number == len(self.kinds) + 1, "an entry's number is not the next")
        rule((kind == 1) == (number == 1), "the ledger is not opened by its first entry alone")
        tags = {tag for line in postings + (body[1] if kind == 45 else []) for tag, _ in line[3]}
        card = kind in (20, 21, 26) and any(field == 5 for field, _ in body[2 if kind == 26 else 4])
        asked = max(KINDS[kind][1], 4 * card, 2 * (status == 2 or kind == 1 and body[2] == 2),
                    *(SINCE_TAG.get(tag, 1) for tag in tags))
        rule(max(self.rules, asked) <= version <= 6, f"version {version} where {asked} is asked for")
        role = self.operators.get(operator, [0, 0, 1])[2]
        rule(role == 1 or " cka"[role - 1] in KINDS[kind][4], f"role {role} signs kind {kind}")
        rule(kind != 5 or body[0] == operator, "a key is changed by another than its holder")
        rule(kind not in (2, 5) or body[2 if kind == 2 else 1] not in self.keys, "a key comes a second time")
        takes, of = kind, body  # the kind and body that take effect; of an approval, what it approves
        if kind in (40, 60, 61, 62, 63, 81):
            linked = body[0] < number and self.leaves[32 * body[0] - 32:32 * body[0]] == body[1]
            rule(linked, f"E-{body[0]} is no earlier entry, or has another leaf hash")
        if 60 <= kind <= 63:
            rule(body[0] in self.waiting, f"E-{body[0]} does not wait")
            preparer, waits, asks, date = self.waiting.pop(body[0])
            may = {62: preparer == operator, 63: role == 1}.get(kind, preparer != operator)
            rule(may and date == day, f"operator {operator} decides on what {preparer} prepared, on {day}")
            takes, of = (waits, asks) if kind in (60, 63) else (kind, body)
        latest = datetime.datetime(1970, 1, 1) + datetime.timedelta(hours=8 + 24, milliseconds=recorded)
        rule(max(day, voucher_day) <= int(latest.strftime("%Y%m%d")), "a date is after the day after recording")
        may = 0 < KINDS[kind][3] <= version if status == 2 else KINDS[takes][2] != "+-"[status]
        rule(may, f"kind {kind} has status {status}")
        if takes == 40:
            first = of[0] not in self.reversed and self.kinds[of[0] - 1] not in (40, 51, 52)
            first = first and (self.states[of[0] - 1] == 1 or self.kinds[of[0] - 1] >= 100)
            rule(first, f"E-{of[0]} can't be reversed, or was")
            same = status != 1 or short(postings, 1) == self.turned[8 * of[0] - 8:8 * of[0]]
            old = [line for line in postings if 0 < self.years[of[0] - 1] <= self.carried.get(line[0], 0)]
            rule(same or old, f"a reversal does not turn the lines of E-{of[0]}")
            rule(not any(str(line[1])[0] in "4567" for line in old), f"E-{of[0]} is of a year that is carried")
        self.balanced(body[1] if kind == 45 else [])
        if kind in (51, 52):
            self.carries(kind, *body, voucher_day, postings)
        if status == 1:
            self.booked(voucher_day, voucher, postings, takes, of)
        if kind == 50 and version > 5 and body[0] % 100 == 12:
            for fund in self.donors:
                rule(not self.unreleased(fund, body[0]) and not self.uncarried(fund, body[0]), f"{fund} is not carried")
        if kind == 50:
            after = self.closed + (89 if self.closed % 100 == 12 else 1)
            rule(not self.closed or body[0] == after, f"{body[0]} closes where {after} is next")
            self.closed = body[0]
        self.remember(number, 40 if takes == 40 else kind, status, (operator, kind, body, day), takes, of)
        self.rules = version
        self.turned += short(postings, -1)
        self.years.append(voucher_day // 10000)
        self.leaves += leaf

    def remember(self, number, kind, status, draft, takes, of):
        self.kinds.append(kind)
        self.states.append(status)
        if takes == 10 and status != 2:
            self.donors[of[0]] = of[4] == 1
        if status == 2:
            self.waiting[number] = draft
        elif takes == 40:
            self.reversed.update((of[0], number))
        elif takes in (1, 2):
            self.operators[of[4 if takes == 1 else 0]] = [*(of[5:8] if takes == 1 else of[1:4]), False]
            self.keys.add(of[6 if takes == 1 else 2])
            self.origin, self.chart = (of[0], of[2]) if takes == 1 else (self.origin, self.chart)
        elif takes in (3, 4, 5):
            rule(of[0] in self.operators, f"operator {of[0]} is not known")
            self.operators[of[0]][{3: 2, 4: 3, 5: 1}[takes]] = takes == 4 or of[1]
            self.keys.update(of[1:2] if takes == 5 else ())

    def balanced(self, postings):
        """Check 1. Returns the funds, the debits outside of the budget's books, and what each fund gets in cash."""
        sums, cash, debits = {}, {}, 0
        for fund, account, amount, _ in postings:
            group = account if account < 10000 else account // 100
            budget = self.chart == 2 and group >= 6000
            sums[fund, budget] = sums.get((fund, budget), 0) + amount
            debits += 0 if budget else max(amount, 0)
            if fund and group in CASH[self.chart] and account != 100202:
                cash[fund] = cash.get(fund, 0) + amount
        rule(not any(sums.values()), f"the lines of funds and sets of books sum to {sums}")
        return {fund for fund, _ in sums}, debits, cash

    def booked(self, day, voucher, postings, takes, of):
        """What takes effect with a voucher: its amount, its number, and check 2."""
        month, (funds, debits, cash) = day // 100, self.balanced(postings)
        at, named, times = AMOUNTS.get(takes, (0, (), 0))
        same = not times or debits == of[at] * times and funds == ({of[i] for i in named} or {0})
        rule(same, "the sum or the funds of the lines are not those of the body")
        rule(month > self.closed, f"month {month} is closed")
        rule(voucher == self.vouchers.get(month, 0) + 1, f"voucher {voucher} of {month} is not the next")
        self.vouchers[month] = voucher
        turn = month if takes != 44 else month - (89 if month % 100 == 1 else 1)
        for fund, account, amount, _ in postings:
            if of_a_year(account) or account == 3102:
                months = self.stands.setdefault(fund, {}).setdefault(account, {})
                months[turn] = months.get(turn, 0) + amount
        for fund, amount in cash.items():
            left, days, by_day = self.cash.setdefault(fund, [0, [], {}])
            if day not in by_day:
                bisect.insort(days, day)
            by_day[day] = by_day.get(day, 0) + amount
            left = self.cash[fund][0] = left + amount
            for other in days[:bisect.bisect_left(days, day) - len(days) - 1:-1]:
                rule(left >= 0, f"fund {fund} has {left} at the end of {other}")
                left -= by_day[other]

    def uncarried(self, fund, month):
        """What stands on the fund's accounts of a year at the end of the month."""
        stands = self.stands.get(fund, {}).items()
        found = {account: sum(of for at, of in months.items() if at <= month) for account, months in stands}
        return {account: amount for account, amount in found.items() if amount and of_a_year(account)}

    def unreleased(self, fund, month):
        if self.chart == 2 or not self.donors[fund]:
            return 0
        used = sum(amount for account, amount in self.uncarried(fund, month).items() if str(account)[0] == "5")
        stands, released = self.stands.get(fund, {}), self.released.get(fund, 0)
        given = [months for account, months in stands.items() if account in (3102, 3201, 410102, 440102)]
        restricted = -sum(of for months in given for at, of in months.items() if at <= month)
        return min(used - released, max(restricted, -max(released, 0)))

    def carries(self, kind, fund, period, day, postings):
        """Kinds 51 and 52: the day, what is released, and that what stands on accounts of a year comes to zero."""
        month = period if kind == 51 else 100 * period + 12
        end = datetime.date(month // 100 + month % 100 // 12, month % 100 % 12 + 1, 1) - datetime.timedelta(1)
        rule(day == int(end.strftime("%Y%m%d")) and fund in self.donors, f"fund {fund} is closed on {day}")
        plain = all(line[0] == fund and not line[3] for line in postings)
        rule(plain, "a line of a closing entry is of another fund, or has a dimension")
        lines, amount = [tuple(line[1:3]) for line in postings], self.unreleased(fund, month)
        if kind == 51:
            rule(amount and lines == [(3102, amount), (3101, -amount)], f"{amount} is used and not released")
            self.released[fund] = self.released.get(fund, 0) + amount
        else:
            stood = sorted(self.uncarried(fund, month).items(), key=lambda of: of[0] * (1 if of[0] > 9999 else 100))
            to_zero = lines[:len(stood)] == [(account, -amount) for account, amount in stood]
            rule(stood and not amount and to_zero, f"a year end of fund {fund} is not made of what stands")
            self.released[fund], self.carried[fund] = 0, period


class Walk:
    """All steps over data[at:end], in one pass."""

    def __init__(self, data, at, end, expect=None):
        self.data, self.at, self.end, self.sealed, self.expect = data, at, end, at, expect
        self.commit, self.record, self.entry, self.recorded = 1, 0, 1, 0  # the next of each, and the last time
        self.link, self.before, self.peaks, self.books = bytes(32), bytes(32), [], Books()
        self.held, self.unsigned, self.may_be_torn = False, None, False

    def verdict(self):
        """(number, step, words, commit, record, first entry that can't be trusted) of the first flaw, or the last."""
        try:
            need(self.data[self.at:self.at + 14] == b"JINGUO-JOURNAL", 40, 1, "this is no journal")
            version = int.from_bytes(self.data[self.at + 14:self.at + 16], "big")
            need(version and self.at + 20 <= self.end, 40, 1, "it ends before its first commit, or has no version")
            need(version == 1, 3, 1, "a newer jinguo wrote this")
            self.at, self.sealed = self.at + 16, self.at + 16
            while self.at < self.end:
                self.one_commit()
            found = (10, 8, "intact", self.commit - 1, self.record, self.entry - 1)
            if self.expect:
                found = (0, *found[1:]) if self.held else (30, 8, "--expect differs", *found[3:])
        except Flaw as flaw:
            if self.may_be_torn and self.commit > 1 and self.torn():
                flaw = Flaw(50, 7, "what comes after the last seal is a torn tail")
            found = (*flaw.args, self.commit, self.record, self.entry)
        return (max(found[0], 41), *self.unsigned) if self.unsigned else found

    def frame(self):
        self.may_be_torn = True  # until what stands in it was looked into
        length = int.from_bytes(self.data[self.at:self.at + 4], "big") if self.at + 4 <= self.end else 0
        need(0 < length <= 65536 and self.at + 12 + length <= self.end, 40, 2, "a frame is cut off, or no frame")
        self.at += 12 + length
        return self.data[self.at - 8 - length:self.at - 8], self.data[self.at - 8:self.at]

    def next_record(self):
        body, check = self.frame()
        link = derived("link", self.link + self.record.to_bytes(8, "big") + body)
        need(link[:8] == check, 40, 2, "a check is not that of its record")
        return body, link

    def accept(self, leaf, link):
        """The record is good: it goes into the chain and into the tree, whose whole subtrees are kept."""
        size = 1
        while self.peaks and self.peaks[-1][1] == size:
            leaf, size = sha256(b"\1", self.peaks.pop()[0], leaf), 2 * size
        self.peaks.append((leaf, size))
        self.link, self.record = link, self.record + 1
        self.held = self.held or (self.record, link) == self.expect

    def one_commit(self):
        body, link = self.next_record()
        header, books = Fields(body).whole(HEADER), self.books
        goes_on = [self.commit, self.record, self.entry, self.link, self.before]
        need(header[2:5] + header[6:8] == goes_on, 40, 3, "a header does not go on where the commit before ended")
        need(header[8] == max(header[9], self.recorded), 40, 3, "recorded at is not the later of clock and time before")
        self.may_be_torn, self.recorded = False, header[8]
        _, key, _, revoked = books.operators.get(header[10], (0, None, 0, self.commit > 1))
        need(not revoked, 41, 5, f"operator {header[10]} is revoked or unknown")
        self.accept(sha256(b"\0", body), link)
        for _ in range(header[5]):
            self.one_entry(header)
        self.entry -= 1
        body, check = self.frame()
        seal, peaks = derived("seal", body), list(self.peaks)
        good = seal[:8] == check and len(body) == 152 and body[:8] == b"\3JG-SEAL"
        need(good, 40, 2, "a check is not that of its seal")
        said = self.commit.to_bytes(8, "big") + self.record.to_bytes(8, "big") + self.link
        need(body[8:56] == said, 40, 5, "a seal holds another commit, size or head")
        self.may_be_torn, root = False, peaks.pop()[0]
        while peaks:
            root = sha256(b"\1", peaks.pop()[0], root)
        need(body[56:88] == root, 40, 5, "a seal holds another root")
        key = books.operators.get(header[10], (0, None))[1] if self.commit == 1 else key
        need(key and usable(key), 41, 5, f"operator {header[10]} is unknown, or her key is none")
        if not self.sealed_by(body, key) and not self.unsigned:
            self.unsigned = (5, "a seal's signature does not verify", self.commit, self.record, self.entry)
        self.before, self.sealed, self.commit, self.entry = seal, self.at, self.commit + 1, self.entry + 1

    def sealed_by(self, seal, key):
        return signed(key, seal[88:], b"jinguo/v1 seal\0" + text_bytes(self.books.origin) + seal[8:88])

    def one_entry(self, header):
        data, link = self.next_record()
        self.may_be_torn, fields = False, Fields(data)
        entry = fields.read(ENTRY)
        kind, voucher, lines = entry[2], entry[5:7], entry[8]
        good = all(voucher) and len(lines) > 1 if entry[3] == 1 else not any(voucher) and not lines
        form(good, "an entry is booked without a voucher, or not booked and has one")
        form(fields.number(2) == len(data) - fields.at, "a body of another length")
        form(kind in KINDS, f"kind {kind} is not known: a newer jinguo is needed")
        body = Fields(data[fields.at:]).whole(KINDS[kind][0])
        values = [value for line in lines + (body[1] if kind == 45 else []) for value in line[3]]
        good = all(tag in (2, 3, 7, 8) or value < 2**32 for tag, value in values)
        form(good, "the value of a dimension is no number of such a thing")
        form(TOGETHER.get(kind, lambda values: True)(body), "values of a body do not fit together")
        if kind in (2, 5):
            self.books.proof(kind, body)
        leaf = sha256(b"\0", data)
        self.books.replay(header, entry, body, leaf)
        self.accept(leaf, link)
        self.entry += 1

    def torn(self):
        """Step 7, of what comes after the last seal."""
        data, at, end, next_sealed = self.data, self.sealed, self.end, False
        found = data.find(b"\3JG-SEAL", at, end)
        while found >= 0:
            seal, check = data[found:found + 152], data[found + 152:min(found + 160, end)]
            keys = [operator[1] for operator in self.books.operators.values()]
            if derived("seal", seal)[:8] == check and any(self.sealed_by(seal, key) for key in keys):
                if int.from_bytes(seal[8:16], "big") > self.commit:
                    return False
                next_sealed = next_sealed or int.from_bytes(seal[8:16], "big") == self.commit
            found = data.find(b"\3JG-SEAL", found + 1, end)
        edges = [at, *range(at - at % 512 + 512, end, 512), end]  # of the disk's blocks
        if any(not any(data[a:b]) and (a > at or b - a > 3) for a, b in zip(edges, edges[1:])):
            return True
        frames, count = 0, None
        while not next_sealed:
            length = int.from_bytes(data[at:at + 4], "big") if at + 4 <= end else 65536
            if not 0 < length <= 65536 or at + 12 + length > end:
                return 0 < length <= 65536
            try:
                count = count if frames else Fields(data[at + 4:at + 4 + length]).whole(HEADER)[5] + 2
            except Flaw:
                pass  # then a seal ends the commit, or the file does
            next_sealed = (length, data[at + 4]) == (152, 3) or frames + 1 == count
            at, frames = at + 12 + length, frames + 1
        return False


def main(words):
    try:
        bundle, expect = "--bundle" in words, None
        words = [word for word in words if word != "--bundle"]
        if "--expect" in words:
            size, _, head = words.pop(words.index("--expect") + 1).partition(":")
            words.remove("--expect")
            expect = (int(size), bytes.fromhex(head))
        (path,) = [word for word in words if not word.startswith("-")] if len(words) == 1 else ()
        with open(path, "rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""
    except (ValueError, IndexError):
        print(__doc__, file=sys.stderr)
        return 2
    except OSError as trouble:
        print(f"{path} can't be read: {trouble}", file=sys.stderr)
        return 4
    # A bundle: its head and version 1, then the section of kind 1, of so many bytes: the journal.
    start, end = (25, 25 + int.from_bytes(data[17:25], "big")) if bundle else (0, len(data))
    if bundle and data[:17] != b"JINGUO-BUNDLE\0\0\1\1" or end > len(data):
        print("40: this is no bundle of version 1 with a whole journal in it")
        return 40
    walk = Walk(data, start, end, expect)
    number, step, found, commit, record, entry = walk.verdict()
    if number in (0, 10, 30):
        print(f"{number}: {found}; {commit} commits, {entry} entries, chain head {record}:{walk.link.hex()}")
    else:
        print(f"{number}: step {step}, commit {commit}, record {record}, first bad entry E-{entry}: {found}")
    print("Of the rules, these are left to jinguo verify: " + "; ".join(UNCHECKED.values()) + ".")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
