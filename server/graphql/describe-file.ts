/** A checked file as the API gives it: its problems, and what is in it. */
import type { CheckedFile } from '../runs/exchange/import';
import type { CheckedFile as Described } from './generated/resolvers';

/** Describes a checked file. */
export function describeFile({ format, issues, run, finding }: CheckedFile): Described {
  const [pair] = run?.pairs ?? [];
  const content = run ?? finding;
  return {
    format,
    issues: [...issues],
    title: content?.title ?? null,
    model: run?.model ?? finding?.run.model.id ?? null,
    clean: pair?.clean ?? null,
    corrupted: pair?.corrupted ?? null,
    pairs: run?.pairs.length ?? null,
    sweepKinds: run?.sweepKinds ?? [],
    directions: run?.directions ?? [],
    metrics: run?.metrics ?? [],
    jointPatches: run?.jointPatches.length ?? 0,
    circuits: run?.circuits.length ?? 0,
    hasEdges: (run?.edges.length ?? 0) > 0,
    claims: finding?.claims.map(({ text }) => text) ?? [],
    provenance: describeProvenance(run?.provenance ?? finding?.run.provenance ?? null),
    createdAt: content?.createdAt ?? null,
  };
}

function describeProvenance(
  provenance: { readonly engine: string; readonly runtime: string; readonly provider: string } | null,
): string | null {
  return provenance && `engine ${provenance.engine}, ${provenance.runtime}, ${provenance.provider}`;
}
