/** Keeps drafts for this tab, so that a reload loses nothing. */
import { SECTIONS } from '../sweep/kinds';
import { MAX_PAIRS } from '../../domain/limits';
import { METRICS } from '../sweep/metrics';
import { BOTH_DIRECTIONS, PAIR_FIELDS, type Draft } from './draft';
import { isFilter } from './pair-filter';

const VERSION = 3;
/** Larger drafts are not kept: reading one back would stall the page. */
const MAX_CHARACTERS = 1_000_000;

/** Where the draft of one address is kept; an address that names a run or a preset has a draft of its own. */
function storageKey(address: string): string {
  return `patchbay-draft ${address}`;
}

/** Keeps the draft of an address; without storage, or when it is too large, a reload starts anew. */
export function keepDraft(address: string, draft: Draft): void {
  try {
    const text = JSON.stringify({ ...draft, version: VERSION });
    if (text.length <= MAX_CHARACTERS) sessionStorage.setItem(storageKey(address), text);
    else sessionStorage.removeItem(storageKey(address));
  } catch {
    // Storage is full or switched off; the form itself works.
  }
}

export function forgetDraft(address: string): void {
  try {
    sessionStorage.removeItem(storageKey(address));
  } catch {
    // Nothing was kept.
  }
}

/** The kept draft of an address; null where there is none, or none that this version can read. */
export function readDraft(address: string): Draft | null {
  try {
    const text = sessionStorage.getItem(storageKey(address));
    if (text === null || text.length > MAX_CHARACTERS) return null;
    const value: unknown = JSON.parse(text);
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  if (!isRecord(value) || value.version !== VERSION) return false;
  const {
    model,
    pairs,
    sweeps,
    directions,
    metrics,
    prependBos,
    recompute,
    edges,
    positionsBy,
    wholeAnswers,
    stopInterval,
    set,
    filter,
  } = value;
  const kinds: readonly unknown[] = SECTIONS.flatMap((section) => section.kinds);
  return (
    typeof model === 'string' &&
    Array.isArray(pairs) &&
    pairs.length > 0 &&
    pairs.length <= MAX_PAIRS &&
    pairs.every(isPair) &&
    Array.isArray(sweeps) &&
    sweeps.every((kind) => kinds.includes(kind)) &&
    Array.isArray(directions) &&
    directions.length > 0 &&
    directions.every((direction) => BOTH_DIRECTIONS.includes(direction)) &&
    Array.isArray(metrics) &&
    metrics.every((metric) => METRICS.includes(metric)) &&
    typeof prependBos === 'boolean' &&
    typeof recompute === 'boolean' &&
    (edges === undefined || typeof edges === 'boolean') &&
    (positionsBy === undefined || positionsBy === 'INDEX' || positionsBy === 'ROLE') &&
    (wholeAnswers === undefined || typeof wholeAnswers === 'boolean') &&
    (stopInterval === undefined || typeof stopInterval === 'number') &&
    (set === undefined || isSet(set)) &&
    (filter === undefined || isFilter(filter))
  );
}

function isSet(value: unknown): boolean {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.name !== 'string') return false;
  if (value.pairCount !== undefined && !Number.isInteger(value.pairCount)) return false;
  if (value.usesAll !== undefined && typeof value.usesAll !== 'boolean') return false;
  if (value.leavesOutUnusable !== undefined && typeof value.leavesOutUnusable !== 'boolean') return false;
  return isRecord(value.indices) && Object.values(value.indices).flat().every(Number.isInteger);
}

function isPair(value: unknown): boolean {
  if (!isRecord(value) || !PAIR_FIELDS.every((field) => typeof value[field] === 'string')) return false;
  const { more, rule, roles, alignment } = value;
  if (rule !== undefined && rule !== 'MEAN' && rule !== 'LOGSUMEXP') return false;
  if (roles !== undefined && !(Array.isArray(roles) && roles.every(isRole))) return false;
  if (alignment !== undefined && !isAlignment(alignment)) return false;
  if (more === undefined) return true;
  return (
    isRecord(more) &&
    Object.entries(more).every(
      ([field, texts]) =>
        (field === 'correct' || field === 'incorrect') &&
        Array.isArray(texts) &&
        texts.every((text) => typeof text === 'string'),
    )
  );
}

function isRole(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== 'string') return false;
  const { positions, corrupted = [] } = value;
  return [positions, corrupted].every((own) => Array.isArray(own) && own.every(Number.isInteger));
}

function isAlignment(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(Number.isInteger))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
