/** Reads golden/interventions.json, which models/reference/make_interventions.py computed with TransformerLens. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PATCH_SITES, isHeadSite, type PatchSite } from '../../../domain/patch-sites';
import type { Direction } from '../api';
import type { AttributionResult as Attribution, InterveneRequest, PatchedSite } from '../interventions';
import type { RunSide } from '../../../domain/effect';
import { readFloats, type GoldenCase, type GoldenSet } from './read-golden';

/** By source position it is in reading.json. */
export type AttributionResult = Omit<Attribution, 'headsBySource'>;

/** One request, and what TransformerLens computed for it. */
export interface GoldenIntervention {
  readonly direction: Direction;
  readonly request: Pick<InterveneRequest, 'sets' | 'value' | 'path'>;
  /** Logit difference of each prompt. */
  readonly patched: Float32Array;
}

export interface GoldenInterventions {
  readonly case: GoldenCase;
  readonly set: string;
  readonly pairs: GoldenSet['pairs'];
  readonly baseline: GoldenSet['baseline'];
  readonly interventions: readonly GoldenIntervention[];
  readonly attribution: Readonly<Record<RunSide, AttributionResult>>;
}

interface StoredSite {
  readonly site: PatchSite;
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  readonly src: number | null;
}

interface StoredCase {
  readonly case: GoldenCase;
  readonly set: string;
  readonly pairs: GoldenSet['pairs'];
  readonly baseline: { readonly clean: string; readonly corrupted: string };
  readonly requests: readonly {
    readonly direction: Direction;
    readonly sites: readonly StoredSite[];
    readonly value: InterveneRequest['value'];
    readonly path: {
      readonly receivers: readonly StoredSite[];
      readonly mlps: 'RECOMPUTED' | 'FROZEN';
      readonly layerNorm: 'RECOMPUTED' | 'FROZEN';
    } | null;
    readonly patched: string;
  }[];
  readonly attribution: Readonly<
    Record<'clean' | 'corrupted', Readonly<Record<keyof AttributionResult, string>>>
  >;
}

/** Reads all cases. @param countHeads heads of a case's model, for sites of all heads. */
export async function readInterventions(
  countHeads: (name: GoldenCase) => number,
): Promise<readonly GoldenInterventions[]> {
  const file = path.resolve('models', 'reference', 'golden', 'interventions.json');
  const { cases } = JSON.parse(await readFile(file, 'utf8')) as { cases: readonly StoredCase[] };
  return cases.map((stored) => {
    const expand = (sites: readonly StoredSite[]): PatchedSite[] =>
      sites.flatMap((site) => expandHeads(site, countHeads(stored.case)));
    return {
      ...stored,
      baseline: {
        clean: readFloats(stored.baseline.clean),
        corrupted: readFloats(stored.baseline.corrupted),
      },
      interventions: stored.requests.map(({ direction, sites, value, path: way, patched }) => ({
        direction,
        request: {
          sets: [expand(sites)],
          value,
          path: way && {
            receivers: expand(way.receivers),
            mlps: lower(way.mlps),
            layerNorm: lower(way.layerNorm),
          },
        },
        patched: readFloats(patched),
      })),
      attribution: {
        CLEAN: unpack(stored.attribution.clean),
        CORRUPTED: unpack(stored.attribution.corrupted),
      },
    };
  });
}

function expandHeads(site: StoredSite, heads: number): PatchedSite[] {
  const { site: name, ...place } = site;
  const kind = PATCH_SITES[name];
  if (place.head !== null || !isHeadSite(name)) return [{ ...place, site: kind }];
  return Array.from({ length: heads }, (_, head) => ({ ...place, site: kind, head }));
}

function lower(rule: 'RECOMPUTED' | 'FROZEN'): 'recomputed' | 'frozen' {
  return rule === 'FROZEN' ? 'frozen' : 'recomputed';
}

function unpack(stored: Readonly<Record<keyof AttributionResult, string>>): AttributionResult {
  const { heads, mlps, attnBias, embed, posEmbed, bias } = stored;
  return {
    heads: readFloats(heads),
    mlps: readFloats(mlps),
    attnBias: readFloats(attnBias),
    embed: readFloats(embed),
    posEmbed: readFloats(posEmbed),
    bias: readFloats(bias),
  };
}
