/** Requests that evaluate a circuit: a part of the engine's interface (api.ts). Plain data only. */
import type { CircuitNode, NodeScope } from '../../domain/circuit';
import type { Experiment, MetricId } from './api';
import type { PatchValue } from './interventions';

/** A circuit, and how what is outside of it is ablated. */
export interface AblatedCircuit {
  /** Its base run is the one that is ablated; its metrics are not read. */
  readonly experiment: Omit<Experiment, 'metrics' | 'directions'>;
  readonly nodes: readonly CircuitNode[];
  /** Nodes of this scope that are not in the circuit are ablated. */
  readonly scope: NodeScope;
  readonly value: PatchValue;
  readonly metric: MetricId;
}

/** What can be computed of a circuit, each by itself, with its options. */
export interface CircuitPartOptions {
  readonly faithfulness: {
    /** Of random circuits of the same size. */
    readonly seeds: readonly number[];
  };
  readonly completeness: {
    /** Random sets that are knocked out of the circuit and of the model. */
    readonly knockouts: number;
    /** Nodes that the greedy search knocks out, one after the other. */
    readonly greedySteps: number;
    /** Nodes that each greedy step compares, drawn at random. */
    readonly candidates: number;
    /** Draws the knock-outs. */
    readonly seed: number;
    readonly seeds: readonly number[];
  };
  readonly minimality: {
    /** Most nodes w of the knock-outs {w} that are searched; drawn at random from a larger circuit. */
    readonly others: number;
    readonly seed: number;
    readonly seeds: readonly number[];
  };
  readonly curve: {
    /** Every node of the scope once, the most important first; null to rank them by their single effects. */
    readonly order: readonly CircuitNode[] | null;
    /** Without an order: by the size of the single effect, or by its value. */
    readonly ranking: 'absolute' | 'signed';
    /** Increasing; the last one is the number of all nodes. */
    readonly sizes: readonly number[];
    readonly seeds: readonly number[];
  };
}

export type CircuitPart = keyof CircuitPartOptions;

/** Metrics of the unablated model and of the model with every node ablated: [prompt] each. */
export interface Ends {
  readonly model: Float32Array;
  readonly empty: Float32Array;
}

/** What was knocked out, and the mean metric of both runs. */
export interface Knockout {
  readonly isGreedy: boolean;
  readonly nodes: readonly CircuitNode[];
  /** m(C \ K) */
  readonly circuit: number;
  /** m(M \ K) */
  readonly model: number;
}

/** How much one node matters to the circuit, in the mean metric. */
export interface NodeChange {
  readonly node: CircuitNode;
  /** m(C \ {v}) - m(C) */
  readonly alone: number;
  /** m(C \ (K u {v})) - m(C \ K) of the knock-out K for which it is largest. */
  readonly largest: number;
  /** The node of that K; null when K is empty. */
  readonly knockedOut: CircuitNode | null;
}

/** What is computed of each part. Means are over prompts, in the metric's unit. */
export interface CircuitPartResults {
  readonly faithfulness: Ends & {
    /** [prompt] */
    readonly circuit: Float32Array;
    /** Means, by seed. */
    readonly random: readonly number[];
  };
  readonly completeness: {
    /** Random knock-outs, then those of the greedy search, each with one node more than the one before. */
    readonly knockouts: readonly Knockout[];
    /** |m(C \ K) - m(M \ K)| of random circuits, averaged over the random knock-outs of each: by seed. */
    readonly random: readonly number[];
  };
  readonly minimality: {
    readonly nodes: readonly NodeChange[];
    /** Whether every other node was searched. */
    readonly isExhaustive: boolean;
    /** |m(C \ {v}) - m(C)| of random circuits, averaged over their nodes: by seed. */
    readonly random: readonly number[];
  };
  readonly curve: {
    /** Means of the unablated model and of the model with every node ablated. */
    readonly model: number;
    readonly empty: number;
    /** The most important first; the single effect m(M) - m(M \ {v}) is null when the order was given. */
    readonly order: readonly { readonly node: CircuitNode; readonly effect: number | null }[];
    readonly points: readonly {
      readonly size: number;
      readonly circuit: number;
      /** By seed. */
      readonly random: readonly number[];
    }[];
  };
}

export interface CircuitRequest<Part extends CircuitPart = CircuitPart> extends AblatedCircuit {
  readonly part: Part;
  readonly options: CircuitPartOptions[Part];
}

/** The request, with the errors of every request to an engine. */
export interface CircuitRequests {
  /**
   * Evaluates one part of a circuit.
   *
   * @param signal stops it before its next call of ONNX Runtime.
   * @throws BAD_USER_INPUT for nodes that do not exist, and for a request that costs more than MAX_CIRCUIT_FLOPS; RUN_CANCELLED
   *   when `signal` is aborted.
   */
  circuit<Part extends CircuitPart>(
    request: CircuitRequest<Part>,
    signal?: AbortSignal,
  ): Promise<CircuitPartResults[Part]>;
}
