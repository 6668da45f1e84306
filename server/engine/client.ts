import type { Engine } from './types';
export { listModels, loadTokenizer, modelInfo, modelSha256 } from './gpt2/models';
export { ENGINE_VERSION } from './version';
export function startEngine(): Engine {
  throw new Error('not yet');
}
