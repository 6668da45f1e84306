/** A run as a Python notebook that computes it again with TransformerLens and asserts the same numbers. */
import { isByEntry, SITES } from '../../domain/sites';
import type { Direction, Metric, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats } from '../sweep/effects';
import { describeDirections } from '../sweep/figure-context';
import { toMetricId } from '../sweep/metrics';
import { findCoordinates } from '../sweep/place';
import { describeRule } from '../tokens/answer-text';
import type { ExportedJointPatch } from './joint-patches';
import { checkJointPatch, JOINT_FUNCTIONS } from './notebook-joint';
import { pickEntries } from './pick-entries';

type Cell = readonly ['markdown' | 'code', string];

/** Writes a string of Python. Python reads the escapes of JSON the same way. */
function python(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007f');
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

/** The scores of the answers in Python: one token's logit, or the rule of a set. */
function writeScores(pairs: RunView_RunFragment['pairs']): string {
  if (pairs.every((pair) => describeRule(pair) === null)) {
    const answers = pairs.map(({ correctToken, incorrectToken }) => [correctToken.id, incorrectToken.id]);
    return `# Token ids of the correct and the incorrect answer.
answers = torch.tensor(${JSON.stringify(answers)})


def scores(last):
    """Scores of the correct and the incorrect answer, [prompt] each, from logits [prompt, d_vocab]."""
    picked = last.gather(-1, answers)
    return picked[:, 0], picked[:, 1]


def ranks(last):
    return (last > scores(last)[0][:, None]).sum(-1).float()`;
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


def scores(last):
    """Scores of the correct and the incorrect answers, [prompt] each, from logits [prompt, d_vocab]."""
    pairs = [(score(last[i, right], rule), score(last[i, wrong], rule)) for i, (right, wrong, rule) in enumerate(answers)]
    return torch.stack([right for right, _ in pairs]), torch.stack([wrong for _, wrong in pairs])


def ranks(last):
    """Tokens with a larger logit; those of the answer do not count."""
    correct, _ = scores(last)
    own = torch.stack([(last[i, right] > correct[i]).sum() for i, (right, _, _) in enumerate(answers)])
    return ((last > correct[:, None]).sum(-1) - own).float()`;
}

/** What a notebook needs of a run. */
export type NotebookRun = Pick<
  RunView_RunFragment,
  'id' | 'model' | 'directions' | 'metrics' | 'pairs' | 'provenance' | 'sweeps'
>;

/** Mean values of the sweeps of a run in one metric. */
export interface MetricMeans {
  readonly metric: Metric;
  readonly sweeps: readonly {
    readonly kind: SweepKind;
    readonly direction: Direction;
    /** Row-major in the sweep's shape, little-endian float32 in base64. */
    readonly data: string;
  }[];
}

/**
 * Writes the .ipynb file. `npm run test:reference` executes it.
 *
 * @param means of every metric to check; by default the first metric, which comes with the run.
 * @param joint stored joint patches and controls to check.
 */
export function toNotebook(
  run: NotebookRun,
  means: readonly MetricMeans[] = [{ metric: run.metrics[0]!, sweeps: run.sweeps }],
  joint: readonly ExportedJointPatch[] = [],
): string {
  const { id, model, directions, pairs, provenance } = run;
  const ids = (side: 'cleanTokens' | 'corruptedTokens'): string =>
    JSON.stringify(pairs.map((pair) => pair[side].map((token) => token.id)));
  const cells: Cell[] = [
    [
      'markdown',
      `# Patchbay run ${id}\n\n${describeDirections(directions)} on ${model.id}` +
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
${writeScores(pairs)}


def make_metrics(base, source):
    """Each metric as a function of logits [prompt, pos, d_vocab]: one number for each prompt."""
    base_log, source_log = (model(tokens)[:, -1].log_softmax(-1) for tokens in (base, source))

    def log_probs(last):
        correct, incorrect = scores(last)
        total = last.logsumexp(-1)
        return correct - total, incorrect - total

    def probs(last):
        correct, incorrect = log_probs(last)
        return correct.exp(), incorrect.exp()

    def of_answers(read, combine):
        return lambda logits: combine(*read(logits[:, -1])).float()

    def kl_from(log_p):
        return lambda logits: (log_p.exp() * (log_p - logits[:, -1].log_softmax(-1))).sum(-1)

    return {
        "logit_diff": of_answers(scores, lambda correct, incorrect: correct - incorrect),
        "log_prob": of_answers(log_probs, lambda correct, _: correct),
        "prob": of_answers(probs, lambda correct, _: correct),
        "prob_diff": of_answers(probs, lambda correct, incorrect: correct - incorrect),
        "rank": lambda logits: ranks(logits[:, -1]),
        "accuracy": of_answers(scores, lambda correct, incorrect: correct > incorrect),
        "kl_from_source": kl_from(source_log),
        "kl_from_base": kl_from(base_log),
    }


def check(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    _, cache = model.run_with_cache(source)
    metrics = make_metrics(base, source)
    for metric, sweeps in expected.items():

        def mean(logits, of=metrics[metric]):
            return of(logits).mean()

        print(metric, "of base", mean(model(base)).item(), "and source", mean(model(source)).item())
        for name, values in sweeps.items():
            function = globals().get(name) or getattr(patching, name)
            if isinstance(values, dict):
                # Single entries of patterns: layer, head, destination and source position of each.
                entries, values = pd.DataFrame(values["entries"]), torch.tensor(values["values"])
                patched = function(model, base, cache, mean, index_axis_names=None, index_df=entries)
            else:
                shape, numbers = values
                values = torch.tensor(numbers).reshape(shape)
                patched = function(model, base, cache, mean)
            difference = (patched - values).abs().max().item()
            print(f"{metric} {name}: largest difference {difference:.1e}")
            # Rank and accuracy are counts: rounding can move one prompt by one.
            is_count = metric in ("rank", "accuracy")
            tolerance = 1.001 / len(base) if is_count else 1e-4 * max(1, patched.abs().max().item())
            assert difference < tolerance, (metric, name)`,
    ],
    ...(run.sweeps.some(({ kind }) => kind === 'RESID_POST') ? [['code', RESID_POST] as const] : []),
    ...directions.map((direction): Cell => ['code', checkDirection(run, direction, means)]),
    ...(joint.length === 0 ? [] : [['code', JOINT_FUNCTIONS] as const]),
    ...joint.map((patch): Cell => ['code', checkJointPatch(patch)]),
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

/** Code that checks one direction. */
function checkDirection(run: NotebookRun, direction: Direction, means: readonly MetricMeans[]): string {
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const metrics = means.map(({ metric, sweeps }) => {
    const lines = sweeps.flatMap(({ kind, direction: own, data }) => {
      const sweep = run.sweeps.find((one) => one.kind === kind && one.direction === own);
      if (own !== direction || !sweep) return [];
      const values = decodeFloats(data);
      const expected = isByEntry(kind)
        ? writeEntries(run, sweep, values)
        : `(${JSON.stringify(sweep.shape)}, ${JSON.stringify([...values].map(roundFloat))})`;
      return `        "${nameFunction(kind)}": ${expected},`;
    });
    return [`    "${toMetricId(metric)}": {`, ...lines, '    },'].join('\n');
  });
  return `# ${describeDirections([direction])}.
base, source = ${base}, ${source}
expected = {
${metrics.join('\n')}
}
check(base, source, expected)`;
}

/** Entries of patterns and their values in Python: all that were computed, or a part of them. */
function writeEntries(
  run: NotebookRun,
  sweep: RunView_RunFragment['sweeps'][number],
  values: Float32Array,
): string {
  const computed = readComputed(sweep, run.pairs);
  // A cell that was not computed has the base run's value.
  const skipped = computed.indexOf(0);
  const cells = pickEntries(values, computed, skipped < 0 ? 0 : values[skipped]!);
  const entries = cells.map((cell) => {
    const { layer, head, position, src } = findCoordinates(sweep, cell);
    return [layer, head, position, src];
  });
  const numbers = cells.map((cell) => roundFloat(values[cell]!));
  return `{"entries": ${JSON.stringify(entries)}, "values": ${JSON.stringify(numbers)}}`;
}
