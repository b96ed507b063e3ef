import type { Rng } from '#core/kernel/rng.ts';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';
import type { LinkEvent, LinkPort } from '#core/sync/syncPorts.ts';

export type Task = {
  readonly at: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
};

/** Virtual time: tasks in the order of their times, ties in the order they were asked for. */
export class Agenda {
  #tasks: Task[] = [];
  #order = 0;
  now = 0;

  after(ms: number, run: Task['run']): void {
    this.#order += 1;
    const task = { at: this.now + Math.max(0, ms), order: this.#order, run };
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (
        other !== undefined &&
        (other.at < task.at || (other.at === task.at && other.order < task.order))
      ) {
        low = middle + 1;
      } else high = middle;
    }
    this.#tasks.splice(low, 0, task);
  }

  /** Runs what is due until `end`; `after` each task, what it began elsewhere is waited for. */
  async run(end: number, after: () => Promise<unknown>): Promise<void> {
    for (let task = this.#tasks[0]; task !== undefined && task.at <= end; task = this.#tasks[0]) {
      this.#tasks.shift();
      this.now = task.at;
      await task.run();
      await after();
    }
    this.now = end;
  }
}

export type Weather = {
  /** Share of frames that vanish, come twice, or come late. */
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
};

export type ServerEnd = {
  readonly receive: (frame: ClientFrame) => void;
  readonly close: () => void;
};
export type Accept = (send: (frame: ServerFrame) => void, close: () => void) => ServerEnd;

/**
 * One replica's line. Worse than any network: frames vanish, come twice and overtake each other inside a
 * connection; while it is cut everything vanishes and nobody is told.
 */
export class SimLine implements LinkPort {
  isCut = false;
  readonly #agenda: Agenda;
  readonly #rng: Rng;
  readonly #weather: () => Weather;
  readonly #accept: Accept;
  readonly #trace: (what: string) => void;

  constructor(
    world: {
      readonly agenda: Agenda;
      readonly weather: () => Weather;
      readonly trace: (what: string) => void;
    },
    rng: Rng,
    accept: Accept,
  ) {
    this.#agenda = world.agenda;
    this.#weather = world.weather;
    this.#trace = world.trace;
    this.#rng = rng;
    this.#accept = accept;
  }

  open(onEvent: (event: LinkEvent) => void): {
    send: (frame: ClientFrame) => void;
    close: () => void;
  } {
    let isOver = false;
    const toClient = (frame: ServerFrame): void => {
      this.#carry(`< ${frame.f}`, () => {
        if (!isOver) onEvent({ type: 'frame', frame });
      });
    };
    let server: ServerEnd | null = null;
    this.#carry('dial', () => {
      if (isOver) return;
      server = this.#accept(toClient, () => {
        this.#carry('< close', () => {
          if (!isOver) onEvent({ type: 'closed' });
        });
      });
      onEvent({ type: 'open' });
    });
    return {
      send: (frame) => {
        this.#carry(`> ${frame.f}`, () => {
          if (!isOver) server?.receive(frame);
        });
      },
      close: () => {
        isOver = true;
        server?.close();
      },
    };
  }

  #carry(what: string, deliver: () => void): void {
    const { drop, duplicate, reorder } = this.#weather();
    const dice = this.#rng.next();
    if (this.isCut || dice < drop) {
      this.#trace(`lost ${what}`);
      return;
    }
    const late = this.#rng.next() < reorder ? 400 : 0;
    const delay = (): number => 5 + this.#rng.int(20) + (late > 0 ? this.#rng.int(late) : 0);
    const arrive = (): void => {
      if (this.isCut) return;
      this.#trace(what);
      deliver();
    };
    this.#agenda.after(delay(), arrive);
    if (dice > 1 - duplicate) this.#agenda.after(delay() + 30, arrive);
  }
}
