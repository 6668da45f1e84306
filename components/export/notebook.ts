/** A run as a Python notebook that computes it again with TransformerLens and asserts the same numbers. */
import { isByEntry, SITES } from '../../domain/sites';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { describeRule } from '../tokens/answer-text';
import { readComputed } from '../sweep/computed';
import { decodeFloats, readGap } from '../sweep/effects';
import { findCoordinates } from '../sweep/place';
import { pickEntries } from './pick-entries';

type Cell = readonly ['markdown' | 'code', string];

/** Writes a string of Python. Python reads the escapes of JSON the same way. */
function python(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007f');
}

/** The mean logit difference in Python. Of sets it is the difference of their scores. */
function writeLogitDiff(pairs: RunView_RunFragment['pairs']): string {
  if (pairs.every((pair) => describeRule(pair) === null)) {
    const answers = pairs.map(({ correctToken, incorrectToken }) => [correctToken.id, incorrectToken.id]);
    return `# Token ids of the correct and the incorrect answer.
answers = torch.tensor(${JSON.stringify(answers)})


def logit_diff(logits):
    picked = logits[:, -1].gather(-1, answers)
    return (picked[:, 0] - picked[:, 1]).mean()`;
  }
  const answers = pairs.map(({ correctTokens, incorrectTokens, rule }) => [
    correctTokens.map(({ id }) => id),
    incorrectTokens.map(({ id }) => id),
    rule,
  ]);
  return `# Token ids of the correct and the incorrect answers, and how the logits of a set become one score.
answers = ${JSON.stringify(answers)}


def score(logits, rule):
    return logits.logsumexp(-1) if rule == "LOGSUMEXP" else logits.mean(-1)


def logit_diff(logits):
    last = logits[:, -1]
    differences = [score(last[i, right], rule) - score(last[i, wrong], rule) for i, (right, wrong, rule) in enumerate(answers)]
    return torch.stack(differences).mean()`;
}

/** float32 in as few digits as give the same number. */
function roundFloat(value: number): number {
  return Number(value.toPrecision(9));
}

/** The function of the notebook that computes a sweep kind. */
function nameFunction(kind: SweepKind): string {
  return SITES[kind].transformerLens ?? 'resid_post';
}

const RESID_POST = `# TransformerLens has no function for hook_resid_post.
resid_post = partial(patching.generic_activation_patch, patch_setter=patching.layer_pos_patch_setter, activation_name="resid_post", index_axis_names=("layer", "pos"))
`;

/** Code that computes sweeps again, and compares all of their cells. @param expected lines of a dictionary of Python. */
function checkWholeSweeps(expected: readonly string[], hasResidPost: boolean): string {
  const find = hasResidPost
    ? 'resid_post if name == "resid_post" else getattr(patching, name)'
    : 'getattr(patching, name)';
  return `${hasResidPost ? RESID_POST : ''}# Mean logit differences after each patch, as Patchbay computed them.
expected = {
${expected.join('\n')}
}
for name, (shape, values) in expected.items():
    function = ${find}
    patched = function(model, base, cache, logit_diff)
    difference = (patched - torch.tensor(values).reshape(shape)).abs().max().item()
    print(f"{name}: largest difference {difference:.1e}")
    assert difference < 1e-4 * max(1, patched.abs().max().item()), name`;
}

/** Code that computes entries of patterns again: all that Patchbay computed, or a part of them. */
function checkEntries(run: RunView_RunFragment, sweep: RunView_RunFragment['sweeps'][number]): string {
  const values = decodeFloats(sweep.data);
  const computed = readComputed(sweep, run.pairs);
  const cells = pickEntries(values, computed, readGap(run.baseline!, run.direction, null).base);
  const total = computed.reduce((sum, each) => sum + each, 0);
  const part =
    cells.length === total
      ? 'All computed entries'
      : `${cells.length} of ${total} computed entries: those with the largest effect, and others spread evenly`;
  const indices = cells.map((cell) => {
    const { layer, head, position, src } = findCoordinates(sweep, cell);
    return [layer, head, position, src];
  });
  return `# ${part}. The others equal the base run by causality.
# Layer, head, destination and source position of each, and the mean logit difference after its patch.
entries = pd.DataFrame(${JSON.stringify(indices)})
values = torch.tensor(${JSON.stringify(cells.map((cell) => roundFloat(values[cell]!)))})
patched = patching.${nameFunction(sweep.kind)}(model, base, cache, logit_diff, index_axis_names=None, index_df=entries)
difference = (patched - values).abs().max().item()
print(f"entries of patterns: largest difference {difference:.1e}")
assert difference < 1e-4 * max(1, patched.abs().max().item())`;
}

