#!/usr/bin/env python3
"""article.py [--check] BLOCKS GOLD [BLOCKS GOLD ...]   learns which blocks of a page are its article.

BLOCKS is what tests/train/blocks prints for records of pages, GOLD the JSONL of their articles: `member` (the end of
the record's `source`), and `text`, or `with` and `without` (segments that belong to the article and that do not), and
optionally `url` or `id` (the site, for --check) and `type`. Prints lib/html/model_trees.c. With --check it prints how
well each fifth of the sites is cut by what was learnt from the others. Needs numpy and lightgbm from PyPI.

    unwrap pages.tar.zst | build/release/tests/train/blocks > pages.blocks
    python3 tests/train/article.py pages.blocks pages.gold.jsonl > lib/html/model_trees.c

A block belongs to the article where half of its runs of four words are found there; one of fewer words, where it is a
line of the article and stands among its blocks. What is found more often than in the article counts as often as there,
where most of the article is around it. Blocks weigh by their words; pages by the square root of their length.
"""
import collections
import hashlib
import json
import re
import statistics
import sys
import lightgbm
import numpy

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
PARAMETERS = dict(objective="binary", num_leaves=24, max_depth=6, learning_rate=.1, min_data_in_leaf=40,
                  feature_fraction=.5, bagging_fraction=.7, bagging_freq=1, lambda_l2=5, seed=1, num_threads=2,
                  deterministic=True, force_row_wise=True, verbose=-1)
ROUNDS = 120
ONE = 1 << 10        # NR_MODEL_ONE
OTHER_TYPES = .5     # weight of pages that are known to be no articles: lists, products, forums
AROUND = 6           # blocks beside the article in which a short line may still belong to it


def tokens(text):
    return TOKEN.findall(text.lower())


def plain(text):
    return " ".join(tokens(text))


def runs(words):
    return [tuple(words[i:i + 4]) for i in range(len(words) - 3)]


def keep_as_often(labels, weights, keys, lines):
    """Of blocks that are alike, as many as the article has, from where most of it stands."""
    alike = collections.defaultdict(list)
    for i in numpy.flatnonzero(labels):
        alike[keys[i]].append(i)
    before = numpy.concatenate([[0], numpy.cumsum(labels)])
    for key, places in alike.items():
        places.sort(key=lambda i: before[max(0, i - 5)] - before[min(len(labels), i + 6)])
        for i in places[max(1, lines[key]):]:
            labels[i], weights[i] = 0, .5


def label_by_text(blocks, gold, evidence):
    labels, weights = numpy.zeros(len(blocks), int), numpy.ones(len(blocks))
    keys, known = [plain(b["text"]) for b in blocks], set(runs(tokens(gold)))
    lines = collections.Counter(map(plain, gold.split("\n")))
    headline = plain(gold.split("\n")[0])
    for i, b in enumerate(blocks):
        found = [r in known for r in runs(tokens(b["text"]))]
        if found:
            labels[i] = statistics.mean(found) >= .5
            weights[i] = .3 if .2 < statistics.mean(found) < .8 else 1
    sure = numpy.flatnonzero(labels)
    if len(sure):
        for i in range(max(0, sure[0] - AROUND), min(len(blocks), sure[-1] + AROUND + 1)):
            labels[i] |= 0 < len(keys[i].split()) < 4 and lines[keys[i]] > 0
    keep_as_often(labels, weights, keys, lines)
    for i, b in enumerate(blocks):  # the headline has a member of its own, whatever is said here
        named = b["evidence"][evidence["HEADING"]] == 1 or b["evidence"][evidence["TITLE"]] >= 80
        if named and keys[i] == headline:
            labels[i] = weights[i] = 0
    return labels, weights


def label_by_segments(blocks, gold):
    labels, weights = numpy.zeros(len(blocks), int), numpy.zeros(len(blocks))
    inside, outside = map(plain, gold["with"]), [plain(s) for s in gold.get("without") or []]
    inside = list(inside)
    for i, b in enumerate(blocks):
        key = plain(b["text"])
        if any(s in key or (len(key) > 20 and key in s) for s in inside):
            labels[i] = weights[i] = 1
        elif any(s in key or (len(key) > 8 and key in s) for s in outside):
            weights[i] = 1
    return labels, weights


