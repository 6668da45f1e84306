'use client';

import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import classes from './account.module.css';
import { authClient } from './auth-client';
import { PasswordField } from './PasswordField';
import { useAuthForm } from './use-auth-form';

/** Asks for a link to reset a password. @param isMailed whether it is sent; otherwise it is in the server's log. */
export function RequestResetForm({ isMailed }: { readonly isMailed: boolean }) {
  const [email, setEmail] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useAuthForm(
    () => authClient().requestPasswordReset({ email }),
    () => setDone(true),
  );
  return (
    <form onSubmit={form.submit} aria-label="Reset password" className={classes.form}>
      <Stack gap="sm">
        {!isMailed && (
          <Text size="sm">
            This site sends no mail. The link is written to the server’s log; ask the administrator for it.
          </Text>
        )}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          error={form.fieldError('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {form.formError && <Notice tone="error">{form.formError}</Notice>}
        {isDone && (
          <Notice>
            {isMailed
              ? 'If the address has an account, a link is on its way. It works for an hour.'
              : 'If the address has an account, a link is in the server’s log. It works for an hour.'}
          </Notice>
        )}
        <Button type="submit" loading={form.isSending}>
          {isMailed ? 'Send a link' : 'Ask for a link'}
        </Button>
      </Stack>
    </form>
  );
}

/** Sets a new password. @param token from the link. */
export function NewPasswordForm({ token }: { readonly token: string }) {
  const [newPassword, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useAuthForm(
    () => authClient().resetPassword({ token, newPassword }),
    () => setDone(true),
  );
  if (isDone)
    return (
      <Notice title="The password was changed">
        All browsers were signed out. <TextLink href="/sign-in">Sign in</TextLink> with the new password.
      </Notice>
    );
  return (
    <form onSubmit={form.submit} aria-label="New password" className={classes.form}>
      <Stack gap="sm">
        <PasswordField
          label="New password"
          isNew
          value={newPassword}
          onChange={setPassword}
          error={form.fieldError('password')}
        />
        {form.formError && <Notice tone="error">{form.formError}</Notice>}
        <Button type="submit" loading={form.isSending}>
          Set password
        </Button>
        <Text size="sm">
          <TextLink href="/reset-password">Ask for a new link</TextLink>
        </Text>
      </Stack>
    </form>
  );
}
