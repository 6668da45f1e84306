/** Python functions of the notebook of a circuit: ablation of nodes by hooks, and the generator of random circuits. */
import type { NodeScope } from '../../domain/circuit';

/** The nodes that can be ablated, by kind, and `run_circuit`. It uses `base` and `values`. */
export function writeNodeFunctions(scope: NodeScope): string {
  return `# Nodes are (layer, head), and (layer, None) for the MLP.
kinds = [[(layer, head) for layer in range(cfg.n_layers) for head in range(cfg.n_heads)]${
    scope === 'HEADS' ? '' : ', [(layer, None) for layer in range(cfg.n_layers)]'
  }]


def run_circuit(kept):
    """Logits of the base run with every node outside of a set ablated at all positions."""

    def ablate(activation, hook):
        for layer, head in members:
            if (layer, head) in kept:
                continue
            if hook.name == f"blocks.{layer}.attn.hook_z" and head is not None:
                activation[:, :, head] = values(hook.name)[:, :, head]
            if hook.name == f"blocks.{layer}.hook_mlp_out" and head is None:
                activation[:] = values(hook.name)
        return activation

    names = [f"blocks.{layer}.{hook}" for layer in range(cfg.n_layers) for hook in ("attn.hook_z", "hook_mlp_out")]
    return model.run_with_hooks(base, fwd_hooks=[(hook, ablate) for hook in names])`;
}

/** They use `run_circuit`, `kinds`, `base`, `metric` and `name`. Members are nodes or edges. */
export const CIRCUIT_FUNCTIONS = `from functools import cache as memoise

WORD = 0xFFFFFFFF
members = [member for kind in kinds for member in kind]


@memoise
def measure_set(kept):
    return metric(run_circuit(kept))


def measure(kept):
    """The metric [prompt] of a circuit."""
    return measure_set(frozenset(kept))


def mean_of_circuit(kept):
    return measure(kept).double().mean().item()


def subtract(kept, removed):
    removed = set(removed)
    return [member for member in kept if member not in removed]


def compare_faithfulness(what, circuits, expected):
    """Compares in the metric's unit. None stands for a gap that is too small to divide by."""
    whole, empty = mean_of_circuit(members), mean_of_circuit([])
    both = [(mean_of_circuit(kept), empty + value * (whole - empty)) for kept, value in zip(circuits, expected, strict=True) if value is not None]
    compare(what, [computed for computed, _ in both], [value for _, value in both], name, len(base))


def create_random(seed):
    """Uniform numbers in [0, 1): mulberry32."""
    state = seed & WORD

    def draw():
        nonlocal state
        state = (state + 0x6D2B79F5) & WORD
        bits = ((state ^ (state >> 15)) * (state | 1)) & WORD
        bits ^= (bits + (bits ^ (bits >> 7)) * (bits | 61)) & WORD
        return (bits ^ (bits >> 14)) / 2**32

    return draw


def shuffle(kind, draw):
    """Fisher-Yates."""
    order = list(kind)
    for at in range(len(order) - 1, 0, -1):
        other = int(draw() * (at + 1))
        order[at], order[other] = order[other], order[at]
    return order


def draw_circuit(like, seed):
    """As many members of each kind as another circuit: heads and MLPs, or edges."""
    draw, like = create_random(seed), set(like)
    return [member for kind in kinds for member in shuffle(kind, draw)[: len(like.intersection(kind))]]


def draw_knockouts(kept, count, seed):
    """Each member with a probability of one half; empty sets are drawn again."""
    draw = create_random(seed)
    sets = []
    while len(sets) < count:
        drawn = [member for member in kept if draw() < 0.5]
        if drawn:
            sets.append(drawn)
    return sets`;
