/** The model families that the engine can read; a family is one file here and one row of FAMILIES. */
import type { Architecture } from '../architecture';
import { checkArchitecture } from '../architecture';
import { quoteName, refuseConfig } from './config-errors';
import type { Family } from './family';
import { GPT2 } from './gpt2';

const FAMILIES: readonly Family[] = [GPT2];

/** Largest config.json that is read, in bytes; that of GPT-2 has 700. */
export const MAX_CONFIG_BYTES = 2 ** 20;

/**
 * Reads the text of a config.json.
 *
 * @returns the family that its `model_type` names (GPT-2 where it names none) and the architecture.
 * @throws MODEL_UNAVAILABLE naming what is missing, wrong or unsupported.
 */
export function parseConfig(text: string): { family: Family; architecture: Architecture } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Without the parser's message: it quotes the text, and a link may lead to any file.
    throw refuseConfig('is not JSON; download it again.');
  }
  const modelType = (json as { model_type?: unknown } | null)?.model_type;
  const family =
    typeof modelType === 'string' ? FAMILIES.find((known) => known.modelType === modelType) : GPT2;
  if (!family) {
    const supported = FAMILIES.map((known) => known.modelType).join(', ');
    throw refuseConfig(
      `has model_type ${quoteName(modelType as string)}; only the ${supported} architecture is supported.`,
    );
  }
  const architecture = family.parseConfig(json);
  checkArchitecture(architecture);
  return { family, architecture };
}

/** The family of a model that has been examined, by its `model_type`. */
export function getFamily(modelType: string): Family {
  const family = FAMILIES.find((known) => known.modelType === modelType);
  if (!family) throw new Error(`there is no model family '${modelType}'`);
  return family;
}
