/** What somebody is about to run, as they have typed it. */
import type { Direction, NewRunOptionsQuery, SweepKind } from '../generated/graphql';
import { isByPosition, SECTIONS } from '../run/kinds';

export interface DraftPair {
  readonly clean: string;
  readonly corrupted: string;
  readonly correct: string;
  readonly incorrect: string;
}

export interface Draft {
  readonly model: string;
  readonly pairs: readonly DraftPair[];
  readonly sweeps: readonly SweepKind[];
  readonly direction: Direction;
  readonly prependBos: boolean;
  readonly recompute: boolean;
}

export const EMPTY_PAIR: DraftPair = { clean: '', corrupted: '', correct: '', incorrect: '' };

const KEPT_AS = 'patchbay-draft';
/** The notebook's; heads by position are many times as many patches. */
const PROPOSED_SWEEPS: readonly SweepKind[] = SECTIONS.flatMap(({ kinds }) => kinds).filter(
  (kind) => !isByPosition(kind),
);

/** The draft to begin with: a copied run, a preset, or an empty pair. */
export function firstDraft(options: NewRunOptionsQuery, preset: string): Draft {
  const usable = options.models.filter(({ installed }) => installed);
  const model = usable[0]?.id ?? '';
  const { run } = options;
  if (run) {
    const isUsable = usable.some(({ id }) => id === run.model.id);
    return {
      model: isUsable ? run.model.id : model,
      pairs: run.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
        clean,
        corrupted,
        correct,
        incorrect,
      })),
      sweeps: run.sweepKinds,
      direction: run.direction,
      prependBos: run.prependBos,
      recompute: false,
    };
  }
  const chosen = options.presets.find(({ id }) => id === preset);
  return {
    model,
    pairs: chosen?.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
      clean,
      corrupted,
      correct,
      incorrect,
    })) ?? [EMPTY_PAIR],
    sweeps: chosen?.sweeps ?? PROPOSED_SWEEPS,
    direction: 'DENOISING',
    prependBos: true,
    recompute: false,
  };
}

/** Keeps a draft for this tab, so that a reload loses nothing. */
export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(draft));
  } catch {
    // Without storage a reload starts anew; the form itself works.
  }
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEPT_AS);
  } catch {
    // Nothing was kept.
  }
}

/** The kept draft, or null; anything that is no draft any more is ignored. */
export function keptDraft(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null') as Draft | null;
    return draft && Array.isArray(draft.pairs) && Array.isArray(draft.sweeps) && draft.pairs.length > 0
      ? draft
      : null;
  } catch {
    return null;
  }
}
