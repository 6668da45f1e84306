'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { print } from 'graphql';
import { useEffect, useState } from 'react';
import { sendRequest } from '../apollo/send-request';
import {
  PaletteListsDocument,
  PaletteSearchDocument,
  type PaletteListsQuery,
  type PaletteSearchQuery,
} from '../generated/graphql';
import type { GlossaryWord } from './server-entries';

/** A search starts when typing pauses for this long. */
const PAUSE_MS = 200;

export interface PaletteData {
  readonly lists: PaletteListsQuery | null;
  readonly words: readonly GlossaryWord[];
  readonly found: PaletteSearchQuery | null;
  /** Whether the server has not answered about the typed text. */
  readonly isSearching: boolean;
  /** Why something is missing. */
  readonly problem: string | null;
}

/** Reads what the server has by name once, and what it finds for the typed text. */
export function usePaletteData(text: string): PaletteData {
  const [search] = useDebouncedValue(text, PAUSE_MS);
  const [lists, setLists] = useState<PaletteListsQuery | null>(null);
  const [words, setWords] = useState<readonly GlossaryWord[]>([]);
  const [answer, setAnswer] = useState<{ text: string; found: PaletteSearchQuery | null } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const report = (error: unknown): void =>
      setProblem(error instanceof Error ? error.message : String(error));
    sendRequest<PaletteListsQuery>(print(PaletteListsDocument), {}).then(setLists, report);
    readWords().then(setWords, report);
  }, []);
  useEffect(() => {
    let isCurrent = true;
    sendRequest<PaletteSearchQuery>(print(PaletteSearchDocument), { text: search }).then(
      (found) => {
        if (!isCurrent) return;
        setAnswer({ text: search, found });
        setProblem(null);
      },
      (error: unknown) => {
        if (!isCurrent) return;
        setAnswer({ text: search, found: null });
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [search]);
  return { lists, words, found: answer?.found ?? null, isSearching: answer?.text !== text, problem };
}

async function readWords(): Promise<GlossaryWord[]> {
  const response = await fetch('/learn/glossary/words');
  if (!response.ok) throw new Error(`The glossary was not read: status ${response.status}.`);
  return (await response.json()) as GlossaryWord[];
}
