/** Measures an SQLite database in a thread: counting a large one takes seconds, and libSQL's calls block. */
import { measureSqlite } from '../administration/measure-sqlite';
import { serveMethods } from './serve-methods';

const methods = { measure: (file: string) => measureSqlite(file) };
export type StorageWorker = typeof methods;

serveMethods(methods);
