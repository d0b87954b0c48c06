import { jetstream, type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { createComplaints } from '../log/complain.js';
import { streamServers } from '../options/check-stream.js';
import type { Options } from '../options/collector-options.js';
import { logAboutServer, prepareStream } from './prepare-stream.js';

/** Milliseconds. */
const tryAgainAfter = 1000;
const drainPatience = 3000;

/** What can be asked of the engine while it works. */
export interface Engine {
  connection: NatsConnection;
  client: JetStreamClient;
  manager: JetStreamManager;
}

export interface StreamConnection {
  /** The engine; undefined while it is away, or its stream is not there yet. */
  engine(): Engine | undefined;
  /** Has stream and consumer looked at again, since a request was answered as if they were not there. */
  doubt(): void;
  /** Sends what is still to be sent, such as acknowledgements, and closes. */
  close(): Promise<void>;
}

/** A pause keeps no process alive that has nothing else to do. */
const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds).unref());

/** The client wants to be told of a user apart from the addresses. */
function connectionOptions(stream: string): ConnectionOptions {
  const addresses = streamServers(stream).map((address) => new URL(address));
  const { username = '', password = '' } = addresses.find((address) => address.username !== '') ?? {};
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return {
    servers: addresses.map(({ host }) => host),
    ...(pass ? { user, pass } : user ? { token: user } : {}),
    ...(addresses.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    name: 'vitrina-collector',
    timeout: 3000,
    // A server that is away for a day is expected back.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    ignoreAuthErrorAbort: true,
    // A line that is dead without having been closed is noticed within 20 s.
    pingInterval: 10_000,
    maxPingOut: 2,
  };
}

/**
 * Connects to the engine, and goes on trying where it is away.
 *
 * @param largestBody bytes that a batch can have
 * @returns after the first attempt, whatever came of it
 */
export async function connectStream(
  { stream, streamLimits, logger }: Pick<Options, 'stream' | 'streamLimits' | 'logger'>,
  largestBody: number,
): Promise<StreamConnection> {
  const complain = createComplaints(logger);
  let connection: NatsConnection | undefined;
  let engine: Engine | undefined;
  let isConnected = false;
  let isClosed = false;
  let preparing: Promise<void> | undefined;

  async function follow(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        isConnected = false;
        if (!isClosed) logger.warn('The connection to the stream was lost; it is tried again until it is back.');
      } else if (status.type === 'reconnect') {
        isConnected = true;
        logger.info('The connection to the stream is back.');
        prepare();
      } else if (status.type === 'error') complain('The stream reported an error.', status.error);
    }
  }

  async function connectNow(): Promise<NatsConnection> {
    const opened = await connect(connectionOptions(stream));
    isConnected = true;
    void follow(opened);
    if (opened.info) logAboutServer(opened.info, { largestBody, logger });
    return opened;
  }

  async function prepareNow(): Promise<void> {
    connection ??= await connectNow();
    const manager = await jetstreamManager(connection);
    await prepareStream(manager, streamLimits, logger);
    engine = { connection, manager, client: jetstream(connection) };
  }

  /** @param onAttempt called after each attempt */
  async function keepPreparing(onAttempt: () => void): Promise<void> {
    while (!isClosed) {
      try {
        await prepareNow();
        return;
      } catch (cause) {
        if (isClosed) return;
        complain('The stream cannot be reached or made.', cause);
      } finally {
        onAttempt();
      }
      await pause(tryAgainAfter);
    }
  }

  function prepare(onAttempt: () => void = () => {}): void {
    preparing ??= keepPreparing(onAttempt).finally(() => (preparing = undefined));
  }

  await new Promise<void>((attempted) => prepare(attempted));

  return {
    engine: () => (isConnected && !isClosed ? engine : undefined),
    doubt: () => prepare(),
    async close() {
      isClosed = true;
      if (!connection) return;
      // Where the engine is away there is nobody to take what is still to be sent.
      if (isConnected) await Promise.race([connection.drain().catch(() => {}), pause(drainPatience)]);
      await connection.close();
    },
  };
}
