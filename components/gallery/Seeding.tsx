'use client';

import { Group, Loader, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Shown while the first findings are computed; refreshes the page until they are there. */
export function Seeding({ engine }: { readonly engine: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), 1500);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <Group mt="xl" role="status" wrap="nowrap">
      <Loader size="sm" />
      <Text>Computing the first findings on this machine (engine {engine}) …</Text>
    </Group>
  );
}
