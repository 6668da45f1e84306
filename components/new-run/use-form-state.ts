'use client';

import { useEffect, useReducer, useRef, type Dispatch } from 'react';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { createDraft } from './draft';
import { forgetDraft, keepDraft, readDraft } from './draft-storage';
import { createFormState, readState, reduceForm, type FormAction, type FormState } from './form-state';

/** Writing a draft on each key would slow typing down. */
const KEEP_AFTER_MS = 300;

export interface FormHandle {
  readonly state: FormState;
  readonly dispatch: Dispatch<FormAction>;
  /** Forgets the kept draft, and keeps none any more. */
  readonly forget: () => void;
}

/**
 * The state of the form, kept for this tab until it is forgotten.
 *
 * @param address what makes one form differ from another: the run or preset that the page's address names.
 */
export function useFormState(options: NewRunOptionsQuery, preset: string, address: string): FormHandle {
  const [state, dispatch] = useReducer(reduceForm, null, () => createFormState(createDraft(options, preset)));
  const isForgotten = useRef(false);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);

  useEffect(() => {
    // After hydration: the server knows of no draft.
    const draft = readDraft(address);
    if (draft) dispatch({ type: 'restore', draft });
  }, [address]);

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
  return { state, dispatch, forget };
}
