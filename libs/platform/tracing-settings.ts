import type { Sampler, TracingSettings } from '@zhiheng/tracing';

type Reader<T> = (text: string) => T | undefined;
type Read = <T>(name: string, reader: Reader<T>, expected: string) => T | undefined;

const SAMPLERS: Readonly<Record<string, Omit<Sampler, 'ratio'>>> = {
  always_on: { root: 'always_on', parentBased: false },
  always_off: { root: 'always_off', parentBased: false },
  traceidratio: { root: 'ratio', parentBased: false },
  parentbased_always_on: { root: 'always_on', parentBased: true },
  parentbased_always_off: { root: 'always_off', parentBased: true },
  parentbased_traceidratio: { root: 'ratio', parentBased: true },
};

/** Reads the standard variables of OpenTelemetry. Traces are made only where a collector is named and the SDK is not disabled. */
export function readTracingSettings(read: Read, app: string): TracingSettings | undefined {
  const address = 'http://collector:4318';
  const base = read('OTEL_EXPORTER_OTLP_ENDPOINT', webAddress, address);
  const traces = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', webAddress, `${address}/v1/traces`);
  const service = read('OTEL_SERVICE_NAME', serviceName, '1–100 个字符 characters');
  const sampler = read('OTEL_TRACES_SAMPLER', (text) => SAMPLERS[text], Object.keys(SAMPLERS).join(' | '));
  const ratio = read('OTEL_TRACES_SAMPLER_ARG', part, '0–1');
  const headers = read('OTEL_EXPORTER_OTLP_HEADERS', headersOf, 'key=value,key=value');
  const timeoutMs = read('OTEL_EXPORTER_OTLP_TIMEOUT', milliseconds, '毫秒 milliseconds, 1–60000');
  // The SDK that is installed speaks this one; another must not be promised silently.
  read('OTEL_EXPORTER_OTLP_PROTOCOL', (text) => (text === 'http/json' ? text : undefined), 'http/json');
  const disabled = read('OTEL_SDK_DISABLED', (text) => (['true', 'false'].includes(text) ? text : undefined), 'true | false');
  const url = traces ?? (base === undefined ? undefined : `${base.replace(/\/$/, '')}/v1/traces`);
  if (url === undefined || disabled === 'true') return undefined;
  return {
    url,
    service: service ?? `zhiheng-${app}`,
    sampler: { ...(sampler ?? SAMPLERS['parentbased_always_on']!), ratio: ratio ?? 1 },
    headers: headers ?? {},
    timeoutMs: timeoutMs ?? 10_000,
  };
}

const webAddress: Reader<string> = (text) =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol) ? text : undefined;
const serviceName: Reader<string> = (text) => (/^[\w.-]{1,100}$/.test(text) ? text : undefined);
const part: Reader<number> = (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined);
const milliseconds: Reader<number> = (text) =>
  /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 60_000 ? Number(text) : undefined;

/** As baggage is written: values percent-encoded. */
const headersOf: Reader<Readonly<Record<string, string>>> = (text) => {
  const pairs = text.split(',').map((pair) => /^\s*([A-Za-z0-9-]+)\s*=\s*(\S+)\s*$/.exec(pair));
  if (pairs.some((pair) => pair === null)) return undefined;
  try {
    return Object.fromEntries(pairs.map((pair) => [pair![1]!, decodeURIComponent(pair![2]!)]));
  } catch {
    return undefined;
  }
};
