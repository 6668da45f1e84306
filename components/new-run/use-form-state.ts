'use client';

import { useCallback, useEffect, useReducer, useRef, type Dispatch } from 'react';
import type { PairFilter } from '../../domain/pair-filter';
import type { NewRunOptionsQuery, PromptSetForRunQuery } from '../generated/graphql';
import { forgetDraft, keepDraft, readDraft } from './draft-storage';
import { startDraft } from './large-run';
import { PAIR_FIELDS, type Draft } from './draft';
import {
  createFormState,
  fieldId,
  readState,
  reduceForm,
  type FormAction,
  type FormState,
} from './form-state';
import { useTypedEarly } from '../site/use-typed-early';

/** Delay before a draft is written, because writing it on each key would slow down typing. */
const KEEP_AFTER_MS = 300;

/** Fields of the first row, which is open before anything is chosen: no other has fields before hydration. */
const FIELD_IDS = PAIR_FIELDS.map((field) => fieldId(0, field));

export interface FormHandle {
  readonly state: FormState;
  readonly dispatch: Dispatch<FormAction>;
  /** The state after all actions, also those that are not rendered yet. */
  readonly readLatest: () => FormState;
  /** Deletes the kept draft and stops keeping it. */
  readonly forget: () => void;
}

/**
 * The state of the form, kept in this tab until `forget` is called.
 *
 * @param set the prompt set to take the pairs from; null for none.
 * @param filter of the pairs, that the address asks for; null for none.
 * @param model that the address asks for; empty for none.
 * @param address identifies the form: the run, prompt set, preset or model in the page's address.
 */
export function useFormState(
  options: NewRunOptionsQuery,
  preset: string,
  set: PromptSetForRunQuery['promptSet'],
  address: string,
  filter: PairFilter | null,
  model: string,
): FormHandle {
  const [state, render] = useReducer(reduceForm, null, () =>
    createFormState(startDraft(options, preset, set, filter, model)),
  );
  /** A preset or a duplicated pair is rendered a while after it was chosen; what is sent or kept meanwhile has it. */
  const latest = useRef(state);
  const dispatch = useCallback((action: FormAction): void => {
    latest.current = reduceForm(latest.current, action);
    render(action);
  }, []);
  const readLatest = useCallback(() => latest.current, []);
  const typed = useTypedEarly(FIELD_IDS);
  const isForgotten = useRef(false);
  useEffect(() => {
    // After hydration, because the server does not know the draft.
    const draft = readDraft(address);
    if (draft) dispatch({ type: 'restore', draft: applyTyped(draft, typed) });
    else {
      for (const field of PAIR_FIELDS) {
        const text = typed.get(fieldId(0, field));
        if (text !== undefined) dispatch({ type: 'edit', id: 0, field, text });
      }
    }
  }, [address, typed, dispatch]);

  const { rows, settings, isChanged } = state;
  useEffect(() => {
    if (!isChanged) return undefined;
    const timer = setTimeout(() => {
      if (!isForgotten.current) keepDraft(address, readState({ rows, settings }));
    }, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [address, rows, settings, isChanged]);

  useEffect(() => {
    const keepNow = (): void => {
      if (latest.current.isChanged && !isForgotten.current) keepDraft(address, readState(latest.current));
    };
    window.addEventListener('pagehide', keepNow);
    return () => {
      window.removeEventListener('pagehide', keepNow);
      keepNow();
    };
  }, [address]);

  useEffect(() => {
    const element = state.focus && document.getElementById(state.focus.elementId);
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  }, [state.focus]);

  const forget = (): void => {
    isForgotten.current = true;
    forgetDraft(address);
  };
  return { state, dispatch, readLatest, forget };
}

/** A kept draft with what was typed into the first pair before it could be read. */
function applyTyped(draft: Draft, typed: ReadonlyMap<string, string>): Draft {
  const texts = PAIR_FIELDS.flatMap((field) => {
    const text = typed.get(fieldId(0, field));
    return text === undefined ? [] : [[field, text] as const];
  });
  if (texts.length === 0) return draft;
  const [first, ...others] = draft.pairs;
  return { ...draft, pairs: [{ ...first!, ...Object.fromEntries(texts) }, ...others] };
}
