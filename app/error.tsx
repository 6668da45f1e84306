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
        Something unexpected went wrong on the server{error.digest ? ` (${error.digest} in its log)` : ''}.
        Nothing that was saved is lost.
      </Text>
      <Button onClick={reset}>Try again</Button>
    </>
  );
}
