/**
 * The only module that calls ONNX Runtime: chooses a provider, makes sessions and runs them.
 *
 * A provider that is configured by name and does not start is an error, never a silent fallback. `auto` times a small matrix
 * product on each provider that starts and uses the fastest, since a GPU may be emulated in software.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { config } from '../../config';
import { AppError, getErrorMessage } from '../../errors';
import { log } from '../../log';
import { freeBuffer } from './free-buffer';
import { GraphBuilder } from './onnx/graph';
import type { ExecutionProvider } from '../status';

/** Gives ONNX Runtime's message for users: file names without their folders. */
export function describeRuntimeError(error: unknown): string {
  return getErrorMessage(error).replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s:'"]+)+[\\/]/g, '');
}

/** Sizes of the matrix product that `auto` times. */
const PROBE_ROWS = 512;
const PROBE_WIDTH = 768;

/** Numbers with a shape: float32, or int64 for shapes. */
export interface NumberArray {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** Numbers as [rows, width]. */
export function shapeRows(data: Float32Array, width: number): { data: Float32Array; shape: number[] } {
  return { data, shape: [data.length / width, width] };
}

/** A graph ready to run. */
export interface Graph {
  /**
   * Runs the graph; blocks this thread until the end.
   *
   * @param inputs by name; not copied.
   * @param outputs by name; results are written into them. Reused arrays cost no page faults.
   * @throws ENGINE_FAILED with ONNX Runtime's reason.
   */
  run(
    inputs: Readonly<Record<string, NumberArray>>,
    outputs: Readonly<Record<string, NumberArray>>,
  ): Promise<void>;
  release(): Promise<void>;
}

const require = createRequire(import.meta.url);

export const THREADS = config.engineThreads || availableParallelism();

/** Name and version of ONNX Runtime, for provenance. */
export const RUNTIME = `onnxruntime-node ${(require('onnxruntime-node/package.json') as { version: string }).version}`;

let choice: Promise<ExecutionProvider> | undefined;

/**
 * Chooses the execution provider of this process, once.
 *
 * @throws ENGINE_FAILED when the configured one does not start.
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
    // An arena per session would touch new pages in each; the allocator reuses pages of the last session.
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Each session has its own threads. They spin during a call, since waking one takes as long as a small node, and stop
    // after it, since spinning threads would take the cores from the next session.
    extra: {
      session: { intra_op: { allow_spinning: '1' }, force_spinning_stop: '1', ...choosePinning(THREADS) },
    },
  }).catch((cause: unknown) => {
    throw new AppError(
      'ENGINE_FAILED',
      `ONNX Runtime could not load a graph on ${provider}: ${describeRuntimeError(cause)}`,
      { cause },
    );
  });
  return {
    async run(inputs, outputs) {
      const results = await session.run(toTensors(inputs), toTensors(outputs)).catch((cause: unknown) => {
        throw new AppError(
          'ENGINE_FAILED',
          `ONNX Runtime failed on ${provider}: ${describeRuntimeError(cause)}`,
          {
            cause,
          },
        );
      });
      freeCopies(results, outputs);
    },
    release: () => session.release(),
  };
}

/**
 * Frees what the binding returns. It copies each output into a new buffer, even when the caller gave the array that is written.
 * Garbage collection would leave hundreds of MB of these copies until later, and new ones would always be in memory that no cache has.
 */
function freeCopies(
  results: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, NumberArray>>,
): void {
  for (const [name, result] of Object.entries(results)) {
    if (result.location !== 'cpu') continue;
    const { buffer } = result.data as NumberArray['data'];
    if (buffer !== outputs[name]!.data.buffer) freeBuffer(buffer as ArrayBuffer);
  }
}

/**
 * Pins each thread but the calling one to a processor, if the engine uses the whole machine: a thread that wakes on the
 * processor of its waker would wait for it.
 */
function choosePinning(threads: number): { intra_op_thread_affinities?: string } {
  if (process.platform !== 'linux' || threads < 2 || threads !== cpus().length) return {};
  // ONNX Runtime counts processors from 1. The calling thread is not pinned.
  return { intra_op_thread_affinities: Array.from({ length: threads - 1 }, (_, at) => at + 2).join(';') };
}

function toTensors(arrays: Readonly<Record<string, NumberArray>>): Record<string, Tensor> {
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
      const message = `ENGINE_PROVIDER=${wanted} does not start: ${describeRuntimeError(cause)} ${describeRequirements(wanted)}`;
      throw new AppError('ENGINE_FAILED', message, { cause });
    });
    return wanted;
  }
  let best: { provider: ExecutionProvider; ms: number } | null = null;
  for (const provider of listProviders()) {
    try {
      const ms = await timeProbe(provider);
      log.info({ provider, ms }, 'an execution provider starts');
      if (best === null || ms < best.ms) best = { provider, ms };
    } catch (error) {
      log.debug({ provider, reason: getErrorMessage(error) }, 'an execution provider does not start');
    }
  }
  if (best === null)
    throw new AppError('ENGINE_FAILED', 'No execution provider of ONNX Runtime starts; see the log.');
  return best.provider;
}

/** Lists the providers whose libraries are installed; others would only write errors to the log. */
function listProviders(): ExecutionProvider[] {
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

/** Measures the shortest time of a small matrix product, in ms. */
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
      throw new Error(`${provider} gives ${output.data[0]} for the sum of ${PROBE_WIDTH} ones.`);
  }
  await probe.release();
  return best;
}

function describeRequirements(provider: ExecutionProvider): string {
  if (provider === 'webgpu') return 'It needs a GPU with a Vulkan driver and libvulkan.so.1.';
  if (provider === 'cuda') return 'README.md says how to install the CUDA provider.';
  return '';
}
