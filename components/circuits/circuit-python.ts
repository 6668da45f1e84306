/** Python functions of the notebook of a circuit: ablation by hooks, and the generator of random circuits. */

/** They use `base`, `values`, `metric`, `name`, `nodes` and `circuit`. */
export const CIRCUIT_FUNCTIONS = `from functools import cache as memoise

WORD = 0xFFFFFFFF


@memoise
def measure_set(kept):
    """The metric [prompt] with every node outside of a set ablated at all positions."""

    def ablate(activation, hook):
        for layer, head in nodes:
            if (layer, head) in kept:
                continue
            if hook.name == f"blocks.{layer}.attn.hook_z" and head is not None:
                activation[:, :, head] = values(hook.name)[:, :, head]
            if hook.name == f"blocks.{layer}.hook_mlp_out" and head is None:
                activation[:] = values(hook.name)
        return activation

    names = [f"blocks.{layer}.{hook}" for layer in range(cfg.n_layers) for hook in ("attn.hook_z", "hook_mlp_out")]
    return metric(model.run_with_hooks(base, fwd_hooks=[(hook, ablate) for hook in names]))


def measure(kept):
    return measure_set(frozenset(kept))


def mean_of_circuit(kept):
    return measure(kept).double().mean().item()


def subtract(kept, removed):
    return [node for node in kept if node not in removed]


def compare_faithfulness(what, circuits, expected):
    """Compares in the metric's unit. None stands for a gap that is too small to divide by."""
    whole, empty = mean_of_circuit(nodes), mean_of_circuit([])
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


def shuffle(members, draw):
    """Fisher-Yates."""
    order = list(members)
    for at in range(len(order) - 1, 0, -1):
        other = int(draw() * (at + 1))
        order[at], order[other] = order[other], order[at]
    return order


def draw_circuit(like, seed):
    """As many heads and as many MLPs as another circuit."""
    draw = create_random(seed)
    heads = shuffle([node for node in nodes if node[1] is not None], draw)
    mlps = shuffle([node for node in nodes if node[1] is None], draw)
    of_heads = sum(head is not None for _, head in like)
    return heads[:of_heads] + mlps[: len(like) - of_heads]


def draw_knockouts(kept, count, seed):
    """Each node with a probability of one half; empty sets are drawn again."""
    draw = create_random(seed)
    sets = []
    while len(sets) < count:
        drawn = [node for node in kept if draw() < 0.5]
        if drawn:
            sets.append(drawn)
    return sets`;
