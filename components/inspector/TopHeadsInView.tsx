'use client';

import { Skeleton } from '@mantine/core';
import { lazy, memo, Suspense } from 'react';
import { withClient } from '../apollo/browser-client';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { useSeen } from '../site/use-seen';
import { HeadPlaces } from './HeadPlaces';
import type { TopHeadsProps } from './TopHeads';

/** Anchor and title. */
export const TOP_HEADS = { id: 'attention', title: 'Attention of the top heads' } as const;

const TopHeads = lazy(() =>
  withClient(import('./TopHeads')).then((module) => ({ default: module.TopHeads })),
);

/** The attention of the top heads, loaded when it comes into view. */
export const TopHeadsInView = memo(function TopHeadsInView(props: TopHeadsProps) {
  const [ref, isSeen] = useSeen<HTMLDivElement>({ waitsForScroll: true });
  const place = (
    // As high as the controls, which need two lines.
    <CollapsibleSection {...TOP_HEADS} controls={<Skeleton height={49} flex={1} />}>
      <HeadPlaces count={props.count} />
    </CollapsibleSection>
  );
  return (
    <div ref={ref} data-waits>
      {isSeen ? (
        <Suspense fallback={place}>
          <TopHeads {...props} />
        </Suspense>
      ) : (
        place
      )}
    </div>
  );
});
