import { randomUUID } from 'node:crypto';
import type { LogEntry } from '@zhiheng/engine';
import type { ProcedureView } from '@zhiheng/features/procedures';
import { signedIn } from '../people.js';
import type { Headers } from '../people.js';
import { addDays } from '../legal-days.js';
import { call, postJson, upload } from '../api.js';
import type { Answer } from '../api.js';
import type { Permitted, Procedure, Step } from './step.js';
import { waitFor } from '../wait-for.js';

/** What a journey needs of the system it runs on: an address with the demo accounts, and a way to move its clock. */
export type Ground = {
  readonly url: string;
  readonly moveClockTo: (day: string) => Promise<void>;
  /** The one non-conforming sample of the file that the journey imports. */
  readonly sample: { readonly csv: string; readonly rows: number; readonly subjectId: string; readonly subjectName: string };
};
export type Walker = (step: Step) => Promise<void>;

const FILE = '一批不合格.csv';

type Sent = { readonly path: string; readonly body: object; readonly headers: Headers; readonly answer: Answer };

/** Takes a journey step by step and checks at each what the system says. */
export function createWalker(ground: Ground): Walker {
  const { url, sample } = ground;
  const people = signedIn(url);
  // Reads all procedures of the bureau, and moves none.
  const look = async (path: string): Promise<Answer> => call(`${url}${path}`, { headers: await people('auditor') });
  const ids = new Map<Procedure, string>();
  let last: Sent | undefined;

  const read = async (procedure: Procedure): Promise<ProcedureView> => {
    const { status, body } = await look(`/api/procedures/${ids.get(procedure)}`);
    expect(status).toBe(200);
    return body as unknown as ProcedureView;
  };
  const logOf = async (procedure: Procedure): Promise<readonly LogEntry[]> => {
    const { body } = await look(`/api/procedures/${ids.get(procedure)}/log`);
    return (body['entries'] as readonly { readonly entry: LogEntry }[]).map(({ entry }) => entry);
  };
  const send = async ({ to, event, as, who, data }: Extract<Step, { kind: 'send' | 'refused' }>): Promise<Answer> => {
    const path = `${url}/api/procedures/${ids.get(to)}/events`;
    const body = { type: event, data };
    const headers = { ...(await people(who ?? as)), 'idempotency-key': randomUUID() };
    const answer = await postJson(path, body, headers);
    last = { path, body, headers, answer };
    return answer;
  };
  const opened = async (workflow: Procedure): Promise<string> =>
    waitFor(
      async () => {
        const { body } = await look(`/api/procedures?workflow=${workflow}&subject=${encodeURIComponent(sample.subjectId)}`);
        const items = body['items'] as readonly { readonly id: string }[];
        expect(items.length).toBeLessThanOrEqual(1);
        return items[0]?.id;
      },
      { what: `the ${workflow} of ${sample.subjectName} is opened` },
    );

  return async (step) => {
    switch (step.kind) {
      case 'import': {
        const { status, body } = await upload(url, {
          fileName: FILE,
          bytes: Buffer.from(sample.csv),
          headers: await people('inspector'),
        });
        expect({ status, body }).toMatchObject({
          status: 201,
          body: { rows: sample.rows, accepted: sample.rows, added: 1, nonConforming: 1, duplicate: 0, quarantined: 0 },
        });
        return;
      }
      case 'opened': {
        ids.set(step.procedure, await opened(step.procedure));
        const [first] = await logOf(step.procedure);
        expect(first).toMatchObject({
          seq: 1,
          actor: { id: 'system' },
          cause: {
            workflow: step.from,
            rule: { id: step.rule, facts: step.facts ?? {}, citation: { zh: step.law, article: step.article } },
          },
        });
        expect(first?.cause?.rule?.citation.sentence).toBeTruthy();
        // Of the first procedure, the line of the file that it comes from.
        if (step.from === 'spot-check') expect(first?.cause?.rule?.facts['origin']).toMatchObject({ file: FILE, line: 2 });
        return;
      }
      case 'station': {
        const view = await read(step.procedure);
        expect({ state: view.state, permitted: permittedBy(view) }).toEqual({ state: step.state, permitted: step.permitted });
        for (const [type, rule] of Object.entries(step.whyNot ?? {})) {
          expect(view.events.find((event) => event.type === type)?.whyNot).toContainEqual(expect.objectContaining({ rule }));
        }
        expect(view.situation.at(-1)?.basis).toBeTruthy();
        return;
      }
      case 'clock': {
        const clock = (await read(step.procedure)).clocks.find(({ name }) => name === step.name);
        expect(clock).toMatchObject({ state: 'running', article: step.article });
        expect(clock?.sentence.zh).toContain(step.says);
        expect(clock?.sentence.zh).toContain(clock!.dueOn);
        return;
      }
      case 'send': {
        const { status, body } = await send(step);
        expect({ status, body }).toMatchObject({ status: 200, body: { kind: 'accepted', state: step.state } });
        return;
      }
      case 'repeated': {
        const before = await logOf('inspection');
        const { status, body } = await postJson(last!.path, last!.body, last!.headers);
        expect({ status, body }).toEqual({
          status: 200,
          body: { kind: 'duplicate', instanceId: last!.answer.body['instanceId'], first: last!.answer.body },
        });
        expect(await logOf('inspection')).toEqual(before);
        return;
      }
      case 'refused': {
        const before = await read(step.to);
        const { status, type, body } = await send(step);
        expect({ status, type, code: body['code'] }).toEqual({
          status: step.status,
          type: 'application/problem+json',
          code: step.code,
        });
        const after = await read(step.to);
        expect({ state: after.state, context: after.context, clocks: after.clocks }).toEqual({
          state: before.state,
          context: before.context,
          clocks: before.clocks,
        });
        expect((await logOf(step.to)).at(-1)).toMatchObject({
          kind: 'refused',
          event: { type: step.event },
          refusal: { code: step.code },
        });
        return;
      }
      case 'lapse': {
        const due = (await read(step.procedure)).clocks.find(({ name }) => name === step.clock)!.dueOn;
        await ground.moveClockTo(addDays(due, 1));
        const entry = await waitFor(async () => (await logOf(step.procedure)).find(({ event }) => event.type === step.event), {
          what: step.event,
        });
        expect(entry).toMatchObject({
          kind: 'accepted',
          actor: { id: 'system' },
          cause: { clock: { name: step.clock } },
          to: step.state,
        });
        return;
      }
      case 'public': {
        const list = async (): Promise<readonly object[]> =>
          (await call(`${url}/api/public/blacklist?q=${encodeURIComponent(sample.subjectName)}`)).body[
            'items'
          ] as readonly object[];
        await waitFor(async () => (await list()).length > 0 === step.shown, {
          what: step.shown ? 'the listing is public' : 'the listing is not public',
        });
        if (step.shown)
          expect(await list()).toEqual([
            expect.objectContaining({
              subject: { id: sample.subjectId, name: sample.subjectName },
              facts: expect.objectContaining(step.facts!) as object,
            }),
          ]);
        return;
      }
      case 'closed': {
        expect(await read(step.procedure)).toMatchObject({ state: step.state, done: true, events: [], clocks: [] });
        return;
      }
    }
  };
}

/** Everything that someone may send now; lapses are the system's. */
function permittedBy({ events }: ProcedureView): Permitted {
  return Object.fromEntries(events.map(({ type, permitted }) => [type, permitted]));
}

/** How a step is called in the report of the run. */
export function titleOf(step: Step): string {
  switch (step.kind) {
    case 'import':
      return 'a file with one non-conforming sample is imported';
    case 'opened':
      return `${step.rule} opens the ${step.procedure}`;
    case 'station':
      return `the ${step.procedure} stands in ${step.state} and says what may happen next`;
    case 'clock':
      return `${step.name} explains itself with ${step.article}`;
    case 'send':
      return `${step.event} by ${step.as}`;
    case 'repeated':
      return 'the same message again changes nothing';
    case 'refused':
      return `${step.event} by ${step.as} is refused: ${step.code}`;
    case 'lapse':
      return `${step.clock} runs out`;
    case 'public':
      return step.shown ? 'the public list shows it' : 'the public list does not show it';
    case 'closed':
      return `the ${step.procedure} is closed`;
  }
}
