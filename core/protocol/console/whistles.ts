import * as v from 'valibot';

/** 吹哨事项, each with the units of the district that come to it. */
export const WhistleChoices = v.array(
  v.object({
    id: v.string(),
    situation: v.picklist(['enforcement', 'priority_work', 'emergency', 'backstop']),
    name: v.string(),
    standards: v.array(v.string()),
    units: v.array(v.object({ unit: v.string(), name: v.string() })),
  }),
);
