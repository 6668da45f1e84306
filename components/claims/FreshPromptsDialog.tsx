import { useMutation } from '@apollo/client/react';
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { readError } from '../apollo/read-error';
import { ReplicateFindingDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface FreshPromptsDialogProps {
  readonly findingId: string;
  /** Seeds of the runs on fresh prompts that are attached already. */
  readonly seeds: readonly number[];
  readonly onAttached: () => Promise<void>;
  readonly onClose: () => void;
}

/** Computes a finding on fresh prompts of the family that generated its prompt set. */
export function FreshPromptsDialog({ findingId, seeds, onAttached, onClose }: FreshPromptsDialogProps) {
  const [seed, setSeed] = useState<number | ''>(() => Math.max(1, ...seeds) + 1);
  const [replicate, { loading, error }] = useMutation(ReplicateFindingDocument);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await replicate({ variables: { findingId, freshSeed: seed === '' ? 1 : seed } });
    await onAttached();
    onClose();
  };
  return (
    <Dialog onClose={onClose} title="Compute on fresh prompts">
      <form onSubmit={(event) => void submit(event).catch(() => {})}>
        <Stack gap="sm">
          <Text size="sm">
            The family of the prompt set generates as many pairs that are not in the set. The same experiment
            is computed on them as a public run of yours, and the claims are judged on it.
          </Text>
          <NumberInput
            label="Seed"
            description="Another seed gives other pairs."
            value={seed}
            onChange={(value) => setSeed(value === '' ? '' : Math.trunc(Number(value)))}
            min={0}
            max={2_147_483_647}
            allowDecimal={false}
            data-autofocus
            required
          />
          {seed !== '' && seeds.includes(seed) && (
            <Text size="sm">A run with this seed is attached already.</Text>
          )}
          {error && <Notice tone="error">{readError(error).message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={loading} disabled={seed === ''}>
              Compute
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
