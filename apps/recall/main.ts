import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'recall', contexts: ['recall'], duties: { relay: false, sweeper: false }, http: 'health-only' });
