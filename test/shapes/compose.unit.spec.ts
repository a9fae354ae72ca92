import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTEXT_NAMES, readSettings } from '@zhiheng/platform';
import type { AppName } from '@zhiheng/platform';
import { parse } from 'yaml';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const text = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

type Service = {
  readonly image: string;
  readonly build?: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>;
  readonly user?: string;
  readonly restart: string;
  readonly ports?: readonly string[];
  readonly container_name?: string;
  readonly stop_grace_period: string;
};
const compose = parse(text('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'zhiheng');
const standing = ours.filter(([name]) => name !== 'migrate');

describe('docker-compose.yml', () => {
  it('has every part of the split system, and the two servers that it stands on', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['postgres', 'redis', 'migrate', 'gateway', ...CONTEXT_NAMES, 'clock'].sort(),
    );
  });

  it('builds one image, once, and runs it by name of app', () => {
    expect(ours.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['migrate']);
    for (const [name, { command }] of standing) expect(command).toEqual([name]);
    for (const [, { command }] of ours) expect(existsSync(path.join(ROOT, 'apps', command[0]!, 'main.ts'))).toBe(true);
    expect(compose.services['migrate']?.command).toEqual(['cli', 'migrate', 'up']);
  });

  it.each(standing)('gives %s settings that it starts with', (name, { environment }) => {
    const filled = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [
        key,
        value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+\}/g, 'secret'),
      ]),
    );

    expect(readSettings({ NODE_ENV: 'production', ...filled }, name as AppName)).toMatchObject({ queueBackend: 'redis' });
  });

  it.each(standing)('runs %s without root, checks its health, waits for the migration, and can be scaled', (name, service) => {
    expect(service).toMatchObject({ user: 'node', restart: 'unless-stopped', stop_grace_period: '30s' });
    const script = service.healthcheck.test?.at(-1) ?? '';
    expect(existsSync(path.join(ROOT, script))).toBe(true);
    expect(text(script)).toContain('/health/ready');
    expect(service.depends_on).toMatchObject({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    });
    expect(service.container_name).toBeUndefined();
    expect(service.ports?.length ?? 0).toBe(name === 'gateway' ? 1 : 0);
  });

  it('uses an image whose command is an app, and that copies what it runs', () => {
    const dockerfile = text('Dockerfile');

    expect(dockerfile).toContain('ENTRYPOINT ["node", "tools/app.mjs"]');
    expect(dockerfile).toContain('USER node');
    for (const folder of ['dist', 'config', 'tools']) expect(dockerfile).toContain(`/app/${folder} ./${folder}`);
    for (const script of ['tools/app.mjs', 'tools/health-check.mjs']) expect(existsSync(path.join(ROOT, script))).toBe(true);
  });
});
