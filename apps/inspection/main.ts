import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'inspection', contexts: ['inspection'], duties: { relay: false, sweeper: false }, http: 'health-only' });
