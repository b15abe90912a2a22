import type { Heartbeat } from '../api/Heartbeat';
import type { Snapshot } from '../api/Snapshot';
import { contactOf, type Contact } from '../board/device/contact';
import { ScoreConnection, type ScoreAddress } from '../connection/ScoreConnection';

export type { Contact, Heartbeat, ScoreAddress, Snapshot };

/** What to watch, and where. */
export interface ScoreRequest {
  /** The tenant's name, as in `acme`. */
  readonly tenant: string;
  /** Keys, or wildcards such as `channel/*`, each with a window. */
  readonly scores: readonly ScoreAddress[];
  /** Where the service is; the origin that this file was loaded from when left out. */
  readonly server?: string;
  /** A key or a board link; not needed where the service is open to everybody. */
  readonly token?: string;
}

/** Who is told. Every one may be left out. */
export interface ScoreReceiver {
  /** A subscription was made, for the first time or anew: these snapshots replace everything that was shown. */
  replaced?(snapshots: readonly Snapshot[]): void;
  /** One score, whether it is new, changed or brought by a new subscription. */
  score?(snapshot: Snapshot): void;
  /** What is known of the server: `connecting`, `live`, `unconfirmed` (nothing answers for some score), `reconnecting`, or `stale` after ten seconds without a sign of life. */
  contact?(contact: Contact): void;
  /** For which scores nothing answers, so that they may have moved since, and how many are left out; told when that changes. */
  heartbeat?(heartbeat: Heartbeat): void;
  /** The server won't give what was asked for: a reason that begins with its code, as in `invalid-window: …`. It is asked again for ever. */
  refused?(reason: string): void;
}

const contactMilliseconds = 500;

/**
 * Watches scores until it is closed: it connects again for ever, subscribes again each time, and says when what is shown may no
 * longer be true. It is the wallboard's own client.
 */
export function connectScores(request: ScoreRequest, receiver: ScoreReceiver): { close(): void; watch(scores: readonly ScoreAddress[]): void } {
  let isConnected = false;
  let wasConnected = false;
  let isConfirmed = true;
  let heardAt = performance.now();
  let contact: Contact | null = null;
  const look = () => {
    const now = contactOf(isConnected, wasConnected, performance.now() - heardAt, isConfirmed);
    if (now === contact) return;
    contact = now;
    receiver.contact?.(now);
  };
  const server = request.server ?? new URL(import.meta.url).origin;
  const place = { address: `${server.replace(/\/$/, '')}/hubs/scores`, token: () => request.token ?? null };
  const connection = new ScoreConnection(place, request.tenant, request.scores, {
    replaced(snapshots) {
      receiver.replaced?.(snapshots);
      for (const snapshot of snapshots) receiver.score?.(snapshot);
    },
    changed: (snapshot) => receiver.score?.(snapshot),
    refused: (reason) => receiver.refused?.(reason),
    heartbeat(heartbeat) {
      isConfirmed = heartbeat.unconfirmed.length === 0;
      receiver.heartbeat?.(heartbeat);
      look();
    },
    heard: () => (heardAt = performance.now()),
    connected(isNow) {
      isConnected = isNow;
      if (!isNow) isConfirmed = true;
      wasConnected ||= isNow;
      look();
    },
  });
  const timer = setInterval(look, contactMilliseconds);
  look();
  connection.open();
  return {
    close() {
      clearInterval(timer);
      connection.close();
    },
    watch: (scores) => void connection.change(scores),
  };
}
