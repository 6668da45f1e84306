import { headers } from 'next/headers';

/** The nonce of this response's inline scripts; proxy.ts creates it. */
export async function readNonce(): Promise<string> {
  return (await headers()).get('x-nonce') ?? '';
}
