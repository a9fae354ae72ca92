import type { PersistedSnapshot } from '@zhiheng/engine';
import type { Json, JsonObject } from '@zhiheng/kernel';

/** A penalty decision, as the case remembers it. */
export type Penalty = {
  readonly procedureId: string;
  readonly decisionNo: string;
  readonly decidedOn: string;
  readonly penalties: Json;
  /** Why the decision fell, where it was revoked. */
  readonly revoked?: { readonly on: string; readonly reason: string };
};

/** The decision in the stored context of a case; none where it was not decided to penalise. */
export function penaltiesIn({ id, snapshot }: { readonly id: string; readonly snapshot: string | null }): readonly Penalty[] {
  if (snapshot === null) return [];
  const { decision, revocation } = (JSON.parse(snapshot) as PersistedSnapshot).context as Readonly<
    Record<'decision' | 'revocation', JsonObject | undefined>
  >;
  if (decision === undefined) return [];
  return [
    {
      procedureId: id,
      decisionNo: String(decision['decisionNo'] ?? ''),
      decidedOn: String(decision['on'] ?? ''),
      penalties: decision['penalties'] ?? [],
      ...(revocation && { revoked: { on: String(revocation['on']), reason: String(revocation['reason'] ?? '') } }),
    },
  ];
}
