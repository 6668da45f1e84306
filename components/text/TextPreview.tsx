'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { readError } from '../apollo/read-error';
import { useLateQuery } from '../apollo/use-late-query';
import { PreviewTextDocument, type SweepKind } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface TextPreviewProps {
  /** Markdown. */
  readonly text: string;
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
}

/** A text as it will be shown: the server parses it as when it is saved, so that a refusal is seen before. */
export function TextPreview({ text, kinds }: TextPreviewProps) {
  const { data, error } = useLateQuery(PreviewTextDocument, {
    variables: { text },
    skip: text.trim() === '',
    fetchPolicy: 'no-cache',
  });
  if (text.trim() === '') return <p>Nothing written yet.</p>;
  if (error) {
    const { message, issues } = readError(error);
    return <Notice tone="error">{issues[0]?.message ?? message}</Notice>;
  }
  if (!data) return <Waiting />;
  return <SummaryView tree={data.previewText} kinds={kinds} />;
}

/** Loaded when a preview is opened. */
const SummaryView = dynamic(() => import('./SummaryView').then((module) => module.SummaryView), {
  ssr: false,
  loading: () => <Waiting />,
});

function Waiting() {
  return <Skeleton height={72} role="status" aria-label="The preview is loading" />;
}
