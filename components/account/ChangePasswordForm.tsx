'use client';

import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../site/Notice';
import { authClient } from './auth-client';
import { PasswordField } from './PasswordField';
import { useAuthForm } from './use-auth-form';

/** Changes the password. Other browsers are signed out. */
export function ChangePasswordForm({ refetch }: { readonly refetch: () => Promise<unknown> }) {
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [isDone, setDone] = useState(false);
  const form = useAuthForm(
    () => authClient().changePassword({ currentPassword, newPassword, revokeOtherSessions: true }),
    () => {
      setCurrent('');
      setNew('');
      setDone(true);
      void refetch();
    },
  );
  return (
    <form onSubmit={form.submit} aria-label="Change password">
      <Stack gap="sm" align="flex-start">
        <Group align="flex-end" gap="sm">
          <PasswordField
            label="Current password"
            value={currentPassword}
            onChange={setCurrent}
            error={form.fieldError('currentPassword')}
          />
          <PasswordField
            label="New password"
            isNew
            value={newPassword}
            onChange={setNew}
            error={form.fieldError('password')}
          />
        </Group>
        {form.formError && <Notice tone="error">{form.formError}</Notice>}
        {isDone && <Notice>The password was changed, and all other browsers were signed out.</Notice>}
        <Button type="submit" variant="default" loading={form.isSending}>
          Change password
        </Button>
      </Stack>
    </form>
  );
}
