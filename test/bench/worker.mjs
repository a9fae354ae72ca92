// One engine process of several: takes from the shared queue until it is told to stop. Usage: worker.mjs POSTGRES_URL REDIS_PORT
import { openDatabase } from '../../dist/libs/persistence/index.js';
import { withQueuedEngine } from './world.mjs';

const [url, redisPort] = process.argv.slice(2);
const database = await openDatabase({ url });
const queue = { kind: 'redis', url: `redis://127.0.0.1:${redisPort}` };
await withQueuedEngine({ database, url }, { queue }, async () => {
  process.send('ready');
  await new Promise((resolve) => process.once('message', resolve));
});
await database.close();
process.disconnect();
