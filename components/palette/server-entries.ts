/** What the server lists and finds, as entries. */
import type { PaletteListsQuery, PaletteSearchQuery } from '../generated/graphql';
import { setAddress } from '../../domain/set-address';
import { describeDifference, nameRun } from '../../domain/name-run';
import type { Entry } from './entry';

/** A word of the glossary with the anchor of its entry. */
export interface GlossaryWord {
  readonly word: string;
  readonly anchor: string;
  readonly meaning: string;
}

/** Own runs, newest first, collections and people. */
export function listServerEntries({ runs, collections, findingFilters }: PaletteListsQuery): Entry[] {
  return [
    ...runs.edges.map(({ node: run }): Entry => ({
      id: `run ${run.id}`,
      group: 'Runs',
      label: nameRun(run),
      detail: describeRun(run),
      keywords: `${run.id} ${run.title}`,
      does: { href: `/runs/${run.id}` },
    })),
    ...collections.edges.map(({ node: { id, slug, title } }): Entry => ({
      id: `collection ${id}`,
      group: 'Collections',
      label: title,
      does: { href: `/collections/${slug}` },
    })),
    ...findingFilters.authors.map(({ value, label }): Entry => ({
      id: `person ${value}`,
      group: 'People',
      label,
      does: { href: `/people/${encodeURIComponent(value)}` },
    })),
  ];
}

/** The model, the status where it has no results, and where the prompts differ. */
function describeRun(run: PaletteListsQuery['runs']['edges'][number]['node']): string {
  const { status, model } = run;
  const difference = describeDifference(run);
  return [
    model.id,
    ...(status === 'SUCCEEDED' ? [] : [status.toLowerCase()]),
    ...(difference === null ? [] : [difference]),
  ].join(', ');
}

/** Findings and prompt sets that match a text. */
export function listFound({ findings, promptSets }: PaletteSearchQuery): Entry[] {
  return [
    ...findings.edges.map(({ node: { id, slug, title, modelId, author } }): Entry => ({
      id: `finding ${id}`,
      group: 'Findings',
      label: title,
      detail: `${modelId}, by ${author.name}`,
      does: { href: `/findings/${slug}` },
    })),
    ...promptSets.edges.map(({ node: { id, name, pairCount } }): Entry => ({
      id: `prompts ${id}`,
      group: 'Prompt sets',
      label: name,
      detail: `${pairCount.toLocaleString('en')} pairs`,
      does: { href: setAddress(id) },
    })),
  ];
}

/** Words of the glossary. */
export function listWords(words: readonly GlossaryWord[]): Entry[] {
  return words.map(({ word, anchor, meaning }) => ({
    id: `word ${anchor}`,
    group: 'Glossary',
    label: word,
    detail: meaning.replaceAll('`', ''),
    does: { href: `/learn/glossary#${anchor}` },
  }));
}
