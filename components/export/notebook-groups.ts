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

/** Code that defines `groups`: indices of pairs of one length whose roles are at the same positions, and those positions. */
export function writeGroups({ pairs, roles }: GroupedRun): string {
  const steps = placeSteps(pairs, roles);
  const groups = new Map<string, { indices: number[]; roles: (readonly number[])[] }>();
  for (const [index, { cleanTokens }] of pairs.entries()) {
    const key = JSON.stringify([cleanTokens.length, steps[index]]);
    const known = groups.get(key);
    if (known) known.indices.push(index);
    else groups.set(key, { indices: [index], roles: steps[index]! });
  }
  const lines = [...groups.values()].map(
    (group) => `    (${JSON.stringify(group.indices)}, ${JSON.stringify(group.roles)}),`,
  );
  const names = roles.length > 0 ? `, and the token positions of ${roles.join(', ')}` : '';
  return `# Pairs that are computed together${names}.\ngroups = [\n${lines.join('\n')}\n]`;
}

/** What `check_groups` needs of a sweep: hook, axes, shape. */
export function describeSweep(kind: SweepKind, shape: readonly number[]): string {
  const { hook, axes } = SITES[kind];
  return `${JSON.stringify(hook)}, ${JSON.stringify(axes)}, ${JSON.stringify(shape)}`;
}

/** Defines `sweep`. */
export const SWEEP_FUNCTION = `from itertools import product


def sweep(base, cache, metric, hook, axes, shape, roles):
    """The metric after each patch. hook names an activation; roles has the token positions of each step of a position axis."""
    result = torch.zeros(shape)
    for cell in product(*map(range, shape)):
        place = dict(zip(axes, cell))
        head = place.get("head")

        def patch(activation, hook):
            if "destination" in place:
                destinations = torch.tensor(roles[place["destination"]])
                sources = torch.tensor(roles[place["src"]]) if "src" in place else torch.arange(activation.shape[-1])
                index = (slice(None), head, destinations[:, None], sources[None, :])
            elif "position" in place:
                positions = roles[place["position"]]
                index = (slice(None), positions) if head is None else (slice(None), positions, head)
            else:
                # A pattern has its head before its positions.
                index = (slice(None), head) if hook.name.endswith("pattern") else (slice(None), slice(None), head)
            activation[index] = cache[hook.name][index]
            return activation

        name = hook.format(layer=place["layer"])
        result[cell] = metric(model.run_with_hooks(base, fwd_hooks=[(name, patch)]))
    return result`;

/** Defines `check_groups`. */
export const GROUP_FUNCTIONS = `def check_groups(base, source, expected):
    """Asserts the means after each patch, as Patchbay computed them."""
    global answers
    all_answers, sums = answers, {}
    for indices, roles in groups:
        is_tensor = torch.is_tensor(all_answers)
        answers = all_answers[indices] if is_tensor else [all_answers[i] for i in indices]
        ours, other = (torch.tensor([tokens[i] for i in indices]) for tokens in (base, source))
        _, cache = model.run_with_cache(other)
        metrics = make_metrics(ours, other)
        for metric, sweeps in expected.items():

            def mean(logits, of=metrics[metric]):
                return of(logits).mean()

            for name, (hook, axes, shape, _) in sweeps.items():
                patched = sweep(ours, cache, mean, hook, axes, shape, roles)
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
