/** Version of the engine's results, part of the content hash of a run. Raise it when a result may change. */
export const ENGINE_VERSION = '2';
