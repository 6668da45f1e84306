/** Messages between the web process and the engine process; every value survives a structured clone. */
import { AppError, isAppError, getErrorMessage, type ErrorCode } from '../errors';
import type { EdgeKey, Experiment, ExpectedModel, RunEvent, SweepKey, SweepKind } from './api';
import type { AttentionRequest, PatchedRequest } from './inspection';
import type { EngineReport, ExecutionProvider } from './status';
import type { CircuitRequest, EdgeCircuitRequest } from './circuits';
import type {
  AttributionRequest,
  InterveneRequest,
  LensRequest,
  NeuronAttributionRequest,
  PredictTogetherRequest,
} from './interventions';
import type { NeuronsRequest } from './neurons';

/** Arguments of the engine's methods. */
export interface Requests {
  run: {
    experiment: Experiment;
    kinds: readonly SweepKind[];
    skip: readonly SweepKey[] | undefined;
    skipEdges: readonly EdgeKey[] | undefined;
  };
  baseline: { experiment: Experiment };
  estimate: { experiment: Experiment; kinds: readonly SweepKind[] };
  predict: {
    model: string;
    prompt: readonly number[];
    top: number;
    expected: ExpectedModel | undefined;
    named: readonly number[] | undefined;
  };
  attention: AttentionRequest;
  patched: PatchedRequest;
  intervene: InterveneRequest;
  predictTogether: PredictTogetherRequest;
  attribute: AttributionRequest;
  attributeNeurons: NeuronAttributionRequest;
  circuit: CircuitRequest;
  edgeCircuit: EdgeCircuitRequest;
  neurons: NeuronsRequest;
  readLens: LensRequest;
}
export type Method = keyof Requests;

/** What a request belongs to in the process that sends it. */
export interface RequestOrigin {
  readonly requestId?: string | undefined;
  readonly run?: string | undefined;
  /** W3C trace context of the span above; null while traces are off. */
  readonly traceparent: string | null;
}

/** Messages from the web process. */
export type ToEngine =
  | {
      [M in Method]: {
        readonly type: 'request';
        readonly id: number;
        readonly method: M;
        readonly args: Requests[M];
        /** What the request belongs to, for log lines and traces of the engine process. */
        readonly origin?: RequestOrigin;
      };
    }[Method]
  | { readonly type: 'cancel'; readonly id: number };

/** Messages from the engine process. */
export type FromEngine =
  | { readonly type: 'ready'; readonly provider: ExecutionProvider }
  | { readonly type: 'unable'; readonly error: SentError }
  | { readonly type: 'report'; readonly report: EngineReport }
  | { readonly type: 'event'; readonly id: number; readonly event: RunEvent }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SentError };

/** An error as data: an AppError keeps code and details; others have no code. */
export interface SentError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: Record<string, unknown>;
  readonly stack: string | null;
}

/** Converts an error to data. */
export function packError(error: unknown): SentError {
  const code = isAppError(error) ? error.code : null;
  const details = isAppError(error) ? error.details : {};
  return {
    code,
    message: getErrorMessage(error),
    details,
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

/** Restores an error; one without code is a bug in the engine and stays a plain Error. */
export function unpackError({ code, message, details, stack }: SentError): Error {
  if (code !== null) return new AppError(code, message, { details });
  const error = new Error(message);
  if (stack !== null) error.stack = stack;
  return error;
}
