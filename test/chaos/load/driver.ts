import { randomFrom } from '@zhiheng/sample-data';
import type { Random } from '@zhiheng/sample-data';
import { allWorkflows } from '@zhiheng/workflows';
import { commandsOf } from './commands.js';
import type { Planned } from './commands.js';
import type { People } from './people.js';
import type { Answer, ChaosRecord } from './record.js';
import { planWalk } from './walk.js';

export type DriverOptions = {
  readonly seed: string;
  /** Where each gateway answers now: a new process of it may have another address. */
  readonly gateways: readonly (() => string)[];
  readonly people: People;
  readonly record: ChaosRecord;
  /** Legal date on which walks are planned. */
  readonly on: string;
  readonly senders: number;
};

export type Acknowledged = { readonly sentAt: number; readonly at: number; readonly gateway: number };

/** The load: senders that each open procedures and take them through, one command after the other, until they are told to stop. */
export type Driver = {
  start(): void;
  /** How many sendings there have been. */
  sent(): number;
  /** Resolves once so many have been sent. */
  reached(count: number): Promise<void>;
  /** Every acknowledgement: when its command was sent and when it came (milliseconds since 1970), and from which gateway. */
  acknowledged(): readonly Acknowledged[];
  /** Lets the senders end their procedure in hand, and waits for them. */
  stop(): Promise<void>;
  /** Ends without another word, answered or not. */
  abandon(): Promise<void>;
};

const ANSWER_WITHIN_MS = 8_000;
const PAUSE_AFTER_SILENCE_MS = 150;
// A little slower than the system can: the machine is shared.
const PAUSE_MS = 20;

export function createDriver({ seed, gateways, people, record, on, senders }: DriverOptions): Driver {
  let commands = 0;
  let sendings = 0;
  let stopping = false;
  let abandoned = false;
  const acknowledged: Acknowledged[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let running: Promise<unknown> = Promise.resolve();

  async function runSender(sender: number): Promise<void> {
    const random = randomFrom(`${seed}/sender-${sender}`);
    for (let turn = 0; !stopping; turn++) {
      const name = `${seed}-${sender}-${turn}`;
      const workflow = allWorkflows[(sender + turn) % allWorkflows.length]!;
      const walk = planWalk(workflow, random, { on, name });
      for (const planned of commandsOf(walk, random, name)) {
        if (abandoned) return;
        await carryOut(planned, { sender, random });
        await pause(PAUSE_MS);
      }
    }
  }

  async function carryOut(
    planned: Planned,
    { sender, random }: { readonly sender: number; readonly random: Random },
  ): Promise<void> {
    const n = ++commands;
    const { intent, procedure, messageId, event, account } = planned;
    record.write({ kind: 'command', n, sender, procedure, messageId, intent, event, account });
    let gateway = random.between(0, gateways.length - 1);
    const other = (gateway + 1) % gateways.length;
    const again = random.between(0, gateways.length - 1);
    let attempt = 1;
    let answered = planned.twin
      ? (
          await Promise.all([
            send(planned, { n, attempt: attempt++, gateway }),
            send(planned, { n, attempt: attempt++, gateway: other }),
          ])
        ).some(Boolean)
      : await send(planned, { n, attempt: attempt++, gateway });
    // Even after the end: a stubborn sender wants to know.
    while (!answered && planned.stubborn && !abandoned) {
      await pause(PAUSE_AFTER_SILENCE_MS);
      gateway = (gateway + 1) % gateways.length;
      answered = await send(planned, { n, attempt: attempt++, gateway });
    }
    if (!answered) await pause(PAUSE_AFTER_SILENCE_MS);
    else if (planned.repeated) await send(planned, { n, attempt, gateway: again });
  }

  /** Answers whether the answer settles the command: a fault of the server promises nothing. */
  async function send(
    { path, key, body, account, ifMatch }: Planned,
    { n, attempt, gateway }: { readonly n: number; readonly attempt: number; readonly gateway: number },
  ): Promise<boolean> {
    const sentAt = Date.now();
    record.write({ kind: 'sending', n, attempt, gateway, at: sentAt });
    sendings++;
    for (const one of waiting.filter(({ count }) => count <= sendings)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...people.get(account),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    };
    try {
      const response = await fetch(`${gateways[gateway]!()}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = read(await response.text());
      const at = Date.now();
      record.write({ kind: 'answer', n, attempt, at, status: response.status, ...answer });
      if (response.status >= 500) return false;
      acknowledged.push({ sentAt, at, gateway });
      return true;
    } catch (fault) {
      const { name, cause } = fault as { readonly name: string; readonly cause?: { readonly code?: string } };
      record.write({ kind: 'silence', n, attempt, at: Date.now(), why: cause?.code ?? name });
      return false;
    }
  }

  return {
    start: () => {
      running = Promise.all(Array.from({ length: senders }, (_, sender) => runSender(sender)));
    },
    sent: () => sendings,
    reached: (count) => (sendings >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))),
    acknowledged: () => acknowledged,
    stop: async () => {
      stopping = true;
      await running;
    },
    abandon: async () => {
      stopping = true;
      abandoned = true;
      await running;
    },
  };
}

function read(text: string): Pick<Answer, 'outcome' | 'code' | 'seq' | 'instanceId'> {
  const body = parsed(text);
  const first = (body['first'] ?? body) as Readonly<Record<string, unknown>>;
  const { kind } = body;
  return {
    ...((kind === 'accepted' || kind === 'duplicate' || kind === 'stale') && { outcome: kind }),
    ...(typeof body['code'] === 'string' && { code: body['code'] }),
    ...(typeof first['seq'] === 'number' && { seq: first['seq'] }),
    ...(typeof first['instanceId'] === 'string' && { instanceId: first['instanceId'] }),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
