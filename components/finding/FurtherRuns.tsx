'use client';

import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { MAX_FURTHER_RUN_LABEL } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import { EditFindingDocument, type FindingPageQuery } from '../generated/graphql';
import { readRunId } from '../../domain/read-run-id';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './finding.module.css';

interface FurtherRunsProps {
  readonly findingId: string;
  readonly runs: NonNullable<FindingPageQuery['finding']>['furtherRuns'];
  readonly canEdit: boolean;
}

/** The further runs that a finding rests on; its author adds and removes them. */
export function FurtherRuns({ findingId, runs, canEdit }: FurtherRunsProps) {
  const router = useRouter();
  const [isAdding, setAdding] = useState(false);
  const [edit, { loading, error, reset }] = useLateMutation(EditFindingDocument);
  if (runs.length === 0 && !canEdit) return null;
  const problem = error ? readError(error) : null;
  const findIssue = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path === `addRuns.0.${field}`)?.message;
  const save = async (change: { addRuns?: { runId: string; label: string }[]; removeRuns?: string[] }) => {
    await edit({ variables: { input: { findingId, ...change } } });
    setAdding(false);
    router.refresh();
  };
  return (
    <section aria-label="Further runs">
      {runs.length > 0 && <Title order={2}>Further runs</Title>}
      <ul className={classes.furtherRuns}>
        {runs.map(({ runId, label, run }) => (
          <li key={runId}>
            {run ? <TextLink href={`/runs/${runId}`}>{label}</TextLink> : label}
            <Text span size="sm" c="dimmed">
              {run
                ? `${run.model.id}, ${run.pairCount} ${run.pairCount === 1 ? 'pair' : 'pairs'}`
                : 'no longer available'}
            </Text>
            {canEdit && (
              <Button
                size="compact-xs"
                variant="subtle"
                loading={loading}
                aria-label={`Take out ${label}`}
                onClick={() => void save({ removeRuns: [runId] }).catch(() => {})}
              >
                Take out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canEdit && !isAdding && (
        <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
          Add a further run
        </Button>
      )}
      {isAdding && (
        <AddForm
          isSaving={loading}
          findIssue={findIssue}
          onSubmit={(runId, label) => void save({ addRuns: [{ runId, label }] }).catch(() => {})}
          onClose={() => {
            setAdding(false);
            reset();
          }}
        />
      )}
      {problem && problem.issues.every(({ path }) => !path.startsWith('addRuns.0.')) && (
        <Notice tone="error">{problem.message}</Notice>
      )}
    </section>
  );
}

interface AddFormProps {
  readonly isSaving: boolean;
  readonly findIssue: (field: string) => string | undefined;
  readonly onSubmit: (runId: string, label: string) => void;
  readonly onClose: () => void;
}

function AddForm({ isSaving, findIssue, onSubmit, onClose }: AddFormProps) {
  const [run, setRun] = useState('');
  const [label, setLabel] = useState('');
  return (
    <form
      className={classes.addRun}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit(readRunId(run), label);
      }}
    >
      <TextInput
        label="Run of yours"
        description="Its address or id. It becomes public, and the claims are judged on it."
        placeholder="/runs/…"
        value={run}
        onChange={(event) => setRun(event.currentTarget.value)}
        error={findIssue('runId')}
        data-autofocus
        required
      />
      <TextInput
        label="What it adds"
        placeholder="The same with other names"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={findIssue('label')}
        maxLength={MAX_FURTHER_RUN_LABEL}
        required
      />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={isSaving}>
          Add
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
