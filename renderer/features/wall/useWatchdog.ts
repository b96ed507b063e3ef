import { onScopeDispose } from 'vue';
import { useClient } from '#renderer/client/useClient.ts';
import { reloadReason } from './watchdog.ts';

const TICK_MS = 5_000;
const ERRORS_WINDOW_MS = 600_000;

/**
 * Loads the page anew when it is not well (watchdog.ts) and its server answers: an error page of the browser
 * would stay for weeks.
 */
export function useWatchdog(lastDataAt: () => number | null): void {
  const client = useClient();
  const startedAt = Date.now();
  let lastTickAt = startedAt;
  let lastFrameAt: number | null = startedAt;
  let errorTimes: number[] = [];
  let frame = 0;
  let isReloading = false;

  const onFrame = (): void => {
    lastFrameAt = Date.now();
  };
  const onError = (): void => {
    const now = Date.now();
    errorTimes = [...errorTimes.filter((at) => now - at < ERRORS_WINDOW_MS), now].slice(-100);
  };
  const reload = async (): Promise<void> => {
    isReloading = true;
    try {
      const reply = await fetch(location.pathname, { cache: 'no-store' });
      if (reply.ok) location.reload();
    } catch {
      // The server is away: the last picture is better than an error page. Tried again next time.
    } finally {
      isReloading = false;
    }
  };
  const tick = (): void => {
    const now = Date.now();
    const recent = errorTimes.filter((at) => now - at < ERRORS_WINDOW_MS).length;
    const reason = reloadReason({
      now,
      startedAt,
      lastTickAt,
      lastFrameAt: document.visibilityState === 'visible' ? lastFrameAt : null,
      link: client.state(),
      lastDataAt: lastDataAt(),
      errors: recent,
    });
    lastTickAt = now;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(onFrame);
    if (reason !== null && !isReloading) void reload();
  };
  const timer = setInterval(tick, TICK_MS);
  const onVisible = (): void => {
    lastFrameAt = Date.now();
  };
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onError);
  document.addEventListener('visibilitychange', onVisible);
  onScopeDispose(() => {
    clearInterval(timer);
    cancelAnimationFrame(frame);
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onError);
    document.removeEventListener('visibilitychange', onVisible);
  });
}
