/** A step of path patching as a Python notebook that computes it with TransformerLens' hooks and asserts the same numbers. */
import { NEEDS, roundFloat, startNotebook, writeNotebook } from '../export/notebook-file';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';
import type { StepRequest } from './step-input';

/**
 * Writes the .ipynb file. Its first cells, which load the model and define the metrics, are those of the notebook of a run.
 *
 * @param means the metric after the path patch of each sender, the mean over prompts.
 */
export function toStepNotebook(run: AnalysedRun_RunFragment, step: StepRequest, means: Float32Array): string {
  const { direction, path, metrics, sites } = step.request;
  const describes = `# Path patching in Patchbay run ${run.id}\n\n${direction} from each of ${sites.length} heads to ${
    step.input === null ? 'the logits' : `${step.input} of ${step.receivers.length} head(s)`
  }, after Wang et al. 2022 (arXiv 2211.00593), appendix B; ${run.model.id}. ${NEEDS}`;
  const code = `# Settings, and the means over prompts that Patchbay computed.
base, source = ${direction === 'NOISING' ? 'clean, corrupted' : 'corrupted, clean'}
senders = ${JSON.stringify(step.senders.map(({ layer, head }) => [layer, head]))}
receivers = ${JSON.stringify(step.input === null ? [] : step.receivers.map(({ layer, head }) => [step.input, layer, head]))}
freeze_mlps, freeze_norm = ${writeBoolean(path?.mlps === 'FROZEN')}, ${writeBoolean(path?.layerNorm === 'FROZEN')}
name = ${JSON.stringify(toMetricId(metrics![0]!))}
expected = torch.tensor(${JSON.stringify(Array.from(means, roundFloat))})`;
  return writeNotebook([['markdown', describes], ...startNotebook(run), ['code', code], ['code', FUNCTIONS]]);
}

const FUNCTIONS = `metric = make_metrics(base, source)[name]
_, base_cache = model.run_with_cache(base)
_, source_cache = model.run_with_cache(source)
layers = range(cfg.n_layers)


def keep(activation, hook):
    return base_cache[hook.name].clone()


def patch_path(sender_layer, sender):
    """Logits after the path patch of one sender: other heads keep their z of the base run on the way to the receivers."""

    def send(activation, hook):
        kept = keep(activation, hook)
        if hook.layer() == sender_layer:
            kept[:, :, sender] = source_cache[hook.name][:, :, sender]
        return kept

    frozen = [f"blocks.{layer}.hook_mlp_out" for layer in layers] if freeze_mlps else []
    if freeze_norm:
        frozen += [f"blocks.{layer}.ln1.hook_scale" for layer in {layer for _, layer, _ in receivers}]
    hooks = [(f"blocks.{layer}.attn.hook_z", send) for layer in layers] + [(hook, keep) for hook in frozen]
    if not receivers:
        return model.run_with_hooks(base, fwd_hooks=hooks)
    noted = {}

    def note(activation, hook):
        noted[hook.name] = activation.clone()

    def take(activation, hook):
        for kind, layer, head in receivers:
            if hook.name == f"blocks.{layer}.attn.hook_{kind}":
                activation[:, :, head] = noted[hook.name][:, :, head]
        return activation

    names = {f"blocks.{layer}.attn.hook_{kind}" for kind, layer, _ in receivers}
    model.run_with_hooks(base, fwd_hooks=hooks + [(hook, note) for hook in names])
    return model.run_with_hooks(base, fwd_hooks=[(hook, take) for hook in names])


patched = torch.stack([metric(patch_path(*sender)).mean() for sender in senders])
difference = (patched - expected).abs().max().item()
print(f"{name}: largest difference {difference:.1e}")
# Rank and accuracy are counts: rounding can move one prompt by one.
assert difference < (1.001 / len(base) if name in ("rank", "accuracy") else 1e-4 * max(1, patched.abs().max().item()))`;

function writeBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}
