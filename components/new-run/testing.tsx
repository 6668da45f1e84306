/** Shared by the tests of the form: stand-ins for what jsdom lacks, and a server whose answers the test gives. */
import { ApolloClient, ApolloLink, InMemoryCache, type ApolloLink as Link } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { OperationTypeNode } from 'graphql';
import { Observable } from 'rxjs';
import { vi } from 'vitest';
import { ServerUnreachableError } from '../apollo/fetch-server';
import { noteUnanswered } from '../apollo/request-keys';
import type { CreateRunInput, PairEditor_PreviewFragment, PreviewRunQuery } from '../generated/graphql';
import { loadDialogFrame } from '../dialog/load-dialog-frame';

// As on a page, where the first press does it.
await loadDialogFrame();

// Tests wait for conditions, whatever the speed of the machine.
configure({ asyncUtilTimeout: 30_000 });

/** Adds browser functions that Mantine calls and jsdom lacks. */
export function completeBrowser(): void {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener: () => {}, removeEventListener: () => {} },
  });
  Element.prototype.scrollIntoView = () => {};
}

/** A request that waits for its answer. */
export interface Request {
  readonly operation: string;
  readonly input: CreateRunInput;
  /** All variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isAborted: boolean;
  answer(data: object): void;
  /** The server cannot be reached. */
  fail(): void;
  refuse(message: string, code: string, issues?: readonly { path: string; message: string }[]): void;
}

export interface FakeServer {
  readonly client: ApolloClient;
  readonly requests: Request[];
}

/** Creates a server that answers only when the test says so. */
export function createFakeServer(): FakeServer {
  const requests: Request[] = [];
  const link = new ApolloLink(
    ({ operationName, operationType, variables, getContext }) =>
      new Observable<Link.Result>((sink) => {
        const request: Request = {
          operation: operationName ?? '',
          input: variables.input as CreateRunInput,
          variables,
          get isAborted() {
            const { signal } = (getContext().fetchOptions ?? {}) as RequestInit;
            return signal?.aborted ?? false;
          },
          answer(data) {
            sink.next({ data: data as Record<string, unknown> });
            sink.complete();
          },
          fail() {
            const error = new ServerUnreachableError('No answer from the server.');
            if (operationType === OperationTypeNode.MUTATION) noteUnanswered(error);
            sink.error(error);
          },
          refuse(message, code, issues) {
            sink.next({ data: null, errors: [{ message, extensions: { code, issues } }] });
            sink.complete();
          },
        };
        requests.push(request);
      }),
  );
  return { client: new ApolloClient({ cache: new InMemoryCache(), link }), requests };
}

/** Renders a part of a page. */
export function show(children: ReactNode, { client } = createFakeServer()) {
  return render(
    <ApolloProvider client={client}>
      <MantineProvider env="test">{children}</MantineProvider>
    </ApolloProvider>,
  );
}

/** The preview of an input in which each word is a token, without issues. */
export function previewWords(
  input: CreateRunInput,
  parts: Partial<PreviewRunQuery['previewRun']> = {},
): { previewRun: PreviewRunQuery['previewRun'] } {
  const tokens = (text: string) => text.split(/(?= )/).map((part, id) => ({ id, text: part }));
  const pairs = (
    input.pairs as { clean: string; corrupted: string; correct: string; incorrect: string }[]
  ).map((pair, index): PairEditor_PreviewFragment & { readonly index: number } => ({
    index,
    cleanTokens: tokens(pair.clean),
    corruptedTokens: tokens(pair.corrupted),
    correctTokens: tokens(pair.correct),
    incorrectTokens: tokens(pair.incorrect),
    differingPositions: [],
    alignment: null,
  }));
  return {
    previewRun: {
      pairs,
      issues: [],
      warnings: [],
      unusable: null,
      baseline: null,
      estimatedMs: null,
      ...parts,
    },
  };
}
