'use client';

import { Skeleton } from '@mantine/core';
import classes from './inspector.module.css';

/** Height of the patterns of one head with their caption, in pixels. */
const HEIGHT = 270;

/** The places of heads whose patterns are being read. */
export function HeadPlaces({ count }: { readonly count: number }) {
  return (
    <div className={classes.patterns}>
      {Array.from({ length: count }, (_, at) => (
        <Skeleton key={at} height={HEIGHT} />
      ))}
    </div>
  );
}
