"""Step 4 of docs/format.md for docs/verify.py: the one form of headers and entries, with the bodies of all kinds.

`Fields` reads strictly, so that what it accepts is the only form of what it returns; nothing has to be encoded again.
"""
import datetime
import unicodedata

CODE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
HIDDEN = {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF}
MOST, LATEST = 10**13, 7_258_118_399_999

# What is known of each kind, one a line: its number and name: since which rules version there is one; whether it has
# lines once it takes effect (+ it has, - it has none, ? either); since which version it can wait for a second person
# (0: it can't); who signs it besides administrators (c clerk, k checker, a auditor): its body.
#
# Bodies are in a small language, field by field as in docs/format.md. nN and uN: an unsigned integer of N bytes (n:
# above 0; uN:LO-HI: bounded). a: an amount that is not 0; m: one of 0 to 10^13; i: any i64; v: a time in ms. eDIGITS: a
# byte of one of these values. d: a date; z: or 0; p: a month; q: a quarter; y: a year. A: an account. t: a text; o: a
# text or none; c: a code. h: 32 bytes; s: 64. [ COUNT x y ]: so many rows of x y; [< COUNT: their first values ascend.
# LENDER: n4 where the value before is 1, else t. PLACE: n8, below 2^32 where the body's first value is 1. Words in
# capitals before a "=" are parts of others.
TABLE = """
MEMO = n8 h
MEMO? = [ u1:0-1 n8 h ]
LINK = n8 h
H? = [ u1:0-1 h ]
FIELDS = [< u1 e12345 h ]
SUBJECTS = n8 ]
POSTINGS = u4 A a [< u1 e12345678 n8 ] ]
SPLIT = m m m m m
WORDS = [< u1:0-20 t ]
PLAN = [< u2:1-400 d m m ]
ROWS = [< u2:1-1000 n2 ]
BOUND = u4 [< u2:0-1000 n8 ]
TERMS = u4 u2 e123 e12 e1234 u2 u2 u2 u2 e1234 e1234 e1234 e1234 u1:0-28 m u2 e01 u1 u1
PERSON = n8 e12 n8 H? FIELDS
PIECES = u4:1-1000000000
CARD = u8:0-999999999999999999

1 open: 1 - 0 -: t t e12 h n4 t h e1
2 operator: 2 - 2 -: n4 t h e1234 s
3 role: 2 - 2 -: n4 e1234
4 revocation: 2 - 2 -: n4
5 new key: 2 - 0 cka: n4 h s
10 fund: 1 - 0 -: n4 c t t e01 e0123 o
11 programme: 1 - 0 -: n4 c t n4 t
12 place or cause: 1 - 0 c: n4 t
13 threshold: 2 - 2 -: e12 n4 [ u1:0-1 m ]
14 money account: 2 - 0 -: n4 c t e12 o
15 budget: 2 - 2 -: n4 n4 y t m
16 retention: 2 - 2 -: u4:1-200
17 register: 2 - 0 c: n4 t
20 person: 1 - 0 c: PERSON
21 person, though registered: 2 - 2 c: PERSON n8 MEMO
22 restriction: 2 - 2 c: n8 e01 MEMO?
23 erasure: 2 - 2 -: n8 e12 o [< u2 SUBJECTS
24 household: 2 - 0 c: n8 u8
25 look-ups: 2 - 0 -: [< u2:1-1000 n8 h ]
26 details: 2 - 0 c: n8 n8 FIELDS
27 data lost: 2 - 2 -: [< u2:1-4000 SUBJECTS
30 donation: 1 + 2 c: n4 u8 a e12
31 received: 1 + 2 c: e12 PLACE u8 a
32 paid on: 1 + 2 c: e12 PLACE u8 a
33 disbursement: 1 + 2 c: n4 n4 n8 a
34 transfer: 1 + 2 c: n4 n4 a H?
35 move: 2 + 2 c: u4 u4 u4 a
36 interest: 2 + 2 c: n4 a
37 bank fee: 2 + 2 c: n4 a
38 spending: 2 + 2 c: n4 A e123 u4 u4 u8 a
39 appropriation: 2 + 2 c: n4 n8 a
40 reversal: 1 ? 2 c: LINK e123459 MEMO?
43 grant passed down: 2 + 2 c: n4 u4 n8 a
44 opening balance: 2 + 2 c: n4 A e123 a
45 voucher: 2 + 2 c: e123 [ u2:2-200 POSTINGS
50 close: 1 - 0 k: p
51 release: 6 + 0 k: n4 p
52 year end: 6 + 0 k: n4 y
60 approval: 2 ? 0 k: LINK
61 rejection: 2 - 0 k: LINK MEMO?
62 withdrawal: 2 - 0 c: LINK MEMO?
63 emergency approval: 2 ? 0 -: LINK MEMO
70 note: 2 - 0 ck: n8 MEMO
71 unmasking: 2 - 0 ka: e12 u8 u4
72 restore: 2 - 2 -: n8 h v
73 people handed over: 2 - 0 -: h t u8
74 checkpoint: 5 - 0 cka:
80 register entry: 2 - 0 c: n4 u8 u8 n4 m
81 register entry struck: 2 - 0 c: LINK
100 product: 3 - 0 -: n4 c t e12 e12 e12 LENDER u4
101 terms: 3 - 3 -: n4 d TERMS
102 subsidy: 3 - 3 -: n4 d e1234 i i u2 [ u1:1-8 t u4 ]
103 guarantor: 3 - 0 -: n4 t
104 deposit placed: 3 ? 3 c: n4 u4 a
105 returned: 3 ? 3 c: n4 u4 a
106 provision: 3 + 3 c: n4 a
110 application: 3 - 0 c: n8 n4 n8 a u2
111 grant: 3 - 3 c: n8 a u2
112 contract: 3 - 0 c: n8 t h TERMS
113 draw: 3 ? 3 c: n8 a PLAN
114 repayment: 3 ? 0 c: n8 e12 SPLIT [ u1:0-1 PLAN ]
115 fee: 3 - 0 c: n8 a
116 extension: 3 - 3 c: n8 PLAN
117 claim: 3 ? 3 c: n8 SPLIT u4
118 write-off: 3 ? 3 c: n8 SPLIT m
119 recovery: 3 ? 0 c: n8 e12 a
120 refund: 3 ? 3 c: n8 a
121 visit: 3 - 0 c: n8 e123
122 subsidy claimed: 3 - 0 c: n8 q a [ u1 m ]
130 rules: 4 - 4 -: n4 d e123 [< u1:0-8 u4 ] WORDS WORDS m m u4 u2 m u2 m e0123 m m u1 u1:0-31 u1
131 application: 4 - 0 c: n8 n4 n8 u4 m
132 look: 4 - 0 c: n8 e12 e12
133 round: 4 - 4 c: n4 n4 u4 u4 [ u2:1-1000 u8 n8 u8 u8:1-999999999999999999 H? ]
134 notice: 4 - 0 c: n4
135 payment: 4 ? 0 c: n4 ROWS
136 came back: 4 ? 0 c: n4 e1239 ROWS
137 bank's answer: 4 - 0 c: n4 ROWS
138 dropped: 4 - 0 c: n4 e1239 ROWS
140 gift: 4 - 0 c: n8 u8 u4 BOUND
141 gift received: 4 + 0 c: n8 a
142 given back: 4 + 4 c: n8 a
143 gift bound anew: 4 - 4 c: n8 BOUND h
150 item: 4 - 0 c: n4 t t u1:0-18
151 goods received: 4 ? 0 c: n4 u4 u8 u8 PIECES e123 m CARD
152 goods bought: 4 + 4 c: n4 u4 u8 u8 PIECES a CARD
153 stock count: 4 ? 4 c: n4 u4 u4:0-1000000000 u4:0-1000000000 [< u2:0-1000 CARD ]
154 goods given back: 4 ? 0 c: n4 u4 u8 PIECES CARD
"""
# What no field says alone: whether the values of a body, in its order, fit together.
TOGETHER = {
    23: lambda v: v[1] == 2 or v[2] == "", 71: lambda v: (v[0] == 2) == (v[1] == 0),
    101: lambda v: sorted(v[11:15]) == [1, 2, 3, 4], 112: lambda v: sorted(v[12:16]) == [1, 2, 3, 4],
    102: lambda v: 0 <= v[3] < (1 if v[2] == 1 else 2**32) and (-2**31 <= v[4] < 2**31 if v[2] == 3 else v[4] == 0),
    133: lambda v: v[3] or all(row[3] <= MOST for row in v[4]), 140: lambda v: v[3] or v[4],
    143: lambda v: v[1] or v[2], 151: lambda v: (v[6] == 0) == (v[5] == 3),
}


