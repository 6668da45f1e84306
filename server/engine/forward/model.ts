/** A model in memory: its graphs, ready to run, and the weights outside the blocks. */
import { createGraph, type Graph } from '../runtime/session';
import { buildAttentionGraph, buildLastAttentionGraph } from './attention-graphs';
import { checkArchitecture, type Architecture } from '../models/architecture';
import { getFamily } from '../models/families/registry';
import {
  buildAttentionOutGraph,
  buildSoftmaxGraph,
  buildMlpGraph,
  buildQkvGraph,
  buildUnembedGraph,
} from './graphs';
import type { OuterWeights, WeightReader } from '../models/block-weights';
import { withWeights } from '../models/weights';

/** The graphs of one block; see graphs.ts. */
export interface BlockGraphs {
  readonly qkv: Graph;
  readonly attentionOut: Graph;
  readonly mlp: Graph;
}

/** A graph in two forms: with a prefix of keys and values, and without one. */
export interface WithAndWithoutPrefix {
  readonly behindPrefix: Graph;
  readonly whole: Graph;
}

export interface LoadedModel {
  readonly architecture: Architecture;
  readonly outer: OuterWeights;
  readonly blocks: readonly BlockGraphs[];
  /** Attention; it serves every layer. */
  readonly attention: WithAndWithoutPrefix;
  /** Attention half of the last block, for the last position only. */
  readonly lastAttention: WithAndWithoutPrefix;
  /** Last residual stream to logits. */
  readonly unembed: Graph;
  /** Logits to probabilities. */
  readonly softmax: Graph;
  release(): Promise<void>;
}

/** A model directory, and how its files are read. */
export interface ModelPlace {
  readonly path: string;
  /** `model_type` of its family. */
  readonly family: string;
  readonly architecture: Architecture;
}

/**
 * Loads a model directory.
 *
 * @returns the model, and the lower-case hex sha256 of its weights file.
 * @throws MODEL_UNAVAILABLE for broken files; ENGINE_FAILED when ONNX Runtime cannot load a graph.
 */
export async function loadModel({
  path,
  family,
  architecture,
}: ModelPlace): Promise<{ model: LoadedModel; weightsSha256: string }> {
  const { value: model, sha256 } = await withWeights(path, getFamily(family), architecture, (reader) =>
    createModel(architecture, reader),
  );
  return { model, weightsSha256: sha256 };
}

/**
 * Makes a model of any supported architecture from its weights.
 *
 * @throws MODEL_UNAVAILABLE for an architecture that the engine does not compute; ENGINE_FAILED when ONNX Runtime
 *   cannot load a graph.
 */
export async function createModel(architecture: Architecture, reader: WeightReader): Promise<LoadedModel> {
  checkArchitecture(architecture);
  const graphs: Graph[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(graphs.map((graph) => graph.release()));
  };
  try {
    return { ...(await buildGraphs(reader, architecture, graphs)), release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** @param graphs receives each graph as it is made, so that all can be released. */
async function buildGraphs(
  reader: WeightReader,
  architecture: Architecture,
  graphs: Graph[],
): Promise<Omit<LoadedModel, 'release'>> {
  const create = async (bytes: Uint8Array): Promise<Graph> => {
    const graph = await createGraph(bytes);
    graphs.push(graph);
    return graph;
  };
  const createBoth = async (build: (hasPrefix: boolean) => Uint8Array): Promise<WithAndWithoutPrefix> => ({
    behindPrefix: await create(build(true)),
    whole: await create(build(false)),
  });
  const outer = await reader.outer();
  const blocks: BlockGraphs[] = [];
  let lastAttention: WithAndWithoutPrefix | undefined;
  for (let layer = 0; layer < architecture.layers; layer++) {
    const weights = await reader.block(layer);
    blocks.push({
      qkv: await create(buildQkvGraph(architecture, weights)),
      attentionOut: await create(buildAttentionOutGraph(architecture, weights)),
      mlp: await create(buildMlpGraph(architecture, weights)),
    });
    if (layer === architecture.layers - 1) {
      lastAttention = await createBoth((hasPrefix) =>
        buildLastAttentionGraph(architecture, weights, hasPrefix),
      );
    }
  }
  const attention = await createBoth((hasPrefix) => buildAttentionGraph(architecture, hasPrefix));
  return {
    architecture,
    outer,
    blocks,
    attention,
    lastAttention: lastAttention!,
    unembed: await create(buildUnembedGraph(architecture)),
    softmax: await create(buildSoftmaxGraph(architecture)),
  };
}
