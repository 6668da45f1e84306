/** The state of the new-run form and every change of it. */
import type { Alignment } from '../../domain/alignment';
import { MAX_PAIRS } from '../../domain/limits';
import type { SetRule, SweepKind } from '../generated/graphql';
import {
  areBlank,
  copyPair,
  EMPTY_PAIR,
  type AnswerField,
  type Draft,
  type DraftPair,
  type DraftRole,
  type DraftRow,
  type DraftSettings,
  type PairField,
} from './draft';
import type { AnswerText } from './first-token';
import { toggleKind } from './sweep-choices';

/** Rows of the table that are shown at once. */
export const PAGE_ROWS = 25;

/** What a replacement or removal has put out of sight, and how to call it. */
export interface Undo {
  readonly text: string;
  readonly rows: readonly DraftRow[];
  readonly settings: ReplacedSettings;
}

/** Settings that a preset replaces together with the pairs. */
type ReplacedSettings = Pick<DraftSettings, 'sweeps' | 'directions' | 'metrics'>;

/** An element that gets the focus once it is there; a new object each time it is asked for. */
export interface FocusRequest {
  readonly elementId: string;
}

export interface FormState {
  readonly rows: readonly DraftRow[];
  readonly settings: DraftSettings;
  /** The row that is open for editing, by id. */
  readonly openId: number | null;
  /** Page of the table, from 0. */
  readonly page: number;
  readonly nextId: number;
  readonly undo: Undo | null;
  readonly focus: FocusRequest | null;
  /** Whether anything differs from what the address gave. */
  readonly isChanged: boolean;
}

export type FormAction =
  | { readonly type: 'edit'; readonly id: number; readonly field: PairField; readonly text: string }
  /** Replaces the further tokens of an answer, and moves the focus to one of them. */
  | {
      readonly type: 'more';
      readonly id: number;
      readonly field: AnswerField;
      readonly texts: readonly string[];
      readonly focus?: number;
    }
  | { readonly type: 'rule'; readonly id: number; readonly rule: SetRule }
  /** Replaces the roles of a pair, and of others that are given. */
  | { readonly type: 'roles'; readonly ids: readonly number[]; readonly roles: readonly DraftRole[] }
  /** Replaces the alignment of a pair; null for the automatic one. */
  | { readonly type: 'align'; readonly id: number; readonly alignment: Alignment | null }
  | { readonly type: 'add' }
  | { readonly type: 'duplicate'; readonly id: number }
  | { readonly type: 'remove'; readonly id: number }
  /** Puts pairs in the place of all others; `what` names them: 'the preset Facts'. */
  | {
      readonly type: 'replace';
      readonly pairs: readonly DraftPair[];
      readonly settings?: Partial<ReplacedSettings>;
      readonly what: string;
    }
  | { readonly type: 'append'; readonly pairs: readonly DraftPair[] }
  | { readonly type: 'undo' }
  | { readonly type: 'dismissUndo' }
  | { readonly type: 'restore'; readonly draft: Draft }
  | { readonly type: 'set'; readonly settings: Partial<DraftSettings> }
  /** Chooses a sweep kind, or releases it. */
  | { readonly type: 'toggleSweep'; readonly kind: SweepKind }
  /** Opens a row and moves the focus to one of its fields, or to the row itself. */
  | { readonly type: 'open'; readonly id: number; readonly field?: PairField }
  | { readonly type: 'focus'; readonly elementId: string }
  | { readonly type: 'toggle'; readonly id: number }
  | { readonly type: 'turn'; readonly page: number }
  /** Puts texts in the place of answers. */
  | { readonly type: 'answers'; readonly answers: readonly AnswerText[] }
  | { readonly type: 'addLeadingSpaces'; readonly answers: readonly AnswerPlace[] };

export interface AnswerPlace {
  readonly id: number;
  readonly field: PairField;
}

/** DOM id of a row's field. @param index of a further token of an answer. */
export function fieldId(id: number, field: PairField, index?: number): string {
  return `pair-${id}-${field}${index === undefined ? '' : `-${index}`}`;
}

/** DOM id of the button that opens and closes a row. */
export function toggleId(id: number): string {
  return `pair-${id}-toggle`;
}

/** The state to begin with: the first pair open. */
export function createFormState({ pairs, ...settings }: Draft): FormState {
  return {
    ...placeRows(pairs, 0),
    settings,
    undo: null,
    focus: null,
    isChanged: false,
  };
}

/** The draft that a state holds. */
export function readState({ rows, settings }: Pick<FormState, 'rows' | 'settings'>): Draft {
  return { ...settings, pairs: rows.map(copyPair) };
}

export function reduceForm(state: FormState, action: FormAction): FormState {
  const next = apply(state, action);
  const isEdit = next.rows !== state.rows || next.settings !== state.settings;
  return isEdit && action.type !== 'restore' ? { ...next, isChanged: true } : next;
}

