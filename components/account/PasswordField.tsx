'use client';

import { PasswordInput } from '@mantine/core';
import { MAX_PASSWORD, MIN_PASSWORD } from '../../domain/limits';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether it is a new password, which password managers may suggest. */
  readonly isNew?: boolean;
  /** Whether it may be empty, for an account without a password. */
  readonly isOptional?: boolean;
  readonly error?: string | undefined;
}

/** A field for a password. */
export function PasswordField({
  label,
  value,
  onChange,
  isNew = false,
  isOptional = false,
  error,
}: PasswordFieldProps) {
  return (
    <PasswordInput
      label={label}
      miw={220}
      description={describe(isNew, isOptional)}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      maxLength={MAX_PASSWORD}
      required={!isOptional}
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed' }}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function describe(isNew: boolean, isOptional: boolean): string | undefined {
  if (isOptional) return 'Empty if you sign in without one.';
  return isNew ? `At least ${MIN_PASSWORD} characters.` : undefined;
}
