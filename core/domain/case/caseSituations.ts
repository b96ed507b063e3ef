import { createArgs, EAST, type Hub, openHub } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';

/** How a case came to the stage in which two people act on it at once. */
const PATHS = {
  reported: [],
  numberless: [],
  to_dispatch: ['file as deep'],
  dispatched: ['file as deep', 'dispatch roads and water'],
  handling: ['file as deep', 'dispatch roads and water', 'roads sign'],
  asked: ['file as deep', 'dispatch roads', 'roads sign', 'roads return'],
  'time asked': ['file as deep', 'dispatch roads', 'roads sign', 'ask for time'],
  'wait asked': ['file as deep', 'dispatch roads', 'roads sign', 'ask to wait'],
  'units asked': ['file as deep', 'ask for the department'],
  'send asked': ['file as deep', 'ask to send west'],
  'void asked': ['file as deep', 'dispatch roads', 'roads sign', 'ask to void'],
  'sent alone': ['file as deep', 'dispatch roads'],
  signed: ['file as deep', 'dispatch roads', 'roads sign'],
  moving: ['file as deep', 'dispatch roads', 'roads sign', 'roads leave'],
  handled: ['file as deep', 'dispatch roads', 'roads sign', 'roads done'],
  to_close: ['file as deep', 'dispatch roads', 'roads sign', 'roads done', 'check passed'],
  closed: ['file as deep', 'dispatch roads', 'roads sign', 'roads done', 'check passed', 'close'],
  whistled: ['file as deep', 'whistle for water'],
  called: ['file as deep', 'whistle for water', 'file the whistle'],
  answered: [
    'file as deep',
    'whistle for water',
    'file the whistle',
    'water reports',
    'water has a result',
    'reply',
  ],
  'whistled out': [
    'file as deep',
    'whistle for water',
    'file the whistle',
    'water reports',
    'water has a result',
    'reply',
    'the whistle passes',
  ],
  urgent: ['raise to urgent'],
  proposed: ['file as deep', 'propose a title'],
  tagged: ['tag noise'],
} as const satisfies Readonly<Record<string, readonly SayingName[]>>;

export type Situation = keyof typeof PATHS;

/** Everything on the way is done by person 3, so that the two who meet stand on no axis yet. */
export function situation(name: Situation, matter = 'm-pothole'): Hub {
  const hub = openHub();
  const args = createArgs({ matter, ...(name === 'numberless' ? { caseNo: null } : {}) });
  hub.say({ by: `operator3@${EAST}`, kind: 'case.create', args });
  for (const step of PATHS[name]) {
    const said = saying(step, hub, 1);
    const decision = hub.say({ ...said, by: said.by.replace('1@', '3@') });
    const isProposal = decision.reason?.code === 'case/not-held';
    if (decision.outcome !== 'applied' && !isProposal) {
      throw new Error(`${name}: ${step} was ${decision.outcome} (${decision.reason?.code ?? ''})`);
    }
  }
  return hub;
}

/** A conflict by rule 7 stands on the case. */
export function disputed(name: Situation): Hub {
  const hub = situation(name);
  const seen = hub.doc().ver;
  hub.say(saying('title to A', hub, 1));
  hub.say(saying('title to B', hub, 2), { seen });
  return hub;
}
