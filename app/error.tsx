'use client';

import { Button, Text, Title } from '@mantine/core';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <Title order={1}>This page could not be shown</Title>
      <Text my="sm">
        An unexpected error occurred on the server{error.digest ? ` (${error.digest} in its log)` : ''}. Saved
        data is not affected.
      </Text>
      <Button onClick={reset}>Try again</Button>
    </>
  );
}
