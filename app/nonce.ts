import { headers } from 'next/headers';

/** The nonce that lets inline scripts of this response run; proxy.ts makes it. */
export async function readNonce(): Promise<string> {
  return (await headers()).get('x-nonce') ?? '';
}
