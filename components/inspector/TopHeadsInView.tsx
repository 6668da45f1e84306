'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { useSeen } from '../site/use-seen';
import type { TopHeadsProps } from './TopHeads';

/** Anchor and title. */
export const TOP_HEADS = { id: 'attention', title: 'Attention of the top heads' } as const;

const loading = () => (
  <CollapsibleSection {...TOP_HEADS}>
    <Skeleton height={220} />
  </CollapsibleSection>
);
const TopHeads = dynamic(() => import('./TopHeads').then((module) => module.TopHeads), {
  ssr: false,
  loading,
});

/** The attention of the top heads, loaded when it comes into view. */
export function TopHeadsInView(props: TopHeadsProps) {
  const [ref, isSeen] = useSeen<HTMLDivElement>({ waitsForScroll: true });
  return <div ref={ref}>{isSeen ? <TopHeads {...props} /> : loading()}</div>;
}
