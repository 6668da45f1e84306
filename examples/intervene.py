"""Patches several heads together, follows a path, ablates, and attributes the logit difference. Nothing is stored.

Needs Python 3.9 and no packages. Usage: python3 examples/intervene.py [site], e.g. python3 examples/intervene.py http://127.0.0.1:3000
"""

import json
import sys
import urllib.request

API = f"{sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:3000'}/api/graphql"
NAMES = [("John", "Mary"), ("Tom", "James")]
PAIRS = [
    {
        "clean": f"When {first} and {second} went to the shops, {first} gave the bag to",
        "corrupted": f"When {first} and {second} went to the shops, {second} gave the bag to",
        "correct": f" {second}",
        "incorrect": f" {first}",
    }
    for first, second in NAMES
]


def ask(query: str, variables: dict) -> dict:
    """Data of a query. An error of the API ends the program with its message."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    with urllib.request.urlopen(urllib.request.Request(API, body, {"content-type": "application/json"})) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(json.dumps(answer["errors"], indent=1))
    return answer["data"]


def intervene(fields: str = "", **settings) -> dict:
    """The logit differences, by prompt, of the unpatched runs and after the patch."""
    query = f"query ($input: InterveneInput!) {{ intervene(input: $input) {{ results {{ base source patched {fields} }} }} }}"
    return ask(query, {"input": {"model": "patchbay-mini", "pairs": PAIRS, **settings}})["intervene"]["results"][0]


def mean(values: list) -> float:
    return sum(values) / len(values)


def main() -> None:
    heads = [{"site": "Z", "layer": 1, "head": head} for head in range(4)]
    joint = intervene("singles", sites=heads)
    base, source, patched = (mean(joint[run]) for run in ("base", "source", "patched"))
    single = [mean(values) - base for values in joint["singles"]]
    print(f"base {base:.2f}, source {source:.2f}, heads of layer 1 together {patched:.2f}")
    print(f"effects of each alone {', '.join(f'{effect:+.2f}' for effect in single)}; interaction {patched - base - sum(single):+.2f}")

    to_logits = intervene(sites=heads, path={"receivers": []})
    print(f"the same along the direct path to the logits: {mean(to_logits['patched']) - base:+.2f}")

    for value in ("ZERO", "MEAN", "RESAMPLE"):
        ablated = intervene(sites=[{"site": "MLP_OUT", "layer": 0}], value=value, direction="NOISING")
        print(f"{value} ablation of MLP 0 in the clean run: {mean(ablated['base']):.2f} to {mean(ablated['patched']):.2f}")

    query = """query ($model: ID!, $pairs: [PromptPairInput!]!) {
      attribution(model: $model, pairs: $pairs) { heads mlps attnBias embed posEmbed bias }
    }"""
    parts = ask(query, {"model": "patchbay-mini", "pairs": PAIRS})["attribution"]
    heads_of_first = [(share, layer, head) for layer, shares in enumerate(parts["heads"][0]) for head, share in enumerate(shares)]
    for share, layer, head in sorted(heads_of_first, reverse=True)[:3]:
        print(f"L{layer}H{head} writes {share:+.2f} logits")
    total = sum(share for share, _, _ in heads_of_first) + sum(parts["mlps"][0]) + sum(parts["attnBias"][0])
    total += parts["embed"][0] + parts["posEmbed"][0] + parts["bias"][0]
    print(f"all components {total:.3f}, logit difference {joint['source'][0]:.3f}")


if __name__ == "__main__":
    main()
