'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatHead } from '../../domain/cell';
import { EDGE_INPUTS, type EdgeInput } from '../../domain/edges';
import { AnalysisFrame } from '../analysis/AnalysisFrame';
import { nameRunFully } from '../../domain/name-run';
import { toggleAll } from '../../domain/toggle-all';
import { PATHS_PAGE } from '../analysis/run-pages';
import { UNASKED_MS, useWorkCost } from '../analysis/use-work-cost';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import type { CellAt } from '../plot/heatmap/move';
import { useTone } from '../plot/heatmap/use-tone';
import { isRecoveryMeaningful } from '../results/describe-verdict';
import { Notice } from '../site/Notice';
import { TextPlaceholder } from '../site/Placeholders';
import { describeDirections, describePrompts } from '../sweep/figure-context';
import { valueText } from '../sweep/value-text';
import { AllEdges } from './AllEdges';
import { FirstStep } from './FirstStep';
import { NextStep } from './NextStep';
import { PathBreadcrumb } from './PathBreadcrumb';
import { PathControls } from './PathControls';
import { extendPath, formatChain, formatHeads, writePath, type Head } from './path-steps';
import { makeGap, StepFacets, type Picked } from './StepFacets';
import { makeStepRequest } from './step-input';
import { usePathState } from './use-path-state';
import { useStepValues } from './use-step-values';
import classes from './paths.module.css';

/** A sweep with as many patched runs as the path from each head to the logits. */
const HEAD_OUTPUTS = ['HEAD_Z'] as const;

const NOTHING_PICKED: Picked = { input: null, heads: [] };

/** Path patching from each head, one step at a time from the logits up the path. */
export function PathsView({ run }: { readonly run: AnalysedRun_RunFragment }) {
  return (
    <AnalysisFrame
      run={run}
      page={PATHS_PAGE}
      about={
        <>
          Path patching (Wang et al. 2022): a sender’s output is patched, and acts on the receivers only.
          Other heads keep their outputs of the base run on the way; everything behind the receivers is
          computed as usual. Click a head to make it the receiver; Shift-click several, or draw a rectangle
          with Shift, to make them receivers together.
        </>
      }
    >
      <PathSteps run={run} />
    </AnalysisFrame>
  );
}

