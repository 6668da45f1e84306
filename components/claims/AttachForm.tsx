'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_EVIDENCE_NOTE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { AttachEvidenceDocument, type Stance } from '../generated/graphql';
import { RunPicker } from '../run-picker/RunPicker';
import { Notice } from '../site/Notice';

interface AttachFormProps {
  readonly findingId: string;
  readonly onAttached: () => Promise<void>;
  readonly onClose: () => void;
}

const STANCES: readonly { value: Stance; label: string; description?: string }[] = [
  { value: 'SUPPORTS', label: 'It supports the finding' },
  { value: 'REFUTES', label: 'It refutes the finding' },
  {
    value: 'REPLICATES',
    label: 'It replicates the finding elsewhere',
    description: 'An imported run of the same experiment. Its numbers are compared.',
  },
];

/** Dialog that attaches a run to a finding, for or against it. */
export function AttachForm({ findingId, onAttached, onClose }: AttachFormProps) {
  const [run, setRun] = useState('');
  const [stance, setStance] = useState<Stance>('SUPPORTS');
  const [note, setNote] = useState('');
  const [attach, { loading, error }] = useMutation(AttachEvidenceDocument);
  const problem = error ? readError(error) : null;
  const findIssue = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path === field)?.message;
  const submit = async (): Promise<void> => {
    await attach({ variables: { findingId, runId: run, stance, note } });
    await onAttached();
    onClose();
  };
  return (
    <Dialog onClose={onClose} title="Attach a run" closeOnClickOutside={run === '' && note === ''}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <RunPicker
            name="run"
            label="Run"
            description="One of yours, a published one, or the address of any run. The claims are judged on it. A run of yours becomes public."
            w="100%"
            initial={null}
            problem={findIssue('runId')}
            onChange={setRun}
            isRequired
          />
          <Radio.Group label="What the run says of the finding" value={stance} onChange={setStance}>
            <Stack gap={6} mt={6}>
              {STANCES.map(({ value, label, description }) => (
                <Radio key={value} value={value} label={label} description={description} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label="Note"
            description="What the run shows, in a sentence."
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={findIssue('note')}
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
            <Button type="submit" loading={loading} disabled={run === ''}>
              Attach
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
