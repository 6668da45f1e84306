'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';

/** GraphiQL on a page of its own: it is larger than the rest of the site. */
export const Explorer = dynamic(
  () => import('./GraphiqlExplorer').then((module) => module.GraphiqlExplorer),
  {
    ssr: false,
    loading: () => <Skeleton height="70vh" />,
  },
);
