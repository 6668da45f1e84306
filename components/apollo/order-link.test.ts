import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { createOrderLink } from './order-link';

const READ = gql('query ($id: ID!) { run(id: $id) { id visibility } }');
const SHARE = gql('mutation ($id: ID!) { setRunVisibility(id: $id) { id visibility } }');
const variables = { id: 'a' };

/** A client with a server that answers when it is told to. */
function serve() {
  const requests: { readonly answer: (visibility: string) => void }[] = [];
  const server = new ApolloLink(({ operationType }) => {
    const answers = new Subject<ApolloLink.Result>();
    const name = operationType === OperationTypeNode.MUTATION ? 'setRunVisibility' : 'run';
    requests.push({
      answer: (visibility) => {
        answers.next({ data: { [name]: { __typename: 'Run', id: 'a', visibility } } });
        answers.complete();
      },
    });
    return answers;
  });
  const link = ApolloLink.from([createOrderLink(), server]);
  return { client: new ApolloClient({ cache: new InMemoryCache(), link }), requests };
}

const read = (client: ApolloClient): Promise<unknown> =>
  client.query({ query: READ, variables, fetchPolicy: 'network-only' });

it('does not undo a change by an answer that was read before it', async () => {
  const { client, requests } = serve();
  const reading = read(client);
  const sharing = client.mutate({ mutation: SHARE, variables });
  await expect.poll(() => requests).toHaveLength(2);
  requests[1]!.answer('UNLISTED');
  await sharing;
  requests[0]!.answer('PRIVATE');
  await expect.poll(() => requests).toHaveLength(3);
  requests[2]!.answer('UNLISTED');
  await reading;
  expect(client.readQuery({ query: READ, variables })).toMatchObject({ run: { visibility: 'UNLISTED' } });
});

it('asks once where nothing has changed', async () => {
  const { client, requests } = serve();
  const reading = read(client);
  await expect.poll(() => requests).toHaveLength(1);
  requests[0]!.answer('PRIVATE');
  await reading;
  expect(requests).toHaveLength(1);
});
