'use client';

import { Stack, Title } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, type KeyboardEvent } from 'react';
import type { FieldIssue } from '../apollo/read-error';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { createFinder, mergeAnswers, selectMessages } from './check';
import { areBlank } from './draft';
import type { Notation } from './ImportDialog';
import { GeneralProblems } from './GeneralProblems';
import { listProblems, type ListedProblem } from './list-problems';
import { PairSection } from './PairSection';
import { PatchSettings } from './PatchSettings';
import { createInput, readRefusal } from './preview';
import { RunBar } from './RunBar';
import { SetupFields } from './SetupFields';
import { useFormState } from './use-form-state';
import { usePreview } from './use-preview';
import { useSubmit } from './use-submit';

const ImportDialog = lazy(() =>
  import('./ImportDialog').then((module) => ({ default: module.ImportDialog })),
);

const PROBLEMS_ID = 'problems';
/** Problems that are shown beside a part of the form, with its id; all others are shown above the Run button. */
const PLACES: Readonly<Record<string, string>> = { model: 'model', pairs: 'pairs', sweeps: 'what' };

interface NewRunFormProps {
  readonly options: NewRunOptionsQuery;
  /** Preset that the address asks for; empty for none. */
  readonly preset: string;
}

/** From prompts to a queued run. Nothing that was typed is lost, whatever the server answers. */
export function NewRunForm({ options, preset }: NewRunFormProps) {
  const { state, dispatch, forget } = useFormState(options, preset, `${options.run?.id ?? ''} ${preset}`);
  const [importing, setImporting] = useState<Notation | null>(null);
  // What was pasted stays when the dialog is closed.
  const [importTexts, setImportTexts] = useState<Readonly<Record<Notation, string>>>({
    formats: '',
    csv: '',
  });
  const [hasTried, setHasTried] = useState(false);
  const { submit, refusal, isSubmitting } = useSubmit(forget);

  useEffect(() => {
    // The page that follows is fetched while prompts are being written.
    import('../run/RunView').catch(() => {});
  }, []);

  const { rows, settings } = state;
  const input = createInput(rows, settings);
  const preview = usePreview(settings.model !== '' && !areBlank(rows) ? input : null);
  const check = mergeAnswers(preview.answer, refusal, input);
  const isPending = preview.isPending && !check.isCurrent;
  const findResult = createFinder(check.answer, settings);
  // What is said of all pairs together holds for the texts that were sent, and for no others.
  const issues = check.isCurrent ? (check.answer?.issues ?? []) : [];
  const warnings = check.isCurrent ? (check.answer?.warnings ?? []) : [];
  const baseline = check.isCurrent ? (check.answer?.baseline ?? null) : null;
  const pairProblems = listProblems('issues', rows, findResult, hasTried);
  const model = options.models.find(({ id }) => id === settings.model) ?? null;
  const sized = rows.map((row) => findResult(row)?.tokens?.cleanTokens.length).find((length) => length);

  const run = async (): Promise<void> => {
    if (isSubmitting) return;
    setHasTried(true);
    const refused = await submit(input);
    if (!refused) return;
    const answer = readRefusal(input, refused.error.issues);
    const [first] = listProblems('issues', rows, createFinder(answer, settings), true);
    showProblem(first, answer.issues[0]);
  };
  const showProblem = (problem: ListedProblem | undefined, general?: FieldIssue): void => {
    if (problem)
      dispatch({ type: 'open', id: problem.rowId, ...(problem.field && { field: problem.field }) });
    else dispatch({ type: 'focus', elementId: PLACES[general?.path ?? ''] ?? PROBLEMS_ID });
  };
  return (
    <form
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
      <Stack gap="lg">
        <Title order={1}>New run</Title>
        <SetupFields
          options={options}
          model={settings.model}
          modelProblem={selectMessages(issues, 'model')[0]}
          dispatch={dispatch}
        />
        <PairSection
          state={state}
          findResult={findResult}
          isPending={isPending}
          hasTried={hasTried}
          problems={selectMessages(issues, 'pairs')}
          warnings={selectMessages(warnings, 'pairs')}
          dispatch={dispatch}
          onImport={setImporting}
        />
        <PatchSettings
          settings={settings}
          size={model}
          positions={sized ?? null}
          sweepProblem={selectMessages(issues, 'sweeps')[0]}
          dispatch={dispatch}
        />
        <GeneralProblems
          id={PROBLEMS_ID}
          problems={issues.filter(({ path }) => !(path in PLACES)).map(({ message }) => message)}
          warnings={warnings.filter(({ path }) => path !== 'pairs').map(({ message }) => message)}
          refusal={check.refusal?.error ?? null}
          previewError={preview.error}
        />
        <RunBar
          canRun={options.models.some(({ installed }) => installed)}
          isSubmitting={isSubmitting}
          isPending={isPending}
          problems={pairProblems.length + issues.length}
          baseline={baseline}
          estimatedMs={check.isCurrent ? (check.answer?.estimatedMs ?? null) : null}
          undoText={state.undo?.text ?? null}
          onShowProblem={() => showProblem(pairProblems[0], issues[0])}
          onUndo={() => dispatch({ type: 'undo' })}
          onDismissUndo={() => dispatch({ type: 'dismissUndo' })}
        />
      </Stack>
      {importing && (
        <Suspense fallback={null}>
          <ImportDialog
            notation={importing}
            present={rows.filter((row) => !areBlank([row])).length}
            text={importTexts[importing]}
            onText={(text) => setImportTexts({ ...importTexts, [importing]: text })}
            onClose={() => setImporting(null)}
            onPairs={(pairs, mode, what) => {
              dispatch(mode === 'append' ? { type: 'append', pairs } : { type: 'replace', pairs, what });
              setImporting(null);
            }}
          />
        </Suspense>
      )}
    </form>
  );
}

function isRunShortcut({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey);
}
