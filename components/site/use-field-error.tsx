import { Input } from '@mantine/core';
import { useId } from 'react';
import { readError } from '../apollo/read-error';

/**
 * The error of a field that has a button beside it.
 *
 * @returns what the field needs, and the text, which stands below both so that the button stays where it is.
 */
export function useFieldError(error: unknown) {
  const id = useId();
  if (!error) return { field: {}, message: null };
  return {
    // Mantine sets `aria-describedby` itself.
    field: { error: true, 'aria-errormessage': id },
    message: (
      <Input.Error id={id} mt={4} role="alert">
        {readError(error).message}
      </Input.Error>
    ),
  };
}
