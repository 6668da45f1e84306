'use client';

import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { InterveneInput } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { writeGraphql, writePython } from './copy-text';

interface CopyStepProps {
  readonly request: InterveneInput;
  /** Writes the step as a notebook. */
  readonly writeNotebook: () => string;
  /** Name of the heatmap. */
  readonly title: string;
}

/** The request of a heatmap as GraphQL, as a Python program, or as a notebook that checks it with TransformerLens. */
export function CopyStep({ request, writeNotebook, title }: CopyStepProps) {
  return (
    <Group gap={4}>
      <CopyText name="Copy as GraphQL" title={title} write={() => writeGraphql(request)} />
      <CopyText
        name="Copy as Python"
        title={title}
        write={() => writePython(request, `${window.location.origin}/api/graphql`)}
      />
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={`Save as notebook: ${title}`}
        onClick={() => {
          const blob = new Blob([writeNotebook()], { type: 'application/x-ipynb+json' });
          saveFile(`${fileName('path', title)}.ipynb`, blob);
        }}
      >
        Save as notebook
      </Button>
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
