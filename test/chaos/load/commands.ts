import { instanceId, messageId } from '@zhiheng/kernel';
import type { InstanceId, MessageId } from '@zhiheng/kernel';
import type { Random } from '@zhiheng/sample-data';
import { strangerTo } from './accounts.js';
import type { Intent } from './record.js';
import type { Step, Walk } from './walk.js';

/** A command ready to be sent, and how stubbornly. */
export type Planned = {
  readonly intent: Intent;
  readonly procedure: InstanceId;
  readonly messageId: MessageId;
  readonly event: string;
  readonly account: string;
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  readonly ifMatch?: string;
  /** Sent again until it is answered; otherwise given up after the first silence. */
  readonly stubborn: boolean;
  /** Sent to both gateways at the same time. */
  readonly twin: boolean;
  /** Sent once more after its answer. */
  readonly repeated: boolean;
};

type Naming = { readonly procedure: InstanceId; readonly key: string; readonly random: Random };

/**
 * All commands of one walk in the order of their sending: its steps, now and then two of them in the wrong order, and between them what
 * careless and hostile senders send.
 */
export function commandsOf(walk: Walk, random: Random, name: string): readonly Planned[] {
  const [first, ...rest] = disordered(walk.steps, random);
  if (first === undefined) return [];
  const openKey = `${name}-open`;
  // The documented identity of a command: account and key, for an event the procedure too.
  const opening = messageId('http', first.account, openKey);
  const procedure = instanceId(walk.workflow, 'http', opening);
  const open: Planned = {
    ...manner(random),
    intent: 'open',
    procedure,
    messageId: opening,
    event: first.type,
    account: first.account,
    path: '/api/procedures',
    key: openKey,
    body: { workflow: walk.workflow, jurisdiction: '442000', subject: walk.subject, type: first.type, data: first.data },
    stubborn: true,
  };
  return [
    open,
    ...rest.flatMap((step, index) => {
      const naming = { procedure, key: `${name}-${index}`, random };
      return [...hostile(step, naming), ...ordinary(step, naming)];
    }),
  ];
}

function ordinary(step: Step, naming: Naming): readonly Planned[] {
  const { procedure, random } = naming;
  const command = eventOf(step, naming, { intent: 'advance', account: step.account });
  if (!random.chance(0.08)) return [command];
  // Whoever takes the key of this command for another one gets an answer and changes nothing.
  const other = { ...(command.body as object), on: '2020-01-01' };
  return [
    { ...command, stubborn: true },
    { ...calm(command), intent: 'reused-key', procedure, body: other },
  ];
}

function hostile(step: Step, naming: Naming): readonly Planned[] {
  const { random, key, procedure } = naming;
  const stranger = strangerTo(step.sentBy);
  const dice = random.next();
  if (dice < 0.06 && stranger !== undefined)
    return [eventOf(step, { ...naming, key: `${key}-wrong` }, { intent: 'wrong-role', account: stranger })];
  if (dice < 0.1) {
    const command = eventOf(step, { ...naming, key: `${key}-malformed` }, { intent: 'malformed', account: step.account });
    const body = random.pick<unknown>([
      {},
      { type: step.type },
      { type: 7, data: {} },
      [],
      'nonsense',
      { ...step, no: 'such' },
    ]);
    return [{ ...calm(command), body }];
  }
  if (dice < 0.14) {
    const command = eventOf(step, { ...naming, key: `${key}-stale` }, { intent: 'stale', account: step.account });
    return [{ ...calm(command), ifMatch: '"999999"' }];
  }
  if (dice < 0.16) {
    const nowhere = instanceId('chaos', procedure, key);
    return [
      eventOf(
        step,
        { ...naming, procedure: nowhere, key: `${key}-nowhere` },
        { intent: 'unknown-procedure', account: step.account },
      ),
    ];
  }
  return [];
}

function eventOf(
  step: Step,
  { procedure, key, random }: Naming,
  { intent, account }: { readonly intent: Intent; readonly account: string },
): Planned {
  return {
    ...manner(random),
    intent,
    procedure,
    messageId: messageId('http', account, procedure, key),
    event: step.type,
    account,
    path: `/api/procedures/${procedure}/events`,
    key,
    body: { type: step.type, data: step.data },
  };
}

function manner(random: Random): Pick<Planned, 'stubborn' | 'twin' | 'repeated'> {
  return { stubborn: random.chance(0.75), twin: random.chance(0.06), repeated: random.chance(0.12) };
}

/** Sent once: what is no command is worth no stubbornness. */
function calm(command: Planned): Planned {
  return { ...command, stubborn: false, twin: false, repeated: false };
}

/** The first step stays: without it there is no procedure. */
function disordered(steps: readonly Step[], random: Random): readonly Step[] {
  const order = [...steps];
  for (let place = 1; place + 1 < order.length; place++)
    if (random.chance(0.08)) [order[place], order[place + 1]] = [order[place + 1]!, order[place]!];
  return order;
}
