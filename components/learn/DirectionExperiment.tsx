'use client';

import { useState } from 'react';
import { computePatches } from '../demo/compute-demo';
import { listRecoveries, type DemoCell, type DemoValues } from '../demo/example';
import { useAnswer } from '../demo/use-answer';
import { formatEffect } from '../plot/format-number';
import { findTopHead, HeadGrid } from './HeadGrid';
import { createHeadsInput, type Lesson, type LearnRequests } from './learning';
import { StepNote } from './StepNote';
import { useSeen } from '../site/use-seen';
import classes from './learn.module.css';

/** Recovery that counts as a clear effect, for the sentence below the pictures. */
const CLEAR = 0.2;

/** The same heads in both directions, side by side. */
export function DirectionExperiment({
  lesson: { name, heads, savedHeads },
  requests,
}: {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}) {
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const state = useAnswer(isSeen ? 'directions' : null, async () => {
    const [denoising, noising] = await Promise.all(
      (['DENOISING', 'NOISING'] as const).map((direction) =>
        computePatches(requests.patch, createHeadsInput(name, heads, 'z', direction)),
      ),
    );
    return { denoising: denoising!, noising: noising! };
  });
  const denoising: DemoValues | null = state.answer?.value.denoising ?? savedHeads.z ?? null;
  const noising: DemoValues | null = state.answer?.value.noising ?? null;
  const [picked, setPicked] = useState<DemoCell | null>(null);
  const cell = picked ?? findTopHead(denoising, heads);
  const read = (values: DemoValues | null): number | null =>
    values ? listRecoveries(values)[cell.row * heads + cell.column]! : null;
  const common = { layers: name.layers, heads, chosen: cell, onChoose: setPicked };
  return (
    <div ref={ref} className={classes.experiment}>
      <div className={classes.facets} data-count="2">
        <HeadGrid title="denoising: clean into corrupted" values={denoising} {...common} />
        <HeadGrid title="noising: corrupted into clean" values={noising} {...common} />
      </div>
      <p className={classes.reading}>
        <b>
          L{cell.row}H{cell.column}
        </b>
        : denoising {formatRead(read(denoising))}, noising {formatRead(read(noising))}.{' '}
        {describeRole(read(denoising), read(noising))}
      </p>
      <StepNote
        state={state}
        work={`${2 * name.layers * heads} patched runs`}
        hasSaved={savedHeads.z !== undefined}
      />
      {state.problem !== null && savedHeads.z && (
        <p className={classes.note}>Saved are the values of denoising; noising needs the engine.</p>
      )}
    </div>
  );
}

function formatRead(value: number | null): string {
  return value === null ? 'not computed' : formatEffect(value);
}

/** What both directions say of a head; nothing while one is unknown. */
export function describeRole(denoising: number | null, noising: number | null): string {
  if (denoising === null || noising === null) return '';
  const [restores, breaks] = [denoising >= CLEAR, noising >= CLEAR];
  if (restores && breaks) return 'It restores the answer, and the answer depends on it.';
  if (restores) return 'It restores a part of the answer, but the clean run does without it.';
  if (breaks) return 'The clean run depends on it, but it does not restore the answer alone.';
  return `Below ${CLEAR} in both directions.`;
}
