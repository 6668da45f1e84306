'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { MAX_PAIRS } from '../../domain/limits';
import { MIN_PROMPTS } from '../../domain/statistics/cells';
import { usePageActions } from '../actions/page-actions';
import { readError } from '../apollo/read-error';
import { useFindClient } from '../apollo/use-client';
import { LateMenu } from '../floating/LateMenu';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import type { Direction, Metric, RunView_RunFragment } from '../generated/graphql';
import type { GapSource } from '../sweep/effects';
import { metricName } from '../sweep/value-text';
import type { ShownSweep } from '../sweep/SweepFacets';
import type { SweepStatistics } from '../sweep/sweep-statistics';
import type { ValueName } from '../sweep/view-state';
import { Notice } from '../site/Notice';

/** Reading and writing of files is as large as the page that offers it, so it is loaded when a file is saved. */
const loadReader = () => import('./read-content');

interface ExportMenuProps {
  readonly run: RunView_RunFragment;
  readonly sweeps: readonly ShownSweep[];
  /** Index of the prompt that the sweeps are of; null for the mean. */
  readonly prompt: number | null;
  readonly direction: Direction;
  readonly metric: Metric;
  /** The metric of the unpatched runs; null before it is known. */
  readonly unpatched: GapSource | null;
  /** What the mean of the sweeps is. */
  readonly value: ValueName;
  /** By kind; empty where the page shows none. */
  readonly statistics: ReadonlyMap<string, SweepStatistics>;
  readonly isMeanOfRatios: boolean;
}

