import { type CaseAct, fitsAlways } from './caseAct.ts';
import { put } from './caseWork.ts';
import { factTime } from './assignments.ts';
import { bringAfter } from './mergeCase.ts';
import { noteContact } from './unitFacts.ts';

/** Adds and takes away tags; which of them were seen is the pair table's business (rule 9). */
export const tagCase: CaseAct<'case.tag'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const tags: Record<string, true | null> = {};
    for (const tag of op.args.remove) if (work.doc.tags?.[tag] === true) tags[tag] = null;
    for (const tag of op.args.add) if (work.doc.tags?.[tag] !== true) tags[tag] = true;
    put(work, { tags });
  },
};

/** A note lives in the timeline alone. */
export const noteCase: CaseAct<'case.note'> = { misfit: fitsAlways, apply: () => undefined };

export const attachFile: CaseAct<'case.attach'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const { sha256, name, use, bytes } = op.args;
    const { round, attachments } = work.doc;
    const before = attachments?.[sha256];
    // What a picture proved in this round stays proven, whoever attaches it again as something else.
    const stays = before !== undefined && (before.round ?? 1) === round && isProof(before.use);
    const file = {
      name: before === undefined || before.name === '' ? name : before.name,
      use: stays ? before.use : use,
      bytes: before === undefined || before.bytes === 0 ? bytes : before.bytes,
    };
    put(work, { attachments: { [sha256]: round > 1 ? { ...file, round } : file } });
    bringAfter(work, { files: [{ sha256, ...file }] });
  },
};

function isProof(use: string): boolean {
  return use !== 'document' && use !== 'recording';
}

/** The first known caller is the caller; every further one stands beside. */
export const addCaller: CaseAct<'caller.add'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const { caller } = op.args;
    const first = work.doc.caller;
    if (first === undefined || first.numberHmac === caller.numberHmac) put(work, { caller });
    else put(work, { callers: { [caller.numberHmac]: caller } });
    if (caller.confidential) put(work, { confidential: true });
    bringAfter(work, { callers: [caller] });
  },
};

export const firstContact: CaseAct<'contact.first'> = {
  misfit: fitsAlways,
  apply(work, op) {
    // A failed attempt is kept in the timeline and says why; it stops no clock.
    if (op.args.whyNot !== null) return;
    noteContact(work, factTime(work, op.args.at, work.doc.createdAt));
  },
};

export const replyCitizen: CaseAct<'reply.citizen'> = {
  misfit: fitsAlways,
  apply(work, op) {
    put(work, { repliedAt: factTime(work, op.args.at, work.doc.createdAt) });
  },
};
