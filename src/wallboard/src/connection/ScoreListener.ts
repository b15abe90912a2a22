import type { Heartbeat } from '../api/Heartbeat';
import type { Snapshot } from '../api/Snapshot';

/** Who is told what a {@link ScoreConnection} hears. */
export interface ScoreListener {
  /** A subscription was made: these snapshots replace everything that was shown. */
  replaced(snapshots: readonly Snapshot[]): void;
  /** One score changed. */
  changed(snapshot: Snapshot): void;
  /** Which of the scores nothing answers for, and which are left out, is no longer as it was; nothing is so when it was never told. */
  heartbeat?(heartbeat: Heartbeat): void;
  /** Something came from the server, be it only a ping. */
  heard(): void;
  /** The server won't give what was asked for, for the reason named. The question is asked again as long as it is open. */
  refused?(reason: string): void;
  /** The connection was made and subscribed, or lost. */
  connected(isConnected: boolean): void;
}
