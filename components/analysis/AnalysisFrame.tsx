'use client';

import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { describeVerdict } from '../results/describe-verdict';
import { RunPrompts } from '../prompts/RunPrompts';
import { FailureScope } from '../site/FailureScope';
import { Notice } from '../site/Notice';
import { describeLengths, isOneLength } from '../sweep/role-labels';
import type { RunPage } from './run-pages';
import { RunPages } from './RunPages';
import { RunTitle } from './RunTitle';

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

/** The frame of a page that computes something else from a run's prompts: the heading and prompts of the run, as on its page, and links. */
export function AnalysisFrame({
  run,
  page,
  about,
  oneLengthOnly,
  oneTokenOnly,
  children,
}: AnalysisFrameProps) {
  const { model, pairs, baseline } = run;
  const verdict = baseline && describeVerdict(baseline);
  const isWhole = pairs.some(({ whole }) => whole !== null);
  const reason =
    model.unavailable ?? (isOneLength(pairs) ? null : oneLengthOnly) ?? (isWhole ? oneTokenOnly : null);
  return (
    <Stack gap="md" data-wide>
      <Stack gap={6}>
        <RunTitle run={run} />
        <Text size="sm" c="dimmed">
          Prompts of {describeLengths(pairs)}
        </Text>
        <RunPrompts run={run} baseSide={run.directions[0] === 'NOISING' ? 'clean' : 'corrupted'} />
      </Stack>
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
      {verdict && (
        <Notice tone="warning" title={verdict.title}>
          {verdict.reason} Shares of the gap, such as recovery and faithfulness, say little on this page.
        </Notice>
      )}
      {reason ? <Notice tone="warning">{reason}</Notice> : <FailureScope>{children}</FailureScope>}
    </Stack>
  );
}
