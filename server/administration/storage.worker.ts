/** Measures an SQLite database in a thread: counting a large one takes seconds, and libSQL's calls block. */
import { measureSqlite } from './measure-sqlite';
import { serveMethods } from '../workers/serve-methods';

const methods = { measure: (file: string) => measureSqlite(file) };
export type StorageWorker = typeof methods;

serveMethods(methods);
