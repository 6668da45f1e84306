'use client';

import { Button, Group } from '@mantine/core';
import type { DocumentNode } from 'graphql';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { writeRequest, type PythonProgram } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';

/** What can be written of a result; each text is made when it is asked for. */
export interface Exports {
  /** The requests that gave it. */
  readonly requests: () => readonly { readonly document: DocumentNode; readonly variables: object }[];
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

/** A result as JSON, as CSV, and as a notebook that checks it with TransformerLens; its request as code. */
export function ExportBar({ exports, title, file, isComplete = true }: ExportBarProps) {
  return (
    // Its first text begins where the others of the page do.
    <Group gap={4} ml={-8}>
      <ShowCode
        title={title}
        variant="subtle"
        code={() => ({
          requests: exports.requests().map(({ document, variables }) => writeRequest(document, variables)),
          program: exports.program(),
        })}
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
