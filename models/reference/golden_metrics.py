"""Golden arrays of all metrics: the case `metrics` of make_golden.py, written to golden/metrics.json.

Two of TransformerLens' sweeps (resid_pre and z of whole heads) in both directions, on sets of make_golden.py. Of each patched
run all metrics are computed from the float32 logits of TransformerLens at the last position, in float64:

- score of an answer: the logit of its token; of a set the mean (MEAN) or the log-sum-exp (LOGSUMEXP) of its logits
- logit_diff: score(correct) - score(incorrect)
- log_prob: score(correct) - logsumexp(all logits); prob: its exponential; prob_diff: prob(correct) - prob(incorrect)
- rank: tokens outside the answer with a logit larger than its score; accuracy: 1 where logit_diff > 0
- kl_from_source, kl_from_base: KL(unpatched run || patched run), in nats
"""

import torch
from transformer_lens import patching

KINDS = {
    "RESID_PRE": patching.get_act_patch_resid_pre,
    "HEAD_Z": patching.get_act_patch_attn_head_out_all_pos,
}
DIRECTIONS = {"DENOISING": ("corrupted", "clean"), "NOISING": ("clean", "corrupted")}


def with_sets(pairs: list[dict], rule: str, vocabulary: int) -> list[dict]:
    """The same pairs with answers of three and two tokens."""

    def others(pair: dict, count: int, step: int) -> list[int]:
        taken = (pair["correct"], pair["incorrect"])
        return [token for token in range(step, vocabulary, 7) if token not in taken][:count]

    return [
        pair | {"correct": [pair["correct"], *others(pair, 2, 1)], "incorrect": [pair["incorrect"], *others(pair, 1, 3)], "rule": rule}
        for pair in pairs
    ]


def measure(lens, pairs: list[dict], packed) -> dict:
    """All metrics of the unpatched runs and of every cell, in both directions."""
    sides = {side: torch.tensor([pair[side] for pair in pairs]) for side in ("clean", "corrupted")}
    runs = {side: lens.run_with_cache(tokens) for side, tokens in sides.items()}
    last = {side: logits[:, -1] for side, (logits, _) in runs.items()}
    directions = {}
    for direction, (base, source) in DIRECTIONS.items():
        compute = lambda logits: metrics(logits, pairs, last[base], last[source])
        sweeps = {}
        for kind, function in KINDS.items():
            noted = []

            def metric(logits: torch.Tensor) -> torch.Tensor:
                noted.append(compute(logits[:, -1]))
                return logits[0, -1, 0]

            shape = list(function(lens, sides[base], runs[source][1], metric).shape)
            values = {name: packed(torch.stack([each[name] for each in noted]).T.float()) for name in noted[0]}
            sweeps[kind] = {"shape": shape, "values": values}
        baseline = {side: {name: packed(value.float()) for name, value in compute(logits).items()} for side, logits in last.items()}
        directions[direction] = {"baseline": baseline, "sweeps": sweeps}
    largest = max(float(logits.abs().max()) for logits in last.values())
    return {"pairs": [{key: value for key, value in pair.items() if key != "texts"} for pair in pairs], "largestLogit": largest, "directions": directions}


def metrics(logits: torch.Tensor, pairs: list[dict], base: torch.Tensor, source: torch.Tensor) -> dict[str, torch.Tensor]:
    """Each metric of each prompt, [prompt] in float64. Logits are [prompt, token]."""
    logits = logits.double()
    right, wrong = (torch.stack([score(row, pair, side) for row, pair in zip(logits, pairs)]) for side in ("correct", "incorrect"))
    total = logits.logsumexp(-1)
    outside = torch.ones_like(logits, dtype=torch.bool)
    for row, pair in zip(outside, pairs):
        row[pair["correct"]] = False
    return {
        "logit_diff": right - wrong,
        "log_prob": right - total,
        "prob": (right - total).exp(),
        "prob_diff": (right - total).exp() - (wrong - total).exp(),
        "rank": ((logits > right[:, None]) & outside).sum(-1).double(),
        "accuracy": (right > wrong).double(),
        "kl_from_source": divergence(source, logits),
        "kl_from_base": divergence(base, logits),
    }


def score(logits: torch.Tensor, pair: dict, side: str) -> torch.Tensor:
    of_set = logits[torch.tensor(pair[side]).reshape(-1)]
    return of_set.logsumexp(-1) if pair.get("rule") == "LOGSUMEXP" else of_set.mean(-1)


def divergence(reference: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
    expected, actual = reference.double().log_softmax(-1), logits.log_softmax(-1)
    return (expected.exp() * (expected - actual)).sum(-1)
