'use client';

import { useState } from 'react';
import { computePatches } from '../demo/compute-demo';
import { listRecoveries, type DemoCell, type DemoValues } from '../demo/example';
import { useAnswer } from '../demo/use-answer';
import { formatEffect } from '../plot/format-number';
import { findTopHead, HeadGrid } from './HeadGrid';
import { createHeadsInput, HEAD_PARTS, type HeadPart, type Lesson, type LearnRequests } from './learning';
import { StepNote } from './StepNote';
import { useSeen } from '../site/use-seen';
import classes from './learn.module.css';

/** The output of every head, and its queries, keys, values and pattern alone. */
export function HeadsExperiment({
  lesson: { name, heads, savedHeads },
  requests,
}: {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}) {
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const state = useAnswer(isSeen ? 'heads' : null, async () => {
    const values = await Promise.all(
      HEAD_PARTS.map(({ id }) =>
        computePatches(requests.patch, createHeadsInput(name, heads, id, 'DENOISING')),
      ),
    );
    return Object.fromEntries(HEAD_PARTS.map(({ id }, at) => [id, values[at]!])) as Record<
      HeadPart,
      DemoValues
    >;
  });
  const shown: Partial<Record<HeadPart, DemoValues>> = state.answer?.value ?? savedHeads;
  const [picked, setPicked] = useState<DemoCell | null>(null);
  const cell = picked ?? findTopHead(shown.z ?? null, heads);
  return (
    <div ref={ref} className={classes.experiment}>
      <div className={classes.facets}>
        {HEAD_PARTS.map(({ id, label }) => (
          <HeadGrid
            key={id}
            title={label}
            values={shown[id] ?? null}
            layers={name.layers}
            heads={heads}
            chosen={cell}
            onChoose={setPicked}
          />
        ))}
      </div>
      <dl className={classes.parts}>
        <div>
          <dt>head</dt>
          <dd>
            L{cell.row}H{cell.column}
          </dd>
        </div>
        {HEAD_PARTS.map(({ id, label }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>
              {shown[id] ? formatEffect(listRecoveries(shown[id])[cell.row * heads + cell.column]!) : '…'}
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.reading}>{describeParts(readParts(shown, cell.row * heads + cell.column))}</p>
      <StepNote
        state={state}
        work={`${HEAD_PARTS.length * name.layers * heads} patched runs`}
        hasSaved={savedHeads.z !== undefined}
      />
    </div>
  );
}

/** Recovery by each part of one head; null where it is not known. */
function readParts(
  shown: Partial<Record<HeadPart, DemoValues>>,
  index: number,
): Readonly<Record<HeadPart, number | null>> {
  const read = (part: HeadPart): number | null =>
    shown[part] ? (listRecoveries(shown[part])[index] ?? null) : null;
  return { z: read('z'), q: read('q'), k: read('k'), v: read('v'), pattern: read('pattern') };
}

/** Share of the effect of z that a part must have to be named. */
const LARGE_SHARE = 0.5;
/** Recovery by z below which a head is not explained. */
const SMALL_EFFECT = 0.05;

/** Why a head matters, by the parts that give at least half of the effect of its output. Nothing while a part is unknown. */
export function describeParts({ z, q, k, v, pattern }: Readonly<Record<HeadPart, number | null>>): string {
  if (z === null || q === null || k === null || v === null || pattern === null) return '';
  if (Math.abs(z) < SMALL_EFFECT) return 'This head has little effect.';
  const isLarge = (part: number): boolean => part / z >= LARGE_SHARE;
  const [looks, moves] = [isLarge(pattern) || isLarge(q) || isLarge(k), isLarge(v)];
  const by = [isLarge(q) && 'queries', isLarge(k) && 'keys'].filter((part) => part !== false).join(' and ');
  if (looks && moves) return 'It matters by where it looks and by what it moves.';
  if (looks)
    return `It matters by where it looks${by === '' ? '' : `, through its ${by}`}; what it moves is the same.`;
  if (moves) return 'It matters by what it moves; it looks at the same place in both runs.';
  return 'No part alone has half of the effect of its output.';
}
