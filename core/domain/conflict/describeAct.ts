import type { AnyBody } from '../operation/operation.ts';

type What = Readonly<Record<string, string | number | boolean | null>>;

/** What an act would do, as flat codes and values; units and scopes by id, lists joined by commas. */
export function describeAct(op: AnyBody): What {
  switch (op.kind) {
    case 'case.dispatch':
      return {
        lead: op.args.units.find((one) => one.lead)?.unit ?? null,
        units: op.args.units.map((one) => one.unit).join(','),
        condition: op.args.condition,
      };
    case 'case.locate': {
      const { point, text, cell, street, by } = op.args;
      return {
        field: 'place',
        value: text,
        lonE6: point.lonE6,
        latE6: point.latE6,
        cell,
        street,
        by,
      };
    }
    case 'case.edit':
      return { field: op.args.field, from: op.args.from, value: op.args.to };
    case 'assign.done':
      return { assignment: op.args.assignment, result: op.args.result, solved: op.args.solved };
    default:
      return scalarsOf(op.args);
  }
}

function scalarsOf(args: object): What {
  const what: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(args) as [string, unknown][]) {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      what[key] = value as string | number | boolean | null;
    } else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      what[key] = value.join(',');
    }
  }
  return what;
}
