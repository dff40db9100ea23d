"""torture.py write: hostile.jsonl, records that consumers stumble over, and expected.jsonl, what is to be
published of those that are not rejected. torture.py compare NAME: whether got.jsonl, one JSON object for each
row that a consumer has loaded, holds the same values."""

import json
import math
import sys

LISTS = ["by", "languages", "infoSources", "people", "organisations", "places", "topics", "keywords", "spans"]
TIMES = ["created", "added", "embargoedUntil"]
FILLERS = 25000  # more than readers look at to guess a type
MOST = 15 << 20

records = []  # (line as bytes, members expected or None where it is rejected)


def add(line, **expected):
    records.append((line if isinstance(line, bytes) else line.encode(), expected))


def reject(line):
    records.append((line if isinstance(line, bytes) else line.encode(), None))


def text(name, json_text, value):
    add('{"id":"%s","text":"%s"}' % (name, json_text), id=name, text=value)


def texts():
    text("nul", r"a\u0000b", "a\ufffdb")
    text("high", r"a\ud800b", "a\ufffdb")
    text("low", r"\udfff", "\ufffd")
    text("reversed", r"\ude00\ud83d", "\ufffd\ufffd")
    text("pair", r"\ud83d\ude00", "\U0001f600")
    text("emoji", "\U0001f600\U0010ffff", "\U0001f600\U0010ffff")
    text("nel", "a\u0085b", "a\u0085b")
    text("separators", "a\u2028b\u2029c", "a\u2028b\u2029c")
    text("delete", "a\u007fb", "a\u007fb")
    text("escaped-ends", r"\u0085\u2028\u2029\u007f", "\u0085\u2028\u2029\u007f")
    text("escapes", r"\"\\\/\b\f\n\r\t\u001f", "\"\\/\b\f\n\r\t\u001f")
    text("backslashes", r"\\u0000 \\. \\", "\\u0000 \\. \\")
    text("bom", "\ufeffa", "\ufeffa")
    text("marks", "\u202e\u0301\u200b\uffff", "\u202e\u0301\u200b\uffff")
    text("sql", "'; DROP TABLE news; -- \\\\. ,\\t$1 {{}}", "'; DROP TABLE news; -- \\. ,\t$1 {{}}")
    text("empty", "", "")
    text("long", "x" * (MOST - 4000), "x" * (MOST - 4000))
    reject('{"id":"too-long","text":"%s"}' % ("x" * MOST))


def look_alikes():
    for name in ["0012", "1e5", "12345678901234567890", "NaN", "null", "true", "2023-01-02", "-0", " 1 ", "0x10"]:
        add('{"id":"%s","section":"%s"}' % (name, name), id=name, section=name)


def numbers():
    for n in [2**53 - 1, 1 - 2**53, 0]:
        add('{"id":"i%d","offset":%d}' % (n, n), id="i%d" % n, offset=n)
    add('{"id":"minus-zero","offset":-0}', id="minus-zero", offset=0)
    for n in ["9007199254740992", "-9223372036854775809", "18446744073709551616", "1.0", "1e3", '"12"', "01", "NaN"]:
        reject('{"id":"bad","offset":%s}' % n)
    for n in ["1", "1E-7", "0.1", "0.30000000000000004", "1.7976931348623157e308", "2.2250738585072014e-308"]:
        add('{"id":"r%s","similarity":%s}' % (n, n), id="r" + n, similarity=float(n))
    for n in ["1e400", "-1e999", "Infinity"]:
        reject('{"id":"bad","similarity":%s}' % n)


def times():
    for given, utc, day in [
        ("2023-03-12T23:30:00.75-02:00", "2023-03-13T01:30:00Z", "2023-03-12"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "2016-12-31"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "1900-01-01"),
        ("2023-03-12", None, "2023-03-12"),
        ("12 March", None, None),
        ("", None, None),
        ("2023-02-30T00:00:00Z", None, None),
    ]:
        add(
            '{"id":"t%s","created":"%s"}' % (given, given),
            id="t" + given, created=utc, created_date=day, created_as_given=given,
        )
    reject('{"id":"bad","created":1678662000}')


