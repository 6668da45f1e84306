/** Version of the engine's numbers: part of what makes two runs the same. Raise it when a result may change. */
export const ENGINE_VERSION = '2';
