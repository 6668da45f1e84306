/** A process that computes what is queued in DATA_DIR until it is ended, with an engine of its own. */
import { parseConfig } from '../../server/config';
import { startEngine } from '../../server/engine/client/client';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { createServices } from '../../server/services/services';

const engine = startEngine();
startDispatcher(createServices(parseConfig(process.env), engine), engine);
