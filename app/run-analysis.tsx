/** The server's part of the pages that compute something from a stored run. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ComponentType, ReactNode } from 'react';
import { nameRun } from '../domain/name-run';
import type { RunPage } from '../components/analysis/run-pages';
import {
  RunAnalysisDocument,
  RunTitleDocument,
  type AnalysedRun_RunFragment,
} from '../components/generated/graphql';
import { shareRun } from '../components/run/share-run';
import { query } from './apollo';

interface Props {
  readonly params: Promise<{ id: string }>;
}

interface AnalysisPage {
  readonly generateMetadata: (props: Props) => Promise<Metadata>;
  readonly Page: (props: Props) => Promise<ReactNode>;
}

/** Makes a page and its title. @param View gets the run; it is a client component. */
export function createAnalysisPage(
  page: RunPage,
  View: ComponentType<{ run: AnalysedRun_RunFragment }>,
): AnalysisPage {
  return {
    generateMetadata: async ({ params }) => {
      const { id } = await params;
      const { data } = await query({ query: RunTitleDocument, variables: { id } });
      const run = data?.run;
      if (!run) return { title: 'No such run' };
      return { ...shareRun(run), title: `${page.label}: ${nameRun(run)} · run ${run.id}` };
    },
    Page: async ({ params }) => {
      const run = await findRun(params);
      if (!run) notFound();
      return <View run={run} />;
    },
  };
}

async function findRun(params: Props['params']): Promise<AnalysedRun_RunFragment | null> {
  const { id } = await params;
  const { data } = await query({ query: RunAnalysisDocument, variables: { id } });
  return data?.run ?? null;
}