class Flaw(Exception):
    """What is wrong: the verdict, the step of docs/format.md, and in words."""


def need(holds, verdict, step, words):
    if not holds:
        raise Flaw(verdict, step, words)


def form(holds, words): need(holds, 40, 4, words)


class Fields:
    """Reads fields strictly, front to back: what it accepts is the one form of what it returns."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        form(self.at <= len(self.data), "a record ends inside a field")
        return self.data[self.at - count:self.at]

    def number(self, width, low=0, high=2**64, sign=False):
        value = int.from_bytes(self.take(width), "big", signed=sign)
        form(low <= value <= high, f"{value} stands where {low} to {high} may")
        return value

    def text(self, low):
        try:
            value = self.take(self.number(2, low, 200)).decode()
        except UnicodeDecodeError:
            raise Flaw(40, 4, "a text is not UTF-8") from None
        seen = not any(unicodedata.category(char) == "Cc" or ord(char) in HIDDEN for char in value)
        form(seen and value == value.strip(), "a text has space at an end, or characters that can't be seen")
        return value

    def day(self, shape):
        """A number that reads like a day (z: or 0), a month p, a quarter q or a year y."""
        value = self.number(4)
        year, month, day = {"p": (value // 100, value % 100, 1), "q": (value // 10, value % 10, 1), "y": (value, 1, 1)
                            }.get(shape, (value // 10000, value // 100 % 100, value % 100))
        good = 1900 <= year <= 2199 and 1 <= month <= (4 if shape == "q" else 12) and 1 <= day <= (
            datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
        form(good or shape == "z" and value == 0, f"a day, month, quarter or year is {value}")
        return value

    def one(self, token):
        shape, rest = token[0], token[1:].partition(":")
        if shape in "nu":
            low, high = map(int, rest[2].split("-")) if rest[2] else (int(shape == "n"), 2**64)
            return self.number(int(rest[0]), low, high)
        if shape in "dzpqy":
            return self.day(shape)
        if shape in "toc":
            value = self.text(0 if shape == "o" else 1)
            form(shape != "c" or len(value) < 13 and set(value) <= CODE and value[0] != "-", "a code is none")
        elif shape in "amiv":
            low, high = {"a": (-MOST, MOST), "m": (0, MOST), "i": (-2**63, 2**63), "v": (0, LATEST)}[shape]
            value = self.number(8, low, high, True)
            form(value or shape != "a", "an amount is 0")
        elif shape == "e":
            value = self.number(1)
            form(value < 10 and str(value) in rest[0], f"a choice is {value}: none of {rest[0]}, or a newer jinguo's")
        elif shape == "A":
            value = self.number(4, 1000, 999999)
            form(not 9999 < value < 100000, "an account has five digits")
        else:
            value = self.take({"h": 32, "s": 64}[shape])
        return value

    def read(self, tokens):
        values = []
        for token in tokens:
            if isinstance(token, list):
                rows = [self.read(token[2:]) for _ in range(self.one(token[1]))]
                keys = [row[0].encode() if isinstance(row[0], str) else row[0] for row in rows]
                form(token[0] == "[" or all(a < b for a, b in zip(keys, keys[1:])), "a list does not ascend")
                values.append(rows)
            elif token == "LENDER":
                values.append(self.one("n4" if values[-1] == 1 else "t"))
            else:
                values.append(self.one("n8:1-4294967295" if token == "PLACE" and values[0] == 1 else
                                       "n8" if token == "PLACE" else token))
        return values

    def whole(self, tokens):
        values = self.read(tokens)
        form(self.at == len(self.data), "a record or body is longer than its fields")
        return values


def compiled(text, parts):
    """The small language of docs/kinds.txt as nested lists, its parts spelt out."""
    words, out = text.split(), [[]]
    while words:
        word = words.pop(0)
        if word in parts:
            words[:0] = parts[word].split()
        elif word == "]":
            out[-2].append(out.pop())
        else:
            out.append([word]) if word[0] == "[" else out[-1].append(word)
    return out[0]


def kinds_known():
    """Kind -> (its body, since which version, whether it has lines, since when it can wait, who signs it)."""
    kinds, parts = {}, {}
    for line in TABLE.splitlines():
        if line[:1].isdigit():
            name, known, body = line.split(":", 2)
            since, lines, waits, signs = known.split()
            kinds[int(name.split()[0])] = (compiled(body, parts), int(since), lines, int(waits), signs)
        elif line:
            parts.update([line.split(" = ")])
    return kinds, compiled("e2 n8 n2 e012 d z u4 [ u1 h ] [ u2 POSTINGS", parts)


KINDS, ENTRY = kinds_known()
HEADER = compiled("e1 u2:1-1 n8 u8 n8 u4:1-1000000 h h v v u4 u2", {})
