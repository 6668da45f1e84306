/** The logit lens as a Python notebook that computes it with TransformerLens' cache and asserts the same numbers. */
import {
  COMPARE,
  NEEDS,
  startNotebook,
  writeNotebook,
  writeNumbers,
  type NotebookCell,
} from '../export/notebook-file';
import type { RunLogitLensQuery } from '../generated/graphql';
import type { ReadLens } from './lens-files';

type Lens = RunLogitLensQuery['logitLens'];

const HOOKS: Partial<Record<Lens['stages'][number]['site'], string>> = {
  RESID_PRE: 'resid_pre',
  RESID_MID: 'resid_mid',
  RESID_POST: 'resid_post',
};

/** Writes the .ipynb file. It checks every prompt of the runs that were read. */
export function toLensNotebook({ run, clean, corrupted }: ReadLens): string {
  const checkRun = (side: 'clean' | 'corrupted', lens: Lens | undefined): NotebookCell[] =>
    lens ? [['code', writeLens(side, lens)]] : [];
  return writeNotebook([
    [
      'markdown',
      `# Logit lens in Patchbay run ${run.id}\n\nResidual streams of ${run.model.id} through the final LayerNorm and the unembedding. ${NEEDS}`,
    ],
    ...startNotebook(run),
    ['code', COMPARE],
    ['code', FUNCTIONS],
    ...checkRun('clean', clean),
    ...checkRun('corrupted', corrupted),
  ]);
}

function writeLens(side: 'clean' | 'corrupted', { stages, prompts }: Lens): string {
  return `stages = ${JSON.stringify(stages.map(({ site, layer }) => [HOOKS[site], layer]))}
# [prompt][stage][position], and the most probable tokens with their probabilities, [prompt][stage][position][rank].
check_lens(
    "${side} run", ${side}, stages,
    ${writeNumbers(prompts.map(({ logitDiff }) => logitDiff))},
    ${writeNumbers(prompts.map(({ logProb }) => logProb))},
    ${writeNumbers(prompts.map(({ rank }) => rank))},
    ${writeNumbers(prompts.map(({ predictions }) => predictions.map((row) => row.map((top) => top.map(({ token }) => token.id)))))},
    ${writeNumbers(prompts.map(({ predictions }) => predictions.map((row) => row.map((top) => top.map(({ probability }) => probability)))))},
)`;
}

const FUNCTIONS = `def check_lens(what, tokens, stages, logit_diffs, log_probs, rank_values, top_tokens, probabilities):
    """Asserts the logit lens of a run."""
    _, cache = model.run_with_cache(tokens)
    logits = torch.stack([model.unembed(model.ln_final(cache[name, layer])) for name, layer in stages], 1)
    # scores and ranks take one place at a time, [prompt, d_vocab].
    places = [(stage, at) for stage in range(logits.shape[1]) for at in range(logits.shape[2])]
    shape = lambda values: torch.stack(values, 1).reshape(logits.shape[:3])
    answers_of = [scores(logits[:, stage, at]) for stage, at in places]
    totals = [logits[:, stage, at].logsumexp(-1) for stage, at in places]
    compare(f"{what}, logit difference", shape([correct - incorrect for correct, incorrect in answers_of]), logit_diffs)
    compare(f"{what}, log-probability", shape([correct - total for (correct, _), total in zip(answers_of, totals)]), log_probs)
    compare(f"{what}, rank", shape([ranks(logits[:, stage, at]) for stage, at in places]), rank_values, metric="rank")
    computed = logits.softmax(-1)
    top_tokens = torch.tensor(top_tokens)
    compare(f"{what}, probabilities", computed.gather(-1, top_tokens), probabilities)
    # No other token is more probable.
    compare(f"{what}, most probable tokens", computed.topk(top_tokens.shape[-1], -1).values, probabilities)`;
