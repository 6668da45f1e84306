/** Checks of edges, joint patches and circuits of a run's file. */
import { createEdgeNumbering, type CircuitEdge } from '../../../domain/circuit-edges';
import type { CircuitNode } from '../../../domain/circuit';
import { EDGE_INPUTS, listReceiverLayers } from '../../../domain/edges';
import { isHeadSite } from '../../../domain/patch-sites';
import { textProblem } from '../../text';
import type { InputIssue } from '../../errors';
import { listStoredMetrics } from '../experiment';
import { measurePrompts } from './file-extent';
import { floatsProblem } from './file-floats';
import type { RunFile } from './run-file';

/** Edges between heads: every direction, layer and metric once, or none at all. */
export function checkEdges({ edges, directions, metrics, modelSizes, pairs }: RunFile): InputIssue[] {
  if (edges.length === 0) return [];
  const issues: InputIssue[] = [];
  const layers = listReceiverLayers(modelSizes);
  const stored = listStoredMetrics(metrics);
  const given = edges.map(({ direction }) => direction);
  if (given.toSorted().join() !== directions.toSorted().join()) {
    issues.push({ path: 'edges', message: `There must be one entry for each of ${directions.join(', ')}.` });
  }
  edges.forEach((entry, at) => {
    const path = `edges.${at}.layers`;
    if (entry.layers.map(({ layer }) => layer).join() !== layers.join()) {
      issues.push({ path, message: `The layers of the receivers must be ${layers.join(', ')}.` });
    }
    entry.layers.forEach(({ layer, values }, index) => {
      const of = values.map(({ metric }) => metric);
      if (of.toSorted().join() !== stored.toSorted().join()) {
        const message = `The metrics must be ${stored.join(', ')}, each once.`;
        issues.push({ path: `${path}.${index}.values`, message });
      }
      const shape = [pairs.length, EDGE_INPUTS.length, modelSizes.heads, layer, modelSizes.heads];
      values.forEach(({ perPrompt }, value) => {
        const problem = floatsProblem(perPrompt, shape);
        if (!problem) return;
        const field = `${path}.${index}.values.${value}.perPrompt.${problem.field}`;
        issues.push({ path: field, message: problem.message });
      });
    });
  });
  return issues;
}

/** Joint patches: sites of the model, and numbers of every prompt that was patched. */
export function checkJointPatches(file: RunFile): InputIssue[] {
  const { jointPatches, directions, metrics, modelSizes, pairs } = file;
  const issues: InputIssue[] = [];
  const stored = listStoredMetrics(metrics);
  const { length, roles } = measurePrompts(file);
  // By role a position is the index of a role.
  const steps = roles?.length ?? length;
  jointPatches.forEach((patch, at) => {
    const report = (field: string, message: string): void =>
      void issues.push({ path: `jointPatches.${at}.${field}`, message });
    const problem = textProblem(patch.title);
    if (problem !== null) report('title', `The text ${problem}.`);
    if (!directions.includes(patch.direction))
      report('direction', `The run has no direction ${patch.direction}.`);
    const of = patch.controlOf === null ? null : jointPatches[patch.controlOf];
    if (patch.controlOf !== null && (patch.controlOf >= at || of?.controlOf !== null)) {
      report('controlOf', 'It must be the index of an earlier joint patch that is no control.');
    }
    if ((patch.value === 'RESAMPLE') !== (patch.donors !== null)) {
      report('donors', 'RESAMPLE needs a donor for each pair, and other values have none.');
    }
    if (patch.donors && patch.donors.length !== pairs.length) {
      report('donors', `There are ${patch.donors.length} donors for ${pairs.length} prompt pairs.`);
    }
    if (patch.donors?.some((donor) => donor !== null && donor >= pairs.length)) {
      report('donors', `Donors are pairs 0 to ${pairs.length - 1}.`);
    }
    if ((patch.value === 'MEAN' || patch.value === 'RESAMPLE') !== (patch.valueFrom !== null)) {
      report(
        'valueFrom',
        'MEAN and RESAMPLE need the side that values are taken from; other values have none.',
      );
    }
    patch.sites.forEach(({ site, layer, head, position, src }, index) => {
      const isOutside =
        layer >= modelSizes.layers ||
        (head ?? 0) >= modelSizes.heads ||
        (position ?? 0) >= steps ||
        (src ?? 0) >= steps ||
        (head !== null && !isHeadSite(site)) ||
        (src !== null && site !== 'PATTERN');
      if (isOutside) report(`sites.${index}`, 'The model and the prompts have no such site.');
    });
    const seen = new Set<string>();
    patch.results.forEach((result, index) => {
      const { metric, singles } = result;
      if (seen.has(metric)) report(`results.${index}.metric`, `${metric} is given twice. Give it once.`);
      seen.add(metric);
      if (!stored.includes(metric)) report(`results.${index}.metric`, `The run has no metric ${metric}.`);
      if (singles.length !== patch.sites.length) {
        const message = `There are ${singles.length} lists for ${patch.sites.length} sites.`;
        report(`results.${index}.singles`, message);
      }
      const lists = [
        ['base', result.base],
        ['source', result.source],
        ['patched', result.patched],
        ...singles.map((values, site) => [`singles.${site}`, values] as const),
      ] as const;
      for (const [field, values] of lists) {
        const isRight =
          values.length === pairs.length &&
          values.every((value, prompt) => (value === null) === (patch.donors?.[prompt] === null));
        if (isRight) continue;
        const message = `There must be a number for each of ${pairs.length} prompts, and null for a prompt without a donor.`;
        report(`results.${index}.${field}`, message);
      }
    });
  });
  return issues;
}

/** Circuits: nodes and edges of the model, in a direction and metric of the run's prompts. */
export function checkCircuits({ circuits, modelSizes, pairs }: RunFile): InputIssue[] {
  const issues: InputIssue[] = [];
  // Numbering lists every receiver of the model.
  const numbering = circuits.some(({ edges }) => edges.length > 0) ? createEdgeNumbering(modelSizes) : null;
  const isNode = ({ layer, head }: CircuitNode): boolean =>
    layer >= 0 && layer < modelSizes.layers && (head === null || (head >= 0 && head < modelSizes.heads));
  circuits.forEach(({ name, nodes, edges, choices, results }, at) => {
    const report = (field: string, message: string): void =>
      void issues.push({ path: `circuits.${at}.${field}`, message });
    const problem = textProblem(name);
    if (problem !== null) report('name', `The text ${problem}.`);
    const isOfEdges = choices.members === 'EDGES';
    if (isOfEdges ? edges.length === 0 : edges.length > 0) {
      report('edges', 'A circuit of edges has edges, and a circuit of nodes has none.');
    }
    if (!nodes.every(isNode)) report('nodes', 'The model has no such head or MLP.');
    if (edges.some((edge: CircuitEdge) => numbering!.number(edge) === null)) {
      report('edges', 'The model has no such edge.');
    }
    if (choices.donors && choices.donors.some((donor) => donor >= pairs.length)) {
      report('choices.donors', `Donors are pairs 0 to ${pairs.length - 1}.`);
    }
    for (const field of ['circuit', 'model', 'empty', 'perPrompt'] as const) {
      if (results.faithfulness[field].length === pairs.length) continue;
      const message = `There are ${results.faithfulness[field].length} numbers for ${pairs.length} prompts.`;
      report(`results.faithfulness.${field}`, message);
    }
  });
  return issues;
}
