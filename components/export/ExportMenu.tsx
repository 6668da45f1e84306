'use client';

import { useApolloClient } from '@apollo/client/react';
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { RunArraysDocument, type RunView_RunFragment } from '../generated/graphql';
import type { ShownSweep } from '../sweep/SweepFacets';
import { Notice } from '../site/Notice';
import { toCsv } from './csv';
import { toJson } from './json';
import { toNotebook } from './notebook';

interface ExportMenuProps {
  readonly run: RunView_RunFragment;
  readonly sweeps: readonly ShownSweep[];
  /** Index of the prompt that the sweeps are of; null for the mean. */
  readonly prompt: number | null;
}

/** Downloads the data of a run. */
export function ExportMenu({ run, sweeps, prompt }: ExportMenuProps) {
  const client = useApolloClient();
  const [problem, setProblem] = useState<string | null>(null);
  const save = (name: string, type: string, text: string): void =>
    saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
  const saveJson = async (): Promise<void> => {
    const { data } = await client.query({
      query: RunArraysDocument,
      variables: { id: run.id },
      fetchPolicy: 'no-cache',
    });
    save(`${fileName('run', run.id)}.json`, 'application/json', toJson(run, data?.run?.sweeps ?? []));
  };
  const part = prompt === null ? 'mean' : `prompt-${prompt + 1}`;
  return (
    <>
      <Menu shadow="md" position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" disabled={sweeps.length === 0}>
            Export data
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() =>
              save(`${fileName('run', run.id, part)}.csv`, 'text/csv', toCsv(run, sweeps, prompt))
            }
          >
            CSV, one row per cell ({prompt === null ? 'mean of prompts' : `prompt ${prompt + 1}`})
          </Menu.Item>
          <Menu.Item
            onClick={() => {
              setProblem(null);
              saveJson().catch((error: unknown) => setProblem(readError(error as Error).message));
            }}
          >
            JSON, with prompts, provenance and every prompt’s values
          </Menu.Item>
          <Menu.Item
            onClick={() =>
              save(`${fileName('run', run.id)}.ipynb`, 'application/x-ipynb+json', toNotebook(run))
            }
          >
            Python notebook that checks the run with TransformerLens
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {problem && <Notice tone="error">{problem}</Notice>}
    </>
  );
}
