import { isCommon, soughtName } from '@zhiheng/persistence';
import type { Among, Condition, Where } from '@zhiheng/persistence';

/** Where the procedures of a list come from: rows `i`, which have all columns or, out of the list of names alone, only those that never change. */
export type Source = { readonly found?: string; readonly from: string };

export type SourceAsked = {
  readonly among: Among;
  /** Whether conditions ask for what the list of names does not know. */
  readonly whole: boolean;
};
/** Answers where a list comes from and adds to its conditions. */
export type Sources = (where: Where, asked: SourceAsked) => Source;

const ALL: Source = { from: 'instance i' };

/**
 * The procedures with a part of a name. One that is common is a condition on a walk in the order of the list; a rare one is looked up
 * first, and the planner is not asked: it may not turn one into the other.
 */
export async function sourcesFor(
  { q = '', order }: { readonly q: string | undefined; readonly order: 'asc' | 'desc' },
  ask: (query: Condition) => Promise<readonly { readonly held: number }[]>,
): Promise<Sources> {
  const sought = soughtName(q);
  if (sought === undefined) return () => ALL;
  const [counted] = await ask(sought.counted(order));
  return (where, { among, whole }) => {
    if (isCommon(counted!.held, { among, walked: whole ? 'procedures' : 'names' })) {
      where.andWith((first) => sought.held({ row: 'i', name: whole ? 'search_text(i.subject_name)' : 'i.name' }, first));
      return whole ? ALL : { from: 'procedure_name i' };
    }
    const found = where.bindWith((first) => sought.found(among, first));
    return { found, from: whole ? 'found join instance i on i.id = found.id' : 'found i' };
  };
}
