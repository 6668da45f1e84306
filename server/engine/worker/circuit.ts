/** Evaluation of a circuit: every metric that its parts need is that of patched runs in which all nodes outside are ablated. */
import { countSteps } from '../../../domain/pair-groups';
import { isSameNode, listNodes, type CircuitNode } from '../../../domain/circuit';
import { badUserInput } from '../../errors';
import type { CircuitPart, CircuitPartResults, CircuitRequest } from '../circuits';
import { countRuns } from '../circuits/count-runs';
import { evaluatePart } from '../circuits/evaluate';
import { describeNodes } from '../circuits/node-kinds';
import type { PatchedSite } from '../interventions';
import { countForwardFlops } from '../patching/flops';
import { runInterventions } from '../patching/intervention';
import { splitIntoBatches } from './batches';
import { checkSites, checkValue } from './check-input';
import type { BorrowedModel, Context } from './context';
import { getShape } from './intervene';
import { checkCircuitCost, createBeforeCall, createMeasure } from './measure-circuits';

/**
 * Computes one part of an evaluation.
 *
 * @throws BAD_USER_INPUT for nodes or donors that do not exist, or a request that is too costly; RUN_CANCELLED.
 */
export async function evaluateCircuit<Part extends CircuitPart>(
  context: Context,
  borrowed: BorrowedModel,
  request: CircuitRequest<Part>,
  signal?: AbortSignal,
): Promise<CircuitPartResults[Part]> {
  const { experiment, part, options } = request;
  const { model } = borrowed;
  const batches = splitIntoBatches(experiment, model.architecture, context);
  const nodes = listNodes(model.architecture, request.scope);
  const circuit = new Set(request.nodes.map((node) => findNode(nodes, node)));
  const sites = nodes.map((node) => toSite(node));
  checkValue(request.value, experiment, sites);
  checkCircuitCost(context, borrowed, request, batches, {
    part,
    runs: countRuns({ part, options }, request.nodes.length, nodes.length),
    flopsOfRun: (batch) => countForwardFlops(model.architecture, batch),
    what: 'circuit',
  });
  checkSites(sites, 'nodes', model.architecture, countSteps({ ...experiment, directions: undefined }));
  const beforeCall = createBeforeCall(context, signal);
  const measure = await createMeasure(
    context,
    borrowed,
    request,
    batches,
    beforeCall,
    ({ batch, runs }, circuits, onRows) => {
      const sets = circuits.map((one) => sites.filter((_, index) => !one.has(index)));
      const patching = { beforeCall, limits: context.limits };
      return runInterventions(model, runs, sets, null, getShape(request, batch), onRows, patching);
    },
  );
  return evaluatePart({ ...describeNodes(nodes), circuit, measure }, part, options);
}

/** @throws BAD_USER_INPUT */
function findNode(nodes: readonly CircuitNode[], node: CircuitNode): number {
  const index = nodes.findIndex((other) => isSameNode(other, node));
  if (index >= 0) return index;
  const message = `There is no node ${JSON.stringify(node)} among the ${nodes.length} nodes that are ablated.`;
  throw badUserInput([{ path: 'nodes', message }]);
}

/** The activation that is replaced when a node is ablated: z of a head, or the output of an MLP, at all positions. */
function toSite({ layer, head }: CircuitNode): PatchedSite {
  return { site: head === null ? 'MLP_OUT' : 'HEAD_Z', layer, head, position: null, src: null };
}
