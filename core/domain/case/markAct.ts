import { adopts } from '../conflict/intent.ts';
import { kindSpecs } from '../operation/kindSpec.ts';
import { isCaretaker, isSoleHand, marksAxis } from '../permission/rights.ts';
import { type CaseWork, put, tell } from './caseWork.ts';

/** What an act that took effect leaves on the case beside its effect. */
export function markAct(work: CaseWork): void {
  const { op } = work;
  if (isSoleHand(op, work.facts)) put(work, { soleHand: true });
  if (isCaretaker(op, work.before, work.facts)) put(work, { caretaker: true });
  if (marksAxis(op, work.before) && work.doc.round === work.before.round) {
    put(work, { axis: { [kindSpecs[op.kind].axis]: { [op.actor]: true } } });
  }
  dropProposals(work);
}

/** What the holder now does himself need not be proposed to him; what he does otherwise stays. */
function dropProposals(work: CaseWork): void {
  const { proposals } = work.doc;
  for (const id in proposals) {
    const proposal = proposals[id];
    if (proposal === undefined || !adopts(work.op, proposal)) continue;
    put(work, { proposals: { [id]: null } });
    if (proposal.by !== work.op.actor) tell(work, proposal.by, 'proposal-adopted');
  }
}
