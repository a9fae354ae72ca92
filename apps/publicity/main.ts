import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'publicity', contexts: ['publicity'], duties: { relay: false, sweeper: false }, http: 'health-only' });
