/** Joint patches of a run as CSV: one row for each patch, metric, prompt and part. */
import { formatSite } from '../../domain/patch-sites';
import type { RunView_RunFragment } from '../generated/graphql';
import { listPrompts, readEffect } from '../joint/joint-numbers';
import { toMetricId } from '../sweep/metrics';
import { commentLines } from './file-parts';
import type { ExportedJointPatch } from './joint-patches';

const COLUMNS = [
  'joint_patch',
  'control_of',
  'direction',
  'value',
  'value_from',
  'donor_rule',
  'seed',
  'metric',
  'prompt',
  'donor',
  'part',
  'site',
  'raw',
  'change',
  'recovery',
] as const;

/**
 * Writes the file. The part `joint` is the patch of all sites, `single` that of one site alone, `sum_of_singles` the sum of their
 * changes, and `interaction` the joint change minus that sum. Prompts count from 1; `mean` is the mean over the prompts that were
 * patched. Recovery is empty where it is undefined.
 */
export function toJointCsv(
  { id, title, model }: Pick<RunView_RunFragment, 'id' | 'title' | 'model'>,
  patches: readonly ExportedJointPatch[],
): string {
  const rows = patches.flatMap((patch) =>
    patch.results.flatMap((result) => {
      const prompts = listPrompts(result);
      return [null, ...prompts].flatMap((prompt) => {
        const effect = readEffect(result, prompt === null ? prompts : [prompt]);
        if (!effect) return [];
        const donor = prompt === null ? null : patch.donors?.[prompt];
        const head = [
          patch.id,
          patch.controlOf ?? '',
          patch.direction,
          patch.value,
          patch.valueFrom ?? '',
          patch.donorRule ?? '',
          patch.seed ?? '',
          toMetricId(result.metric),
          prompt === null ? 'mean' : prompt + 1,
          donor == null ? '' : donor + 1,
        ];
        const row = (
          part: string,
          site: string,
          raw: number | '',
          { change, recovery }: typeof effect.effect,
        ): string => [...head, part, site, raw, change, Number.isNaN(recovery) ? '' : recovery].join(',');
        return [
          row('joint', '', effect.joint, effect.effect),
          ...patch.sites.map((site, at) =>
            row('single', formatSite(withoutUndefined(site)), effect.singles[at]!, effect.singleEffects[at]!),
          ),
          row('sum_of_singles', '', '', effect.sumOfSingles),
          row('interaction', '', '', effect.interaction),
        ];
      });
    }),
  );
  const comments = commentLines([
    `Joint patches of Patchbay run ${id}: ${title}`,
    `model ${model.id}; raw: the metric after the patch; change: raw - base run; recovery: change / (source run - base run)`,
    'part: joint (all sites together), single (one site alone), sum_of_singles, interaction (joint change - sum of single changes)',
  ]);
  return `${[...comments, COLUMNS.join(','), ...rows].join('\n')}\n`;
}

function withoutUndefined({ site, layer, head, position, src }: ExportedJointPatch['sites'][number]) {
  return { site, layer, head: head ?? null, position: position ?? null, src: src ?? null };
}
