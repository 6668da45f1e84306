/**
 * The only door to ONNX Runtime: choosing a provider, making sessions, running them.
 *
 * A provider that was asked for by name and does not start is an error, never a silent fallback; `auto` times a small
 * matrix product on each that starts and takes the fastest (a software GPU is a GPU in name only).
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { config } from '../../config';
import { AppError, messageOf } from '../../errors';
import { log } from '../../log';
import { GraphBuilder } from './onnx/graph';
import type { ExecutionProvider } from '../api';

/** ONNX Runtime's own words, which strangers may read: names of files without the folders they are in. */
export function describeRuntimeError(error: unknown): string {
  return messageOf(error).replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s:'"]+)+[\\/]/g, '');
}

/** Sizes of the product that `auto` times. */
const PROBE_ROWS = 512;
const PROBE_WIDTH = 768;

/** Numbers with a shape: float32, or int64 for shapes. */
export interface NumberArray {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** A graph ready to run. */
export interface Graph {
  /**
   * Runs the graph; blocks this thread meanwhile.
   *
   * @param inputs by name; read where they are, not copied.
   * @param outputs by name: where results are written. Memory that is given each time costs no fresh pages.
   * @throws ENGINE_FAILED with ONNX Runtime's reason.
   */
  run(
    inputs: Readonly<Record<string, NumberArray>>,
    outputs: Readonly<Record<string, NumberArray>>,
  ): Promise<void>;
  release(): Promise<void>;
}

const require = createRequire(import.meta.url);

const THREADS = config.engineThreads || availableParallelism();

/** Version of ONNX Runtime, as provenance names it. */
export const RUNTIME = `onnxruntime-node ${(require('onnxruntime-node/package.json') as { version: string }).version}`;

let choice: Promise<ExecutionProvider> | undefined;

/**
 * The provider that computes in this process, chosen once.
 *
 * @throws ENGINE_FAILED when the one asked for does not start.
 */
export function chooseProvider(): Promise<ExecutionProvider> {
  choice ??= choose(config.engineProvider).catch((error: unknown) => {
    choice = undefined;
    throw error;
  });
  return choice;
}

/**
 * Makes a graph ready to run on the chosen provider.
 *
 * @param model ModelProto bytes.
 * @throws ENGINE_FAILED
 */
export async function createGraph(model: Uint8Array): Promise<Graph> {
  return createGraphOn(await chooseProvider(), model);
}

async function createGraphOn(provider: ExecutionProvider, model: Uint8Array): Promise<Graph> {
  const session = await InferenceSession.create(model, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: THREADS,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Sessions with arenas of their own touch fresh pages each; the allocator's are warm from the session before.
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Each session has threads of its own. Within a call they spin, since waking one takes as long as a small node of a
    // graph; behind it they must not, or they would take the cores from the next session's.
    extra: { session: { intra_op: { allow_spinning: '1' }, force_spinning_stop: '1', ...pinning(THREADS) } },
  }).catch((cause: unknown) => {
    throw new AppError(
      'ENGINE_FAILED',
      `ONNX Runtime could not load a graph on ${provider}: ${describeRuntimeError(cause)}`,
      { cause },
    );
  });
  return {
    async run(inputs, outputs) {
      await session.run(tensorsOf(inputs), tensorsOf(outputs)).catch((cause: unknown) => {
        throw new AppError(
          'ENGINE_FAILED',
          `ONNX Runtime failed on ${provider}: ${describeRuntimeError(cause)}`,
          {
            cause,
          },
        );
      });
    },
    release: () => session.release(),
  };
}

/**
 * Gives each thread beside the calling one a processor of its own, where the engine has the whole machine: woken on the
 * processor of the one that wakes it, it would wait for that one.
 */
function pinning(threads: number): { intra_op_thread_affinities?: string } {
  if (process.platform !== 'linux' || threads < 2 || threads !== cpus().length) return {};
  // ONNX Runtime counts processors from 1; the calling thread goes wherever is room.
  return { intra_op_thread_affinities: Array.from({ length: threads - 1 }, (_, at) => at + 2).join(';') };
}

function tensorsOf(arrays: Readonly<Record<string, NumberArray>>): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, { data, shape }] of Object.entries(arrays)) {
    tensors[name] =
      data instanceof BigInt64Array ? new Tensor('int64', data, shape) : new Tensor('float32', data, shape);
  }
  return tensors;
}

async function choose(wanted: typeof config.engineProvider): Promise<ExecutionProvider> {
  if (wanted !== 'auto') {
    await timeProbe(wanted).catch((cause: unknown) => {
      const message = `ENGINE_PROVIDER=${wanted} does not start: ${describeRuntimeError(cause)} ${remedy(wanted)}`;
      throw new AppError('ENGINE_FAILED', message, { cause });
    });
    return wanted;
  }
  let best: { provider: ExecutionProvider; ms: number } | null = null;
  for (const provider of providersAtHand()) {
    try {
      const ms = await timeProbe(provider);
      log.info({ provider, ms }, 'an execution provider starts');
      if (best === null || ms < best.ms) best = { provider, ms };
    } catch (error) {
      log.debug({ provider, reason: messageOf(error) }, 'an execution provider does not start');
    }
  }
  if (best === null)
    throw new AppError('ENGINE_FAILED', 'No execution provider of ONNX Runtime starts; see the log.');
  return best.provider;
}

/** Providers whose libraries are here; trying the others would only fill the log. */
function providersAtHand(): ExecutionProvider[] {
  const bundled = listSupportedBackends().flatMap(({ name, bundled: isBundled }) =>
    isBundled ? [name] : [],
  );
  const library = `bin/napi-v6/${process.platform}/${process.arch}/libonnxruntime_providers_cuda.so`;
  const hasCuda = existsSync(
    path.join(path.dirname(require.resolve('onnxruntime-node/package.json')), library),
  );
  return (['cpu', 'webgpu', 'cuda'] as const).filter(
    (name) => bundled.includes(name) || (name === 'cuda' && hasCuda),
  );
}

/** The best time of a small matrix product, in ms. */
async function timeProbe(provider: ExecutionProvider): Promise<number> {
  const graph = new GraphBuilder('probe');
  const x = graph.input('x', ['rows', PROBE_WIDTH]);
  const weights = new Float32Array(PROBE_WIDTH * PROBE_WIDTH).fill(1);
  const product = graph.node('MatMul', [x, graph.weights(weights, [PROBE_WIDTH, PROBE_WIDTH])]);
  graph.output(product, 'y', ['rows', PROBE_WIDTH]);
  const probe = await createGraphOn(provider, graph.build());
  const input = {
    data: new Float32Array(PROBE_ROWS * PROBE_WIDTH).fill(1),
    shape: [PROBE_ROWS, PROBE_WIDTH],
  };
  const output = { data: new Float32Array(PROBE_ROWS * PROBE_WIDTH), shape: [PROBE_ROWS, PROBE_WIDTH] };
  let best = Infinity;
  for (let attempt = 0; attempt < 4; attempt++) {
    const started = performance.now();
    await probe.run({ x: input }, { y: output });
    best = Math.min(best, performance.now() - started);
    if (output.data[0] !== PROBE_WIDTH)
      throw new Error(`${provider} computes ${PROBE_WIDTH} ones as ${output.data[0]}.`);
  }
  await probe.release();
  return best;
}

function remedy(provider: ExecutionProvider): string {
  if (provider === 'webgpu') return 'It needs a GPU with a Vulkan driver and libvulkan.so.1.';
  if (provider === 'cuda') return 'README.md says how to install the CUDA provider.';
  return '';
}
