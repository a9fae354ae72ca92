import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { trace } from '@opentelemetry/api';
import { activeTraceparent } from './trace-context.js';
import { startTracing } from './start-tracing.js';
import type { TracingSettings } from './tracing-settings.js';
import { tracer } from './tracer.js';

const settings = (port: number): TracingSettings => ({
  url: `http://127.0.0.1:${port}/v1/traces`,
  service: 'test',
  sampler: { root: 'always_on', ratio: 1, parentBased: true },
  headers: {},
  timeoutMs: 60_000,
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('tracing', () => {
  it('that was not started makes no span and no id', () => {
    expect(tracer().startSpan('x').isRecording()).toBe(false);
    expect(activeTraceparent()).toBeUndefined();
  });

  it('ends although the collector takes a connection and never answers', async () => {
    let asked = 0;
    const silent = createServer(() => asked++);
    const tracing = await startTracing({ settings: settings(await listening(silent)), replica: 'r', log: () => undefined });
    tracer().startSpan('x').end();
    // The exporter would wait a minute for its answer: that this test ends is what it shows.
    await tracing.stop();
    expect(asked).toBe(1);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('says once that the collector is away, and not where', async () => {
    const gone = createServer();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const told: unknown[] = [];
    const parts = { settings: { ...settings(port), timeoutMs: 500 }, replica: 'r' };
    const tracing = await startTracing({ ...parts, log: (event, fields) => told.push({ event, ...fields }) });
    for (let n = 0; n < 5_000; n++) tracer().startSpan('x').end();
    await tracing.stop();
    expect(told).toEqual([{ event: 'tracing.export.fault', code: 'COLLECTOR_UNAVAILABLE', times: 1 }]);
    expect(trace.getTracer('x').startSpan('y').isRecording()).toBe(false);
  });
});
