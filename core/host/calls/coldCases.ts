import type { CaseStub } from '../../domain/case/caseDoc.ts';
import { mayReadStub, type Reader } from '../../domain/permission/reading.ts';
import type { CaseRow } from '../../protocol/console/rows.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';
import { coldNumbered, readCold } from '../store/coldRows.ts';

const NUMBER = /^([a-z]{2,4}\d{6})-?(\d*)$/i;

/** Cases that are only kept as stubs here, by the beginning of their number: there is no word of them to search. */
export async function coldCases(
  core: ConsoleCore,
  text: string,
  limit: number,
): Promise<CaseRow[]> {
  const reader = readerOf(core);
  const [, day, serial] = NUMBER.exec(text.trim()) ?? [];
  if (reader === null || day === undefined || serial === undefined) return [];
  const prefix = `${day.toUpperCase()}-${serial}`;
  const stubs = await core.replica.read((rows) => coldNumbered(rows, prefix, limit));
  return shownStubs(core, reader, stubs);
}

/** Those of these cases that are only kept as stubs here. */
export async function coldRows(core: ConsoleCore, caseIds: readonly string[]): Promise<CaseRow[]> {
  const reader = readerOf(core);
  if (reader === null || caseIds.length === 0) return [];
  const stubs = await core.replica.read(async (rows) => {
    const found: CaseStub[] = [];
    for (const caseId of caseIds) {
      const stub = await readCold(rows, caseId);
      if (stub !== null) found.push(stub);
    }
    return found;
  });
  return shownStubs(core, reader, stubs);
}

function shownStubs(core: ConsoleCore, reader: Reader, stubs: readonly CaseStub[]): CaseRow[] {
  return stubs
    .filter((stub) => mayReadStub(reader, stub, core.scope))
    .map((stub) => rowOf(stub, core.reference.matterById.get(stub.matter ?? '')?.name ?? ''));
}

function rowOf(stub: CaseStub, title: string): CaseRow {
  return {
    ...(stub.redacted === undefined ? {} : { redacted: true }),
    caseId: stub.caseId,
    caseNo: stub.caseNo,
    urgency: 'ordinary',
    title,
    placeText: '',
    street: stub.street,
    stage: stub.stage,
    holder: stub.wentTo,
    matter: stub.matter,
    leadUnit: null,
    leadName: null,
    clock: null,
    sync: 'confirmed',
    urged: 0,
    handOuts: 0,
    returns: 0,
    round: 1,
    createdAt: stub.createdAt,
    updatedAt: stub.closedAt ?? stub.createdAt,
    repeat: 0,
    callers: 0,
    mine: false,
  };
}
