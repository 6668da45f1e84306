"""TransformerLens as the other side of `npm run bench -- --peer`: a request a line on stdin, its answer a line on stdout.

Requests and answers are JSON; `do` names one of the functions below. The model, its processing and the patching functions
are those that the golden arrays are made with. Times are wall times in ms.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "models" / "reference"))
# Whatever libraries print must not come between the answers.
answers, sys.stdout = sys.stdout, sys.stderr

import pandas as pd
import torch
from transformers import GPT2Config

import seeded_weights
from lens import gpt2_from_tensors, hooked
from patching_functions import FUNCTIONS


class Peer:
    """One model of seeded weights and, once prepared, one set of prompt pairs."""

    def load(self, shape: dict, seed: int, threads: int) -> dict:
        torch.set_grad_enabled(False)
        torch.set_num_threads(threads)
        tensors = {name: torch.from_numpy(values) for name, values in seeded_weights.tensors(shape, seed).items()}
        self.lens = hooked(gpt2_from_tensors(tensors, GPT2Config(**shape, activation_function="gelu_new")))
        return {"threads": torch.get_num_threads(), "versions": {name: version(name) for name in ("torch", "transformer_lens")}}

    def prepare(self, pairs: list[dict]) -> dict:
        """Runs both prompts of each pair and keeps the clean activations; logit differences [prompt] of both."""
        self.corrupted = torch.tensor([pair["corrupted"] for pair in pairs])
        self.picks = torch.tensor([[pair["correct"], pair["incorrect"]] for pair in pairs])
        clean_logits, self.clean_cache = self.lens.run_with_cache(torch.tensor([pair["clean"] for pair in pairs]))
        corrupted_logits, _ = self.lens.run_with_cache(self.corrupted)
        return {"clean": self.logit_diffs(clean_logits).tolist(), "corrupted": self.logit_diffs(corrupted_logits).tolist()}

    def sweep(self, kind: str, cells: list[list[int]]) -> dict:
        """Patches clean activations into the corrupted run at the given cells: logit differences [cell][prompt]."""
        noted, ended = [], [time.perf_counter()]

        def metric(logits: torch.Tensor) -> torch.Tensor:
            noted.append(self.logit_diffs(logits))
            mean = noted[-1].mean()
            ended.append(time.perf_counter())
            return mean

        # The partials of transformer_lens.patching take an index of their own in place of the axes that they go through.
        FUNCTIONS[kind](self.lens, self.corrupted, self.clean_cache, metric, index_axis_names=None, index_df=pd.DataFrame(cells))
        return {"cellMs": [1000 * (end - start) for start, end in zip(ended, ended[1:])], "values": [each.tolist() for each in noted]}

    def forward(self, pairs: list[dict]) -> dict:
        """Runs both prompts of each pair, with all activations kept and without."""
        sides = [torch.tensor([pair[side] for pair in pairs]) for side in ("clean", "corrupted")]
        return {"cachedMs": elapsed(self.lens.run_with_cache, sides), "plainMs": elapsed(self.lens, sides)}

    def logit_diffs(self, logits: torch.Tensor) -> torch.Tensor:
        picked = logits[:, -1].gather(-1, self.picks)
        return picked[:, 0] - picked[:, 1]


def elapsed(run, batches: list[torch.Tensor]) -> float:
    started = time.perf_counter()
    for tokens in batches:
        run(tokens)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(peer, request.pop("do"))(**request)
        print(json.dumps(answer), file=answers, flush=True)
