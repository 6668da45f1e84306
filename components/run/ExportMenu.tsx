'use client';

import { Button, Menu } from '@mantine/core';
import type { RunView_RunFragment } from '../generated/graphql';
import type { ShownSweep } from './SweepFacets';
import { toCsv, toJson } from './export';
import { toNotebook } from './python-export';

interface ExportMenuProps {
  readonly run: RunView_RunFragment;
  readonly sweeps: readonly ShownSweep[];
}

/** Downloads what is shown. */
export function ExportMenu({ run, sweeps }: ExportMenuProps) {
  const download = (name: string, type: string, text: string): void => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Menu shadow="md" position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" disabled={sweeps.length === 0}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download(`run-${run.id}.csv`, 'text/csv', toCsv(sweeps))}>
          CSV, a row a cell
        </Menu.Item>
        <Menu.Item onClick={() => download(`run-${run.id}.json`, 'application/json', toJson(run, sweeps))}>
          JSON, with prompts and provenance
        </Menu.Item>
        <Menu.Item
          onClick={() => download(`run-${run.id}.ipynb`, 'application/x-ipynb+json', toNotebook(run))}
        >
          Python notebook that checks it with TransformerLens
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
