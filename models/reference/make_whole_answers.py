"""Answers of several tokens, read as a whole, by TransformerLens' hooks: `python models/reference/make_whole_answers.py`.

Writes golden/whole-answers.json: for odd-shape and patchbay-mini, in both directions, the metrics of each pair of the unpatched runs
and of every cell of the sweeps of KINDS.

The rule is teacher forcing. Both prompts of a pair are followed by the answer without its last token. The patched run of that text gives
log p(a1..an) = sum over i of log_softmax(logits[P - 2 + i])[ai], P the tokens of the prompt: one run for each answer, in float64 from
the float32 logits. A cell's position is one of the prompt itself; a kind over all positions is patched at all positions of the text.

- log_prob: log p of the correct answer; prob: its exponential
- logit_diff: log p(correct) - log p(incorrect); accuracy: 1 where it is above 0; prob_diff: p(correct) - p(incorrect)
"""

import itertools
import json
import random
from importlib.metadata import version

import torch
from tokenizers import Tokenizer

from make_golden import GOLDEN, HERE, SEED, SHAPES, bundled, packed, prompts, seeded

DIRECTIONS = {"DENOISING": ("corrupted", "clean"), "NOISING": ("clean", "corrupted")}
# Of each kind its hook and the axes of its cells.
KINDS = {
    "RESID_PRE": ("hook_resid_pre", ("layer", "pos")),
    "RESID_MID": ("hook_resid_mid", ("layer", "pos")),
    "ATTN_OUT": ("hook_attn_out", ("layer", "pos")),
    "MLP_OUT": ("hook_mlp_out", ("layer", "pos")),
    "HEAD_Z": ("attn.hook_z", ("layer", "head")),
    "HEAD_Q": ("attn.hook_q", ("layer", "head")),
    "HEAD_K": ("attn.hook_k", ("layer", "head")),
    "HEAD_PATTERN": ("attn.hook_pattern", ("layer", "head")),
    "HEAD_V_BY_POS": ("attn.hook_v", ("layer", "pos", "head")),
    "HEAD_PATTERN_BY_POS": ("attn.hook_pattern", ("layer", "head", "pos")),
}
# Tokens of the correct and the incorrect answer of each pair, and with how many both begin.
LENGTHS = [(1, 1, 0), (2, 1, 0), (2, 3, 0), (3, 3, 1)]
TOKENIZER = Tokenizer.from_file(str(HERE.parent / "patchbay-mini" / "tokenizer.json"))
BOS = TOKENIZER.token_to_id("<|endoftext|>")
TEXTS = [
    ("When John and Mary went to the shops, John gave the bag to", "When John and Mary went to the shops, Mary gave the bag to", " Mary and John", " John"),
    ("When Tom and James went to the park, James gave the ball to", "When Tom and James went to the park, Tom gave the ball to", " Tom", " James and Mary"),
]
SHARED = [
    ("When Dan and Sid went to the shops, Sid gave an apple to", "When Dan and Sid went to the shops, Dan gave an apple to", " Mary and Dan", " Mary and Sid"),
]


