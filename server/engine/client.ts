import type { Engine } from './types';
export { listModels, loadTokenizer, modelInfo } from './gpt2/models';
export const ENGINE_VERSION = '1';
export async function modelSha256(_id: string, _folders?: readonly string[]): Promise<string> {
  return '';
}
export function startEngine(): Engine {
  throw new Error('not yet');
}
