import { AppError } from '../../protocol/errors.ts';
import type { NoticesParams } from '../../protocol/console/notices.ts';
import type { QueueParams } from '../../protocol/console/queue.ts';
import type { BoardParams, MarkersSnapshot } from '../../protocol/console/views.ts';
import { boardWindow } from '../board/boardQueries.ts';
import { keysAt } from '../board/boardKeys.ts';
import { viewerOf } from '../board/viewer.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { admissionRefusal, type Need } from '../session/admission.ts';
import { readerOf } from '../session/reading.ts';
import { LAST_SEAT } from '../session/session.ts';
import { alarmsView } from './alarmsView.ts';
import { callsView } from './callsView.ts';
import { caseFileView } from './caseFileView.ts';
import { conflictsView } from './conflictsView.ts';
import { markersDelta, markersView, wallMarkers } from './markersView.ts';
import { noticesView } from './noticesView.ts';
import { queueView } from './queueView.ts';
import { sessionView } from './sessionView.ts';
import { syncView } from './syncView.ts';
import type { HostView, ViewSource } from './viewHub.ts';

/** Every view of the contract, and what makes it stale. `core` is null until this console is enrolled. */
export function viewSources(
  core: () => ConsoleCore | null,
): Readonly<Record<HostView, ViewSource>> {
  const enrolled = (): ConsoleCore => {
    const one = core();
    if (one === null) throw new AppError('sync/not-enrolled');
    return one;
  };
  const heldFor = (need: Need) => () => {
    const one = core();
    return one !== null && admissionRefusal(need, one.session.now) !== null;
  };
  const isHeld = heldFor('cases');
  return {
    session: {
      topics: ['session', 'settings', 'seats', 'sync'],
      snapshot: async () => sessionView(core(), await core()?.desk.setting(LAST_SEAT)),
    },
    board: {
      isHeld,
      topics: ['cases', 'session', 'silence', 'time'],
      snapshot: (params: BoardParams) => board(enrolled(), params),
    },
    caseFile: {
      isHeld,
      topics: ['cases', 'session', 'sync', 'outbox', 'records', 'silence'],
      concerns: (params: { caseId: string }, cases) => cases.has(params.caseId),
      snapshot: (params: { caseId: string }) => caseFileView(enrolled(), params.caseId),
    },
    calls: {
      isHeld: heldFor('person'),
      topics: ['calls', 'session', 'cases'],
      snapshot: () => callsView(enrolled()),
    },
    sync: {
      topics: ['sync', 'outbox', 'streets', 'silence', 'time'],
      snapshot: () => syncView(enrolled()),
    },
    queue: {
      isHeld: heldFor('open'),
      topics: ['outbox', 'session', 'cases'],
      snapshot: (params: QueueParams) => queueView(enrolled(), params),
    },
    ...mapSources(enrolled, isHeld),
    conflicts: {
      isHeld,
      topics: ['cases', 'session'],
      snapshot: () => conflictsView(enrolled()),
    },
    alarms: {
      topics: ['cases', 'session', 'sync', 'alarms', 'time'],
      snapshot: () => alarmsView(enrolled()),
    },
    notices: {
      isHeld: heldFor('open'),
      topics: ['notices', 'session', 'cases'],
      snapshot: (params: NoticesParams) => noticesView(enrolled(), params),
    },
  };
}

function board(core: ConsoleCore, params: BoardParams): Promise<unknown> {
  const viewer = viewerOf(readerOf(core), core.scope);
  return core.replica.snapshot((reader) =>
    boardWindow(reader, {
      params,
      viewer,
      now: core.now(),
      today: core.startOfToday(),
      unitName: (unit) => core.profile.unitName(unit),
      streetsNamed: (text) => core.profile.streetsNamed(text),
      silentSince: (holder) =>
        core.news.wasThere(holder.slice('street:'.length)) ? core.silentSince(holder) : null,
    }),
  );
}

function mapSources(
  enrolled: () => ConsoleCore,
  isHeld: () => boolean,
): Readonly<Record<'markers' | 'wallMarkers' | 'wall', ViewSource>> {
  const own = markersView();
  const anonymous = wallMarkers();
  const topics = ['cases', 'session', 'time'] as const;
  const delta = (before: unknown, now: unknown): unknown =>
    markersDelta(before as MarkersSnapshot, now as MarkersSnapshot);
  return {
    markers: {
      isHeld,
      topics,
      heard: own.heard,
      snapshot: () => {
        const one = enrolled();
        return own.look(one, keysAt(readerOf(one), one.scope));
      },
      delta,
    },
    wallMarkers: {
      topics,
      heard: anonymous.heard,
      snapshot: () => anonymous.look(enrolled()),
      delta,
    },
    wall: { topics: ['time'], snapshot: () => enrolled().questions.wall() },
  };
}
