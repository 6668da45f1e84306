/** The ranking of a size curve: as it is asked for, and as it is shown. */
import type { CircuitEvaluationQueryVariables, Curve_PartFragment } from '../generated/graphql';
import { RANKINGS, toEdgeInput, type Ranking } from './circuit-state';

/** A curve whose ranking is SWEEPS where the page gave the order of the run's sweeps. */
export type ShownCurve = Omit<Curve_PartFragment, 'ranking'> & {
  readonly ranking: Ranking | Curve_PartFragment['ranking'];
};

/** The arguments of a curve. */
export type CurveRequest = Pick<CircuitEvaluationQueryVariables, 'ranking' | 'order' | 'edgeOrder'>;

/** Arguments of the curve, and the parts that were not refused for their cost. */
export type PartsRequest = CurveRequest &
  Required<Pick<CircuitEvaluationQueryVariables, 'withCompleteness' | 'withMinimality' | 'withCurve'>>;

/** Other nodes or edges that minimality searches: as circuits are stored, so that storing one computes nothing again. */
export const SEARCHED_OTHERS = { NODES: 30, EDGES: 0 } as const;

/** e.g. `Single effect with its sign`. */
export function nameRanking(ranking: ShownCurve['ranking']): string {
  return ranking === 'GIVEN' ? 'An order that was given' : RANKINGS[ranking];
}

/** The ranking as the API takes it. Of SWEEPS the order is given. */
export function rankingInput(ranking: ShownCurve['ranking']): CurveRequest['ranking'] {
  return ranking === 'SWEEPS' || ranking === 'GIVEN' ? 'ABSOLUTE' : ranking;
}

/** The arguments that give a curve again. Null for one that was too costly. */
export function readCurveRequest(curve: ShownCurve | null): CurveRequest {
  if (!curve) return { ranking: 'ABSOLUTE', order: null, edgeOrder: null };
  const { ranking, order, edgeOrder } = curve;
  const isGiven = ranking === 'SWEEPS' || ranking === 'GIVEN';
  return {
    ranking: rankingInput(ranking),
    order: isGiven && order.length > 0 ? order.map(({ node: { layer, head } }) => ({ layer, head })) : null,
    edgeOrder: isGiven && edgeOrder.length > 0 ? edgeOrder.map(({ edge }) => toEdgeInput(edge)) : null,
  };
}
