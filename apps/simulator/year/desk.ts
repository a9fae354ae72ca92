import { deriveId } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { Casting } from '../behaviour/casting.js';
import { choose, nameOf } from '../behaviour/choose.js';
import type { Act } from '../behaviour/choose.js';
import type { Behaviour, Script } from '../behaviour/behaviour.js';
import { fillForm } from '../behaviour/fill-form.js';
import type { View } from '../behaviour/view.js';
import type { Sessions } from '../session/sessions.js';
import { dayOf, morningOf } from './days.js';
import { inParallel } from './in-parallel.js';
import type { Tally } from './tally.js';
import { readView, readWorkList } from './work-list.js';

type File = {
  view: View;
  script: Script | undefined;
  act: Act | undefined;
  tried: Set<string>;
};

export type DeskPorts = {
  readonly sessions: Sessions;
  readonly behaviour: Behaviour;
  readonly seed: string;
  readonly tally: Tally;
  readonly atOnce: number;
};

// Consequences run down this list, never up. Sent in this order, no event of the same hour meets a consequence in one procedure,
// so that the order of entries does not depend on which comes first.
const DOWNSTREAM_FIRST = ['blacklist', 'enforcement', 'interview', 'recall', 'inspection'];

/** The open procedures, what is to be done in each, and when. */
export class Desk {
  private readonly files = new Map<string, File>();
  private readonly casting: Casting;
  private lookedAt: string | undefined;

  constructor(private readonly ports: DeskPorts) {
    this.casting = new Casting(ports.seed, ports.behaviour);
  }

  /** Looks through what changed since the last look: what is new is cast, what has moved is thought over again. */
  async look(today: string): Promise<void> {
    const { sessions, behaviour } = this.ports;
    const since = this.lookedAt === undefined ? '' : `&changedSince=${encodeURIComponent(this.lookedAt)}`;
    const list = await readWorkList(sessions, behaviour.reads, `&sort=opened${since}`);
    this.lookedAt = morningOf(today);
    for (const { id, done } of list) if (done) this.files.delete(id);
    await this.study(
      list.filter(({ id, seq, done }) => !done && this.files.get(id)?.view.seq !== seq).map(({ id }) => id),
      today,
    );
  }

  /** The day on which something is to be done or a clock lapses next; undefined when nothing is left to happen. */
  nextDay(): string | undefined {
    let next: string | undefined;
    for (const { act, view } of this.files.values()) {
      for (const day of [act?.on, ...view.clocks.filter(({ state }) => state === 'running').map(({ dueAt }) => dayOf(dueAt))])
        if (day !== undefined && (next === undefined || day < next)) next = day;
    }
    return next;
  }

  /** Does what is due, in rounds, until nothing more is due today. Answers how many events were sent. */
  async work(today: string, settled: () => Promise<unknown>): Promise<number> {
    let sent = 0;
    for (let round = 0; round < 6; round++) {
      const due = [...this.files.values()].filter(({ act }) => act !== undefined && act.on <= today);
      if (due.length === 0) break;
      for (const workflow of DOWNSTREAM_FIRST) {
        const files = due.filter(({ view }) => view.workflow === workflow).sort((a, b) => (a.view.id < b.view.id ? -1 : 1));
        await inParallel(files, this.ports.atOnce, (file) => this.carryOut(file, today));
        sent += files.length;
      }
      // What a round sets going is carried out before anybody looks: what is seen does not depend on how fast it is.
      await settled();
      await this.study(
        due.map(({ view }) => view.id).filter((id) => this.files.has(id)),
        today,
      );
    }
    return sent;
  }

  get openFiles(): number {
    return this.files.size;
  }

  private async study(ids: readonly string[], today: string): Promise<void> {
    const { sessions, behaviour, atOnce } = this.ports;
    const views = await inParallel(ids, atOnce, (id) => readView(sessions, behaviour.reads, id));
    for (const view of [...views].sort((a, b) => (a.id < b.id ? -1 : 1))) this.take(view, today);
  }

  private take(view: View, today: string): void {
    if (view.done) return void this.files.delete(view.id);
    const known = this.files.get(view.id);
    const script = known === undefined ? this.cast(view) : known.script;
    const tried = known !== undefined && known.view.state === view.state ? known.tried : new Set<string>();
    const act = choose(this.ports, { view, script, today, tried });
    this.files.set(view.id, { view, script, act, tried });
  }

  private cast(view: View): Script | undefined {
    const script = this.casting.partFor(view);
    if (script !== undefined) this.ports.tally.count(this.ports.tally.parts, script.name);
    return script;
  }

  private async carryOut(file: File, today: string): Promise<void> {
    const { sessions, tally, seed, behaviour } = this.ports;
    const { view } = file;
    const { choice } = file.act!;
    const event = view.events.find(({ type }) => type === choice.do);
    const as = choice.as ?? accountFor(behaviour, event?.sentBy ?? []);
    const filling = { seed, fields: behaviour.fields, view, on: today };
    const data: JsonObject = event === undefined ? (choice.data ?? {}) : fillForm(filling, event.form, choice.data);
    tally.sent++;
    tally.count(tally.senders, as);
    const { status, body } = await sessions.send({
      as,
      method: 'POST',
      path: `/api/procedures/${view.id}/events`,
      body: { type: choice.do, data },
      key: deriveId('simulator', seed, view.id, String(view.seq), choice.do),
    });
    if (status < 300) {
      tally.accepted++;
      return;
    }
    const code = String(body['code'] ?? status);
    tally.count(tally.refused, code);
    if (code !== choice.refused)
      tally.count(
        tally.unexpected,
        `${view.workflow} ${view.state} ${choice.do} ${as}: ${code} ${JSON.stringify(body['found'] ?? '')}`,
      );
    file.tried.add(nameOf(choice));
  }
}

/** The first account whose role may send the event; the acts of a party that has no account are recorded by an officer. */
export function accountFor({ accounts, administers }: Behaviour, sentBy: readonly string[]): string {
  for (const role of Object.keys(accounts)) if (sentBy.includes(role)) return accounts[role]![0]!;
  return administers;
}
