import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'enforcement', contexts: ['enforcement'], duties: { relay: false, sweeper: false }, http: 'health-only' });
