/** A complete trace as a Python notebook that computes it with TransformerLens' hooks and asserts the same numbers. */
import { SITES } from '../../domain/sites';
import {
  COMPARE,
  NEEDS,
  roundFloat,
  startNotebook,
  writeNotebook,
  writeNumbers,
} from '../export/notebook-file';
import { pickEntries } from '../export/pick-entries';
import { mean } from '../../domain/effect';
import { describeCorruption, listCells, type CompleteTrace, type TraceCell } from './trace-cells';
import { TRACED } from './trace';

/** Writes the .ipynb file. Of a site with many cells it checks the largest changes and evenly spread others. */
export function toTraceNotebook(trace: CompleteTrace): string {
  const { run, state, rows } = trace;
  const { base, source } = rows[0]!.results[0]!;
  const cells = pickCells(trace);
  const unpatched = mean(base);
  const corruption = describeCorruption(trace);
  const isNoise = corruption.kind === 'noise';
  const settings = `# Settings, and the means over prompts${isNoise ? ' and samples' : ''} that Patchbay computed.
window = ${state.layers}  # neighbouring layers that are restored together
${isNoise ? writeNoise(corruption) : 'samples = 1'}
expected_base, expected_source = ${writeNumbers(mean(base))}, ${writeNumbers(mean(source))}
# Hook name, first layer and position of each window; the logit difference after restoring it, and the sum of the changes by its
# layers alone (None for windows of one layer).
windows = [
${cells.map((cell) => `    ${writeCell(cell, unpatched)},`).join('\n')}
]`;
  return writeNotebook([
    [
      'markdown',
      `# Causal tracing in Patchbay run ${run.id}\n\n` +
        `Windows of ${state.layers} layer(s) of the clean run are restored in the corrupted run of ${run.model.id}, after Meng et al. 2022 ` +
        `(arXiv 2202.05262). ${NEEDS}`,
    ],
    ...startNotebook(run),
    ['code', COMPARE],
    ['code', settings],
    ['code', isNoise ? NOISE : PROMPTS],
    ['code', TRACE],
  ]);
}

/** Reached cells of each site: all, or a part of many. */
function pickCells(trace: CompleteTrace): TraceCell[] {
  const all = listCells(trace);
  return TRACED.flatMap(({ site }) => {
    const own = all.filter((cell) => cell.site === site);
    const changes = Float32Array.from(own, ({ change }) => change);
    const reached = Uint8Array.from(own, ({ isReached }) => Number(isReached));
    return pickEntries(changes, reached, 0).map((at) => own[at]!);
  });
}

function writeCell({ site, layer, position, patched, sum }: TraceCell, base: number): string {
  // Sums are written as a logit difference, which has the tolerance of one.
  const expected = sum === null ? 'None' : String(roundFloat(base + sum));
  return `(${JSON.stringify(SITES[site].hook)}, ${layer}, ${position}, ${roundFloat(patched)}, ${expected})`;
}

function writeNoise({
  positions,
  stdMultiple,
  std,
  samples,
  seed,
}: Extract<ReturnType<typeof describeCorruption>, { kind: 'noise' }>): string {
  return `samples, seed = ${samples}, ${seed}
noise_positions = ${JSON.stringify(positions)}  # of each pair
multiple = ${stdMultiple}  # of the standard deviation of the token embedding
expected_std = ${roundFloat(std!)}`;
}

const NOISE = `import numpy as np


def mix(h):
    """MurmurHash3's finaliser on an array of uint32."""
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def draw(sample, pair, position):
    """Standard normal numbers [d_model]: Box and Muller from two hashes each."""
    one = lambda value: int(mix(np.array([value], dtype=np.uint32))[0])
    key = one(seed)
    for part in (sample, pair, position):
        key = one(key ^ part)
    at = np.arange(2 * cfg.d_model, dtype=np.uint32) ^ np.uint32(key)
    uniform = ((mix(at) >> np.uint32(8)).astype(np.float64) + 0.5) / 2**24
    return np.sqrt(-2 * np.log(uniform[0::2])) * np.cos(2 * np.pi * uniform[1::2])


# Of the weights as they are in the file; TransformerLens centres its copy.
std = multiple * tensors["transformer.wte.weight"].double().std(unbiased=False).item()
compare("standard deviation of the noise", [std], [expected_std])
base = clean


def corrupt(sample):
    """Hooks that add the noise of a sample to the token embeddings."""
    added = np.zeros((*clean.shape, cfg.d_model))
    for pair, positions in enumerate(noise_positions):
        for position in positions:
            added[pair, position] = std * draw(sample, pair, position)
    added = torch.tensor(added, dtype=torch.float32)
    return [("hook_embed", lambda activation, hook: activation + added)]`;

const PROMPTS = `base = corrupted


def corrupt(sample):
    """The corrupted prompts need no hooks."""
    return []`;

const TRACE = `from functools import cache as memoise

_, restored = model.run_with_cache(clean)
corruptions = [corrupt(sample) for sample in range(samples)]


def difference(logits):
    correct, incorrect = scores(logits[:, -1])
    return (correct - incorrect).double().mean()


def run(hooks):
    """The logit difference of the corrupted run with hooks, the mean over prompts and samples."""
    return torch.stack([difference(model.run_with_hooks(base, fwd_hooks=[*noise, *hooks])) for noise in corruptions]).mean()


@memoise
def restore(name, first, count, position):
    def write(activation, hook):
        activation[:, position] = restored[hook.name][:, position]
        return activation

    return run([(name.format(layer=layer), write) for layer in range(first, first + count)])


unpatched = run([])
compare("corrupted run", [unpatched], [expected_base])
compare("clean run", [difference(model(clean))], [expected_source])
for hook in dict.fromkeys(name for name, *_ in windows):
    own = [one for one in windows if one[0] == hook]
    compare(hook, [restore(hook, first, window, position) for _, first, position, _, _ in own], [patched for *_, patched, _ in own])
    if window > 1:
        alone = lambda first, position: sum(restore(hook, layer, 1, position) - unpatched for layer in range(first, first + window))
        # A sum of so many differences has as many rounding errors.
        computed = [unpatched + alone(first, position) for _, first, position, _, _ in own]
        compare(f"{hook}, layers alone", computed, [total for *_, total in own])`;
