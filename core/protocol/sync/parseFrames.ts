import * as v from 'valibot';
import { EnrolRequest } from './enrol.ts';
import { ClientFrame } from './frames.ts';
import { StubsAsked, RecordAsked, SumRange } from './scopeSum.ts';
import { StreetClientFrame } from './street.ts';

const Named = v.object({ f: v.pipe(v.string(), v.maxLength(20)) });

/**
 * A text from a console as a frame; null when it is none, and `newer` when a later program may well know it: that is
 * left unsaid, and not held against whoever said it.
 */
export function parseClientFrame(text: string): ClientFrame | 'newer' | null {
  return parsedAs(ClientFrame, SYNC_FRAMES, text);
}

/** The same of what a console says to the station of its street. */
export function parseStreetFrame(text: string): StreetClientFrame | 'newer' | null {
  return parsedAs(StreetClientFrame, STREET_FRAMES, text);
}

const SYNC_FRAMES: ReadonlySet<string> = new Set(
  ClientFrame.options.map(({ entries }) => entries.f.literal),
);
const STREET_FRAMES: ReadonlySet<string> = new Set(
  StreetClientFrame.options.map(({ entries }) => entries.f.literal),
);

function parsedAs<T>(
  schema: v.GenericSchema<unknown, T>,
  known: ReadonlySet<string>,
  text: string,
): T | 'newer' | null {
  const said = jsonOf(text);
  const parsed = v.safeParse(schema, said);
  if (parsed.success) return parsed.output;
  const named = v.safeParse(Named, said);
  return named.success && !known.has(named.output.f) ? 'newer' : null;
}

export function parseEnrolRequest(text: string): EnrolRequest | null {
  const parsed = v.safeParse(EnrolRequest, jsonOf(text));
  return parsed.success ? parsed.output : null;
}

export function parseSumRange(input: unknown): SumRange | null {
  const parsed = v.safeParse(SumRange, input);
  return parsed.success ? parsed.output : null;
}

export function parseRecordAsked(input: unknown): v.InferOutput<typeof RecordAsked> | null {
  const parsed = v.safeParse(RecordAsked, input);
  return parsed.success ? parsed.output : null;
}

export function parseStubsAsked(input: unknown): v.InferOutput<typeof StubsAsked> | null {
  const parsed = v.safeParse(StubsAsked, input);
  return parsed.success ? parsed.output : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the answer is the same as for a value of another shape.
    return null;
  }
}
