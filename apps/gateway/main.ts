import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'gateway', contexts: [], duties: { relay: false, sweeper: false }, http: 'gateway' });
