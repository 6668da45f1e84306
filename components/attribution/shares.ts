/** Direct logit attribution as it is shown: of one prompt or the mean, of one run or the difference of both. */
import { mean } from '../../domain/effect';
import type { Attribution_SharesFragment } from '../generated/graphql';

/** The run that is read, or clean minus corrupted. */
export type Reading = 'clean' | 'corrupted' | 'difference';
export const READINGS: readonly Reading[] = ['clean', 'corrupted', 'difference'];

/** What components add to the logit difference, in logits. */
export interface Shares {
  /** [layer][head] */
  readonly heads: readonly (readonly number[])[];
  /** [layer][head][src] */
  readonly headsBySource: readonly (readonly (readonly number[])[])[];
  /** [layer] */
  readonly mlps: readonly number[];
  readonly attnBias: readonly number[];
  readonly embed: number;
  readonly posEmbed: number;
  readonly bias: number;
  /** The logit difference: the sum of all. */
  readonly total: number;
}

type BothRuns = Readonly<Record<'clean' | 'corrupted', Attribution_SharesFragment>>;

/**
 * Picks what is shown. @param prompt index of the prompt; null for the mean over prompts. */
export function pickShares(runs: BothRuns, reading: Reading, prompt: number | null): Shares {
  if (reading !== 'difference') return ofRun(runs[reading], prompt);
  return combine(
    ofRun(runs.clean, prompt),
    ofRun(runs.corrupted, prompt),
    (clean, corrupted) => clean - corrupted,
  );
}

function ofRun(run: Attribution_SharesFragment, prompt: number | null): Shares {
  const read = (values: readonly number[]): number => (prompt === null ? mean(values) : values[prompt]!);
  const prompts = run.heads.map((_, index) => index);
  const over = (pick: (of: number) => number): number => read(prompts.map(pick));
  const layers = run.mlps[0]!.map((_, layer) => layer);
  const heads = run.heads[0]![0]!.map((_, head) => head);
  const sources = run.headsBySource[0]![0]![0]!.map((_, src) => src);
  const parts = {
    heads: layers.map((layer) => heads.map((head) => over((of) => run.heads[of]![layer]![head]!))),
    headsBySource: layers.map((layer) =>
      heads.map((head) => sources.map((src) => over((of) => run.headsBySource[of]![layer]![head]![src]!))),
    ),
    mlps: layers.map((layer) => over((of) => run.mlps[of]![layer]!)),
    attnBias: layers.map((layer) => over((of) => run.attnBias[of]![layer]!)),
    embed: read(run.embed),
    posEmbed: read(run.posEmbed),
    bias: read(run.bias),
  };
  return {
    ...parts,
    total:
      sum([...parts.heads.flat(), ...parts.mlps, ...parts.attnBias]) +
      parts.embed +
      parts.posEmbed +
      parts.bias,
  };
}

type Combine = (a: number, b: number) => number;

function combine(a: Shares, b: Shares, by: Combine): Shares {
  const lists = (x: readonly number[], y: readonly number[]): number[] =>
    x.map((value, at) => by(value, y[at]!));
  return {
    heads: a.heads.map((row, layer) => lists(row, b.heads[layer]!)),
    headsBySource: a.headsBySource.map((row, layer) =>
      row.map((ofHead, head) => lists(ofHead, b.headsBySource[layer]![head]!)),
    ),
    mlps: lists(a.mlps, b.mlps),
    attnBias: lists(a.attnBias, b.attnBias),
    embed: by(a.embed, b.embed),
    posEmbed: by(a.posEmbed, b.posEmbed),
    bias: by(a.bias, b.bias),
    total: by(a.total, b.total),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A component and its share. */
export interface RankedShare {
  readonly name: string;
  readonly share: number;
}

/** All components, the largest |share| first. */
export function rankShares(shares: Shares): RankedShare[] {
  const named: RankedShare[] = [
    ...shares.heads.flatMap((row, layer) => row.map((share, head) => ({ name: `L${layer}H${head}`, share }))),
    ...shares.mlps.map((share, layer) => ({ name: `MLP ${layer}`, share })),
    ...shares.attnBias.map((share, layer) => ({ name: `attention bias ${layer}`, share })),
    { name: 'token embedding', share: shares.embed },
    { name: 'position embedding', share: shares.posEmbed },
    { name: 'unembedding bias', share: shares.bias },
  ];
  return named.toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share));
}
