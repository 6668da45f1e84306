/** Joint patches of runs by role, of several lengths and of whole answers, in Python: computed again pair by pair. */
import type { RunSide } from '../generated/graphql';
import type { WrittenValue } from './notebook-values';

/** Defines `read_pair`, with what notebook-groups.ts writes. */
export const READ_PAIR = `def read_pair(index, base, source, side):
    """As read_source, for the prompts of one pair, followed by the same tokens of an answer or by none."""
    aligned = of_pair[index][1]
    if aligned is not None:
        more = base.shape[1] - len((clean if side == "clean" else corrupted)[index])
        aligned = aligned + [[len(clean[index]) + at, len(corrupted[index]) + at] for at in range(more)]
    return read_source(base, source, aligned, side)`;

/** Defines `measure_pair` for answers of one token, with the `make_metrics` of every notebook. */
export const MEASURE_TOKENS = `def measure_pair(index, base, source, patch):
    """The metrics of a pair after patch(base, source), which gives the logits of patched tokens."""
    global answers
    all_answers, answers = answers, answers[index : index + 1]
    ours, theirs = torch.tensor([base[index]]), torch.tensor([source[index]])
    logits = patch(ours, theirs)
    measured = {name: of(logits)[0] for name, of in make_metrics(ours, theirs).items()}
    answers = all_answers
    return measured`;

/** Defines `means_of` and `check_joint_pairs`, with `patch_together` of notebook-joint.ts and `measure_pair`. */
export const JOINT_PAIR_FUNCTIONS = `def means_of(prompts, across_positions):
    """
    Mean activations over prompts: by position, which needs prompts of one length, or over all tokens of all prompts; patterns always by
    position.
    """
    caches = [model.run_with_cache(torch.tensor([tokens]))[1] for tokens in prompts]

    def read(name, length):
        if not across_positions or name.endswith("hook_pattern"):
            return sum(cache[name] for cache in caches) / len(caches)
        total = sum(cache[name].double().sum((0, 1), keepdim=True) for cache in caches)
        mean = (total / sum(map(len, prompts))).float()
        return mean.expand(1, length, *mean.shape[2:])

    return lambda index, base, source: lambda name: read(name, base.shape[1])


def place_sites(sites, steps):
    """Sites at token positions of a prompt: each step of a position axis becomes its positions."""

    def place(step):
        return [None] if step is None else steps[step]

    return [(name, head, at, src) for name, head, step, src_step in sites for at in place(step) for src in place(src_step)]


def check_joint_pairs(title, base, source, values, sites, prompts, expected):
    """
    Asserts the joint patch and, as far as they are given, the single ones; values of the given prompts only. values(index, base, source)
    gives the activations that are written into the prompt of a pair, by hook name.
    """
    count = len(next(iter(expected.values())))
    side = "clean" if base is clean else "corrupted"
    patched = {}
    for index in prompts:
        steps = list_steps(of_pair[index][0], side, len(base[index]))
        for row in range(count):
            part = place_sites(sites if row == 0 else sites[row - 1 : row], steps)
            write = lambda ours, theirs: patch_together(ours, values(index, ours, theirs), part)
            for metric, number in measure_pair(index, base, source, write).items():
                patched.setdefault((metric, row), []).append(number.double())
    for metric, rows in expected.items():
        for row, numbers in enumerate(rows):
            ours, numbers = torch.stack(patched[metric, row]), torch.tensor(numbers, dtype=torch.float64)
            # Rank and accuracy are counts: rounding can move one prompt by one.
            is_count = metric in ("rank", "accuracy")
            difference = (ours.mean() - numbers.mean()).abs() if is_count else (ours - numbers).abs().max()
            tolerance = 1.001 / len(prompts) if is_count else 1e-4 * max(1, ours.abs().max().item())
            assert difference < tolerance, (title, metric, row)
    print(f"{title}: {', '.join(expected)} agree, {count - 1} sites alone, {len(prompts)} prompts")`;

/**
 * Writes a function of the index and the tokens of a pair that gives the activation of a hook by its name.
 *
 * @param base side of the base run.
 */
export function writePairValues(
  { value, valueFrom, acrossPositions, donors }: WrittenValue,
  base: RunSide,
): string {
  const side = (valueFrom ?? '').toLowerCase();
  const ofPair = 'lambda index, base, source: ';
  switch (value) {
    case 'SOURCE':
      return `${ofPair}read_pair(index, base, source, "${base.toLowerCase()}")`;
    case 'ZERO':
      return `${ofPair}zeros_of(model.run_with_cache(base)[1])`;
    case 'MEAN':
      return `means_of(${side}, ${acrossPositions ? 'True' : 'False'})`;
    case 'RESAMPLE':
      return `${ofPair}model.run_with_cache(torch.tensor([${side}[${JSON.stringify(donors)}[index]]]))[1].__getitem__`;
  }
}
