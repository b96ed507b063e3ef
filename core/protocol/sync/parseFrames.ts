import * as v from 'valibot';
import { EnrolRequest } from './enrol.ts';
import { ClientFrame } from './frames.ts';
import { StubsAsked, SumRange } from './scopeSum.ts';

/** A text from a console as a frame, or null when it is none. */
export function parseClientFrame(text: string): ClientFrame | null {
  const parsed = v.safeParse(ClientFrame, jsonOf(text));
  return parsed.success ? parsed.output : null;
}

export function parseEnrolRequest(text: string): EnrolRequest | null {
  const parsed = v.safeParse(EnrolRequest, jsonOf(text));
  return parsed.success ? parsed.output : null;
}

export function parseSumRange(input: unknown): SumRange | null {
  const parsed = v.safeParse(SumRange, input);
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
