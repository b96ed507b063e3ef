import type { EpochMs } from '../../kernel/time.ts';
import type { DeviceId, PersonId, ReplicaId, Role, Scope, StreetCode } from './identity.ts';

/** Arguments of what concerns no case: rights, devices, drills, numbers and catalogues. */
export type MachineArgsOf = {
  'grant.give': {
    readonly person: PersonId;
    readonly role: Role;
    readonly scope: Scope;
    readonly from: EpochMs;
    readonly to: EpochMs | null;
  };
  'grant.revoke': {
    readonly person: PersonId;
    readonly role: Role;
    readonly scope: Scope;
    readonly at: EpochMs;
  };
  'device.enrol': {
    readonly device: DeviceId;
    readonly replica: ReplicaId;
    /** Ed25519 public key, base64 of the raw 32 bytes. */
    readonly publicKey: string;
    readonly scope: Scope;
    readonly name: string;
  };
  'device.revoke': { readonly device: DeviceId; readonly reason: string };
  /** Zero minutes ends it before its time. */
  'drill.cut': { readonly street: StreetCode; readonly minutes: number };
  /** How long words of a case are kept after it was archived. */
  'retention.set': { readonly years: number };
  'numbers.lease': {
    readonly replica: ReplicaId;
    readonly incarnation: number;
    readonly origin: string;
    /** First and last serial of every day, both included. */
    readonly from: number;
    readonly to: number;
  };
  'ref.publish': {
    readonly catalogue: string;
    readonly version: string;
    readonly sha256: string;
    readonly validFrom: EpochMs;
  };
};
