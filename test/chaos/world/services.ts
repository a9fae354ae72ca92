import { startProgram } from '../../e2e/program.js';
import type { Environment, Program } from '../../e2e/program.js';
import type { ServiceApp } from '../../e2e/split.js';
import { waitFor } from '../../e2e/wait-for.js';

type Running = { readonly app: ServiceApp; program: Program; url: string; wanted: boolean; readonly former: Program[] };

/** The processes of the split system. Each has a name that outlives it. */
export type Services = {
  readonly names: readonly string[];
  /** Names of the replicas of an app. */
  of(app: ServiceApp): readonly string[];
  urlOf(name: string): string;
  /** Ends it at once, and waits until it is gone. */
  kill(name: string): Promise<void>;
  /** Starts it (again), with some more of environment. */
  start(name: string, env?: Environment): Promise<void>;
  /** Starts it again with an order to end itself; it may not even live to be ready. */
  startDoomed(name: string, env: Environment): void;
  signal(name: string, signal: NodeJS.Signals): void;
  /** A second process under the same name starts while the first still runs; the first is then told to stop. Answers how the first ended. */
  replace(name: string): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  hasExited(name: string): boolean;
  /** Those that ended although nobody asked them to. */
  fallen(): readonly string[];
  /** What every process has written, by name. */
  outputs(): ReadonlyMap<string, string>;
  /** Tells all to stop and answers those that did not end well. */
  stop(): Promise<readonly string[]>;
  /** Whatever still runs is killed. */
  dispose(): Promise<void>;
};

export async function startServices(replicas: Readonly<Record<ServiceApp, number>>, env: Environment): Promise<Services> {
  const running = new Map<string, Running>();
  const launch = (app: ServiceApp, name: string, more: Environment = {}): Program =>
    startProgram(app, { env: { ...env, ZHIHENG_REPLICA: name, PORT: '0', ...more } });
  const get = (name: string): Running => running.get(name)!;
  const ready = (name: string, program: Program): Promise<string> =>
    waitFor(() => addressOf(name, program), { what: `${name} is ready`, withinMs: 180_000 });
  const end = async (name: string): Promise<void> => {
    const one = get(name);
    one.wanted = false;
    one.program.signal('SIGKILL');
    await one.program.exited;
  };

  for (const [app, count] of Object.entries(replicas) as [ServiceApp, number][])
    for (let number = 1; number <= count; number++) {
      const name = `${app}-${number}`;
      running.set(name, { app, program: launch(app, name), url: '', wanted: true, former: [] });
    }
  const services: Services = {
    names: [...running.keys()],
    of: (app) => [...running].filter(([, one]) => one.app === app).map(([name]) => name),
    urlOf: (name) => get(name).url,
    kill: end,
    start: async (name, more) => {
      const one = get(name);
      one.former.push(one.program);
      one.program = launch(one.app, name, more);
      one.url = await ready(name, one.program);
      one.wanted = true;
    },
    startDoomed: (name, more) => {
      const one = get(name);
      one.former.push(one.program);
      const program = launch(one.app, name, more);
      one.program = program;
      // A gateway must be found to come to its point.
      void ready(name, program).then(
        (url) => void (one.program === program && (one.url = url)),
        () => undefined,
      );
    },
    signal: (name, signal) => get(name).program.signal(signal),
    replace: async (name) => {
      const one = get(name);
      const before = one.program;
      const after = launch(one.app, name);
      one.former.push(before);
      const url = await ready(name, after);
      Object.assign(one, { program: after, url });
      before.signal('SIGTERM');
      return before.exited;
    },
    hasExited: (name) => get(name).program.hasExited(),
    fallen: () => [...running].filter(([, one]) => one.wanted && one.program.hasExited()).map(([name]) => name),
    outputs: () =>
      new Map(
        [...running].map(([name, { program, former }]) => [
          name,
          [...former, program].map((one) => `── process ${one.pid}\n${one.stdout()}${one.stderr()}`).join('\n'),
        ]),
      ),
    stop: async () => {
      const ends = await Promise.all(
        [...running].map(async ([name, one]) => {
          one.wanted = false;
          one.program.signal('SIGTERM');
          const { code, signal } = await one.program.exited;
          return code === 0 ? [] : [`${name}: ${signal ?? `exit ${code}`}`];
        }),
      );
      return ends.flat();
    },
    dispose: async () => {
      for (const one of running.values())
        for (const program of [...one.former, one.program]) {
          if (program.hasExited()) continue;
          one.wanted = false;
          program.signal('SIGKILL');
          await program.exited;
        }
    },
  };
  try {
    for (const [name, one] of running) one.url = await ready(name, one.program);
  } catch (fault) {
    await services.dispose();
    throw fault;
  }
  return services;
}

function addressOf(name: string, program: Program): string | undefined {
  if (program.hasExited())
    throw new Error(`${name} ended instead of starting:\n${program.stdout()}${program.stderr()}`.slice(0, 4_000));
  return /(http:\/\/[^\s/]+:\d+)\/health\/ready/.exec(program.stdout())?.[1];
}
