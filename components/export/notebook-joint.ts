/** The cells of the Python notebook that compute joint patches again with TransformerLens hooks. */
import { PATCH_SITES } from '../../domain/patch-sites';
import { SITES } from '../../domain/sites';
import { toMetricId } from '../sweep/metrics';
import { listPrompts } from '../joint/joint-numbers';
import type { ExportedJointPatch } from './joint-patches';
import { writePairValues } from './notebook-joint-pairs';
import { writeValues } from './notebook-values';

/** Joint patches of more sites are checked together only, not site by site. */
const MAX_CHECKED_SINGLES = 20;

/** Defines `patch_together`. */
export const PATCH_TOGETHER = `def patch_together(base, values, sites):
    """
    Logits after setting sites together to the activations that values(name) gives. A site is a hook name, head, position and
    source position; None stands for all. The position of a pattern is its destination.
    """
    everything = slice(None)

    def write(activation, hook):
        for name, head, position, src in sites:
            if name != hook.name:
                continue
            head, position, src = (everything if at is None else at for at in (head, position, src))
            if name.endswith("hook_pattern"):
                where = (everything, head, position, src)
            elif ".attn." in name:
                where = (everything, position, head)
            else:
                where = (everything, position)
            activation[where] = values(name)[where]
        return activation

    return model.run_with_hooks(base, fwd_hooks=[(name, write) for name in sorted({site[0] for site in sites})])`;

/** Functions that the checks of joint patches use. */
export const JOINT_FUNCTIONS = `${PATCH_TOGETHER}


def check_joint(title, base, source, values, sites, prompts, expected):
    """Asserts the joint patch and, as far as they are given, the single ones; values of the given prompts only."""
    metrics = make_metrics(base, source)
    for metric, rows in expected.items():
        for index, numbers in enumerate(rows):
            part = sites if index == 0 else sites[index - 1 : index]
            patched, numbers = metrics[metric](patch_together(base, values, part))[prompts], torch.tensor(numbers, dtype=torch.float32)
            # Rank and accuracy are counts: rounding can move one prompt by one.
            is_count = metric in ("rank", "accuracy")
            difference = (patched.mean() - numbers.mean()).abs() if is_count else (patched - numbers).abs().max()
            tolerance = 1.001 / len(prompts) if is_count else 1e-4 * max(1, patched.abs().max().item())
            assert difference < tolerance, (title, metric, index)
    print(f"{title}: {', '.join(expected)} agree, {len(rows) - 1} sites alone, {len(prompts)} prompts")`;

/**
 * Code that computes one joint patch again and asserts its numbers.
 *
 * @param isByPair whether the notebook computes joint patches pair by pair, with notebook-joint-pairs.ts.
 */
export function checkJointPatch(patch: ExportedJointPatch, isByPair: boolean): string {
  const { direction, sites, results, title, controlOf } = patch;
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const prompts = listPrompts(results[0]!);
  const hooks = sites.map(({ site, layer, head, position, src }) => {
    const name = SITES[PATCH_SITES[site]].hook.replace('{layer}', String(layer));
    return `    (${JSON.stringify(name)}, ${[head, position, src].map(writeIndex).join(', ')}),`;
  });
  // A pair without a donor is not compared; its own index fills its place.
  const donors =
    patch.donors?.map((donor, at) => (donor !== null && prompts.includes(at) ? donor : at)) ?? null;
  const written = { ...patch, donors };
  const isChecked = sites.length > 1 && sites.length <= MAX_CHECKED_SINGLES;
  const expected = results.map(({ metric, patched, singles }) => {
    const rows = [patched, ...(isChecked ? singles : [])].map((row) =>
      prompts.map((prompt) => Number(row[prompt]!.toPrecision(9))),
    );
    return `    "${toMetricId(metric)}": ${JSON.stringify(rows)},`;
  });
  const name = `${controlOf === null ? 'Joint patch' : 'Control'}: ${title}`;
  return `base, source = ${base}, ${source}
sites = [
${hooks.join('\n')}
]
values = ${isByPair ? writePairValues(written, direction === 'DENOISING' ? 'CORRUPTED' : 'CLEAN') : writeValues(written, source)}
expected = {
${expected.join('\n')}
}
${isByPair ? 'check_joint_pairs' : 'check_joint'}(${JSON.stringify(name)}, base, source, values, sites, ${JSON.stringify(prompts)}, expected)`;
}

function writeIndex(index: number | null | undefined): string {
  return index == null ? 'None' : String(index);
}
