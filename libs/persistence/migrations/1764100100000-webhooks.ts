import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks of other systems, and every delivery to them until it is done or given up. */
export class Webhooks1764100100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Scope is that of who made it: no webhook hears more than its maker may read. feed_*: place in the feed of public changes.
    await runner.query(`
      create table webhook (
        id uuid primary key,
        url text not null,
        topics text[] not null,
        areas text[] not null,
        workflows text[],
        secret text not null,
        former_secret text,
        former_until timestamptz,
        state text not null default 'active' check (state in ('active', 'paused')),
        made_by text not null,
        made_at timestamptz not null default now(),
        feed_xid xid8 not null default '0',
        feed_id bigint not null default 0
      )`);
    await runner.query(`
      create table webhook_delivery (
        id uuid primary key,
        place bigint not null generated always as identity,
        webhook_id uuid not null references webhook (id) on delete cascade,
        topic text not null,
        stream uuid not null,
        event text not null,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'dead', 'withheld')),
        attempts int not null default 0,
        due_at timestamptz not null default now(),
        give_up_at timestamptz not null default now() + interval '3 days',
        last_status int,
        last_fault text,
        made_at timestamptz not null default now(),
        settled_at timestamptz
      ) with (fillfactor = 70)`);
    await runner.query("create index webhook_delivery_due on webhook_delivery (due_at) where state = 'pending'");
    await runner.query(
      "create index webhook_delivery_stream on webhook_delivery (webhook_id, stream, place) where state = 'pending'",
    );
    await runner.query('create index webhook_delivery_list on webhook_delivery (webhook_id, place desc)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only; restore a backup instead');
  }
}
