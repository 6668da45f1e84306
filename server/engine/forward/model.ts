/** A model in memory: its graphs, ready to run, and what is outside the blocks. */
import { createGraph, type Graph } from '../runtime/session';
import { attentionGraph, lastAttentionGraph } from './attention-graphs';
import type { Gpt2Config } from '../models/config';
import { attentionOutGraph, mlpGraph, qkvGraph, unembedGraph } from './graphs';
import { withWeights, type OuterWeights, type WeightReader } from '../models/weights';

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

export interface Gpt2Model {
  readonly config: Gpt2Config;
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

/**
 * Loads a model directory.
 *
 * @returns the model, and the lower-case hex sha256 of the weights file that it was loaded from.
 * @throws MODEL_UNAVAILABLE for broken files; ENGINE_FAILED when ONNX Runtime refuses.
 */
export async function loadModel(
  directory: string,
  config: Gpt2Config,
): Promise<{ model: Gpt2Model; weightsSha256: string }> {
  const graphs: Graph[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(graphs.map((graph) => graph.release()));
  };
  try {
    const { value, sha256 } = await withWeights(directory, config, (reader) =>
      buildModel(reader, config, graphs),
    );
    return { model: { ...value, release }, weightsSha256: sha256 };
  } catch (error) {
    await release();
    throw error;
  }
}

/** @param graphs receives each graph that is made, so that all can be released. */
async function buildModel(
  reader: WeightReader,
  config: Gpt2Config,
  graphs: Graph[],
): Promise<Omit<Gpt2Model, 'release'>> {
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
  for (let layer = 0; layer < config.layers; layer++) {
    const weights = await reader.block(layer);
    blocks.push({
      qkv: await create(qkvGraph(config, weights)),
      attentionOut: await create(attentionOutGraph(config, weights)),
      mlp: await create(mlpGraph(config, weights)),
    });
    if (layer === config.layers - 1) {
      lastAttention = await createBoth((hasPrefix) => lastAttentionGraph(config, weights, hasPrefix));
    }
  }
  const attention = await createBoth((hasPrefix) => attentionGraph(config, hasPrefix));
  return {
    config,
    outer,
    blocks,
    attention,
    lastAttention: lastAttention!,
    unembed: await create(unembedGraph(config)),
  };
}
