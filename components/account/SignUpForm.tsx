'use client';

import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_USER_NAME } from '../../domain/limits';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './account.module.css';
import { authClient, openPage, readDestination, withNext } from './auth-client';
import { PasswordField } from './PasswordField';
import { useAuthForm } from './use-auth-form';

interface SignUpFormProps {
  /** Whether the visitor has things that the account keeps. */
  readonly isGuest: boolean;
  /** Page to open afterwards; empty for the gallery. */
  readonly next: string;
}

/** Makes an account with e-mail address and password. */
export function SignUpForm({ isGuest, next }: SignUpFormProps) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useAuthForm(
    () => authClient().signUp.email({ name, email, password }),
    () => openPage(readDestination(next)),
  );
  return (
    <form onSubmit={form.submit} aria-label="Sign up" className={classes.form}>
      <Stack gap="sm">
        {isGuest && (
          <Text size="sm" c="dimmed">
            The account keeps the runs, findings and access tokens that you have as a guest.
          </Text>
        )}
        <TextInput
          label="Name"
          description="Others see it beside your findings."
          autoComplete="name"
          maxLength={MAX_USER_NAME}
          required
          withAsterisk={false}
          value={name}
          error={form.fieldError('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          description="Only you see it."
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          error={form.fieldError('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label="Password"
          isNew
          value={password}
          onChange={setPassword}
          error={form.fieldError('password')}
        />
        {form.formError && <Notice tone="error">{form.formError}</Notice>}
        <Button type="submit" loading={form.isSending}>
          Sign up
        </Button>
        <Text size="sm">
          Have an account? <TextLink href={withNext('/sign-in', next)}>Sign in</TextLink>
        </Text>
      </Stack>
    </form>
  );
}
