'use client';

import type { MantineColorScheme } from '@mantine/core';
import { print } from 'graphql';
import { useMemo } from 'react';
import type { Preset } from '../../domain/presets';
import { listPageActions, type PageAction } from '../actions/page-actions';
import { findPageHead } from '../actions/page-heads';
import { sendRequest } from '../apollo/send-request';
import {
  PaletteRunDocument,
  type PaletteRunMutation,
  type PaletteRunMutationVariables,
} from '../generated/graphql';
import { openSiteDialog } from '../shortcuts/open-dialog';
import { useColourScheme } from '../site/use-colour-scheme';
import type { Entry, EntryGroup } from './entry';
import { ACCOUNT_SETTINGS, listPresets, PAGES } from './fixed-entries';
import { listHeads, listPageHead } from './head-entries';
import { rankEntries } from './rank-entries';
import { listRecent } from './recent-entries';
import { listFound, listServerEntries, listWords } from './server-entries';
import { usePaletteData } from './use-palette-data';

const SCHEMES: Readonly<Record<MantineColorScheme, string>> = {
  light: 'Colour scheme: light',
  dark: 'Colour scheme: dark',
  auto: 'Colour scheme: as the system',
};

export interface FoundEntries {
  readonly groups: readonly EntryGroup[];
  readonly isSearching: boolean;
  readonly problem: string | null;
}

/** What the search offers for a text; without one, the last choices and what the page and the site can do. */
export function useEntries(text: string): FoundEntries {
  const { lists, words, found, isSearching, problem } = usePaletteData(text);
  const { scheme: current, choose } = useColourScheme();
  // The page cannot change while the search covers it.
  const pageActions = useMemo(() => listPageActions().map(toEntry), []);
  const groups = useMemo(() => {
    const settings = (Object.keys(SCHEMES) as MantineColorScheme[]).map((scheme): Entry => ({
      id: `scheme ${scheme}`,
      group: 'Settings',
      label: SCHEMES[scheme],
      keywords: 'setting theme mode night day appearance',
      isOn: scheme === current,
      does: { run: () => choose(scheme) },
    }));
    const fixed = [
      ...pageActions,
      ...PAGES,
      ...listPresets(lists?.models ?? [], startPreset),
      ...settings,
      SHORTCUTS_ENTRY,
      ...ACCOUNT_SETTINGS,
    ];
    const named = lists ? listServerEntries(lists) : [];
    const ofServer = found ? listFound(found) : [];
    if (text.trim() === '')
      return rankEntries([...listRecent([...fixed, ...named]), ...fixed, ...named], [], '');
    const search: Entry = {
      id: 'search findings',
      group: 'Findings',
      label: `All findings for “${text.trim()}”`,
      isFallback: true,
      does: { href: `/?search=${encodeURIComponent(text.trim())}` },
    };
    const heads = [...listPageHead(text, findPageHead), ...listHeads(text, lists?.models ?? [])];
    return rankEntries([...fixed, ...named, ...listWords(words)], [...heads, ...ofServer, search], text);
  }, [text, lists, words, found, pageActions, current, choose]);
  return { groups, isSearching, problem };
}

const SHORTCUTS_ENTRY: Entry = {
  id: 'shortcuts',
  group: 'Settings',
  label: 'Keyboard shortcuts',
  keywords: 'keys help setting letters characters',
  target: 'shortcuts',
  does: { run: () => openSiteDialog('shortcuts') },
};

function toEntry({ id, label, keywords = '', isOn, run }: PageAction): Entry {
  return {
    id: `action ${id}`,
    group: 'This page',
    label,
    keywords: `${keywords}${isOn === undefined ? '' : ' setting view'}`,
    target: id,
    ...(isOn !== undefined && { isOn }),
    does: { run },
  };
}

/** Computes a preset, as the button Run of the form does. @returns the address of the run. */
async function startPreset({ pairs, sweeps }: Preset, model: string): Promise<string> {
  const variables: PaletteRunMutationVariables = {
    input: { model, pairs: pairs.map((pair) => ({ ...pair })), sweeps: [...sweeps] },
  };
  const { createRun } = await sendRequest<PaletteRunMutation>(print(PaletteRunDocument), variables);
  return `/runs/${createRun.id}`;
}
