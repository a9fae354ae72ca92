import { waitFor } from '../e2e/wait-for.js';
import type { CollectedSpan } from './collector.js';

/** A trace as its spans hang together. `orphans`: spans whose parent was never collected, the root's caller aside. */
export type SpanTree = {
  readonly spans: readonly CollectedSpan[];
  readonly services: readonly string[];
  readonly roots: readonly CollectedSpan[];
  readonly orphans: readonly CollectedSpan[];
  childrenOf(span: CollectedSpan): readonly CollectedSpan[];
  /** From the span up to its root, by name. */
  pathOf(span: CollectedSpan): readonly string[];
};

export function treeOf(all: readonly CollectedSpan[], traceId: string, callerSpanId?: string): SpanTree {
  const spans = all.filter((span) => span.traceId === traceId);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const parentOf = ({ parentSpanId }: CollectedSpan): CollectedSpan | undefined =>
    parentSpanId === undefined || parentSpanId === '' ? undefined : byId.get(parentSpanId);
  const isRoot = ({ parentSpanId }: CollectedSpan): boolean =>
    parentSpanId === undefined || parentSpanId === '' || parentSpanId === callerSpanId;
  const pathOf = (span: CollectedSpan): readonly string[] => {
    const parent = parentOf(span);
    return [`${span.service}: ${span.name}`, ...(parent === undefined ? [] : pathOf(parent))];
  };
  return {
    spans,
    services: [...new Set(spans.map(({ service }) => service))].sort(),
    roots: spans.filter(isRoot),
    orphans: spans.filter((span) => !isRoot(span) && parentOf(span) === undefined),
    childrenOf: ({ spanId }) => spans.filter(({ parentSpanId }) => parentSpanId === spanId),
    pathOf,
  };
}

/** The tree once every parent is in it: a span of another process may come later than its children. */
export function wholeTree(all: readonly CollectedSpan[], traceId: string, callerSpanId?: string): Promise<SpanTree> {
  return waitFor(
    () => {
      const tree = treeOf(all, traceId, callerSpanId);
      return tree.orphans.length === 0 && tree;
    },
    { what: `every span of trace ${traceId} has its parent` },
  );
}
