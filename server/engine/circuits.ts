/** Requests that evaluate a circuit: a part of the engine's interface (api.ts). Plain data only. */
import type { CircuitNode, NodeScope } from '../../domain/circuit';
import type { CircuitEdge } from '../../domain/circuit-edges';
import type { Experiment, MetricId } from './api';
import type { PatchValue } from './interventions';

/** What is ablated, by what, and what the runs are reduced to. */
export interface Ablation {
  /** Its base run is the one that is ablated; its metrics are not read. */
  readonly experiment: Omit<Experiment, 'metrics' | 'directions'>;
  /** Members of this scope that are not in the circuit are ablated. */
  readonly scope: NodeScope;
  readonly value: PatchValue;
  readonly metric: MetricId;
}

/** A circuit of nodes, and how the nodes outside of it are ablated. */
export interface AblatedCircuit extends Ablation {
  readonly nodes: readonly CircuitNode[];
}

/** A circuit of edges: every other edge of the scope brings the ablation value of its sender to its receiver. */
export interface AblatedEdgeCircuit extends Ablation {
  readonly edges: readonly CircuitEdge[];
}

/** What can be computed of a circuit, each by itself, with its options. */
export interface CircuitPartOptions<Member = CircuitNode> {
  readonly faithfulness: {
    /** Of random circuits of the same size. */
    readonly seeds: readonly number[];
  };
  readonly completeness: {
    /** Random sets that are knocked out of the circuit and of the model. */
    readonly knockouts: number;
    /** Members that the greedy search knocks out, one after the other. */
    readonly greedySteps: number;
    /** Members that each greedy step compares, drawn at random. */
    readonly candidates: number;
    /** Draws the knock-outs. */
    readonly seed: number;
    readonly seeds: readonly number[];
  };
  readonly minimality: {
    /** Most members w of the knock-outs {w} that are searched; drawn at random from a larger circuit. */
    readonly others: number;
    readonly seed: number;
    readonly seeds: readonly number[];
  };
  readonly curve: {
    /** Every member of the scope once, the most important first; null to rank them by their single effects. */
    readonly order: readonly Member[] | null;
    /** Without an order: by the size of the single effect, or by its value. */
    readonly ranking: 'absolute' | 'signed';
    /** Increasing; the last one is the number of all members. */
    readonly sizes: readonly number[];
    readonly seeds: readonly number[];
  };
}

export type CircuitPart = keyof CircuitPartOptions;

/** Metrics of the unablated model and of the model with every member of the scope ablated: [prompt] each. */
export interface Ends {
  readonly model: Float32Array;
  readonly empty: Float32Array;
}

/** What was knocked out, and the mean metric of both runs. */
export interface Knockout<Member> {
  readonly isGreedy: boolean;
  readonly members: readonly Member[];
  /** m(C \ K) */
  readonly circuit: number;
  /** m(M \ K) */
  readonly model: number;
}

/** How much one member matters to the circuit, in the mean metric. */
export interface MemberChange<Member> {
  readonly member: Member;
  /** m(C \ {v}) - m(C) */
  readonly alone: number;
  /** m(C \ (K u {v})) - m(C \ K) of the knock-out K for which it is largest. */
  readonly largest: number;
  /** The member of that K; null when K is empty. */
  readonly knockedOut: Member | null;
}

/** What is computed of each part. Means are over prompts, in the metric's unit. */
export interface CircuitPartResults<Member = CircuitNode> {
  readonly faithfulness: Ends & {
    /** [prompt] */
    readonly circuit: Float32Array;
    /** Means, by seed. */
    readonly random: readonly number[];
  };
  readonly completeness: {
    /** Random knock-outs, then those of the greedy search, each with one member more than the one before. */
    readonly knockouts: readonly Knockout<Member>[];
    /** |m(C \ K) - m(M \ K)| of random circuits, averaged over the random knock-outs of each: by seed. */
    readonly random: readonly number[];
  };
  readonly minimality: {
    readonly members: readonly MemberChange<Member>[];
    /** Whether every other member was searched. */
    readonly isExhaustive: boolean;
    /** |m(C \ {v}) - m(C)| of random circuits, averaged over their members: by seed. */
    readonly random: readonly number[];
  };
  readonly curve: {
    /** Means of the unablated model and of the model with every member of the scope ablated. */
    readonly model: number;
    readonly empty: number;
    /** Number of all members. */
    readonly count: number;
    /**
     * Up to MAX_LISTED_MEMBERS, the most important first; the single effect m(M) - m(M \ {v}) is null when the order was given.
     */
    readonly order: readonly { readonly member: Member; readonly effect: number | null }[];
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

export interface EdgeCircuitRequest<Part extends CircuitPart = CircuitPart> extends AblatedEdgeCircuit {
  readonly part: Part;
  readonly options: CircuitPartOptions<CircuitEdge>[Part];
}

/** The requests, with the errors of every request to an engine. */
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

  /**
   * Evaluates one part of a circuit of edges.
   *
   * @param signal stops it before its next call of ONNX Runtime.
   * @throws BAD_USER_INPUT for edges that do not exist, for a request that costs more than MAX_CIRCUIT_FLOPS, and for a model or prompts
   *   whose graph is too large; RUN_CANCELLED when `signal` is aborted.
   */
  edgeCircuit<Part extends CircuitPart>(
    request: EdgeCircuitRequest<Part>,
    signal?: AbortSignal,
  ): Promise<CircuitPartResults<CircuitEdge>[Part]>;
}
