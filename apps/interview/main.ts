import { runApp } from '@zhiheng/shapes';

await runApp({ name: 'interview', contexts: ['interview'], duties: { relay: false, sweeper: false }, http: 'health-only' });
