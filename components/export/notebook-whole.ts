/**
 * Checks of runs whose answers are read as a whole, in Python. The prompts of a pair are followed by an answer without its last token
 * (teacher forcing), and one patched run gives the log-probability of all tokens of the answer, pair by pair.
 */
import type { RunView_RunFragment } from '../generated/graphql';

type WholeRun = Pick<RunView_RunFragment, 'pairs'>;

/** Whether an answer of the run is read as a whole. */
export function isWholeRun({ pairs }: WholeRun): boolean {
  return pairs.some(({ whole }) => whole !== null);
}

/** Code that defines `answers`. */
export function writeWholeAnswers({ pairs }: WholeRun): string {
  const answers = pairs.map(({ whole, correctTokens, incorrectTokens, rule }) => {
    const ids = (tokens: readonly { readonly id: number }[]): number[] => tokens.map(({ id }) => id);
    return whole
      ? [ids(whole.correct), ids(whole.incorrect), 'WHOLE']
      : [ids(correctTokens), ids(incorrectTokens), rule];
  });
  return `# Token ids of the correct and the incorrect answer of each pair: WHOLE in order, else one token or a set with the rule of its score.
answers = ${JSON.stringify(answers)}`;
}

/** Defines `check_whole`, with `sweep` of notebook-groups.ts and `read_pair` of notebook-joint-pairs.ts. */
export const WHOLE_FUNCTIONS = `def log_p(logits, prompt, answer, rule):
    """Log-probability of an answer, from logits [1, pos, d_vocab] of the prompt and the answer without its last token."""
    if rule == "WHOLE":
        rows = logits[0, len(prompt) - 1 :].double().log_softmax(-1)
        return rows.gather(-1, torch.tensor(answer)[:, None]).sum()
    last = logits[0, -1].double()
    score = last[answer].logsumexp(-1) if rule == "LOGSUMEXP" else last[answer].mean()
    return score - last.logsumexp(-1)


METRICS = {
    "logit_diff": lambda correct, incorrect: correct - incorrect,
    "log_prob": lambda correct, _: correct,
    "prob": lambda correct, _: correct.exp(),
    "prob_diff": lambda correct, incorrect: correct.exp() - incorrect.exp(),
    "accuracy": lambda correct, incorrect: (correct > incorrect).double(),
}


def check_whole(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    kinds = {name: (hook, axes, shape) for sweeps in expected.values() for name, (hook, axes, shape, _) in sweeps.items()}
    sums = {}
    side = "clean" if base is clean else "corrupted"
    for index, (prompt, other, (correct, incorrect, rule)) in enumerate(zip(base, source, answers)):
        patched = {}
        steps = list_steps(of_pair[index][0], side, len(prompt))
        for answer in (correct, incorrect):
            more = answer[:-1] if rule == "WHOLE" else []
            ours, theirs = torch.tensor([prompt + more]), torch.tensor([other + more])
            values = read_pair(index, ours, theirs, side)
            for name, (hook, axes, shape) in kinds.items():
                read = lambda logits: log_p(logits, prompt, answer, rule)
                patched.setdefault(name, []).append(sweep(ours, values, read, hook, axes, shape, steps).double())
        for metric, sweeps in expected.items():
            for name in sweeps:
                sums[metric, name] = sums.get((metric, name), 0) + METRICS[metric](*patched[name])
    for metric, sweeps in expected.items():
        for name, (_, _, shape, numbers) in sweeps.items():
            patched, values = sums[metric, name] / len(base), torch.tensor(numbers, dtype=torch.float64).reshape(shape)
            difference = (patched - values).abs().max().item()
            print(f"{metric} {name}: largest difference {difference:.1e}")
            # Accuracy is a count: rounding can move one prompt by one.
            tolerance = 1.001 / len(base) if metric == "accuracy" else 1e-4 * max(1, patched.abs().max().item())
            assert difference < tolerance, (metric, name)`;

/** Defines `measure_pair` of notebook-joint-pairs.ts. */
export const MEASURE_WHOLE = `def measure_pair(index, base, source, patch):
    """The metrics of a pair after patch(base, source), which gives the logits of patched tokens."""
    correct, incorrect, rule = answers[index]
    read = []
    for answer in (correct, incorrect):
        more = answer[:-1] if rule == "WHOLE" else []
        logits = patch(torch.tensor([base[index] + more]), torch.tensor([source[index] + more]))
        read.append(log_p(logits, base[index], answer, rule))
    return {name: of(*read) for name, of in METRICS.items()}`;
