import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import type { OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import type { HeldCase } from '#core/host/store/pageApply.ts';
import type { RecordBook } from '#core/host/store/recordBook.ts';
import type { CheckedRows, OutboxPort, ReplicaPort } from '#core/sync/syncPorts.ts';
import type { ReplicaWorld } from './simConsole.ts';

/** Thrown at a write: the process is gone, the disk keeps what was written before. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export type Decided = { readonly ver: number | null; readonly outcome: string };

/** The outbox and the replica of one running console, whatever they are kept in. */
export interface SimFiles extends OutboxPort, ReplicaPort, CheckedRows {
  readonly book: RecordBook;
  readonly keeper: OverlayKeeper;
  /** Reads what is on the disk, and brings the overlay into line with it. */
  open(): Promise<void>;
  /** Cases that this console knows of, in no order. */
  caseIds(): Promise<readonly string[]>;
  /** The case as its person sees it, and the decided version under it. */
  shown(caseId: string): Promise<{ readonly doc: CaseDoc | null; readonly ver: number }>;
  /** Puts an act on disk; resolves when it may be acknowledged. */
  commit(body: AnyBody): Promise<AnyOperation>;
  /** What follows an act that was acknowledged: it is shown. */
  committed(op: AnyOperation): Promise<void>;
  /** Others' acts came or went: these cases are shown anew. */
  refresh(caseIds: readonly string[]): Promise<void>;
  held(): Promise<ReadonlyMap<string, HeldCase>>;
  /** What a failing disk makes of a confirmed row; null takes it away. */
  spoil(caseId: string, row: HeldCase | null): Promise<void>;
  delivered(): Promise<ReadonlyMap<string, Decided>>;
  /** Takes everything up to there for decided; only planted bugs do. */
  assumes?(rseq: number): void;
  /** Nothing is being written in the background any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** What survives a crash. */
export interface SimDisk {
  boot(world: ReplicaWorld): Promise<SimFiles>;
  /** How many acts stand on it. */
  acts(): Promise<number>;
  /**
   * Back to an image of before: only the first acts are kept, and nothing of the replica. Names what is
   * lost; called while no process runs on it.
   */
  rewind(keep: number): Promise<readonly string[]>;
  remove(): Promise<void>;
}