def main() -> None:
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    odd, _ = seeded("odd-shape")
    mini, _ = bundled()
    drawn = prompts(random.Random(SEED), SHAPES["odd-shape"], 4, 9, [5, 3, 7, 3])
    sets = [
        measure(odd, "odd-shape", "whole", [with_whole(odd, pair, *lengths) for pair, lengths in zip(drawn, LENGTHS)]),
        measure(mini, "patchbay-mini", "ioi", [of_texts(pair) for pair in TEXTS]),
        measure(mini, "patchbay-mini", "shared", [of_texts(pair) for pair in SHARED]),
    ]
    versions = {name: version(name) for name in ("torch", "transformer_lens", "transformers")}
    path = GOLDEN / "whole-answers.json"
    path.write_text(json.dumps({"versions": versions, "seed": SEED, "shapes": {"odd-shape": SHAPES["odd-shape"]}, "sets": sets}, indent=1) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB", flush=True)


def with_whole(lens, pair: dict, count: int, other: int, shared: int) -> dict:
    """Answers of given lengths. Where they part, they are the tokens that the two prompts tell apart most."""
    begin = [(28 + 3 * at) % lens.cfg.d_vocab for at in range(shared)]
    last = {side: lens(torch.tensor([pair[side] + begin]))[0, -1] for side in ("clean", "corrupted")}
    change = last["clean"] - last["corrupted"]
    more = lambda size, offset: [(44 + 5 * at + offset) % lens.cfg.d_vocab for at in range(size)]
    correct = [*begin, int(change.argmax()), *more(count - shared - 1, 2)]
    incorrect = [*begin, int(change.argmin()), *more(other - shared - 1, 31)]
    assert change.max() - change.min() > 0.5, "the gap is too small to test anything"
    return complete(pair, correct, incorrect)


def of_texts(texts: tuple[str, str, str, str]) -> dict:
    clean, corrupted, correct, incorrect = texts
    ids = lambda text: TOKENIZER.encode(text).ids
    return complete({"clean": [BOS, *ids(clean)], "corrupted": [BOS, *ids(corrupted)]}, ids(correct), ids(incorrect))


def complete(pair: dict, correct: list[int], incorrect: list[int]) -> dict:
    """The pair as domain/experiment.ts has it: the first tokens, and all tokens where an answer has several."""
    whole = {} if len(correct) == len(incorrect) == 1 else {"whole": {"correct": correct, "incorrect": incorrect}}
    return {"clean": pair["clean"], "corrupted": pair["corrupted"], "correct": correct[0], "incorrect": incorrect[0]} | whole


def measure(lens, case: str, name: str, pairs: list[dict]) -> dict:
    directions = {}
    for direction, (base, source) in DIRECTIONS.items():
        baseline = {side: metrics([run(lens, pair, side) for pair in pairs]) for side in ("clean", "corrupted")}
        sweeps = {}
        for kind, (hook, axes) in KINDS.items():
            shape = [{"layer": lens.cfg.n_layers, "head": lens.cfg.n_heads, "pos": len(pairs[0]["clean"])}[axis] for axis in axes]
            cells = [dict(zip(axes, cell)) for cell in itertools.product(*map(range, shape))]
            values = metrics([log_prob for pair in pairs for log_prob in sweep(lens, pair, base, source, hook, cells)])
            sweeps[kind] = {"shape": shape, "values": {metric: packed(value) for metric, value in values.items()}}
        directions[direction] = {
            "baseline": {side: {metric: packed(value) for metric, value in values.items()} for side, values in baseline.items()},
            "sweeps": sweeps,
        }
        print(case, name, direction, flush=True)
    largest = max(float(lens(torch.tensor([pair[side]])).abs().max()) for pair in pairs for side in ("clean", "corrupted"))
    return {"case": case, "name": name, "pairs": pairs, "largestLogit": largest, "directions": directions}


def answers(pair: dict) -> dict[str, list[int]]:
    return pair.get("whole") or {"correct": [pair["correct"]], "incorrect": [pair["incorrect"]]}


def sweep(lens, pair: dict, base: str, source: str, hook: str, cells: list[dict]) -> list[tuple[float, float]]:
    """log p of both answers after the patch of each cell."""
    columns = []
    for answer in answers(pair).values():
        _, cache = lens.run_with_cache(text(pair, source, answer))
        tokens = text(pair, base, answer)
        columns.append([score(lens.run_with_hooks(tokens, fwd_hooks=[patch(hook, cell, cache)]), pair, answer) for cell in cells])
    return list(zip(*columns))


def run(lens, pair: dict, side: str) -> tuple[float, float]:
    """log p of both answers in an unpatched run."""
    correct, incorrect = (score(lens(text(pair, side, answer)), pair, answer) for answer in answers(pair).values())
    return correct, incorrect


def text(pair: dict, side: str, answer: list[int]) -> torch.Tensor:
    return torch.tensor([pair[side] + answer[:-1]])


def score(logits: torch.Tensor, pair: dict, answer: list[int]) -> float:
    first = len(pair["clean"]) - 1
    rows = logits[0, first : first + len(answer)].double().log_softmax(-1)
    return float(rows.gather(-1, torch.tensor(answer)[:, None]).sum())


def patch(hook: str, cell: dict, cache):
    """A hook that overwrites one cell with the source run's activation."""
    name = f"blocks.{cell['layer']}.{hook}"

    def overwrite(activation: torch.Tensor, hook) -> torch.Tensor:
        source = cache[name]
        if "head" not in cell:
            activation[:, cell["pos"]] = source[:, cell["pos"]]
        elif name.endswith("pattern"):
            where = (slice(None), cell["head"]) + ((cell["pos"],) if "pos" in cell else ())
            activation[where] = source[where]
        else:
            where = (slice(None), cell.get("pos", slice(None)), cell["head"])
            activation[where] = source[where]
        return activation

    return name, overwrite


def metrics(log_probs: list[tuple[float, float]]) -> dict[str, torch.Tensor]:
    correct, incorrect = torch.tensor(log_probs, dtype=torch.float64).T
    values = {
        "logit_diff": correct - incorrect,
        "log_prob": correct,
        "prob": correct.exp(),
        "prob_diff": correct.exp() - incorrect.exp(),
        "accuracy": (correct > incorrect).double(),
    }
    return {metric: value.float() for metric, value in values.items()}


if __name__ == "__main__":
    main()
