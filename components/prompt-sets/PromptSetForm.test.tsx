// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PromptSetFormQuery } from '../generated/graphql';
import { completeBrowser, createFakeServer, show, type FakeServer } from '../new-run/testing';
import { PromptSetForm, type FormMode } from './PromptSetForm';

const push = vi.fn<(address: string) => void>();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

let server: FakeServer;
beforeEach(() => {
  completeBrowser();
  push.mockClear();
  server = createFakeServer();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const OPTIONS: PromptSetFormQuery = {
  promptFamilies: [
    {
      id: 'ioi',
      name: 'IOI',
      purpose: 'Which name?',
      source: 'A paper',
      templates: [{ id: 'abba', text: '{IO} and {S1}' }],
      corruptions: [
        { id: 'other-subject', name: 'Other subject' },
        { id: 'third-name', name: 'Third name' },
      ],
      definition: 'templates: {abba: "{IO} and {S1}"}',
    },
  ],
  models: [{ id: 'gpt2', installed: true, canPublishNotebook: true }],
};
const SET: NonNullable<PromptSetFormQuery['promptSet']> = {
  id: 'abc',
  version: 2,
  name: 'Names',
  description: 'Who?',
  source: 'A paper',
  licence: 'MIT',
  visibility: 'PUBLIC',
  pairCount: 70,
  isMine: true,
  family: null,
};

const open = (mode: FormMode, promptSet: PromptSetFormQuery['promptSet'] = null, family = '') =>
  show(<PromptSetForm mode={mode} options={{ ...OPTIONS, promptSet }} family={family} />, server);
const type = (label: string, value: string): void => {
  fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });
};
const save = (name: string): void => {
  fireEvent.submit(screen.getByText(name).closest('form')!);
};

it('generates a set from a family, and keeps what was typed when it is refused', async () => {
  open('new', null, 'ioi');
  type('Name', 'My names');
  type('Corrupted prompt', 'third-name');
  save('Create the set');
  await waitFor(() => expect(server.requests).toHaveLength(1));
  expect(server.requests[0]!.input).toMatchObject({
    name: 'My names',
    visibility: 'PRIVATE',
    family: { family: 'ioi', corruption: 'third-name', seed: 1, count: 100 },
  });
  server.requests[0]!.refuse('The name is taken.', 'BAD_USER_INPUT', [
    { path: 'name', message: 'The name is taken.' },
  ]);
  expect(await screen.findByText('The name is taken.')).toBeTruthy();
  expect(screen.getByLabelText(/^Name/)).toHaveProperty('value', 'My names');
  expect(push).not.toHaveBeenCalled();
});

it('forks a set with its pairs, and opens the new one', async () => {
  open('fork', SET);
  expect(screen.getByLabelText('Those of version 2 (70)')).toHaveProperty('checked', true);
  save('Create the set');
  await waitFor(() => expect(server.requests).toHaveLength(1));
  expect(server.requests[0]!.input).toEqual({
    name: 'Names',
    description: 'Who?',
    source: 'A paper',
    licence: 'MIT',
    visibility: 'PRIVATE',
    forkedFrom: 'abc@2',
  });
  server.requests[0]!.answer({ createPromptSet: { __typename: 'PromptSet', id: 'def', version: 1 } });
  await waitFor(() => expect(push).toHaveBeenCalledWith('/prompts/def'));
});

it('edits a set without touching its pairs', async () => {
  open('edit', SET);
  type('Licence', 'CC BY 4.0');
  save('Save as a new version');
  await waitFor(() => expect(server.requests).toHaveLength(1));
  expect(server.requests[0]!.input).toMatchObject({ id: 'abc', licence: 'CC BY 4.0', visibility: 'PUBLIC' });
  expect(server.requests[0]!.input).not.toHaveProperty('pairs');
});

it('writes a family of its own from another one, with its problems and its first pairs', async () => {
  open('new');
  fireEvent.click(screen.getByLabelText('From templates of your own'));
  expect(screen.getByText('Create the set').closest('button')).toHaveProperty('disabled', true);
  type('Start from', 'ioi');
  const definition = 'templates: {abba: "{IO} and {S1}"}';
  expect(screen.getByLabelText(/^Definition/)).toHaveProperty('value', definition);
  await waitFor(() => expect(server.requests.at(-1)?.variables).toEqual({ definition, seed: 1 }));
  const read = (changes: object) =>
    server.requests.at(-1)!.answer({
      readFamily: {
        __typename: 'FamilyReading',
        problems: [],
        templates: [],
        corruptions: [],
        pairs: [],
        ...changes,
      },
    });
  read({ problems: [{ __typename: 'DefinitionProblem', line: 1, message: "'answers' is missing." }] });
  expect(await screen.findByText("Line 1: 'answers' is missing.")).toBeTruthy();
  type('Definition', `${definition}\nanswers: …`);
  await waitFor(() => expect(server.requests.at(-1)?.variables['definition']).toMatch(/answers/));
  read({
    corruptions: [
      { __typename: 'PromptCorruption', id: 'one', name: 'One' },
      { __typename: 'PromptCorruption', id: 'two', name: 'Two' },
    ],
    pairs: [
      {
        __typename: 'SampledPair',
        template: 'abba',
        clean: 'Mary and John',
        corrupted: 'Tom and John',
        correct: [' x'],
        incorrect: [' y'],
      },
    ],
  });
  expect((await screen.findByRole('region', { name: 'First pairs' })).textContent).toMatch(/Tom.and.John/);
  type('Corrupted prompt', 'two');
  type('Name', 'My names');
  save('Create the set');
  await waitFor(() => expect(server.requests.at(-1)?.operation).toBe('CreatePromptSet'));
  expect(server.requests.at(-1)!.input).toMatchObject({
    family: { definition: `${definition}\nanswers: …`, corruption: 'two', seed: 1, count: 100 },
  });
  expect(server.requests.at(-1)!.input).not.toHaveProperty('family.family');
});
