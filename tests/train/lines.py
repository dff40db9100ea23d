#!/usr/bin/env python3
"""lines.py PAGES ARTICLES [GOLD]   pages and their articles as the labelled lines that tests/train/lines learns from.

PAGES are records with `html`, as unwrap writes them, ARTICLES what clean makes of them. GOLD, as for article.py, says
more of some pages: `member` (the end of the record's `source`), and `text`, which is then the article, or `with` and
`without` (segments that belong to it and that do not): pages without most of the former are left out, lines with the
latter are not the article's. Prints {"lines": [...], "y": [...]} a page. Needs lxml from PyPI.

    unwrap pages.warc.gz > pages.jsonl; clean pages.jsonl > articles.jsonl
    python3 tests/train/lines.py pages.jsonl articles.jsonl > pages.lines

What clean finds in a page with the help of its markup is right more often than what it finds in text alone, so pages
of any kind can teach the lines model, and the more kinds of them the better it does on others.
"""
import collections
import json
import re
import sys
from lxml import etree, html

BREAKS = set("""address article aside audio blockquote body br button center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hr html input label legend li main menu nav ol
    optgroup option p pre section summary table tbody td tfoot th thead title tr ul video""".split())
HIDDEN = set("script style noscript head template svg iframe object select textarea math canvas".split())
LEAST_LINES, LEAST_LETTERS = 5, 200    # of a page, of an article: others teach nothing
PART = 25                              # letters of a line that may be a part of a paragraph
LONG, AROUND = 40, 6                   # short lines are the article's this near to long ones of it


def key(text):
    return re.sub(r"\W+", "", text).lower()


def pieces(root):
    """The visible text below root in order; None where a line ends."""
    stack = [(root, True)]
    while stack:
        e, enter = stack.pop()
        hidden = not isinstance(e.tag, str) or e.tag in HIDDEN
        if not hidden and e.tag in BREAKS:
            yield None
        if enter and not hidden:
            yield e.text or ""
            stack.append((e, False))
            stack += [(child, True) for child in reversed(e)]
        elif e is not root:
            yield e.tail or ""


def visible_lines(page):
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, ValueError):
        return []
    text = "".join("\0" if p is None else p for p in pieces(root))
    return [line for line in (re.sub(r"\s+", " ", part).strip() for part in text.split("\0")) if line]


def label(keys, article):
    parts = [key(line) for line in article.split("\n")]
    known, whole = set(filter(None, parts)), "\n".join(parts)
    y = [int(k in known or (len(k) >= PART and k in whole)) for k in keys]
    sure = [i for i, k in enumerate(keys) if y[i] and len(k) >= LONG]
    if sure:
        y = [v if sure[0] - AROUND <= i <= sure[-1] + AROUND else 0 for i, v in enumerate(y)]
    return y


def part_of(segment, line):
    return bool(line) and (segment in line or (len(line) >= PART and line in segment))


def correct(keys, y, gold):
    """Labels that agree with the segments of gold; False where most of them cannot be right."""
    inside = list(map(key, gold["with"]))
    found = sum(any(v and part_of(s, k) for k, v in zip(keys, y)) for s in inside)
    for segment in map(key, gold.get("without") or []):
        for i, k in enumerate(keys):
            if segment and segment in k:
                y[i] = 0
    return len(inside) - found <= 1 and found * 3 >= len(inside) * 2


def main():
    pages, articles, *gold = sys.argv[1:]
    golds = {g["member"]: g for g in map(json.loads, open(gold[0], encoding="utf-8"))} if gold else {}
    cleaned = {a["id"]: a for a in map(json.loads, open(articles, encoding="utf-8"))}
    seen = collections.Counter()
    for page in map(json.loads, open(pages, encoding="utf-8")):
        known, article = golds.get(page["source"].rsplit("!/", 1)[-1], {}), cleaned.get(page["id"])
        if "html" not in page or not (article or known.get("text")):
            continue
        lines = visible_lines(page["html"])
        keys = list(map(key, lines))
        y = label(keys, known.get("text") or "\n".join(article.get(m) or "" for m in ("headline", "text")))
        if known.get("with") and not known.get("text") and not correct(keys, y, known):
            continue
        wanted = "\n".join(k for k, v in zip(keys, y) if v)
        seen[wanted] += 1
        if len(lines) >= LEAST_LINES and len(wanted) >= LEAST_LETTERS and seen[wanted] == 1:
            print(json.dumps({"lines": lines, "y": y}, ensure_ascii=False))


main()
