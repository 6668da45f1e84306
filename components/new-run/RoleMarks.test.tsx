// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPair, sendPair, type DraftRole } from './draft';
import { RoleMarks } from './RoleMarks';
import { completeBrowser } from './testing';

beforeEach(completeBrowser);
afterEach(cleanup);

const tokens = ['<|endoftext|>', 'John', ' and', ' Mary', ' to'].map((text, id) => ({ id, text }));

function Marks({ onRoles }: { readonly onRoles: (roles: readonly DraftRole[]) => void }) {
  const [roles, setRoles] = useState<readonly DraftRole[]>([]);
  return (
    <MantineProvider env="test">
      <RoleMarks
        tokens={tokens}
        differing={[1]}
        bos={1}
        roles={roles}
        known={[]}
        onChange={(next) => {
          setRoles(next);
          onRoles(next);
        }}
      />
    </MantineProvider>
  );
}

it('names chosen tokens, a range with Shift, and removes a role', () => {
  let roles: readonly DraftRole[] = [];
  render(<Marks onRoles={(next) => (roles = next)} />);
  const token = (name: RegExp) => screen.getByRole('button', { name });
  const field = screen.getByRole('combobox', { name: 'Name of the role' });
  const mark = screen.getByRole('button', { name: 'Mark as role' });
  fireEvent.click(token(/^Token 1/));
  expect(token(/^Token 1/).getAttribute('aria-pressed')).toBe('true');
  fireEvent.change(field, { target: { value: '2S' } });
  expect((mark as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(/Use a letter, then letters/)).toBeDefined();
  fireEvent.change(field, { target: { value: 'IO' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  // Positions do not count BOS.
  expect(roles).toEqual([{ name: 'IO', positions: [0] }]);
  expect(token(/^Token 1 .*, IO$/)).toBeDefined();
  expect(token(/^Token 4 .*, END$/)).toBeDefined();
  fireEvent.click(token(/^Token 2/));
  fireEvent.click(token(/^Token 3/), { shiftKey: true });
  fireEvent.change(field, { target: { value: 'S' } });
  fireEvent.click(mark);
  expect(roles[1]).toEqual({ name: 'S', positions: [1, 2] });
  fireEvent.change(field, { target: { value: 'end' } });
  expect(screen.getByText('END is always the last token.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Remove the role IO' }));
  expect(roles).toEqual([{ name: 'S', positions: [1, 2] }]);
});

it('sends roles with BOS counted where it is put first, and reads those of a run back', () => {
  const pair = { clean: 'a', corrupted: 'b', correct: ' c', incorrect: ' d' };
  const roles = [{ name: 'S', positions: [1, 2] }];
  const sent = sendPair({ ...pair, roles }, true).roles!;
  expect(sent).toEqual([{ name: 'S', cleanPositions: [2, 3], corruptedPositions: [2, 3] }]);
  expect(sendPair({ ...pair, roles }, false).roles![0]!.cleanPositions).toEqual([1, 2]);
  const stored = [...sent, { name: 'END', cleanPositions: [4], corruptedPositions: [4] }];
  expect(readPair({ ...pair, roles: stored }, true)).toEqual({ ...pair, roles });
});

it('marks tokens of both prompts where they have different numbers of tokens', () => {
  let roles: readonly DraftRole[] = [];
  const corrupted = ['<|endoftext|>', 'Ann', ' Lee', ' and', ' Mary', ' to'].map((text, id) => ({
    id,
    text,
  }));
  render(
    <MantineProvider env="test">
      <RoleMarks
        tokens={tokens}
        corrupted={corrupted}
        alignment={[
          [0, 0],
          [1, 2],
          [2, 3],
          [3, 4],
          [4, 5],
        ]}
        differing={[1]}
        bos={1}
        roles={[]}
        known={[]}
        onChange={(next) => (roles = next)}
      />
    </MantineProvider>,
  );
  const field = screen.getByRole('combobox', { name: 'Name of the role' });
  const choose = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  const mark = (name: string) => {
    fireEvent.change(field, { target: { value: name } });
    fireEvent.keyDown(field, { key: 'Enter' });
  };
  // Without a choice below, the aligned token is taken.
  choose(/^Token 1/);
  mark('S');
  expect(roles).toEqual([{ name: 'S', positions: [0], corrupted: [1] }]);
  choose(/^Token 1/);
  choose(/^Corrupted token 1/);
  choose(/^Corrupted token 2/);
  mark('S');
  expect(roles).toEqual([{ name: 'S', positions: [0], corrupted: [0, 1] }]);
});
