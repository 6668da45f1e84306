/** What a run's file must fulfil beside its schema: one experiment, complete results, and derived numbers that agree. */
import { averageOverPrompts, mean, type Direction } from '../../../domain/effect';
import { MAX_SWEEP_CELLS, MAX_SWEEP_VALUES } from '../../../domain/limits';
import { METRICS, type MetricId } from '../../../domain/metrics';
import { listComputedCells, type PairGroup } from '../../../domain/pair-groups';
import { siteOfKind, type SweepKind } from '../../../domain/sites';
import { measureSweep } from '../../engine/client/client';
import type { InputIssue } from '../../errors';
import { listStoredMetrics } from '../experiment';
import { checkPairs } from './check-pairs';
import { checkCircuits, checkEdges, checkJointPatches } from './check-parts';
import { groupFilePairs, measurePrompts } from './file-extent';
import { countValues, decodeBase64, floatsProblem, readFloats } from './file-floats';
import type { RunFile } from './run-file';

/** Largest |difference| of a derived number from what it is derived from, as a share of the larger of 1 and the number. */
const DERIVED_TOLERANCE = 1e-5;

/** All problems of a file that conforms to the schema; empty for a file that can be imported. */
export function findRunFileIssues(file: RunFile): InputIssue[] {
  const issues: InputIssue[] = [...checkRequest(file), ...checkPairs(file)];
  // The arrays are measured by the prompts.
  if (issues.length > 0) return issues;
  issues.push(...checkUnpatched(file), ...checkSweeps(file));
  issues.push(...checkEdges(file), ...checkJointPatches(file), ...checkCircuits(file));
  return issues;
}

/** Whether a derived number agrees with the number that it is derived from. */
export function agrees(derived: number, value: number): boolean {
  return Math.abs(derived - value) <= DERIVED_TOLERANCE * Math.max(1, Math.abs(value));
}

function checkRequest(file: RunFile): InputIssue[] {
  const { direction, directions, metrics, sweepKinds, modelSizes, pairs } = file;
  const issues: InputIssue[] = [];
  const once = (path: string, items: readonly string[]): void => {
    if (new Set(items).size < items.length)
      issues.push({ path, message: 'An item is named twice. Name it once.' });
  };
  once('directions', directions);
  once('metrics', metrics);
  once('sweepKinds', sweepKinds);
  if (direction !== directions[0]) {
    const message = `The direction is ${direction}, but directions begins with ${directions[0]}. They must be the same.`;
    issues.push({ path: 'direction', message });
  }
  for (const kind of sweepKinds) {
    const cells = countValues(measureSweep(kind, modelSizes, measurePrompts(file)));
    if (cells > MAX_SWEEP_CELLS || cells * pairs.length > MAX_SWEEP_VALUES) {
      const message = `${kind} has ${cells} cells and ${cells * pairs.length} values; up to ${MAX_SWEEP_CELLS} cells and ${MAX_SWEEP_VALUES} values are stored.`;
      issues.push({ path: 'sweepKinds', message });
    }
  }
  return issues;
}

/** The metrics of the unpatched runs: each direction and metric once, a number for each prompt. */
function checkUnpatched({ unpatched, directions, metrics, pairs, baseline }: RunFile): InputIssue[] {
  const issues: InputIssue[] = [];
  const stored = listStoredMetrics(metrics);
  const seen = new Set<string>();
  unpatched.forEach(({ direction, metric, clean, corrupted }, at) => {
    const path = `unpatched.${at}`;
    const name = `${direction} ${metric}`;
    if (seen.has(name)) issues.push({ path, message: `${name} is given twice. Give it once.` });
    seen.add(name);
    if (!directions.includes(direction)) {
      issues.push({ path: `${path}.direction`, message: `The run has no direction ${direction}.` });
    }
    if (!stored.includes(metric)) {
      issues.push({ path: `${path}.metric`, message: `The run has no metric ${metric}; add it to metrics.` });
    }
    for (const [field, values] of [
      ['clean', clean],
      ['corrupted', corrupted],
    ] as const) {
      if (values.length === pairs.length) continue;
      const message = `There are ${values.length} numbers for ${pairs.length} prompt pairs.`;
      issues.push({ path: `${path}.${field}`, message });
    }
  });
  for (const direction of directions) {
    for (const metric of stored) {
      if (seen.has(`${direction} ${metric}`)) continue;
      issues.push({ path: 'unpatched', message: `The ${metric} of ${direction} is missing.` });
    }
  }
  const own = unpatched.find(
    ({ direction, metric }) => direction === directions[0] && metric === 'logit_diff',
  );
  if (!baseline || !own || issues.length > 0) return issues;
  for (const field of ['clean', 'corrupted'] as const) {
    if (!agrees(baseline[field], mean(own[field]))) {
      const message = `It is ${baseline[field]}, but the mean of unpatched is ${mean(own[field])}.`;
      issues.push({ path: `baseline.${field}`, message });
    }
  }
  return issues;
}

