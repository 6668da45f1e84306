/** `npm run bench`: speed of the engine and of the site. Each mode has its own file. */
import { readBoundsFlags } from './bounds/flags';
import {
  BadFlag,
  parseFlags,
  readInteractionsFlags,
  readLoadFlags,
  readPairsFlags,
  readWorkersFlags,
  USAGE,
  type Flags,
  type PairsFlags,
} from './flags';

try {
  await bench(parseFlags(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BadFlag)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

/** Modes are imported on demand, because the engine reads its settings when it is first imported. */
async function bench({ mode, peer }: Flags): Promise<void> {
  process.env['LOG_LEVEL'] ??= 'warn';
  switch (mode) {
    case 'help':
      return console.log(USAGE);
    case 'notebook':
      return (await import('./notebook')).benchNotebook();
    case 'scaling':
      return (await import('./scaling')).benchScaling();
    case 'paths':
      return (await import('./paths')).benchPaths();
    case 'edges':
      return (await import('./edges')).benchEdges(peer.sets);
    case 'circuits':
      return (await import('./circuits')).benchCircuits();
    case 'inspector':
      return (await import('./inspector')).benchInspector();
    case 'peer':
      computeAsPeer();
      return (await import('./peer')).benchPeer(peer);
    case 'observability':
      return (await import('./observability')).benchObservability();
    case 'large':
      return (await import('./large')).benchLarge();
    case 'pairs':
      return benchManyPairs(readPairsFlags(process.argv.slice(3)));
    case 'workers':
      return (await import('./workers/main')).benchWorkers(readWorkersFlags(process.argv.slice(3)));
    case 'bounds':
      return (await import('./bounds/main')).benchBounds(readBoundsFlags(process.argv.slice(3)));
    case 'users':
      return (await import('./users')).benchUsers();
    case 'load':
      return (await import('./load')).benchLoad(readLoadFlags(process.argv.slice(3)));
    case 'interactions':
      return (await import('./interactions/main')).benchInteractions(
        readInteractionsFlags(process.argv.slice(3)),
      );
    case 'site':
    case 'click':
    case 'hover':
      // These scripts read the rest of the command line.
      process.argv.splice(2, 1);
      await import(`./site/${mode === 'site' ? 'main' : mode}.ts`);
  }
}

async function benchManyPairs(flags: PairsFlags): Promise<void> {
  if (!flags.peer) return (await import('./many-pairs/main')).benchPairs(flags);
  computeAsPeer();
  return (await import('./many-pairs/peer')).benchPairsBesidePeer(flags);
}

/** For a fair comparison with PyTorch on the CPU: two threads on both sides. */
function computeAsPeer(): void {
  process.env['ENGINE_THREADS'] ??= '2';
  process.env['ENGINE_PROVIDER'] ??= 'cpu';
}