def structures():
    deep = "[" * 500 + "]" * 500
    add('{"id":"deep","unknown":%s}' % deep, id="deep")
    reject('{"id":"deeper","unknown":%s%s}' % ("[" * 100000, "]" * 100000))
    add('{"unknown":1,"unknown":2,"id":"twice-unknown","Id":"x","ID":1,"":0,"__proto__":{}}', id="twice-unknown")
    reject('{"id":"a","id":"b"}')
    reject('{"id":"a","\\u0069d":"b"}')
    add("{}")
    add('{"id":"alone","by":"Ann"}', id="alone", by=["Ann"])
    add('{"id":"list","by":["","\\u0000"]}', id="list", by=["", "\ufffd"])
    reject('{"id":"bad","by":[null]}')
    reject('{"id":"bad","by":[["a"]]}')
    add('{"id":"flag","truncated":false}', id="flag", truncated=False)
    reject('{"id":"bad","truncated":"true"}')
    add(
        '{"id":"people","people":[{"count":2,"name":"Ann","Name":"x"},{}]}',
        id="people", people=[{"name": "Ann", "count": 2}, {"name": None, "count": None}],
    )
    add(
        '{"id":"spans","spans":[{"e":3,"s":0,"t":"date","c":1},{"s":1,"e":2,"v":"\\ud800"}]}',
        id="spans",
        spans=[{"s": 0, "e": 3, "t": "date", "c": 1.0}, {"s": 1, "e": 2, "v": "\ufffd"}],
    )
    reject('{"id":"bad","spans":[{"s":0}]}')
    add(
        '{"id":"object","dateline":{"place":"KYIV","c":0.9},"quality":{"word_count":3}}',
        id="object", dateline={"place": "KYIV", "c": 0.9}, quality={"word_count": 3},
    )
    reject('{"id":"bad","dateline":[]}')


def broken():
    reject(b'\xef\xbb\xbf{"id":"bom"}')
    reject(b'{"id":"\xff"}')
    reject(b'{"id":"\xed\xa0\x80"}')
    reject(b'{"id":"raw\x01"}')
    reject(b'{"id":"raw\x00"}')
    reject(b'{"id":"a"} {"id":"b"}')
    reject(b'{"id":"a"')
    reject(b"[]")
    records.append((b"   ", "blank"))  # no record
    add(b'{"id":"crlf"}\r', id="crlf")


def late():
    """What no line has had before."""
    add(
        '{"id":"late","headline":"12","words":1,"contained":0.5,"added":"2023-03-12T10:00:00Z"}',
        id="late", headline="12", words=1, contained=0.5, added="2023-03-12T10:00:00Z",
        added_as_given="2023-03-12T10:00:00Z",
    )


def write():
    for n in range(FILLERS):
        add('{"id":"f%d"}' % n, id="f%d" % n)
    for some in [texts, look_alikes, numbers, times, structures, broken, late]:
        some()
    with open("hostile.jsonl", "wb") as f:
        f.write(b"\n".join(line for line, _ in records))  # the last line has no end
    kept = [e for _, e in records if isinstance(e, dict)]
    with open("expected.jsonl", "w", encoding="utf-8") as f:
        f.writelines(json.dumps(e) + "\n" for e in kept)
    rejected = sum(e is None for _, e in records)
    print(len(kept) + rejected, len(kept), rejected)


def read(path):
    with open(path, encoding="utf-8", errors="strict", newline="\n") as f:
        return [json.loads(line) for line in f]


def plain(value, key=None):
    """Null for what is not there, times in one form, numbers as such."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if key in TIMES and isinstance(value, str):
        return value.removesuffix("Z").removesuffix(".000").replace(" ", "T").replace("+00:00", "").replace("+00", "").rstrip("Z")
    if isinstance(value, dict):
        members = {k: plain(v, k) for k, v in value.items()}
        return {k: v for k, v in members.items() if v is not None and v != []} or None
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def same(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return a == b


def compare(name):
    expected, got = read("expected.jsonl"), read("got.jsonl")
    if len(expected) != len(got):
        sys.exit(f"{name}: {len(got)} rows in place of {len(expected)}")
    wrong = 0
    for e, g in zip(expected, got):
        e, g = plain(e), plain(g)
        if not same(e, g):
            wrong += 1
            print(f"{name}: {str(g)[:300]}\n  in place of {str(e)[:300]}")
    sys.exit(wrong > 0)


if sys.argv[1] == "write":
    write()
else:
    compare(sys.argv[2])