function checkSweeps(file: RunFile): InputIssue[] {
  const { sweeps, directions, metrics, sweepKinds, pairs, modelSizes } = file;
  const issues: InputIssue[] = [];
  const stored = listStoredMetrics(metrics);
  const seen = new Set<string>();
  const prompts = measurePrompts(file);
  const groups = groupFilePairs(file);
  sweeps.forEach((sweep, at) => {
    const { kind, direction, metric, axes, shape, perPrompt, mean: means, computed, unit } = sweep;
    const path = `sweeps.${at}`;
    const report = (field: string, message: string): void =>
      void issues.push({ path: field === '' ? path : `${path}.${field}`, message });
    const name = nameSweep(kind, direction, metric);
    if (seen.has(name)) report('', `${name} is given twice. Give it once.`);
    seen.add(name);
    if (!sweepKinds.includes(kind)) report('kind', `The run has no sweep ${kind}; add it to sweepKinds.`);
    if (!directions.includes(direction)) report('direction', `The run has no direction ${direction}.`);
    if (!stored.includes(metric)) report('metric', `The run has no metric ${metric}; add it to metrics.`);
    if (unit !== undefined && unit !== METRICS[metric].unit) {
      report('unit', `The unit of ${metric} is '${METRICS[metric].unit}', not '${unit}'.`);
    }
    const names = siteOfKind(kind).axes;
    if (axes.map((axis) => axis.name).join() !== names.join()) {
      report('axes', `The axes of ${kind} are ${names.join(', ')}, in this order.`);
    }
    const expected = measureSweep(kind, modelSizes, prompts);
    if (shape.join() !== expected.join()) {
      report('shape', `The shape is [${shape.join(', ')}]; ${kind} has [${expected.join(', ')}].`);
      return;
    }
    const problem = floatsProblem(perPrompt, [pairs.length, ...expected]);
    if (problem) {
      report(`perPrompt.${problem.field}`, problem.message);
      return;
    }
    if (means) {
      const own = averageOverPrompts(readFloats(perPrompt), pairs.length, null);
      const wrong =
        means.length === own.length ? means.findIndex((value, cell) => !agrees(value, own[cell]!)) : -2;
      if (wrong === -2) report('mean', `There are ${means.length} numbers for ${own.length} cells.`);
      else if (wrong >= 0) {
        report(`mean.${wrong}`, `It is ${means[wrong]}, but the mean of perPrompt is ${own[wrong]}.`);
      }
    }
    if (computed) checkComputed(groups, sweep, (message) => report('computed', message));
  });
  for (const kind of sweepKinds) {
    for (const direction of directions) {
      for (const metric of stored) {
        const name = nameSweep(kind, direction, metric);
        if (!seen.has(name)) issues.push({ path: 'sweeps', message: `${name} is missing.` });
      }
    }
  }
  return issues;
}

function checkComputed(
  groups: readonly PairGroup[],
  { kind, direction, shape, axes, computed }: RunFile['sweeps'][number],
  report: (message: string) => void,
): void {
  const cells = countValues(shape);
  const bytes = decodeBase64(computed!.data, cells);
  if (computed!.shape.join() !== shape.join() || bytes === null) {
    report(`This is not base64 of one byte for each of ${cells} cells.`);
    return;
  }
  const own = listComputedCells(kind, { axes: axes.map(({ name }) => name), shape }, groups, direction);
  const wrong = bytes.findIndex((byte, cell) => byte !== own[cell]);
  if (wrong >= 0) report(`Cell ${wrong} has ${bytes[wrong]}; by causality it is ${own[wrong]}.`);
}

function nameSweep(kind: SweepKind, direction: Direction, metric: MetricId): string {
  return `${kind}, ${direction}, ${metric}`;
}
