import type { View } from '../behaviour/view.js';
import type { Sessions } from '../session/sessions.js';

export type WorkItem = {
  readonly id: string;
  readonly workflow: string;
  readonly seq: number;
  readonly state: string;
  readonly done: boolean;
};

type Row = Omit<WorkItem, 'workflow'> & { readonly workflow: string | { readonly name: string } };
type Page = { readonly items: readonly Row[]; readonly next?: string };

const PAGE = 200;

/** The procedures that the reader may see, page by page, in order of their ids; `&done=false` leaves out those that have ended. */
export async function readWorkList(sessions: Sessions, reader: string, filter = ''): Promise<readonly WorkItem[]> {
  const items: WorkItem[] = [];
  for (let next = ''; ;) {
    const page = (await sessions.get(reader, `/api/procedures?limit=${PAGE}${filter}${next}`)) as unknown as Page;
    for (const { id, workflow, seq, state, done } of page.items)
      items.push({ id, workflow: typeof workflow === 'string' ? workflow : workflow.name, seq, state, done });
    if (page.next === undefined) break;
    next = `&cursor=${encodeURIComponent(page.next)}`;
  }
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function readView(sessions: Sessions, reader: string, id: string): Promise<View> {
  const view = (await sessions.get(reader, `/api/procedures/${id}`)) as unknown as View & {
    readonly workflow: string | { readonly name: string };
  };
  return {
    ...view,
    workflow: typeof view.workflow === 'string' ? view.workflow : (view.workflow as { readonly name: string }).name,
  };
}
