import type { CaseNo } from '../../domain/operation/identity.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { DeskStore } from './deskStore.ts';

export type ToldNumber = {
  /** The token with which the form will be sent. */
  readonly form: string;
  readonly caseNo: CaseNo;
  readonly incarnation: number;
  readonly at: EpochMs;
};

const SETTING = 'toldNumbers';
const KEPT_MAX = 2_000;

/**
 * Numbers told to a caller while a form was open. Each was taken from the lease before it was told, so no two
 * forms have the same one, over a crash too; one whose form was given up stands here as a gap and is never
 * told again (I-14).
 */
export class ToldNumbers {
  readonly #desk: DeskStore;
  #inTurn: Promise<unknown> = Promise.resolve();

  constructor(desk: DeskStore) {
    this.#desk = desk;
  }

  /** The same form is told the same number; `take` takes the next one of the lease for good. */
  tell(
    form: string,
    on: { readonly incarnation: number; readonly at: EpochMs },
    take: () => Promise<CaseNo | null>,
  ): Promise<CaseNo | null> {
    const turn = this.#inTurn.then(async () => {
      const known = await this.of(form, on.incarnation);
      if (known !== null) return known;
      const caseNo = await take();
      if (caseNo === null) return null;
      const others = (await this.all()).filter((one) => one.form !== form);
      const told: ToldNumber = { form, caseNo, ...on };
      await this.#desk.setSetting(SETTING, [told, ...others].slice(0, KEPT_MAX));
      return caseNo;
    });
    this.#inTurn = turn.catch(() => undefined);
    return turn;
  }

  /** A number of another incarnation belongs to a lease that is gone. */
  async of(form: string, incarnation: number): Promise<CaseNo | null> {
    const told = (await this.all()).find((one) => one.form === form);
    return told?.incarnation === incarnation ? told.caseNo : null;
  }

  /** The newest first. */
  async all(): Promise<readonly ToldNumber[]> {
    return ((await this.#desk.setting(SETTING)) as readonly ToldNumber[] | null) ?? [];
  }
}
