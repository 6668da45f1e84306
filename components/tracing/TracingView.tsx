'use client';

import { Progress, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { AnalysisFrame } from '../analysis/AnalysisFrame';
import { TRACING_PAGE } from '../analysis/run-pages';
import { useAddressState } from '../analysis/use-address-state';
import { ExportBar } from '../export/ExportBar';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { RequestProblem } from '../site/RequestProblem';
import { ProposedTrace } from './ProposedTrace';
import { TracingControls } from './TracingControls';
import { TracingHeatmaps } from './TracingHeatmaps';
import { listRows } from './trace';
import { makeTraceExports } from './trace-exports';
import { readTracingState, writeTracingState } from './tracing-state';
import { useTrace } from './use-trace';

/** Causal tracing: windows of layers of the clean run, restored in a corrupted one. */
export function TracingView({ run }: { readonly run: AnalysedRun_RunFragment }) {
  return (
    <AnalysisFrame
      run={run}
      page={TRACING_PAGE}
      oneLengthOnly="The prompts of this run have several lengths. Causal tracing averages over prompts position by position: run the pairs of one length alone."
      about={
        <>
          Causal tracing (Meng et al. 2022): the base run is corrupted, and a window of neighbouring layers is
          set to the clean run’s activations at one position. ROME corrupts with Gaussian noise on the
          embeddings of the subject. The corrupted prompts of the run can be used instead.
        </>
      }
    >
      <Tracing run={run} />
    </AnalysisFrame>
  );
}

function Tracing({ run }: { readonly run: AnalysedRun_RunFragment }) {
  const { pairs, model } = run;
  const codec = useMemo(() => {
    const sizes = { layers: model.layers, length: pairs[0]!.cleanTokens.length };
    return {
      read: (search: URLSearchParams) => readTracingState(search, sizes),
      write: writeTracingState,
    };
  }, [pairs, model]);
  const [state, change] = useAddressState(codec);
  const { corruption, positions, std, samples, seed, layers, isStarted } = state;
  const places = positions?.join() ?? null;
  const requests = useMemo(
    () => (isStarted ? listRows(run, state) : null),
    // What is shown of the answers changes no request.
    // oxlint-disable-next-line react/exhaustive-deps
    [run, isStarted, corruption, places, std, samples, seed, layers],
  );
  const trace = useTrace(requests, layers > 1);
  const rows = trace?.rows.filter((row) => row !== null) ?? [];
  const done = rows.length;
  const noiseStd = trace?.rows[0]?.noiseStd ?? null;
  return (
    <Stack gap="md">
      <TracingControls {...{ run, state }} onChange={change} />
      {!trace && <ProposedTrace {...{ run, state }} onStart={() => change({ isStarted: true })} />}
      {trace !== null && trace.error !== undefined && (
        <RequestProblem error={trace.error} onRetry={trace.retry} />
      )}
      {trace && trace.error === undefined && done < trace.rows.length && (
        <Progress value={(100 * done) / trace.rows.length} aria-label="Progress of the trace" />
      )}
      {noiseStd !== null && (
        <Text size="sm" c="dimmed">
          The noise has a standard deviation of {noiseStd.toPrecision(3)}, {std} times that of the token
          embedding. Values are means over {samples} {samples === 1 ? 'sample' : 'samples'} and over prompts.
        </Text>
      )}
      {trace && requests && done > 0 && (
        <>
          <TracingHeatmaps {...{ run, state, requests, trace }} />
          <ExportBar
            exports={makeTraceExports({ run, state, requests, rows })}
            title="Causal tracing"
            file={[run.id, 'trace', corruption, `${layers} layers`]}
            isComplete={done === trace.rows.length}
          />
        </>
      )}
    </Stack>
  );
}
