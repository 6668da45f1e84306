'use client';

import { Skeleton, Stack, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useDeferredValue, useState, useTransition, type KeyboardEvent } from 'react';
import type { PairFilter } from '../../domain/pair-filter';
import type { FieldIssue } from '../apollo/read-error';
import type { NewRunOptionsQuery, PromptSetForRunQuery } from '../generated/graphql';
import { createFinder, selectMessages } from './check';
import type { Notation } from './ImportDialog';
import { FormBaselines } from './FormBaselines';
import { GeneralProblems } from './GeneralProblems';
import { ImportPanel, type ImportTexts } from './ImportPanel';
import { findSource, isLarge } from './large-run';
import { listProblems, type ListedProblem } from './list-problems';
import { writeFilter } from './pair-filter';
import { PairSection } from './PairSection';
import { PasteOffer } from './PasteOffer';
import { PatchSettings } from './PatchSettings';
import { PresetCards } from './PresetCards';
import { findPreset } from './preset-cards';
import { createInput, readRefusal } from './preview';
import { RunPanel } from './RunPanel';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { SetupFields } from './SetupFields';
import { useCheck, type FormCheck } from './use-check';
import { useFormState } from './use-form-state';
import { usePastedTable } from './use-pasted-table';
import { useSubmit } from './use-submit';
import { WantedModel } from './WantedModel';
import classes from './run-panel.module.css';

// The colour scale and the heatmap are needed only once something has been written.
const RunDetails = dynamic(() => import('./RunDetails').then((module) => module.RunDetails), {
  ssr: false,
  loading: () => <Skeleton height={220} />,
});

const PROBLEMS_ID = 'problems';
/** Ids of the parts of the form that show their own problems. All other problems are shown above the Run button. */
const PLACES: Readonly<Record<string, string>> = {
  model: 'model',
  pairs: 'pairs',
  promptSet: 'pairs',
  promptSetPairs: 'pairs',
  leaveOutUnusable: 'pairs',
  wholeAnswers: 'pairs',
  sweeps: 'what',
  metrics: 'what',
};

/** Paths of problems with the pairs. Where the pairs that the model cannot use are listed, the others say the same again. */
const PAIR_PATHS = ['pairs', 'wholeAnswers'];
const SET_PATHS = ['promptSet', 'promptSetPairs', 'leaveOutUnusable'];

interface NewRunFormProps {
  readonly options: NewRunOptionsQuery;
  /** Preset that the address asks for; empty for none. */
  readonly preset: string;
  /** Prompt set that the address asks for; null for none. */
  readonly set?: PromptSetForRunQuery['promptSet'];
  /** Filter of pairs that the address asks for; null for none. */
  readonly filter?: PairFilter | null;
  /** Id of the model that the address asks for; empty for none. */
  readonly model?: string;
}

/** Loads the code of the run's page while the form is used. */
function loadRunPage(): void {
  import('../run/RunView').catch(() => {});
}

