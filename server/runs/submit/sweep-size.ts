/** The size of a run's results, compared with what one request can read and a page can show. */
import { countCells } from '../../../domain/cell';
import { countEdges } from '../../../domain/edges';
import { countLongest } from '../../../domain/pair-groups';
import { MAX_SWEEP_CELLS, MAX_SWEEP_VALUES } from '../../../domain/limits';
import { measureSweep } from '../../engine/client/client';
import type { Experiment, ModelInfo, SweepKind } from '../../engine/api';
import type { InputIssue } from '../../errors';

/** Why the results of a sweep, or of the edges, are too large and what to reduce, for each that is. */
export function findSizeIssues(
  { pairs, roles, edges }: Experiment,
  kinds: readonly SweepKind[],
  model: Pick<ModelInfo, 'layers' | 'heads'>,
): InputIssue[] {
  const length = countLongest(pairs);
  const ofSweeps = kinds.flatMap((kind) => {
    const shape = measureSweep(kind, model, { length, roles: roles?.positions[0] });
    const cells = countCells(shape);
    const formula = `${shape.join(' x ')} = ${format(cells)} cells`;
    if (cells > MAX_SWEEP_CELLS) {
      const message = `${kind} has ${formula} at ${length} tokens; a sweep has up to ${format(MAX_SWEEP_CELLS)}. Shorten the prompts, or leave this sweep out.`;
      return [{ path: 'sweeps', message }];
    }
    if (cells * pairs.length > MAX_SWEEP_VALUES) {
      const fitting = Math.floor(MAX_SWEEP_VALUES / cells);
      const message = `${kind} has ${formula} for each of ${pairs.length} pairs; a sweep stores up to ${format(MAX_SWEEP_VALUES)} values. At this length ${fitting} pairs fit; or shorten the prompts, or leave this sweep out.`;
      return [{ path: 'sweeps', message }];
    }
    return [];
  });
  return edges ? [...ofSweeps, ...findEdgeIssues(pairs.length, model)] : ofSweeps;
}

function findEdgeIssues(pairs: number, model: Pick<ModelInfo, 'layers' | 'heads'>): InputIssue[] {
  const edges = countEdges(model);
  if (edges <= MAX_SWEEP_CELLS && edges * pairs <= MAX_SWEEP_VALUES) return [];
  const fitting = Math.floor(MAX_SWEEP_VALUES / edges);
  const advice =
    edges > MAX_SWEEP_CELLS
      ? `a run has up to ${format(MAX_SWEEP_CELLS)}. Follow paths step by step instead`
      : `for each of ${pairs} pairs; a run stores up to ${format(MAX_SWEEP_VALUES)} values of them. ${fitting} pairs fit`;
  return [
    {
      path: 'edges',
      message: `This model has ${format(edges)} edges between heads${edges > MAX_SWEEP_CELLS ? ';' : ''} ${advice}.`,
    },
  ];
}

function format(count: number): string {
  return count.toLocaleString('en');
}
