import { Skeleton, Stack } from '@mantine/core';

/** The place of a run's page while it loads. */
export function RunViewSkeleton() {
  return (
    <Stack gap="md" role="status" aria-label="Loading the run">
      <Skeleton height={32} width={260} />
      <Skeleton height={60} />
      <Skeleton height={220} />
    </Stack>
  );
}
