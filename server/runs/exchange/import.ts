/** Imports and checks exported files. */
import type { Run } from '../../db';
import type { ModelInfo } from '../../engine/api';
import { FINDING_FORMAT, FINDING_VERSION, RUN_FORMAT, RUN_VERSION } from '../../../domain/exchange/formats';
import { MAX_IMPORT_ISSUES } from '../../../domain/limits';
import { badUserInput, isAppError, type InputIssue } from '../../errors';
import type { Services } from '../services';
import { findRunFileIssues } from './check-run-file';
import { findingFile, type FindingFile } from './finding-file';
import { parseFile, parseJson, readFormat } from './parse-file';
import { runFile, type RunFile } from './run-file';
import { storeImported } from './store-imported';

type ImportServices = Pick<Services, 'db' | 'models'>;
type StoringServices = ImportServices & Pick<Services, 'config'>;

/** What a file is, and its problems. `run` and `finding` are null when the file does not conform to its schema. */
export interface CheckedFile {
  readonly format: 'RUN' | 'FINDING' | null;
  readonly issues: readonly InputIssue[];
  readonly run: RunFile | null;
  readonly finding: FindingFile | null;
}

/** Checks a file without storing anything: size, JSON, schema, digest, shapes, values, and the model if it is known here. */
export async function checkFile(services: ImportServices, json: string): Promise<CheckedFile> {
  const empty = { format: null, run: null, finding: null };
  const { value, issue } = parseJson(json);
  if (issue) return { ...empty, issues: [issue] };
  const format = readFormat(value);
  if (format === FINDING_FORMAT) {
    const { file, issues } = parseFile(value, findingFile, FINDING_VERSION);
    return { ...empty, format: 'FINDING', issues, finding: file };
  }
  if (format !== RUN_FORMAT) {
    const message = `The file's format is ${format === null ? 'not given' : `'${format}'`}; '${RUN_FORMAT}' and '${FINDING_FORMAT}' are read.`;
    return { ...empty, issues: [{ path: 'format', message }] };
  }
  const { file, issues } = parseFile(value, runFile, RUN_VERSION);
  if (!file) return { ...empty, format: 'RUN', issues };
  const found = [...findRunFileIssues(file), ...(await findModelIssues(services, file))];
  return { ...empty, format: 'RUN', issues: found.slice(0, MAX_IMPORT_ISSUES), run: file };
}

/**
 * Stores the run of a file as the requester's, marked as imported. It is as if it had succeeded.
 *
 * @param act the requester's id; a visitor becomes a guest when the run is stored.
 * @throws BAD_USER_INPUT with every issue, its path in the file included; QUOTA_EXCEEDED for a user with too many runs.
 */
export async function importRun(
  services: StoringServices,
  act: () => Promise<string>,
  json: string,
): Promise<Run> {
  const { format, issues, run } = await checkFile(services, json);
  if (format === 'FINDING') {
    const message = 'The file is a finding, which has no values. Import the file of its run.';
    throw badUserInput([{ path: 'format', message }]);
  }
  if (issues.length > 0 || !run) throw createImportError(issues);
  const ownerId = await act();
  return storeImported(services.db, ownerId, run, services.config);
}

/** Clients show the message alone, so it names the places. */
function createImportError(issues: readonly InputIssue[]) {
  return badUserInput(
    issues.map(({ path, message }) => ({ path, message: path === '' ? message : `${path}: ${message}` })),
  );
}

/** Sizes of the model as this server knows it, which results of another shape would contradict. */
async function findModelIssues({ db, models }: ImportServices, file: RunFile): Promise<InputIssue[]> {
  const installed = await models.info(file.model).catch((error: unknown) => {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return null;
    throw error;
  });
  const known: Omit<ModelInfo, 'unavailable'> | null =
    installed ?? (await db.model.findUnique({ where: { id: file.model } }));
  if (!known) return [];
  return (Object.keys(file.modelSizes) as (keyof RunFile['modelSizes'])[])
    .filter((size) => known[size] !== file.modelSizes[size])
    .map((size) => ({
      path: `modelSizes.${size}`,
      message: `It is ${file.modelSizes[size]}, but ${file.model} has ${known[size]} on this server. It is another model; give it another name.`,
    }));
}
