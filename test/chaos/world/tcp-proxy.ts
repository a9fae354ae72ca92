import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * What the wire does. `stalled`: nothing moves, and all of it arrives later. `forgotten`: nothing moves, and what was connected then
 * never hears again, as after a firewall lost its table. `cut`: connections are reset, new ones too. `half-closed`: the server's side
 * of every connection ends, the other stays open.
 */
export type Wire = 'open' | 'stalled' | 'forgotten' | 'delayed' | 'cut' | 'half-closed';

export type TcpProxy = {
  readonly port: number;
  set(wire: Wire): void;
  close(): Promise<void>;
};

type Pair = { readonly client: Socket; readonly server: Socket; dead: boolean };

const DELAY_MS = 150;

/** A wire between the services and one of their servers, which a test can spoil and mend. */
export async function startTcpProxy(target: { readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let wire: Wire = 'open';

  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    if (wire === 'cut') return void client.resetAndDestroy();
    const upstream = connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { client, server: upstream, dead: false };
    pairs.add(pair);
    join(pair, client, upstream);
    join(pair, upstream, client);
    if (isStill(wire)) hold(pair);
  });

  function join(pair: Pair, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      const pass = (): void => {
        if (pair.dead || to.destroyed || to.writableEnded) return;
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => !isStill(wire) && from.resume());
        }
      };
      if (wire === 'delayed') setTimeout(pass, DELAY_MS);
      else pass();
    });
    from.on('end', () => {
      // Whoever gave a forgotten connection up is let go, at both ends.
      if (pair.dead) from.destroy();
      else if (wire === 'delayed') setTimeout(() => to.end(), DELAY_MS);
      else to.end();
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      pairs.delete(pair);
      to.destroy();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      const before = wire;
      wire = next;
      for (const pair of pairs) {
        if (next === 'cut') reset(pair);
        else if (next === 'half-closed') pair.client.end();
        else if (isStill(next)) hold(pair);
        else if (isStill(before)) {
          // What was forgotten is read and thrown away from now on: its end is noticed, nothing else.
          if (before === 'forgotten') pair.dead = true;
          release(pair);
        }
      }
    },
    close: async () => {
      for (const { client, server: upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const isStill = (wire: Wire): boolean => wire === 'stalled' || wire === 'forgotten';

function hold({ client, server }: Pair): void {
  client.pause();
  server.pause();
}

function release({ client, server }: Pair): void {
  client.resume();
  server.resume();
}

function reset({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}
