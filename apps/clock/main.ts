import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'clock', contexts: [], duties: { relay: true, sweeper: true }, http: 'health-only' });
