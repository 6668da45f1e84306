'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';

/** `FindingText`, loaded when a preview is opened: its Markdown parser is as large as the form around it. */
export const TextPreview = dynamic(() => import('./FindingText').then((module) => module.FindingText), {
  ssr: false,
  loading: () => <Skeleton height={72} role="status" aria-label="The preview is loading" />,
});