function PathSteps({ run }: { readonly run: AnalysedRun_RunFragment }) {
  const { directions, model, pairs } = run;
  const defaults = useMemo(() => ({ directions, model }), [directions, model]);
  const [state, change] = usePathState(defaults);
  const tone = useTone();
  const { steps, metric, mlps, layerNorm } = state;
  const hasReceivers = steps.length > 0;
  const cost = useWorkCost(run, state.direction, HEAD_OUTPUTS, !hasReceivers);
  const [isStarted, setStarted] = useState(false);
  const isCheap = cost.ms !== null && cost.ms <= UNASKED_MS;
  // Receivers have been asked for.
  const isComputed = hasReceivers || isStarted || isCheap;
  const requests = useMemo(
    () =>
      ([null, ...EDGE_INPUTS] as const).map((input) =>
        isComputed && hasReceivers === (input !== null) ? makeStepRequest(run, state, input) : null,
      ),
    // Colours and values change no request.
    // oxlint-disable-next-line react/exhaustive-deps
    [run, steps, state.direction, metric, mlps, layerNorm, hasReceivers, isComputed],
  );
  const all = [
    useStepValues(requests[0]!),
    useStepValues(requests[1]!),
    useStepValues(requests[2]!),
    useStepValues(requests[3]!),
  ];
  const facets = all.filter((one) => one !== null);
  // A choice in a heatmap belongs to its step.
  const place = writePath(steps);
  const [pin, setPin] = useState<{ place: string; input: EdgeInput | null; at: CellAt } | null>(null);
  const [picks, setPicks] = useState<Picked & { readonly place: string }>({ ...NOTHING_PICKED, place: '' });
  const findPicked = (among: typeof picks): Picked => (among.place === place ? among : NOTHING_PICKED);
  const picked = findPicked(picks);

  const gap = facets.map((facet) => makeGap(facet, state)).find((one) => one !== null);
  const hasRecovery = !(gap?.gapTooSmall ?? false);
  const isMeaningful = run.baseline === null || isRecoveryMeaningful(run.baseline);
  const usual = hasRecovery && isMeaningful ? 'recovery' : 'change';
  const value = state.value === 'recovery' && !hasRecovery ? usual : (state.value ?? usual);
  const figure = useMemo(() => {
    const { sentence } = valueText(value, metric);
    const norm = steps.length > 0 ? `, LayerNorm ${layerNorm.toLowerCase()}` : '';
    return {
      lines: [
        `${sentence}; ${describePrompts(pairs.length, null)}.`,
        `Path patching, ${formatChain(steps)}; MLPs ${mlps.toLowerCase()}${norm}.`,
        `${describeDirections([state.direction])} on ${model.id}, run ${run.id}. ${nameRunFully(run)}`,
      ],
      nameFile: (part: string) =>
        fileName(run.id, 'path', part.toLowerCase(), value, state.direction.toLowerCase()),
    };
  }, [run, model, pairs, steps, mlps, layerNorm, metric, value, state.direction]);

  const follow = (input: EdgeInput | null, heads: readonly Head[]): void => {
    setPicks({ ...NOTHING_PICKED, place });
    change({ steps: extendPath(steps, input, heads) });
  };
  // Of what has been picked before, also where it is not rendered yet.
  const pick = (input: EdgeInput | null, heads: readonly Head[]): void =>
    setPicks((latest) => {
      const before = findPicked(latest);
      const among = before.input === input ? before.heads : [];
      return {
        place,
        input,
        heads: toggleAll(among, heads, ({ layer, head }) => formatHead(layer, head)),
      };
    });
  return (
    <Stack gap="md">
      <PathControls {...{ state, value, usual, hasRecovery }} onChange={change} />
      <PathBreadcrumb steps={steps} onSteps={(shorter) => change({ steps: shorter })} />
      {picked.heads.length > 0 && (
        <Group gap="xs" role="group" aria-label="Picked receivers">
          <Text size="sm">
            {formatHeads(picked.heads)}
            {picked.input === null ? '' : ` (in the heatmap of ${picked.input})`}
          </Text>
          <Button size="compact-sm" onClick={() => follow(picked.input, picked.heads)}>
            {picked.heads.length === 1 ? 'Make it the receiver' : 'Make them receivers together'}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setPicks({ ...NOTHING_PICKED, place })}>
            Clear
          </Button>
        </Group>
      )}
      {facets.some(({ senders }) => senders.length === 0) ? (
        <Notice>
          {formatHeads(steps.at(-1)!.heads)} {steps.at(-1)!.heads.length === 1 ? 'is' : 'are'} in the first
          layer: no head is before it. Its inputs come from the embeddings.
        </Notice>
      ) : (
        <div className={classes.step} data-opening={!hasReceivers || undefined}>
          {isComputed ? (
            <StepFacets
              {...{ run, state, value, facets, tone, figure, picked }}
              pinned={pin?.place === place ? pin : null}
              onPin={(pinned) => setPin(pinned && { ...pinned, place })}
              onPick={pick}
              onFollow={follow}
            />
          ) : cost.isAsked ? (
            <TextPlaceholder lines={4} width="60ch" />
          ) : (
            <FirstStep model={model} costMs={cost.ms} onStart={() => setStarted(true)} />
          )}
          {!hasReceivers && <NextStep run={run} costMs={cost.ms} onFollow={(head) => follow(null, [head])} />}
        </div>
      )}
      <AllEdges {...{ run, state, value, tone }} onChange={change} />
    </Stack>
  );
}