/** Writes the .ipynb file. `npm run test:reference` executes it. */
export function toNotebook(run: RunView_RunFragment): string {
  const { id, model, direction, pairs, provenance } = run;
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const ids = (side: 'cleanTokens' | 'corruptedTokens'): string =>
    JSON.stringify(pairs.map((pair) => pair[side].map((token) => token.id)));
  const whole = run.sweeps.filter(({ kind }) => !isByEntry(kind));
  const expected = whole.map(({ kind, shape, data }) => {
    const values = JSON.stringify([...decodeFloats(data)].map(roundFloat));
    return `    "${nameFunction(kind)}": (${JSON.stringify(shape)}, ${values}),`;
  });
  const hasResidPost = whole.some(({ kind }) => kind === 'RESID_POST');
  const cells: Cell[] = [
    [
      'markdown',
      `# Patchbay run ${id}\n\n${direction === 'DENOISING' ? 'Denoising' : 'Noising'} on ${model.id}` +
        `${provenance ? ` (sha256 of the weights ${provenance.modelSha256})` : ''}. ` +
        'Needs torch, transformers, safetensors and transformer_lens < 4; asks no model hub.',
    ],
    [
      'code',
      `from functools import partial
from pathlib import Path

import pandas as pd
import torch
from safetensors.torch import load_file
from transformer_lens import HookedTransformer, HookedTransformerConfig, patching
from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
from transformers import GPT2Config, GPT2LMHeadModel

torch.set_grad_enabled(False)
DIRECTORY = Path("models") / ${python(model.id)}  # holds config.json and model.safetensors`,
    ],
    [
      'code',
      `config = GPT2Config.from_json_file(DIRECTORY / "config.json")
gpt2 = GPT2LMHeadModel(config)
tensors = {f"transformer.{name.removeprefix('transformer.')}": tensor for name, tensor in load_file(DIRECTORY / "model.safetensors").items() if not name.endswith((".attn.bias", ".attn.masked_bias"))}
gpt2.load_state_dict(tensors, strict=False)
gpt2.tie_weights()
cfg = HookedTransformerConfig(
    n_layers=config.n_layer, d_model=config.n_embd, n_heads=config.n_head, d_head=config.n_embd // config.n_head,
    d_mlp=config.n_inner or 4 * config.n_embd, d_vocab=config.vocab_size, n_ctx=config.n_positions, act_fn="gelu_new",
    eps=config.layer_norm_epsilon, normalization_type="LNPre", device="cpu",
)
model = HookedTransformer(cfg)
model.load_and_process_state_dict(convert_gpt2_weights(gpt2.eval(), cfg))`,
    ],
    [
      'code',
      `clean = torch.tensor(${ids('cleanTokens')})
corrupted = torch.tensor(${ids('corruptedTokens')})
${writeLogitDiff(pairs)}


base, source = ${base}, ${source}
_, cache = model.run_with_cache(source)
print("clean", logit_diff(model(clean)).item(), "corrupted", logit_diff(model(corrupted)).item())`,
    ],
    ...(expected.length === 0 ? [] : [['code', checkWholeSweeps(expected, hasResidPost)] as const]),
    ...run.sweeps
      .filter(({ kind }) => isByEntry(kind))
      .map((sweep) => ['code', checkEntries(run, sweep)] as const),
  ];
  return JSON.stringify({
    cells: cells.map(([type, text]) => ({
      cell_type: type,
      metadata: {},
      source: text,
      ...(type === 'code' && { execution_count: null, outputs: [] }),
    })),
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 4,
  });
}
