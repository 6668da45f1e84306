'use client';

import { Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SignInPageQuery } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './account.module.css';
import {
  authClient,
  openPage,
  readAuthError,
  readDestination,
  readOauthError,
  withNext,
} from './auth-client';
import { PasswordField } from './PasswordField';
import { useAuthForm } from './use-auth-form';

interface SignInFormProps {
  readonly options: SignInPageQuery['signInOptions'];
  /** Whether the visitor has things that move to the account. */
  readonly isGuest: boolean;
  /** Page to open afterwards; empty for the gallery. */
  readonly next: string;
  /** Code of a failed sign-in at another site, or empty. */
  readonly error: string;
}

/** Signs in with a password, a passkey or GitHub. */
export function SignInForm({ options, isGuest, next, error }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState(error === '' ? null : readOauthError(error));
  const destination = readDestination(next);
  const form = useAuthForm(
    () => authClient().signIn.email({ email, password }),
    () => openPage(destination),
  );
  const usePasskey = async (): Promise<void> => {
    setRefusal(null);
    const answer = await authClient().signIn.passkey();
    if (answer?.error) setRefusal(readAuthError(answer.error).message);
    else openPage(destination);
  };
  const useGithub = async (): Promise<void> => {
    const address = { callbackURL: destination, errorCallbackURL: '/sign-in' };
    const { error: failure } = await authClient().signIn.social({ provider: 'github', ...address });
    if (failure) setRefusal(readAuthError(failure).message);
  };
  const problem = form.formError ?? refusal;
  return (
    <Stack className={classes.form} gap="md">
      {isGuest && (
        <Text size="sm" c="dimmed">
          Runs, findings and access tokens that you have as a guest move to the account.
        </Text>
      )}
      <form onSubmit={form.submit} aria-label="Sign in">
        <Stack gap="sm">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username webauthn"
            required
            withAsterisk={false}
            value={email}
            error={form.fieldError('email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label="Password"
            value={password}
            onChange={setPassword}
            error={form.fieldError('password')}
          />
          {problem && <Notice tone="error">{problem}</Notice>}
          <Button type="submit" loading={form.isSending}>
            Sign in
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        <TextLink href="/reset-password">Forgot the password?</TextLink>
      </Text>
      <Divider label="or" />
      <Button variant="default" onClick={() => void usePasskey().catch(() => setRefusal(FAILED))}>
        Sign in with a passkey
      </Button>
      {options.github && (
        <Button variant="default" onClick={() => void useGithub().catch(() => setRefusal(FAILED))}>
          Sign in with GitHub
        </Button>
      )}
      {options.signUp && (
        <Text size="sm">
          No account? <TextLink href={withNext('/sign-up', next)}>Sign up</TextLink>
        </Text>
      )}
    </Stack>
  );
}

const FAILED = 'The server cannot be reached. Check that it is running, then try again.';
