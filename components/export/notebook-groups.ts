/**
 * Checks of runs by role, and of pairs of several lengths, in Python. TransformerLens' functions take prompts of one length and
 * positions by index, so the cells are patched by hooks, group by group, and means over groups are weighted by their sizes.
 */
import { SITES } from '../../domain/sites';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { isOneLength, placeSteps } from '../sweep/role-labels';

type GroupedRun = Pick<RunView_RunFragment, 'pairs' | 'roles'>;

/** Whether TransformerLens' functions cannot compute the sweeps of a run as they are. */
export function isGrouped({ pairs, roles }: GroupedRun): boolean {
  return roles.length > 0 || !isOneLength(pairs);
}

/** Whether a run has pairs whose prompts have different numbers of tokens. */
export function hasAlignment({ pairs }: Pick<GroupedRun, 'pairs'>): boolean {
  return pairs.some(({ alignment }) => alignment);
}

/** Code that defines `groups`: indices of pairs of equal lengths, with the same steps and alignment. */
export function writeGroups({ pairs, roles }: GroupedRun): string {
  const steps = {
    clean: placeSteps(pairs, roles),
    corrupted: placeSteps(pairs, roles, 'corruptedPositions'),
  };
  const groups = new Map<string, { indices: number[]; rest: string }>();
  for (const [index, { cleanTokens, corruptedTokens, alignment }] of pairs.entries()) {
    const own =
      roles.length > 0
        ? JSON.stringify({ clean: steps.clean[index], corrupted: steps.corrupted[index] })
        : 'None';
    const aligned = alignment
      ? JSON.stringify(alignment.map(({ clean, corrupted }) => [clean, corrupted]))
      : 'None';
    const rest = `${own}, ${aligned}`;
    const key = `${cleanTokens.length} ${corruptedTokens.length} ${rest}`;
    const known = groups.get(key);
    if (known) known.indices.push(index);
    else groups.set(key, { indices: [index], rest });
  }
  const lines = [...groups.values()].map(({ indices, rest }) => `    (${JSON.stringify(indices)}, ${rest}),`);
  const names = roles.length > 0 ? ` (${roles.join(', ')})` : '';
  return `# Pairs that are computed together: their indices; the token positions of each step${names} of position axes in both prompts,
# or None where each position is a step; and the aligned positions [clean, corrupted], or None where each position has its own.
groups = [
${lines.join('\n')}
]
of_pair = {index: (steps, aligned) for indices, steps, aligned in groups for index in indices}


def list_steps(steps, side, length):
    """The token positions of each step of a position axis, in the prompts of a side."""
    return steps[side] if steps else [[position] for position in range(length)]


def read_source(base, source, aligned, side):
    """Activations of the source run by hook name, at the base positions that correspond; elsewhere those of the base run."""
    _, theirs = model.run_with_cache(source)
    if aligned is None:
        return theirs.__getitem__
    _, ours = model.run_with_cache(base)
    known = {}
    own, other = (list(positions) for positions in zip(*(pair if side == "clean" else pair[::-1] for pair in aligned)))

    def read(name):
        if name not in known:
            known[name] = ours[name].clone()
            known[name][:, own] = theirs[name][:, other]
        return known[name]

    return read`;
}

/** What `check_groups` needs of a sweep: hook, axes, shape. */
export function describeSweep(kind: SweepKind, shape: readonly number[]): string {
  const { hook, axes } = SITES[kind];
  return `${JSON.stringify(hook)}, ${JSON.stringify(axes)}, ${JSON.stringify(shape)}`;
}

/** Defines `sweep`. */
export const SWEEP_FUNCTION = `from itertools import product


def sweep(base, values, metric, hook, axes, shape, steps):
    """
    The metric after each patch. hook names an activation, values(name) gives what is written, steps has the token positions of each
    step of a position axis.
    """
    result = torch.zeros(shape)
    for cell in product(*map(range, shape)):
        place = dict(zip(axes, cell))
        head = place.get("head")

        def patch(activation, hook):
            if "destination" in place:
                destinations = torch.tensor(steps[place["destination"]])
                sources = torch.tensor(steps[place["src"]]) if "src" in place else torch.arange(activation.shape[-1])
                index = (slice(None), head, destinations[:, None], sources[None, :])
            elif "position" in place:
                positions = steps[place["position"]]
                index = (slice(None), positions) if head is None else (slice(None), positions, head)
            else:
                # A pattern has its head before its positions.
                index = (slice(None), head) if hook.name.endswith("pattern") else (slice(None), slice(None), head)
            activation[index] = values(hook.name)[index]
            return activation

        name = hook.format(layer=place["layer"])
        result[cell] = metric(model.run_with_hooks(base, fwd_hooks=[(name, patch)]))
    return result`;

/** Defines `check_groups`. */
export const GROUP_FUNCTIONS = `def check_groups(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    global answers
    all_answers, sums = answers, {}
    side = "clean" if base is clean else "corrupted"
    for indices, steps, aligned in groups:
        is_tensor = torch.is_tensor(all_answers)
        answers = all_answers[indices] if is_tensor else [all_answers[i] for i in indices]
        ours, other = (torch.tensor([tokens[i] for i in indices]) for tokens in (base, source))
        values = read_source(ours, other, aligned, side)
        metrics = make_metrics(ours, other)
        for metric, sweeps in expected.items():

            def mean(logits, of=metrics[metric]):
                return of(logits).mean()

            for name, (hook, axes, shape, _) in sweeps.items():
                patched = sweep(ours, values, mean, hook, axes, shape, list_steps(steps, side, ours.shape[1]))
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
