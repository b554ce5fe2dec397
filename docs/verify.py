#!/usr/bin/env python3
"""A second verifier of Jinguo's journals, written from docs/format.md and docs/rules.md alone.

    python3 docs/verify.py JOURNAL [--expect SIZE:HASH]
    python3 docs/verify.py --bundle BUNDLE [--expect SIZE:HASH]

It shares no line with the program whose journals it reads, so that a mistake of one is not the other's. It needs Python
3.11 and what docs/requirements.txt names. Steps are those of docs/format.md, "Verification". It checks

- 1 to 5: the file's head, frames, links and checks; that numbers, links, seals and times go on; that each record has its
  one form, with the bodies of all kinds; each seal's size, head, RFC 6962 root and strict Ed25519 signature; the keys
  of operators as kinds 1, 2, 4 and 5 record them, and proofs of possession; 7: a torn tail against damage; 8: --expect;
- of 6, the rules: entries' numbers; the rules version; who may sign what; that links name an entry by its leaf hash; that
  a decision is on what waits, once, by whom it may be; dates; which kinds may be booked, be memoranda, or wait; 1 the
  lines sum to zero in each fund and set of books; the sum and the funds of everyday entries (30 to 39, 43); 2 cash and
  bank of a fund never below zero, in recorded order and at the end of days; 9, 10 and 11 reversals, months, vouchers.

It does NOT check the rules in UNCHECKED below: of these only `jinguo verify` speaks. It does not open the vault, and
nothing here says that what was recorded is true. Of a bundle it reads the journal alone, not the sections' hashes.

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
import unicodedata

import blake3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UNCHECKED = {
    "postings": "which accounts and dimensions a body makes; sums of loans, goods, rounds, corrections and openings",
    "exists": "that what is named exists and may be named, that what is added is new, numbers without a gap",
    "reserved": "cash that waiting entries, rounds or gifts reserve; money accounts by themselves",
    "restricted": "purposes, consents, money held for others, budgets",
    "loans": "terms, bounds, splits and schedules of loans",
    "relief": "rules of programmes, applications, rounds, gifts, goods",
    "two-persons": "which entries must wait for a second person, and that an administrator is left",
    "persons": "look-up hashes, restriction, erasure, subjects of the vault",
    "closing": "that a month that closes is over, that nothing in it waits, and which month is the first",
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


def rule(holds, words):
    need(holds, 42, 6, words)


def derived(context, data):
    return blake3.blake3(data, derive_key_context="jinguo 2026-11 v1 " + context).digest()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def text_bytes(text):
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def signed(key, signature, message):
    """Strict Ed25519. The library compares R with sB - hA as bytes, so no cofactor; the rest is seen to here."""
    heights = [int.from_bytes(point, "little") % 2**255 for point in (key, signature[:32])]
    if any(y >= P or y in SMALL_ORDER for y in heights) or int.from_bytes(signature[32:], "little") >= CURVE_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Fields:
    """Reads fields strictly, front to back: what it accepts is the one form of what it returns."""

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

    def text(self, empty):
        try:
            value = self.take(self.number(2, 0 if empty else 1, 200)).decode()
        except UnicodeDecodeError:
            raise Flaw(40, 4, "a text is not UTF-8") from None
        seen = not any(unicodedata.category(char) == "Cc" or ord(char) in HIDDEN for char in value)
        need(seen and value == value.strip(), 40, 4, "a text has space at an end, or characters that can't be seen")
        return value

    def day(self, shape):
        """A number that reads like a day (0 too, where z), a month p, a quarter q or a year y."""
        value = self.number(4)
        year, month, day = {"p": (value // 100, value % 100, 1), "q": (value // 10, value % 10, 1), "y": (value, 1, 1)
                            }.get(shape, (value // 10000, value // 100 % 100, value % 100))
        try:
            good = 1900 <= year <= 2199 and datetime.date(year, month, day) and not (shape == "q" and month > 4)
        except ValueError:
            good = False
        need(good or shape == "z" and value == 0, 40, 4, f"a day, month, quarter or year is {value}")
        return value

    def one(self, token):
        (shape, *_), rest, bounds = token, token[1:].partition(":")[0], token.partition(":")[2]
        if shape in "nu":
            low, high = map(int, bounds.split("-")) if bounds else (int(shape == "n"), 2**64)
            return self.number(int(rest), low, high)
        if shape in "dzpqy":
            return self.day(shape)
        if shape in "toc":
            value = self.text(shape == "o")
            need(shape != "c" or len(value) < 13 and set(value) <= CODE and value[0] != "-", 40, 4, "a code is none")
            return value
        if shape in "amiv":
            low, high = {"a": (-MOST, MOST), "m": (0, MOST), "i": (-2**63, 2**63), "v": (0, LATEST)}[shape]
            value = self.number(8, low, high, True)
        elif shape == "e":
            value = self.number(1)
            need(str(value) in rest, 40, 4, f"a choice is {value}: none of {rest}, or one of a newer jinguo")
        else:
            value = self.number(4, 1000, 999999) if shape == "A" else self.take({"h": 32, "s": 64}[shape])
        need(value or shape != "a", 40, 4, "an amount is 0")
        need(shape != "A" or not 9999 < value < 100000, 40, 4, "an account has five digits")
        return value

    def read(self, tokens):
        values = []
        for token in tokens:
            if isinstance(token, list):
                rows = [self.read(token[2:]) for _ in range(self.one(token[1]))]
                keys = [row[0].encode() if isinstance(row[0], str) else row[0] for row in rows]
                need(token[0] == "[" or all(a < b for a, b in zip(keys, keys[1:])), 40, 4, "a list does not ascend")
                values.append(rows)
            else:  # LENDER: a fund of one's own, or another's name, as the byte before says
                values.append(self.one({"LENDER": "n4" if values and values[-1] == 1 else "t"}.get(token, token)))
        return values

    def whole(self, tokens):
        values = self.read(tokens)
        need(self.at == len(self.data), 40, 4, "a record or body is longer than its fields")
        return values


def compiled(text):
    """The small language as nested lists, its parts spelt out."""
    words, out = text.split(), [[]]
    while words:
        word = words.pop(0)
        if word in PARTS:
            words[:0] = PARTS[word].split()
        elif word == "]":
            out[-2].append(out.pop())
        else:
            out.append([word]) if word[0] == "[" else out[-1].append(word)
    return out[0]


TOKENS = {kind: compiled(text) for kind, text in BODIES.items()}
ENTRY = compiled("e2 n8 n2 e012 d z u4 [ u1 h ] [ u2 POSTINGS")
HEADER = compiled("e1 u2:1-1 n8 u8 n8 u4:1-1000000 h h v v u4 u2")


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

    def proof(self, kind, body):
        name, key = body[1:3] if kind == 2 else (self.operators.get(body[0], [None])[0], body[1])
        good = name and signed(key, body[-1], b"jinguo/v1 operator key\0" + key + text_bytes(name))
        need(good, 41, 5, "the proof that somebody holds the new key does not verify")

    def replay(self, header, entry, body, leaf):
        """Step 6."""
        number, kind, status, day, voucher_day, _, _, postings = entry[1:]
        recorded, operator, version = header[8], header[10], header[11]
        rule(number == len(self.kinds) + 1, "an entry's number is not the next")
        self.signer_and_version(kind, status, postings, body, operator, version)
        takes, of = kind, body  # the kind and body that take effect; of an approval, what it approves
        if kind in (40, 60, 61, 62, 63, 81):
            linked = body[0] < number and self.leaves[32 * body[0] - 32:32 * body[0]] == body[1]
            rule(linked, f"E-{body[0]} is no earlier entry, or has another leaf hash")
        if 60 <= kind <= 63:
            rule(body[0] in self.waiting, f"E-{body[0]} does not wait")
            preparer, waits, asks, date = self.waiting.pop(body[0])
            may = {62: preparer == operator, 63: self.operators[operator][2] == 1}.get(kind, preparer != operator)
            rule(may, f"operator {operator} decides by kind {kind} on what {preparer} prepared")
            rule(date == day, "a decision has another business date than what it decides on")
            takes, of = (waits, asks) if kind in (60, 63) else (kind, body)
        latest = datetime.datetime(1970, 1, 1) + datetime.timedelta(hours=8 + 24, milliseconds=recorded)
        rule(max(day, voucher_day) <= int(latest.strftime("%Y%m%d")), "a date is after the day after recording")
        may = status != 2 and not (status == 0 and takes in POSTS) and not (status == 1 and takes in MEMORANDA)
        rule(may or status == 2 and any(kind in kinds for kinds in WAITS[:version]), f"kind {kind} has status {status}")
        if takes == 40:
            first = of[0] not in self.reversed and self.kinds[of[0] - 1] != 40
            rule(first and (self.states[of[0] - 1] == 1 or self.kinds[of[0] - 1] >= 100), f"E-{of[0]} can't be reversed")
            same = status != 1 or short(postings, 1) == self.turned[8 * of[0] - 8:8 * of[0]]
            rule(same, f"a reversal does not turn the lines of E-{of[0]}")
        if status == 1:
            self.booked(voucher_day, entry[6], postings, *((takes, of) if takes in AMOUNTS else (0, of)))
        if kind == 50:
            after = self.closed + (89 if self.closed % 100 == 12 else 1)
            rule(not self.closed or body[0] == after, f"{body[0]} closes where {after} is next")
            self.closed = body[0]
        if status == 2:
            self.waiting[number] = (operator, kind, body, day)
        elif takes == 40:
            self.reversed.update((of[0], number))
        elif takes in (1, 2):
            rule(kind == 2 or number == 1 or takes == 2, "the ledger is opened twice")
            self.operators[of[4 if takes == 1 else 0]] = [*(of[5:8] if takes == 1 else of[1:4]), False]
            self.keys.add(of[6 if takes == 1 else 2])
        elif takes in (3, 4, 5):
            rule(of[0] in self.operators, f"operator {of[0]} is not known")
            self.operators[of[0]][{3: 2, 4: 3, 5: 1}[takes]] = takes == 4 or of[1]
            self.keys.update(of[1:2] if takes == 5 else ())
        if kind == 1:
            self.origin, self.chart = body[0], body[2]
        self.rules = version
        self.kinds.append(40 if takes == 40 else kind)
        self.states.append(status)
        self.turned += short(postings, -1)
        self.leaves += leaf

    def signer_and_version(self, kind, status, postings, body, operator, version):
        tags = {tag for line in postings + (body[1] if kind == 45 else []) for tag, _ in line[3]}
        card = kind in (20, 21, 26) and any(field == 5 for field, _ in body[2 if kind == 26 else 4])
        asked = [1, 4 * card, 2 * (status == 2 or kind == 1 and body[2] == 2), *(SINCE_TAG.get(tag, 1) for tag in tags),
                 *(since for since, kinds in SINCE if kind in kinds)]
        rule(max(self.rules, *asked) <= version <= 4, f"version {version} where {max(asked)} is asked for")
        rule((kind == 1) == (not self.kinds), "the ledger is not opened by its first entry alone")
        role = self.operators.get(operator, [0, 0, 1])[2]
        rule(role == 1 or role == 2 and kind not in NO_CLERK or kind in {3: (5, 50, 60, 61, 70, 71), 4: (5, 71)}.get(role, ()),
             f"role {role} signs kind {kind}")
        rule(kind != 5 or body[0] == operator, "a key is changed by another than its holder")
        rule(kind not in (2, 5) or body[2 if kind == 2 else 1] not in self.keys, "a key comes a second time")

    def booked(self, day, voucher, postings, takes, of):
        month, sums, cash, debits = day // 100, {}, {}, 0
        for fund, account, amount, _ in postings:
            group = account if account < 10000 else account // 100
            budget = self.chart == 2 and group >= 6000
            sums[fund, budget] = sums.get((fund, budget), 0) + amount
            debits += 0 if budget else max(amount, 0)
            if fund and group in CASH[self.chart] and account != 100202:
                cash[fund] = cash.get(fund, 0) + amount
        rule(not any(sums.values()), f"the lines of funds and sets of books sum to {sums}")
        if takes:
            at, funds, times = AMOUNTS[takes]
            same = debits == of[at] * times and {fund for fund, _ in sums} == ({of[i] for i in funds} or {0})
            rule(same, "the sum or the funds of the lines are not those of the body")
        rule(month > self.closed, f"month {month} is closed")
        rule(voucher == self.vouchers.get(month, 0) + 1, f"voucher {voucher} of {month} is not the next")
        self.vouchers[month] = voucher
        for fund, amount in cash.items():
            account = self.cash.setdefault(fund, [0, [], {}])
            if day not in account[2]:
                bisect.insort(account[1], day)
            account[0], account[2][day] = account[0] + amount, account[2].get(day, 0) + amount
            left = account[0]
            for other in account[1][:bisect.bisect_left(account[1], day) - len(account[1]) - 1:-1]:
                rule(left >= 0, f"fund {fund} has {left} at the end of {other}")
                left -= account[2][other]


class Walk:
    """All steps over data[at:end], in one pass."""

    def __init__(self, data, at, end, expect=None):
        self.data, self.at, self.end, self.sealed = data, at, end, at
        self.commit, self.record, self.entry, self.link, self.before, self.recorded = 1, 0, 1, bytes(32), bytes(32), 0
        self.books, self.peaks, self.expect, self.held, self.unsigned, self.whole = Books(), [], expect, False, None, False

    def verdict(self):
        """(number, step, words, commit, record, first entry that can't be trusted) of the first flaw, or the last."""
        try:
            need(self.data[self.at:self.at + 14] == b"JINGUO-JOURNAL", 40, 1, "this is no journal")
            version = int.from_bytes(self.data[self.at + 14:self.at + 16], "big")
            need(version and self.at + 20 <= self.end, 40, 1, "the file ends before its first commit, or is of no version")
            need(version == 1, 3, 1, "a newer jinguo wrote this")
            self.at, self.sealed = self.at + 16, self.at + 16
            while self.at < self.end:
                self.one_commit()
            found = (10, 8, "intact", self.commit - 1, self.record, self.entry - 1)
            if self.expect:
                found = (0, *found[1:]) if self.held else (30, 8, "--expect differs", *found[3:])
        except Flaw as flaw:
            self.held = False
            if self.whole and self.commit > 1 and flaw.args[0] == 40 and self.torn():
                flaw = Flaw(50, 7, "what comes after the last seal is a torn tail")
            found = (*flaw.args, self.commit, self.record, self.entry)
        return (max(found[0], 41), *self.unsigned) if self.unsigned else found

    def frame(self):
        """The next frame's bytes and check. Until `whole` is unset again, a flaw may be that of a torn tail."""
        self.whole = True
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
        self.whole = False
        _, key, _, revoked = books.operators.get(header[10], (0, None, 0, self.commit > 1))
        need(not revoked, 41, 5, f"operator {header[10]} is revoked or unknown")
        self.recorded = header[8]
        self.accept(sha256(b"\0", body), link)
        for _ in range(header[5]):
            self.one_entry(header)
        self.entry -= 1
        body, check = self.frame()
        seal, tops, said = derived("seal", body), list(self.peaks), self.commit.to_bytes(8, "big") + self.record.to_bytes(8, "big")
        need(seal[:8] == check and len(body) == 152 and body[:8] == b"\3JG-SEAL", 40, 2, "a check is not that of its seal")
        need(body[8:56] == said + self.link, 40, 5, "a seal holds another commit, size or head")
        self.whole, root = False, tops.pop()[0]
        while tops:
            root = sha256(b"\1", tops.pop()[0], root)
        need(body[56:88] == root, 40, 5, "a seal holds another root")
        key = books.operators.get(header[10], (0, None))[1] if self.commit == 1 else key
        message = b"jinguo/v1 seal\0" + text_bytes(books.origin) + body[8:88]
        if not (key and signed(key, body[88:], message)) and not self.unsigned:
            self.unsigned = (5, "a seal's signature does not verify", self.commit, self.record, self.entry)
        self.before, self.sealed, self.commit, self.entry = seal, self.at, self.commit + 1, self.entry + 1

    def one_entry(self, header):
        data, link = self.next_record()
        self.whole, fields, books = False, Fields(data), self.books
        entry = fields.read(ENTRY)
        kind, status, voucher = entry[2], entry[3], [entry[5], entry[6], len(entry[8]) > 1 if entry[3] == 1 else entry[8]]
        need(all(voucher) if status == 1 else not any(voucher), 40, 4, "an entry is booked without voucher, or not, with one")
        fits = all(tag in (2, 3, 7, 8) or value < 2**32 for line in entry[8] for tag, value in line[3])
        need(fits, 40, 4, "the value of a dimension is no number of such a thing")
        need(fields.number(2) == len(data) - fields.at, 40, 4, "a body of another length")
        need(kind in TOKENS, 40, 4, f"kind {kind} is not known: a newer jinguo is needed")
        body = Fields(data[fields.at:]).whole(TOKENS[kind])
        need(TOGETHER.get(kind, lambda values: True)(body), 40, 4, "values of a body do not fit together")
        if kind in (2, 5):
            books.proof(kind, body)
        leaf = sha256(b"\0", data)
        books.replay(header, entry, body, leaf)
        self.accept(leaf, link)
        self.entry += 1

    def torn(self):
        """Step 7, of what comes after the last seal."""
        data, at, end, keys, sealed = self.data, self.sealed, self.end, [op[1] for op in self.books.operators.values()], False
        found = data.find(b"\3JG-SEAL", at, end)
        while found >= 0:
            seal, commit = data[found:found + 152], int.from_bytes(data[found + 8:found + 16], "big")
            message = b"jinguo/v1 seal\0" + text_bytes(self.books.origin) + seal[8:88]
            if found + 160 <= end and derived("seal", seal)[:8] == data[found + 152:found + 160] and any(
                    signed(key, seal[88:], message) for key in keys):
                if commit > self.commit:
                    return False
                sealed = sealed or commit == self.commit
            found = data.find(b"\3JG-SEAL", found + 1, end)
        edges = [at, *range(at - at % 512 + 512, end, 512), end]
        shares = [data[a:b] for a, b in zip(edges, edges[1:])]
        if any(not any(share) and (len(share) > 3 or n) for n, share in enumerate(shares)):
            return True
        frames, count = 0, None
        while not sealed:
            length = int.from_bytes(data[at:at + 4], "big") if at + 4 <= end else 1
            if at + 12 + length > end or not 0 < length <= 65536:
                return 0 < length <= 65536
            try:
                count = count if frames else Fields(data[at + 4:at + 4 + length]).whole(HEADER)[5] + 2
            except Flaw:
                pass
            at, frames, sealed = at + 12 + length, frames + 1, frames + 1 == count or (length, data[at + 4]) == (152, 3)
        return False


def main(words):
    expect = None
    try:
        if "--expect" in words:
            size, _, head = words.pop(words.index("--expect") + 1).partition(":")
            expect = (int(size), bytes.fromhex(head))
            words.remove("--expect")
        bundle = words[0] == "--bundle"
        (path,) = words[bundle:]
    except (ValueError, IndexError):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(path, "rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""
    except OSError as trouble:
        print(f"{path} can't be read: {trouble}", file=sys.stderr)
        return 4
    # A bundle: its head and version 1, then the section of kind 1, of so many bytes: the journal.
    start, end = (25, 25 + int.from_bytes(data[17:25], "big")) if bundle else (0, len(data))
    if bundle and data[:17] != b"JINGUO-BUNDLE\0\0\1\1" or end > len(data):
        print("40: this is no bundle of version 1 with a whole journal in it")
        return 40
    walk = Walk(data, start, end, expect)
    number, step, words, commit, record, entry = walk.verdict()
    if number in (0, 10, 30):
        print(f"{number}: {words}; {commit} commits, {entry} entries, chain head {record}:{walk.link.hex()}")
    else:
        print(f"{number}: step {step}, commit {commit}, record {record}, first bad entry E-{entry}: {words}")
    print("Of the rules, these are left to jinguo verify: " + "; ".join(UNCHECKED.values()) + ".")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