/** The form that creates a run. Texts are kept in the tab, also when the server refuses the run. */
export function NewRunForm({ options, preset, set = null, filter = null, model = '' }: NewRunFormProps) {
  const { finding = null } = options;
  const origin = options.run?.id ?? (set ? `set ${set.id}@${set.version}` : '');
  const filterText = filter ? ` ${writeFilter(filter)}` : '';
  const modelText = model === '' ? '' : ` model ${model}`;
  const address = finding ? `fork ${finding.id}` : `${origin} ${preset}${filterText}${modelText}`;
  const { state, dispatch, readLatest, forget } = useFormState(options, preset, set, address, filter, model);
  const [isReplacing, startReplacing] = useTransition();
  const [importing, setImporting] = useState<Notation | null>(null);
  const [importTexts, setImportTexts] = useState<ImportTexts>({ formats: '', table: '' });
  const [hasTried, setHasTried] = useState(false);
  const isWide = useMediaQuery('(min-width: 1100px)');
  const [isPanelOpen, setPanelOpen] = useState(false);
  const source = findSource(options);
  const forkedFrom = options.run?.id ?? null;
  const { submit, refusal, isSubmitting } = useSubmit(forget, forkedFrom, finding?.id ?? null);

  const importTable = (text: string): void => {
    setImportTexts((texts) => ({ ...texts, table: text }));
    setImporting('table');
  };
  const { offer, dismiss } = usePastedTable(importTable);

  const { settings } = state;
  const check = useCheck(state, options, refusal, hasTried);
  const { input, findResult, issues, warnings, pairProblems, isPending } = check;
  /** What is outside of the pairs follows what is typed, in a rendering that the next letter interrupts. */
  const drawn = useDeferredValue(check);

  const run = async (): Promise<void> => {
    if (isSubmitting) return;
    setHasTried(true);
    const sent = readLatest();
    const sentInput = createInput(sent.rows, sent.settings);
    const refused = await submit(sentInput);
    // That the server is away is said beside the button.
    if (!refused || refused.error.away !== undefined) return;
    const answer = readRefusal(sentInput, refused.error.issues);
    const [first] = listProblems('issues', sent.rows, createFinder(answer, sent.settings), true);
    showProblem(first, answer.issues[0]);
  };
  const showProblem = (problem: ListedProblem | undefined, general?: FieldIssue): void => {
    if (problem)
      dispatch({ type: 'open', id: problem.rowId, ...(problem.field && { field: problem.field }) });
    else dispatch({ type: 'focus', elementId: PLACES[general?.path ?? ''] ?? PROBLEMS_ID });
  };
  const away = findAway(drawn, () => void run().catch(() => {}));
  return (
    <form
      className={classes.form}
      data-wide
      onFocus={loadRunPage}
      onSubmit={(event) => {
        event.preventDefault();
        run().catch(() => {});
      }}
      onKeyDown={(event) => {
        if (!isRunShortcut(event)) return;
        event.preventDefault();
        run().catch(() => {});
      }}
    >
      <Stack gap="lg" className={classes.main} onFocus={() => setPanelOpen(false)}>
        <div className={classes.head}>
          <Title order={1}>{finding ? 'Fork a finding' : 'New run'}</Title>
          <SetupFields
            options={options}
            model={settings.model}
            modelProblem={selectMessages(issues, 'model')[0]}
            dispatch={dispatch}
          />
        </div>
        <WantedModel wanted={model} models={options.models} />
        {finding && (
          <Notice>
            This is the experiment of <TextLink href={`/findings/${finding.slug}`}>{finding.title}</TextLink>{' '}
            by {finding.author.name}. Change what you want. Nothing is stored until you press Run; your run
            then remembers the finding, and publishing it begins with the finding’s text and claims.
          </Notice>
        )}
        {source && isLarge(source) && !set && (
          <Notice tone="warning">
            The run has {source.pairCount.toLocaleString('en')} prompt pairs, and the form holds the first{' '}
            {source.pairs.length} of them. “Run again” on its page computes all of them.
          </Notice>
        )}
        {!finding && (
          <PresetCards
            presets={options.presets}
            current={findPreset(state.rows, options.presets)}
            dispatch={dispatch}
            startReplacing={startReplacing}
          />
        )}
        {offer && (
          <PasteOffer
            onImport={() => {
              dispatch({ type: 'edit', id: offer.rowId, field: offer.field, text: offer.before });
              dismiss();
              importTable(offer.text);
            }}
            onDismiss={dismiss}
          />
        )}
        <PairSection
          state={state}
          findResult={findResult}
          isPending={isPending}
          isReplacing={isReplacing}
          hasTried={hasTried}
          problems={[...PAIR_PATHS, ...(check.unusable ? [] : SET_PATHS)].flatMap((path) =>
            selectMessages(issues, path),
          )}
          unusable={check.unusable}
          warnings={PAIR_PATHS.flatMap((path) => selectMessages(warnings, path))}
          dispatch={dispatch}
          onImport={setImporting}
        />
        <FormBaselines
          baseline={drawn.baseline}
          isPending={drawn.isPending}
          filter={settings.filter}
          canFilter={finding === null}
          dispatch={dispatch}
        />
        <PatchSettings
          settings={settings}
          size={drawn.model}
          positions={drawn.positions}
          sweepProblem={selectMessages(drawn.issues, 'sweeps')[0]}
          metricProblem={selectMessages(drawn.issues, 'metrics')[0]}
          edgeProblem={selectMessages(drawn.issues, 'edges')[0]}
          dispatch={dispatch}
        />
        <GeneralProblems
          id={PROBLEMS_ID}
          // At once: it gets the focus when the run is refused.
          problems={issues.filter(({ path }) => !(path in PLACES)).map(({ message }) => message)}
          warnings={warnings.filter(({ path }) => !PAIR_PATHS.includes(path)).map(({ message }) => message)}
          refusal={check.refusal}
          previewError={check.previewError}
        />
      </Stack>
      <RunPanel
        canRun={options.models.some(({ installed }) => installed)}
        isSubmitting={isSubmitting}
        isPending={drawn.isPending}
        problems={drawn.pairProblems.length + drawn.issues.length}
        baseline={drawn.baseline}
        estimatedMs={drawn.estimatedMs}
        isUnchecked={drawn.previewError !== null}
        away={away}
        undoText={state.undo?.text ?? null}
        code={async () => {
          const { codeOfFork, codeOfNewRun } = await import('./new-run-code');
          return finding ? codeOfFork(input, finding.slug) : codeOfNewRun(input, forkedFrom);
        }}
        onShowProblem={() => showProblem(pairProblems[0], issues[0])}
        onUndo={() => dispatch({ type: 'undo' })}
        onDismissUndo={() => dispatch({ type: 'dismissUndo' })}
        isOpen={isPanelOpen}
        onToggle={() => setPanelOpen(!isPanelOpen)}
        details={(isWide || isPanelOpen) && <RunDetails state={state} check={check} />}
      />
      <ImportPanel
        notation={importing}
        model={settings.model}
        texts={importTexts}
        onTexts={setImportTexts}
        rows={state.rows}
        dispatch={dispatch}
        onClose={() => setImporting(null)}
      />
    </form>
  );
}

/** A run that may have been stored comes first: trying again also tells that. */
function findAway({ refusal, previewError, retry }: FormCheck, run: () => void) {
  if (refusal?.away !== undefined) return { after: refusal.away, onRetry: run };
  return previewError?.away === undefined ? null : { after: previewError.away, onRetry: retry };
}

function isRunShortcut({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey);
}
