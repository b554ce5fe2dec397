#!/usr/bin/env python3
"""A second verifier of Jinguo's journals, written from docs/format.md and docs/rules.md alone.

    python3 docs/verify.py JOURNAL [--expect SIZE:HASH]
    python3 docs/verify.py --bundle BUNDLE [--expect SIZE:HASH]

It shares no line with the program whose journals it reads, so that a mistake of one is not the other's. It needs
Python 3.11 and what docs/requirements.txt names. Step numbers are those of docs/format.md, "Verification".

It checks: (1, 2) the file's head, frames, links and checks; (3) that numbers, links, seal hashes and times go on;
(4) that every record has its one form, bodies of all kinds included; (5) each seal's size, head, RFC 6962 root and
strict Ed25519 signature, the keys of operators as kinds 1, 2, 4 and 5 record them, and proofs of possession; (7) a torn
tail against damage; (8) a size and head held outside. Of the rules (6) it checks those that CHECKED names.

It does NOT check what UNCHECKED names: for these only `jinguo verify` speaks. Neither does it open the vault: whether
personal data fits its commitments, and whether anything recorded is true, is not said here. Of a bundle it reads the
journal only; its sections' hashes find accidents, and are not looked at.

It exits with 10 intact, but nothing from outside was compared; 0 intact, and --expect agrees; 30 --expect differs;
40 bytes or chain; 41 signature or key; 42 a rule; 50 a torn tail; 2 usage; 4 the file can't be read.
"""
import array
import bisect
import datetime
import hashlib
import mmap
import os
import sys
import unicodedata

import blake3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHECKED = {
    "version": "kinds, dimensions, chart and statuses are those of the header's rules version, which never goes back",
    "signer": "the operator's role may sign the kind; a key is changed by its holder and stands for one operator only",
    "decision": "60 to 63 name what waits with its leaf hash, once, by whom it may be, on its business date",
    "link": "a link names an earlier entry with its leaf hash",
    "dates": "no date is later than the day after recording",
    "status": "kinds that post are booked or wait, those that never post are memoranda, only some can wait",
    "1 balanced": "postings sum to zero in each fund and each set of books",
    "amount": "everyday entries with one amount (30 to 39, 43) debit it, in the funds that they name",
    "2 fund-covered": "a fund's cash and bank is not below zero after an entry, nor at the end of its or a later day",
    "9 reversed-once": "an original is booked (or stands), no reversal, reversed once, each posting with its sign turned",
    "10 closed-period": "a voucher's month is open; months close in order",
    "11 voucher-sequence": "a voucher's number is one more than the last in its month",
}
UNCHECKED = {
    "postings": "which accounts and dimensions a body makes, and the amounts of loans, goods, rounds and decisions",
    "exists": "that funds, persons and the like that are named exist, may be named, and are numbered without a gap",
    "reserved": "cash of a fund that waiting entries, rounds or gifts have reserved; money accounts by themselves",
    "3 restricted": "purposes, consents, money held for others; budgets",
    "4, 5 loans": "terms, bounds, splits and schedules of loans",
    "6, 7 relief": "programmes' rules, applications, rounds, gifts, stock",
    "8 two-persons": "which entries must wait for a second person, and that an administrator is left",
    "persons": "look-up hashes, restriction, erasure, subjects of the vault",
    "closing": "that a month that closes is over, and that nothing in it waits",
}

