"""Figures of domain/claim/judge.test.ts, computed again with numpy: `python models/reference/claims.py`.

The values are drawn by the same generator (mulberry32), and so are the resamples, so that the percentiles are comparable to all
digits. The statistics and percentiles are numpy's.
"""

import json

import numpy as np

PROMPTS, LAYERS, HEADS, RESAMPLES = 12, 3, 4, 2000


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        bits = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        bits ^= (bits + (((bits ^ (bits >> 7)) * (bits | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        yield ((bits ^ (bits >> 14)) & 0xFFFFFFFF) / 2**32


def hash_seed(*texts):
    value = 0x811C9DC5
    for character in "\n".join(texts):
        value = ((value ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    return value


draw = mulberry32(7)
clean = np.array([3 + next(draw) for _ in range(PROMPTS)])
corrupted = np.array([-1 + next(draw) for _ in range(PROMPTS)])
values = np.array([-1 + 4 * next(draw) ** 2 for _ in range(PROMPTS * LAYERS * HEADS)], dtype=np.float32)
values = values.astype(np.float64).reshape(PROMPTS, LAYERS, HEADS)


def recovery(drawn):
    base, source = corrupted[drawn].mean(), clean[drawn].mean()
    return (values[drawn].mean(axis=0) - base) / (source - base)


def change(drawn):
    return values[drawn].mean(axis=0) - corrupted[drawn].mean()


def top(drawn, count):
    return set(np.argsort(-recovery(drawn).ravel(), kind="stable")[:count])


STATISTICS = {
    "z[1.2] > 0.2": lambda drawn: recovery(drawn)[1, 2],
    "z[1.2] > z[0.1] + 0.1": lambda drawn: recovery(drawn)[1, 2] - recovery(drawn)[0, 1] - 0.1,
    "max(z[1..2.*]) < 0.9": lambda drawn: recovery(drawn)[1:3].max(),
    "mean(z) / z[2.3] > 0": lambda drawn: recovery(drawn).mean() / recovery(drawn)[2, 3],
    "max(abs(z[0.* | change])) > 1": lambda drawn: np.abs(change(drawn)[0]).max(),
    "z[1.2 | raw] = 0.3": lambda drawn: values[drawn].mean(axis=0)[1, 2],
    "ld.clean - 2 * ld.corrupted > 3": lambda drawn: clean[drawn].mean() - 2 * corrupted[drawn].mean(),
}
CANONICAL = {"max(z[1..2.*]) < 0.9": "max(z[L1..2H*]) < 0.9"}

figures = {}
for claim, statistic in STATISTICS.items():
    random = mulberry32(hash_seed(CANONICAL.get(claim, claim), "digest"))
    drawn = [[int(next(random) * PROMPTS) for _ in range(PROMPTS)] for _ in range(RESAMPLES)]
    low, high = np.percentile([statistic(prompts) for prompts in drawn], [2.5, 97.5])
    figures[claim] = [statistic(np.arange(PROMPTS)), low, high]

best = sorted(int(cell) for cell in top(np.arange(PROMPTS), 2))
claim = "top(z, 2) = {%s}" % ", ".join(f"{cell // HEADS}.{cell % HEADS}" for cell in best)
random = mulberry32(hash_seed(claim, "digest"))
drawn = [[int(next(random) * PROMPTS) for _ in range(PROMPTS)] for _ in range(RESAMPLES)]
figures[claim] = [sum(top(prompts, 2) == set(best) for prompts in drawn) / RESAMPLES, None, None]

print(json.dumps({claim: [None if x is None else round(float(x), 9) for x in row] for claim, row in figures.items()}, indent=1))