def site(gold):
    where = gold.get("url") or gold.get("id") or gold["member"]
    host = re.search(r"([a-z0-9-]+\.)+[a-z]{2,}", where.lower())
    return host.group(0) if host else where


def read(blocks_path, gold_path):
    golds = {g["member"]: g for g in map(json.loads, open(gold_path, encoding="utf-8"))}
    lines = open(blocks_path, encoding="utf-8")
    names = json.loads(next(lines))
    evidence = {name: i for i, name in enumerate(names)}
    pages = []
    for page in map(json.loads, lines):
        gold, blocks = golds.get(page["source"].rsplit("!/", 1)[-1]), page["blocks"]
        if not gold or not blocks or not (gold.get("text") or gold.get("with")):
            continue
        labels, weights = label_by_text(blocks, gold["text"], evidence) if gold.get("text") else \
            label_by_segments(blocks, gold)
        words = numpy.array([max(1, len(tokens(b["text"]))) for b in blocks])
        weights = weights * numpy.minimum(numpy.maximum(words, 2), 60) ** .5
        weights = weights / max(30, weights.sum()) ** .5
        if gold.get("type", "article") != "article":
            weights *= OTHER_TYPES
        pages.append(dict(x=numpy.array([b["evidence"] for b in blocks], numpy.float32), y=labels, w=weights,
                          words=words, fold=int(hashlib.md5(site(gold).encode()).hexdigest(), 16) % 5))
    return names, pages


def train(pages, names):
    x, y, w = (numpy.concatenate([p[k] for p in pages]) for k in "xyw")
    used = w > 0
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(x[used], y[used], weight=w[used], feature_name=names), ROUNDS)


def check(pages, names):
    rights = []
    for fold in range(5):
        model = train([p for p in pages if p["fold"] != fold], names)
        for p in pages:
            if p["fold"] == fold and (p["w"] > 0).all():
                got = model.predict(p["x"]) > .5
                both = (p["words"] * got * p["y"]).sum()
                rights.append(2 * both / max(1, (p["words"] * (got + p["y"])).sum()))
    print(f"{len(rights)} pages, F1 of words in blocks: {statistics.mean(rights):.4f}")


def flatten(tree, splits, leaves):
    """A tree of LightGBM as rows; the number of a split, or ~ the number of a leaf."""
    if "leaf_value" in tree:
        leaves.append(round(tree["leaf_value"] * ONE))
        return ~(len(leaves) - 1)
    at = len(splits)
    splits.append(None)
    left, right = flatten(tree["left_child"], splits, leaves), flatten(tree["right_child"], splits, leaves)
    splits[at] = (tree["split_feature"], left, right, int(tree["threshold"] // 1))
    return at


def rows(items, most=96):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > most:
            yield line
            line = "   "
        line += f" {item},"
    yield line


def print_table(model):
    trees, splits, leaves = [], [], []
    for t in model.dump_model()["tree_info"]:
        own, ends = [], []
        flatten(t["tree_structure"], own, ends)
        if own:
            trees.append(f"{{{len(splits)}, {len(leaves)}}}")
            splits += own
            leaves += ends
    print("/* Made by tests/train/article.py; see there. */\n#include \"model.h\"\n\n/* clang-format off */")
    print(f"const unsigned nr_model_tree_count = {len(trees)};\n")
    for what, items in (("struct nr_model_tree nr_model_trees", trees),
                        ("struct nr_model_split nr_model_splits", ["{%d, %d, %d, %d}" % s for s in splits]),
                        ("int16_t nr_model_leaves", map(str, leaves))):
        print(f"const {what}[] = {{", *rows(items), "};\n", sep="\n")


def main():
    args = [a for a in sys.argv[1:] if a != "--check"]
    names, pages = None, []
    for blocks, gold in zip(args[::2], args[1::2]):
        names, more = read(blocks, gold)
        pages += more
    if "--check" in sys.argv:
        check(pages, names)
    else:
        print_table(train(pages, names))


main()
