/** A browser for tests of accounts: it keeps cookies and sends them to the endpoints of better-auth and to the API. */
import { parseSetCookie } from 'cookie';
import { serveAuthentication } from '../http/authentication';
import type { TestServices } from './test-services';

/** The parts of a response that tests read. */
export interface BrowserAnswer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- the type depends on the endpoint
  readonly body: any;
  readonly setCookie: readonly string[];
  /** Where a redirect leads. */
  readonly location: string | null;
}

export interface TestBrowser {
  /** The Cookie header that it would send. */
  cookie(): string;
  /** Sends a request to an endpoint below /api/auth, by POST if there is a body. */
  send(path: string, body?: object, headers?: Record<string, string>): Promise<BrowserAnswer>;
  /** Runs an operation of the API. */
  ask(source: string, variables?: object): ReturnType<TestServices['ask']>;
  signUp(email: string, name?: string): Promise<BrowserAnswer>;
  signIn(email: string, password?: string): Promise<BrowserAnswer>;
}

export const TEST_PASSWORD = 'correct horse battery';

/** @param services are those of this process (installServices). */
export function openBrowser(services: TestServices, origin = 'http://127.0.0.1:3000'): TestBrowser {
  const jar = new Map<string, string>();
  const keep = (headers: readonly string[]): void => {
    for (const header of headers) {
      const { name, value = '', maxAge } = parseSetCookie(header);
      if (maxAge === 0 || value === '') jar.delete(name);
      else jar.set(name, encodeURIComponent(value));
    }
  };
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const { host, protocol } = new URL(origin);
  const browser: TestBrowser = {
    cookie,
    async send(path, body, headers = {}) {
      const response = await serveAuthentication(
        new Request(`http://localhost/api/auth${path}`, {
          method: body ? 'POST' : 'GET',
          headers: {
            host,
            origin,
            cookie: cookie(),
            'x-forwarded-proto': protocol.slice(0, -1),
            ...(body && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body && { body: JSON.stringify(body) }),
        }),
      );
      const setCookie = response.headers.getSetCookie();
      keep(setCookie);
      const text = await response.text();
      const read = text.startsWith('{') ? JSON.parse(text) : text;
      return { status: response.status, body: read, setCookie, location: response.headers.get('location') };
    },
    async ask(source, variables = {}) {
      const answer = await services.ask(source, variables, cookie(), { host });
      keep(answer.setCookie);
      return answer;
    },
    signUp: (email, name = 'Ann') => browser.send('/sign-up/email', { email, name, password: TEST_PASSWORD }),
    signIn: (email, password = TEST_PASSWORD) => browser.send('/sign-in/email', { email, password }),
  };
  return browser;
}
