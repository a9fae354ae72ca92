import type pg from 'pg';

/**
 * A second book of everything that was ever announced, kept by the database itself in the transaction that announces it. Handling an
 * announcement deletes its row of the outbox; here it stays, so that afterwards one can say what should have followed from it.
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
  `);
}
