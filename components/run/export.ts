import type { RunView_RunFragment } from '../generated/graphql';
import { placeOf } from './place';
import type { ShownSweep } from './SweepFacets';

/** A row a cell: kind, layer, head and position as far as there are, logit difference, and the value shown. */
export function toCsv(sweeps: readonly ShownSweep[]): string {
  const rows = sweeps.flatMap((sweep) => {
    return Array.from(sweep.raw, (logitDiff, index) => {
      const { layer, head, position } = placeOf(sweep, index);
      const shown = sweep.values[index]!;
      const place = [layer, head ?? '', position ?? ''];
      return [sweep.kind, ...place, logitDiff, Number.isNaN(shown) ? '' : shown].join(',');
    });
  });
  return `${['kind,layer,head,position,logit_diff,shown', ...rows].join('\n')}\n`;
}

/** The run with its prompts, baseline, provenance and logit differences. */
export function toJson(run: RunView_RunFragment, sweeps: readonly ShownSweep[]): string {
  const { id, createdAt, direction, model, pairs, baseline, provenance } = run;
  const values = sweeps.map(({ kind, shape, axes, raw }) => ({ kind, shape, axes, logitDiff: [...raw] }));
  return JSON.stringify(
    { id, createdAt, direction, model: model.id, pairs, baseline, provenance, sweeps: values },
    null,
    1,
  );
}
