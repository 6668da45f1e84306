import { Input } from '@mantine/core';

interface FieldErrorProps {
  /** The field names it as `aria-errormessage`: Mantine sets `aria-describedby` itself. */
  readonly id: string;
  /** Undefined for none. */
  readonly error: string | undefined;
}

/** The error of a field that has a button beside it: below both, so that the button stays where it is. */
export function FieldError({ id, error }: FieldErrorProps) {
  if (error === undefined) return null;
  return (
    <Input.Error id={id} mt={4} role="alert">
      {error}
    </Input.Error>
  );
}
