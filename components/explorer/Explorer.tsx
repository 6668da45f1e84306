'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';

/** Loads GraphiQL only on its own page, since it is larger than the rest of the site. */
export const Explorer = dynamic(
  () => import('./GraphiqlExplorer').then((module) => module.GraphiqlExplorer),
  {
    ssr: false,
    loading: () => <Skeleton height="70vh" />,
  },
);
