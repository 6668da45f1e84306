'use client';

import { useState, type FormEvent } from 'react';
import { readAuthError, type AuthField, type AuthProblem } from './auth-client';

interface Answer {
  readonly error: Parameters<typeof readAuthError>[0] | null;
}

export interface AuthForm {
  readonly isSending: boolean;
  /** The refusal of a field; undefined when it was not refused. */
  readonly fieldError: (field: AuthField) => string | undefined;
  /** The refusal of the form as a whole. */
  readonly formError: string | null;
  readonly submit: (event: FormEvent) => void;
}

/** Sends a form to better-auth. What was typed stays in the fields when it is refused. */
export function useAuthForm(send: () => Promise<Answer>, onDone: () => void): AuthForm {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<AuthProblem | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSending(true);
    setProblem(null);
    send()
      .then(({ error }) => {
        if (error) setProblem(readAuthError(error));
        else onDone();
      })
      .catch(() => setProblem(readAuthError({})))
      .finally(() => setSending(false));
  };
  return {
    isSending,
    fieldError: (field) => (problem?.field === field ? problem.message : undefined),
    formError: problem?.field === null ? problem.message : null,
    submit,
  };
}
