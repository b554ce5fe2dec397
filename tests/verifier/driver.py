"""Gives docs/verify.py one journal after the other, so that Python starts once.

Reads frames from standard input: u32 length and a journal, then u8 0, or 1 with the u64 size and 32 bytes of a head
held outside. Answers each with a line: verdict, step, commit, record, first bad entry, and in words. The first line
names what docs/verify.py leaves unchecked.
"""
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import verify

print(" ".join(verify.UNCHECKED), flush=True)
stdin = sys.stdin.buffer
while length := stdin.read(4):
    journal = stdin.read(int.from_bytes(length, "big"))
    expect = None
    if stdin.read(1) == b"\1":
        expect = (int.from_bytes(stdin.read(8), "big"), stdin.read(32))
    print(*verify.Walk(journal, 0, len(journal), expect).verdict(), sep="\t", flush=True)
