/**
 * Runs an experiment with the client of this folder: `npx tsx examples/typescript/example.ts [site]`
 *
 * PATCHBAY_TOKEN is an access token of the page /account; without it, a new guest is created.
 */
import { Client } from './patchbay';

const token = process.env['PATCHBAY_TOKEN'];
const client = new Client(process.argv[2], token ? { token } : {});
const pairs = [
  {
    clean: 'When John and Mary went to the shops, John gave the bag to',
    corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
    correct: ' Mary',
    incorrect: ' John',
  },
];

const id = await client.submit({ model: 'patchbay-mini', pairs, sweeps: ['RESID_PRE', 'HEAD_Z'] });
await client.wait(id, ({ status, fraction }) => console.log(status, `${Math.round(100 * fraction)}%`));

const recovery = await client.array(id, 'HEAD_Z');
const [, heads] = recovery.shape;
const best = recovery.values.indexOf(Math.max(...recovery.values));
const head = `L${Math.floor(best / heads!)}H${best % heads!}`;
console.log(recovery.axes, recovery.shape, `${head} restores ${Math.round(100 * recovery.values[best]!)}%`);

const claim = `z[${head}] > 0.1`;
for (const { verdict, value } of await client.evaluateClaims(id, [claim])) console.log(claim, verdict, value);
const slug = await client.publish(id, {
  title: 'Names by the TypeScript client',
  summary: `Patching [[${head}]] restores the name.`,
  tags: ['ioi'],
  claims: [claim],
});
console.log(`published /findings/${slug}`);
