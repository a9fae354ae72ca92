// npm run chaos -- [--minutes N] [--rounds N] [--seed S] [--only PATTERN] [--kills N]: rounds of everything that can go wrong, each on a fresh system, until
// the time is used. The first round has the seed that was given; a round that failed is played again by its own seed. With --kills also
// an import whose system is killed so many times.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));

const FORMS = { '--seed': /^[\w.-]{1,60}$/, '--only': /^.{1,200}$/ };
const { minutes, rounds, seed, only, kills } = read(process.argv.slice(2));
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--maxWorkers=1'];
const { status } = spawnSync(
  process.execPath,
  [...jest, '--selectProjects', 'int', '--testPathPatterns', kills === '0' ? 'long\\.chaos' : '(kill-import|long)\\.chaos'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ZHIHENG_CHAOS_MINUTES: minutes,
      ZHIHENG_CHAOS_ROUNDS: rounds,
      ZHIHENG_CHAOS_SEED: seed,
      ZHIHENG_CHAOS_ONLY: only,
      ZHIHENG_CHAOS_KILLS: kills,
    },
  },
);
process.exitCode = status ?? 1;

function read(args) {
  const given = { '--minutes': '0', '--rounds': '1', '--seed': String(Date.now()), '--only': '', '--kills': '0' };
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    const fits = (FORMS[args[at]] ?? /^\d{1,5}$/).test(value ?? '');
    if (!(args[at] in given) || !fits) usage();
    given[args[at]] = value;
  }
  return {
    minutes: given['--minutes'],
    rounds: given['--rounds'],
    seed: given['--seed'],
    only: given['--only'],
    kills: given['--kills'],
  };
}

function usage() {
  process.stderr.write(
    '用法 Usage: npm run chaos -- [--minutes <n>] [--rounds <n>] [--seed <seed>] [--only <pattern>] [--kills <n>]\n',
  );
  process.exit(2);
}
