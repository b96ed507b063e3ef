import { computed, ref, shallowRef, watch } from 'vue';
import type { DispatchAdvice } from '#core/domain/operation/args.ts';
import type { UnitRow } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';

/** Shown at once; the rest is found by name. */
const PROPOSED_MOST = 3;

/**
 * Units that may take the case, best first, and which of them are chosen: the first chosen leads, the others
 * assist. Nothing is chosen by itself but the best one; nothing is ever sent by itself.
 */
export function useUnitProposals(caseId: () => string | null, version: () => number) {
  const client = useClient();
  const units = shallowRef<readonly UnitRow[]>([]);
  const chosen = shallowRef<readonly string[]>([]);
  const isLoading = ref(false);
  /** The best one is chosen by itself, and no person has said anything yet. */
  let isPreset = false;
  let lastCase: string | null = null;
  let asked = 0;

  watch(
    () => [caseId(), version()] as const,
    async ([wanted]) => {
      asked += 1;
      const turn = asked;
      const isOther = lastCase !== wanted;
      lastCase = wanted;
      if (isOther) {
        // Until its own are here a case has none: the key must never send the units of the case before.
        units.value = [];
        chosen.value = [];
        isPreset = false;
      }
      isLoading.value = wanted !== null;
      if (wanted === null) return;
      const reply = await client.do('unit.propose', { caseId: wanted });
      if (turn !== asked) return;
      isLoading.value = false;
      const isFirst = units.value.length === 0 && chosen.value.length === 0;
      units.value = reply.ok ? reply.value.units : [];
      const here = new Set(units.value.map((unit) => unit.unit));
      const kept = chosen.value.filter((unit) => here.has(unit));
      const best = units.value[0];
      chosen.value = isFirst && best !== undefined ? [best.unit] : kept;
      if (isFirst) isPreset = best !== undefined;
    },
    { immediate: true },
  );

  const shown = computed(() => units.value.slice(0, PROPOSED_MOST));
  const toggle = (unit: string): void => {
    isPreset = false;
    chosen.value = chosen.value.includes(unit)
      ? chosen.value.filter((each) => each !== unit)
      : [...chosen.value, unit];
  };
  /** By its key: "choose the first" means that it is chosen, also where it already was by itself. */
  const choose = (unit: string): void => {
    if (isPreset && chosen.value.includes(unit)) isPreset = false;
    else toggle(unit);
  };
  const chosenUnits = computed(() =>
    chosen.value.flatMap((id) => units.value.find((unit) => unit.unit === id) ?? []),
  );
  return { units, shown, chosen, chosenUnits, isLoading, toggle, choose };
}
export type UnitProposals = ReturnType<typeof useUnitProposals>;

/** Why these were proposed and which were taken: kept with the dispatch. */
export function adviceOf(
  units: readonly UnitRow[],
  chosen: readonly string[],
): DispatchAdvice | null {
  if (units.length === 0) return null;
  return {
    inputs: { proposed: units.length },
    ranked: units
      .slice(0, 10)
      .map((unit) => ({ unit: unit.unit, score: unit.score, why: unit.why.join(',') })),
    chosen: [...chosen],
  };
}
