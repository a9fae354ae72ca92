import { startSplit } from './split.js';
import { databaseUrlOf, makeHome } from './standalone.js';
import type { Environment } from './program.js';

/** The shapes in which the same system runs. */
export const SHAPES = ['standalone', 'split'] as const;
export type Shape = (typeof SHAPES)[number];

/** A system at work, whatever its shape. */
export type RunningSystem = {
  readonly url: string;
  readonly databaseUrl: string;
  /** For commands of the command line beside it. */
  readonly env: Environment;
  /** Stops it and leaves nothing behind. */
  dispose(): Promise<void>;
};

export async function startShape(shape: Shape, env: Environment): Promise<RunningSystem> {
  if (shape === 'split') return startSplit({ env });
  const home = makeHome(env);
  const system = await home.start();
  return {
    url: system.url,
    databaseUrl: databaseUrlOf(home.directory),
    env: home.env,
    dispose: async () => {
      await system.stop();
      await home.dispose();
    },
  };
}
