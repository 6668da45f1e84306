import { Skeleton } from '@mantine/core';
import classes from './charts.module.css';

/** The places of the small charts by layer until they are loaded. */
export function LayerPlaces({ labels }: { readonly labels: readonly string[] }) {
  return (
    <div className={classes.multiples}>
      {labels.map((label) => (
        <div key={label}>
          <div className={classes.panelTitle}>{label}</div>
          <Skeleton height={150} />
        </div>
      ))}
    </div>
  );
}