# The kinds' bodies, in a small language: nN and uN an unsigned integer of N bytes (n: above 0; uN:LO-HI bounded), a an
# amount that is not 0, m one of 0 to 10^13, i any i64, eDIGITS one byte of these values, d date, z date or 0, p period,
# y year, q quarter, v time in ms, A account, t text, o text or none, c code, h 32 bytes, s 64 bytes.
# [COUNT x y] so many rows of x y; [<COUNT their first values ascend.
PARTS = {
    "MEMO": "n8 h", "MEMO?": "[ u1:0-1 n8 h ]", "LINK": "n8 h", "H?": "[ u1:0-1 h ]", "FIELDS": "[< u1 e12345 h ]",
    "SUBJECTS": "n8 ]", "POSTINGS": "u4 A a [< u1 e12345678 n8 ] ]", "SPLIT": "m m m m m",
    "PLAN": "[< u2:1-400 d m m ]", "ROWS": "[< u2:1-1000 n2 ]", "BOUND": "u4 [< u2:0-1000 n8 ]",
    "TERMS": "u4 u2 e123 e12 e1234 u2 u2 u2 u2 e1234 e1234 e1234 e1234 u1:0-28 m u2 e01 u1 u1",
    "WORDS": "[< u1:0-20 t ]", "PERSON": "n8 e12 n8 H? FIELDS", "PIECES": "u4:1-1000000000", "CARD": "u8:0-999999999999999999",
}
BODIES = {
    1: "t t e12 h n4 t h e1", 2: "n4 t h e1234 s", 3: "n4 e1234", 4: "n4", 5: "n4 h s", 10: "n4 c t t e01 e0123 o",
    11: "n4 c t n4 t", 12: "n4 t", 13: "e12 n4 [ u1:0-1 m ]", 14: "n4 c t e12 o", 15: "n4 n4 y t m", 16: "u4:1-200",
    17: "n4 t", 20: "PERSON", 21: "PERSON n8 MEMO", 22: "n8 e01 MEMO?", 23: "n8 e12 o [< u2 SUBJECTS", 24: "n8 u8",
    25: "[< u2:1-1000 n8 h ]", 26: "n8 n8 FIELDS", 27: "[< u2:1-4000 SUBJECTS", 30: "n4 u8 a e12", 31: "e12 n8 u8 a",
    32: "e12 n8 u8 a", 33: "n4 n4 n8 a", 34: "n4 n4 a H?", 35: "u4 u4 u4 a", 36: "n4 a", 37: "n4 a",
    38: "n4 A e123 u4 u4 u8 a", 39: "n4 n8 a", 40: "LINK e123459 MEMO?", 43: "n4 u4 n8 a", 44: "n4 A e123 a",
    45: "e123 [ u2:2-200 POSTINGS", 50: "p", 60: "LINK", 61: "LINK MEMO?", 62: "LINK MEMO?", 63: "LINK MEMO",
    70: "n8 MEMO", 71: "e12 u8 u4", 72: "n8 h v", 73: "h t u8", 80: "n4 u8 u8 u4 m", 81: "LINK",
    100: "n4 c t e12 e12 e12 LENDER u4", 101: "n4 d TERMS", 102: "n4 d e1234 i i u2 [ u1:1-8 t u4 ]", 103: "n4 t",
    104: "n4 u4 a", 105: "n4 u4 a", 106: "n4 a", 110: "n8 n4 n8 a u2", 111: "n8 a u2", 112: "n8 t h TERMS",
    113: "n8 a PLAN", 114: "n8 e12 SPLIT [ u1:0-1 PLAN ]", 115: "n8 a", 116: "n8 PLAN", 117: "n8 SPLIT u4",
    118: "n8 SPLIT m", 119: "n8 e12 a", 120: "n8 a", 121: "n8 e123", 122: "n8 q a [ u1 m ]",
    130: "n4 d e123 [< u1:0-8 u4 ] WORDS WORDS m m u4 u2 m u2 m e0123 m m u1 u1:0-31 u1", 131: "n8 n4 n8 u4 m",
    132: "n8 e12 e12", 133: "n4 n4 u4 u4 [ u2:1-1000 u8 n8 u8 u8:1-999999999999999999 H? ]", 134: "n4", 135: "n4 ROWS",
    136: "n4 e1239 ROWS", 137: "n4 ROWS", 138: "n4 e1239 ROWS", 140: "n8 u8 u4 BOUND", 141: "n8 a", 142: "n8 a",
    143: "n8 BOUND h", 150: "n4 t t u1:0-18", 151: "n4 u4 u8 u8 PIECES e123 m CARD", 152: "n4 u4 u8 u8 PIECES a CARD",
    153: "n4 u4 u4:0-1000000000 u4:0-1000000000 [< u2:0-1000 CARD ]", 154: "n4 u4 u8 PIECES CARD",
}
# What no field says alone: kind -> (whether the values fit together). Values are in the body's order, rows as lists.
TOGETHER = {
    23: lambda v: v[1] == 2 or v[2] == "", 71: lambda v: (v[0] == 2) == (v[1] == 0),
    101: lambda v: sorted(v[11:15]) == [1, 2, 3, 4], 112: lambda v: sorted(v[12:16]) == [1, 2, 3, 4],
    102: lambda v: {1: v[3] == 0 == v[4], 2: v[4] == 0, 3: -2**31 <= v[4] < 2**31, 4: v[4] == 0}[v[2]] and 0 <= v[3] < 2**32,
    133: lambda v: v[3] or all(row[3] <= MOST for row in v[4]), 140: lambda v: v[3] or v[4],
    143: lambda v: v[1] or v[2], 151: lambda v: (v[6] == 0) == (v[5] == 3),
}
CODE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
MOST, LATEST, P = 10**13, 7_258_118_399_999, 2**255 - 19
CURVE_ORDER = 2**252 + 27742317777372353535851937790883648493
ORDER_8 = int("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16)
SMALL_ORDER = {0, 1, P - 1, ORDER_8, P - ORDER_8}  # the y of the eight points whose order divides 8
HIDDEN = {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF}
SINCE = [(2, {2, 3, 4, 5, *range(13, 18), *range(21, 28), *range(35, 40), *range(43, 46), *range(60, 82)}),
         (3, set(range(100, 123))), (4, set(range(130, 155)))]
SINCE_TAG = {5: 2, 6: 2, 7: 3, 8: 4}
WAITS = [set(), {2, 3, 4, 13, 15, 16, 21, 22, 23, 27, *range(30, 41), 43, 44, 45, 72},
         {101, 102, 104, 105, 106, 111, 113, 116, 117, 118, 120}, {130, 133, 142, 143, 152, 153}]
POSTS = {*range(30, 40), 43, 44, 45, 106, 141, 142, 152}
MEMORANDA = {*range(1, 28), 50, 61, 62, *range(70, 74), 80, 81, *range(100, 104), 110, 111, 112, 115, 116, 121, 122,
             *range(130, 135), 137, 138, 140, 143, 150}
CASH = {1: (1001, 1002, 1009), 2: (1001, 1002, 1011, 1021)}
NO_CLERK = {1, 2, 3, 4, 10, 11, 13, 14, 15, 16, 23, 25, 27, 50, 60, 61, 63, 71, 72, 73, *range(100, 104), 130}
# Kind -> (where its amount stands in the body, where its funds do, how often the amount is debited).
AMOUNTS = {30: (2, (0,), 1), 31: (3, (), 1), 32: (3, (), 1), 33: (3, (1,), 1), 34: (2, (0, 1), 2), 35: (3, (0,), 1),
           36: (1, (0,), 1), 37: (1, (0,), 1), 38: (6, (0,), 1), 39: (2, (0,), 1), 43: (3, (0,), 1)}


class Flaw(Exception):
    """What is wrong: the verdict, the step of docs/format.md, and in words."""


def need(holds, verdict, step, words):
    if not holds:
        raise Flaw(verdict, step, words)


def rule(name, holds, words):
    need(holds, 42, 6, f"{name}: {words}")


def derived(context, data):
    return blake3.blake3(data, derive_key_context="jinguo 2026-11 v1 " + context).digest()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def with_length(text):
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def signed(key, signature, message):
    """Strict Ed25519. The library compares R with sB - hA as bytes: no cofactor. The rest is seen to here."""
    for point in (key, signature[:32]):
        y = int.from_bytes(point, "little") % 2**255
        if y >= P or y in SMALL_ORDER:
            return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return int.from_bytes(signature[32:], "little") < CURVE_ORDER


class Fields:
    """Reads fields strictly, front to back: what it accepts is the only form of what it returns."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        need(self.at <= len(self.data), 40, 4, "a record ends inside a field")
        return self.data[self.at - count:self.at]

    def number(self, width, low=0, high=2**64, sign=False):
        value = int.from_bytes(self.take(width), "big", signed=sign)
        need(low <= value <= high, 40, 4, f"{value} stands where {low} to {high} may")
        return value

    def text(self, empty=False):
        try:
            value = self.take(self.number(2, not empty, 200)).decode()
        except UnicodeDecodeError:
            raise Flaw(40, 4, "a text is not UTF-8") from None
        plain = value == value.strip() and not any(unicodedata.category(c) == "Cc" or ord(c) in HIDDEN for c in value)
        need(plain, 40, 4, "a text has white space at an end, or characters that can't be seen")
        return value

    def day(self, value, shape):
        """Numbers that read like a day, a month, a quarter or a year."""
        day, month = (value % 100, value // 100) if shape in "dz" else (1, value)
        year, month = divmod(month, 100) if shape in "dzp" else divmod(value, 10) if shape == "q" else (value, 1)
        try:
            good = 1900 <= year <= 2199 and datetime.date(year, month, day) and not (shape == "q" and month > 4)
        except ValueError:
            good = False
        need(good or shape == "z" and value == 0, 40, 4, f"a day, month, quarter or year is {value}")
        return value

    def one(self, token):
        first, _, bounds = token.partition(":")
        shape, rest = first[0], first[1:]
        if shape in "nu":
            low, high = map(int, bounds.split("-")) if bounds else (int(shape == "n"), 2**64)
            return self.number(int(rest), low, high)
        if shape == "e":
            value = self.number(1)
            need(str(value) in rest, 40, 4, f"a choice is {value}: none of {rest}, or one of a newer jinguo")
        elif shape in "dzpyq":
            value = self.day(self.number(4), shape)
        elif shape in "amiv":
            low, high = {"a": (-MOST, MOST), "m": (0, MOST), "i": (-2**63, 2**63), "v": (0, LATEST)}[shape]
            value = self.number(8, low, high, True)
            need(value or shape != "a", 40, 4, "an amount is 0")
        elif shape in "toc":
            value = self.text(shape == "o")
            need(shape != "c" or len(value) < 13 and set(value) <= CODE and value[0] != "-", 40, 4, "a code is none")
        elif shape == "A":
            value = self.number(4, 1000, 999999)
            need(not 9999 < value < 100000, 40, 4, "an account has five digits")
        else:
            value = self.take({"h": 32, "s": 64}[shape])
        return value

    def read(self, tokens):
        values = []
        for token in tokens:
            if isinstance(token, list):
                rows = [self.read(token[2:]) for _ in range(self.one(token[1]))]
                key = [row[0].encode() if isinstance(row[0], str) else row[0] for row in rows]
                need(token[0] == "[" or all(a < b for a, b in zip(key, key[1:])), 40, 4, "a list does not ascend")
                values.append(rows)
            elif token == "LENDER":  # a fund of one's own, or another's name, as the byte before says
                values.append(self.one("n4" if values[-1] == 1 else "t"))
            else:
                values.append(self.one(token))
        return values

    def end(self):
        need(self.at == len(self.data), 40, 4, "a record or body is longer than its fields")


def compiled(text):
    """The small language as nested lists, its parts spelt out."""
    words, out = text.split(), [[]]
    while words:
        word = words.pop(0)
        if word in PARTS:
            words[:0] = PARTS[word].split()
        elif word == "]":
            out[-2].append(out.pop())
        elif word[0] == "[":
            out.append([word])
        else:
            out[-1].append(word)
    return out[0]


TOKENS = {kind: compiled(text) for kind, text in BODIES.items()}
ENTRY = compiled("e2 n8 n2 e012 d z u4 [ u1 h ] [ u2 POSTINGS")
HEADER = compiled("e1 u2:1-1 n8 u8 n8 u4:1-1000000 h h v v n4 n2")


class Books:
    """What must be remembered of the entries: keys for step 5, and what the rules of CHECKED ask."""

    def __init__(self):
        self.origin, self.chart, self.rules, self.closed = "", 1, 1, 0
        self.operators, self.keys = {}, set()  # number -> [name, key, role, revoked]; keys that ever stood for one
        self.leaves, self.opposites = bytearray(), bytearray()  # of each entry: 32 of its leaf, 8 of its lines turned
        self.kinds, self.states, self.waiting, self.reversed = array.array("H"), bytearray(), {}, set()
        self.pending = {}  # what waits of kinds 2 to 4, whatever else is wrong
        self.cash, self.vouchers = {}, {}  # fund -> [sum, days, {day: sum}]; month -> last number

    def keys_change(self, kind, body):
        """What an entry changes in who may sign, from when it takes effect."""
        if kind in (1, 2):
            number, name, key, role = body[4:] if kind == 1 else body[:4]
            self.operators[number] = [name, key, role, False]
        elif body[0] in self.operators:
            self.operators[body[0]][{3: 2, 4: 3, 5: 1}[kind]] = kind == 4 or body[1]
        self.keys.update(operator[1] for operator in self.operators.values())

    def proof(self, kind, body):
        name, key = body[1:3] if kind == 2 else (self.operators.get(body[0], [""])[0], body[1])
        good = signed(key, body[-1], b"jinguo/v1 operator key\0" + key + with_length(name))
        need(good, 41, 5, "the proof that somebody holds the new key does not verify")

    def replay(self, header, entry, body):
        """Step 6, as far as CHECKED goes."""
        number, kind, status, day, voucher_day, voucher, _, postings = entry[1:]
        recorded, operator, version = header[8], header[10], header[11]
        role = self.operators.get(operator, [0, 0, 1])[2]
        tags = {tag for line in postings + (body[1] if kind == 45 else []) for tag, _ in line[3]}
        fields = {field for field, _ in body[2 if kind == 26 else 4]} if kind in (20, 21, 26) else ()
        asked = max([1, 4 * (5 in fields), 2 * (status == 2 or kind == 1 and body[2] == 2)]
                    + [since for since, kinds in SINCE if kind in kinds] + [SINCE_TAG.get(tag, 1) for tag in tags])
        rule("version", max(self.rules, asked) <= version <= 4, f"version {version} where {asked} is asked for")
        rule("signer", role == 1 or role == 2 and kind not in NO_CLERK or role == 3 and kind in (5, 50, 60, 61, 70, 71)
             or role == 4 and kind in (5, 71), f"role {role} signs kind {kind}")
        rule("signer", kind != 5 or body[0] == operator, "another's key is changed")
        rule("signer", kind not in (2, 5) or body[2 if kind == 2 else 1] not in self.keys, "a key comes a second time")
        takes, of = kind, body  # the kind and the body that take effect, of an approval what it approves
        if kind in (40, 60, 61, 62, 63, 81):
            known = body[0] < number and self.leaves[32 * body[0] - 32:32 * body[0]] == body[1]
            rule("link" if kind in (40, 81) else "decision", known, f"E-{body[0]} is none, or has another leaf hash")
        if 60 <= kind <= 63:
            rule("decision", body[0] in self.waiting, f"E-{body[0]} does not wait")
            preparer, waits, asks, date = self.waiting[body[0]]
            rule("decision", date == day, "another business date than that of what it decides on")
            may = {62: preparer == operator, 63: role == 1}.get(kind, preparer != operator)
            rule("decision", may, f"operator {operator} decides on what {preparer} prepared")
            takes, of = (waits, asks) if kind in (60, 63) else (kind, body)
        latest = datetime.datetime(1970, 1, 1) + datetime.timedelta(hours=8 + 24, milliseconds=recorded)
        rule("dates", max(day, voucher_day) <= int(latest.strftime("%Y%m%d")), "a date is after the day after recording")
        rule("status", status != 2 or any(kind in kinds for kinds in WAITS[:version]), f"kind {kind} can't wait")
        rule("status", not (status == 0 and takes in POSTS or status == 1 and takes in MEMORANDA), f"it is {status}")
        sums, cash, debits = {}, {}, 0
        for fund, account, amount, _ in postings:
            group = account if account < 10000 else account // 100
            budget = self.chart == 2 and group >= 6000
            sums[fund, budget] = sums.get((fund, budget), 0) + amount
            debits += 0 if budget else max(amount, 0)
            if fund and group in CASH[self.chart] and account != 100202:
                cash[fund] = cash.get(fund, 0) + amount
        rule("1 balanced", not any(sums.values()), f"the lines of funds and sets sum to {sums}")
        if status == 1 and takes in AMOUNTS:
            at, funds, times = AMOUNTS[takes]
            funds = {of[i] for i in funds} if funds else {0}
            rule("amount", debits == of[at] * times and {f for f, _ in sums} == funds, "other amounts or funds")
        if takes == 40:
            free = of[0] not in self.reversed and self.kinds[of[0] - 1] != 40 and (
                self.states[of[0] - 1] == 1 or self.kinds[of[0] - 1] >= 100)
            rule("9 reversed-once", free, f"E-{of[0]} can't be reversed, or was")
            turned = self.opposites[8 * of[0] - 8:8 * of[0]] == short(postings, 1)
            rule("9 reversed-once", status != 1 or turned, f"not the lines of E-{of[0]}")
        if status == 1:
            month = voucher_day // 100
            rule("10 closed-period", month > self.closed, f"month {month} is closed")
            rule("11 voucher-sequence", voucher == self.vouchers.get(month, 0) + 1, f"number {voucher} in {month}")
            self.vouchers[month] = voucher
        for fund, amount in cash.items():
            self.covered(fund, amount, voucher_day)
        if kind == 50:
            after = self.closed + (89 if self.closed % 100 == 12 else 1)
            due = after if self.closed else min(self.vouchers, default=body[0])
            rule("10 closed-period", body[0] == due, f"{body[0]} closes where {due} is next")
            self.closed = due
        if kind == 1:
            self.chart = body[2]
        if status == 2:
            self.waiting[number] = (operator, kind, body, day)
        elif takes == 40:
            self.reversed.update((of[0], number))
        if 60 <= kind <= 63:
            del self.waiting[body[0]]
        self.rules = version
        self.opposites += short(postings, -1)

    def covered(self, fund, amount, day):
        account = self.cash.setdefault(fund, [0, [], {}])
        account[0] += amount
        if day not in account[2]:
            bisect.insort(account[1], day)
        account[2][day] = account[2].get(day, 0) + amount
        left = account[0]
        for other in reversed(account[1]):
            rule("2 fund-covered", left >= 0, f"fund {fund} has {left} at the end of {other}")
            left -= account[2][other]
            if other == day:
                break


def short(postings, sign):
    return sha256(repr([(fund, account, sign * amount, tags) for fund, account, amount, tags in postings]).encode())[:8]


class Walk:
    """Steps 1 to 5 and 8 over data[at:end], in one pass; step 6 with it, until something is wrong."""

    def __init__(self, data, at, end, expect=None):
        self.data, self.at, self.end, self.sealed = data, at, end, at
        self.commit, self.record, self.entry, self.head, self.before, self.recorded = 1, 0, 0, bytes(32), bytes(32), 0
        self.books, self.peaks, self.entries, self.expect, self.held = Books(), [], 0, expect, None
        self.broken = None

    def verdict(self):
        """(number, step, words, commit, record, entry); where nothing is wrong, commit and record count them."""
        try:
            need(self.data[self.at:self.at + 14] == b"JINGUO-JOURNAL", 40, 1, "this is no journal")
            need(self.data[self.at + 14:self.at + 16] == b"\0\1", 40, 1, "of another version: a newer jinguo is needed")
            self.at += 16
            self.sealed = self.at
            while self.at < self.end or self.commit == 1:
                self.one_commit()
        except Flaw as flaw:
            if flaw.args[1] in (2, 3, 4) and torn(self.data, self.sealed, self.end):
                flaw = Flaw(50, 7, "what comes after the last seal is a torn tail")
            return (*flaw.args, self.commit, self.record, self.entry)
        if self.broken:
            return self.broken
        if self.expect and self.held != self.expect[1]:
            return 30, 8, "--expect differs", self.commit - 1, self.record, 0
        return (0 if self.expect else 10), 8, "intact", self.commit - 1, self.record, 0

    def frame(self):
        length = int.from_bytes(self.data[self.at:self.at + 4], "big") if self.at + 4 <= self.end else 0
        need(1 <= length <= 65536 and self.at + 12 + length <= self.end, 40, 2, "a frame is cut off, or no frame")
        self.at += 12 + length
        return self.data[self.at - 8 - length:self.at - 8], self.data[self.at - 8:self.at]

    def next_record(self, first):
        body, check = self.frame()
        link = derived("link", self.head + self.record.to_bytes(8, "big") + body)
        need(link[:8] == check and body[0] == first, 40, 2, "a check is not that of the record, or the record of another sort")
        return body, link

    def accept(self, body, link):
        """The record is good: it goes into the chain and into the tree, whose whole subtrees are kept."""
        node, size = sha256(b"\0", body), 1
        while self.peaks and self.peaks[-1][1] == size:
            node, size = sha256(b"\1", self.peaks.pop()[0], node), 2 * size
        self.peaks.append((node, size))
        self.head, self.record = link, self.record + 1

    def one_commit(self):
        self.entry = 0
        body, link = self.next_record(1)
        fields, books = Fields(body), self.books
        header = fields.read(HEADER)
        fields.end()
        goes_on = [self.commit, self.record, self.entries + 1, self.head, self.before]
        need(header[2:5] + header[6:8] == goes_on, 40, 3, "a header does not go on where the commit before ended")
        need(header[8] == max(header[9], self.recorded), 40, 3, "recorded at is not the later of clock and time before")
        _, key, _, revoked = books.operators.get(header[10], (0, None, 0, self.commit > 1))
        need(not revoked, 41, 5, f"operator {header[10]} is revoked or unknown")
        self.recorded = header[8]
        self.accept(body, link)
        for _ in range(header[5]):
            self.entry = self.entries + 1
            self.one_entry(header)
        if self.commit == 1:
            key = books.operators.get(header[10], (0, None))[1]
        self.entry = 0
        body, check = self.frame()
        seal, tops = derived("seal", body), list(self.peaks)
        need(seal[:8] == check and len(body) == 152 and body[:8] == b"\3JG-SEAL", 40, 2, "a check is not that of its seal")
        root = tops.pop()[0]
        while tops:
            root = sha256(b"\1", tops.pop()[0], root)
        said = self.commit.to_bytes(8, "big") + self.record.to_bytes(8, "big") + self.head + root
        need(body[8:88] == said, 41, 5, "a seal holds another commit, size, head or root")
        need(key and signed(key, body[88:], b"jinguo/v1 seal\0" + with_length(books.origin) + said), 41, 5,
             "a seal's signature does not verify")
        self.before, self.sealed, self.commit = seal, self.at, self.commit + 1
        if self.expect and self.expect[0] == self.record:
            self.held = self.head

    def one_entry(self, header):
        data, link = self.next_record(2)
        fields, books = Fields(data), self.books
        entry = fields.read(ENTRY)
        number, kind, status = entry[1:4]
        voucher = [entry[5] > 0, entry[6] > 0, len(entry[8]) > 1] if status == 1 else [not value for value in entry[5:7] + entry[8:]]
        need(all(voucher), 40, 4, "a booked entry without a voucher, or another with one")
        need(fields.number(2) == len(data) - fields.at, 40, 4, "a body of another length")
        need(kind in TOKENS, 40, 4, f"kind {kind} is not known: a newer jinguo is needed")
        body = fields.read(TOKENS[kind])
        fields.end()
        need(TOGETHER.get(kind, lambda values: True)(body), 40, 4, "values of a body do not fit together")
        need(number == self.entry, 40, 3, "an entry's number is not the next")
        if kind in (2, 5):
            books.proof(kind, body)
        if self.broken is None:
            try:
                books.replay(header, entry, body)
            except Flaw as flaw:
                self.broken = (*flaw.args, self.commit, self.record, self.entry)
        if kind == 1 and number == 1:
            books.origin = body[0]
        waited = books.pending.pop(body[0], None) if kind in (60, 61, 62, 63) else None
        if kind in (2, 3, 4) and status == 2:
            books.pending[number] = (kind, body)
        elif 1 <= kind <= 5:
            books.keys_change(kind, body)
        elif waited and kind in (60, 63):
            books.keys_change(*waited)
        books.kinds.append(kind)
        books.states.append(status)
        books.leaves += sha256(b"\0", data)
        self.accept(data, link)
        self.entries = number


def torn(data, at, end):
    """Step 7, of what comes after the last good seal."""
    found = data.find(b"\3JG-SEAL", at, end)
    while found >= 0:
        if derived("seal", data[found:found + 152])[:8] == data[found + 152:found + 160]:
            return False
        found = data.find(b"\3JG-SEAL", found + 1, end)
    if any(not any(data[block:block + 512]) for block in range(at + -at % 512, end - 511, 512)):
        return True
    records = 1
    while records:  # the header's frame, then as many as it counts, and the seal's
        length = int.from_bytes(data[at:at + 4], "big") if at + 4 <= end else 65536
        if not 1 <= length <= 65536:
            return False
        if at + 12 + length > end:
            return True
        records += int.from_bytes(data[at + 31:at + 35], "big") + 1 if records == 1 and data[at + 4] == 1 else 0
        at, records = at + 12 + length, records - 1
    return False


def main(words):
    expect, bundle = None, False
    try:
        if "--expect" in words:
            at = words.index("--expect")
            size, head = words[at + 1].split(":")
            expect, words = (int(size), bytes.fromhex(head)), words[:at] + words[at + 2:]
        if words[0] == "--bundle":
            bundle, words = True, words[1:]
        (path,) = words
    except (ValueError, IndexError):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(path, "rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""
    except OSError as trouble:
        print(f"{path} can't be read: {trouble}", file=sys.stderr)
        return 4
    start, end = 0, len(data)
    if bundle:  # head, version 1, then the section of kind 1: its length and the journal's first bytes
        start, end = 25, 25 + int.from_bytes(data[17:25], "big")
        if data[:17] != b"JINGUO-BUNDLE\0\0\1\1" or end > len(data):
            print("40: this is no bundle of version 1 that has a whole journal")
            return 40
    walk = Walk(data, start, end, expect)
    number, step, words, commit, record, entry = walk.verdict()
    if number in (0, 10, 30):
        print(f"{number}: {words}; {commit} commits, {walk.entries} entries, chain head {record}:{walk.head.hex()}")
    else:
        print(f"{number}: step {step}, commit {commit}, record {record}" + (f", entry E-{entry}" if entry else "") + f": {words}")
    print("Checked of the rules: " + "; ".join(CHECKED) + ". Not checked here: " + "; ".join(UNCHECKED) + ".")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
