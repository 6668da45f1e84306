'use client';

import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { InterveneInput } from '../generated/graphql';
import { writeGraphql, writePython } from './copy-text';

interface CopyStepProps {
  readonly request: InterveneInput;
  /** Name of the heatmap. */
  readonly title: string;
}

/** Copies the request of a heatmap, as GraphQL or as a Python program. */
export function CopyStep({ request, title }: CopyStepProps) {
  return (
    <Group gap={4}>
      <CopyText name="Copy as GraphQL" title={title} write={() => writeGraphql(request)} />
      <CopyText
        name="Copy as Python"
        title={title}
        write={() => writePython(request, `${window.location.origin}/api/graphql`)}
      />
    </Group>
  );
}

interface CopyTextProps {
  readonly name: string;
  readonly title: string;
  readonly write: () => string;
}

function CopyText({ name, title, write }: CopyTextProps) {
  const { copied, copy } = useClipboard();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-label={`${copied ? 'Copied' : name}: ${title}`}
      onClick={() => copy(write())}
    >
      {copied ? 'Copied' : name}
    </Button>
  );
}
