import type pg from 'pg';

/**
 * A second book, kept by the database itself in the transactions of the system: everything that was ever announced, when it was settled
 * (its row of the outbox deleted), and when each entry of a log was recorded, by the clock of the database. So that afterwards one can say
 * what should have followed from it, and in which order.
 */
export async function installWitness(client: pg.Client): Promise<void> {
  await client.query(`
    create schema chaos;
    create table chaos.announced (outbox_id bigint primary key, consumer text not null, announcement text not null);
    create function chaos.witness() returns trigger language plpgsql as $$
    begin
      insert into chaos.announced values (new.id, new.consumer, new.announcement);
      return new;
    end $$;
    create trigger chaos_witness after insert on zhiheng.outbox for each row execute function chaos.witness();

    create table chaos.settled (outbox_id bigint primary key, at timestamptz not null);
    create function chaos.witness_settled() returns trigger language plpgsql as $$
    begin
      insert into chaos.settled values (old.id, now());
      return old;
    end $$;
    create trigger chaos_settled after delete on zhiheng.outbox for each row execute function chaos.witness_settled();

    create table chaos.recorded (instance_id uuid not null, seq int not null, at timestamptz not null, primary key (instance_id, seq));
    create function chaos.witness_recorded() returns trigger language plpgsql as $$
    begin
      insert into chaos.recorded values (new.instance_id, new.seq, now());
      return new;
    end $$;
    create trigger chaos_recorded after insert on zhiheng.log for each row execute function chaos.witness_recorded();
  `);
}
