'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { MAX_EVIDENCE_NOTE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { AttachEvidenceDocument, type Stance } from '../generated/graphql';
import { readRunId } from '../../domain/read-run-id';
import { Notice } from '../site/Notice';

interface AttachFormProps {
  readonly findingId: string;
  readonly onAttached: () => Promise<void>;
  readonly onClose: () => void;
}

/** Dialog that attaches a run to a finding, for or against it. */
export function AttachForm({ findingId, onAttached, onClose }: AttachFormProps) {
  const [run, setRun] = useState('');
  const [stance, setStance] = useState<Stance>('SUPPORTS');
  const [note, setNote] = useState('');
  const [attach, { loading, error }] = useMutation(AttachEvidenceDocument);
  const problem = error ? readError(error) : null;
  const issueOf = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path === field)?.message;
  const submit = async (): Promise<void> => {
    await attach({ variables: { findingId, runId: readRunId(run), stance, note } });
    await onAttached();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Attach a run" closeOnClickOutside={run === '' && note === ''}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Run"
            description="Its address or id. The claims are judged on it. A run of yours becomes public."
            placeholder="/runs/…"
            value={run}
            onChange={(event) => setRun(event.currentTarget.value)}
            error={issueOf('runId')}
            data-autofocus
            required
          />
          <SegmentedControl
            // Side by side, the three do not fit.
            orientation="vertical"
            fullWidth
            aria-label="For or against the finding"
            value={stance}
            onChange={(value) => setStance(value)}
            data={[
              { value: 'SUPPORTS', label: 'It supports the finding' },
              { value: 'REFUTES', label: 'It refutes the finding' },
              { value: 'REPLICATES', label: 'It replicates the finding elsewhere' },
            ]}
          />
          <Textarea
            label="Note"
            description={
              stance === 'REPLICATES'
                ? 'Only an imported run of the same experiment can replicate; its numbers are compared.'
                : 'What the run shows, in a sentence.'
            }
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={issueOf('note')}
            maxLength={MAX_EVIDENCE_NOTE}
            autosize
            minRows={2}
            required={stance !== 'REPLICATES'}
          />
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={loading}>
              Attach
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
