'use client';

import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { DocumentNode } from 'graphql';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { writeGraphql, writePython, type PythonProgram } from './code-text';

/** What can be written of a result; each text is made when it is asked for. */
export interface Exports {
  /** The request, or one of several. */
  readonly request: () => { readonly document: DocumentNode; readonly variables: object };
  readonly program: () => PythonProgram;
  readonly json?: () => string;
  readonly csv?: () => string;
  /** An .ipynb file; null where it cannot be computed again. */
  readonly notebook: (() => string) | null;
}

interface ExportBarProps {
  readonly exports: Exports;
  /** What is exported, for assistive technology. */
  readonly title: string;
  /** Parts of the names of files. */
  readonly file: readonly string[];
  /** While the result is not complete there are only the texts of its request. */
  readonly isComplete?: boolean;
}

const FILES = [
  { kind: 'json', name: 'Save as JSON', type: 'application/json', extension: 'json' },
  { kind: 'csv', name: 'Save as CSV', type: 'text/csv', extension: 'csv' },
  { kind: 'notebook', name: 'Save as notebook', type: 'application/x-ipynb+json', extension: 'ipynb' },
] as const;

/** A result as JSON, as CSV, and as a notebook that checks it with TransformerLens; its request as GraphQL and Python. */
export function ExportBar({ exports, title, file, isComplete = true }: ExportBarProps) {
  return (
    <Group gap={4}>
      <CopyText
        name="Copy as GraphQL"
        title={title}
        write={() => {
          const { document, variables } = exports.request();
          return writeGraphql(document, variables);
        }}
      />
      <CopyText
        name="Copy as Python"
        title={title}
        write={() => writePython(exports.program(), `${window.location.origin}/api/graphql`)}
      />
      {FILES.map(({ kind, name, type, extension }) => {
        const write = exports[kind];
        return (
          write && (
            <Button
              key={kind}
              size="compact-xs"
              variant="subtle"
              disabled={!isComplete}
              aria-label={`${name}: ${title}`}
              onClick={() => saveFile(`${fileName(...file)}.${extension}`, new Blob([write()], { type }))}
            >
              {name}
            </Button>
          )
        );
      })}
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
