'use client';

import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { PromptPairs } from '../prompts/PromptPairs';
import { Notice } from '../site/Notice';
import { describeLengths, isOneLength } from '../sweep/role-labels';
import type { RunPage } from './run-pages';
import { RunPages } from './RunPages';

interface AnalysisFrameProps {
  readonly run: AnalysedRun_RunFragment;
  readonly page: RunPage;
  /** What the page computes, in one or two sentences. */
  readonly about: ReactNode;
  /** Why pairs of several lengths have no such results; left out where they do. */
  readonly oneLengthOnly?: string;
  /** Why answers of several tokens have no such results; left out where they do. */
  readonly oneTokenOnly?: string;
  /** Left out while the run's model cannot compute. */
  readonly children: ReactNode;
}

/** The frame of a page that computes something else from a run's prompts: title, links, prompts. */
export function AnalysisFrame({
  run,
  page,
  about,
  oneLengthOnly,
  oneTokenOnly,
  children,
}: AnalysisFrameProps) {
  const { model, pairs } = run;
  const isWhole = pairs.some(({ whole }) => whole !== null);
  const reason =
    model.unavailable ?? (isOneLength(pairs) ? null : oneLengthOnly) ?? (isWhole ? oneTokenOnly : null);
  return (
    <Stack gap="md" data-wide>
      <div>
        <Title order={1}>{run.title}</Title>
        <Text size="sm" c="dimmed">
          {page.label} on {model.id}, {pairs.length} prompt {pairs.length === 1 ? 'pair' : 'pairs'} of{' '}
          {describeLengths(pairs)}
        </Text>
      </div>
      <RunPages runId={run.id} current={page} />
      <Text size="sm" maw="90ch">
        {about}
      </Text>
      {run.pairCount > pairs.length && (
        <Text size="sm" c="dimmed">
          This page is about the first {pairs.length} of the {run.pairCount.toLocaleString('en')} pairs of the
          run.
        </Text>
      )}
      <PromptPairs runId={run.id} pairs={pairs} count={pairs.length} />
      {reason ? <Notice tone="warning">{reason}</Notice> : children}
    </Stack>
  );
}
