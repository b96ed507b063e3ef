import { watch } from 'vue';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { useGrantActsStore } from './grantActsStore.ts';

/** Says what the district decided on grants, once each. What it refused stays in the list with its reason. */
export function useGrantNews(onDecided: () => void): void {
  const store = useGrantActsStore();
  const toasts = useToastStore();
  const m = useMessages();

  const roleName = (code: string): string =>
    (m.value.common.role as Readonly<Record<string, string>>)[code] ?? code;
  watch(
    () => store.all,
    (acts) => {
      for (const { opId, kind, role, now } of acts) {
        if (now.state === 'pending' || !store.isNews(opId)) continue;
        const words = m.value.people;
        const isGiven = kind === 'grant.give';
        if (now.state === 'refused') {
          const why = errorText(m.value, { code: now.code });
          const text = isGiven ? words.notGiven(why) : words.notRevoked(why);
          toasts.show({ kind: 'refused', text: `${roleName(role)} · ${text}` });
          continue;
        }
        toasts.show({
          kind: 'done',
          text: (isGiven ? words.given : words.revoked)(roleName(role)),
        });
        store.drop(opId);
        onDecided();
      }
    },
    { immediate: true },
  );
}
