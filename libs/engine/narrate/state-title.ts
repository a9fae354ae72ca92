import type { Bilingual } from '@zhiheng/kernel';
import { statesOf } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';

/** What a person reads of a stored state: the titles of its innermost states. */
export function stateTitle(workflow: Pick<Workflow, 'table'>, state: string): Bilingual {
  const states = statesOf(workflow);
  const leaves = state.split('|').map((path): Bilingual => {
    const meta = states.find((one) => one.path === path)?.row.meta;
    return meta ?? { zh: path, en: path };
  });
  return { zh: leaves.map(({ zh }) => zh).join('、'), en: leaves.map(({ en }) => en).join(', ') };
}