function apply(state: FormState, action: FormAction): FormState {
  const { rows } = state;
  switch (action.type) {
    case 'edit':
      return editText(state, action);
    case 'more': {
      const { id, field, texts, focus } = action;
      const more = { ...rows.find((row) => row.id === id)?.more, [field]: texts };
      const next = editRow(state, id, { more });
      return focus === undefined ? next : { ...next, focus: { elementId: fieldId(id, field, focus) } };
    }
    case 'rule':
      return editRow(state, action.id, { rule: action.rule });
    case 'roles':
      return action.ids.reduce((next, id) => editRow(next, id, { roles: action.roles }), state);
    case 'align':
      return alignRow(state, action.id, action.alignment);
    case 'add':
      return insertRow(state, rows.length, EMPTY_PAIR);
    case 'duplicate': {
      const index = rows.findIndex(({ id }) => id === action.id);
      return index < 0 ? state : insertRow(state, index + 1, rows[index]!);
    }
    case 'remove':
      return removeRow(state, action.id);
    case 'replace':
      return replaceRows(state, action);
    case 'append':
      return appendRows(state, action.pairs);
    case 'undo':
      return undo(state);
    case 'dismissUndo':
      return { ...state, undo: null };
    case 'restore': {
      const { pairs, ...settings } = action.draft;
      return { ...state, ...placeRows(pairs, state.nextId), settings, isChanged: true };
    }
    case 'set':
      return { ...state, settings: { ...state.settings, ...action.settings } };
    case 'toggleSweep': {
      const sweeps = toggleKind(state.settings.sweeps, action.kind);
      return { ...state, settings: { ...state.settings, sweeps } };
    }
    case 'open':
      return openRow(state, action.id, action.field);
    case 'focus':
      return { ...state, focus: { elementId: action.elementId } };
    case 'toggle':
      return { ...state, openId: state.openId === action.id ? null : action.id };
    case 'turn':
      return { ...state, page: action.page };
    case 'answers':
      return action.answers.reduce(
        (current, { id, field, text }) => editRow(current, id, { [field]: text }),
        state,
      );
    case 'addLeadingSpaces':
      return action.answers.reduce((current, { id, field }) => {
        const text = current.rows.find((row) => row.id === id)?.[field] ?? '';
        return text === '' || /^\s/.test(text) ? current : editRow(current, id, { [field]: ` ${text}` });
      }, state);
  }
}

function placeRows(pairs: readonly DraftPair[], nextId: number) {
  const rows = pairs.map((pair, index): DraftRow => ({ ...copyPair(pair), id: nextId + index }));
  return { rows, openId: rows[0]?.id ?? null, page: 0, nextId: nextId + rows.length };
}

function editRow(state: FormState, id: number, texts: Partial<DraftPair>): FormState {
  return { ...state, rows: state.rows.map((row) => (row.id === id ? { ...row, ...texts } : row)) };
}

/** Positions of an alignment are those of the texts it was made for, so it is dropped when a prompt changes. */
function editText(state: FormState, { id, field, text }: Extract<FormAction, { type: 'edit' }>): FormState {
  const isPrompt = field === 'clean' || field === 'corrupted';
  return editRow(isPrompt ? alignRow(state, id, null) : state, id, { [field]: text });
}

function alignRow(state: FormState, id: number, alignment: Alignment | null): FormState {
  const rows = state.rows.map((row): DraftRow => {
    if (row.id !== id) return row;
    const { alignment: _, ...others } = row;
    return alignment ? { ...others, alignment } : others;
  });
  return { ...state, rows };
}

/** Adds a row and opens it; does nothing when the run holds as many pairs as it takes. */
function insertRow(state: FormState, index: number, pair: DraftPair): FormState {
  if (state.rows.length >= MAX_PAIRS) return state;
  const row: DraftRow = { ...copyPair(pair), id: state.nextId };
  const rows = state.rows.toSpliced(index, 0, row);
  return openRow({ ...state, rows, nextId: state.nextId + 1 }, row.id, 'clean');
}

/** The focus goes to the row that takes the removed one's place, or to the last one. */
function removeRow(state: FormState, removedId: number): FormState {
  const index = state.rows.findIndex(({ id }) => id === removedId);
  if (index < 0 || state.rows.length === 1) return state;
  const rows = state.rows.toSpliced(index, 1);
  const next = Math.min(index, rows.length - 1);
  return {
    ...state,
    rows,
    openId: state.openId === removedId ? null : state.openId,
    page: Math.floor(next / PAGE_ROWS),
    focus: { elementId: toggleId(rows[next]!.id) },
    undo: remember(state, `Pair ${index + 1} was removed.`),
  };
}

function replaceRows(
  state: FormState,
  { pairs, settings, what }: Extract<FormAction, { type: 'replace' }>,
): FormState {
  const count = state.rows.length;
  const isBlank = areBlank(state.rows);
  return {
    ...state,
    ...placeRows(pairs, state.nextId),
    settings: settings ? { ...state.settings, ...settings } : state.settings,
    undo: isBlank
      ? null
      : remember(state, `${count === 1 ? '1 pair was' : `${count} pairs were`} replaced by ${what}.`),
  };
}

/** Adds as many pairs as a run still takes; a row in which nothing is written makes room. */
function appendRows(state: FormState, pairs: readonly DraftPair[]): FormState {
  const kept = state.rows.filter((row) => !areBlank([row]));
  const added = placeRows(pairs.slice(0, MAX_PAIRS - kept.length), state.nextId);
  const first = added.rows[0];
  const next = { ...state, rows: [...kept, ...added.rows], nextId: added.nextId };
  return first ? openRow(next, first.id) : next;
}

/** Swaps the pairs with those that were put aside, so that an undo can be undone. */
function undo(state: FormState): FormState {
  if (state.undo === null) return state;
  const { rows, settings } = state.undo;
  return {
    ...state,
    rows,
    settings: { ...state.settings, ...settings },
    openId: rows.some(({ id }) => id === state.openId) ? state.openId : (rows[0]?.id ?? null),
    page: 0,
    undo: remember(state, 'The earlier pairs are back.'),
  };
}

function remember(state: FormState, text: string): Undo {
  const { sweeps, directions, metrics } = state.settings;
  return { text, rows: state.rows, settings: { sweeps, directions, metrics } };
}

function openRow(state: FormState, id: number, field?: PairField): FormState {
  const index = state.rows.findIndex((row) => row.id === id);
  if (index < 0) return state;
  return {
    ...state,
    openId: id,
    page: Math.floor(index / PAGE_ROWS),
    focus: { elementId: field ? fieldId(id, field) : toggleId(id) },
  };
}
