'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { readError, type ReadError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import {
  CreateRunDocument,
  ForkExperimentDocument,
  type CreateRunMutationVariables,
  type ForkExperimentMutationVariables,
} from '../generated/graphql';
import type { CheckedInput } from './preview';

/** A run that the server refused, with the input that it refused. */
export interface Refusal {
  readonly checked: CheckedInput;
  readonly error: ReadError;
}

export interface Submit {
  readonly refusal: Refusal | null;
  readonly isSubmitting: boolean;
  /** Creates the run and opens its page; resolves to why it was refused, or to null. */
  readonly submit: (checked: CheckedInput) => Promise<Refusal | null>;
}

/** What is sent to create a run. @param forkedFrom the run that the form was filled from; null for none. */
export function createVariables(
  checked: CheckedInput,
  forkedFrom: string | null,
): CreateRunMutationVariables {
  return { input: { ...checked.input, ...(forkedFrom && { forkedFrom }) } };
}

/** What is sent to fork a finding: the whole experiment of the form. */
export function createForkVariables(
  { input: { recompute, visibility, forkedFrom: _none, filter: _unfiltered, ...changes } }: CheckedInput,
  findingId: string,
): ForkExperimentMutationVariables {
  return { findingId, changes, recompute: recompute ?? false, visibility: visibility ?? 'PRIVATE' };
}

/**
 * Creates runs. A refusal is valid only for the input that was refused.
 *
 * @param forkedFrom the run that the form was filled from; null for none.
 * @param findingId the finding that is forked; null for none.
 */
export function useSubmit(
  onCreated: () => void,
  forkedFrom: string | null,
  findingId: string | null,
): Submit {
  const router = useRouter();
  const [create, creating] = useLateMutation(CreateRunDocument);
  const [fork, forking] = useLateMutation(ForkExperimentDocument);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** Resolves to the id of the run. */
  const store = async (checked: CheckedInput): Promise<string | undefined> => {
    if (findingId === null) {
      const { data } = await create({ variables: createVariables(checked, forkedFrom) });
      return data?.createRun.id;
    }
    const { data } = await fork({ variables: createForkVariables(checked, findingId) });
    return data?.forkFinding.run.id;
  };
  const submit = async (checked: CheckedInput): Promise<Refusal | null> => {
    try {
      const id = await store(checked);
      if (id === undefined) return null;
      setRefusal(null);
      onCreated();
      router.push(`/runs/${id}`);
      return null;
    } catch (error) {
      const refused = { checked, error: readError(error) };
      setRefusal(refused);
      return refused;
    }
  };
  return { refusal, isSubmitting: creating.loading || forking.loading, submit };
}
