/** Direct logit attribution as a Python notebook that computes it with TransformerLens' cache and asserts the same numbers. */
import {
  COMPARE,
  NEEDS,
  startNotebook,
  writeNotebook,
  writeNumbers,
  type NotebookCell,
} from '../export/notebook-file';
import type { ReadAttribution } from './attribution-files';

/** Arrays of the API that the notebook compares. */
const PARTS = ['heads', 'headsBySource', 'mlps', 'attnBias', 'embed', 'posEmbed', 'bias'] as const;

/** Writes the .ipynb file. It checks both runs, whichever is shown. */
export function toAttributionNotebook({ run, state, shares, neurons }: ReadAttribution): string {
  const answers = run.pairs.map(({ correctTokens, incorrectTokens }) => [
    correctTokens.map(({ id }) => id),
    incorrectTokens.map(({ id }) => id),
  ]);
  const checkRun = (side: 'clean' | 'corrupted'): NotebookCell => [
    'code',
    `expected = {
${PARTS.map((part) => `    ${JSON.stringify(part)}: ${writeNumbers(shares[side][part])},`).join('\n')}
}
shares = attribute(${side})
for name, values in expected.items():
    compare(f"${side} run, {name}", shares[name], values)
# Together they are the logit difference.
total = sum(shares[name].reshape(len(${side}), -1).sum(-1) for name in expected if name != "headsBySource")
correct, incorrect = scores(model(${side})[:, -1])
compare("${side} run, sum of all", total, correct - incorrect)`,
  ];
  const checkNeurons = (side: 'clean' | 'corrupted'): NotebookCell => {
    const listed = neurons![side];
    return [
      'code',
      `# The listed neurons of the MLP of a layer, [neuron][prompt].
layer, listed = ${state.mlp}, ${JSON.stringify(listed.map(({ neuron }) => neuron))}
shares = neurons_of(${side}, layer)
compare(f"${side} run, neurons of MLP {layer}", shares[:, listed].T, ${writeNumbers(listed.map(({ perPrompt }) => perPrompt))})
means = shares.mean(0).abs()
means[listed] = 0
compare("a larger neuron that is not listed", [(means.max() - shares.mean(0).abs()[listed].min()).clamp(min=0)], [0])`,
    ];
  };
  return writeNotebook([
    [
      'markdown',
      `# Direct logit attribution in Patchbay run ${run.id}\n\nBoth runs of ${run.model.id}. ${NEEDS}`,
    ],
    ...startNotebook(run),
    ['code', COMPARE],
    [
      'code',
      `answer_sets = ${JSON.stringify(answers)}  # token ids of the correct and incorrect answers\n\n\n${FUNCTIONS}`,
    ],
    checkRun('clean'),
    checkRun('corrupted'),
    ...(state.mlp === null || neurons === null ? [] : [checkNeurons('clean'), checkNeurons('corrupted')]),
  ]);
}

const FUNCTIONS = `def average(columns):
    """Mean of the columns of a set of answers, by prompt."""
    right, wrong = (torch.stack([columns[..., pair[side]].mean(-1) for pair in answer_sets]) for side in (0, 1))
    return right - wrong


def read(tokens):
    """The cache, and the direction of the logit difference divided by the scale of the final LayerNorm, [prompt, d_model]."""
    _, cache = model.run_with_cache(tokens)
    return cache, average(model.W_U) / cache["ln_final.hook_scale"][:, -1]


def attribute(tokens):
    """What each component writes at the last position, projected on the direction."""
    cache, direction = read(tokens)
    by_source, mlps, biases = [], [], []
    for layer in range(cfg.n_layers):
        written = torch.einsum("psha,had->pshd", cache["v", layer], model.W_O[layer])
        by_source.append(torch.einsum("phs,pshd,pd->phs", cache["pattern", layer][:, :, -1], written, direction))
        mlps.append((cache["mlp_out", layer][:, -1] * direction).sum(-1))
        biases.append(direction @ model.b_O[layer])
    by_source = torch.stack(by_source, 1)
    return {
        "heads": by_source.sum(-1),
        "headsBySource": by_source,
        "mlps": torch.stack(mlps, 1),
        "attnBias": torch.stack(biases, 1),
        "embed": (cache["hook_embed"][:, -1] * direction).sum(-1),
        "posEmbed": (cache["hook_pos_embed"][:, -1] * direction).sum(-1),
        "bias": average(model.b_U),
    }


def neurons_of(tokens, layer):
    """What each neuron of an MLP writes, [prompt, neuron]."""
    cache, direction = read(tokens)
    return cache["post", layer][:, -1] * (direction @ model.W_out[layer].T)`;
