import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';
import { FIGURES } from './figures.js';
import type { Figure } from './figures.js';

/** `unknown`: the database did not answer. */
export type FigureState = 'normal' | 'look' | 'unknown';
export type ReadFigure = Figure & { readonly value: number | undefined; readonly state: FigureState };

type Sample = MetricValue<string> & { readonly metricName?: string };

/** The figures as they stand now. One that this process does not measure is left out. */
export async function readFigures(registry: Registry): Promise<readonly ReadFigure[]> {
  const metrics = await registry.getMetricsAsJSON();
  const byName = new Map(metrics.map((metric) => [metric.name, metric as MetricObjectWithValues<Sample>]));
  return FIGURES.flatMap((figure) => {
    const metric = byName.get(figure.metric);
    if (metric === undefined) return [];
    const value = valueOf(figure, metric.values);
    return [{ ...figure, value, state: stateOf(figure, value) }];
  });
}

function valueOf({ labels = {}, reading }: Figure, all: readonly Sample[]): number | undefined {
  const samples = all.filter((sample) => Object.entries(labels).every(([name, wanted]) => sample.labels[name] === wanted));
  if (samples.some(({ value }) => Number.isNaN(value))) return undefined;
  const sum = (part: readonly Sample[]): number => part.reduce((total, { value }) => total + value, 0);
  if (reading === 'sum') return sum(samples);
  if (reading === 'greatest') return samples.length === 0 ? 0 : Math.max(...samples.map(({ value }) => value));
  const ending = (suffix: string): number => sum(samples.filter(({ metricName }) => metricName?.endsWith(suffix)));
  const count = ending('_count');
  return count === 0 ? 0 : ending('_sum') / count;
}

function stateOf({ normalUpTo }: Figure, value: number | undefined): FigureState {
  if (value === undefined) return 'unknown';
  return normalUpTo !== undefined && value > normalUpTo ? 'look' : 'normal';
}
