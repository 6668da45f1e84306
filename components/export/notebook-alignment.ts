/**
 * Checks of runs with pairs whose prompts have different numbers of tokens, in Python: the source run's cache is read at the aligned
 * positions.
 */
import type { RunView_RunFragment } from '../generated/graphql';
import { placeSteps } from '../sweep/role-labels';

type AlignedRun = Pick<RunView_RunFragment, 'pairs' | 'roles'>;

/** Whether a run has pairs whose prompts have different numbers of tokens. */
export function hasAlignment({ pairs }: Pick<AlignedRun, 'pairs'>): boolean {
  return pairs.some(({ alignment }) => alignment);
}

/** Code that defines `groups`: indices of pairs with equal lengths, roles and alignments. */
export function writeAlignedGroups({ pairs, roles }: AlignedRun): string {
  const steps = {
    clean: placeSteps(pairs, roles),
    corrupted: placeSteps(pairs, roles, 'corruptedPositions'),
  };
  const groups = new Map<string, { indices: number[]; rest: string }>();
  for (const [index, { cleanTokens, corruptedTokens, alignment }] of pairs.entries()) {
    const aligned = alignment
      ? alignment.map(({ clean, corrupted }) => [clean, corrupted])
      : cleanTokens.map((_, at) => [at, at]);
    const own = { clean: steps.clean[index], corrupted: steps.corrupted[index] };
    const rest = `${JSON.stringify(own)}, ${JSON.stringify(aligned)}`;
    const key = JSON.stringify([cleanTokens.length, corruptedTokens.length, rest]);
    const known = groups.get(key);
    if (known) known.indices.push(index);
    else groups.set(key, { indices: [index], rest });
  }
  const lines = [...groups.values()].map(({ indices, rest }) => `    (${JSON.stringify(indices)}, ${rest}),`);
  const names = roles.length > 0 ? `the token positions of ${roles.join(', ')} in both prompts, and ` : '';
  return `# Pairs that are computed together, ${names}aligned positions [clean, corrupted].
groups = [
${lines.join('\n')}
]`;
}

/** Defines `sweep` and `check_groups`. */
export const ALIGNED_FUNCTIONS = `from itertools import product


def sweep(base, cache, metric, hook, axes, shape, roles, partner):
    """The metric after each patch. hook names an activation; roles has the token positions of each step of a position axis.

    partner has the source position of each base position; positions that it lacks are not patched."""
    result = torch.zeros(shape)
    for cell in product(*map(range, shape)):
        place = dict(zip(axes, cell))
        head = place.get("head")
        positions = roles[place["position"]] if "position" in place else sorted(partner)
        written = [position for position in positions if position in partner]
        read = [partner[position] for position in written]

        def patch(activation, hook):
            if written and head is None:
                activation[:, written] = cache[hook.name][:, read]
            elif written:
                activation[:, written, head] = cache[hook.name][:, read, head]
            return activation

        name = hook.format(layer=place["layer"])
        result[cell] = metric(model.run_with_hooks(base, fwd_hooks=[(name, patch)]))
    return result


def check_groups(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    global answers
    all_answers, sums = answers, {}
    side = "clean" if base is clean else "corrupted"
    for indices, roles, aligned in groups:
        is_tensor = torch.is_tensor(all_answers)
        answers = all_answers[indices] if is_tensor else [all_answers[i] for i in indices]
        ours, other = (torch.tensor([tokens[i] for i in indices]) for tokens in (base, source))
        _, cache = model.run_with_cache(other)
        metrics = make_metrics(ours, other)
        partner = {a: b for a, b in aligned} if side == "clean" else {b: a for a, b in aligned}
        steps = roles[side] or [[position] for position in range(ours.shape[1])]
        for metric, sweeps in expected.items():

            def mean(logits, of=metrics[metric]):
                return of(logits).mean()

            for name, (hook, axes, shape, _) in sweeps.items():
                patched = sweep(ours, cache, mean, hook, axes, shape, steps, partner)
                sums[metric, name] = sums.get((metric, name), 0) + len(indices) * patched
    answers = all_answers
    for metric, sweeps in expected.items():
        for name, (_, _, shape, numbers) in sweeps.items():
            patched, values = sums[metric, name] / len(base), torch.tensor(numbers).reshape(shape)
            difference = (patched - values).abs().max().item()
            print(f"{metric} {name}: largest difference {difference:.1e}")
            # Rank and accuracy are counts: rounding can move one prompt by one.
            is_count = metric in ("rank", "accuracy")
            tolerance = 1.001 / len(base) if is_count else 1e-4 * max(1, patched.abs().max().item())
            assert difference < tolerance, (metric, name)`;
