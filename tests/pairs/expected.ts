import type { Stage } from '#core/domain/case/caseDoc.ts';
import type { Outcome } from '#core/domain/operation/decision.ts';
import { type SayingName, sayings } from '#core/domain/case/caseSayings.ts';
import type { Situation } from '#core/domain/case/caseSituations.ts';

export type ExpectedRow = {
  readonly rule: number;
  readonly given: Situation;
  /** `m-tree` needs no check, files by hand, and its duty unit in the east is e-green. */
  readonly matter: string;
  readonly a: readonly SayingName[];
  /** The last one is judged; those before it were its author's own, pending. */
  readonly b: readonly SayingName[];
  readonly outcome: Outcome;
  /** Rule that the decision names; null where the second act is simply legal. */
  readonly names: number | null;
  readonly stage: Stage;
  /** Default in force, where a conflict stands because of B. */
  readonly conflict: string | null;
  /** Where it is not the holder. */
  readonly owner: string | null;
};

/**
 * The pair rules of sync.md 5 and model.md 0.6, read off those pages by hand, row by row. A was decided
 * first, B's author had seen none of A. Nothing here was recorded from the code.
 *
 * rule, given (matter), outcome, rule named, stage after, default in force @owner : A; A // B; B
 */
const TABLE = `
# 1: one dispatch, B noop, the earliest time counts.
1  to_dispatch           noop       1  dispatched  -               : dispatch roads // dispatch roads
1  to_dispatch           noop       1  handling    -               : dispatch roads; roads sign // dispatch roads
1  to_dispatch           adjusted   1  dispatched  -               : dispatch roads // dispatch roads and water
1  dispatched            noop       1  dispatched  -               : add green // add green
# 2: X has responded: X leads, Y assists. Else the matrix decides. Else X leads, Y assists.
2  to_dispatch           conflict   2  dispatched  first_leads     : dispatch roads // dispatch water
2  to_dispatch           conflict   2  handling    first_leads     : dispatch roads; roads sign; roads arrive // dispatch water
2  to_dispatch (m-tree)  adjusted   2  dispatched  -               : dispatch roads // dispatch green
2  to_dispatch (m-tree)  superseded 2  dispatched  -               : dispatch green // dispatch roads
2  to_dispatch (m-tree)  conflict   2  handling    first_leads     : dispatch roads; roads sign; roads leave // dispatch green
# 3: open, to dispatch, the closing kept; default open.
3  signed                conflict   3  to_dispatch open            : roads done; check passed; close // roads return
3  asked                 conflict   3  to_dispatch open            : roads done; check passed; close // grant the return
3  signed                conflict   3  to_dispatch open            : roads return // roads done; check passed; close
# 4: the first closing stands.
4  to_close              merged     4  closed      -               : close // close
4  to_close              merged     4  closed      -               : close // close with other words
# 5: a unit on its way keeps the case open, else it stays closed; default as stated.
5  handled               conflict   5  closed      closed          : check failed; dispatch roads; roads sign; roads done; check passed; close // add green
5  dispatched            conflict   5  closed      closed          : recall water; roads sign; roads done; check passed; close // add green
5  signed                conflict   5  closed      closed          : add green // roads done; check passed; close
5  signed                conflict   5  handling    open            : add green; green sign; green leave // roads done; check passed; close
5  to_dispatch           conflict   5  closed      closed          : dispatch roads; roads sign; roads done; check passed; close // dispatch water
5  to_dispatch           adjusted   6  handling    -               : dispatch roads; roads sign; roads done; check passed; close // dispatch water; water leave
# 6: stays closed, the fact is kept; "not solved" opens a new round.
6  to_close              applied    6  closed      -               : close // attach
6  to_close              applied    6  closed      -               : close // reply
6  signed                adjusted   6  closed      -               : roads done; check passed; close // roads report progress
6  signed                adjusted   6  to_dispatch -               : roads done; check passed; close // roads done, not solved
6  to_close              applied    6  closed      -               : attach // close
6  handled               adjusted   6  to_dispatch -               : check passed; close // check failed
6  handled (m-tree)      adjusted   6  to_dispatch -               : check failed // close
# 7: equal is nothing, else first stays. On site beats typed. Higher urgency wins silently.
7  to_dispatch           noop       7  to_dispatch -               : title to A // title to A
7  to_dispatch           conflict   7  to_dispatch first           : title to A // title to B
7  handling              conflict   7  handling    first           : title to A // title to B
7  handling              conflict   7  handling    first           : locate here // locate there
7  handling              noop       7  handling    -               : locate here // locate here
7  handling              applied    7  handling    -               : locate here // measure on site
7  handling              superseded 7  handling    -               : measure on site // locate here
7  to_dispatch           applied    7  to_dispatch -               : raise to urgent // raise from ordinary to critical
7  to_dispatch           superseded 7  to_dispatch -               : raise from ordinary to critical // raise to urgent
7  to_dispatch           noop       7  to_dispatch -               : raise to urgent // raise to urgent
# 8: two fields, both.
8  to_dispatch           applied    8  to_dispatch -               : title to A // people to 3
# 9: union; taken away only by whoever saw it.
9  handling              applied    9  handling    -               : tag noise // tag night
9  tagged                adjusted   9  reported    -               : tag noise // untag noise
9  tagged                applied    9  reported    -               : tag night // untag noise
9  closed                applied    9  closed      -               : note // attach
9  to_dispatch           applied    9  to_dispatch -               : another caller // another caller
# 11: both attached, the first leads.
11 dispatched            noop       1  dispatched  -               : add green // add green
11 sent alone            applied    11 dispatched  -               : add green // add water
# 12: one whistle, departments united, the earliest time starts the deadline; one report counts for both.
12 to_dispatch           merged     12 to_dispatch -               : whistle for water // whistle for water
12 to_dispatch           merged     12 to_dispatch -               : whistle for roads // whistle about a ruin
12 to_dispatch           merged     12 to_dispatch -               : whistle about a ruin // whistle for roads
12 to_dispatch           merged     12 to_dispatch -               : whistle for water; file the whistle; water reports // whistle for water
12 signed                merged     12 handling    -               : whistle for water // whistle about a ruin
12 to_dispatch           applied    -  to_dispatch -               : whistle for water; do not file it // whistle about a ruin
# 13: not closed but handled, awaiting a supervised check; content already: reviewed after closing.
13 to_close              conflict   13 handled     supervised @district : close // supervise
13 to_close              conflict   13 handled     supervised @district : supervise // close
13 handled (m-tree)      conflict   13 handled     supervised @district : close // supervise
13 to_close              conflict   13 closed      review @district : close; call back, content // supervise
# 14: both stand; not competent for the new class and not responded: recall is proposed.
14 to_dispatch           applied    14 dispatched  -               : dispatch roads // it is a kerb
14 to_dispatch           conflict   14 dispatched  keep            : dispatch roads // it is a tree
14 to_dispatch           conflict   14 handling    keep            : dispatch roads; roads sign // it is a tree
14 to_dispatch           applied    14 handling    -               : dispatch roads; roads sign; roads arrive // it is a tree
14 to_dispatch           applied    14 dispatched  -               : dispatch green // it is a tree
14 to_dispatch           conflict   14 dispatched  keep            : it is a tree // dispatch roads
14 to_dispatch           applied    14 dispatched  -               : it is a tree // dispatch green
# 15: same is nothing; the deeper one; else the first, and siblings ask a person.
15 to_dispatch           noop       15 to_dispatch -               : it is a kerb // it is a kerb
15 to_dispatch           applied    15 to_dispatch -               : it is a kerb // it is a deep kerb
15 to_dispatch           superseded 15 to_dispatch -               : it is a deep kerb // it is a kerb
15 to_dispatch           applied    15 to_dispatch -               : it is a kerb // it is a kerb stone
15 to_dispatch           superseded 15 to_dispatch -               : it is a kerb stone // it is a deep kerb
15 reported              conflict   15 reported    first           : it is a deep kerb // it is a fallen tree
15 handling              conflict   15 handling    first           : it is a kerb // it is a tree
# 20: the transfer stands; what moves goes on, else the dispatch is proposed to the new holder.
20 to_dispatch           adjusted   20 to_dispatch -               : send west // dispatch roads
20 to_dispatch           applied    20 to_dispatch -               : dispatch roads // send west
20 to_dispatch           applied    20 handling    -               : dispatch roads; roads sign; roads leave // send west
20 to_dispatch           applied    20 handling    -               : send west // dispatch roads; roads sign; roads leave
20 to_dispatch           adjusted   20 to_dispatch -               : ask to send up // dispatch roads
20 to_dispatch           applied    20 to_dispatch -               : dispatch roads // ask to send up
20 to_dispatch           applied    20 handling    -               : dispatch roads; roads sign; roads leave // ask to send up
20 send asked            adjusted   20 to_dispatch -               : grant it // dispatch roads
20 send asked            applied    20 to_dispatch -               : dispatch roads // grant it
# 21: the first transfer stands; to the district.
21 to_dispatch           conflict   21 to_dispatch first @district : send west // send to district
21 reported              noop       21 reported    -               : send west // send west
21 to_dispatch           conflict   21 to_dispatch first @district : send west // ask to send up
21 to_dispatch           noop       21 to_dispatch -               : send to district // ask to send up
21 send asked            conflict   21 to_dispatch first @district : send to district // grant it
21 send asked            noop       21 to_dispatch -               : send west // grant it
# 22: the response wins.
22 signed                conflict   22 handling    respond         : roads return // roads leave
22 signed                conflict   22 handling    respond         : roads arrive // roads return
22 asked                 conflict   22 handling    respond         : grant the return // roads arrive
22 asked                 conflict   22 handling    respond         : grant, to water // roads arrive
22 asked                 conflict   22 handling    respond         : roads arrive // grant the return
# 23: work that was done stands.
23 signed                applied    23 handled     -               : recall roads // roads done
23 signed                applied    23 handled     -               : recall roads; dispatch water // roads done
23 signed                superseded 23 handled     -               : roads done // recall roads
23 asked                 superseded 23 handled     -               : roads done // grant the return
23 asked                 applied    23 handled     -               : grant the return // roads done
23 sent alone            applied    23 handled     -               : undo the last // roads sign; roads done
# 24: failed.
24 handled               conflict   24 to_dispatch fail            : check passed // check failed
24 handled               conflict   24 to_dispatch fail            : check failed // check passed
24 handled               merged     24 to_close    -               : check passed // check passed
# 25: the longest single extension, never the sum; closed is closed.
25 handling              merged     25 handling    -               : ask for time // ask for time
25 handling              merged     25 handling    -               : ask for time; grant it // ask for time
25 signed                superseded 25 closed      -               : roads done; check passed; close // ask for time
25 signed                applied    25 closed      -               : ask for time // roads done; check passed; close
# 26: not voided, not closed by force: the duty chief of the district may decide again.
26 handling              conflict   26 handling    open @district  : note // void
26 handling              conflict   26 handling    open @district  : void // note
26 handling              conflict   26 handled     open @district  : roads done; waive water // void
26 signed                conflict   26 handled     open @district  : roads done // void
26 signed                conflict   26 handled     open @district  : void // roads done
26 to_dispatch           conflict   26 dispatched  open @district  : dispatch roads // void
26 to_dispatch           conflict   26 dispatched  open @district  : void // dispatch roads
26 signed                conflict   26 handling    open @district  : roads leave // force it closed
26 signed                conflict   26 handling    open @district  : force it closed // roads leave
26 to_dispatch           conflict   26 to_dispatch open @district  : whistle for water // void
26 to_dispatch           conflict   26 to_dispatch open @district  : void // whistle for water
26 signed                conflict   26 handling    open @district  : force it closed // whistle for water
26 signed                conflict   26 handling    open @district  : whistle for water // force it closed
26 called                conflict   26 to_dispatch open @district  : void // water reports
26 called                conflict   26 to_dispatch open @district  : water has a result // force it closed
26 void asked            conflict   26 handling    open @district  : attach // the chief grants it
26 void asked            conflict   26 handling    open @district  : the chief grants it // attach
# 26, but for what is archived: it stays as it was put away.
26 signed                applied    -  voided      -               : void; archive // note
26 signed                adjusted   37 voided      -               : void; archive // roads done
26 signed                applied    -  closed      -               : force it closed; call back, content; archive // note
# 37, of words that are taken out: once is enough, and only of what was put away; a fact is kept.
37 signed                superseded 37 voided      -               : void; archive; redact // redact
37 signed                superseded 37 voided      -               : void // redact
37 signed                applied    -  voided      -               : void; archive; redact // note
37 signed                adjusted   37 voided      -               : void; archive; redact // roads done
37 signed                applied    -  voided      -               : void; archive; note // redact
# 27: a new round of the same case.
27 closed                applied    27 to_dispatch -               : call back, content; archive // call back, unsolved
27 closed                superseded 27 to_dispatch -               : call back, unsolved // call back, content; archive
# 30: the case goes on.
30 reported              conflict   30 to_dispatch continue        : refuse // file as deep
30 reported              conflict   30 to_dispatch continue        : file as deep // refuse
30 reported              conflict   30 dispatched  continue        : file as deep; dispatch roads // refuse
# 31: done, or closed; the grant lapses.
31 time asked            superseded 31 handled     -               : roads done // grant it
31 time asked            applied    31 handled     -               : grant it // roads done
31 time asked            superseded 31 closed      -               : roads done; check passed; close // grant it
31 wait asked            superseded 31 handled     -               : roads done // grant it
31 wait asked            applied    31 handled     -               : grant it // roads done
31 wait asked            superseded 31 closed      -               : roads done; check passed; close // grant it
# 32: closed; the urge is answered.
32 to_close              applied    32 closed      -               : close // urge
32 to_close              applied    32 closed      -               : urge // close
# 33: one new round.
33 closed                merged     33 to_dispatch -               : call back, unsolved // call back, unsolved
33 closed                applied    33 to_dispatch -               : call back, content // call back, unsolved
33 closed                adjusted   33 to_dispatch -               : call back, unsolved // call back, content
33 closed                merged     33 to_dispatch -               : reopen // reopen
33 closed                merged     33 to_dispatch -               : reopen // call back, unsolved
33 closed                adjusted   33 to_dispatch -               : reopen // call back, content
33 closed                merged     33 to_dispatch -               : call back, unsolved // reopen
# 34: the hold moves; what a unit already carries out stays; the rest is proposed to the district.
34 reported              adjusted   34 reported    -               : the district takes it // file as deep
34 reported              applied    34 to_dispatch -               : file as deep // the district takes it
34 to_dispatch           adjusted   34 to_dispatch -               : the district takes it // dispatch roads
34 to_dispatch           applied    34 to_dispatch -               : dispatch roads // the district takes it
34 to_dispatch           applied    34 handling    -               : dispatch roads; roads sign // the district takes it
34 to_dispatch           applied    34 handling    -               : the district takes it // dispatch roads; roads sign
34 to_dispatch           adjusted   34 to_dispatch -               : the district takes it // title to A
34 signed                adjusted   34 handling    -               : the district takes it // recall roads
34 to_close              adjusted   34 to_close    -               : the district takes it // close
34 reported              adjusted   34 reported    -               : the district takes it // send west
34 reported              applied    34 reported    -               : send west // the district takes it
34 reported              noop       34 reported    -               : the district takes it // the district takes it
34 to_dispatch           adjusted   34 to_dispatch -               : the district takes it // whistle for water
34 to_dispatch           applied    34 to_dispatch -               : whistle for water // the district takes it
# 35: the first stands, the second is kept as alternative; to the street chief.
35 whistled out          conflict   35 to_close    first           : mark water // mark water lower
35 whistled out          conflict   35 to_close    first           : mark water lower // mark water
35 whistled out          merged     35 to_close    -               : mark water // mark water
35 whistled out          conflict   35 to_close    first           : the district takes it; mark water // mark water lower
# 36: raised.
36 urgent                applied    36 reported    -               : lower to ordinary // raise to critical
36 urgent                superseded 36 reported    -               : raise to critical // lower to ordinary
# 37: both where legal; else a fact to the timeline, a request or a decision superseded.
37 to_dispatch           applied    -  dispatched  -               : note // dispatch roads
37 handling              applied    -  handling    -               : title to A // roads report progress
37 signed                adjusted   37 to_dispatch -               : recall roads // roads report progress
37 signed                superseded 37 to_dispatch -               : recall roads // roads return
37 reported              conflict   37 closed      first           : answer // file as deep
37 reported              conflict   37 to_dispatch first           : file as deep // answer
37 reported              conflict   37 to_dispatch first           : file as deep // file as other
37 signed                conflict   37 handled     first           : roads done // add green
37 reported              merged     37 to_dispatch -               : file as deep // file as deep
37 signed                merged     37 to_dispatch -               : recall roads // recall roads
37 asked                 conflict   37 to_dispatch first           : grant the return // refuse the return
37 signed                merged     37 voided      -               : void // void
37 signed                conflict   37 voided      first           : void // title to A
37 signed                superseded 37 voided      -               : void // roads return
37 signed                applied    -  voided      -               : title to A // void
# What somebody has built on is not taken back; nobody is asked for that. Done once, and what met it stays.
37 sent alone            noop       -  to_dispatch -               : undo the last // undo the last
37 sent alone            superseded 37 handling    -               : roads sign // undo the last
37 sent alone            adjusted   37 to_dispatch -               : undo the last // roads sign
37 sent alone            applied    -  to_dispatch -               : note // undo the last
37 tagged                noop       -  reported    -               : tag noise // undo the last
37 proposed              merged     37 to_dispatch -               : decline the proposal // decline the proposal
37 proposed              applied    -  to_dispatch -               : decline the proposal // title to A
37 proposed              superseded 37 to_dispatch -               : title to P // decline the proposal
37 proposed              applied    -  to_dispatch -               : note // decline the proposal
37 signed                applied    -  handled     -               : roads return // roads done
37 signed                superseded 37 handled     -               : roads done // roads return
# 37, of whistles: both where legal; what came too late is kept, superseded or asked about.
37 to_close              conflict   37 closed      first           : close // whistle for water
37 to_close              conflict   37 to_close    first           : whistle for water // close
37 to_dispatch           applied    -  dispatched  -               : whistle for water // dispatch roads
37 to_dispatch           applied    -  dispatched  -               : dispatch roads // whistle for water
37 to_dispatch           conflict   37 merged      first           : merge // whistle for water
37 to_dispatch           conflict   37 to_dispatch first           : whistle for water // merge
37 whistled              merged     37 to_dispatch -               : file the whistle // file the whistle
37 whistled              conflict   37 to_dispatch first           : file the whistle // do not file it
37 whistled              conflict   37 to_dispatch first           : do not file it // file the whistle
37 called                merged     37 to_dispatch -               : water reports // water reports
37 called                merged     37 to_dispatch -               : water has a result // water has a result
37 called                applied    -  to_dispatch -               : water has a result // water has a result; reply
37 whistled              adjusted   37 to_dispatch -               : do not file it // water reports
37 answered              merged     37 to_close    -               : the whistle passes // the whistle passes
37 answered              conflict   37 to_dispatch first           : the whistle does not pass // the whistle passes
37 answered              conflict   37 to_close    first           : the whistle passes // the whistle does not pass
37 answered              conflict   37 dispatched  first           : dispatch roads // the whistle passes
37 whistled out          merged     37 to_close    -               : mark how water came // mark how water came
# A number that follows meets nothing: every act on the case goes on as if it had always had it.
37 numberless            applied    -  to_dispatch -               : give a number // file as deep
37 numberless            applied    -  to_dispatch -               : file as deep // give a number
37 numberless            applied    -  reported    -               : give a number // title to A
37 numberless            applied    9  reported    -               : tag noise; give a number // tag night
37 numberless            conflict   30 to_dispatch continue        : refuse; give a number // file as deep
37 numberless            superseded 37 reported    -               : give a number // roads return
# One number for ever: a second one changes nothing, whoever saw what.
37 numberless            noop       -  reported    -               : give a number // give a number
37 reported              noop       -  reported    -               : note // give a number
`;

const ROW = /^(\d+) +(.+?) {2,}(\S+) +(\S+) +(\S+) +(\S+(?: @\S+)?) +: (.+) \/\/ (.+)$/;

export const expected: readonly ExpectedRow[] = TABLE.split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(readRow);

function readRow(line: string): ExpectedRow {
  const cells = ROW.exec(line);
  if (cells === null) throw new Error(`no row: ${line}`);
  const [, rule = '', where = '', outcome, names, stage, standing = '', a = '', b = ''] = cells;
  const [given, matter] = where.replace(')', '').split(' (');
  const [conflict, owner] = standing.split(' @');
  return {
    rule: Number(rule),
    given: given as Situation,
    matter: matter ?? 'm-pothole',
    a: a.split('; ').map(named),
    b: b.split('; ').map(named),
    outcome: outcome as Outcome,
    names: names === '-' ? null : Number(names),
    stage: stage as Stage,
    conflict: conflict === undefined || conflict === '-' ? null : conflict,
    owner: owner ?? null,
  };
}

function named(name: string): SayingName {
  if (!Object.hasOwn(sayings, name)) throw new Error(`nobody says: ${name}`);
  return name as SayingName;
}
