import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { WireEvent } from '#core/protocol/sync/frames.ts';
import { applyEvent, type Applied } from '#core/sync/confirmed.ts';

type Step = Pick<WireEvent, 'ver' | 'casePatch' | 'stateHash'>;

/**
 * `applyEvent`, remembered by what it was given: the same objects, not equal ones. Consoles of one process that were
 * told the same steps come to hold the same documents, which never change, so that each step is worked out, and its
 * result held against the district's hash, once and not eight times. A console that missed a step, or whose row went
 * bad, holds another object.
 */
export function sharedApply(): typeof applyEvent {
  const first = new WeakMap<Step, Applied>();
  const later = new WeakMap<CaseDoc, WeakMap<Step, Applied>>();
  return (doc, event, hashing) => {
    const known = doc === null ? first : (later.get(doc) ?? kept(later, doc));
    const before = known.get(event);
    if (before !== undefined) return before;
    const applied = applyEvent(doc, event, hashing);
    known.set(event, applied);
    return applied;
  };
}

function kept(
  later: WeakMap<CaseDoc, WeakMap<Step, Applied>>,
  doc: CaseDoc,
): WeakMap<Step, Applied> {
  const made = new WeakMap<Step, Applied>();
  later.set(doc, made);
  return made;
}
