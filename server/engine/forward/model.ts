/** A model in memory: its graphs, ready to run, and what is outside the blocks. */
import { createGraph, type Graph } from '../runtime/session';
import { attentionGraph, lastAttentionGraph } from './attention-graphs';
import { checkArchitecture, type Architecture } from '../models/architecture';
import { getFamily } from '../models/families/registry';
import { attentionOutGraph, mlpGraph, qkvGraph, unembedGraph } from './graphs';
import type { OuterWeights, WeightReader } from '../models/block-weights';
import { withWeights } from '../models/weights';

/** The graphs of one block; see graphs.ts. */
export interface BlockGraphs {
  readonly qkv: Graph;
  readonly attentionOut: Graph;
  readonly mlp: Graph;
}

/** A graph in two forms: behind a prefix of keys and values, and without one. */
export interface WithAndWithoutPrefix {
  readonly behindPrefix: Graph;
  readonly whole: Graph;
}

export interface LoadedModel {
  readonly architecture: Architecture;
  readonly outer: OuterWeights;
  readonly blocks: readonly BlockGraphs[];
  /** Attention of any layer. */
  readonly attention: WithAndWithoutPrefix;
  /** The last block's attention half, for the last position alone. */
  readonly lastAttention: WithAndWithoutPrefix;
  /** The last residual stream to logits. */
  readonly unembed: Graph;
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
 * @returns the model, and the lower-case hex sha256 of the weights file that it was loaded from.
 * @throws MODEL_UNAVAILABLE for broken files; ENGINE_FAILED when ONNX Runtime refuses.
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
 * @throws MODEL_UNAVAILABLE for an architecture that the engine does not compute; ENGINE_FAILED when ONNX Runtime refuses.
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
      qkv: await create(qkvGraph(architecture, weights)),
      attentionOut: await create(attentionOutGraph(architecture, weights)),
      mlp: await create(mlpGraph(architecture, weights)),
    });
    if (layer === architecture.layers - 1) {
      lastAttention = await createBoth((hasPrefix) => lastAttentionGraph(architecture, weights, hasPrefix));
    }
  }
  const attention = await createBoth((hasPrefix) => attentionGraph(architecture, hasPrefix));
  return {
    architecture,
    outer,
    blocks,
    attention,
    lastAttention: lastAttention!,
    unembed: await create(unembedGraph(architecture)),
  };
}
