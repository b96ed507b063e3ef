import type { SqlDatabase, SqlWriter } from '../../storage/sqlDatabase.ts';
import type { CommitBatch, DistrictStore } from './districtStore.ts';
import { numberGiven } from './numberGiven.ts';
import type { GivenNumber } from './numberGiven.ts';
import type { StoreDialect } from './storeDialect.ts';

/** The index says no to a number given twice: the whole turn fails before a caller hears a wrong number. */
export async function commitNumbers(
  tx: SqlWriter,
  { entries }: Pick<CommitBatch, 'entries'>,
): Promise<void> {
  const given = entries.map(numberGiven).filter((one) => one !== null);
  const rows = given.map(({ caseNo, caseId }) => [caseNo, caseId]);
  await tx.insertRows('case_number', ['case_no', 'case_id'], rows);
}

export function numberReads(
  database: SqlDatabase,
  { among, serial, numberless }: StoreDialect,
): Pick<DistrictStore, 'numbered' | 'lastSerial' | 'numberless'> {
  return {
    numbered: async (caseNos) => {
      if (caseNos.length === 0) return [];
      const sql = `SELECT case_no AS "caseNo", case_id AS "caseId" FROM case_number
                   WHERE ${among('case_no')}`;
      return database.read((reader) => reader.all<GivenNumber>(sql, [JSON.stringify(caseNos)]));
    },
    lastSerial: async (prefix, { from, to }) => {
      // Serials have four digits or more: their order as texts is not the order of the numbers.
      const sql = `SELECT MAX(serial) AS serial FROM (
                     SELECT ${serial} AS serial FROM case_number
                     WHERE case_no >= ? AND case_no < ?) AS day
                   WHERE serial BETWEEN ? AND ?`;
      const at = prefix.length + 1;
      const row = await database.read((reader) =>
        reader.get<{ serial: number | null }>(sql, [at, prefix, `${prefix}:`, from, to]),
      );
      return row?.serial ?? 0;
    },
    numberless: (limit) =>
      database.read(async (reader) => {
        const rows = await reader.all<{ case_id: string }>(numberless, [limit]);
        return rows.map(({ case_id }) => case_id);
      }),
  };
}
