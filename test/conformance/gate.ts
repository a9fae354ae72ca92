import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A door in front of a server: shut, it cuts every connection and refuses new ones, as a server that is away does. */
export type Gate = { readonly url: string; shut(): Promise<void>; open(): Promise<void> };

export async function withGate<T>(target: string, run: (gate: Gate) => Promise<T>): Promise<T> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => server.once('error', reject).listen(at, '127.0.0.1', resolve));
  const shut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  try {
    return await run({ url: url.href, shut, open: () => listen(own) });
  } finally {
    await shut();
  }
}
