/** `npm run seed -- <model>`: computes the notebook's experiments on an installed model and publishes them as findings. */
import { startEngine } from '../server/engine/client/client';
import { config } from '../server/config';
import { isAppError } from '../server/errors';
import { publishNotebook } from '../server/gallery/seed';
import { startDispatcher } from '../server/runs/queue/dispatcher';
import { createServices } from '../server/services/services';

const [model, ...rest] = process.argv.slice(2);
if (model === undefined || rest.length > 0) {
  console.error('npm run seed -- <model>   e.g. gpt2, once it is installed: npm run models -- install gpt2');
  process.exit(2);
}
const engine = startEngine();
const services = createServices(config, engine);
// A site on the same database may take the runs first; this process then waits for them.
const dispatcher = startDispatcher(services, engine, { ...services.cluster?.own });
try {
  const { runs, published } = await publishNotebook(services, model);
  console.log(`Computing ${runs.length} experiments on ${model} …`);
  const findings = await published;
  for (const { slug } of findings) console.log(`  /findings/${slug}`);
  if (findings.length < runs.length) {
    console.error(
      `${runs.length - findings.length} could not be computed: ${runs.map(({ id }) => `/runs/${id}`).join(' ')}`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  console.error(isAppError(error) ? error.message : error);
  process.exitCode = 1;
} finally {
  await dispatcher.stop();
  await services.cluster?.close();
  await engine.close();
  await services.db.$disconnect();
}
