import { DEMO_PASSWORD } from '@zhiheng/auth';
import { Command, InvalidArgumentError } from 'commander';

export type DemoOptions = {
  readonly files: readonly string[];
  readonly seed: string;
  readonly enterprises: number;
  readonly samples: number;
  readonly days: number;
  readonly url?: string;
  readonly password: string;
  readonly concurrency: number;
  readonly port: number;
  readonly dataDirectory?: string;
  readonly dump?: string;
  readonly behaviour: string;
  readonly exit: boolean;
  readonly json: boolean;
};

/** Reads the command line of the demo. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const command = new Command('npm run demo --')
    .description('演一年监管：各类人员通过公开接口办理 Plays a year of supervision through the public interface')
    .argument('[files...]', '抽检结果文件；没有则生成 spot-check files; a city is generated without any')
    .option('--seed <text>', '种子：相同种子，相同一年 the same seed gives the same year', 'zhiheng')
    .option('--enterprises <n>', '企业数 enterprises', whole, 120)
    .option('--samples <n>', '抽检批次 samples', whole, 360)
    .option('--days <n>', '天数 days', whole, 365)
    .option('--url <address>', '在运行中的系统上演 play on a system that runs')
    .option('--password <text>', '账号密码 password of the accounts', DEMO_PASSWORD)
    .option('--concurrency <n>', '同时办理数 commands at a time', whole, 16)
    .option('--port <n>', '自启系统的端口 port of the own system', whole, 0)
    .option('--data-directory <path>', '自启系统的数据目录 data of the own system')
    .option('--dump <file>', '逐程序写出散列，用于比较 write the hash of each log, to compare two years')
    .option('--behaviour <file>', '行为配置 behaviour', 'apps/simulator/behaviour.yaml')
    .option('--exit', '演完即停 stop when the year is over')
    .option('--json', '以 JSON 输出 print JSON')
    .showHelpAfterError('(--help 显示用法 shows the usage)');
  command.parse([...argv], { from: 'user' });
  const {
    exit = false,
    json = false,
    ...options
  } = command.opts<Omit<DemoOptions, 'files' | 'exit' | 'json'> & { exit?: boolean; json?: boolean }>();
  return { ...options, files: command.args, exit, json };
}

function whole(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('应为整数 a whole number');
}
