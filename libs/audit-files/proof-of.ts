import { headText, inclusionPath, leafHash } from '@zhiheng/engine';
import type { InclusionPath, RootStore, SealedRoot } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';

/** The last root that covers a procedure, its head, and how the head hangs under the root. */
export type InclusionProof = InclusionPath & {
  readonly format: 'zhiheng-proof/1';
  readonly root: SealedRoot;
  readonly head: string;
};

/** Throws NOT_UNDER_ROOT (later) for a procedure that no root covers yet. */
export async function proofOf(
  store: Pick<RootStore, 'roots' | 'headsOn' | 'headsOf'>,
  id: InstanceId,
): Promise<InclusionProof> {
  const head = (await store.headsOf([id])).at(-1);
  const root = head && (await store.roots()).find(({ day }) => day === head.day);
  if (head === undefined || root === undefined)
    throw new ZhihengError('NOT_UNDER_ROOT', {
      expected: '已有日根覆盖的程序 a procedure that a daily root covers',
      found: `${id}: 次日零时后才有 it will have one after midnight`,
      retry: 'later',
    });
  const hashes: string[] = [];
  let index = -1;
  for await (const one of store.headsOn(head.day)) {
    if (one.instanceId === id) index = hashes.length;
    hashes.push(leafHash(headText(one)));
  }
  return { format: 'zhiheng-proof/1', root, head: headText(head), ...inclusionPath(hashes, index) };
}
