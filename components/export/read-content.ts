/** Reads what a run's file contains, in requests of a bounded size. */
import type { ApolloClient } from '@apollo/client';
import {
  JointExportsDocument,
  RunArraysDocument,
  RunEdgeArraysDocument,
  RunFileDocument,
  RunFileUnusableDocument,
  type Metric,
  type RunView_RunFragment,
} from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import type { EdgeArrays } from './edge-json';
import { listJointPatches, type ExportedJointPatch } from './joint-patches';
import { listStoredMetrics, type MetricArrays, type RunContent } from './json';
import type { UnusablePair } from './left-out-json';

/** The methods of the client that are needed. */
export type Reader = Pick<ApolloClient, 'query'>;

/** Every one of some metrics, one request each: a request with all of them may be larger than an answer may be. */
export async function readArrays(
  client: Reader,
  id: string,
  metrics: readonly Metric[],
): Promise<MetricArrays[]> {
  const arrays: MetricArrays[] = [];
  for (const metric of metrics) {
    const { data } = await client.query({
      query: RunArraysDocument,
      variables: { id, metric },
      fetchPolicy: 'no-cache',
    });
    arrays.push({ metric, sweeps: data?.run?.sweeps ?? [] });
  }
  return arrays;
}

/** Joint patches, each followed by its controls. */
export async function readJointPatches(client: Reader, id: string): Promise<ExportedJointPatch[]> {
  const { data } = await client.query({
    query: JointExportsDocument,
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  return data ? listJointPatches(data) : [];
}

/** All of it. @throws Error when the run is deleted meanwhile. */
export async function readContent(
  client: Reader,
  run: RunView_RunFragment,
  origin: string,
): Promise<RunContent> {
  const { data } = await client.query({
    query: RunFileDocument,
    variables: { id: run.id },
    fetchPolicy: 'no-cache',
  });
  if (!data?.run) throw new Error('The run is deleted, so that it cannot be exported.');
  const metrics = listStoredMetrics(run.metrics);
  return {
    arrays: await readArrays(client, run.id, metrics),
    joint: await readJointPatches(client, run.id),
    edges: run.edges ? await readEdges(client, run, metrics) : [],
    unusable: run.unusable ? await readUnusable(client, run.id) : [],
    stored: data.run,
    origin,
  };
}

/** Pairs of one request. */
const PAGE = 200;

/** All pairs that a run leaves out because its model cannot use them. */
async function readUnusable(client: Reader, id: string): Promise<readonly UnusablePair[]> {
  const pairs: UnusablePair[] = [];
  for (;;) {
    const { data } = await client.query({
      query: RunFileUnusableDocument,
      variables: { id, first: PAGE, offset: pairs.length },
      fetchPolicy: 'no-cache',
    });
    const page = data?.run?.unusable?.pairs ?? [];
    pairs.push(...page);
    if (page.length < PAGE) return pairs;
  }
}

/** Edges of each direction and metric, prompt by prompt. */
async function readEdges(
  client: Reader,
  { id, directions, pairs }: RunView_RunFragment,
  metrics: readonly Metric[],
): Promise<EdgeArrays[]> {
  const arrays: EdgeArrays[] = [];
  for (const direction of directions) {
    for (const metric of metrics) {
      const prompts: Float32Array[] = [];
      let read = { elapsedMs: 0, layers: [] as readonly number[] };
      for (const { index } of pairs) {
        const { data } = await client.query({
          query: RunEdgeArraysDocument,
          variables: { id, direction, metric, prompt: index },
          fetchPolicy: 'no-cache',
        });
        const edges = data?.run?.edges;
        if (!edges) throw new Error('The run is deleted, so that it cannot be exported.');
        read = { elapsedMs: edges.elapsedMs, layers: edges.finishedLayers };
        prompts.push(decodeFloats(edges.data));
      }
      arrays.push({ direction, metric, ...read, prompts });
    }
  }
  return arrays;
}