/** Downloads the data of a run. */
export function ExportMenu(props: ExportMenuProps) {
  const { run, sweeps, prompt, direction, metric, unpatched, value, statistics, isMeanOfRatios } = props;
  const findClient = useFindClient();
  const [problem, setProblem] = useState<string | null>(null);
  const save = (name: string, type: string, text: string): void =>
    saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
  // The values of thousands of pairs are no text to read.
  const isLarge = run.pairCount > MAX_PAIRS;
  const whole = isLarge ? `, for runs of up to ${MAX_PAIRS} pairs` : '';
  const part = [
    prompt === null ? 'mean' : `prompt-${prompt + 1}`,
    run.directions.length > 1 ? direction.toLowerCase() : '',
    run.metrics.length > 1 ? metric.toLowerCase() : '',
  ];
  const saveCsv = async (): Promise<void> => {
    if (!unpatched) return;
    const { toCsv } = await import('./csv');
    const shown =
      statistics.size === 0 ? null : { byKind: statistics, isRecovery: value === 'recovery', isMeanOfRatios };
    const text = toCsv(run, sweeps, prompt, { direction, metric, unpatched, statistics: shown });
    save(`${fileName('run', run.id, ...part)}.csv`, 'text/csv', text);
  };
  const saveJson = async (): Promise<void> => {
    const [{ toJson }, { readContent }] = await Promise.all([import('./json'), loadReader()]);
    const text = toJson(run, await readContent(await findClient(), run, window.location.origin));
    save(`${fileName('run', run.id)}.json`, 'application/json', text);
  };
  const saveStatistics = async (): Promise<void> => {
    const { readStatistics, toStatisticsJson } = await import('./statistics-json');
    const content = await readStatistics(await findClient(), run, window.location.origin);
    save(`${fileName('run', run.id, 'statistics')}.json`, 'application/json', toStatisticsJson(run, content));
  };
  const saveMetricsCsv = async (): Promise<void> => {
    const [{ toMetricsCsv }, { readContent }] = await Promise.all([import('./metrics-csv'), loadReader()]);
    const { arrays, stored } = await readContent(await findClient(), run, window.location.origin);
    const name = `${fileName('run', run.id, prompt === null ? 'mean' : `prompt-${prompt + 1}`, 'metrics')}.csv`;
    save(name, 'text/csv', toMetricsCsv(run, arrays, prompt, stored));
  };
  const saveNpz = async (): Promise<void> => {
    const [{ listRunArrays, toNpz }, { readContent }, { readPagedArrays }] = await Promise.all([
      import('./npz'),
      loadReader(),
      import('./paged-arrays'),
    ]);
    const { arrays, edges } = isLarge
      ? { arrays: await readPagedArrays(await findClient(), run), edges: [] }
      : await readContent(await findClient(), run, window.location.origin);
    const file = new Blob([toNpz(listRunArrays(run, arrays, edges))], { type: 'application/zip' });
    saveFile(`${fileName('run', run.id)}.npz`, file);
  };
  const saveJointCsv = async (): Promise<void> => {
    const [{ toJointCsv }, { readJointPatches }] = await Promise.all([import('./joint-csv'), loadReader()]);
    const patches = await readJointPatches(await findClient(), run.id);
    if (patches.length === 0) {
      setProblem('This run has no joint patches. Select cells and patch them together first.');
      return;
    }
    save(`${fileName('run', run.id, 'joint patches')}.csv`, 'text/csv', toJointCsv(run, patches));
  };
  const saveNotebook = async (): Promise<void> => {
    const [{ toNotebook }, { toJson }, { readContent }] = await Promise.all([
      import('./notebook'),
      import('./json'),
      loadReader(),
    ]);
    if (isLarge) {
      const { readFirstMeans } = await import('./first-means');
      const text = toNotebook(run, await readFirstMeans(await findClient(), run));
      save(`${fileName('run', run.id)}.ipynb`, 'application/x-ipynb+json', text);
      return;
    }
    const content = await readContent(await findClient(), run, window.location.origin);
    const { arrays, joint } = content;
    const means = arrays.filter(({ metric: of }) => run.metrics.includes(of));
    const text = toNotebook(run, means, joint, toJson(run, content));
    save(`${fileName('run', run.id)}.ipynb`, 'application/x-ipynb+json', text);
  };
  const start = (work: () => Promise<void>): void => {
    setProblem(null);
    work().catch((error: unknown) => setProblem(readError(error as Error).message));
  };
  const exports = [
    { id: 'csv', label: 'CSV, one row per cell', work: saveCsv },
    ...(isLarge ? [] : [{ id: 'json', label: 'JSON with prompts and provenance', work: saveJson }]),
    { id: 'npz', label: 'npz, every array for numpy', work: saveNpz },
    { id: 'notebook', label: 'Python notebook that checks the run', work: saveNotebook },
  ];
  usePageActions(
    sweeps.length === 0
      ? []
      : exports.map(({ id, label, work }) => ({
          id: `export ${id}`,
          label: `Export data: ${label}`,
          keywords: 'download save file',
          run: () => start(work),
        })),
  );
  const shownPart = [
    prompt === null ? 'mean of prompts' : `prompt ${prompt + 1}`,
    ...(run.directions.length > 1 ? [direction.toLowerCase()] : []),
    ...(run.metrics.length > 1 ? [metricName(metric)] : []),
    ...(statistics.size > 0 ? ['with statistics'] : []),
  ].join(', ');
  const notebookPart = isLarge ? `the first ${MAX_PAIRS} pairs` : 'the run';
  const entries = [
    { key: 'csv', label: `CSV, one row per cell (${shownPart})`, work: saveCsv },
    {
      key: 'metrics',
      label: `CSV, one row per patch, one column per metric${whole}`,
      work: saveMetricsCsv,
      isDisabled: isLarge,
    },
    { key: 'joint', label: 'CSV of joint patches and controls', work: saveJointCsv },
    {
      key: 'json',
      label: `JSON, with prompts, provenance and every prompt’s values${whole}`,
      work: saveJson,
      isDisabled: isLarge,
    },
    {
      key: 'statistics',
      label: 'JSON of statistics over prompts, with all pairs',
      work: saveStatistics,
      isDisabled: run.pairCount < MIN_PROMPTS || !run.baseline,
    },
    { key: 'npz', label: 'npz, every array for numpy.load', work: saveNpz },
    {
      key: 'notebook',
      label: `Python notebook that checks ${notebookPart} with TransformerLens 3 or 4`,
      work: saveNotebook,
    },
  ].map(({ work, ...entry }) => ({ ...entry, onClick: () => start(work) }));
  return (
    <>
      <LateMenu entries={entries}>
        {(button) => (
          <Button {...button} size="xs" variant="subtle" color="gray" disabled={sweeps.length === 0}>
            Export data
          </Button>
        )}
      </LateMenu>
      {problem && <Notice tone="error">{problem}</Notice>}
    </>
  );
}
