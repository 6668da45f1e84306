import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import type { AccountPageQuery } from '../generated/graphql';
import { stubFetch } from '../testing/stub-fetch';
import { AccountView } from './AccountView';
import { ChangePasswordForm } from './ChangePasswordForm';
import { DeleteAccount } from './DeleteAccount';
import { GithubLink } from './GithubLink';
import { GuestRunNotice } from './GuestRunNotice';
import { NameForm } from './NameForm';
import { NewAccessToken } from './NewAccessToken';
import { Passkeys } from './Passkeys';
import { NewPasswordForm, RequestResetForm } from './ResetPasswordForm';
import { SessionTable } from './SessionTable';
import { FormPage } from './FormPage';
import { SignInForm } from './SignInForm';
import { SignUpForm } from './SignUpForm';

const meta: Meta = {
  beforeEach: () =>
    stubFetch((path) =>
      path.endsWith('list-user-passkeys')
        ? [
            { id: 'p1', name: 'Laptop' },
            { id: 'p2', name: 'The security key in the drawer of the laboratory' },
          ]
        : path.endsWith('list-accounts')
          ? [{ id: 'g', accountId: '1', providerId: 'github' }]
          : null,
    ),
};
export default meta;

type Story = StoryObj;

const refetch = async (): Promise<void> => {};
const options = { guests: true, signUp: true, mail: false, github: true, guestRunDays: 90 };
const page = (viewer: object | null, isAdministrator = false) =>
  ({
    __typename: 'Query',
    isAdministrator,
    signInOptions: { __typename: 'SignInOptions', ...options },
    viewer: viewer && { __typename: 'User', sessions: [], accessTokens: [], ...viewer },
  }) as unknown as AccountPageQuery;
const browser = (id: string, userAgent: string, isCurrent: boolean) => ({
  __typename: 'Session',
  id,
  userAgent,
  isCurrent,
  createdAt: '2026-11-20T10:00:00.000Z',
  expiresAt: '2026-12-20T10:00:00.000Z',
});
const member = page(
  {
    id: 'u',
    name: 'Ada Lovelace',
    role: 'MEMBER',
    email: 'ada@example.org',
    sessions: [
      browser('s1', 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', true),
      browser(
        's2',
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
        false,
      ),
    ],
    accessTokens: [
      {
        __typename: 'AccessToken',
        id: 't1',
        name: 'Notebook',
        scope: 'WRITE',
        createdAt: '2026-11-01T10:00:00.000Z',
        lastUsedAt: '2026-11-26T09:00:00.000Z',
      },
      {
        __typename: 'AccessToken',
        id: 't2',
        name: 'Nightly replication on the cluster',
        scope: 'READ',
        createdAt: '2026-11-21T10:00:00.000Z',
        lastUsedAt: null,
      },
    ],
  },
  true,
);
const guest = page({ id: 'g', name: 'Guest 41', role: 'GUEST', email: null });
const show = (initial: AccountPageQuery, pictureWidth?: number): Story => ({
  render: () => <AccountView initial={initial} />,
  parameters: {
    answers: { AccountPage: () => initial },
    ...(pictureWidth !== undefined && { pictureWidth }),
  },
});

export const OfAMember: Story = {
  ...show(member, 900),
  play: async ({ canvas }) => void (await canvas.findByText('Laptop')),
};
export const OfAGuest: Story = show(guest);
export const OfAVisitor: Story = show(page(null));
export const NoticesToGuests: Story = {
  render: () => (
    <Stack>
      {[1, 90].map((guestRunDays) => (
        <GuestRunNotice
          key={guestRunDays}
          site={{
            viewer: { id: 'g', role: 'GUEST' },
            signInOptions: { signUp: guestRunDays > 1, guestRunDays },
          }}
        />
      ))}
    </Stack>
  ),
};
export const SignIn: Story = {
  render: () => <SignInForm options={options} isGuest next="/account" error="access_denied" />,
};
export const SignUp: Story = {
  render: () => (
    <FormPage title="Sign up">
      <SignUpForm isGuest next="/account" />
    </FormPage>
  ),
};
export const ResetPassword: Story = {
  render: () => (
    <Stack gap="xl">
      <RequestResetForm isMailed={false} />
      <NewPasswordForm token="x" />
    </Stack>
  ),
};
const refuseAll = (code: string) => () =>
  stubFetch(() => Response.json({ code, message: code }, { status: 400 }));
/** Each form beside what the server says of it. */
export const SignUpRefused: Story = {
  beforeEach: refuseAll('USER_ALREADY_EXISTS'),
  render: () => <SignUpForm isGuest={false} next="/account" />,
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByLabelText('Name'), 'Ada');
    await userEvent.type(canvas.getByLabelText('E-mail'), 'ada@example.org');
    await userEvent.type(canvas.getByLabelText('Password'), 'long enough');
    await userEvent.click(canvas.getByRole('button', { name: 'Sign up' }));
    await canvas.findByText(/This address has an account/);
  },
};
export const PanelsRefused: Story = {
  beforeEach: refuseAll('INVALID_PASSWORD'),
  render: () => (
    <Stack gap="xl">
      <NameForm name="Ada Lovelace" />
      <ChangePasswordForm refetch={refetch} />
      <SessionTable sessions={member.viewer!.sessions} refetch={refetch} />
    </Stack>
  ),
  parameters: {
    answers: {
      RenameViewer: () => new Error('A name has no signs that are not printed.'),
      RevokeOtherSessions: () => new Error('You signed in long ago. Sign out, sign in again, and retry.'),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Name that others see' }), '!');
    await userEvent.click(canvas.getByRole('button', { name: 'Rename' }));
    await userEvent.type(canvas.getByLabelText('Current password'), 'wrong');
    await userEvent.type(canvas.getByLabelText('New password'), 'long enough');
    await userEvent.click(canvas.getByRole('button', { name: 'Change password' }));
    await userEvent.click(canvas.getByRole('button', { name: 'End all other sessions' }));
    await canvas.findByText(/not the password of the account/);
    await canvas.findByText(/signed in long ago/);
  },
};
export const NothingConnected: Story = {
  beforeEach: () => stubFetch(() => []),
  render: () => (
    <Stack gap="xl">
      <Passkeys />
      <GithubLink />
    </Stack>
  ),
  play: async ({ canvas }) => void (await canvas.findByText('You have no passkey.')),
};
export const PasskeysAndGithub: Story = {
  render: () => (
    <Stack gap="xl">
      <Passkeys />
      <GithubLink />
    </Stack>
  ),
  play: async ({ canvas }) => {
    await canvas.findByText('Laptop');
    await canvas.findByText('Connected with GitHub.');
  },
};
export const TokenThatWasMade: Story = {
  render: () => <NewAccessToken refetch={refetch} />,
  parameters: {
    answers: {
      CreateAccessToken: () => ({
        createAccessToken: {
          __typename: 'NewAccessToken',
          token: 'pb_3f9k2m8x7c1v5b4n6a0s9d8f7g6h5j4k',
          accessToken: { ...member.viewer!.accessTokens[0]!, name: 'Notebook' },
        },
      }),
    },
  },
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Name of a new token' }), 'Notebook');
    await userEvent.click(canvas.getByRole('button', { name: 'Create token' }));
    await canvas.findByText(/shown this once/);
  },
};
export const Deletion: Story = {
  render: () => <DeleteAccount hasAccount />,
  parameters: { answers: { DeleteAccount: () => new Error('The password is wrong.') } },
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Delete account' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Delete everything' }));
    await within(canvasElement).findByText('The password is wrong.');
  },
};
