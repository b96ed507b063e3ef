import { ok } from '../../kernel/result.ts';
import { FILE_PIECE_BYTES } from '../../protocol/console/attachments.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { caseFor } from '../session/reading.ts';
import { refuse, type CallTable } from './callTable.ts';

type FileCalls = Pick<CallTable, 'file.put' | 'file.get'>;

/** The bytes of attachments, in pieces: the same way for every body of the page. */
export function fileCalls(core: () => ConsoleCore): FileCalls {
  return {
    'file.put': async ({ caseId, sha256, bytes, offset, base64 }) => {
      const piece = Buffer.from(base64, 'base64');
      const put = await core().attachments.put({ caseId, sha256, bytes, offset, piece });
      return put.ok ? ok(put.value) : refuse(put.error);
    },
    'file.get': async ({ caseId, sha256, offset }) => {
      // Whoever may not read the case is told that there is no such file.
      const { doc } = await caseFor(core(), caseId);
      const attached = doc?.attachments?.[sha256];
      const person = core().session.person?.id;
      if (attached === undefined || person === undefined) return refuse('file/unknown');
      if (attached.use === 'recording') {
        const look = { person, caseId, what: 'recording', why: '' } as const;
        const noted = await core().notes.note(look);
        if (!noted.ok) return noted;
      }
      const bytes = await core().attachments.bytes(sha256, caseId);
      if (!bytes.ok) return refuse(bytes.error);
      const piece = bytes.value.subarray(offset, offset + FILE_PIECE_BYTES);
      return ok({ base64: piece.toString('base64'), total: bytes.value.length });
    },
  };
}
