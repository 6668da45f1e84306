/**
 * Checks of runs whose answers are read as a whole, in Python. The prompts of a pair are followed by an answer without its last token
 * (teacher forcing), and one patched run gives the log-probability of all tokens of the answer, pair by pair.
 */
import type { RunView_RunFragment } from '../generated/graphql';
import { placeSteps } from '../sweep/role-labels';

type WholeRun = Pick<RunView_RunFragment, 'pairs' | 'roles'>;

/** Whether an answer of the run is read as a whole. */
export function isWholeRun({ pairs }: Pick<WholeRun, 'pairs'>): boolean {
  return pairs.some(({ whole }) => whole !== null);
}

/** Code that defines `answers` and `places` of each pair. */
export function writeWholeAnswers({ pairs, roles }: WholeRun): string {
  const steps = roles.length > 0 ? placeSteps(pairs, roles) : null;
  const answers = pairs.map(({ whole, correctTokens, incorrectTokens, rule }) => {
    const ids = (tokens: readonly { readonly id: number }[]): number[] => tokens.map(({ id }) => id);
    return whole
      ? [ids(whole.correct), ids(whole.incorrect), 'WHOLE']
      : [ids(correctTokens), ids(incorrectTokens), rule];
  });
  const places = pairs.map(({ cleanTokens }, index) =>
    steps ? steps[index]! : Array.from(cleanTokens, (_, position) => [position]),
  );
  return `# Token ids of the correct and the incorrect answer of each pair: WHOLE in order, else one token or a set with the rule of its score.
answers = ${JSON.stringify(answers)}
# The token positions of each step of position axes${roles.length > 0 ? ` (${roles.join(', ')})` : ''}.
places = ${JSON.stringify(places)}`;
}

/** Defines `check_whole`, with `sweep` of notebook-groups.ts. */
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
    for prompt, other, (correct, incorrect, rule), roles in zip(base, source, answers, places):
        patched = {}
        for answer in (correct, incorrect):
            more = answer[:-1] if rule == "WHOLE" else []
            ours, theirs = torch.tensor([prompt + more]), torch.tensor([other + more])
            _, cache = model.run_with_cache(theirs)
            for name, (hook, axes, shape) in kinds.items():
                read = lambda logits: log_p(logits, prompt, answer, rule)
                patched.setdefault(name, []).append(sweep(ours, cache, read, hook, axes, shape, roles).double())
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

/** Defines `check_joint_whole`, with `patch_together` of notebook-joint.ts. */
export const WHOLE_JOINT_FUNCTIONS = `def place_sites(sites, roles):
    """Sites at token positions of a prompt: each step of a position axis becomes its positions."""

    def place(step):
        return [None] if step is None else roles[step]

    return [(name, head, at, src) for name, head, step, src_step in sites for at in place(step) for src in place(src_step)]


def check_joint_whole(title, base, source, values, sites, prompts, expected):
    """
    Asserts the joint patch and, as far as they are given, the single ones; values of the given prompts only. values(source) gives
    the activations that are written, of the source prompt with the same answer.
    """
    count = len(next(iter(expected.values())))
    patched = {}
    for prompt in prompts:
        correct, incorrect, rule = answers[prompt]
        for index in range(count):
            part = sites if index == 0 else sites[index - 1 : index]
            read = []
            for answer in (correct, incorrect):
                more = answer[:-1] if rule == "WHOLE" else []
                ours, theirs = torch.tensor([base[prompt] + more]), torch.tensor([source[prompt] + more])
                logits = patch_together(ours, values(theirs), place_sites(part, places[prompt]))
                read.append(log_p(logits, base[prompt], answer, rule))
            for metric in expected:
                patched.setdefault((metric, index), []).append(METRICS[metric](*read))
    for metric, rows in expected.items():
        for index, numbers in enumerate(rows):
            ours, numbers = torch.stack(patched[metric, index]), torch.tensor(numbers, dtype=torch.float64)
            # Accuracy is a count: rounding can move one prompt by one.
            is_count = metric == "accuracy"
            difference = (ours.mean() - numbers.mean()).abs() if is_count else (ours - numbers).abs().max()
            tolerance = 1.001 / len(prompts) if is_count else 1e-4 * max(1, ours.abs().max().item())
            assert difference < tolerance, (title, metric, index)
    print(f"{title}: {', '.join(expected)} agree, {count - 1} sites alone, {len(prompts)} prompts")`;
