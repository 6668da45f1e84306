/** Python functions of the notebook of a circuit of edges: its graph, and the ablation of edges by hooks. */
import type { NodeScope } from '../../domain/circuit';

/** Makes TransformerLens compute what senders write and receivers read, each at a hook of its own. */
export const SPLIT_HOOKS = `model.set_use_split_qkv_input(True)
model.set_use_hook_mlp_in(True)
model.set_use_attn_result(True)`;

/** The edges that can be ablated, and `run_circuit`. It uses `base` and `values`. Edges have the names of `nameEdge`. */
export function writeEdgeFunctions(scope: NodeScope): string {
  return `# Senders write into the residual stream in this order. The output biases of attention belong to none.
senders = ["embeddings"]
# By edge: the hook of its receiver, the head of the receiver there, and the number of its sender.
graph = {}


def join(receiver, hook, head=0):
    """Joins every sender so far to a receiver."""
    graph.update({f"{sender}→{receiver}": (hook, head, number) for number, sender in enumerate(senders)})


for layer in range(cfg.n_layers):
    heads = [f"L{layer}H{head}" for head in range(cfg.n_heads)]
    for letter in "qkv":
        for head, of_head in enumerate(heads):
            join(f"{of_head}.{letter.upper()}", f"blocks.{layer}.hook_{letter}_input", head)
    senders += heads
    join(f"MLP {layer}", f"blocks.{layer}.hook_mlp_in")
    senders.append(f"MLP {layer}")
join("logits", f"blocks.{cfg.n_layers - 1}.hook_resid_post")

${
  scope === 'HEADS'
    ? '# Edges between heads; all others are always present.\nkinds = [[edge for edge in graph if edge.startswith("L") and edge.endswith((".Q", ".K", ".V"))]]'
    : 'kinds = [list(graph)]'
}

ablated = [values("hook_embed") + values("hook_pos_embed")]
for layer in range(cfg.n_layers):
    ablated += [*values(f"blocks.{layer}.attn.hook_result").unbind(2), values(f"blocks.{layer}.hook_mlp_out")]
ablated = torch.stack(ablated)  # [sender, prompt, pos, d_model]


def run_circuit(kept):
    """Logits of the base run; each edge outside of a set adds (ablated - output of its sender) to what its receiver reads."""
    absent = {}
    for edge in members:
        if edge not in kept:
            hook, head, sender = graph[edge]
            absent.setdefault(hook, []).append((head, sender))
    outputs = []

    # Hooks get the name that they were asked for by: hook.name is another one in version 4, which has aliases.
    def note(activation, hook, name):
        if name == "hook_pos_embed":
            outputs[0] = outputs[0] + activation
        else:
            outputs.extend(activation.unbind(2) if activation.ndim == 4 else [activation])

    def replace(activation, hook, name):
        weights = torch.zeros(cfg.n_heads, len(outputs))
        weights[tuple(zip(*absent[name]))] = 1
        changes = torch.einsum("hs,sbpd->bphd", weights, ablated[: len(outputs)] - torch.stack(outputs))
        return activation + (changes if activation.ndim == 4 else changes[:, :, 0])

    written = ["hook_embed", "hook_pos_embed"]
    written += [f"blocks.{layer}.{hook}" for layer in range(cfg.n_layers) for hook in ("attn.hook_result", "hook_mlp_out")]
    hooks = [(name, partial(note, name=name)) for name in written] + [(name, partial(replace, name=name)) for name in absent]
    return model.run_with_hooks(base, fwd_hooks=hooks)`;
}
