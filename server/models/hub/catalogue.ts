/**
 * The models that can be installed by name, each pinned to a commit of the Hugging Face hub, with known checksums.
 *
 * Each checksum is listed with its source. A file without one is trusted on first download; its hash is kept
 * (checksums.ts), and later downloads must match it.
 */
import { badUserInput } from '../../errors';

/** One file of a repository. */
export interface CatalogueFile {
  readonly path: ModelFile;
  /** Lower-case hex; null if unknown. */
  readonly sha256: string | null;
  /** Source of the checksum; null if there is none. */
  readonly source: string | null;
}

export interface CatalogueEntry {
  /** Name of its directory, and id of the model. */
  readonly id: string;
  /** Repository on the hub. */
  readonly repository: string;
  /** Commit to download; null for the newest. */
  readonly revision: string | null;
  readonly description: string;
  /** Null if unknown before the download. */
  readonly parameters: number | null;
  /** Approximate size of all files in bytes; null if unknown before the download. */
  readonly downloadBytes: number | null;
  readonly files: readonly CatalogueFile[];
}

/** Files downloaded from a repository. Small files come first, so that an unusable model is refused early. */
export const MODEL_FILES = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

type Known = readonly [sha256: string, source: string];

/**
 * Checksums were collected from public code and notes that name the same commit. They were not computed from downloads or
 * compared with the hub's own metadata, except for the files that this repository can generate.
 */
const PUBLIC = 'At this commit, as several public projects record it';
const TOKENIZER: Known = [
  '8414cab924d8b9b33013f0d221c5862f365ee9be39c5c2bfae8a5a9e970478a6',
  `${PUBLIC}; server/testing/gpt2-layout.ts makes the same file from OpenAI's encoder.json and vocab.bpe`,
];

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'gpt2',
    repository: 'openai-community/gpt2',
    revision: '607a30d783dfa663caf39e06633721c8d4cfcd7e',
    description:
      'GPT-2 small: 12 layers of 12 heads. The model of the notebook and of most published circuits.',
    parameters: 124_439_808,
    downloadBytes: 549_461_092,
    files: files({
      'config.json': [
        '0daed7749b4f02b8f76240d5444551d7b08712dab4d0adb8239c56ba823bb7b4',
        `${PUBLIC}; server/testing/gpt2-layout.ts makes the same file from its content`,
      ],
      'tokenizer.json': TOKENIZER,
      'model.safetensors': [
        '248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707',
        `${PUBLIC}, some of them as the hash in its git LFS pointer`,
      ],
    }),
  },
  {
    id: 'distilgpt2',
    repository: 'distilbert/distilgpt2',
    revision: '2290a62682d06624634c1f46a6ad5be0f47f38aa',
    description: 'GPT-2 small distilled into 6 layers of 12 heads.',
    parameters: 81_912_576,
    downloadBytes: 354_180_431,
    files: files({
      'config.json': ['4ec5947c1d59fee6212cdf3b0ec1a53eac02092554c5ff0a733488cbd2c64f3a', PUBLIC],
      'tokenizer.json': TOKENIZER,
      'model.safetensors': [
        'e1ff18884359fe8beb795a5f414feb85a6ce3d929ad019c0d958c039d2b94a1b',
        `${PUBLIC}, one of them after a comparison with the git LFS metadata of the hub`,
      ],
    }),
  },
  {
    id: 'gpt2-medium',
    repository: 'openai-community/gpt2-medium',
    revision: '6dcaa7a952f72f9298047fd5137cd6e4f05f41da',
    description: '24 layers of 16 heads.',
    parameters: 354_823_168,
    downloadBytes: 1_521_000_000,
    files: files({}),
  },
  {
    id: 'gpt2-large',
    repository: 'openai-community/gpt2-large',
    revision: '32b71b12589c2f8d625668d2335a01cac3249519',
    description: '36 layers of 20 heads.',
    parameters: 774_030_080,
    downloadBytes: 3_249_000_000,
    files: files({}),
  },
  {
    id: 'gpt2-xl',
    repository: 'openai-community/gpt2-xl',
    revision: '15ea56dee5df4983c59b2538573817e1667135e2',
    description: '48 layers of 25 heads. Takes about 7 GB of memory.',
    parameters: 1_557_611_200,
    downloadBytes: 6_433_000_000,
    files: files({
      'tokenizer.json': [
        TOKENIZER[0],
        'As one public project lists it beside the same weights, without naming the commit; the same file as that of gpt2',
      ],
      'model.safetensors': [
        '0f8b28eb05a8075f48b61b6f35332978c74fc7763fa9fb4051a1c30511736a6a',
        `${PUBLIC}, one of them after a comparison with the metadata of the hub`,
      ],
    }),
  },
];

/**
 * The entry for an id such as `gpt2`, or for any repository such as `owner/name`.
 *
 * @throws BAD_USER_INPUT for anything else.
 */
export function catalogueEntry(name: string): CatalogueEntry {
  const known = CATALOGUE.find(({ id, repository }) => id === name || repository === name);
  if (known) return known;
  if (!/^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/.test(name)) {
    const ids = CATALOGUE.map((entry) => entry.id).join(', ');
    const message = `There is no model '${name}' to install. Known models are ${ids}. For any other GPT-2 model of the Hugging Face hub, use owner/name.`;
    throw badUserInput([{ path: 'id', message }]);
  }
  return {
    // Repositories of two owners can have the same name. The hub's own cache uses the same form.
    id: name.replace('/', '--'),
    repository: name,
    revision: null,
    description: 'A repository of the Hugging Face hub.',
    parameters: null,
    downloadBytes: null,
    files: files({}),
  };
}

function files(known: Partial<Record<ModelFile, Known>>): CatalogueFile[] {
  return MODEL_FILES.map((path) => ({
    path,
    sha256: known[path]?.[0] ?? null,
    source: known[path]?.[1] ?? null,
  }));
}
